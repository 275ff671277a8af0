// SPDX-License-Identifier: Apache-2.0

/// Cases of one kind: how many, and how many of them came to something.
package struct Share: Hashable, Sendable, Codable {
    package var successes: Int
    package var n: Int

    package init(_ successes: Int = 0, of n: Int = 0) { (self.successes, self.n) = (successes, n) }

    package var value: Double { n > 0 ? Double(successes) / Double(n) : 0 }
    package var interval: Ratio? { wilson(successes, of: n) }

    package static func + (a: Share, b: Share) -> Share { Share(a.successes + b.successes, of: a.n + b.n) }
    package static func - (a: Share, b: Share) -> Share { Share(a.successes - b.successes, of: a.n - b.n) }
}

/// An estimate with the ends of its 95 % interval and the probability of one at least as far from nothing by chance.
package struct Comparison: Hashable, Sendable, Codable {
    package let value: Double
    package let low: Double
    package let high: Double
    /// Two-sided, 0...1.
    package let p: Double

    package init(value: Double, low: Double, high: Double, p: Double) { (self.value, self.low, self.high, self.p) = (value, low, high, p) }

    /// The other way round.
    package var reversed: Comparison { Comparison(value: -value, low: -high, high: -low, p: p) }
}

/// The difference of two independent shares.
/// - Returns: a − b, in −1...1, with Newcombe's hybrid score interval and the pooled score test with Yates's continuity correction; nil where
///   one has no cases.
/// - Source: R. G. Newcombe (1998), Statistics in Medicine 17, 873–890, method 10; F. Yates (1934), Suppl. J. R. Statist. Soc. 1, 217–235.
package func difference(_ a: Share, _ b: Share) -> Comparison? {
    guard let first = a.interval, let second = b.interval else { return nil }
    let value = first.value - second.value
    let below = ((first.value - first.low) * (first.value - first.low) + (second.high - second.value) * (second.high - second.value)).squareRoot()
    let above = ((first.high - first.value) * (first.high - first.value) + (second.value - second.low) * (second.value - second.low)).squareRoot()
    let pooled = (a + b).value
    let parts = 1 / Double(a.n) + 1 / Double(b.n), variance = pooled * (1 - pooled) * parts
    let distance = max(0, abs(value) - parts / 2)
    return Comparison(
        value: value, low: max(-1, value - below), high: min(1, value + above), p: variance > 0 ? twoSided(distance / variance.squareRoot()) : 1)
}

/// The difference of two shares at the same stratum, such as the same source: strata weigh as many comparable cases as they have.
/// - Returns: the Mantel-Haenszel risk difference with its interval, and the Mantel-Haenszel test with continuity correction; nil where no stratum
///   has cases of both kinds.
/// - Source: N. Mantel, W. Haenszel (1959), JNCI 22, 719–748; S. Greenland, J. M. Robins (1985), Biometrics 41, 55–68.
package func mantelHaenszel(_ strata: [(a: Share, b: Share)]) -> Comparison? {
    var (weight, sum, variance) = (0.0, 0.0, 0.0)
    var (observed, expected, spread) = (0.0, 0.0, 0.0)
    for (a, b) in strata where a.n > 0 && b.n > 0 {
        let (n, m) = (Double(a.n), Double(b.n)), total = n + m
        let w = n * m / total
        weight += w
        sum += w * (a.value - b.value)
        variance += w * w * (a.value * (1 - a.value) / max(1, n - 1) + b.value * (1 - b.value) / max(1, m - 1))
        let hits = Double(a.successes + b.successes)
        observed += Double(a.successes)
        expected += n * hits / total
        if total > 1 { spread += n * m * hits * (total - hits) / (total * total * (total - 1)) }
    }
    guard weight > 0 else { return nil }
    let (value, half) = (sum / weight, 1.959_963_984_540_054 * variance.squareRoot() / weight)
    return Comparison(
        value: value, low: max(-1, value - half), high: min(1, value + half),
        p: spread > 0 ? twoSided(max(0, abs(observed - expected) - 0.5) / spread.squareRoot()) : 1)
}

/// Which of many tests stand when at most the share `q` of those that are reported may be chance.
/// - Parameter p: of all tests that were made, also those that showed nothing.
/// - Returns: their places.
/// - Source: Y. Benjamini, Y. Hochberg (1995), J. R. Statist. Soc. B 57, 289–300.
package func discoveries(_ p: [Double], q: Double) -> Set<Int> {
    let ordered = p.indices.sorted { p[$0] < p[$1] }
    let last = ordered.indices.last { p[ordered[$0]] <= q * Double($0 + 1) / Double(p.count) }
    return Set(last.map { ordered[...$0] } ?? [])
}

/// The tests' p values as Benjamini and Hochberg adjust them: the smallest `q` at which each would be among the `discoveries`.
/// - Parameter p: of all tests that were made; NaN stands for a test that was not, and stays.
/// - Returns: 0...1, in the order given, and in the order of `p` by size.
/// - Source: Y. Benjamini, Y. Hochberg (1995), J. R. Statist. Soc. B 57, 289–300; as p.adjust(method = "BH") of R.
package func benjaminiHochberg(_ p: [Double]) -> [Double] {
    let made = p.indices.filter { !p[$0].isNaN }.sorted { p[$0] > p[$1] }
    var (adjusted, least) = (p, 1.0)
    for (below, test) in made.enumerated() {
        least = min(least, max(0, p[test]) * Double(made.count) / Double(made.count - below))
        adjusted[test] = least
    }
    return adjusted
}

/// The probability that a standard normal value is at least as far from 0 as `z`, to about 1e-14 relative.
/// - Source: the series and the continued fraction of the error function; Abramowitz & Stegun (1964), 7.1.5 and 7.1.14.
package func twoSided(_ z: Double) -> Double {
    let x = abs(z) / 1.414_213_562_373_095_1
    guard x.isFinite else { return z.isNaN ? 1 : 0 }
    if x < 2 {
        var (term, sum, n) = (x, x, 0.0)
        while abs(term) > 1e-17 * abs(sum), n < 200 {
            n += 1
            term *= -x * x / n
            sum += term / (2 * n + 1)
        }
        return max(0, 1 - 1.128_379_167_095_512_6 * sum)
    }
    var tail = 0.0
    for k in stride(from: 120.0, through: 1, by: -1) { tail = k / 2 / (x + tail) }
    return exponential(-x * x) / ((x + tail) * 1.772_453_850_905_516)
}
