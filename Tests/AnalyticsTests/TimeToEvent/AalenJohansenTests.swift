// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct `Cumulative incidence` {
    /// lifelines 0.30.3: AalenJohansenFitter(calculate_variance=True).fit(T, C, event_of_interest=k), to 1e-12.
    @Test(arguments: [
        (1, 0.5, 0.08333333333333333, 0.00636574074074074), (1, 2.5, 0.16666666666666669, 0.011574074074074077),
        (1, 5, 0.34523809523809523, 0.01980921336788684), (1, 8.25, 0.46428571428571425, 0.024583940719144805),
        (2, 1.25, 0.08333333333333334, 0.006365740740740741), (2, 6.5, 0.17857142857142855, 0.01319545675413022),
        (2, 9.75, 0.29761904761904756, 0.021277062412266498), (2, 11.5, 0.5357142857142856, .nan),
    ]) func `is that of lifelines`(outcome: Int, time: Double, value: Double, variance: Double) throws {
        let found = try #require(AalenJohansen(durations: TrialData.durations, outcomes: TrialData.outcomes, of: 2))
        let place = try #require(found.times.firstIndex(of: time)), error = found.outcomes[outcome - 1].error[place]
        #expect(isNear(found.incidence(of: outcome, at: time), value))
        #expect(variance.isNaN || isNear(error * error, variance))
    }

    /// As above, confidence_interval_ at 2.5 (lifelines' fifth row has time 3.5 and incidence 1/4).
    @Test func `has the interval of lifelines`() throws {
        let found = try #require(AalenJohansen(durations: TrialData.durations, outcomes: TrialData.outcomes, of: 2))
        let place = try #require(found.times.firstIndex(of: 3.5)), interval = try #require(found.interval(of: 1, place))
        #expect(isNear(interval.lowerBound, 0.06014455573333131) && isNear(interval.upperBound, 0.504758833298432))
        #expect(found.interval(of: 2, 0) == nil && found.interval(of: 3, 0) == nil && found.interval(of: 1, 99) == nil)
    }

    @Test(arguments: [UInt64(1), 2, 3, 4]) func `of all outcomes and the rest make one`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed, stream: 1)
        let durations = (0..<3000).map { _ in random.chance(0.3) ? Double(random.below(50)) : random.unit() * 50 }
        let outcomes = durations.map { _ in UInt8(random.below(5)) }, entries = durations.map { $0 * random.unit() * 1.5 - 20 }
        let found = try #require(AalenJohansen(durations: durations, outcomes: outcomes, of: 4, entries: entries))
        let curve = try #require(SurvivalCurve(durations: durations, events: outcomes.map { $0 > 0 }, entries: entries))
        #expect(found.survival == curve.survival && found.atRisk == curve.atRisk && found.unusable == curve.unusable)
        for place in found.times.indices {
            let sum = found.outcomes.reduce(found.survival[place]) { $0 + $1.incidence[place] }
            #expect(abs(sum - 1) < 1e-9, "seed \(seed)")
        }
    }

    @Test func `of one outcome is one less the curve, with its error`() throws {
        let events = TrialData.aml.events
        let found = try #require(AalenJohansen(durations: TrialData.aml.weeks, outcomes: events.map { $0 ? 1 : 0 }, of: 1))
        let curve = try #require(SurvivalCurve(durations: TrialData.aml.weeks, events: events))
        for place in curve.times.indices {
            #expect(
                isNear(found.outcomes[0].incidence[place], 1 - curve.survival[place]) && isNear(found.outcomes[0].error[place], curve.error(place)))
        }
        #expect(AalenJohansen(durations: [1, 2], outcomes: [9, 1], of: 1)?.unusable == 1)
        #expect(AalenJohansen(durations: [1], outcomes: [], of: 1) == nil && AalenJohansen(durations: [], outcomes: [], of: 0) == nil)
    }
}
