// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct JobTests {
    private static let start = Moment(micros: 1_790_000_000_000_000)

    private func add(_ database: Database, _ key: String, payload: String = "{}", at now: Moment = start) async throws -> JobID {
        try await database.write { try Jobs.add($0, kind: "test", once: key, payload: payload, at: now) }
    }

    @Test(arguments: TestEngine.available) func `the same key is the same job`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let first = try await add(database, "a", payload: "1"), again = try await add(database, "a", payload: "2")
            #expect(first == again)
            let claim = try #require(try await Jobs(database: database).claim("test", as: "h:1", at: Self.start))
            #expect(claim.id == first && claim.payload == "1" && claim.attempt == 1)
        }
    }

    @Test(arguments: TestEngine.available) func `one of a kind runs at a time, in the order in which they came`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let jobs = Jobs(database: database)
            let first = try await add(database, "a"), second = try await add(database, "b", at: Self.start.adding(seconds: 1))
            let later = Self.start.adding(seconds: 2)
            let claim = try #require(try await jobs.claim("test", as: "h:1", at: later))
            #expect(claim.id == first)
            #expect(try await jobs.claim("test", as: "h:2", at: later) == nil)
            #expect(try await jobs.claim("other", as: "h:2", at: later) == nil)
            try await jobs.finish(claim, "done", at: later)
            #expect(try await jobs.claim("test", as: "h:2", at: later)?.id == second)
        }
    }

    @Test(arguments: TestEngine.available) func `who lost the lease can write nothing`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let jobs = Jobs(database: database)
            _ = try await add(database, "a")
            let old = try #require(try await jobs.claim("test", as: "h:1", for: 30, at: Self.start))
            try await jobs.beat(old, progress: "half", at: Self.start.adding(seconds: 20))
            #expect(try await jobs.claim("test", as: "h:2", at: Self.start.adding(seconds: 40)) == nil, "the lease was prolonged")
            let new = try #require(try await jobs.claim("test", as: "h:2", at: Self.start.adding(seconds: 60)))
            #expect(new.id == old.id && new.attempt == 2 && new.token > old.token)
            await #expect(throws: JobError.lost) { try await database.write { try old.hold($0) } }
            await #expect(throws: JobError.lost) { try await jobs.beat(old, progress: "", at: Self.start.adding(seconds: 61)) }
            try await jobs.finish(old, "done", at: Self.start.adding(seconds: 61))
            #expect(try await database.read { try Jobs.find($0, once: "a") }?.state == "running")
            try await database.write { try new.hold($0) }
        }
    }

    @Test(arguments: TestEngine.available) func `a job that is stopped ends at its next transaction, one that waits at once`(engine: TestEngine)
        async throws
    {
        try await withDatabase(engine) { database in
            let jobs = Jobs(database: database)
            _ = try await add(database, "a")
            _ = try await add(database, "b", at: Self.start.adding(seconds: 1))
            let claim = try #require(try await jobs.claim("test", as: "h:1", at: Self.start.adding(seconds: 1)))
            #expect(try await database.write { try Jobs.cancel($0, once: "b", at: Self.start) })
            #expect(try await !database.write { try Jobs.cancel($0, once: "a", at: Self.start) })
            await #expect(throws: JobError.cancelled) { try await database.write { try claim.hold($0) } }
            try await database.write { try claim.hold($0, mayStop: false) }
            #expect(try await database.read { try Jobs.find($0, once: "b") }?.state == "cancelled")
        }
    }

    @Test(arguments: TestEngine.available) func `a lease is given back by who goes down, and taken back from who is gone`(engine: TestEngine)
        async throws
    {
        try await withDatabase(engine) { database in
            let jobs = Jobs(database: database)
            _ = try await add(database, "a")
            let first = try #require(try await jobs.claim("test", as: "h:1", at: Self.start))
            try await jobs.release(first, at: Self.start)
            let second = try #require(try await jobs.claim("test", as: "h:2", at: Self.start))
            #expect(second.attempt == 1, "going down in good order is no failure")
            try await jobs.takeBack { $0 == "h:9" }
            #expect(try await jobs.claim("test", as: "h:3", at: Self.start) == nil)
            try await jobs.takeBack { $0 == "h:2" }
            #expect(try await jobs.claim("test", as: "h:3", at: Self.start)?.attempt == 2)
        }
    }

    @Test func `two runners never hold the same job`() async throws {
        for engine in TestEngine.available {
            try await withDatabase(engine) { database in
                for number in 0..<5 { _ = try await add(database, "job \(number)") }
                let claims = try await withThrowingTaskGroup(of: Jobs.Claim?.self) { group in
                    for runner in 0..<8 { group.addTask { try await Jobs(database: database).claim("test", as: "h:\(runner)", at: Self.start) } }
                    return try await group.reduce(into: [Jobs.Claim]()) { if let claim = $1 { $0.append(claim) } }
                }
                #expect(claims.count == 1, "on \(engine)")
            }
        }
    }
}
