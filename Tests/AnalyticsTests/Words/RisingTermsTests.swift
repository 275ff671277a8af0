// SPDX-License-Identifier: Apache-2.0
import Analytics
import Foundation
import Testing

@Suite struct `Rising terms` {
    /// scipy.stats.nbinom.sf(k - 1, size, size / (size + mean)); the last scipy.stats.poisson.sf(19, 5).
    @Test(arguments: [
        (0, 1.0, 1.0, 1.0), (5, 2, 3, 0.09625600000000001), (30, 4, 0.7, 0.0037036691262380987), (200, 50, 10, 3.253397416646507e-08),
        (100_000, 99_000, 500, 0.4054254342207651), (3, 0.001, 0.5, 2.486922106026331e-09), (20, 5, .infinity, 3.452135820914455e-07),
        (20, 5, 1e14, 3.452135820914455e-07),
    ]) func `know the tail of the negative binomial`(count: Int, mean: Double, size: Double, p: Double) {
        #expect(isNear(negativeBinomialTail(count, mean: mean, size: size), p, 1e-10))
        #expect(negativeBinomialTail(1, mean: .nan, size: 1).isNaN && negativeBinomialTail(1, mean: 1, size: 0).isNaN)
    }

    /// 400 terms of Zipf's rates in twelve windows, restless with φ = 1 / shape (of a Gamma distribution); planted terms are four times as many in the last.
    static func counts(seed: UInt64, shape: Int, planted: Set<Int> = []) -> [[Int]] {
        var random = SeededRandom(seed: seed, stream: 9)
        return (0..<12).map { window in
            (0..<400).map { term in
                let rate = 400 / Double(term + 2) * (window == 11 && planted.contains(term) ? 4 : 1)
                let restless = -(0..<shape).reduce(0.0) { sum, _ in sum + log(1 - random.unit()) } / Double(shape)
                return poisson(rate * restless, &random)
            }
        }
    }

    /// 150 runs without a rise at q = 0.1: any discovery is false; three binomial standard errors above 0.1 are 0.174.
    @Test func `are false as rarely as stated`() throws {
        let runs = (0..<150).compactMap {
            RisingTerms(counts: Self.counts(seed: UInt64($0), shape: 5), exposure: Array(repeating: 1000, count: 12), q: 0.1)
        }
        #expect(Double(runs.count { !$0.risen.isEmpty }) / 150 <= 0.174, "seeds 0..<150, stream 9")
        #expect(runs.allSatisfy { abs($0.dispersion - 0.2) < 0.08 && $0.tests <= 400 })
    }

    @Test func `are found`() throws {
        let planted: Set<Int> = [5, 20, 60], exposure = Array(repeating: 1000.0, count: 12)
        let runs = (0..<20).compactMap { RisingTerms(counts: Self.counts(seed: UInt64($0), shape: 20, planted: planted), exposure: exposure, q: 0.1) }
        let found = runs.reduce(0) { $0 + Set($1.risen.map(\.code)).intersection(planted).count }
        let wrong = runs.reduce(0) { $0 + Set($1.risen.map(\.code)).subtracting(planted).count }
        #expect(found >= 45 && Double(wrong) <= 0.2 * Double(found), "seeds 0..<20, stream 9: \(found) of 60, \(wrong) false")
        let steady = try #require(RisingTerms(counts: [[10, 0], [10, 0], [10, 0], [10, 9]], exposure: [1, 1, 1, 1]))
        #expect(steady.risen.map(\.code) == [1] && steady.risen[0].past == 0 && steady.dispersion == 0)
        // Ten times the exposure, ten times the count: nothing rose.
        #expect(RisingTerms(counts: [[10], [10], [10], [100]], exposure: [1, 1, 1, 10])?.risen.isEmpty == true)
    }

    @Test func `need a past`() {
        #expect(RisingTerms(counts: [[1], [2]], exposure: [1, 1]) == nil && RisingTerms(counts: [[1], [2], [3, 4]], exposure: [1, 1, 1]) == nil)
        #expect(
            RisingTerms(counts: [[1], [2], [-3]], exposure: [1, 1, 1]) == nil && RisingTerms(counts: [[1], [2], [3]], exposure: [1, 0, 1]) == nil)
        #expect(RisingTerms(counts: [[], [], []], exposure: [1, 1, 1])?.tests == 0)
    }
}

/// D. E. Knuth, TAOCP vol. 2, 3.4.1, in parts that do not underflow.
private func poisson(_ mean: Double, _ random: inout SeededRandom) -> Int {
    var (left, count) = (mean, 0)
    while left > 0 {
        var product = 1.0
        let limit = exp(-min(left, 30))
        while true {
            product *= random.unit()
            if product <= limit { break }
            count += 1
        }
        left -= 30
    }
    return count
}
