// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct `The log-rank test` {
    /// R: survdiff(Surv(time, status) ~ x, data = aml): expected 10.69 and 7.31, chisq 3.4 on 1 df, p 0.07; all digits by lifelines 0.30.3.
    @Test func `of leukaemia is as published`() throws {
        let found = try #require(logRank(durations: TrialData.aml.weeks, events: TrialData.aml.events, groups: TrialData.aml.groups, of: 2))
        #expect(found.observed == [7, 11] && abs(found.expected[0] - 10.69) <= 5e-3 && abs(found.expected[1] - 7.31) <= 5e-3)
        #expect(isNear(found.statistic, 3.3963886989776024, 1e-11) && found.degrees == 1 && isNear(found.p, 0.0653393220405049, 1e-11))
    }

    /// R: survdiff(Surv(futime, fustat) ~ rx, data = ovarian): expected 5.23 and 6.77, chisq 1.1 on 1 df, p 0.3.
    @Test func `of ovarian cancer is as published`() throws {
        let found = try #require(
            logRank(durations: TrialData.ovarian.days, events: TrialData.ovarian.events, groups: TrialData.ovarian.groups, of: 2))
        #expect(found.observed == [7, 5] && abs(found.expected[0] - 5.23) <= 5e-3 && abs(found.expected[1] - 6.77) <= 5e-3)
        #expect(abs(found.statistic - 1.1) <= 0.05 && abs(found.p - 0.3) <= 0.05)
    }

    /// NumPy, apart, as R's (start, stop].
    @Test func `knows late entries`() throws {
        let found = try #require(
            logRank(
                durations: TrialData.durations, events: TrialData.outcomes.map { $0 > 0 }, groups: (0..<12).map { $0 % 3 }, of: 3,
                entries: TrialData.entries))
        #expect(found.observed == [3, 4, 2] && zip(found.expected, [2.71666667, 3.1, 3.18333333]).allSatisfy { abs($0 - $1) < 5e-9 })
        #expect(isNear(found.statistic, 1.037976123989219, 1e-11) && found.degrees == 2 && isNear(found.p, 0.5951224704104028, 1e-11))
    }

    /// lifelines 0.30.3: multivariate_logrank_test(T, group, E) of waltons; (week, prio.clip(upper=3), arrest) of rossi.
    @Test(.enabled(if: TrialData.isThere, "../shared/data/survival is not there")) func `is that of lifelines`() throws {
        let flies = try TrialData.rows("waltons_dataset.csv"), prison = try TrialData.rows("rossi.csv")
        let two = try #require(
            logRank(
                durations: flies.map { Double($0[0]) ?? .nan }, events: flies.map { $0[1] == "1" }, groups: flies.map { $0[2] == "control" ? 0 : 1 },
                of: 2))
        #expect(isNear(two.statistic, 122.24912557300615, 1e-11) && isNear(two.p, 2.0359832222855426e-28, 1e-10))
        let four = try #require(
            logRank(
                durations: prison.map { Double($0[0]) ?? .nan }, events: prison.map { $0[1] == "1" }, groups: prison.map { min(3, Int($0[8]) ?? -1) },
                of: 4))
        #expect(isNear(four.statistic, 13.58387092049222, 1e-11) && four.degrees == 3 && isNear(four.p, 0.00352994474469132, 1e-11))
    }

    @Test func `says nothing where nothing can be compared`() {
        #expect(logRank(durations: [1, 2], events: [true, true], groups: [0, 0], of: 2) == nil)
        #expect(logRank(durations: [], events: [], groups: [], of: 2) == nil && logRank(durations: [1], events: [true], groups: [], of: 2) == nil)
        let odd = logRank(durations: [1, 2, 3, .nan, 5], events: Array(repeating: true, count: 5), groups: [0, 2, 0, 2, 9], of: 3)
        #expect(odd?.unusable == 2 && odd?.degrees == 1)
    }
}
