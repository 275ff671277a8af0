// SPDX-License-Identifier: Apache-2.0
import Domain
package import Logging
package import ServiceLifecycle
package import Storage

/// Lets the consumers follow the feed while the server runs. Their lag is what `behind` says; the aim is under a second.
package struct FeedFollowing: Service {
    let feed: Feed
    let consumers: [Consumer]
    let clock: Clock
    let log: @Sendable (String) -> Void

    package init(database: Database, consumers: [Consumer], clock: Clock, log: @escaping @Sendable (String) -> Void) {
        (feed, self.consumers, self.clock, self.log) = (Feed(database: database), consumers, clock, log)
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                var moved = false
                do {
                    moved = try await feed.sequence() > 0
                    for consumer in consumers { moved = try await consumer.step(feed, now: clock.now) || moved }
                } catch is CancellationError {
                    return
                } catch {
                    log("A consumer of the feed stopped for a moment: \(Problem(describing: error).sentence)")
                    try await Task.sleep(for: .seconds(5))
                }
                // Nothing announces a commit of another process, so the feed is looked at again.
                if !moved { try await Task.sleep(for: .milliseconds(300)) }
            }
        }
    }
}
