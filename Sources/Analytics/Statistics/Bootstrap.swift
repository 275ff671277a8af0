// SPDX-License-Identifier: Apache-2.0

/// A statistic of a sample with its bootstrap interval.
package struct BootstrapInterval: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        /// Bias-corrected and accelerated.
        case bca
        /// Plain percentiles, where all replicates lie on one side of the value or the acceleration is not to be had.
        case percentile
    }

    /// The statistic of the sample itself.
    package let value: Double
    package let low: Double
    package let high: Double
    package let kind: Kind
    /// z₀, the normal quantile of the share of replicates below the value, and the acceleration; 0 for plain percentiles.
    package let bias: Double
    package let acceleration: Double
    /// Replicates with a finite statistic; the others are left out.
    package let replicates: Int
}

/// The bias-corrected and accelerated bootstrap interval of any statistic of `count` cases, which are told by their places, so that pairs stay
/// together.
/// - Parameters: `replicates` samples with replacement; `level` of the interval; `random` source of chance; `statistic` of the cases at the
///   places given, of which some come more than once.
/// - Returns: ends by quantiles of type 7 of the replicates; the acceleration by leaving out each case once. Nil for fewer than two cases, for a
///   statistic of the sample that is not finite, and where more than half of the replicates have none.
/// - Source: B. Efron (1987), JASA 82, 171–185; B. Efron, R. J. Tibshirani (1993), An Introduction to the Bootstrap, 14.3. Ties with the value count
///   half, as in SciPy's bootstrap.
package func bootstrapBCa(
    count: Int, replicates: Int = 2000, level: Double = 0.95, random: inout SeededRandom, statistic: ([Int]) -> Double
) -> BootstrapInterval? {
    guard count >= 2, replicates >= 1, replicates <= 10_000_000, level > 0, level < 1 else { return nil }
    let value = statistic(Array(0..<count))
    guard value.isFinite else { return nil }
    var places = [Int](repeating: 0, count: count), found: [Double] = []
    found.reserveCapacity(replicates)
    for _ in 0..<replicates {
        for place in places.indices { places[place] = random.below(count) }
        let replicate = statistic(places)
        if replicate.isFinite { found.append(replicate) }
    }
    guard found.count * 2 >= replicates else { return nil }
    let below = found.reduce(0.0) { $0 + ($1 < value ? 1 : $1 == value ? 0.5 : 0) }
    let bias = normalQuantile(below / Double(found.count))
    let acceleration = bias.isFinite ? jackknifeAcceleration(count, statistic) : nil
    let tail = (1 - level) / 2
    var (shares, kind) = ((tail, 1 - tail), BootstrapInterval.Kind.percentile)
    if let acceleration {
        let z = normalQuantile(tail), ends = (bias + z, bias - z)
        let (low, high) = (ends.0 / (1 - acceleration * ends.0), ends.1 / (1 - acceleration * ends.1))
        if 1 - acceleration * ends.0 > 0, 1 - acceleration * ends.1 > 0 {
            (shares, kind) = ((normalShare(bias + low), normalShare(bias + high)), .bca)
        }
    }
    guard let low = quantile(found, shares.0), let high = quantile(found, shares.1) else { return nil }
    let isBCa = kind == .bca
    return BootstrapInterval(
        value: value, low: low, high: high, kind: kind, bias: isBCa ? bias : 0, acceleration: isBCa ? acceleration ?? 0 : 0, replicates: found.count)
}

/// As above, of a sample of numbers.
package func bootstrapBCa(
    _ sample: [Double], replicates: Int = 2000, level: Double = 0.95, random: inout SeededRandom, statistic: ([Double]) -> Double
) -> BootstrapInterval? {
    bootstrapBCa(count: sample.count, replicates: replicates, level: level, random: &random) { places in statistic(places.map { sample[$0] }) }
}

/// Σ (θ̄ − θ₍ᵢ₎)³ / (6 (Σ (θ̄ − θ₍ᵢ₎)²)^1.5), θ₍ᵢ₎ without case i; nil where a θ₍ᵢ₎ is not finite or all are the same.
private func jackknifeAcceleration(_ count: Int, _ statistic: ([Int]) -> Double) -> Double? {
    var places = Array(1..<count), values: [Double] = []
    for left in 0..<count {
        values.append(statistic(places))
        // The place left out moves on by one.
        if left < count - 1 { places[left] = left }
    }
    let mean = values.reduce(0, +) / Double(count)
    let squares = values.reduce(0) { $0 + (mean - $1) * (mean - $1) }, cubes = values.reduce(0) { $0 + (mean - $1) * (mean - $1) * (mean - $1) }
    let acceleration = cubes / (6 * squares * squares.squareRoot())
    return squares > 0 && acceleration.isFinite ? acceleration : nil
}
