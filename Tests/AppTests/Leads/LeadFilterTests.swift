// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `The list of leads` {
    /// The sample company, beside the few people of the fixture.
    static func run(_ engine: TestEngine, _ body: @Sendable @escaping (FunnelPagesFixture) async throws -> Void) async throws {
        try await FunnelPagesFixture.run(engine) { pages in
            _ = try await DemoWriter(pages.database, contacts: 400, touches: 800, seed: 5, now: FunnelPagesFixture.now).run()
            try await body(pages)
        }
    }

    static func count(_ html: String) throws -> Int {
        let match = try #require(html.firstMatch(of: #/<h1>([0-9,]+) (?:leads?|contacts?)/#), "\(html.prefix(400))")
        return try #require(Int(match.1.replacing(",", with: "")))
    }

    private static let day: Int64 = 86_400_000_000

    /// Each filter beside the same question in SQL over the ledger.
    private static let cases: [(query: String, sql: String)] = [
        ("", "1 = 1"), ("stage=mql", "l.stage = 2"), ("stage=mql&stage=sal", "l.stage in (2, 3)"), ("state=open", "l.ended_at is null"),
        ("state=ended&stage=won", "l.stage = 6"),
        ("adrift=orphaned", "l.ended_at is null and exists (select 1 from member m where m.id = l.owner_id and m.disabled_at is not null)"),
        ("adrift=unowned", "l.ended_at is null and l.owner_id = 0 and l.stage in (3, 4, 5)"),
        ("owner=Elena+Prada", "exists (select 1 from member m where m.id = l.owner_id and m.name = 'Elena Prada')"),
        ("owner=(none)", "l.owner_id = 0"),
        ("owner=(none)&owner=Elena+Prada", "l.owner_id = 0 or exists (select 1 from member m where m.id = l.owner_id and m.name = 'Elena Prada')"),
        ("source=Webinar&stage=recycled", "l.stage = 9 and l.source = (select id from code where kind = 'source' and value = 'Webinar')"),
        ("persona=Champion", "c.fields like '%\"persona\":\"Champion\"%'"), ("field:persona=Champion", "c.fields like '%\"persona\":\"Champion\"%'"),
        ("stands=30&stage=sal", "l.stage = 3 and l.stage_at <= \(FunnelPagesFixture.now.micros - 30 * day)"),
        ("opened_from=2026-06-01&opened_to=2026-06-30", "l.opened_at >= 1780264800000000 and l.opened_at < 1782856800000000"),
    ]

    @Test(arguments: TestEngine.available) func `every filter finds what the ledger has`(engine: TestEngine) async throws {
        try await Self.run(engine) { pages async throws in
            try await pages.database.write { tx in
                var company = try CompanyStore.current(tx.read)
                company.zone = "Europe/Berlin"
                try CompanyStore.put(tx, company, at: FunnelPagesFixture.now)
            }
            for (query, sql) in Self.cases {
                let expected = try await pages.database.read {
                    try $0.int(
                        "select count(*) from lead l join contact c on c.id = l.contact_id where c.excluded = 0 and l.part_of = 0 and (\(sql))") ?? -1
                }
                let html = try await pages.operations.get("/leads?\(query)").text
                #expect(try Self.count(html) == Int(expected), "\(query)")
                let file = try await pages.operations.get("/leads.csv?\(query)").text
                #expect(file.split(separator: "\r\n").count == Int(expected) + 1, "\(query)")
                if !query.isEmpty, expected > 0 { #expect(html.contains("Repair ") || query.contains("ended"), "\(query)") }
            }
            #expect(try await pages.operations.get("/leads?stands=-3&opened_from=x&stage=no&order=no&column=no&by=no").status == 200)
        }
    }

    @Test(arguments: ["newest", "oldest", "longest"]) func `page after page each lead stands once, in its order`(order: String) async throws {
        try await Self.run(.sqlite) { pages async throws in
            var address: String? = "/leads?state=open&order=\(order)", seen: [String] = [], dates: [String] = []
            while let next = address {
                let html = try await pages.operations.get(next).text
                seen += html.matches(of: #/<th scope="row" class="t"><a href="([^"]+)"/#).map { String($0.1) }
                let link = html.firstMatch(of: #/href="([^"]+)" rel="next"/#)
                address = link.map { String($0.1).replacing("&amp;", with: "&") }
                #expect(seen.count < 2_000)
                guard seen.count < 2_000 else { break }
            }
            let file = try await pages.operations.get("/leads.csv?state=open&order=\(order)").text.split(separator: "\r\n").dropFirst()
            #expect(seen.count == file.count && Set(seen).count == seen.count)
            dates = file.map { String($0.split(separator: ",", omittingEmptySubsequences: false)[order == "longest" ? 13 : 11]) }
            #expect(dates == (order == "newest" ? dates.sorted(by: >) : dates.sorted()))
            #expect(
                file.first.map { seen.first?.contains("/contacts/\($0.dropFirst($0.hasPrefix("\u{FEFF}") ? 1 : 0).prefix { $0 != "," })") } == true)
        }
    }

    @Test func `a search keeps to the filters beside it, whatever they are`() async throws {
        try await Self.run(.sqlite) { pages async throws in
            let all = try await pages.operations.get("/leads?q=a").text, open = try await pages.operations.get("/leads?q=a&stage=mql").text
            let field = try await pages.operations.get("/leads?q=a&persona=Champion&column=field:persona").text
            /// What the second column of the rows says.
            func cells(_ html: String) -> Set<String> {
                Set(html.matches(of: #/<\/th><td class="t">(?:<i[^>]*><\/i>)?([^<\n]*)/#).map { String($0.1) })
            }
            #expect(cells(all).isSuperset(of: ["Inquiry", "MQL"]))
            #expect(cells(open) == ["MQL"] && cells(field) == ["Champion"])
        }
    }

    @Test func `columns are those that are chosen, also of the company's own fields`() async throws {
        try await Self.run(.sqlite) { pages async throws in
            let html = try await pages.operations.get("/leads?column=since&column=field:persona&stage=mql").text
            #expect(html.contains(">In stage since</th>") && html.contains(">Persona</th>") && !html.contains(">Company</th>"))
            #expect(html.contains("name=\"column\" value=\"field:persona\" checked"))
            let file = try await pages.operations.get("/leads.csv?column=field:persona").text
            #expect(file.contains("country,persona\r\n") && file.contains(",Champion\r\n"))
            let by = try await pages.operations.get("/leads?by=persona").text
            #expect(by.contains("<select name=\"persona\">") && by.contains("<details class=\"more\" open>"))
        }
    }

    @Test(arguments: TestEngine.available) func `a segment is kept, shared where its author says so, and removed by who may`(engine: TestEngine)
        async throws
    {
        try await Self.run(engine) { pages async throws in
            let sales = try await pages.site.join(.sales, invitedBy: pages.operations)
            let query = "stage=sal&state=open&column=since"
            #expect(try await pages.operations.post("/leads/segments", ["query": "\(query)&after=1.2.3&by=x", "name": "Waiting"]).status == 303)
            #expect(try await pages.operations.post("/leads/segments", ["query": query, "name": "Shared", "shared": "1"]).status == 303)
            let html = try await pages.operations.get("/leads?state=open&column=since&stage=sal").text
            #expect(html.contains("aria-current=\"page\">Shared") || html.contains("aria-current=\"page\">Waiting"))
            #expect(html.contains("Remove this segment") && !html.contains("Keep as a segment"))
            let theirs = try await sales.get("/leads").text
            #expect(theirs.contains("Shared") && !theirs.contains("Waiting"))
            let id = try await pages.database.read { try $0.int("select id from segment where name = 'Shared'") ?? 0 }
            #expect(try await sales.post("/leads/segments/\(id)/remove").status == 404)
            #expect(try await pages.operations.post("/leads/segments", ["query": "stage=won", "name": "Waiting"]).status == 303)
            #expect(try await pages.database.read { try $0.int("select count(*) from segment") } == 2, "the same name replaces")
            #expect(try await pages.operations.post("/leads/segments/\(id)/remove").status == 303)
            #expect(try await sales.get("/leads").text.contains("Shared") == false)
            #expect(try await pages.operations.post("/leads/segments", ["query": "stage=won", "name": ""]).status == 303)
            #expect(try await pages.operations.post("/leads/segments", ["query": "", "name": "All"]).status == 303)
            #expect(try await pages.database.read { try $0.int("select count(*) from segment") } == 1, "no name, or no question: nothing is kept")
        }
    }

    @Test func `only fields that divide people into groups are offered to divide by`() async throws {
        try await FunnelPagesFixture.run(.sqlite) { pages async throws in
            var file = "Lead ID,Email,Lead Status,Created Date,EUID,OPTIN_TIME,Segment,Language\n"
            for i in 0..<60 {
                file += "L\(i),p\(i)@one.example,Open,2026-05-04 10:00:00,e\(i * 7919),2026-05-\(10 + i % 20) 1\(i % 10):0\(i % 7):11,S\(i % 3),en\n"
            }
            var load = Load(database: pages.database)
            load.now = FunnelPagesFixture.now
            _ = try await load.texts([("leads.csv", file)])
            let html = try await pages.operations.get("/leads").text
            #expect(html.contains("<option value=\"field:Segment\">") && html.contains("<option value=\"field:tier\"") == false, "tier is one value")
            for name in ["EUID", "OPTIN_TIME", "Language"] { #expect(!html.contains("<option value=\"field:\(name)\">"), "\(name)") }
            #expect(html.contains("name=\"column\" value=\"field:EUID\""), "as a column it may still be wanted")
        }
    }
}
