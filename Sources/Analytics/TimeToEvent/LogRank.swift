// SPDX-License-Identifier: Apache-2.0

/// Whether groups differ in how fast their events come.
package struct LogRank: Hashable, Sendable {
    /// Events of each group, and as many as it would have had at the pace of all together.
    package let observed: [Int]
    package let expected: [Double]
    /// Σ (O − E)ᵀ V⁻¹ (O − E), chi-square on `degrees` of freedom if the groups do not differ.
    package let statistic: Double
    /// Groups that could have had an event, less one.
    package let degrees: Int
    /// The probability of a statistic at least as large by chance.
    package let p: Double
    /// Rows left out for their duration, entry or group.
    package let unusable: Int
}

/// The log-rank test of two or more groups, with late entries.
///
/// At each time with d events among n at risk, of which n₉ are of group g: E₉ = d n₉/n and V₉ₕ = d (n − d)/(n − 1) · n₉/n (δ₉ₕ − nₕ/n).
/// - Parameters: `durations`, `events`, `entries` as for `SurvivalCurve`; `groups` 0..<count.
/// - Returns: nil where columns differ in length or fewer than two groups could have had an event while another was at risk.
/// - Source: N. Mantel (1966), Cancer Chemotherapy Reports 50, 163–170; R. Peto, J. Peto (1972), J. R. Statist. Soc. A 135, 185–207.
package func logRank(durations: [Double], events: [Bool], groups: [Int], of count: Int, entries: [Double]? = nil) -> LogRank? {
    guard count >= 2, count <= 1000, durations.count == events.count, durations.count == groups.count,
        entries.map({ $0.count == durations.count }) ?? true
    else { return nil }
    let columns = RiskColumns(
        durations, entries: entries, kinds: 2 * count, sides: count,
        kind: { groups[$0] >= 0 && groups[$0] < count ? 2 * groups[$0] + (events[$0] ? 1 : 0) : nil }, side: { groups[$0] })
    var atRisk = columns.fromStart, observed = [Int](repeating: 0, count: count)
    var expected = [Double](repeating: 0, count: count), covariance = [Double](repeating: 0, count: count * count)
    columns.forEachTime { _, left, entered in
        var (n, d) = (0, 0)
        for group in 0..<count {
            atRisk[group] += entered[group]
            n += atRisk[group]
            d += left[2 * group + 1]
        }
        if d > 0 {
            let total = Double(n), hits = Double(d)
            let spread = n > 1 ? hits * (total - hits) / ((total - 1) * total * total) : 0
            for group in 0..<count where atRisk[group] > 0 {
                let own = Double(atRisk[group])
                observed[group] += left[2 * group + 1]
                expected[group] += hits * own / total
                for other in 0...group { covariance[group * count + other] += spread * own * ((other == group ? total : 0) - Double(atRisk[other])) }
            }
        }
        for group in 0..<count { atRisk[group] -= left[2 * group] + left[2 * group + 1] }
    }
    let living = (0..<count).filter { expected[$0] > 0 && covariance[$0 * count + $0] > 0 }
    guard living.count >= 2 else { return nil }
    let chosen = living.dropLast()
    let solved = quadraticForm(
        of: chosen.map { Double(observed[$0]) - expected[$0] },
        inverse: chosen.map { row in chosen.map { covariance[max(row, $0) * count + min(row, $0)] } })
    guard solved.rank > 0 else { return nil }
    return LogRank(
        observed: observed, expected: expected, statistic: solved.value, degrees: solved.rank, p: chiSquareTail(solved.value, degrees: solved.rank),
        unusable: columns.unusable)
}

/// xᵀ A⁻¹ x of a symmetric, positive semidefinite A, by Cholesky's decomposition without roots; directions without variance are left out.
private func quadraticForm(of x: [Double], inverse matrix: [[Double]]) -> (value: Double, rank: Int) {
    var (a, y, value, rank) = (matrix, x, 0.0, 0)
    for pivot in x.indices {
        guard a[pivot][pivot] > 1e-10 * matrix[pivot][pivot] else { continue }
        value += y[pivot] * y[pivot] / a[pivot][pivot]
        rank += 1
        for row in x.indices where row > pivot {
            let factor = a[row][pivot] / a[pivot][pivot]
            y[row] -= factor * y[pivot]
            for column in pivot..<x.count { a[row][column] -= factor * a[pivot][column] }
        }
    }
    return (value, rank)
}
