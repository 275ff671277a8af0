// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `Colleagues and money` {
    @Test(arguments: TestEngine.available) func `a reorganization never restates where somebody was`(engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: Records.migrations) { database in
            try await database.write { tx in
                func store(_ run: Int64, team: String, from: Moment?) throws -> Stored {
                    var draft = ColleagueDraft(system: "crm")
                    (draft.key, draft.name, draft.place.team, draft.from) = ("U1", "Jane Doe", team, from)
                    return try Colleagues(Records.ledger(tx, run)).store(draft)
                }
                let first = try store(1, team: "North", from: nil)
                #expect(first.outcome == .created)
                #expect(try store(1, team: "North", from: nil).outcome == .unchanged)
                #expect(try store(2, team: "South", from: Records.at(100).at).outcome == .updated)
                #expect(try store(2, team: "South", from: Records.at(100).at).outcome == .unchanged)
                #expect(try store(3, team: "West", from: Records.at(50).at).outcome == .updated, "late news of an earlier change")
                let colleagues = Colleagues(Records.ledger(tx, 0))
                let teams = try [-900_000, 49, 50, 99, 100].map { try colleagues.teamThen(first.id, at: Records.at($0).at) }
                #expect(teams == ["North", "North", "West", "West", "South"])
                #expect(try colleagues.member("crm", name: "jane  doe") == first.id)
                #expect(try colleagues.member("crm", key: "U2", name: "Jane Doe") != first.id, "a namesake with an id of her own")
                #expect(try tx.read.int("select count(*) from member where password is not null") == 0)
                let stub = try colleagues.member("crm", key: "U3")
                #expect(try colleagues.member("crm", key: "U3", name: "Joe Bloggs") == stub)
                #expect(try tx.read.text("select name from member where id = $1", stub) == "Joe Bloggs", "a stub is completed by whoever names it")
            }
        }
    }

    @Test(arguments: TestEngine.available) func `the latest rate on or before a day converts by the decimals of both currencies`(engine: TestEngine)
        async throws
    {
        try await withDatabase(engine, migrations: Records.migrations) { database in
            try await database.write { tx in
                let (usd, jpy, kwd) = try (#require(Currency("USD")), #require(Currency("JPY")), #require(Currency("KWD")))
                for (currency, day, rate) in [(usd, 10, 0.9), (usd, 20, 0.8), (jpy, 10, 0.006), (kwd, 10, 3.0)] as [(Currency, Int32, Double)] {
                    #expect(try Rates.put(tx, currency, on: Day(number: day), rate: rate, import: 0) == .created)
                }
                #expect(throws: Problem.self) { try Rates.put(tx, usd, on: Day(number: 1), rate: 0, import: 0) }
                let rates = try Rates(tx.read, into: .eur)
                let cases: [(Int64, Currency, Int32, Int64?)] = [
                    (10_000, usd, 9, nil), (10_000, usd, 10, 9_000), (10_000, usd, 19, 9_000), (10_000, usd, 99, 8_000), (10_000, jpy, 10, 6_000),
                    (1_000, kwd, 10, 300), (77, .eur, 0, 77), (Int64.max, kwd, 10, Int64(exactly: (Double(Int64.max) * 3 / 10).rounded())),
                    (-15, usd, 10, -14),
                ]
                for (minor, currency, day, expected) in cases {
                    #expect(rates.convert(minor, currency, on: Day(number: day)) == expected, "\(minor) \(currency)")
                }
            }
        }
    }

    @Test(arguments: TestEngine.available) func `a company is what it last said about itself`(engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: Records.migrations) { database in
            try await database.write { tx in
                #expect(try CompanyStore.get(tx.read) == nil)
                var company = Company(
                    name: "Acme", zone: "Europe/Berlin", fiscal: FiscalCalendar(.weeks(.w445, endMonth: 1, weekday: 6, rule: .last)))
                company.domains = ["acme.example", "acme.test"]
                try CompanyStore.put(tx, company, at: Records.now)
                company.currency = .usd
                try CompanyStore.put(tx, company, at: Records.now)
                #expect(try CompanyStore.get(tx.read) == company)
                company.zone = "Mars/Olympus"
                #expect(throws: Problem.self) { try CompanyStore.put(tx, company, at: Records.now) }
            }
        }
    }

    @Test(
        arguments: [
            // Offsets in minutes, from the IANA database.
            ("Europe/Berlin", 1_704_067_200, 60), ("Europe/Berlin", 1_720_000_000, 120), ("Europe/Moscow", 1_325_376_000, 240),
            ("Europe/Moscow", 1_420_070_400, 180), ("Pacific/Apia", 1_325_116_800, -600), ("Pacific/Apia", 1_325_376_000, 840),
            ("Asia/Kolkata", 0, 330),
            ("UTC", 4_000_000_000, 0), ("America/New_York", 3_000_000_000, -300),
        ] as [(String, Int64, Int)]) func `a zone keeps every change of its offset`(name: String, second: Int64, minutes: Int) throws
    {
        let zone = try #require(Zones.expand(name))
        #expect(zone.offset(at: Moment(micros: second * 1_000_000)) == minutes * 60)
    }

    @Test func `an unknown zone is none`() { #expect(Zones.expand("Nowhere/At all") == nil) }

    @Test(arguments: TestEngine.available) func `an activity that nobody is known for waits with its deal`(engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: Records.migrations) { database in
            try await database.write { tx in
                let ledger = Records.ledger(tx, 1)
                let key = RecordKey("crm/task", "a|b")
                var touch = TouchDraft(time: Records.at(3), side: .sales, kind: .call)
                touch.deal = try ledger.deal(RecordKey("crm/deal", "D1"))
                #expect(try ledger.store(ActivityDraft(key: key, touch: touch)).outcome == .created)
                #expect(try ledger.store(ActivityDraft(key: key, touch: touch)).outcome == .unchanged)
                let one = try ledger.holder("crm/contact", "1"), two = try ledger.holder("crm/contact", "2")
                try ledger.link(contact: one, to: touch.deal, how: .role)
                #expect(try tx.read.rows(as: Int64.self, "select contact_id from touch") == [one.contactId], "the deal's first person")
                #expect(try tx.read.int("select count(*) from contact") == 2, "the visitor that held it is gone")
                #expect(try ledger.attach(key, to: two))
                #expect(try tx.read.rows(as: Int64.self, "select contact_id from touch") == [two.contactId], "who was named has it")
                #expect(try ledger.attach(key, to: two) == false)
                #expect(try ledger.attach(key, to: one))
                #expect(try tx.read.int("select count(*) from touch") == 2)
                #expect(try ledger.store(ActivityDraft(key: key, touch: touch, people: [one, two])).outcome == .unchanged)
            }
        }
    }

    @Test(arguments: TestEngine.available) func `products and lines are stored once`(engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: Records.migrations) { database in
            try await database.write { tx in
                let ledger = Records.ledger(tx, 1)
                #expect(try ledger.product("GTX Pro", price: 482_100, currency: "USD").outcome == .created)
                #expect(try ledger.product("GTX Pro").outcome == .unchanged)
                #expect(try ledger.product("GTX Pro", family: "GTX").outcome == .updated)
                let deal = try ledger.deal(RecordKey("crm/deal", "D1"))
                for (amount, expected) in [(100, Upserted.created), (100, .unchanged), (200, .updated)] as [(Int64, Upserted)] {
                    let line = try ledger.dealLine(deal, key: "1", product: "GTX Pro", quantity: 2, amount: amount, currency: "USD", recurring: true)
                    #expect(line.outcome == expected)
                }
                #expect(try ledger.pipelineStage("Sales", stage: "won", label: "Closed won", position: 4, outcome: .won) == .created)
                #expect(try ledger.pipelineStage("Sales", stage: "won", label: "Closed won", position: 4, outcome: .won) == .unchanged)
                #expect(try ledger.pipelineStage("Sales", stage: "won", label: "Won", position: 4, outcome: .won) == .updated)
            }
        }
    }
}
