// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `The sample company` {
    private static let now = Moment(micros: 1_782_864_000_000_000)  // 2026-07-01T00:00:00Z

    private static func make(_ database: Database, contacts: Int = 500, touches: Int = 5000, seed: UInt64) async throws -> DemoWriter.Made {
        try await DemoWriter(database, contacts: contacts, touches: touches, seed: seed, now: now).run()
    }

    @Test(arguments: TestEngine.available, [UInt64(1), 2, 3]) func `leaves nothing for the doctor to find, and tells its story`(
        engine: TestEngine, seed: UInt64
    ) async throws {
        print("sample company, seed \(seed), \(engine)")
        try await withDatabase(engine) { database in
            let made = try await Self.make(database, seed: seed)
            #expect((made.contacts, made.touches) == (500, 5000))
            let findings = try await database.read { try Doctor($0, now: Self.now).examine() }
            #expect(findings.filter { $0.kind == .breach } == [], "seed \(seed)")
            let counts = try await database.read { read in try Self.counted.map { try read.int($0) ?? -1 } }
            #expect(Array(counts.prefix(8)) == [500, 500, 500, 5000, Int64(made.leads), 0, 0, 0], "seed \(seed)")
            #expect(counts.dropFirst(8).allSatisfy { $0 > 0 }, "seed \(seed): \(counts)")
        }
    }

    /// Sizes, then what must not be (touches and moves to come, revenue of the list that was bought), then what must be somewhere.
    private static let counted = [
        "select count(*) from contact", "select count(distinct email) from contact",
        "select count(*) from identity where kind = (select id from code where kind = 'key' and value = 'email')", "select count(*) from touch",
        "select count(*) from lead", "select count(*) from touch where at > \(now.micros)", "select count(*) from move where at > \(now.micros)",
        "select count(*) from deal where outcome = 1 and source = (select id from code where kind = 'source' and value = 'Purchased list')",
        "select count(*) from deal where outcome = 1", "select count(*) from contact where excluded > 0",
        "select count(*) from deal d where not exists (select 1 from deal_contact x where x.deal_id = d.id)",
        "select count(*) from lead where stage = 2 and ended_at is null",
        // The two teams' lists: both have somebody, and each has somebody alone.
        "select count(*) from (select contact_id from identity group by contact_id having count(*) = 3) x",
        "select count(*) from contact c where not exists (\(inList("salesforce/lead")))",
        "select count(*) from contact c where not exists (\(inList("hubspot/contact")))",
    ]

    private static func inList(_ key: String) -> String {
        "select 1 from identity i join code k on k.id = i.kind where i.contact_id = c.id and k.value = '\(key)'"
    }

    /// What a run wrote, without ids and times of recording: they differ between engines.
    private static func content(_ database: Database) async throws -> [Int64] {
        try await database.read { read in
            try [
                "select email, title, fields, excluded from contact order by email",
                "select c.email, f.at, f.data from fact f join contact c on c.id = f.contact_id order by c.email, f.at",
                "select c.email, m.at, m.to_stage from move m join contact c on c.id = m.contact_id order by c.email, m.at",
                "select c.email, t.at, t.kind, t.outcome from touch t join contact c on c.id = t.contact_id order by c.email, t.at, t.kind, t.outcome",
                "select name, opened_at, outcome, amount from deal order by name, opened_at",
                "select name, domain, relationship from account order by name",
            ].map { sql in
                var hash = RowHash()
                try read.scan(sql) { row in
                    for column in 0..<(sql.contains("t.kind") || sql.contains("outcome, amount") ? 4 : 3) {
                        let isText =
                            column == 0 || sql.hasPrefix("select email") && column < 3 || sql.hasPrefix("select name, domain")
                            || sql.contains("f.data") && column == 2
                        if isText { hash.add(row.bytes(column)) } else { hash.add(row.isNull(column) ? -1 : row.int(column)) }
                    }
                }
                return hash.value
            }
        }
    }

    @Test(arguments: TestEngine.available) func `is the same for the same seed, and another for another`(engine: TestEngine) async throws {
        var told: [[Int64]] = []
        for (engine, seed) in [(TestEngine.sqlite, UInt64(1)), (engine, 1), (engine, 2)] {
            told.append(
                try await withDatabase(engine) { database in
                    _ = try await Self.make(database, contacts: 300, touches: 2000, seed: seed)
                    return try await Self.content(database)
                })
        }
        #expect(told[0] == told[1])
        #expect(zip(told[1], told[2]).allSatisfy { $0 != $1 })
    }

    @Test(arguments: TestEngine.available) func `is taken away like any import, and can then be made again`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let made = try await Self.make(database, contacts: 130, touches: 500, seed: 4)
            await #expect(throws: Problem.self) { try await Self.make(database, contacts: 10, touches: 10, seed: 5) }
            _ = try await ImportRuns(database: database).undo(made.run, actor: .system, now: Self.now)
            let left = try await database.read { read in
                try [
                    "contact", "subject", "identity", "fact", "touch", "lead", "move", "assignment", "deal", "deal_event", "deal_contact", "account",
                    "account_fact", "spend",
                ]
                .filter { try read.int("select count(*) from \($0)") != 0 }
            }
            #expect(left == [])
            _ = try await Self.make(database, contacts: 130, touches: 500, seed: 4)
        }
    }

    @Test(arguments: [(1, 0), (1, 7), (63, 63), (64, 1000), (65, 1), (1000, 333)]) func `has exactly the size that was asked for`(
        contacts: Int, touches: Int
    ) async throws {
        try await withDatabase(.sqlite) { database in
            let made = try await Self.make(database, contacts: contacts, touches: touches, seed: 7)
            #expect((made.contacts, made.touches) == (contacts, touches))
        }
    }

    @Test(arguments: [(0, 10), (-1, 10), (10, -1), (10, 20_000), (Int.max, Int.max)]) func `of an impossible size is refused`(
        contacts: Int, touches: Int
    ) async throws {
        try await withDatabase(.sqlite) { database in
            #expect(throws: Problem.self) { try DemoWriter(database, contacts: contacts, touches: touches, seed: 1, now: Self.now) }
        }
    }
}
