// SPDX-License-Identifier: Apache-2.0

/// The probability of at least `count` where the mean is `mean` and the variance `mean` + `mean`² / `size`; Poisson's for an infinite size.
/// - Parameters: `mean` ≥ 0; `size` > 0.
/// - Returns: 0...1, tails to about 1e-12 relative; NaN where a parameter is out of range.
/// - Source: P(X ≥ k) = I(mean / (mean + size); k, size) and P(k, mean); N. L. Johnson, A. W. Kemp, S. Kotz (2005), Univariate Discrete Distributions, 5.6.
package func negativeBinomialTail(_ count: Int, mean: Double, size: Double) -> Double {
    guard mean >= 0, size > 0, mean.isFinite else { return .nan }
    guard count > 0 else { return 1 }
    guard mean > 0 else { return 0 }
    // From there on the two differ in the thirteenth digit.
    guard size < 1e15 * max(1, mean) else { return incompleteGamma(Double(count), mean, upper: false) }
    return incompleteBeta(mean / (mean + size), size / (mean + size), Double(count), size)
}
