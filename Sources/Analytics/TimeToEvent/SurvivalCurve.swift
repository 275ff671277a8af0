// SPDX-License-Identifier: Apache-2.0

/// Kaplan and Meier's curve of the share that has had no event, at every time at which a case left; 1 before the first.
///
/// S(t) = Π over event times tᵢ ≤ t of (1 − dᵢ/nᵢ), with dᵢ events among nᵢ at risk. At equal times events come before censorings. A
/// late entry at `e` counts as at risk for times > e, as R's (start, stop].
/// - Source: E. L. Kaplan, P. Meier (1958), JASA 53(282), 457–481; late entries D. Lynden-Bell (1971), MNRAS 155, 95–118.
package struct SurvivalCurve: Hashable, Sendable {
    /// Times of leaving, ascending, in the unit of the durations. All columns have one value per time.
    package private(set) var times: [Double] = []
    /// Cases at risk just before the time.
    package private(set) var atRisk: [Int] = []
    package private(set) var events: [Int] = []
    package private(set) var censored: [Int] = []
    /// S just after the time, 0...1.
    package private(set) var survival: [Double] = []
    /// Greenwood's sum Σ dᵢ / (nᵢ (nᵢ − dᵢ)), the variance of ln S; steps at which all fail add nothing, for S is 0 from there.
    package private(set) var variance: [Double] = []
    /// Cases that count, and rows left out: duration negative, infinite or not a number, or entry not before the duration.
    package let n: Int
    package let unusable: Int

    private var product = SurvivalProduct()
    private var now = 0

    /// - Parameters: `durations` ≥ 0 in any unit and order; `events` false where watching stopped; `entries` from when each was watched, nil
    ///   or ≤ 0 for the beginning.
    /// - Returns: nil where the columns differ in length.
    package init?(durations: [Double], events: [Bool], entries: [Double]? = nil) {
        guard durations.count == events.count, entries.map({ $0.count == durations.count }) ?? true else { return nil }
        let columns = events.withUnsafeBufferPointer { events in
            RiskColumns(durations, entries: entries, kinds: 2, kind: { events[$0] ? 1 : 0 })
        }
        self.init(n: columns.used, unusable: columns.unusable, fromStart: columns.fromStart[0], room: columns.used)
        columns.forEachTime { time, left, entered in step(time, events: left[1], censored: left[0], entered: entered[0]) }
    }

    init(n: Int, unusable: Int, fromStart: Int, room: Int) {
        (self.n, self.unusable, now) = (n, unusable, fromStart)
        times.reserveCapacity(room)
        atRisk.reserveCapacity(room)
        events.reserveCapacity(room)
        censored.reserveCapacity(room)
        survival.reserveCapacity(room)
        variance.reserveCapacity(room)
    }

    @inline(__always)
    mutating func step(_ time: Double, events failed: Int, censored gone: Int, entered: Int) {
        now += entered
        product.step(atRisk: now, events: failed)
        times.append(time)
        atRisk.append(now)
        events.append(failed)
        censored.append(gone)
        survival.append(product.value)
        variance.append(product.variance)
        now -= failed + gone
    }

    /// The last place whose time is not after `time`; nil before the first, where S is 1.
    package func place(at time: Double) -> Int? { lastPlace(of: time, in: times) }

    /// S(t), 0...1; nil for no cases.
    package func survival(at time: Double) -> Double? { n == 0 || time.isNaN ? nil : place(at: time).map { survival[$0] } ?? 1 }

    /// Greenwood's standard error of S at a place of the columns; 0 where S is 0.
    /// - Source: M. Greenwood (1926), Reports on Public Health and Medical Subjects 33.
    package func error(_ place: Int) -> Double { times.indices.contains(place) ? survival[place] * variance[place].squareRoot() : 0 }

    /// The pointwise interval of S at a place of the columns; nil where the scale has none.
    package func interval(_ place: Int, _ scale: SurvivalScale = .logLog, z: Double = normal95) -> ClosedRange<Double>? {
        guard times.indices.contains(place) else { return nil }
        return scale.interval(survival[place], variance: variance[place], z: z)
    }
}

/// The running product of Kaplan and Meier with Greenwood's sum.
struct SurvivalProduct: Hashable {
    private(set) var value = 1.0
    private(set) var variance = 0.0

    @inline(__always)
    mutating func step(atRisk: Int, events: Int) {
        guard events > 0 else { return }
        let n = Double(atRisk), rest = Double(atRisk - events)
        value *= rest / n
        if rest > 0 { variance += Double(events) / (n * rest) }
    }
}

/// The last place in ascending `times` that is not after `time`.
func lastPlace(of time: Double, in times: [Double]) -> Int? {
    var (low, high) = (0, times.count)
    while low < high {
        let middle = (low + high) / 2
        if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
}
