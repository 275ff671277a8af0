// SPDX-License-Identifier: Apache-2.0
import Domain
import Synchronization

/// Lets one question about the past through at a time: each reads the ledger anew, on every core and with memory of its own.
final class OneAtATime: Sendable {
    private let isTaken = Mutex(false)

    /// - Throws: `Refusal` that says when to come again.
    func run<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T {
        let isFree = isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
        guard isFree else { throw Refusal.later(.busy, seconds: 5) }
        defer { isTaken.withLock { $0 = false } }
        return try await body()
    }
}
