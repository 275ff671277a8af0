// SPDX-License-Identifier: Apache-2.0
import Domain
import ServiceLifecycle

/// Runs the jobs of one kind, one after another. Only `serve` has runners.
package struct JobRunner: Sendable {
    package typealias Work = @Sendable (Jobs.Claim) async throws -> Void

    let jobs: Jobs
    let kind: String
    /// `host:process`.
    let owner: String
    let clock: Clock
    let log: @Sendable (String) -> Void
    /// How far the job is, as its row keeps it.
    let progress: @Sendable (Jobs.Claim) -> String
    let work: Work

    private enum End { case done, lost, cancelled, shutdown, failed(Problem) }

    /// - Returns: false where there was nothing to do.
    package func runOnce() async throws -> Bool {
        guard let claim = try await jobs.claim(kind, as: owner, at: clock.now) else { return false }
        switch await run(claim) {
        case .done: try await jobs.finish(claim, "done", at: clock.now)
        case .cancelled: try await jobs.finish(claim, "cancelled", at: clock.now)
        case .failed(let problem): try await jobs.finish(claim, "failed", problem: problem.description, at: clock.now)
        case .shutdown: try await jobs.release(claim, at: clock.now)
        case .lost: log("job \(claim.id) lost its lease")
        }
        return true
    }

    /// The work beside its heart: whichever ends first ends the other.
    private func run(_ claim: Jobs.Claim) async -> End {
        await withTaskGroup(of: End?.self) { group in
            group.addTask {
                do {
                    try await work(claim)
                    return .done
                } catch { return end(of: error, claim) }
            }
            group.addTask { await beat(claim) }
            var ended: End?
            for await end in group {
                group.cancelAll()
                switch (ended, end) {
                case (nil, let end?): ended = end
                // The heart stopped first: it knows why, unless the work was through all the same.
                case (_?, .done?): ended = .done
                default: break
                }
            }
            return ended ?? .shutdown
        }
    }

    private func end(of error: any Error, _ claim: Jobs.Claim) -> End {
        switch error {
        case JobError.lost: return .lost
        case JobError.cancelled: return .cancelled
        case is CancellationError: return .shutdown
        default:
            log("job \(claim.id) failed: \((error as? Problem)?.code ?? String(describing: type(of: error)))")
            return .failed(Problem(describing: error))
        }
    }

    /// - Returns: why the job must end; nil when it ended by itself.
    private func beat(_ claim: Jobs.Claim) async -> End? {
        while true {
            do { try await Task.sleep(for: .seconds(1)) } catch { return nil }
            do {
                try await jobs.beat(claim, progress: progress(claim), at: clock.now)
            } catch JobError.lost {
                return .lost
            } catch {
                // A busy database: the lease lasts half a minute.
                continue
            }
        }
    }

    /// Until the server goes down.
    func serve() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await runOnce() { continue }
                } catch { log("jobs of kind \(kind): \(type(of: error))") }
                try? await Task.sleep(for: .milliseconds(400))
            }
        }
    }
}
