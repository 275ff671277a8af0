// SPDX-License-Identifier: Apache-2.0

/// Terms that occur more in the last window than their own past lets expect.
///
/// A term with K occurrences in past windows of exposure P is expected (K + ½) e / P times in the last window, of exposure e. Its count there is taken
/// as negative binomial with variance μ + μ² (φ + φ Σ (eᵢ/P)² + 1 / (K + ½)): chance within the window, the term's restlessness from window to window, and
/// how little its past says. φ is estimated by Pearson's moments from the past of all terms that are expected at least once per window, pooled; a term that was more
/// restless has its own, drawn to the pooled one as if that came from four further windows.
/// - Source: J. F. Lawless (1987), Canadian J. Statistics 15, 209–225; prediction as of a Gamma distributed rate with H. Jeffreys's prior; discoveries by
///   Y. Benjamini, Y. Hochberg (1995), over all terms that occur anywhere, so that picking those that occur now costs nothing.
package struct RisingTerms: Hashable, Sendable {
    package struct Term: Hashable, Sendable {
        package let code: Int
        /// In the last window, and in all past ones.
        package let count: Int
        package let past: Int
        /// What the past lets expect in the last window.
        package let expected: Double
        /// The probability of at least `count` if nothing rose.
        package let p: Double
        /// p as Benjamini and Hochberg adjust it for all tests.
        package let adjusted: Double
    }

    /// Terms that stand at `q`, surest first.
    package let risen: [Term]
    /// Terms that were tested.
    package let tests: Int
    /// φ, pooled; 0 where the past is no more restless than chance.
    package let dispersion: Double

    /// The fewest occurrences in the last window that are reported.
    package static let fewest = 3

    /// - Parameters: `counts` of each term (by code) in each window, oldest first, the last being tested; `exposure` of each window, documents or terms, > 0;
    ///   `q` the share of those reported that may be chance.
    /// - Returns: nil for fewer than two past windows, or where the columns do not fit.
    package init?(counts: [[Int]], exposure: [Double], q: Double = 0.05) {
        guard counts.count >= 3, counts.count == exposure.count, exposure.allSatisfy({ $0 > 0 && $0.isFinite }), q > 0, q < 1,
            let width = counts.first?.count, counts.allSatisfy({ $0.count == width && $0.allSatisfy { $0 >= 0 && $0 <= 1 << 31 } }),
            let last = counts.last, let now = exposure.last
        else { return nil }
        let windows = counts.count - 1, total = exposure.dropLast().reduce(0, +)
        let shares = exposure.dropLast().map { $0 / total }, squares = shares.reduce(0) { $0 + $1 * $1 }
        let past = (0..<width).map { term in counts.dropLast().reduce(0) { $0 + $1[term] } }
        let restless = past.indices.map { term in
            past[term] >= windows ? Restlessness(past[term], shares: shares) { counts[$0][term] } : Restlessness()
        }
        let pooled = restless.reduce(Restlessness(), +).dispersion
        let tested = past.indices.filter { past[$0] + last[$0] > 0 }
        let found = tested.map { term in
            let known = Double(past[term]) + 0.5, expected = known * now / total, weight = Double(windows - 1)
            let dispersion = max(pooled, (restless[term].dispersion * weight + pooled * 4) / (weight + 4))
            return (expected, negativeBinomialTail(last[term], mean: expected, size: 1 / (dispersion * (1 + squares) + 1 / known)))
        }
        let adjusted = benjaminiHochberg(found.map(\.1))
        risen = tested.indices.filter { adjusted[$0] <= q && last[tested[$0]] >= Self.fewest && Double(last[tested[$0]]) > found[$0].0 }
            .sorted { (found[$0].1, tested[$0]) < (found[$1].1, tested[$1]) }
            .map { place in
                Term(
                    code: tested[place], count: last[tested[place]], past: past[tested[place]], expected: found[place].0, p: found[place].1,
                    adjusted: adjusted[place])
            }
        (tests, dispersion) = (tested.count, pooled)
    }
}

/// Sums for φ by Pearson's moments: E (x − μ)²/μ = (1 − h)(1 + φμ), with h the window's share of the exposure.
private struct Restlessness {
    private var excess = 0.0
    private var weight = 0.0

    init() {}

    init(_ past: Int, shares: [Double], _ count: (Int) -> Int) {
        for (window, share) in shares.enumerated() {
            let mean = Double(past) * share, distance = Double(count(window)) - mean
            excess += distance * distance / mean - (1 - share)
            weight += mean * (1 - share)
        }
    }

    var dispersion: Double { weight > 0 ? max(0, excess / weight) : 0 }

    static func + (a: Restlessness, b: Restlessness) -> Restlessness {
        var sum = a
        sum.excess += b.excess
        sum.weight += b.weight
        return sum
    }
}
