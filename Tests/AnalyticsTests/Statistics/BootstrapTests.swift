// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct `The bootstrap` {
    /// Law schools: average LSAT score and grade points. B. Efron (1982), The Jackknife, the Bootstrap and Other Resampling Plans, table 2.1.
    static let scores: [Double] = [576, 635, 558, 578, 666, 580, 555, 661, 651, 605, 653, 575, 545, 572, 594]
    static let points = [3.39, 3.30, 2.81, 3.03, 3.44, 3.07, 3.00, 3.43, 3.36, 3.13, 3.12, 2.74, 2.76, 2.88, 2.96]

    static func correlation(_ places: [Int]) -> Double {
        let n = Double(places.count), x = places.reduce(0) { $0 + scores[$1] } / n, y = places.reduce(0) { $0 + points[$1] } / n
        var (xx, xy, yy) = (0.0, 0.0, 0.0)
        for place in places {
            let (dx, dy) = (scores[place] - x, points[place] - y)
            (xx, xy, yy) = (xx + dx * dx, xy + dx * dy, yy + dy * dy)
        }
        return xy / (xx * yy).squareRoot()
    }

    /// Correlation 0.776 (Efron 1982). scipy.stats.bootstrap(paired=True, method="BCa", n_resamples=20000) of four seeds: 0.315 to 0.342 and 0.941 to
    /// 0.943; 8000 replicates here, tolerance 0.04 and 0.01.
    @Test func `of law schools is that of Efron and SciPy`() throws {
        var random = SeededRandom(seed: 15, stream: 0)
        let found = try #require(bootstrapBCa(count: 15, replicates: 8000, random: &random, statistic: Self.correlation))
        #expect(abs(found.value - 0.776) <= 5e-4 && found.kind == .bca && found.replicates == 8000)
        #expect(abs(found.low - 0.326) < 0.04 && abs(found.high - 0.942) < 0.01)
        var same = SeededRandom(seed: 15, stream: 0)
        #expect(bootstrapBCa(count: 15, replicates: 8000, random: &same, statistic: Self.correlation) == found)
    }

    /// scipy.stats.bootstrap((x,), np.mean, n_resamples=100000, method="BCa") of three seeds: 44.8 to 45.1 and 87.1 to 87.3; tolerance 1.5.
    @Test func `of a mean is that of SciPy`() throws {
        var random = SeededRandom(seed: 16, stream: 0)
        let sample: [Double] = [16, 23, 38, 94, 99, 104, 141, 10, 27, 31, 40, 46, 50, 52, 104, 146]
        let found = try #require(bootstrapBCa(sample, replicates: 10_000, random: &random) { $0.reduce(0, +) / Double($0.count) })
        #expect(abs(found.low - 45) < 1.5 && abs(found.high - 87.2) < 1.5 && found.kind == .bca)
    }

    @Test func `falls back to percentiles and says so`() throws {
        var random = SeededRandom(seed: 17, stream: 0)
        let same = try #require(bootstrapBCa([3, 3, 3], random: &random) { $0.max() ?? .nan })
        #expect(same.kind == .percentile && same.low == 3 && same.high == 3)
        let most = try #require(bootstrapBCa([1, 2, 3, 4], replicates: 200, random: &random) { $0 == [1, 2, 3, 4] ? 9 : $0.reduce(0, +) / 4 })
        #expect(most.kind == .percentile && most.high < 9)
        #expect(bootstrapBCa([1], random: &random) { $0[0] } == nil && bootstrapBCa([1, .nan], random: &random) { $0[1] } == nil)
        #expect(bootstrapBCa([1, 2], level: 1, random: &random) { $0[0] } == nil)
    }
}
