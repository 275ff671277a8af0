// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct RankMetricsTests {
    static let outcomes: [UInt8] = [0, 0, 0, 1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1]
    static let scores: [Double] = [
        0.4, 0.8, -1.6, 0.7, 0.0, 0.8, -1.3, 1.0, 1.0, -0.3, -1.0, 0.6, -1.1, -1.4, 0.2, -1.1, 2.2, 0.7, -2.0, 1.3, -1.1, 1.0, 0.0, -1.0,
    ]

    /// scikit-learn 1.9.1: roc_auc_score, average_precision_score; 1e-12.
    @Test func `area and average precision are scikit-learn's, ties too`() throws {
        #expect(abs(try #require(areaUnderROC(Self.scores, Self.outcomes)) - 0.892_857_142_857_142_9) < 1e-12)
        #expect(abs(try #require(RankedScores(Self.scores, Self.outcomes).averagePrecision()) - 0.866_601_307_189_542_4) < 1e-12)
    }

    /// From all pairs by NumPy (placement values, n − 1 in the variances), on the logit scale; 1e-9.
    @Test func `DeLong's interval is that of all pairs`() throws {
        let area = try #require(deLong(Self.scores, Self.outcomes))
        #expect(abs(area.low - 0.689_361_510_892_372_5) < 1e-9 && abs(area.high - 0.969_033_435_883_797_8) < 1e-9)
    }

    /// scikit-learn 1.9.1: brier_score_loss, log_loss of 1 / (1 + e^−s).
    @Test func `Brier score and log loss are scikit-learn's`() throws {
        let probabilities = Self.scores.map { Calibration.platt(slope: 1, intercept: 0).probability($0) }
        let judged = try #require(Judgement(scores: Self.scores, probabilities: probabilities, outcomes: Self.outcomes, seed: 1))
        #expect(abs(judged.brier.value - 0.157_928_096_216_181_06) < 1e-12 && abs(judged.logLoss.value - 0.486_855_246_239_340_34) < 1e-12)
        #expect(judged.brier.low < judged.brier.value && judged.brier.value < judged.brier.high)
        #expect(judged.reliability.reduce(0) { $0 + $1.observed.n } == 24)
    }

    /// 24 rows, 10 positives; the best fifth is 4.8 rows: 2.2, 1.3 and 2.8 of the three at 1.0, all positive.
    @Test func `lift takes a part of what is equal at the border`() throws {
        let lift = try #require(RankedScores(Self.scores, Self.outcomes).lift(0.2))
        #expect(abs(lift - 1 / (10.0 / 24)) < 1e-12)
    }

    @Test func `without both outcomes there is no area`() {
        #expect(areaUnderROC([1, 2], [1, 1]) == nil && deLong([], []) == nil && RankedScores([1], [0]).lift(0.1) == nil)
    }

    /// scikit-learn 1.9.1: IsotonicRegression().fit(0…11, v, sample_weight=w).predict; 1e-6.
    @Test func `isotonic regression is scikit-learn's`() {
        let values = [-0.33, -0.74, 1.65, 0.87, 2.83, 1.14, 1.44, 1.54, 0.19, 0.83, 2.35, 0.7]
        let fitted = poolAdjacentViolators(values, [4, 1, 2, 4, 4, 1, 4, 4, 2, 2, 4, 4])
        let expected: [Double] = [-0.412, -0.412, 1.13, 1.13, 1.5448, 1.5448, 1.5448, 1.5448, 1.5448, 1.5448, 1.5448, 1.5448]
        for (a, b) in zip(fitted, expected) { #expect(abs(a - b) < 1e-6) }
    }

    /// SciPy 1.x: minimize of the log loss with Platt's targets; 1e-5.
    @Test func `Platt's curve is the minimum of his loss`() throws {
        guard case .platt(let slope, let intercept)? = Calibration.platt(Self.scores, Self.outcomes) else { return #expect(Bool(false), "no curve") }
        #expect(abs(slope - 1.31108106) < 1e-5 && abs(intercept - -0.43031697) < 1e-5)
        #expect(Calibration.platt([1, 2], [1, 1]) == nil)
    }

    @Test func `isotonic steps never fall and never say never`() throws {
        var random = SeededRandom(seed: 3, stream: 0)
        let points = (0..<500).map { _ in Double(random.below(40)) }
        let outcomes = points.map { UInt8(random.chance($0 / 40) ? 1 : 0) }
        guard case .isotonic(let steps, let shares)? = Calibration.isotonic(points, outcomes) else { return #expect(Bool(false), "no steps") }
        #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 } && zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
        #expect(shares.allSatisfy { $0 > 0 && $0 < 1 })
    }

    /// (b − a) ln(b / a) over (30, 50, 20) and (10, 60, 30) with half a case more in each, by NumPy; 1e-12.
    @Test func `the stability index is its formula`() throws {
        let drift = Drift(before: Share(1, of: 2), after: Share(1, of: 2), inputs: [("a", [30, 50, 20], [10, 60, 30])])
        #expect(abs(try #require(drift.inputs.first).index - 0.26706154474130667) < 1e-12)
    }
}
