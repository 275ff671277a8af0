// SPDX-License-Identifier: Apache-2.0

/// Cumulative incidence of competing outcomes: the share that has come to each by a time. Together with S, the share that has come to none,
/// they make 1.
///
/// Fₖ(t) = Σ over times tᵢ ≤ t of S(tᵢ₋₁) dₖᵢ / nᵢ, S as Kaplan and Meier's for any outcome. At equal times outcomes come before censorings; a
/// late entry at `e` counts as at risk for times > e.
/// - Source: O. O. Aalen (1978), Annals of Statistics 6, 534–545; O. O. Aalen, S. Johansen (1978), Scand. J. Statist. 5, 141–150.
package struct AalenJohansen: Hashable, Sendable {
    /// One outcome: cases at each time, incidence just after it (0...1) and its standard error.
    package struct Outcome: Hashable, Sendable {
        package fileprivate(set) var events: [Int] = []
        package fileprivate(set) var incidence: [Double] = []
        package fileprivate(set) var error: [Double] = []
        fileprivate var moments = IncidenceMoments()
    }

    /// Times of leaving, ascending, in the unit of the durations; all columns have one value per time.
    package private(set) var times: [Double] = []
    package private(set) var atRisk: [Int] = []
    package private(set) var censored: [Int] = []
    /// S just after the time, 0...1.
    package private(set) var survival: [Double] = []
    /// Outcome k lies at k − 1.
    package private(set) var outcomes: [Outcome]
    /// Cases that count; rows left out for their duration, entry or outcome.
    package let n: Int
    package let unusable: Int

    private var product = SurvivalProduct()
    private var now: Int

    /// - Parameters: `durations` ≥ 0 in any unit and order; `outcomes` 0 where watching stopped, else 1...count; `entries` from when each was
    ///   watched, nil or ≤ 0 for the beginning.
    /// - Returns: nil where the columns differ in length or `count` is 0.
    package init?(durations: [Double], outcomes codes: [UInt8], of count: Int, entries: [Double]? = nil) {
        guard count > 0, count < 256, durations.count == codes.count, entries.map({ $0.count == durations.count }) ?? true else { return nil }
        let columns = RiskColumns(durations, entries: entries, kinds: count + 1, kind: { Int(codes[$0]) })
        self.init(of: count, n: columns.used, unusable: columns.unusable, fromStart: columns.fromStart[0])
        columns.forEachTime { time, left, entered in step(time, left: left, entered: entered[0]) }
    }

    init(of count: Int, n: Int, unusable: Int, fromStart: Int) {
        (self.n, self.unusable, now) = (n, unusable, fromStart)
        outcomes = Array(repeating: Outcome(), count: count)
    }

    /// `left` has the censored first, then those of each outcome.
    mutating func step(_ time: Double, left: UnsafeBufferPointer<Int>, entered: Int) {
        now += entered
        let gone = left.reduce(0, +), failed = gone - left[0]
        for place in outcomes.indices {
            let events = left[place + 1]
            outcomes[place].moments.step(survival: product.value, atRisk: now, all: failed, own: events)
            outcomes[place].events.append(events)
            outcomes[place].incidence.append(outcomes[place].moments.incidence)
            outcomes[place].error.append(max(0, outcomes[place].moments.variance).squareRoot())
        }
        product.step(atRisk: now, events: failed)
        times.append(time)
        atRisk.append(now)
        censored.append(left[0])
        survival.append(product.value)
        now -= gone
    }

    /// The incidence of outcome `k` (from 1) by `time`; nil for no cases and for outcomes that are none.
    package func incidence(of k: Int, at time: Double) -> Double? {
        guard n > 0, outcomes.indices.contains(k - 1), !time.isNaN else { return nil }
        return lastPlace(of: time, in: times).map { outcomes[k - 1].incidence[$0] } ?? 0
    }

    /// The pointwise interval on the scale of ln(−ln F); nil where F is 0 or 1, for which it is not defined.
    /// - Parameter place: of the columns.
    /// - Source: B. Choudhury (2002), Statistics in Medicine 21, 1129–1144.
    package func interval(of k: Int, _ place: Int, z: Double = normal95) -> ClosedRange<Double>? {
        guard outcomes.indices.contains(k - 1), times.indices.contains(place) else { return nil }
        let share = outcomes[k - 1].incidence[place], relative = outcomes[k - 1].error[place] / share
        return SurvivalScale.logLog.interval(share, variance: relative * relative, z: z)
    }
}

/// F of one outcome with its variance and its covariance with S, step by step, as S′ = S (1 − d/n) and F′ = F + S dₖ/n, where the d of each step are
/// multinomial given n.
/// - Source: P. K. Andersen, Ø. Borgan, R. D. Gill, N. Keiding (1993), Statistical Models Based on Counting Processes, 4.4.1.4 (of Greenwood's type).
private struct IncidenceMoments: Hashable {
    private(set) var incidence = 0.0
    private(set) var variance = 0.0
    private var ofSurvival = 0.0
    private var covariance = 0.0

    mutating func step(survival: Double, atRisk: Int, all: Int, own: Int) {
        guard all > 0, atRisk > 0 else { return }
        let n = Double(atRisk), hazard = Double(all) / n, ownHazard = Double(own) / n, square = survival * survival
        incidence = min(1, incidence + survival * ownHazard)
        variance += 2 * ownHazard * covariance + ownHazard * ownHazard * ofSurvival + square * ownHazard * (1 - ownHazard) / n
        covariance = (1 - hazard) * (covariance + ownHazard * ofSurvival) - square * ownHazard * (1 - hazard) / n
        ofSurvival = (1 - hazard) * (1 - hazard) * ofSurvival + square * hazard * (1 - hazard) / n
    }
}
