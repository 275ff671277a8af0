// SPDX-License-Identifier: Apache-2.0

/// The value below which a Beta distribution lies with probability `p`.
/// - Parameters: `p` 0...1; `a`, `b` > 0.
/// - Returns: 0...1, to about 1e-13 relative; nil where a parameter is out of range.
/// - Source: Newton's method on the logit of x, kept within a bracket that bisection narrows.
package func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double? {
    guard p >= 0, p <= 1, a > 0, b > 0, a.isFinite, b.isFinite else { return nil }
    if p == 0 { return 0 }
    if p == 1 { return 1 }
    // The half in which the value lies, so that the smaller of x and 1 − x keeps all its digits.
    let half = incompleteBeta(0.5, a, b)
    return p <= half ? lowerHalf(a, b) { $0 - p } : 1 - lowerHalf(b, a) { $0 - (1 - p) }
}

/// The root in 0...½ of `excess` of the share up to x.
private func lowerHalf(_ a: Double, _ b: Double, _ excess: (Double) -> Double) -> Double {
    var (low, high) = (-745.0, 0.0)
    var u = min(-1e-3, max(-744, naturalLogarithm(a / b)))
    for _ in 0..<200 {
        let x = logistic(u), rest = logistic(-u)
        let gap = excess(incompleteBeta(x, rest, a, b))
        if gap == 0 { break }
        if gap > 0 { high = u } else { low = u }
        let slope = betaFactor(x, rest, a, b)
        var next = u - gap / slope
        if !(next > low && next < high) { next = (low + high) / 2 }
        if abs(next - u) <= 1e-15 * max(1, abs(u)) { return logistic(next) }
        u = next
    }
    return logistic(u)
}

/// The exact interval of a binomial share: its coverage is never less than `level`.
/// - Parameters: `successes` 0...n; `level` above 0, below 1.
/// - Returns: nil when `n` is 0 or a parameter is out of range.
/// - Source: C. J. Clopper, E. S. Pearson (1934), Biometrika 26, 404–413.
package func clopperPearson(_ successes: Int, of n: Int, level: Double = 0.95) -> Ratio? {
    guard n > 0, successes >= 0, successes <= n, level > 0, level < 1 else { return nil }
    let (k, rest, tail) = (Double(successes), Double(n - successes), (1 - level) / 2)
    guard let low = successes == 0 ? 0 : betaQuantile(tail, k, rest + 1), let high = successes == n ? 1 : betaQuantile(1 - tail, k + 1, rest)
    else { return nil }
    return Ratio(value: k / Double(n), low: low, high: high, n: n)
}
