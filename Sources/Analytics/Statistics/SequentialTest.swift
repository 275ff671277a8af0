// SPDX-License-Identifier: Apache-2.0

/// A test of two shares that may be looked at, and stopped, after every batch: the chance that it ever says "they differ" while in each batch they do not
/// is at most `alpha`, exactly, however many batches come and however often someone looks.
///
/// Within a batch, given how many of all succeeded, the successes of A are hypergeometric if the shares are the same, and Fisher's noncentral
/// hypergeometric at odds ratio ψ else. The e-value is the product over batches of the likelihood ratio of ψ against 1, averaged over a fixed grid of ψ, and so
/// a nonnegative martingale of mean 1 if nothing differs, with any base rate, even one that changes from batch to batch. A batch says something only if
/// it has cases of both.
/// - Source: J. Ville (1939), Étude critique de la notion de collectif; mixture H. Robbins (1970), Ann. Math. Statist. 41, 1397–1409; R. Johari, L. Pekelis,
///   D. J. Walsh (2015), arXiv:1512.04922; e-values P. Grünwald, R. de Heide, W. Koolen (2024), J. R. Statist. Soc. B 86, 1091–1128.
package struct SequentialTest: Hashable, Sendable {
    /// 1 less the certainty of the verdict and of the interval.
    package let alpha: Double
    /// All cases so far.
    package private(set) var a = Share()
    package private(set) var b = Share()
    /// The smallest that 1 / e-value has been, at most 1: below α at some time with probability α at most if nothing differs.
    package private(set) var p = 1.0
    /// Batches that were none: more successes than cases, or fewer than none.
    package private(set) var unusable = 0

    /// ln of the likelihood at each odds ratio of the grid, but for one term that all share.
    private var likelihood: [Double]
    private var inside: ClosedRange<Int>

    /// - Parameter alpha: above 0, below 1.
    package init?(alpha: Double = 0.05) {
        guard alpha > 0, alpha < 1 else { return nil }
        self.alpha = alpha
        likelihood = [Double](repeating: 0, count: Self.grid.count)
        inside = 0...Self.grid.count - 1
    }

    /// ln ψ, even in arsinh, from −4.9 to 4.9, so that small and large differences are found alike; all weigh the same.
    private static let grid = (-128...128).map { 0.02 * hyperbolicSine(Double($0) / 128 * 6.2) }
    private static let none = 128

    /// Adds the cases since the last batch. How large a batch is must not depend on what came out in it.
    package mutating func add(a first: Share, b second: Share) {
        guard [first, second].allSatisfy({ $0.successes >= 0 && $0.successes <= $0.n && $0.n <= 1 << 31 }) else {
            unusable += 1
            return
        }
        (a, b) = (a + first, b + second)
        guard first.n > 0, second.n > 0, first.successes + second.successes > 0, first.successes + second.successes < first.n + second.n else {
            return
        }
        let table = NoncentralHypergeometric(cases: first.n, others: second.n, successes: first.successes + second.successes)
        for (place, x) in Self.grid.enumerated() { likelihood[place] += Double(first.successes) * x - table.logNormalizer(x) }
        p = min(p, 1 / eValue)
        // Intervals of earlier times hold as well, so that they may only narrow.
        let limit = mixture + naturalLogarithm(alpha)
        if let low = inside.first(where: { likelihood[$0] > limit }), let high = inside.last(where: { likelihood[$0] > limit }) {
            inside = low...high
        }
    }

    /// Evidence against "they do not differ": expected to be at most 1 if they do not; 20 and more is a verdict at α = 0.05.
    package var eValue: Double { exponential(min(700, mixture - likelihood[Self.none])) }

    package var differs: Bool { p <= alpha }

    /// The odds ratio of A against B that holds at all times at once with certainty 1 − α, ends on the grid and rounded outward; an end at the end of the
    /// grid, ψ = 1/135 or 135, is open.
    package var oddsRatio: (low: Double, high: Double) {
        (
            inside.lowerBound == 0 ? 0 : exponential(Self.grid[inside.lowerBound - 1]),
            inside.upperBound == Self.grid.count - 1 ? .infinity : exponential(Self.grid[inside.upperBound + 1])
        )
    }

    private var mixture: Double {
        let most = likelihood.max() ?? 0
        return most + naturalLogarithm(likelihood.reduce(0) { $0 + exponential($1 - most) } / Double(likelihood.count))
    }
}

/// Successes among `cases` when `successes` fall on `cases` and `others` together, weighed by ψ to their number.
/// - Source: R. A. Fisher (1935), J. R. Statist. Soc. 98, 39–82; sums outward from the mode, J. G. Liao, O. Rosen (2001), The American Statistician 55, 366–369.
struct NoncentralHypergeometric {
    let cases: Int
    let others: Int
    let successes: Int

    /// ln Σ over u of C(cases, u) C(others, successes − u) / C(cases + others, successes) · e^(u x), the logarithm of E ψ^u at ψ = 1.
    func logNormalizer(_ x: Double) -> Double {
        let (m, n, s) = (Double(cases), Double(others), Double(successes)), psi = exponential(x)
        let lowest = max(0, s - n), highest = min(m, s)
        // The mode solves (m − u)(s − u) ψ = u (n − s + u).
        let half = ((m + s + 2) * psi + n - s) / 2
        let root = max(0, half * half - (psi - 1) * psi * (m + 1) * (s + 1)).squareRoot()
        let mode = min(highest, max(lowest, (psi * (m + 1) * (s + 1) / (half + root)).rounded(.down)))
        let peak = logChoose(m, mode) + logChoose(n, s - mode) - logChoose(m + n, s) + mode * x
        var (sum, term, u) = (1.0, 1.0, mode)
        while u < highest, term > 1e-17 * sum {
            term *= (m - u) * (s - u) / ((u + 1) * (n - s + u + 1)) * psi
            u += 1
            sum += term
        }
        (term, u) = (1, mode)
        while u > lowest, term > 1e-17 * sum {
            term *= u * (n - s + u) / ((m - u + 1) * (s - u + 1)) / psi
            u -= 1
            sum += term
        }
        return peak + naturalLogarithm(sum)
    }

    private func logChoose(_ n: Double, _ k: Double) -> Double {
        guard k > 0, k < n else { return 0 }
        let rest = n - k
        return stirlingError(n) - stirlingError(k) - stirlingError(rest) - k * naturalLogarithm(k / n) - rest * naturalLogarithm(rest / n)
            + 0.5 * naturalLogarithm(n / (k * rest)) - 0.918_938_533_204_672_7
    }
}
