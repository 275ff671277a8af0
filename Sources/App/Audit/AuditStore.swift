// SPDX-License-Identifier: Apache-2.0
import Domain
package import Storage
import Synchronization

/// The audit of the ledger as it is now: made in the background, and made again when somebody asks after the ledger has moved.
package final class AuditStore: Sendable {
    private let journal: JournalStore
    private let clock: Clock

    enum Asked: Sendable {
        case ready(AuditService.Made)
        /// 0 to 1.
        case loading(Double)
    }

    private struct State {
        var made: (version: String, audit: AuditService.Made)?
        var wanted: String?
        var failure: Problem?
        var progress = 0.0
    }

    private let state = Mutex(State())
    private let wishes: AsyncStream<Void>
    private let wish: AsyncStream<Void>.Continuation
    /// How long a page waits before it says that the audit is still being made.
    private let patience: Duration

    package init(journal: JournalStore, clock: Clock = .system, patience: Duration = .milliseconds(1_500)) {
        (self.journal, self.clock, self.patience) = (journal, clock, patience)
        (wishes, wish) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Makes what is asked for until the task is cancelled. Belongs beside the server in its group.
    package func run() async {
        for await _ in wishes {
            while let version = state.withLock({ $0.wanted }) {
                state.withLock { $0.progress = 0 }
                do {
                    let audit = try await AuditService(database: journal.database, clock: clock).make { [weak self] share in
                        self?.state.withLock { $0.progress = share }
                    }
                    state.withLock { state in
                        state.made = (version, audit)
                        if state.wanted == version { state.wanted = nil }
                    }
                } catch {
                    state.withLock { ($0.failure, $0.wanted) = (Problem(describing: error), nil) }
                }
            }
        }
    }

    func ask() async throws -> Asked {
        let version = try await journal.currentVersion(), end = ContinuousClock.now + patience
        while true {
            let answer: Asked? = try state.withLock { state in
                if let made = state.made, made.version == version { return .ready(made.audit) }
                if let failure = state.failure {
                    state.failure = nil
                    throw failure
                }
                state.wanted = version
                return ContinuousClock.now >= end ? .loading(state.progress) : nil
            }
            wish.yield()
            if let answer { return answer }
            try await Task.sleep(for: .milliseconds(8))
        }
    }
}
