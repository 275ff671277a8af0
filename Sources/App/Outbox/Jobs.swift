// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

package enum Job {}
package typealias JobID = ID<Job>

/// Why a job that runs must stop.
package enum JobError: Error {
    /// Somebody else holds the lease now: nothing more may be written, nor undone.
    case lost
    /// A person stopped it.
    case cancelled
}

/// Work that outlives a request: rows that are leased by whoever runs them. The token rises with each lease, so that a runner who was taken
/// for dead can't write what the next one has begun anew.
package struct Jobs: Sendable {
    package let database: Database

    package init(database: Database) { self.database = database }

    package struct Row: Decodable, Sendable {
        package let id: Int64
        package let state: String
        package let cancel: Bool
        package let attempts: Int
        package let progress: String
        package let problem: String
    }

    /// A lease on a job.
    package struct Claim: Hashable, Sendable {
        package let id: JobID
        package let payload: String
        /// 1 for the first.
        package let attempt: Int
        package let token: Int64

        /// To be called first in every transaction of the job.
        /// - Parameter mayStop: false where half would be worse than whole.
        /// - Throws: `JobError`.
        package func hold(_ tx: Write, mayStop: Bool = true) throws {
            // The lock keeps the next owner waiting until this transaction is through; SQLite has one writer anyway.
            let cancel =
                switch tx.engine {
                case .sqlite: try tx.read.int("select cancel from job where id = $1 and token = $2 and state = 'running'", id, token)
                case .postgres: try tx.read.int("select cancel from job where id = $1 and token = $2 and state = 'running' for update", id, token)
                }
            guard let cancel else { throw JobError.lost }
            if cancel != 0, mayStop { throw JobError.cancelled }
        }
    }

    // MARK: Verbs

    /// - Parameter key: the same key again is the same job.
    /// - Returns: the job, new or known.
    @discardableResult
    package static func add(_ tx: Write, kind: String, once key: String, payload: String, at now: Moment) throws -> JobID {
        let id = try tx.newID()
        try tx.execute(
            """
            insert into job (id, kind, once, payload, state, run_at, created_at) values ($1, $2, $3, $4, 'waiting', $5, $5)
            on conflict (once) do nothing
            """, id, kind, key, payload, now)
        return JobID(try tx.read.int("select id from job where once = $1", key) ?? id)
    }

    /// Ends a job that waits at once; one that runs ends at its next transaction.
    /// - Returns: true where it had not begun, so that nobody else will tidy up after it.
    package static func cancel(_ tx: Write, once key: String, at now: Moment) throws -> Bool {
        if try tx.execute("update job set state = 'cancelled', cancel = 1, finished_at = $2 where once = $1 and state = 'waiting'", key, now) == 1 {
            return true
        }
        try tx.execute("update job set cancel = 1 where once = $1 and state = 'running'", key)
        return false
    }

    package static func find(_ read: Read, once key: String) throws -> Row? {
        try read.row(as: Row.self, "select id, state, cancel, attempts, progress, problem from job where once = $1", key)
    }

    /// Leases the next job of a kind, where none of that kind runs: one at a time, on one node or ten. A lease that ran out is taken over.
    /// - Parameter seconds: of the lease, which `beat` prolongs.
    package func claim(_ kind: String, as owner: String, for seconds: Int64 = 30, at now: Moment) async throws -> Claim? {
        struct Due: Decodable {
            let id: Int64
            let payload: String
            let attempts: Int
            let token: Int64
        }
        let isAny = try await database.read {
            try $0.int("select 1 from job where kind = $1 and (state = 'waiting' or (state = 'running' and lease_until < $2)) limit 1", kind, now)
                != nil
        }
        guard isAny else { return nil }
        return try await database.write { tx in
            // Two nodes must not both see that nothing runs.
            if tx.engine == .postgres { try tx.execute("lock table job in share row exclusive mode") }
            guard try tx.read.int("select 1 from job where kind = $1 and state = 'running' and lease_until >= $2 limit 1", kind, now) == nil,
                let due = try tx.read.row(
                    as: Due.self,
                    """
                    select id, payload, attempts, token from job where kind = $1 and (state = 'running' or (state = 'waiting' and run_at <= $2))
                    order by state, run_at, id limit 1
                    """, kind, now)
            else { return nil }
            try tx.execute(
                "update job set state = 'running', owner = $2, token = token + 1, attempts = attempts + 1, lease_until = $3 where id = $1",
                due.id, owner, now.adding(seconds: seconds))
            return Claim(id: JobID(due.id), payload: due.payload, attempt: due.attempts + 1, token: due.token + 1)
        }
    }

    /// Prolongs the lease and says how far the job is.
    /// - Throws: `JobError`.
    package func beat(_ claim: Claim, progress: String, for seconds: Int64 = 30, at now: Moment) async throws {
        try await database.write { tx in
            try claim.hold(tx, mayStop: false)
            try tx.execute("update job set lease_until = $2, progress = $3 where id = $1", claim.id, now.adding(seconds: seconds), progress)
        }
    }

    /// - Parameter state: `done`, `failed` or `cancelled`. Nothing happens where the lease is lost.
    package func finish(_ claim: Claim, _ state: String, problem: String = "", at now: Moment) async throws {
        _ = try await database.write { tx in
            try tx.execute(
                "update job set state = $3, problem = $4, finished_at = $5, progress = '' where id = $1 and token = $2 and state = 'running'",
                claim.id, claim.token, state, problem, now)
        }
    }

    /// Gives the lease back, so that the job begins anew elsewhere or after a restart. It does not count as an attempt.
    package func release(_ claim: Claim, at now: Moment) async throws {
        _ = try await database.write { tx in
            try tx.execute(
                "update job set state = 'waiting', attempts = attempts - 1, lease_until = 0, run_at = $3 where id = $1 and token = $2 and state = 'running'",
                claim.id, claim.token, now)
        }
    }

    /// Ends the leases of processes that are gone, so that nobody waits for them to run out.
    package func takeBack(from isGone: @Sendable (String) -> Bool) async throws {
        struct Leased: Decodable, Sendable {
            let id: Int64
            let owner: String
            let token: Int64
        }
        let leased = try await database.read { try $0.rows(as: Leased.self, "select id, owner, token from job where state = 'running'") }
        for job in leased where isGone(job.owner) {
            _ = try await database.write { try $0.execute("update job set lease_until = 0 where id = $1 and token = $2", job.id, job.token) }
        }
    }
}
