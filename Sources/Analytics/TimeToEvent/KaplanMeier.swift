// SPDX-License-Identifier: Apache-2.0

/// Share still waiting at one time, from right-censored waiting times.
package struct Survival: Hashable, Sendable {
    /// S(t), 0...1.
    package let value: Double
    /// Pointwise interval of S(t) on the log(−log) scale; nil where S is 0 or 1, for which it is not defined.
    package let interval: ClosedRange<Double>?
    /// Standard error of S(t) by Greenwood's formula.
    package let error: Double
    /// Cases at risk at time 0, and events up to t.
    package let n: Int
    package let events: Int
}

/// One waiting time: `time` ≥ 0 in any unit; `event` false marks that watching stopped then (right-censored).
package struct Waiting: Hashable, Sendable {
    package let time: Int32
    package let event: Bool

    package init(time: Int32, event: Bool) { (self.time, self.event) = (max(0, time), event) }
}

/// Kaplan and Meier's estimate of the share that has had no event up to and including `time`.
/// - Parameters: `cases` in any order; at equal times events come before censorings; `z` normal quantile of the interval.
/// - Returns: nil for no cases.
/// - Source: E. L. Kaplan, P. Meier (1958), JASA 53(282), 457–481; variance M. Greenwood (1926); interval J. D. Kalbfleisch,
///   R. L. Prentice (1980), The Statistical Analysis of Failure Time Data, 1.3.
package func kaplanMeier(_ cases: [Waiting], at time: Int32, z: Double = normal95) -> Survival? {
    kaplanMeier(
        packed: cases.lazy.map { PackedWaiting.pack($0.time, event: $0.event) }.filter { PackedWaiting.matters($0, until: time) },
        of: cases.count, z: z)
}

/// As above, from waiting times in one word each, so that a million of them sort in milliseconds.
/// - Parameters: `packed` only those that matter until the time asked for; `n` all cases.
func kaplanMeier(packed: [UInt32], of n: Int, z: Double = normal95) -> Survival? {
    guard n > 0, packed.count <= n else { return nil }
    var sorted = packed
    radixSort(&sorted)
    var (atRisk, events, product) = (n, 0, SurvivalProduct())
    var index = 0
    while index < sorted.count {
        let time = PackedWaiting.time(sorted[index])
        var (now, gone) = (0, 0)
        while index < sorted.count, PackedWaiting.time(sorted[index]) == time {
            if PackedWaiting.isEvent(sorted[index]) { now += 1 } else { gone += 1 }
            index += 1
        }
        product.step(atRisk: atRisk, events: now)
        events += now
        atRisk -= now + gone
    }
    let (value, variance) = (product.value, product.variance)
    return Survival(
        value: value, interval: SurvivalScale.logLog.interval(value, variance: variance, z: z), error: value * variance.squareRoot(), n: n,
        events: events)
}

/// Seconds and two marks in one word: seconds·4 + (bounds known)·2 + (no event). Ordered by time, events before censorings.
enum PackedWaiting {
    static let longest: Int32 = (1 << 30) - 1

    static func pack(_ time: Int32, event: Bool, plain: Bool = false) -> UInt32 {
        UInt32(min(longest, max(0, time))) << 2 | (plain ? 1 : 0) | (event ? 0 : 2)
    }

    static func time(_ word: UInt32) -> Int32 { Int32(word >> 2) }
    static func isEvent(_ word: UInt32) -> Bool { word & 2 == 0 }
    static func isPlain(_ word: UInt32) -> Bool { word & 1 == 1 }
    /// Events up to and including the time, and censorings before it: nothing else changes the estimate there.
    static func matters(_ word: UInt32, until time: Int32) -> Bool { isEvent(word) ? self.time(word) <= time : self.time(word) < time }
}
