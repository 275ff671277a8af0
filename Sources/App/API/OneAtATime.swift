// SPDX-License-Identifier: Apache-2.0
import Domain
import Synchronization

/// Lets one question about the past through at a time: each reads the ledger anew, on every core and with memory of its own.
final class OneAtATime: Sendable {
    private let isTaken = Mutex(false)
    /// How long a second one waits before it is told to come again.
    private let patience: Duration

    init(patience: Duration = .milliseconds(1_500)) { self.patience = patience }

    /// - Throws: `Refusal` that says when to come again.
    func run<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T {
        let end = ContinuousClock.now + patience
        while !take() {
            guard ContinuousClock.now < end else { throw Refusal.later(.busy, seconds: 5) }
            try await Task.sleep(for: .milliseconds(8))
        }
        defer { isTaken.withLock { $0 = false } }
        return try await body()
    }

    private func take() -> Bool {
        isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
    }
}
