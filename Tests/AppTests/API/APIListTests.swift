// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct APIListTests {
    @Test(arguments: TestEngine.available) func `every address answers in the shape that the document promises`(engine: TestEngine) async throws {
        try await APIFixture.run(engine) { api in
            let document = try Node.read(try await api.site.client().get("/openapi.json").text), check = ShapeCheck(document: document)
            for list in APIFixture.lists {
                let name = APIFixture.names[list] ?? "", page = try await api.read("\(list)?limit=1000")
                #expect((page["data"]?.items.count ?? 0) > 2, "\(list)")
                #expect(check.misfits(page, "\(name)List").prefix(3) == [])
                guard list != "touches", list != "moves" else { continue }
                for row in page["data"]?.items.prefix(3) ?? [] {
                    #expect(try await api.read("\(list)/\(row["id"]?.int ?? 0)") == row)
                }
            }
            for question in ["", "?by=owner&period=quarter", "?mode=activity&by=country", "?as_of=2026-03-01T00:00:00Z", "?from=2026&to=2026-06"] {
                #expect(check.misfits(try await api.read("funnel\(question)"), "Funnel").prefix(3) == [], "\(question)")
            }
            for question in ["", "?as_of=2026-03-01T00:00:00Z"] {
                #expect(check.misfits(try await api.read("audit\(question)"), "Audit").prefix(3) == [], "\(question)")
            }
        }
    }

    @Test func `the check of shapes finds what does not fit`() throws {
        let document = try Node.read(
            """
            {"components": {"schemas": {"A": {"type": "object", "properties": {"n": {"type": "integer", "minimum": 1}}, "required": ["n"],
            "additionalProperties": false}}}}
            """)
        let check = ShapeCheck(document: document)
        for (text, count) in [(#"{"n": 1}"#, 0), (#"{"n": 0}"#, 1), (#"{"n": "1"}"#, 1), ("{}", 1), (#"{"n": 2, "m": 3}"#, 1), ("[]", 1)] {
            #expect(check.misfits(try Node.read(text), "A").count == count, "\(text)")
        }
    }

    @Test(arguments: TestEngine.available, APIFixture.lists) func `pages show every row once, and lines show the same`(
        engine: TestEngine, list: String
    ) async throws {
        try await APIFixture.run(engine, contacts: 30) { api in
            let whole = try await api.rows(list)
            #expect(Set(APIFixture.ids(whole)).count == whole.count && whole.count > 1)
            for limit in [1, 7, whole.count] where limit > 1 || whole.count < 300 {
                let paged = try await api.rows(list, limit: limit)
                #expect(paged == whole, "limit \(limit)")
            }
            let lines = try await api.get("/api/v1/\(list)", headers: ["accept": "application/x-ndjson"])
            #expect(lines.headers["content-type"] == "application/x-ndjson")
            #expect(try lines.text.split(separator: "\n").map { try Node.read(String($0)) } == whole)
            let some = try await api.get("/api/v1/\(list)?limit=3", headers: ["accept": "application/x-ndjson"])
            #expect(try some.text.split(separator: "\n").map { try Node.read(String($0)) } == Array(whole.prefix(3)))
        }
    }

    @Test(arguments: TestEngine.available) func `rows that come between two pages double and hide nothing`(engine: TestEngine) async throws {
        try await APIFixture.run(engine, contacts: 20) { api in
            let before = APIFixture.ids(try await api.rows("contacts"))
            let during = APIFixture.ids(
                try await api.rows("contacts", limit: 3) { page in
                    guard page < 40 else { return }
                    try await api.database.write { tx in
                        let ledger = Ledger(tx, now: APIFixture.now, actor: .system)
                        let holder = try ledger.holder("email", "new\(page)@example.org")
                        try ledger.record(["title": "New"], of: holder, at: Timestamp(APIFixture.now, .exact), source: "form")
                    }
                }.filter { !($0["email"]?.text ?? "").hasPrefix("new") })
            #expect(during == before)
        }
    }

    /// Filters against the whole list, filtered here.
    @Test(arguments: TestEngine.available) func `filters give what the whole list has of them`(engine: TestEngine) async throws {
        try await APIFixture.run(engine, contacts: 40) { api in
            var all: [String: [Node]] = [:]
            for list in APIFixture.lists { all[list] = try await api.rows(list) }
            func same(_ list: String, _ question: String, _ isAsked: (Node) -> Bool) async throws {
                let expected = APIFixture.ids((all[list] ?? []).filter(isAsked))
                #expect(APIFixture.ids(try await api.rows("\(list)?\(question)", limit: 9)) == expected, "\(list)?\(question)")
                #expect(!expected.isEmpty, "\(list)?\(question) proves nothing")
            }
            func one(_ list: String, _ value: (Node) -> Int64?) throws -> Int64 { try #require(all[list]?.compactMap(value).last) }
            let contact = try one("deals") { $0["contacts"]?.items.first?["id"]?.int }, account = try one("contacts") { $0["account"]?["id"]?.int }
            let email = try #require(all["contacts"]?.first?["email"]?.text)
            try await same("contacts", "email=\(email.uppercased().replacing("@", with: "%40"))") { $0["email"]?.text == email }
            try await same("contacts", "account=\(account)") { $0["account"]?["id"]?.int == account }
            let inAccount = Set((all["contacts"] ?? []).filter { $0["account"]?["id"]?.int == account }.compactMap { $0["id"]?.int })
            try await same("touches", "account=\(account)") { $0["contact"]?.int.map(inAccount.contains) == true }
            try await same("touches", "contact=\(contact)&kind=email_sent") { $0["contact"]?.int == contact && $0["kind"]?.text == "email_sent" }
            let middle = APIFixture.moment(daysAgo: 150).rfc3339
            try await same("touches", "from=\(middle)") { ($0["happened"]?["at"]?.text ?? "") >= middle }
            try await same("touches", "to=\(middle)") { ($0["happened"]?["at"]?.text ?? "") < middle }
            let lead = try one("moves") { $0["to"]?.text == "mql" ? $0["lead"]?.int : nil }, owner = try one("leads") { $0["owner"]?["id"]?.int }
            try await same("moves", "lead=\(lead)") { $0["lead"]?.int == lead }
            try await same("moves", "stage=mql") { $0["to"]?.text == "mql" }
            try await same("leads", "state=open") { $0["ended_at"] == nil }
            try await same("leads", "state=ended") { $0["ended_at"] != nil }
            try await same("leads", "stage=mql") { $0["stage"]?.text == "mql" }
            try await same("leads", "owner=\(owner)") { $0["owner"]?["id"]?.int == owner }
            try await same("leads", "opened_from=\(middle)") { ($0["opened"]?["at"]?.text ?? "") >= middle }
            try await same("deals", "contact=\(contact)") { deal in (deal["contacts"]?.items ?? []).contains { $0["id"]?.int == contact } }
            try await same("deals", "state=won") { $0["state"]?.text == "won" }
            let seller = try one("accounts") { $0["owner"]?["id"]?.int }
            try await same("accounts", "owner=\(seller)") { $0["owner"]?["id"]?.int == seller }
            #expect(try await api.rows("contacts?email=nobody%40example.org") == [])
            #expect(try await api.rows("moves?lead=\(lead)&contact=1") == [])
        }
    }

    @Test(arguments: TestEngine.available) func `what an import that runs has written is not there yet`(engine: TestEngine) async throws {
        try await APIFixture.run(engine, contacts: 40) { api in
            _ = try await api.database.write { try $0.execute("update import set state = 'running'") }
            for list in APIFixture.lists { #expect(try await api.rows(list) == [], "\(list)") }
            _ = try await api.database.write { try $0.execute("update import set state = 'done'") }
            for list in APIFixture.lists { #expect(try await api.rows(list) != [], "\(list)") }
        }
    }

    private static func owner(_ row: Node) -> Int64 { row["owner"]?["id"]?.int ?? 0 }
    private static func account(_ row: Node) -> Int64 { row["account"]?["id"]?.int ?? 0 }
    private static func id(_ row: Node, _ name: String = "id") -> Int64 { row[name]?.int ?? 0 }

    @Test(arguments: TestEngine.available) func `a page that has looked at enough is short, and says where to go on`(engine: TestEngine) async throws
    {
        try await APIFixture.run(engine, contacts: 40, budget: 7) { api in
            let leads = try await api.rows("leads"), then = try await api.rows("leads?as_of=2026-05-01T00:00:00Z")
            let touches = try await api.rows("touches"), moves = try await api.rows("moves")
            var shortest = Int.max
            for (question, expected) in [
                ("leads?stage=mql", leads.filter { $0["stage"]?.text == "mql" }),
                ("leads?as_of=2026-05-01T00:00:00Z&state=open", then.filter { $0["ended_at"] == nil }),
                ("touches?kind=meeting", touches.filter { $0["kind"]?.text == "meeting" }),
                ("moves?stage=won", moves.filter { $0["to"]?.text == "won" }), ("contacts?account=1", []),
            ] {
                #expect(try await api.rows(question, limit: 50) == expected, "\(question)")
                let first = try await api.read("\(question)&limit=50")
                #expect(first["next"] != nil, "\(question)")
                shortest = min(shortest, first["data"]?.items.count ?? 0)
            }
            #expect(shortest == 0)
        }
    }

    @Test(arguments: TestEngine.available) func `a rep reads own leads, accounts and deals, and nobody else's`(engine: TestEngine) async throws {
        try await APIFixture.run(engine) { api in
            let me = api.rep.id
            var all: [String: [Node]] = [:], mine: [String: [Node]] = [:]
            for list in APIFixture.lists {
                all[list] = try await api.rows(list)
                mine[list] = try await api.rows(list, limit: 11, token: api.rep.token)
            }
            let leads = all["leads"] ?? [], accounts = Set((all["accounts"] ?? []).filter { Self.owner($0) == me }.map { Self.id($0) })
            let owned = Set(leads.filter { Self.owner($0) == me }.map { Self.id($0, "contact") })
            let people = Set(
                (all["contacts"] ?? []).filter { owned.contains(Self.id($0)) || accounts.contains(Self.account($0)) }.map { Self.id($0) })
            let seen = Set(leads.filter { Self.owner($0) == me || accounts.contains(Self.account($0)) }.map { Self.id($0) })
            let rules: [String: (Node) -> Bool] = [
                "leads": { seen.contains(Self.id($0)) }, "accounts": { accounts.contains(Self.id($0)) },
                "contacts": { people.contains(Self.id($0)) }, "touches": { people.contains(Self.id($0, "contact")) },
                "deals": { Self.owner($0) == me || accounts.contains(Self.account($0)) }, "moves": { seen.contains(Self.id($0, "lead")) },
            ]
            for list in APIFixture.lists {
                guard let rule = rules[list] else { continue }
                let expected = (all[list] ?? []).filter(rule)
                #expect(APIFixture.ids(mine[list] ?? []) == APIFixture.ids(expected), "\(list)")
            }
            #expect(!seen.isEmpty && seen.count < leads.count)
            let other = leads.map { Self.id($0) }.first { !seen.contains($0) } ?? 0
            for (path, rep, leader) in [("leads/\(other)", 404, 200), ("audit", 403, 200), ("funnel", 200, 200)] {
                let replies = [try await api.get("/api/v1/\(path)", token: api.rep.token).status, try await api.get("/api/v1/\(path)").status]
                #expect(replies == [rep, leader], "\(path)")
            }
        }
    }

    @Test(arguments: TestEngine.available) func `lists are read by their keys, whatever is asked`(engine: TestEngine) async throws {
        try await APIFixture.run(engine, contacts: 400) { api in
            let big = ["contact", "lead", "move", "touch", "fact", "deal", "account", "subject", "deal_contact", "assignment"]
            let engine = api.database.engine
            if engine == .postgres { _ = try await api.database.write { try $0.execute("analyze") } }
            for query in try ListedQuery.all() {
                let plan = try await api.database.read { read -> [String] in
                    var lines: [String] = []
                    // On few rows PostgreSQL would rightly read them all; what matters is what it can do when there are many.
                    if engine == .postgres { try read.scan("set local enable_seqscan = off") { _ in } }
                    let explain = engine == .postgres ? "explain " : "explain query plan "
                    try read.scan(explain + query.sql, values: query.values) { lines.append($0.text(engine == .postgres ? 0 : 3)) }
                    return lines
                }
                let scans = plan.filter { line in
                    engine == .postgres
                        ? line.contains("Seq Scan on") && big.contains { line.contains("Seq Scan on \($0) ") }
                        : line.hasPrefix("SCAN") && !line.contains("SCAN import")
                }
                #expect(scans == [], "\(query.list)\n\(plan.joined(separator: "\n"))")
                // The few moves of one lead may be put in order.
                let isSorted = plan.contains { $0.contains("ORDER BY") } && query.list != "moves?lead=7"
                #expect(!isSorted, "\(query.list) is sorted: \(plan)")
            }
        }
    }
}
