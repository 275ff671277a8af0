// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `A record and its history` {
    private static let lead = (
        "Lead.csv", "Lead ID,Email,Lead Status,Created Date\n00Q5e0000000001AAA,ana@rey.example,STATUS,2025-01-03T09:00:00.000Z\n"
    )

    private static func history(_ name: String, _ rows: [(id: String, from: String, to: String, at: String)]) -> (String, String) {
        let lines = rows.map { "0175e000000000\($0.id)AAA,00Q5e0000000001AAA,Status,\($0.from),\($0.to),\($0.at)T09:00:00.000Z\n" }.joined()
        return (name, "ID,LEADID,FIELD,OLDVALUE,NEWVALUE,CREATEDDATE\n" + lines)
    }

    private static let first = history("LeadHistory.csv", [("1", "Open", "Working", "2025-01-05")])
    private static let second = history("LeadHistory2.csv", [("2", "Working", "Unqualified", "2025-01-09")])
    private static let third = history("LeadHistory3.csv", [("3", "Unqualified", "Qualified", "2025-01-20")])

    private static func permutations<T>(_ list: [T]) -> [[T]] {
        list.isEmpty
            ? [[]]
            : list.indices.flatMap { place in permutations(list.enumerated().filter { $0.offset != place }.map(\.element)).map { [list[place]] + $0 }
            }
    }

    private static func leads(_ engine: TestEngine, _ runs: [[(String, String)]]) async throws -> [String] {
        try await withDatabase(engine) { database in
            for (day, files) in runs.enumerated() {
                _ = try await Load(database: database, now: Load.start.adding(seconds: Int64(day) * 60)).texts(files)
            }
            #expect(try await `An import`.breaches(database) == [])
            return try await LedgerDump.of(database).filter { $0.hasPrefix("lead") || $0.hasPrefix("move") }
        }
    }

    /// What the row says last, what the histories say, and what the lead comes to.
    private static let cases: [(status: String, histories: [(String, String)], stages: [Stage], why: Comment)] = [
        ("Qualified", [first, second, third], [.inquiry, .sal, .disqualified, .sql], "the history ends in what the row says"),
        ("Unqualified", [first, second], [.inquiry, .sal, .disqualified], "no end comes before the history's own"),
        ("Unqualified", [first], [.inquiry, .sal, .disqualified], "a partial history: the row's own status comes after it"),
        ("Nurturing", [first], [.inquiry, .sal, .recycled], "handed back after the last that the history knows"),
        ("Working", [first, second, third], [.inquiry, .sal, .disqualified, .sql], "the row is older than the history, which passed it"),
        ("Unqualified", [third], [.inquiry, .sql], "the history says that it was unqualified before"),
        ("Working", [second], [.inquiry, .disqualified], "the history says that it was worked before"),
    ]

    @Test(arguments: TestEngine.available, 0..<7) func `come to the same moves in any order, together or apart`(engine: TestEngine, index: Int)
        async throws
    {
        let one = Self.cases[index]
        let files = [(Self.lead.0, Self.lead.1.replacing("STATUS", with: one.status))] + one.histories
        let together = try await Self.leads(engine, [files])
        let stages = together.filter { $0.hasPrefix("move") }.map { $0.split(separator: " ") }.sorted { ($0[2], $0[4]) < ($1[2], $1[4]) }
            .compactMap { Int64($0[4]).flatMap { Stage(rawValue: $0) } }
        #expect(Set(stages) == Set(one.stages) && stages.count == one.stages.count, one.why)
        #expect(together.contains { $0.hasPrefix("lead") && $0.contains(" \(one.stages.last?.rawValue ?? 0) ") }, one.why)
        for order in Self.permutations(files) {
            let apart = try await Self.leads(engine, order.map { [$0] })
            let found = `An import`.difference(together, apart)
            #expect(found == [], "\(order.map(\.0))")
        }
    }

    @Test(arguments: TestEngine.available) func `leave what was there when the history is taken back, and nothing when both are`(engine: TestEngine)
        async throws
    {
        try await withDatabase(engine) { database in
            let row = (Self.lead.0, Self.lead.1.replacing("STATUS", with: "Unqualified"))
            let first = try await Load(database: database).texts([row])
            let before = try await LedgerDump.of(database)
            let second = try await Load(database: database, now: Load.start.adding(seconds: 60)).texts([Self.first])
            #expect(try await LedgerDump.of(database) != before)
            let runs = ImportRuns(database: database)
            _ = try await runs.undo(ImportID(try #require(second.id)), actor: .system, now: Load.start.adding(seconds: 120))
            let found = `An import`.difference(before, try await LedgerDump.of(database))
            #expect(found == [])
            _ = try await runs.undo(ImportID(try #require(first.id)), actor: .system, now: Load.start.adding(seconds: 180))
            #expect(try await LedgerDump.of(database) == [])
            #expect(try await database.read { try $0.int("select count(*) from move") } == 0)
        }
    }

    @Test func `of a person without a stage open the lead, whichever comes first`() async throws {
        let person = ("hubspot-contacts.csv", "Record ID,Email,Create Date\n1,a@a.example,2025-01-03 10:00\n")
        let history = (
            "hubspot-property-history.csv",
            "Record ID,Property Name,Old Value,New Value,Changed At\n1,lifecyclestage,lead,marketingqualifiedlead,2025-01-10 10:00\n"
        )
        let apart = try await Self.leads(.sqlite, [[person], [history]])
        let other = try await Self.leads(.sqlite, [[history], [person]])
        #expect(apart.count == 3)
        let found = `An import`.difference(apart, other)
        #expect(found == [])
    }

    @Test func `a date and the history's time of the same day are one move`() async throws {
        let contact = (
            "hubspot-contacts.csv",
            "Record ID,Email,Lifecycle Stage,Create Date,Became a Marketing Qualified Lead Date\n1,a@a.example,Marketing Qualified Lead,2025-01-03 10:00,2025-01-10\n"
        )
        let history = (
            "hubspot-property-history.csv",
            "Record ID,Property Name,Old Value,New Value,Changed At\n1,lifecyclestage,lead,marketingqualifiedlead,2025-01-10 10:00\n"
        )
        for order in [[[contact, history]], [[contact], [history]], [[history], [contact]]] {
            let found = try await Self.leads(.sqlite, order)
            #expect(found.filter { $0.hasPrefix("move") }.count == 2, "\(found)")
        }
    }
}
