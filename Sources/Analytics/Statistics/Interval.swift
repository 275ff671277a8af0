// SPDX-License-Identifier: Apache-2.0

/// A share with its interval: `value`, `low` and `high` in 0...1, from `n` cases.
package struct Ratio: Hashable, Sendable, Codable {
    package let value: Double
    package let low: Double
    package let high: Double
    package let n: Int

    package init(value: Double, low: Double, high: Double, n: Int) { (self.value, self.low, self.high, self.n) = (value, low, high, n) }
}

/// Wilson's score interval for a binomial share.
/// - Parameters: `successes` 0...n; `z` the normal quantile, 1.959964 for 95 %.
/// - Returns: nil when `n` is 0: there is nothing to say.
/// - Source: E. B. Wilson (1927), JASA 22(158), 209–212.
package func wilson(_ successes: Int, of n: Int, z: Double = 1.959_963_984_540_054) -> Ratio? {
    guard n > 0, successes >= 0, successes <= n else { return nil }
    let (count, share) = (Double(n), Double(successes) / Double(n))
    let scale = 1 + z * z / count
    let middle = (share + z * z / (2 * count)) / scale
    let half = z / scale * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
    return Ratio(value: share, low: successes == 0 ? 0 : max(0, middle - half), high: successes == n ? 1 : min(1, middle + half), n: n)
}
