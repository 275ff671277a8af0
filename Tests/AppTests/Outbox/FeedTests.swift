// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `The change feed` {
    private static let now = Moment(micros: 1_767_225_600_000_000)

    private func record(_ database: Database, _ email: String, _ fields: [String: String]) async throws -> ContactID {
        try await database.write { tx in
            let ledger = Ledger(tx, now: Self.now, actor: .member(1))
            let holder = try ledger.holder("email", email)
            try ledger.record(fields, of: holder, at: Timestamp(Self.now, .exact), source: "form")
            return holder.contact
        }
    }

    private func follow(_ database: Database) async throws {
        let feed = Feed(database: database)
        try await feed.sequence()
        while try await SearchIndex.consumer.step(feed, now: Self.now) {}
    }

    @Test(arguments: TestEngine.available) func `brings a change to the search once it is followed, and not before`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let maria = try await record(database, "maria@rossi.example", ["first_name": "Maria", "last_name": "Rossi", "company": "Acme Shipping"])
            #expect(try await database.read { try SearchIndex.find($0, "maria") } == [])
            try await follow(database)
            for text in ["maria", "MAR ros", "acme", "maria@rossi", "maria@rossi.example", "ros mar acm"] {
                #expect(try await database.read { try SearchIndex.find($0, text) } == [maria.raw], "\(text)")
            }
            #expect(try await database.read { try SearchIndex.find($0, "maria bianchi") } == [])
            _ = try await record(database, "maria@rossi.example", ["last_name": "Bianchi"])
            try await follow(database)
            #expect(try await database.read { try SearchIndex.find($0, "maria bianchi") } == [maria.raw])
            #expect(try await database.read { try SearchIndex.find($0, "bian") } == [maria.raw])
            #expect(try await database.read { try SearchIndex.consumer.behind($0) } == 0)
        }
    }

    @Test(arguments: TestEngine.available) func `misses nobody and repeats nobody, however many wrote at once`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    group.addTask { _ = try await record(database, "p\(number)@many.example", ["company": "Company \(number % 7)"]) }
                }
                for _ in 0..<5 { try await follow(database) }
                try await group.waitForAll()
            }
            try await follow(database)
            #expect(try await database.read { try SearchIndex.find($0, "company", limit: 1000) }?.count == 60)
            #expect(try await SearchIndex.consumer.step(Feed(database: database), now: Self.now) == false)
        }
    }

    @Test(arguments: TestEngine.available) func `finds by whole words, by few beginnings and by many`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            for number in 0..<40 {
                _ = try await record(
                    database, "x\(number)@many.example", ["last_name": "Mar\(number)", "company": number % 2 == 0 ? "Even Works" : "Odd Works"])
            }
            try await follow(database)
            for (text, count) in [
                ("mar1", 11), ("mar", 40), ("mar even", 20), ("even mar", 20), ("wor odd mar3", 6), ("mar7 even", 0), ("zz mar", 0), ("mar1 x", 11),
                ("even x1 mar1", 5),
            ] {
                let all = try await database.read { try SearchIndex.find($0, text) } ?? []
                #expect(all.count == count && all == all.sorted(), "\(text)")
                // In pages, nobody twice and nobody left out.
                var paged: [Int64] = []
                while let page = try await database.read({ [paged] in try SearchIndex.find($0, text, after: paged.last ?? 0, limit: 7) }),
                    !page.isEmpty
                {
                    paged += page
                }
                #expect(paged == all, "\(text)")
            }
        }
    }

    @Test(arguments: TestEngine.available) func `lets an erased person leave the search at once`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let contact = try await record(database, "gone@away.example", ["first_name": "Gone"])
            try await follow(database)
            try await database.write { try Ledger($0, now: Self.now, actor: .member(1)).erase(contact) { "h:\($0.count)" } }
            #expect(try await database.read { try SearchIndex.find($0, "gone") } == [])
            try await follow(database)
            #expect(try await database.read { try $0.int("select count(*) from searched") } == 0)
        }
    }
}
