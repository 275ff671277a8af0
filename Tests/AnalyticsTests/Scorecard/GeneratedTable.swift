// SPDX-License-Identifier: Apache-2.0
import Analytics

/// A table with an outcome of known making, for tests of scorecards and of their guard.
struct GeneratedTable {
    var columns: [FeatureColumn] = []
    var outcomes: [UInt8] = []
    /// Probability of success of each row.
    var truth: [Double] = []

    static func logistic(_ x: Double) -> Double { Calibration.platt(slope: 1, intercept: 0).probability(x) }

    /// `signal` columns with an effect on the log-odds and `noise` without; one category of five levels with effects.
    init(seed: UInt64, rows: Int, signal: Int, noise: Int, strength: Double = 0.7, base: Double = -1.5, interaction: Double = 0) {
        var random = SeededRandom(seed: seed, stream: 40)
        var numbers = (0..<signal + noise).map { _ in (0..<rows).map { _ in random.normal() } }
        let codes = (0..<rows).map { _ in Int32(random.below(5)) }
        for row in 0..<rows {
            var score = base + (signal > 0 ? strength * (Double(codes[row]) - 2) / 2 : 0)
            for column in 0..<signal { score += strength * numbers[column][row] * (column % 2 == 0 ? 1 : -1) }
            if interaction != 0, numbers.count > 1 { score += (numbers[0][row] > 0) == (numbers[1][row] > 0) ? interaction : -interaction }
            truth.append(Self.logistic(score))
            outcomes.append(random.chance(Self.logistic(score)) ? 1 : 0)
        }
        if !numbers.isEmpty { for row in 0..<rows where random.chance(0.05) { numbers[0][row] = .nan } }
        columns = numbers.enumerated().map { FeatureColumn("n\($0)", .numbers($1, isDate: false)) }
        columns.append(FeatureColumn("level", .categories(codes, levels: ["a", "b", "c", "d", "e"])))
    }

    func question(_ seed: UInt64 = 1) -> ScorecardQuestion {
        var question = ScorecardQuestion(columns: columns, outcomes: outcomes, split: .random)
        (question.seed, question.workers) = (seed, 2)
        return question
    }
}
