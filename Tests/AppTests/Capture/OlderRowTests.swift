// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `An older row` {
    private static let head = "Record ID,Email,Lifecycle Stage,Create Date,Last Modified Date,Contact owner,Job Title\n"
    private static let january = head + "1,a@a.example,Marketing Qualified Lead,2025-01-03 10:00,2025-01-04 10:00,Ute Kern,CTO\n"
    private static let february = head + "1,a@a.example,Opportunity,2025-01-03 10:00,2025-02-06 10:00,Max Lau,CEO\n"

    private static func standing(_ database: Database) async throws -> [String] {
        try await database.read {
            try $0.rows(
                as: String.self,
                "select l.stage || ' ' || m.name || ' ' || c.title from lead l join contact c on c.id = l.contact_id join member m on m.id = l.owner_id"
            )
        }
    }

    /// Names sort the newer file first, last, and in runs of their own.
    @Test(arguments: TestEngine.available, [true, false]) func `moves no stage back and changes neither owner nor fields`(
        engine: TestEngine, together: Bool
    )
        async throws
    {
        for names in [["contacts-1.csv", "contacts-2.csv"], ["contacts-2.csv", "contacts-1.csv"]] {
            try await withDatabase(engine) { database in
                let files = [(names[0], Self.january), (names[1], Self.february)].sorted { $0.0 < $1.0 }
                if together {
                    _ = try await Load(database: database).texts(files)
                } else {
                    for file in files { _ = try await Load(database: database).texts([file]) }
                }
                let found = try await Self.standing(database)
                #expect(found == ["5 Max Lau CEO"], "\(names)")
                #expect(try await `An import`.breaches(database) == [])
            }
        }
    }

    @Test(arguments: TestEngine.available) func `that was read before says nothing new, however often the two take turns`(engine: TestEngine)
        async throws
    {
        let deals = "Record ID,Deal Name,Deal Stage,Amount,Create Date,Last Modified Date\n"
        let companies = "Record ID,Company name,Company Domain Name,Industry,Create Date,Last Modified Date\n"
        let months = [
            [
                ("contacts.csv", Self.january), ("deals.csv", deals + "7,Berg,Presentation Scheduled,100,2025-01-01,2025-01-02\n"),
                ("companies.csv", companies + "3,Berg AG,berg.example,Energy,2025-01-01 10:00,2025-01-02 10:00\n"),
            ],
            [
                ("contacts.csv", Self.february), ("deals.csv", deals + "7,Berg,Contract Sent,120,2025-01-01,2025-02-02\n"),
                ("companies.csv", companies + "3,Berg AG,berg.example,Banking,2025-01-01 10:00,2025-02-02 10:00\n"),
            ],
        ]
        try await withDatabase(engine) { database in
            for month in months { _ = try await Load(database: database).texts(month) }
            let before = try await LedgerDump.of(database)
            func rows() async throws -> [Int64?] {
                try await database.read { read in
                    try ["fact", "deal_event", "account_fact", "move"].map { try read.int("select count(*) from \($0)") }
                }
            }
            let counted = try await rows()
            for turn in 1...4 {
                let report = try await Load(database: database, now: Load.start.adding(seconds: Int64(turn) * 60)).texts(months[(turn + 1) % 2])
                #expect((report.created, report.updated, report.unchanged) == (0, 0, 3))
            }
            let found = `An import`.difference(before, try await LedgerDump.of(database))
            #expect(found == [])
            #expect(try await rows() == counted)
        }
    }

    @Test func `of a deal leaves no expected day on one that was won since`() async throws {
        let head = "Record ID,Deal Name,Deal Stage,Amount,Create Date,Close Date,Last Modified Date\n"
        let old = ("old.csv", head + "7,Berg,Presentation Scheduled,100,2025-01-01,2026-12-31,2025-01-02\n")
        let new = ("new.csv", head + "7,Berg,Closed Won,100,2025-01-01,2025-03-01,2025-03-01\n")
        for files in [[old, new], [new, old]] {
            try await withDatabase(.sqlite) { database in
                for file in files { _ = try await Load(database: database).texts([file]) }
                let found = try await database.read {
                    try $0.int("select count(*) from deal where outcome = 1 and expected_day is null and closed_at is not null")
                }
                #expect(found == 1)
            }
        }
    }

    @Test(arguments: TestEngine.available) func `that a newer one says is deleted ends its lead`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let head = "ID,LASTNAME,EMAIL,STATUS,CREATEDDATE,ISDELETED\n"
            let row = "00Q5e0000000001AAA,Rey,ana@rey.example,Working,2025-03-14T09:00:00.000Z,"
            _ = try await Load(database: database).texts([("Lead.csv", head + row + "false\n")])
            let before = try await LedgerDump.of(database)
            let report = try await Load(database: database, now: Load.start.adding(seconds: 60)).texts([("Lead.csv", head + row + "true\n")])
            let found = try await database.read {
                try $0.rows(
                    as: String.self, "select l.stage || ' ' || k.value from lead l join code k on k.id = l.reason where l.ended_at is not null")
            }
            #expect(found == ["8 Deleted in the other system"])
            _ = try await ImportRuns(database: database).undo(ImportID(try #require(report.id)), actor: .system, now: Load.start.adding(seconds: 120))
            let left = `An import`.difference(before, try await LedgerDump.of(database))
            #expect(left == [])
        }
    }

    @Test(arguments: TestEngine.available) func `of another part of a source is not missed by this one`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let head = "Lead ID,Email,Lead Status,Created Date\n"
            func file(_ year: Int, _ keys: [Int]) -> (String, String) {
                ("leads-\(year).csv", head + keys.map { "00Q5e000000000\($0)AAA,p\($0)@x.example,New,\(year)-0\($0)-03\n" }.joined())
            }
            _ = try await Load(database: database).texts([file(2024, [1, 2, 3])])
            let other = try await Load(database: database, now: Load.start.adding(seconds: 60)).texts([file(2025, [5, 6])])
            #expect(other.files.map(\.absent) == [0])
            let newer = try await Load(database: database, now: Load.start.adding(seconds: 120)).texts([file(2024, [1, 3])])
            #expect(newer.files.map(\.absent) == [1])
            #expect(try await database.read { try $0.int("select count(*) from subject where absent = 1") } == 1)
        }
    }
}
