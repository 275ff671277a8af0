// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct FunnelPagesTests {
    /// Number and address of every link to a list.
    private static func numbers(_ html: String) throws -> [(Int, String)] {
        var found: [(Int, String)] = []
        for match in html.matches(
            of: try Regex(#"<a href="(/funnel/(?:leads|deals)[^"]*)"[^>]*>([0-9,]+)</a>"#, as: (Substring, Substring, Substring).self))
        {
            let address = String(match.output.1).replacing("&amp;", with: "&").replacing("&#39;", with: "'")
            found.append((try #require(Int(match.output.2.replacing(",", with: ""))), address))
        }
        return found
    }

    private static func rows(_ html: String) -> Int { max(0, html.components(separatedBy: "<tr").count - 2) }

    @Test(arguments: TestEngine.available, ["/funnel", "/funnel?by=owner", "/funnel?as=activity", "/funnel?by=field:tier&every=week"])
    func `each number has as many rows as it says`(engine: TestEngine, address: String) async throws {
        try await FunnelPagesFixture.run(engine) { pages async throws in
            let html = try await pages.operations.get(address).text
            let numbers = try Self.numbers(html)
            #expect(numbers.count > 8)
            for (number, target) in numbers {
                let list = try await pages.operations.get(target)
                #expect(Self.rows(list.text) == number, "\(target)")
                #expect(list.text.contains("<h1>\(number) "), "\(target)")
                let (path, query) = (target.prefix { $0 != "?" }, target.drop { $0 != "?" })
                let file = try await pages.operations.get("\(path).csv\(query)").text
                #expect(file.split(separator: "\r\n").count == number + 1, "\(target)")
            }
        }
    }

    @Test(arguments: TestEngine.available) func `what changed in the ledger is in the next page`(engine: TestEngine) async throws {
        try await FunnelPagesFixture.run(engine) { pages async throws in
            #expect(try await pages.operations.get("/funnel").text.contains("Of 2 leads"))
            try await pages.database.write { tx in
                let ledger = Ledger(tx, now: FunnelPagesFixture.now, actor: .system)
                _ = try ledger.open(LeadDraft(opened: FunnelPagesFixture.time(daysAgo: 3)), for: ledger.holder("email", "new@example.com"))
            }
            // On a busy machine the page may say first that newer numbers are on their way.
            var html = ""
            for _ in 0..<100 where !html.contains("Of 3 leads") {
                html = try await pages.operations.get("/funnel").text
                if html.contains("newer numbers") { try await Task.sleep(for: .milliseconds(50)) }
            }
            #expect(html.contains("Of 3 leads"))
        }
    }

    @Test func `sales sees totals, and rows of own leads only`() async throws {
        try await FunnelPagesFixture.run(.sqlite) { pages async throws in
            let sales = try await pages.site.join(.sales, invitedBy: pages.operations)
            try await pages.give(pages.ana, to: "sales")
            #expect(try await sales.get("/funnel").text.contains("Of 2 leads"))
            let list = try await sales.get("/funnel/leads?show=volume").text
            #expect(list.contains("<h1>2 leads") && list.contains("1 of 2 are yours") && Self.rows(list) == 1 && !list.contains("ben@example.com"))
            #expect(try await sales.get("/funnel/leads.csv?show=volume").text.split(separator: "\r\n").count == 2)
            #expect(try await sales.get("/contacts/\(pages.ana)").status == 200)
            #expect(try await sales.get("/contacts/\(pages.ben)").status == 404)
            #expect(try await sales.get("/leads?q=ben").text.contains("Nobody was found"))
            #expect(try await sales.get("/leads?q=ben@").text.contains("Nobody was found"))
        }
    }

    @Test func `a cell that a spreadsheet would compute is disarmed`() async throws {
        try await FunnelPagesFixture.run(.sqlite) { pages async throws in
            let file = try await pages.operations.get("/leads.csv")
            #expect(file.text.contains(",'=Beta,") && file.headers["content-type"] == "text/csv; charset=utf-8")
        }
    }

    @Test(arguments: [("ana", 1), ("prado", 1), ("Ana P", 1), ("alp", 1), ("100%", 1), ("%", 0), ("ben@exa", 1), ("cem", 1), ("zzz", 0)])
    func `people are found by how something of them begins`(text: String, count: Int) async throws {
        for engine in TestEngine.available {
            try await FunnelPagesFixture.run(engine) { pages async throws in
                let address = "/leads?q=\(Fields.encode(text))"
                #expect(Self.rows(try await pages.operations.get(address).text) == count, "\(engine)")
            }
        }
    }

    @Test(arguments: ["stage=mql", "source=Webinar", "state=open", "field:tier=A", "state=ended&stage=disqualified"])
    func `leads are filtered`(query: String) async throws {
        try await FunnelPagesFixture.run(.sqlite) { pages async throws in
            let html = try await pages.operations.get("/leads?\(query)").text
            #expect(Self.rows(html) == 1 && html.contains("<h1>1 lead"))
        }
    }

    @Test func `a link of a value that nobody has any more says so`() async throws {
        try await FunnelPagesFixture.run(.sqlite) { pages async throws in
            #expect(try await pages.operations.get("/funnel/leads?value=gone").status == 404)
            #expect(try await pages.operations.get("/funnel/leads?show=nonsense").status == 400)
            #expect(try await pages.operations.get("/funnel?from=yesterday").status == 400)
            #expect(try await pages.operations.get("/funnel/leads?show=volume&after=9.x").status == 200)
            #expect(try await pages.operations.get("/contacts/99999999").status == 404)
        }
    }

    @Test func `an empty ledger says what would fill it`() async throws {
        try await withDatabase(.sqlite) { database in
            let store = JournalStore(database: database, patience: .seconds(120))
            let access = AccessStore(database: database, hashing: try Hashing(cost: .init(logN: 4, r: 8, p: 1)))
            let site = try SiteFixture(access, folders: FunnelRoutes(store: store).routes)
            let client = site.client()
            _ = try await site.first(client)
            nonisolated(unsafe) let inside = client
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await store.run() }
                let html = try await inside.get("/funnel").text
                #expect(html.contains("/sample") && html.contains("/imports/new"))
                group.cancelAll()
            }
        }
    }
}

@Suite struct ContactPageTests {
    @Test(arguments: TestEngine.available) func `a person's page tells moves with how they are known, and facts with their sources`(
        engine: TestEngine
    ) async throws {
        try await FunnelPagesFixture.run(engine) { pages async throws in
            let html = try await pages.operations.get("/contacts/\(pages.ana)").text
            for text in ["Ana Prado", "CEO", "Inquiry → MQL", "decided", "observed", "by hand", "Title: CTO → CEO", "The lead stands in MQL"] {
                #expect(html.contains(text), "\(text)")
            }
        }
    }

    @Test func `a date without a time shows no time`() async throws {
        try await FunnelPagesFixture.run(.sqlite) { pages async throws in
            let html = try await pages.operations.get("/contacts/\(pages.ben)").text
            #expect(html.contains("date only") && html.contains("<time></time>") && html.contains("“Student”"))
        }
    }

    @Test func `earlier events are a page further`() async throws {
        try await FunnelPagesFixture.run(.sqlite) { pages async throws in
            let contact = pages.ana
            try await pages.database.write { tx in
                let ledger = Ledger(tx, now: FunnelPagesFixture.now, actor: .system)
                for number in 0..<300 {
                    let touch = TouchDraft(time: FunnelPagesFixture.time(daysAgo: Int64(number / 2)), side: .buyer, kind: .pageView)
                    if let holder = try ledger.find("email", "ana@example.com") { try ledger.record(touch, of: holder, eventKey: "\(number)") }
                }
            }
            var seen = 0, next: String? = "/contacts/\(contact)"
            while let address = next {
                let html = try await pages.operations.get(address).text
                seen += html.components(separatedBy: ">Page view").count + html.components(separatedBy: "\nPage view").count - 2
                let link = try Regex(#"href="(/contacts/[0-9]+\?before=[0-9]+)""#, as: (Substring, Substring).self)
                next = html.firstMatch(of: link).map { String($0.output.1) }
            }
            let touches = try await pages.database.read { try $0.int("select count(*) from touch where contact_id = $1", contact) }
            #expect(touches == 300 && seen == 300)
        }
    }
}

@Suite struct OwnerFileTests {
    @Test func `who comes second is told who serves the database`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("entente-owner-\(UInt64.random(in: 0 ... .max)).db").path
        defer { try? FileManager.default.removeItem(atPath: path + ".owner") }
        let first = try OwnerFile.take(path, url: "http://127.0.0.1:8080")
        let problem = #expect(throws: Problem.self) { _ = try OwnerFile.take(path, url: "http://127.0.0.1:9090") }
        #expect(problem?.sentence.contains("http://127.0.0.1:8080") == true && problem?.code == "served_already")
        withExtendedLifetime(first) {}
    }

    @Test func `the next one may have it when the first is gone`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("entente-owner-\(UInt64.random(in: 0 ... .max)).db").path
        defer { try? FileManager.default.removeItem(atPath: path + ".owner") }
        do { _ = try OwnerFile.take(path, url: "http://127.0.0.1:8080") }
        _ = try OwnerFile.take(path, url: "http://127.0.0.1:9090")
        #expect(OwnerFile.reader(of: path)?.url == "http://127.0.0.1:9090")
    }
}
