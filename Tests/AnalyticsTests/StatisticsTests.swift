// SPDX-License-Identifier: Apache-2.0
import Analytics
import Foundation
import Testing

@Suite struct StatisticsTests {
    /// R. G. Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3; tolerance half of the last digit given.
    @Test(arguments: [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)])
    func `Wilson's interval is as published`(successes: Int, n: Int, low: Double, high: Double) throws {
        let ratio = try #require(wilson(successes, of: n))
        #expect(abs(ratio.low - low) <= 5e-5 && abs(ratio.high - high) <= 5e-5)
    }

    /// Weeks of remission under 6-MP of 21 patients. E. J. Freireich et al. (1963), Blood 21, 699–716.
    static let remission: [Waiting] =
        [6, 6, 6, 7, 10, 13, 16, 22, 23].map { Waiting(time: $0, event: true) }
        + [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map { Waiting(time: $0, event: false) }

    /// S and its standard error: D. R. Cox, D. Oakes (1984), Analysis of Survival Data, and every text since.
    @Test(arguments: [
        (Int32(0), 1.0, 0.0), (6, 0.857, 0.076), (7, 0.807, 0.087), (10, 0.753, 0.096), (13, 0.690, 0.107), (16, 0.627, 0.114), (22, 0.538, 0.128),
        (23, 0.448, 0.135), (35, 0.448, 0.135),
    ])
    func `Kaplan-Meier matches the remission trial`(week: Int32, value: Double, error: Double) throws {
        let survival = try #require(kaplanMeier(Self.remission, at: week))
        #expect(abs(survival.value - value) < 5.5e-4 && abs(survival.error - error) < 5.5e-4)
        #expect(survival.n == 21)
    }

    /// R: survfit(Surv(t, e) ~ 1, conf.type = "log-log") gives 0.268 to 0.747 at week 22.
    @Test func `its interval is that of the log-log scale`() throws {
        let interval = try #require(kaplanMeier(Self.remission, at: 22)?.interval)
        #expect(abs(interval.lowerBound - 0.268) < 5.5e-4 && abs(interval.upperBound - 0.747) < 5.5e-4)
        #expect(kaplanMeier(Self.remission, at: 5)?.interval == nil)
        #expect(kaplanMeier([], at: 5) == nil)
    }

    /// R's and NumPy's default for 1, 2, 4, 8, 16.
    @Test(arguments: [(0.0, 1.0), (0.25, 2.0), (0.5, 4.0), (0.9, 12.8), (0.8, 9.6), (1.0, 16.0)])
    func `a quantile is of type 7`(share: Double, expected: Double) throws {
        #expect(abs(try #require(quantile([16, 1, 8, 2, 4], share)) - expected) < 1e-12)
        #expect(abs(try #require(quantiles(of: [[16, 1], [], [8, 2, 4]], [share]).first) - expected) < 1e-12)
    }

    @Test func `no values have no quantile`() {
        #expect(quantile([], 0.5) == nil && quantiles(of: [[], []], [0.5]).isEmpty)
    }

    @Test(arguments: [(UInt64(1), 1...5), (2, 1...10_000), (3, 0...2_147_483_647), (4, 1_000_000...1_000_001), (5, 7...7)])
    func `quantiles of many parts equal those of the sorted whole`(seed: UInt64, range: ClosedRange<Int32>) {
        var dice = Dice(seed: seed)
        var parts = (0..<5).map { part in (0..<part * 1500).map { _ in Int32.random(in: range, using: &dice) } }
        // One value far out must not spoil the digits of the rest.
        parts[0].append(.max)
        let all = parts.joined().map(Double.init), shares = [0, 0.1, 0.5, 0.8, 0.9, 0.999, 1]
        let found = quantiles(of: parts, shares)
        for (share, value) in zip(shares, found) {
            let expected = PlainFunnel.type7(all, share) ?? .nan
            #expect(abs(value - expected) <= 1e-9 * max(1, expected), "seed \(seed), \(share)")
            #expect(abs((quantile(all, share) ?? .nan) - expected) <= 1e-9 * max(1, expected), "seed \(seed), \(share)")
        }
    }

    @Test func `many waiting times give what the formula gives`() throws {
        var dice = Dice(seed: 9)
        let cases = (0..<9000).map { _ in Waiting(time: .random(in: 0..<400_000, using: &dice), event: .random(using: &dice)) }
        var expected = 1.0
        let times = cases.map(\.time).sorted()
        for (time, group) in Dictionary(grouping: cases.filter { $0.event && $0.time <= 200_000 }, by: \.time) {
            expected *= 1 - Double(group.count) / Double(times.count { $0 >= time })
        }
        #expect(abs(try #require(kaplanMeier(cases, at: 200_000)).value - expected) < 1e-9)
    }
}
