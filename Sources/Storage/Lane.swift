// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Threads of our own for calls that block, so that the two cooperative threads never do.
package final class Lane: Sendable {
    // The queue is guarded by the condition's lock; the class holds nothing else that changes.
    private final class Queue: @unchecked Sendable {
        let condition = NSCondition()
        var work: [@Sendable () -> Void] = []
        var closed = false
    }

    private let queue = Queue()

    package init(_ name: String, threads: Int) {
        for index in 0..<max(1, threads) {
            let queue = queue
            let thread = Thread {
                while let next = Self.take(queue) { next() }
            }
            thread.name = "\(name)-\(index)"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    private static func take(_ queue: Queue) -> (@Sendable () -> Void)? {
        queue.condition.lock()
        defer { queue.condition.unlock() }
        while queue.work.isEmpty {
            if queue.closed { return nil }
            queue.condition.wait()
        }
        return queue.work.removeFirst()
    }

    /// Runs `body` on one of the lane's threads.
    package func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            enqueue { continuation.resume(with: Result { try body() }) }
        }
    }

    package func enqueue(_ work: @escaping @Sendable () -> Void) {
        queue.condition.lock()
        queue.work.append(work)
        queue.condition.signal()
        queue.condition.unlock()
    }

    /// Threads end when the work that is queued is done.
    package func close() {
        queue.condition.lock()
        queue.closed = true
        queue.condition.broadcast()
        queue.condition.unlock()
    }
}
