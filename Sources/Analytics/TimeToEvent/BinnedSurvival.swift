// SPDX-License-Identifier: Apache-2.0

/// Waiting times in whole days as counts per day, so that any number of them can be added, and parts joined in any order, within bounded memory.
/// `curve` and `incidence` are what `SurvivalCurve` and `AalenJohansen` give for the same days.
package struct BinnedSurvival: Hashable, Sendable {
    /// Longer waits are watched up to this day and counted in `overflow`.
    package static let longest = 100_000

    /// By day and kind of leaving (censored, outcome 1, …): day · kinds + kind.
    private var left: [Int] = []
    /// Late entries by day.
    private var entered: [Int] = []
    private let kinds: Int
    /// Cases that count.
    package private(set) var n = 0
    /// Of these the ones that waited longer than `longest`.
    package private(set) var overflow = 0
    /// Left out: a negative duration, an entry not before the duration or after `longest`, an outcome that is none.
    package private(set) var unusable = 0

    /// - Parameter outcomes: how many outcomes there are, 1...255.
    package init(outcomes: Int = 1) { kinds = min(255, max(1, outcomes)) + 1 }

    /// - Parameters: `days` ≥ 0; `outcome` 0 where watching stopped, else 1...outcomes; `entry` the day from which it was watched, ≤ 0 for the beginning.
    package mutating func add(days: Int, outcome: Int, entry: Int = 0) {
        guard days >= 0, outcome >= 0, outcome < kinds, entry <= 0 || entry < days, entry <= Self.longest else {
            unusable += 1
            return
        }
        n += 1
        if entry > 0 { Self.count(1, in: &entered, at: entry) }
        if days <= Self.longest { Self.count(1, in: &left, at: days * kinds + outcome, of: kinds) } else { overflow += 1 }
    }

    package mutating func add(days: Int, event: Bool, entry: Int = 0) { add(days: days, outcome: event ? 1 : 0, entry: entry) }

    /// Joins another part; one of other outcomes counts as unusable as a whole.
    package mutating func merge(_ other: BinnedSurvival) {
        guard other.kinds == kinds else {
            unusable += other.n + other.unusable
            return
        }
        for (place, count) in other.left.enumerated() where count > 0 { Self.count(count, in: &left, at: place, of: kinds) }
        for (day, count) in other.entered.enumerated() where count > 0 { Self.count(count, in: &entered, at: day) }
        n += other.n
        overflow += other.overflow
        unusable += other.unusable
    }

    /// The curve of the share that has come to no outcome, times in days.
    package var curve: SurvivalCurve {
        var curve = SurvivalCurve(n: n, unusable: unusable, fromStart: n - entered.reduce(0, +), room: 0)
        forEachDay { day, left, entered in curve.step(day, events: left.dropFirst().reduce(0, +), censored: left[0], entered: entered) }
        return curve
    }

    /// The cumulative incidence of each outcome, times in days.
    package var incidence: AalenJohansen {
        var incidence = AalenJohansen(of: kinds - 1, n: n, unusable: unusable, fromStart: n - entered.reduce(0, +))
        forEachDay { day, left, entered in incidence.step(day, left: left, entered: entered) }
        return incidence
    }

    private func forEachDay(_ body: (_ day: Double, _ left: UnsafeBufferPointer<Int>, _ entered: Int) -> Void) {
        left.withUnsafeBufferPointer { left in
            var (came, next) = (0, 0)
            for day in 0..<left.count / kinds {
                let leaving = UnsafeBufferPointer(rebasing: left[day * kinds..<(day + 1) * kinds])
                guard leaving.contains(where: { $0 > 0 }) else { continue }
                while next < day, next < entered.count { (came, next) = (came + entered[next], next + 1) }
                body(Double(day), leaving, came)
                came = 0
            }
        }
    }

    /// Adds to a bin; room grows by whole rows of `width`.
    private static func count(_ added: Int, in bins: inout [Int], at place: Int, of width: Int = 1) {
        if place >= bins.count { bins.append(contentsOf: repeatElement(0, count: (place / width + 1) * width - bins.count)) }
        bins[place] += added
    }
}
