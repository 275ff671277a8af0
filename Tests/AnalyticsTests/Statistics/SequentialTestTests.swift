// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct `A test that may be looked at any time` {
    /// SciPy: hypergeom.logpmf and logsumexp over the whole support, averaged over the same grid.
    @Test func `has the e-values that SciPy gives`() throws {
        var test = try #require(SequentialTest())
        test.add(a: Share(12, of: 50), b: Share(5, of: 50))
        #expect(isNear(test.eValue, 1.2442999698795996, 1e-9))
        test.add(a: Share(20, of: 80), b: Share(9, of: 70))
        #expect(isNear(test.eValue, 3.52330019084336, 1e-9) && !test.differs)
        test.add(a: Share(300, of: 1000), b: Share(240, of: 990))
        #expect(isNear(test.eValue, 33.017526724302414, 1e-9) && test.differs && isNear(test.p, 1 / 33.017526724302414, 1e-9))
        #expect(isNear(test.oddsRatio.low, 1.01353342, 1e-8) && isNear(test.oddsRatio.high, 1.96631152, 1e-8))
    }

    static func run(seed: UInt64, _ a: (Int) -> Double, _ b: (Int) -> Double, batches: Int, size: Int) -> (SequentialTest, covered: Bool)? {
        guard var test = SequentialTest() else { return nil }
        var random = SeededRandom(seed: seed, stream: 5), covered = true
        for batch in 0..<batches {
            let first = Share((0..<size).count { _ in random.chance(a(batch)) }, of: size)
            test.add(a: first, b: Share((0..<size).count { _ in random.chance(b(batch)) }, of: size))
            let odds = a(batch) / (1 - a(batch)) / (b(batch) / (1 - b(batch)))
            covered = covered && test.oddsRatio.low <= odds && odds <= test.oddsRatio.high
            if test.differs { break }
        }
        return (test, covered)
    }

    /// 400 streams of 25 batches with a look after each, the base rate changing: at most 5 % with three binomial standard errors, 0.05 + 0.033.
    @Test func `cries wolf no more often than stated`() {
        let runs = (0..<400).compactMap { seed in
            Self.run(seed: UInt64(seed), { 0.05 + 0.02 * Double($0 % 10) }, { 0.05 + 0.02 * Double($0 % 10) }, batches: 25, size: 20)
        }
        let alarms = Double(runs.count { $0.0.differs }) / 400
        #expect(alarms <= 0.05 + 3 * (0.05 * 0.95 / 400).squareRoot(), "seeds 0...399, stream 5: \(alarms)")
        #expect(Double(runs.count { !$0.covered }) / 400 <= 0.083)
    }

    /// 10 % against 20 %, up to 40 batches of 25 each: a fixed test of 80 % power needs 200 each; 1000 are enough here in 95 of 100 runs.
    @Test func `finds a difference`() {
        let runs = (0..<60).compactMap { Self.run(seed: UInt64($0), { _ in 0.2 }, { _ in 0.1 }, batches: 40, size: 25) }
        #expect(runs.count { $0.0.differs } >= 55, "seeds 0...59, stream 5")
    }

    @Test func `bears any batch`() throws {
        #expect(SequentialTest(alpha: 0) == nil && SequentialTest(alpha: .nan) == nil)
        var test = try #require(SequentialTest())
        test.add(a: Share(5, of: 3), b: Share(1, of: 2))
        test.add(a: Share(.min, of: .max), b: Share())
        test.add(a: Share(0, of: 10), b: Share(0, of: 10))
        test.add(a: Share(3, of: 10), b: Share())
        #expect(test.unusable == 2 && test.eValue == 1 && test.p == 1 && test.oddsRatio.low == 0 && test.oddsRatio.high == .infinity)
        test.add(a: Share(1_000_000, of: 2_000_000), b: Share(0, of: 2_000_000))
        #expect(test.differs && test.eValue.isFinite && test.oddsRatio.low > 50)
    }
}
