// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct `A survival curve` {
    static func aml(_ group: Int) throws -> SurvivalCurve {
        let rows = TrialData.aml.groups.indices.filter { TrialData.aml.groups[$0] == group }
        return try #require(SurvivalCurve(durations: rows.map { TrialData.aml.weeks[$0] }, events: rows.map { TrialData.aml.events[$0] }))
    }

    /// R: survfit(Surv(time, status) ~ x, data = aml) prints medians 31 (18, NA) and 23 (8, NA), interval on the log scale.
    @Test(arguments: [(0, 31.0, 18.0), (1, 23.0, 8.0)]) func `has the medians that R prints`(group: Int, median: Double, low: Double) throws {
        let found = try Self.aml(group).quantile(0.5, .log)
        #expect(found.time == median && found.low == low && found.high == nil)
    }

    /// R: summary(survfit(Surv(time, status) ~ 1, data = aml[aml$x == "Maintained", ])), three decimals; log interval.
    @Test(arguments: [
        (9.0, 11, 0.909, 0.0867, 0.7541, 1.0), (13, 10, 0.818, 0.1163, 0.6192, 1.0), (18, 8, 0.716, 0.1397, 0.4884, 1.0),
        (23, 7, 0.614, 0.1526, 0.3769, 0.999), (31, 5, 0.491, 0.1642, 0.2549, 0.946), (34, 4, 0.368, 0.1627, 0.1549, 0.875),
        (48, 2, 0.184, 0.1535, 0.0359, 0.944),
    ]) func `is what R's summary says`(week: Double, atRisk: Int, value: Double, error: Double, low: Double, high: Double) throws {
        let curve = try Self.aml(0), place = try #require(curve.place(at: week)), interval = try #require(curve.interval(place, .log))
        #expect(curve.times[place] == week && curve.atRisk[place] == atRisk)
        #expect(abs(curve.survival[place] - value) <= 5e-4 && abs(curve.error(place) - error) <= 5.1e-5)
        #expect(abs(interval.lowerBound - low) <= 5.1e-5 && abs(interval.upperBound - high) <= 5.1e-4)
    }

    /// S ∓ 1.959964 · error, cut at 1, as conf.type = "plain" of R; S and error from the summary above, so to 2e-4.
    @Test func `has even intervals where asked for`() throws {
        let curve = try Self.aml(0), first = try #require(curve.interval(0, .plain)), last = try #require(curve.interval(8, .plain))
        #expect(abs(first.lowerBound - 0.7391) < 2e-4 && first.upperBound == 1)
        #expect(curve.times[8] == 48 && last.lowerBound == 0 && abs(last.upperBound - 0.4849) < 2e-4)
        #expect(curve.interval(0, .plain, z: .nan) == nil && curve.interval(0, .logLog, z: .infinity) == nil)
    }

    /// R: print(survfit(...), rmean = "individual") for aml gives 52.6 (19.83) and 22.7 (4.18); all digits and the rest by NumPy, apart.
    @Test func `has the restricted means of R`() throws {
        let kept = try #require(Self.aml(0).restrictedMean(to: 161)), without = try #require(Self.aml(1).restrictedMean(to: 45))
        #expect(isNear(kept.value, 52.64545454545455) && isNear(kept.error, 19.828602795562585) && !kept.beyond)
        #expect(isNear(without.value, 22.708333333333336) && isNear(without.error, 4.180941981033154))
        let all = try #require(SurvivalCurve(durations: TrialData.aml.weeks, events: TrialData.aml.events))
        let early = try #require(all.restrictedMean(to: 50)), late = try #require(all.restrictedMean(to: 200))
        #expect(isNear(early.value, 27.17184265010352) && isNear(early.error, 3.2615399942140315) && !early.beyond)
        #expect(isNear(late.value, 39.594202898550726) && isNear(late.error, 12.584498346359966) && late.beyond)
    }

    /// NumPy, apart: at risk just before, S, Greenwood's error.
    @Test(arguments: [
        (0.5, 4, 0.75, 0.21650635094610965), (1.25, 5, 0.6, 0.21908902300206645), (3.5, 5, 0.384, 0.18548962235122488),
        (7, 4, 0.24576, 0.1418896021560425), (9.75, 3, 0.10922666666666675, 0.08918319987946582), (11.5, 1, 0, 0),
    ]) func `counts late entries as at risk after they came`(time: Double, atRisk: Int, value: Double, error: Double) throws {
        let curve = try #require(
            SurvivalCurve(durations: TrialData.durations, events: TrialData.outcomes.map { $0 > 0 }, entries: TrialData.entries))
        let place = try #require(curve.place(at: time))
        #expect(curve.atRisk[place] == atRisk && isNear(curve.survival[place], value) && isNear(curve.error(place), error))
    }

    @Test func `leaves out and counts what cannot be, and never stops`() throws {
        let curve = try #require(
            SurvivalCurve(
                durations: [0, -0.0, 3, -1, .nan, .infinity, 2, 2, .greatestFiniteMagnitude, 5], events: Array(repeating: true, count: 10),
                entries: [0, 0, 0, 0, 0, 0, 2, .nan, 1, -.infinity]))
        #expect(curve.n == 5 && curve.unusable == 5)
        #expect(curve.times == [0, 3, 5, .greatestFiniteMagnitude] && curve.events == [2, 1, 1, 1] && curve.survival.last == 0)
        #expect(curve.survival(at: 0) == 0.5 && curve.survival(at: -1) == 1 && curve.survival(at: .nan) == nil)
        #expect(SurvivalCurve(durations: [1], events: []) == nil)
        let none = try #require(SurvivalCurve(durations: [], events: []))
        #expect(none.survival(at: 1) == nil && none.quantile(0.5).time == nil && none.restrictedMean(to: 1) == nil)
        #expect(curve.interval(9) == nil && curve.quantile(.nan).time == nil && curve.restrictedMean(to: .infinity) == nil)
    }

    /// R: survfit(Surv(1:4) ~ 1) has the median 2.5.
    @Test func `takes the middle where it lies at the level`() throws {
        let even = try #require(SurvivalCurve(durations: [4, 2, 1, 3], events: [true, true, true, true]))
        #expect(even.quantile(0.5).time == 2.5 && even.quantile(0.4).time == 2 && even.quantile(0.75).time == 3.5)
        let flat = try #require(SurvivalCurve(durations: [1, 2, 3, 4], events: [true, true, false, false]))
        #expect(flat.quantile(0.5).time == 2 && flat.quantile(0.6).time == nil)
    }

    /// lifelines 0.30.3: KaplanMeierFitter().fit(T, E) of waltons, survival and confidence_interval_, to 1e-12.
    @Test(
        .enabled(if: TrialData.isThere, "../shared/data/survival is not there"),
        arguments: [
            (19.0, 0.9136503067484664, 0.8585492594417107, 0.9479303549213415), (41, 0.7346242331288348, 0.6594637527831473, 0.7957699131274796),
            (56, 0.4299026499659169, 0.35268900481936244, 0.5046796092328875),
        ]) func `of the flies is that of lifelines`(day: Double, value: Double, low: Double, high: Double) throws
    {
        let rows = try TrialData.rows("waltons_dataset.csv")
        let curve = try #require(SurvivalCurve(durations: rows.map { Double($0[0]) ?? .nan }, events: rows.map { $0[1] == "1" }))
        let place = try #require(curve.place(at: day)), interval = try #require(curve.interval(place))
        #expect(curve.n == 163 && isNear(curve.survival[place], value) && isNear(interval.lowerBound, low) && isNear(interval.upperBound, high))
        #expect(curve.quantile(0.5).time == 56)
    }

    @Test(arguments: [UInt64(1), 2, 3]) func `of many rows is what the definition gives`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed, stream: 0)
        let durations = (0..<9000).map { _ in random.chance(0.5) ? random.unit() * 100 : Double(random.below(100)) }
        let events = durations.map { _ in random.chance(0.5) }, entries = durations.map { $0 * random.unit() - 20 }
        let curve = try #require(SurvivalCurve(durations: durations, events: events, entries: entries))
        for time in [1, 7.3] {
            var expected = 1.0
            for (at, group) in Dictionary(grouping: durations.indices.filter { events[$0] && durations[$0] <= time }, by: { durations[$0] }) {
                expected *=
                    1 - Double(group.count) / Double(durations.indices.count { durations[$0] >= at && (entries[$0] <= 0 || entries[$0] < at) })
            }
            #expect(isNear(curve.survival(at: time), expected, 1e-9), "seed \(seed)")
        }
    }
}
