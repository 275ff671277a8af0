// SPDX-License-Identifier: Apache-2.0
import Foundation
import Storage
import TestSupport
import Testing

private let table = Migration(
    "test-1", "create table thing (id bigint primary key, name text not null, amount bigint, share double precision, raw blob);")

@Suite struct `Storage on both engines` {
    @Test(arguments: TestEngine.available) func `a row comes back as it was written`(engine: TestEngine) async throws {
        struct Thing: Decodable, Equatable {
            let id: Int64
            let name: String
            let amount: Int64?
            let share: Double?
            let raw: [UInt8]?
        }
        try await withDatabase(engine, migrations: [table]) { database in
            try await database.write { tx in
                try tx.execute(
                    "insert into thing (id, name, amount, share, raw) values ($1, $2, $3, $4, $5)", Int64.max, "Zoë \"x\" '", Int64?.none, 0.1,
                    [0, 255] as [UInt8])
            }
            let rows = try await database.read {
                try $0.rows(as: Thing.self, "select id, name, amount, share, raw from thing where name = $1", "Zoë \"x\" '")
            }
            #expect(rows == [Thing(id: .max, name: "Zoë \"x\" '", amount: nil, share: 0.1, raw: [0, 255])])
        }
    }

    @Test(arguments: TestEngine.available) func `bulk rows are there after a flush, the empty text included`(engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [table]) { database in
            let sum = try await database.write { tx -> Int64? in
                let bulk = try tx.bulk("thing", ["id", "name", "amount", "share", "raw"])
                let name = Array("Näkki".utf8)
                try name.withUnsafeBytes { bytes in
                    for id in 1...3000 {
                        bulk.int(Int64(id))
                        bulk.text(id == 7 ? UnsafeRawBufferPointer(start: nil, count: 0) : bytes)
                        bulk.int(id % 2 == 0 ? Int64(id) : nil)
                        bulk.real(0.5)
                        bulk.null()
                        try bulk.end()
                    }
                }
                try tx.flush()
                return try tx.read.int("select cast(sum(amount) as bigint) from thing where name <> ''")
            }
            let expected: Int64 = stride(from: 2, through: 3000, by: 2).reduce(Int64(0)) { sum, number in sum + Int64(number) }
            #expect(sum == expected)
        }
    }

    @Test(arguments: TestEngine.available) func `a request that fails leaves nothing, and those that commit with it stay`(engine: TestEngine)
        async throws
    {
        struct Refused: Error {}
        try await withDatabase(engine, migrations: [table]) { database in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for id in 1...40 {
                    group.addTask {
                        do {
                            try await database.write { tx in
                                try tx.execute("insert into thing (id, name) values ($1, 'x')", Int64(id))
                                if id % 4 == 0 { throw Refused() }
                            }
                            return true
                        } catch is Refused { return false }
                    }
                }
                var written = 0
                for try await success in group where success { written += 1 }
                #expect(written == 30)
            }
            #expect(try await database.read { try $0.int("select count(*) from thing") } == 30)
        }
    }

    @Test(arguments: TestEngine.available) func `ids are unique over parallel writers and over a failed request`(engine: TestEngine) async throws {
        struct Refused: Error {}
        try await withDatabase(engine, migrations: [table]) { database in
            let ids = await withTaskGroup(of: [Int64].self) { group in
                for number in 0..<20 {
                    group.addTask {
                        (try? await database.write { tx in
                            let first = try tx.newIDs(1500)
                            if number % 5 == 0 { throw Refused() }
                            return (0..<1500).map { first + $0 }
                        }) ?? []
                    }
                }
                return await group.reduce(into: []) { $0 += $1 }
            }
            #expect(ids.count == 16 * 1500)
            #expect(Set(ids).count == ids.count)
        }
    }

    @Test(arguments: TestEngine.available) func `a duplicate key is told apart from other failures`(engine: TestEngine) async throws {
        try await withDatabase(engine, migrations: [table]) { database in
            try await database.write { _ = try $0.execute("insert into thing (id, name) values (1, 'a')") }
            do {
                try await database.write { _ = try $0.execute("insert into thing (id, name) values (1, 'b')") }
                Issue.record("the second insert must fail")
            } catch StorageError.unique {}
        }
    }

    @Test(arguments: TestEngine.available) func `a database of a newer version is refused by the name of its migration`(engine: TestEngine)
        async throws
    {
        try await withDatabase(engine, migrations: [table, Migration("test-2", "create table later (id bigint primary key);")]) { database in
            do {
                try await database.migrate([table])
                Issue.record("an older program must not open it")
            } catch StorageError.newer(let name) { #expect(name == "test-2") }
        }
    }

    @Test func `SQLite's writer really runs with full synchronization`() async throws {
        try await withDatabase(.sqlite, migrations: [table]) { database in
            let settings = try await database.durability()
            #expect(settings["synchronous"] == "2")
            #expect(settings["journal_mode"] == "wal")
            #expect(settings["foreign_keys"] == "1")
        }
    }

    @Test(.enabled(if: TestEngine.server != nil, "ENTENTE_TEST_POSTGRES is not set")) func `PostgreSQL's commits are synchronous`() async throws {
        try await withDatabase(.postgres, migrations: [table]) { database in
            let settings = try await database.durability()
            #expect(settings["fsync"] == "on")
            #expect(settings["synchronous_commit"] == "on")
        }
    }

    @Test func `a file that is no database is refused, and a missing folder too`() async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("entente-\(UInt64.random(in: 0 ... .max)).db")
        try Data("this is a letter, not a database, and long enough to be read as one".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        await #expect(throws: StorageError.self) { try await Database.open(.file(file.path)) }
        await #expect(throws: StorageError.self) { try await Database.open(.file("/nonexistent/folder/x.db")) }
    }
}
