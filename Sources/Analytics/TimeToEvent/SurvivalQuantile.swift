// SPDX-License-Identifier: Apache-2.0

/// The time by which a share has had its event, with the ends of its interval; nil where the curve or its band does not get there.
package struct SurvivalQuantile: Hashable, Sendable {
    package let time: Double?
    package let low: Double?
    package let high: Double?
}

extension SurvivalCurve {
    /// The first time at which 1 − S reaches `share`; where S lies exactly at 1 − share (within 1.5e-8), the middle of that level: halfway
    /// to the next time at which S falls, if there is one. The ends are those times of the band's lower and upper limit, as R's quantile.survfit.
    /// - Parameter share: above 0, below 1, such as 0.5 for the median.
    /// - Source: R. Brookmeyer, J. Crowley (1982), Biometrics 38, 29–41.
    package func quantile(_ share: Double, _ scale: SurvivalScale = .logLog, z: Double = normal95) -> SurvivalQuantile {
        guard share > 0, share < 1 else { return SurvivalQuantile(time: nil, low: nil, high: nil) }
        let level = 1 - share
        return SurvivalQuantile(
            time: firstTime(at: level) { self.survival[$0] },
            low: firstTime(at: level) { self.interval($0, scale, z: z)?.lowerBound },
            high: firstTime(at: level) { self.interval($0, scale, z: z)?.upperBound })
    }

    private func firstTime(at level: Double, of line: (Int) -> Double?) -> Double? {
        let tolerance = 1.5e-8
        guard let first = times.indices.first(where: { line($0).map { $0 <= level + tolerance } ?? false }), let reached = line(first) else {
            return nil
        }
        guard reached >= level - tolerance else { return times[first] }
        let next = times[first...].indices.first { line($0).map { $0 < reached - tolerance } ?? false }
        return next.map { (times[first] + times[$0]) / 2 } ?? times[first]
    }

    /// The mean time without event up to `limit`, ∫ S from 0 to `limit`, as R's print(survfit, rmean = limit).
    /// - Returns: in the unit of the durations, with its standard error √Σ (∫ from tᵢ to limit S)² dᵢ / (nᵢ (nᵢ − dᵢ)); `beyond` where `limit` lies
    ///   after the last time while S > 0: S is then taken as staying as it was. Nil for no cases or a limit that is not finite and positive.
    /// - Source: J. P. Klein, M. L. Moeschberger (2003), Survival Analysis, 4.5.
    package func restrictedMean(to limit: Double) -> (value: Double, error: Double, beyond: Bool)? {
        guard n > 0, limit > 0, limit.isFinite else { return nil }
        // From the right, so that the area after each time is at hand.
        var (area, sum, right) = (0.0, 0.0, limit)
        for place in times.indices.reversed() where times[place] < limit {
            area += survival[place] * (right - times[place])
            right = times[place]
            let added = variance[place] - (place > 0 ? variance[place - 1] : 0)
            if added > 0 { sum += area * area * added }
        }
        let beyond = times.last.map { $0 < limit } ?? true
        return (area + right, sum.squareRoot(), beyond && (survival.last ?? 1) > 0)
    }
}
