// SPDX-License-Identifier: Apache-2.0

/// Draws how many of each row's journeys a resample holds.
///
/// Each journey is drawn about as often as in the file, independently: a Poisson number of times, which for many journeys is the bootstrap and needs
/// neither a sort nor a second copy.
/// - Source: B. Efron (1979), Ann. Statist. 7, 1–26; N. Chamandy et al. (2012), "Estimating uncertainty for massive data streams".
package func poissonResample(_ paths: PathList, seed: UInt64, replicate: Int) -> (conversions: [UInt32], nulls: [UInt32]) {
    var random = SeededRandom(seed: seed, stream: UInt64(replicate))
    func draw(_ counts: [UInt32]) -> [UInt32] { counts.map { $0 == 0 ? 0 : random.poisson(Double($0)) } }
    return (draw(paths.conversions), draw(paths.nulls))
}

extension SeededRandom {
    /// A Poisson number with mean `mean` ≥ 0.
    /// - Source: multiplication of uniforms, D. E. Knuth, TAOCP vol. 2, 3.4.1; above 30 halves by the sum of two, above 10⁶ by the rounded normal.
    package mutating func poisson(_ mean: Double) -> UInt32 {
        guard mean > 0, mean.isFinite else { return 0 }
        if mean > 1e6 { return UInt32(clamping: Int64(min(4e9, max(0, (mean + normal() * mean.squareRoot()).rounded())))) }
        if mean > 30 { return poisson(mean / 2) &+ poisson(mean / 2) }
        let limit = exponential(-mean)
        var (product, count) = (unit(), UInt32(0))
        while product > limit {
            product *= unit()
            count += 1
        }
        return count
    }

    /// A standard normal number.
    /// - Source: G. E. P. Box, M. E. Muller (1958), by the polar method of G. Marsaglia.
    package mutating func normal() -> Double {
        while true {
            let (u, v) = (2 * unit() - 1, 2 * unit() - 1)
            let s = u * u + v * v
            if s > 0, s < 1 { return u * (-2 * naturalLogarithm(s) / s).squareRoot() }
        }
    }
}
