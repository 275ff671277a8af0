// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `Deals drive the leads of their people` {
    private static let counts =
        "select (select count(*) from move) * 1000000 + (select count(*) from deal_event) * 1000 + (select count(*) from deal_contact)"

    /// Two people of one deal.
    private static func first(_ tx: Write) throws {
        try Records.begin(tx, 1)
        let ledger = Records.ledger(tx, 1)
        for (key, day) in [("1", Int64(10)), ("2", 12)] {
            let holder = try ledger.holder("crm/contact", key)
            _ = try ledger.open(LeadDraft(opened: Records.at(day)), for: holder)
            try ledger.link(contact: holder, to: ledger.deal(RecordKey("crm/deal", "D1")), how: .id)
        }
        _ = try ledger.store(Records.deal("D1", opened: 20))
        try Records.publish(tx, 1)
    }

    private static func stages(_ read: Read) throws -> [Int64] { try read.rows(as: Int64.self, "select stage from lead order by opened_at") }

    @Test(arguments: TestEngine.available) func `once, and again changes nothing`(engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: Records.migrations) { database in
            try await database.write { try Self.first($0) }
            #expect(try await database.read { try Self.stages($0) } == [5, 5])
            let before = try await database.read { try $0.int(Self.counts) }
            let changed = try await database.write { tx in try Records.ledger(tx, 1).followDeals(of: ImportID(1)) }
            #expect(changed == [])
            #expect(try await database.read { try $0.int(Self.counts) } == before)
            #expect(try await Records.breaches(database).map(\.sentence) == [])
        }
    }

    @Test(arguments: TestEngine.available) func `a won deal's amount counts once, and its undo opens the deal again`(engine: TestEngine) async throws
    {
        try await withDatabase(engine, migrations: Records.migrations) { database in
            try await database.write { try Self.first($0) }
            try await database.write { tx in
                try Records.begin(tx, 2)
                let ledger = Records.ledger(tx, 2)
                let won = Records.deal("D1", opened: 20, .won, closed: 50, amount: 250_00, hash: 6)
                #expect(try ledger.store(won).outcome == .updated)
                #expect(try ledger.store(won).outcome == .unchanged)
                #expect(try tx.read.int("select outcome from deal") == 0, "not seen before it is published")
                try Records.publish(tx, 2)
            }
            #expect(try await database.read { try Self.stages($0) } == [6, 6])
            #expect(try await database.read { try $0.int("select cast(sum(amount) as bigint) from deal where outcome = 1") } == 250_00)
            let fields = try await database.read { try $0.rows(as: String.self, "select field from deal_event where import_id = 2 order by field") }
            #expect(fields == ["amount", "closed", "outcome", "row", "stage"])
            #expect(try await Records.breaches(database).map(\.sentence) == [])
            try await database.write { tx in
                let ledger = Ledger(tx, now: Records.now, actor: .system)
                let touched = try ledger.recordsTouched(by: ImportID(2))
                for table in ["deal_event", "move", "deal_contact"] { try tx.execute("delete from \(table) where import_id = 2") }
                try ledger.replay(touched, without: ImportID(2))
                try ledger.restore(ImportID(2))
            }
            #expect(try await database.read { try Self.stages($0) } == [5, 5])
            #expect(try await database.read { try $0.int("select amount from deal where outcome = 0 and closed_at is null") } == 100_00)
            #expect(try await Records.breaches(database).map(\.sentence) == [])
            try await database.write { tx in
                try Records.begin(tx, 3)
                let again = Records.deal("D1", opened: 20, .won, closed: 50, amount: 250_00, hash: 6)
                #expect(try Records.ledger(tx, 3).store(again).outcome == .updated, "what was taken back can be read again")
            }
        }
    }

    @Test(arguments: TestEngine.available) func `a deal that another import tells about outlives the import that named it first`(engine: TestEngine)
        async throws
    {
        try await withDatabase(engine, migrations: Records.migrations) { database in
            try await database.write { tx in
                try Records.begin(tx, 1)
                _ = try Records.ledger(tx, 1).deal(RecordKey("crm/deal", "D1"))
                _ = try Records.ledger(tx, 1).deal(RecordKey("crm/deal", "D2"))
                try Records.publish(tx, 1)
                try Records.begin(tx, 2)
                let ledger = Records.ledger(tx, 2)
                #expect(
                    try ledger.store(Records.deal("D1", account: ledger.account("crm", key: "A1"), opened: 20)).outcome == .created,
                    "its own row is new")
                try Records.publish(tx, 2)
                #expect(try tx.read.rows(as: Int64.self, "select absent from deal order by id") == [0, 2])
                let touched = try ledger.recordsTouched(by: ImportID(1))
                for table in ["reference", "deal", "account"] { try tx.execute("delete from \(table) where import_id = 1") }
                try ledger.replay(touched, without: ImportID(1))
                #expect(try ledger.reference(kind: "crm/deal", value: "D1") != nil)
                #expect(try tx.read.rows(as: String.self, "select name from deal") == ["Deal D1"])
            }
        }
    }

    @Test(arguments: TestEngine.available) func `a deal without people goes to the latest lead of its account until somebody is named`(
        engine: TestEngine
    ) async throws {
        try await withDatabase(engine, migrations: Records.migrations) { database in
            try await database.write { tx in
                try Records.begin(tx, 1)
                let ledger = Records.ledger(tx, 1)
                let account = try ledger.store(Records.account("A1", name: "Acme", domain: "acme.example")).id
                for (email, day) in [("a@acme.example", Int64(10)), ("b@acme.example", 15), ("c@other.example", 16), ("d@acme.example", 25)] {
                    _ = try ledger.open(LeadDraft(opened: Records.at(day)), for: ledger.holder("email", email))
                }
                try tx.execute("update import set state = 'done' where id = 1")
                for id in try tx.read.rows(as: Int64.self, "select id from contact") { try ledger.project(ContactID(id)) }
                _ = try ledger.adoptContacts(of: [(account, "acme.example")])
                #expect(try tx.read.int("select count(*) from contact where account_id = $1", account) == 3)
                _ = try ledger.store(Records.deal("D1", account: account, opened: 20, .lost, closed: 40))
                try ledger.followDeals(of: ImportID(1))
            }
            #expect(try await database.read { try Self.stages($0) } == [1, 7, 1, 1])
            try await database.write { tx in
                try Records.begin(tx, 2)
                let ledger = Records.ledger(tx, 2)
                try ledger.link(contact: ledger.holder("email", "c@other.example"), to: ledger.deal(RecordKey("crm/deal", "D1")), how: .email)
                try Records.publish(tx, 2)
            }
            #expect(try await database.read { try Self.stages($0) } == [1, 1, 7, 1])
            #expect(try await database.read { try $0.int("select count(*) from move where superseded_by <> 0") } == 2, "nothing of it is deleted")
            #expect(try await Records.breaches(database).map(\.sentence) == [])
        }
    }
}
