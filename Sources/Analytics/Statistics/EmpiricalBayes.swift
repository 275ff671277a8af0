// SPDX-License-Identifier: Apache-2.0

/// Rates of many groups, each drawn to what all of them show, the more the fewer cases it has.
///
/// The rates are taken as drawn from a Beta distribution, which is fitted to all groups by greatest marginal likelihood; a group's rate is then the
/// mean of its posterior, (k + μM) / (n + M), with the middle 95 % of it. The interval takes the fit as known, and so is somewhat narrow for few groups.
/// - Source: B. Efron, C. Morris (1975), JASA 70, 311–319; C. N. Morris (1983), JASA 78, 47–55.
package struct EmpiricalBayes: Hashable, Sendable {
    /// μ, the mean of the groups' rates; the share of the pool where they do not vary.
    package let mean: Double
    /// M, as many cases as the knowledge of the other groups weighs; ∞ where the groups differ no more than chance lets them.
    package let precision: Double
    /// In the order given, with the groups' own numbers of cases; a group without cases has the distribution of all. Where the groups do not vary, all have
    /// the pool's share with Wilson's interval.
    package let groups: [Ratio]

    /// Whether the groups differ more than chance lets them.
    package var varies: Bool { precision.isFinite }

    /// - Parameters: `groups` with successes 0...n; `level` of the intervals.
    /// - Returns: nil where there are no cases or a group has fewer than none.
    package init?(_ groups: [Share], level: Double = 0.95) {
        guard level > 0, level < 1, groups.allSatisfy({ $0.n >= 0 && $0.n <= 1 << 40 && $0.successes >= 0 && $0.successes <= $0.n }),
            groups.count <= 1 << 20,
            let pool = wilson(groups.reduce(0) { $0 + $1.successes }, of: groups.reduce(0) { $0 + $1.n }, z: -normalQuantile((1 - level) / 2))
        else { return nil }
        guard let fit = BetaBinomial.fit(groups.filter { $0.n > 0 }) else {
            (mean, precision) = (pool.value, .infinity)
            self.groups = groups.map { Ratio(value: pool.value, low: pool.low, high: pool.high, n: $0.n) }
            return
        }
        (mean, precision) = (fit.mean, fit.precision)
        let tail = (1 - level) / 2
        self.groups = groups.map { group in
            let a = Double(group.successes) + fit.alpha, b = Double(group.n - group.successes) + fit.beta
            // A posterior that leans on 0 or 1 has its mean outside of its middle.
            let mean = a / (a + b), low = betaQuantile(tail, a, b) ?? 0, high = betaQuantile(1 - tail, a, b) ?? 1
            return Ratio(value: mean, low: min(mean, low), high: max(mean, high), n: group.n)
        }
    }
}
