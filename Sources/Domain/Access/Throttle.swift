// SPDX-License-Identifier: Apache-2.0

/// Counts failures by key and says when the next attempt may come. Bounded: the oldest keys are forgotten first.
///
/// The first `free` failures cost nothing; from then on each doubles the wait, from `first` seconds up to `longest`.
/// A key is forgotten `longest` seconds after its last failure, and at once after a success.
package struct Throttle: Sendable {
    package let free: Int
    /// Seconds.
    package let first: Int64
    /// Seconds.
    package let longest: Int64
    package let capacity: Int
    private var failures: [String: (count: Int, last: Moment)] = [:]

    package init(free: Int, first: Int64 = 2, longest: Int64 = 900, capacity: Int = 10_000) {
        (self.free, self.first, self.longest, self.capacity) = (max(0, free), max(1, first), max(1, longest), max(1, capacity))
    }

    /// - Returns: whole seconds until the next attempt is allowed, at least 1; nil where it is allowed now.
    package func wait(_ key: String, at now: Moment) -> Int64? {
        guard let entry = failures[key], entry.count >= free else { return nil }
        let passed = now.seconds(since: entry.last), pause = Double(pause(after: entry.count))
        return passed >= pause ? nil : max(1, Int64((pause - max(0, passed)).rounded(.up)))
    }

    package mutating func failed(_ key: String, at now: Moment) {
        let old = failures[key].flatMap { now.seconds(since: $0.last) > Double(longest) ? nil : $0.count } ?? 0
        failures[key] = (min(old + 1, 1_000), now)
        if failures.count > capacity { forget(at: now) }
    }

    package mutating func succeeded(_ key: String) { failures[key] = nil }

    private func pause(after count: Int) -> Int64 {
        let doublings = min(max(0, count - free), 20)
        return min(longest, first << Int64(doublings))
    }

    /// Drops what is over, else the older half, so that this costs little on average.
    private mutating func forget(at now: Moment) {
        failures = failures.filter { now.seconds(since: $0.value.last) <= Double(longest) }
        guard failures.count > capacity else { return }
        let keep = failures.sorted { $0.value.last > $1.value.last }.prefix(capacity / 2)
        failures = Dictionary(keep.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}
