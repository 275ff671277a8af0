// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `An import` {
    static func breaches(_ database: Database) async throws -> [App.Finding] {
        try await database.read { try Doctor($0, now: Load.start).examine() }.filter { $0.kind == .breach }
    }

    static func difference(_ a: [String], _ b: [String]) -> [String] {
        b.difference(from: a).map { change in
            switch change {
            case .insert(_, let line, _): "+ \(line)"
            case .remove(_, let line, _): "- \(line)"
            }
        }
    }

    @Test(arguments: TestEngine.available, [0, 1]) func `changes nothing when it comes again`(engine: TestEngine, sample: Int) async throws {
        try await withDatabase(engine) { database in
            let files = [Samples.salesforce, Samples.hubspot][sample]
            let first = try await Load(database: database).texts(files)
            #expect(
                first.rejected == 0 && first.files.allSatisfy { $0.problem == nil }, "\(first.files.map { "\($0.file) \($0.kind) \($0.rejected)" })")
            let before = try await LedgerDump.of(database)
            let again = try await Load(database: database, now: Load.start.adding(seconds: Load.day)).texts(files)
            #expect((again.created, again.updated, again.rejected, again.unchanged) == (0, 0, 0, first.read))
            let found = Self.difference(before, try await LedgerDump.of(database))
            #expect(found == [])
            let breaches = try await Self.breaches(database)
            #expect(breaches == [])
        }
    }

    /// Each file as an import of its own, in an order drawn from the seed; against all at once.
    @Test(arguments: TestEngine.available, [UInt64(1), 2, 3, 4]) func `knows the same whatever file comes first`(engine: TestEngine, seed: UInt64)
        async throws
    {
        print("order of files, seed \(seed), \(engine)")
        let sample = seed % 2 == 0 ? Samples.hubspot : Samples.salesforce
        let together = try await withDatabase(engine) { database in
            _ = try await Load(database: database).texts(sample)
            return try await LedgerDump.of(database)
        }
        try await withDatabase(engine) { database in
            var random = Seeded(state: seed)
            let order = sample.shuffled(using: &random)
            for file in order { _ = try await Load(database: database).texts([file]) }
            let found = Self.difference(together, try await LedgerDump.of(database))
            #expect(found == [], "\(order.map(\.0))")
            let breaches = try await Self.breaches(database)
            #expect(breaches == [])
        }
    }

    @Test(arguments: TestEngine.available) func `is taken back without a trace`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            _ = try await Load(database: database).texts(Samples.salesforce)
            let before = try await LedgerDump.of(database)
            let newer = Samples.salesforce.map { name, text in
                (
                    name,
                    text.replacing("Open - Not Contacted,Event", with: "Working - Contacted,Event").replacing("Closed Lost,50", with: "Closed Won,75")
                        .replacing(",Buyer,", with: ",Head of Buying,").replacing("Machinery", with: "Tools")
                )
            }
            let added = [
                ("Lead2.csv", "Id,LastName,Email,Status,CreatedDate\n00Q000000000009AAA,New,new@delta.example,Open - Not Contacted,2025-09-01\n")
            ]
            let later = Load(database: database, now: Load.start.adding(seconds: Load.day))
            let report = try await later.texts(newer + added)
            #expect(report.updated >= 3 && report.created == 1)
            #expect(try await LedgerDump.of(database) != before)
            let id = try #require(report.id)
            let undone = try await ImportRuns(database: database).undo(ImportID(id), actor: .system, now: later.now)
            #expect(undone.kept.isEmpty)
            let found = Self.difference(before, try await LedgerDump.of(database))
            #expect(found == [])
            let breaches = try await Self.breaches(database)
            #expect(breaches == [])
            // The rows read before are still known as read.
            let again = try await Load(database: database, now: Load.start.adding(seconds: 2 * Load.day)).texts(Samples.salesforce)
            #expect((again.created, again.updated) == (0, 0))
        }
    }

    @Test(arguments: TestEngine.available) func `taken back from an empty ledger leaves it empty`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            for sample in [Samples.salesforce, Samples.hubspot] {
                let report = try await Load(database: database).texts(sample)
                _ = try await ImportRuns(database: database).undo(ImportID(try #require(report.id)), actor: .system, now: Load.start)
                #expect(try await LedgerDump.of(database) == [])
            }
        }
    }

    @Test(arguments: TestEngine.available) func `taken back keeps what people did since, and lists it`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let report = try await Load(database: database).texts(Samples.salesforce)
            let now = Load.start.adding(seconds: Load.day)
            let carl = try await database.write { tx in
                let ledger = Ledger(tx, now: now, actor: .member(1))
                let holder = try #require(try ledger.find("email", "carl@gamma.example"))
                let lead = try #require(try tx.read.int("select id from lead where contact_id = $1", holder.contactId))
                try ledger.move(LeadID(lead), of: holder.contact, to: .sql)
                return holder.contactId
            }
            let undone = try await ImportRuns(database: database).undo(ImportID(try #require(report.id)), actor: .system, now: now)
            #expect(undone.kept.map(\.kind).contains("lead"))
            let left = try await database.read { try $0.rows(as: Int64.self, "select id from contact") }
            #expect(left == [carl])
            #expect(try await database.read { try $0.int("select stage from lead") } == Stage.sql.rawValue)
            #expect(try await Self.breaches(database) == [])
        }
    }

    @Test(arguments: TestEngine.available) func `of a newer export yields the moves between the two`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let old =
                "Record ID,Email,Lifecycle Stage,Contact owner,Create Date\n1,a@x.example,Lead,Rita Rep,2025-01-01\n2,b@x.example,Lead,Rita Rep,2025-01-01\n"
            let new = "Record ID,Email,Lifecycle Stage,Contact owner,Create Date\n1,a@x.example,Sales Qualified Lead,Sam Seller,2025-01-01\n"
            _ = try await Load(database: database).texts([("hubspot-contacts.csv", old)])
            let later = Load.start.adding(seconds: 30 * Load.day)
            let report = try await Load(database: database, now: later).texts([("hubspot-contacts.csv", new)])
            #expect((report.updated, report.files.first?.absent) == (1, 1))
            struct Row: Decodable, Sendable, Equatable { let toStage: Int64, at: Int64, basis: Int64 }
            let moves = try await database.read { read in
                try read.rows(
                    as: Row.self,
                    "select m.to_stage, m.at, m.basis from move m join contact c on c.id = m.contact_id where c.email = 'a@x.example' order by m.at, m.id"
                )
            }
            #expect(moves.last == Row(toStage: Stage.sql.rawValue, at: later.micros, basis: Basis.inferred.rawValue))
            let owner = try await database.read { read in
                try read.text(
                    "select m.name from lead l join member m on m.id = l.owner_id join contact c on c.id = l.contact_id where c.email = 'a@x.example'"
                )
            }
            #expect(owner == "Sam Seller")
            let absent = try await database.read { try $0.int("select count(*) from subject where absent = 1") }
            #expect(absent == 1)
            #expect(try await Self.breaches(database) == [])
        }
    }
}
