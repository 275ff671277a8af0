// SPDX-License-Identifier: Apache-2.0

/// How well probabilities tell outcomes, each number with a 95 % interval: of the area by DeLong, of the others by drawing rows anew.
package struct Judgement: Sendable {
    package let auc: Estimate
    package let averagePrecision: Estimate
    package let brier: Estimate
    package let logLoss: Estimate
    /// Of the best tenth and the best fifth.
    package let liftTenth: Estimate
    package let liftFifth: Estimate
    /// Ten groups of about equal size by probability: mean of it, and the share that came true.
    package let reliability: [(mean: Double, observed: Ratio)]

    /// - Parameters: `scores` order rows; `probabilities` 0...1; `outcomes` 0 or 1.
    /// - Returns: nil where one side is empty.
    package init?(scores: [Double], probabilities: [Double], outcomes: [UInt8], seed: UInt64, replicates: Int = 200) {
        guard let auc = deLong(scores, outcomes) else { return nil }
        let ranked = RankedScores(scores, outcomes)
        let squares = zip(probabilities, outcomes).map { ($0 - Double($1)) * ($0 - Double($1)) }
        let surprises = zip(probabilities, outcomes).map { surprise($0, $1) }
        // Beyond 200,000 rows fewer draws give the same intervals.
        let draws = outcomes.count > 200_000 ? min(40, replicates) : replicates
        var samples = Array(repeating: [Double](), count: 5)
        for draw in 0..<draws {
            var random = SeededRandom(seed: seed, stream: UInt64(draw) + 500)
            let weights = outcomes.map { _ in random.poissonOne() }
            let all = max(1, weights.reduce(0.0) { $0 + Double($1) })
            samples[0].append(ranked.averagePrecision(weights) ?? 0)
            samples[1].append(zip(squares, weights).reduce(0) { $0 + $1.0 * Double($1.1) } / all)
            samples[2].append(zip(surprises, weights).reduce(0) { $0 + $1.0 * Double($1.1) } / all)
            samples[3].append(ranked.lift(0.1, weights) ?? 0)
            samples[4].append(ranked.lift(0.2, weights) ?? 0)
        }
        func estimate(_ value: Double, _ place: Int) -> Estimate {
            Estimate(value: value, low: quantile(samples[place], 0.025) ?? value, high: quantile(samples[place], 0.975) ?? value)
        }
        let n = Double(max(1, outcomes.count))
        self.auc = auc
        averagePrecision = estimate(ranked.averagePrecision() ?? 0, 0)
        brier = estimate(squares.reduce(0, +) / n, 1)
        logLoss = estimate(surprises.reduce(0, +) / n, 2)
        liftTenth = estimate(ranked.lift(0.1) ?? 0, 3)
        liftFifth = estimate(ranked.lift(0.2) ?? 0, 4)
        let order = probabilities.indices.sorted { (probabilities[$0], $0) < (probabilities[$1], $1) }
        var groups: [(mean: Double, observed: Ratio)] = []
        for group in 0..<10 {
            let rows = order[order.count * group / 10..<order.count * (group + 1) / 10]
            let hits = rows.reduce(0) { $0 + Int(outcomes[$1]) }
            guard let observed = wilson(hits, of: rows.count) else { continue }
            groups.append((rows.reduce(0) { $0 + probabilities[$1] } / Double(rows.count), observed))
        }
        reliability = groups
    }
}

/// What changed between the rows that were learned from and those that judge.
package struct Drift: Sendable {
    /// Later less earlier share of success.
    package let baseRate: Comparison?
    package let before: Share
    package let after: Share
    /// Per feature, most first: population stability index. Below 0.1 little, above 0.25 much.
    /// - Source: Σ (a − b) · ln(a / b) over bins; N. Siddiqi (2006), Credit Risk Scorecards; the symmetric divergence of H. Jeffreys (1946).
    package let inputs: [(feature: String, index: Double)]

    package init(before: Share, after: Share, inputs: [(feature: String, before: [Int], after: [Int])]) {
        (self.before, self.after) = (before, after)
        baseRate = difference(after, before)
        self.inputs = inputs.map { input in
            // Half a case more in each bin, so that an empty one is no infinity.
            let (a, b) = (
                Double(input.before.reduce(0, +)) + 0.5 * Double(input.before.count),
                Double(input.after.reduce(0, +)) + 0.5 * Double(input.after.count)
            )
            let index = zip(input.before, input.after).reduce(0.0) { sum, counts in
                let (p, q) = ((Double(counts.0) + 0.5) / a, (Double(counts.1) + 0.5) / b)
                return sum + (q - p) * naturalLogarithm(q / p)
            }
            return (input.feature, index)
        }.sorted { ($1.index, $0.feature) < ($0.index, $1.feature) }
    }
}

extension SeededRandom {
    /// A Poisson number with mean 1 by one look at a table.
    mutating func poissonOne() -> UInt32 {
        let u = unit()
        var (sum, term, count) = (0.367_879_441_171_442_33, 0.367_879_441_171_442_33, UInt32(0))
        while u > sum, count < 20 {
            count += 1
            term /= Double(count)
            sum += term
        }
        return count
    }
}
