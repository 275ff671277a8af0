// SPDX-License-Identifier: Apache-2.0

/// Turns points into a probability.
package enum Calibration: Sendable, Hashable, Codable {
    /// P = 1 / (1 + e^−(slope · points + intercept)).
    case platt(slope: Double, intercept: Double)
    /// P of the last step whose points are not above those of the row; ascending in both.
    case isotonic(points: [Double], shares: [Double])

    package func probability(_ points: Double) -> Double {
        switch self {
        case .platt(let slope, let intercept): return logistic(slope * points + intercept)
        case .isotonic(let steps, let shares):
            var (low, high) = (0, steps.count)
            while low < high {
                let middle = (low + high) / 2
                if steps[middle] <= points { low = middle + 1 } else { high = middle }
            }
            let place = max(0, low - 1)
            return shares.indices.contains(place) ? shares[place] : 0
        }
    }

    package var name: String { if case .platt = self { "platt" } else { "isotonic" } }
}

extension Calibration {
    /// Logistic regression of outcomes on points alone.
    /// - Parameters: `points`, `outcomes` (0 or 1), as many.
    /// - Returns: nil where all outcomes are the same.
    /// - Source: J. Platt (1999), with his targets of (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2); Newton's method with halved steps as H.-T. Lin, C.-J. Lin,
    ///   R. C. Weng (2007), Machine Learning 68, 267–276.
    package static func platt(_ points: [Double], _ outcomes: [UInt8]) -> Calibration? {
        let positive = Double(outcomes.reduce(0) { $0 + Int($1) }), negative = Double(outcomes.count) - positive
        guard positive > 0, negative > 0 else { return nil }
        let mean = points.reduce(0, +) / Double(points.count)
        let spread = max(1e-9, (points.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(points.count)).squareRoot())
        let x = points.map { ($0 - mean) / spread }
        let (high, low) = ((positive + 1) / (positive + 2), 1 / (negative + 2))
        func loss(_ a: Double, _ b: Double) -> Double {
            var sum = 0.0
            for (value, outcome) in zip(x, outcomes) {
                let f = a * value + b, target = outcome == 1 ? high : low
                sum += f >= 0 ? (1 - target) * f + naturalLogarithm(1 + exponential(-f)) : -target * f + naturalLogarithm(1 + exponential(f))
            }
            return sum
        }
        var (a, b) = (0.0, naturalLogarithm((positive + 1) / (negative + 1)))
        var current = loss(a, b)
        for _ in 0..<60 {
            var (ga, gb, haa, hab, hbb) = (0.0, 0.0, 1e-9, 0.0, 1e-9)
            for (value, outcome) in zip(x, outcomes) {
                let p = logistic(a * value + b), d = (outcome == 1 ? high : low) - p, w = p * (1 - p)
                (ga, gb) = (ga + d * value, gb + d)
                (haa, hab, hbb) = (haa + w * value * value, hab + w * value, hbb + w)
            }
            let determinant = haa * hbb - hab * hab
            guard abs(ga) + abs(gb) > 1e-9 * Double(x.count), determinant > 1e-30 else { break }
            let (da, db) = ((hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant)
            var step = 1.0
            while step > 1e-6 {
                let next = loss(a + step * da, b + step * db)
                if next < current {
                    (a, b, current) = (a + step * da, b + step * db, next)
                    break
                }
                step /= 2
            }
            if step <= 1e-6 { break }
        }
        return .platt(slope: a / spread, intercept: b - a * mean / spread)
    }

    /// The nearest shares that never fall with the points; each step is drawn towards the neighbours by one case, so that none is 0 or 1.
    /// - Source: B. Zadrozny, C. Elkan (2002), KDD.
    package static func isotonic(_ points: [Double], _ outcomes: [UInt8]) -> Calibration? {
        guard !points.isEmpty, points.count == outcomes.count else { return nil }
        let base = (Double(outcomes.reduce(0) { $0 + Int($1) }) + 0.5) / (Double(outcomes.count) + 1)
        let order = points.indices.sorted { points[$0] < points[$1] }
        var (steps, hits, counts) = ([Double](), [Double](), [Double]())
        for index in order {
            if steps.last != points[index] {
                steps.append(points[index])
                hits.append(0)
                counts.append(0)
            }
            hits[hits.count - 1] += Double(outcomes[index])
            counts[counts.count - 1] += 1
        }
        let fitted = poolAdjacentViolators(zip(hits, counts).map { $0 / $1 }, counts)
        var (points, shares) = ([Double](), [Double]())
        var index = 0
        while index < fitted.count {
            var (end, n) = (index, 0.0)
            while end < fitted.count, fitted[end] == fitted[index] { (end, n) = (end + 1, n + counts[end]) }
            points.append(steps[index])
            shares.append((fitted[index] * n + base) / (n + 1))
            index = end
        }
        return .isotonic(points: points, shares: poolAdjacentViolators(shares, Array(repeating: 1, count: shares.count)))
    }

    /// Platt or isotonic, whichever tells held-back rows better.
    /// - Parameter seed: divides the rows into halves; each half is told by what the other learned.
    package static func chosen(_ points: [Double], _ outcomes: [UInt8], seed: UInt64) -> Calibration? {
        guard let platt = platt(points, outcomes) else { return nil }
        // Steps need many cases to beat a curve of two numbers.
        guard points.count >= 1000, let isotonic = isotonic(points, outcomes) else { return platt }
        var random = SeededRandom(seed: seed, stream: 991)
        let isFirst = points.map { _ in random.chance(0.5) }
        var (plattLoss, isotonicLoss) = (0.0, 0.0)
        for half in [true, false] {
            let learn = points.indices.filter { isFirst[$0] == half }, judge = points.indices.filter { isFirst[$0] != half }
            let (x, y) = (learn.map { points[$0] }, learn.map { outcomes[$0] })
            guard let a = Self.platt(x, y), let b = Self.isotonic(x, y) else { return platt }
            for index in judge {
                plattLoss += surprise(a.probability(points[index]), outcomes[index])
                isotonicLoss += surprise(b.probability(points[index]), outcomes[index])
            }
        }
        return isotonicLoss < plattLoss * 0.999 ? isotonic : platt
    }
}

/// −log of the probability that was given to what happened.
func surprise(_ probability: Double, _ outcome: UInt8) -> Double {
    -naturalLogarithm(min(1, max(1e-15, outcome == 1 ? probability : 1 - probability)))
}
