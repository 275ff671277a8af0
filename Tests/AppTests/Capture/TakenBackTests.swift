// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `Imports that were taken back` {
    private static let files = [
        (
            "Account.csv",
            "ID,NAME,BILLINGCOUNTRY,INDUSTRY,WEBSITE,OWNERID,CREATEDDATE\n0015e0000000002AAA,Sol Ltd,United Kingdom,Energy,http://www.sol.example,0055e0000000001AAA,2025-05-01T09:00:00.000Z\n"
        ),
        (
            "Opportunity.csv",
            "ID,ACCOUNTID,NAME,STAGENAME,AMOUNT,CLOSEDATE,ISCLOSED,ISWON,OWNERID,CREATEDDATE,CURRENCYISOCODE\n0065e0000000002AAA,0015e0000000002AAA,Sol deal,Closed Won,7500.0,2025-05-30,true,true,0055e0000000001AAA,2025-05-01T09:00:00.000Z,GBP\n0065e0000000003AAA,0015e0000000002AAA,Sol more,Negotiation/Review,1500.5,2026-12-30,false,false,0055e0000000002AAA,2025-06-01T09:00:00.000Z,GBP\n"
        ),
        (
            "OpportunityContactRole.csv",
            "ID,OPPORTUNITYID,CONTACTID,ROLE,ISPRIMARY\n00K5e0000000001AAA,0065e0000000002AAA,0035e0000000002AAA,Decision Maker,true\n00K5e0000000002AAA,0065e0000000003AAA,0035e0000000003AAA,Evaluator,true\n"
        ),
    ]
    private static let tables = [
        "account", "contact", "deal", "deal_event", "deal_contact", "reference", "identity", "subject", "fact", "member", "row_before",
    ]

    @Test(arguments: TestEngine.available, [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
    func `one after the other leave nothing, whatever came first`(engine: TestEngine, order: [Int]) async throws {
        // Newest first and oldest first.
        for newestFirst in [true, false] {
            try await withDatabase(engine) { database in
                var ids: [Int64] = [], states: [[String]] = [[]]
                for (place, index) in order.enumerated() {
                    let report = try await Load(database: database, now: Load.start.adding(seconds: Int64(place) * 60)).texts([Self.files[index]])
                    ids.append(try #require(report.id))
                    states.append(try await LedgerDump.of(database).filter { !$0.hasPrefix("deal @") })
                }
                for (place, id) in (newestFirst ? ids.reversed() : ids).enumerated() {
                    let undone = try await ImportRuns(database: database).undo(
                        ImportID(id), actor: .system, now: Load.start.adding(seconds: 600 + Int64(place)))
                    #expect(newestFirst ? undone.kept.isEmpty : true)
                    #expect(try await `An import`.breaches(database) == [])
                    guard newestFirst else { continue }
                    let found = `An import`.difference(
                        states[ids.count - 1 - place], try await LedgerDump.of(database).filter { !$0.hasPrefix("deal @") })
                    #expect(found == [], "after \(place + 1) of \(order)")
                }
                guard newestFirst else { return }
                for table in Self.tables {
                    let left = try await database.read { try $0.int("select count(*) from \(table)") }
                    #expect(left == 0, "\(table), \(order)")
                }
            }
        }
    }

    @Test(arguments: TestEngine.available) func `put back what they had changed in place`(engine: TestEngine) async throws {
        func files(_ second: Bool) -> [(String, String)] {
            [
                ("products.csv", "Product Code,Product Name,Price,Currency\nP1,Press,\(second ? 120 : 100),EUR\n"),
                ("rates.csv", "Date,Currency,Rate\n2025-01-01,USD,\(second ? "0.95" : "0.92")\n"),
                ("users.csv", "Id,Name,Email,IsActive\n0055e0000000001AAA,\(second ? "Ute Kern-Lau" : "Ute Kern"),ute@acme.example,true\n"),
                ("spend.csv", "Day,Source,Campaign,Cost,Currency\n2025-01-01,Google,Brand,\(second ? "12.50" : "10.00"),EUR\n"),
            ]
        }
        try await withDatabase(engine) { database in
            _ = try await Load(database: database).texts(files(false))
            func state(_ database: Database) async throws -> [String] {
                try await LedgerDump.of(database)
                    + database.read { try $0.rows(as: String.self, "select 'price ' || price || ' ' || currency from product") }
            }
            let before = try await state(database)
            #expect(
                before.contains { $0.hasPrefix("member Ute Kern ") } && before.contains { $0.hasPrefix("rate USD") }
                    && before.contains("price 10000 EUR"), "\(before)")
            let report = try await Load(database: database, now: Load.start.adding(seconds: 60)).texts(files(true))
            let changed = try await state(database)
            #expect(
                changed.contains { $0.hasPrefix("member Ute Kern-Lau") } && changed.contains("price 12000 EUR")
                    && changed.contains { $0.hasSuffix("0.95") })
            #expect(try await database.read { try $0.int("select cast(sum(amount) as bigint) from spend") } == 1250)
            _ = try await ImportRuns(database: database).undo(ImportID(try #require(report.id)), actor: .system, now: Load.start.adding(seconds: 120))
            let found = `An import`.difference(before, try await state(database))
            #expect(found == [])
            let again = try await Load(database: database, now: Load.start.adding(seconds: 180)).texts(files(true))
            #expect(again.updated >= 4)
        }
    }

    @Test(arguments: TestEngine.available) func `leave the link between a person and a deal as weak as it was`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let deals = (
                "hubspot-deals.csv",
                "Record ID,Deal Name,Deal Stage,Amount,Create Date,Associated Contact IDs\n7001,Berg,Closed Won,300,2025-02-01,151\n"
            )
            let roles = ("deal_contacts.csv", "Deal ID,Contact ID,Role\n7001,151,Decision maker\n")
            _ = try await Load(database: database).texts([deals])
            let before = try await database.read { try $0.rows(as: String.self, "select how || ' ' || role from deal_contact") }
            var later = Load(database: database, now: Load.start.adding(seconds: 60))
            later.options.system = .hubspot
            let report = try await later.texts([roles])
            _ = try await ImportRuns(database: database).undo(ImportID(try #require(report.id)), actor: .system, now: Load.start.adding(seconds: 120))
            #expect(try await database.read { try $0.rows(as: String.self, "select how || ' ' || role from deal_contact") } == before)
        }
    }
}

@Suite struct `Spend` {
    private static func rows(_ database: Database) async throws -> [Int64] {
        try await database.read { try $0.rows(as: Int64.self, "select cast(sum(amount) as bigint) from spend group by day order by day") }
    }

    @Test(arguments: TestEngine.available) func `of two ad groups counts twice, again once, and a correction replaces`(engine: TestEngine)
        async throws
    {
        try await withDatabase(engine) { database in
            let head = "Day,Campaign,Ad group,Currency code,Cost,Clicks\n"
            let first =
                head
                + "2025-01-01,Brand,A,EUR,12.50,10\n2025-01-01,Brand,B,EUR,12.50,10\n2025-01-02,Brand,A,EUR,7.00,9\n2025-01-02,Brand,A,EUR,7.00,9\n"
            let report = try await Load(database: database).texts([("google_ads.csv", first)])
            #expect(report.files.map(\.kind) == ["spend"] && report.created == 4)
            #expect(try await Self.rows(database) == [2500, 1400])
            let again = try await Load(database: database, now: Load.start.adding(seconds: 60)).texts([("google_ads.csv", first)])
            #expect(again.unchanged == 4)
            let corrected = first.replacing("B,EUR,12.50,10", with: "B,EUR,10.00,11")
            let later = try await Load(database: database, now: Load.start.adding(seconds: 120)).texts([("google_ads.csv", corrected)])
            #expect((later.updated, later.unchanged) == (1, 3))
            #expect(try await Self.rows(database) == [2250, 1400])
            _ = try await ImportRuns(database: database).undo(ImportID(try #require(later.id)), actor: .system, now: Load.start.adding(seconds: 180))
            #expect(try await Self.rows(database) == [2500, 1400])
            let once = try await Load(database: database, now: Load.start.adding(seconds: 240)).texts([("google_ads.csv", corrected)])
            #expect(once.updated == 1)
            #expect(try await Self.rows(database) == [2250, 1400])
            let both = [("google_ads_1.csv", first), ("google_ads_2.csv", corrected)]
            _ = try await Load(database: database, now: Load.start.adding(seconds: 300)).texts(both)
            #expect(try await Self.rows(database) == [2250, 1400])
            let bothAgain = try await Load(database: database, now: Load.start.adding(seconds: 310)).texts(both)
            #expect(bothAgain.unchanged == 8)
        }
    }
}
