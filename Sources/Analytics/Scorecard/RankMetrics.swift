// SPDX-License-Identifier: Apache-2.0

/// Probability that a random positive stands above a random negative; ties count half.
/// - Parameters: `scores` none NaN; `outcomes` 0 or 1; `weights` how often each row counts, nil for once.
/// - Returns: nil where one side is empty.
/// - Source: J. A. Hanley, B. J. McNeil (1982), Radiology 143, 29–36.
package func areaUnderROC(_ scores: [Double], _ outcomes: [UInt8]) -> Double? { RankedScores(scores, outcomes).areaUnderROC(nil) }

/// The area with its 95 % interval, on the logit scale.
/// - Source: E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson (1988), Biometrics 44, 837–845; fast as X. Sun, W. Xu (2014), IEEE SPL 21, 1389–1393.
package func deLong(_ scores: [Double], _ outcomes: [UInt8], z: Double = 1.959_963_984_540_054) -> Estimate? {
    let ranked = RankedScores(scores, outcomes)
    guard let area = ranked.areaUnderROC(nil) else { return nil }
    // Placement values: for each positive the share of negatives below it, and the other way round.
    let (m, n) = (Double(ranked.positives), Double(ranked.negatives))
    var (sumP, sumN) = (0.0, 0.0)
    ranked.forEachTie { positives, negatives, positivesBelow, negativesBelow in
        let placeP = (Double(negativesBelow) + Double(negatives) / 2) / n
        let placeN = 1 - (Double(positivesBelow) + Double(positives) / 2) / m
        sumP += Double(positives) * (placeP - area) * (placeP - area)
        sumN += Double(negatives) * (placeN - area) * (placeN - area)
    }
    let variance = (m > 1 ? sumP / (m - 1) / m : 0) + (n > 1 ? sumN / (n - 1) / n : 0)
    guard area > 0, area < 1, variance > 0 else { return Estimate(value: area, low: area, high: area) }
    let middle = logit(area), half = z * variance.squareRoot() / (area * (1 - area))
    return Estimate(value: area, low: logistic(middle - half), high: logistic(middle + half))
}

/// A number with the ends of its 95 % interval.
package struct Estimate: Hashable, Sendable, Codable {
    package let value: Double
    package let low: Double
    package let high: Double

    package init(value: Double, low: Double, high: Double) { (self.value, self.low, self.high) = (value, low, high) }
}

/// Rows in the order of their scores, sorted once, so that resamples cost one pass each.
package struct RankedScores: Sendable {
    /// Rows from the highest score down, and where each group of equal scores ends.
    private let order: [Int32]
    private let ends: [Int32]
    private let outcomes: [UInt8]
    package let positives: Int
    package let negatives: Int

    package init(_ scores: [Double], _ outcomes: [UInt8]) {
        let order = descending(scores)
        var ends: [Int32] = []
        for place in order.indices where place + 1 == order.count || scores[Int(order[place])] != scores[Int(order[place + 1])] {
            ends.append(Int32(place + 1))
        }
        (self.order, self.ends, self.outcomes) = (order, ends, outcomes)
        positives = outcomes.reduce(0) { $0 + Int($1) }
        negatives = outcomes.count - positives
    }

    /// Groups of equal scores from the lowest up.
    fileprivate func forEachTie(_ body: (_ positives: Int, _ negatives: Int, _ positivesBelow: Int, _ negativesBelow: Int) -> Void) {
        var (below, negativesBelow) = (0, 0)
        for tie in ends.indices.reversed() {
            var (p, n) = (0, 0)
            for place in (tie == 0 ? 0 : Int(ends[tie - 1]))..<Int(ends[tie]) { if outcomes[Int(order[place])] == 1 { p += 1 } else { n += 1 } }
            body(p, n, below, negativesBelow)
            (below, negativesBelow) = (below + p, negativesBelow + n)
        }
    }

    package func areaUnderROC(_ weights: [UInt32]?) -> Double? {
        var (above, pairs, positives, negatives) = (0.0, 0.0, 0.0, 0.0)
        groups(weights) { p, n in
            // From the highest down: these negatives stand below all positives before them.
            pairs += n * above + n * p / 2
            above += p
            (positives, negatives) = (positives + p, negatives + n)
        }
        return positives > 0 && negatives > 0 ? pairs / (positives * negatives) : nil
    }

    /// Mean precision at each positive; as scikit-learn's `average_precision_score`, equal scores together.
    package func averagePrecision(_ weights: [UInt32]? = nil) -> Double? {
        var (hits, seen, sum) = (0.0, 0.0, 0.0)
        groups(weights) { p, n in
            (hits, seen) = (hits + p, seen + p + n)
            if p > 0 { sum += p * hits / seen }
        }
        return hits > 0 ? sum / hits : nil
    }

    /// How many times more positives the best `share` of rows holds than as many at random; equal scores at the border count in part.
    package func lift(_ share: Double, _ weights: [UInt32]? = nil) -> Double? {
        var (total, positives) = (0.0, 0.0)
        groups(weights) { p, n in (total, positives) = (total + p + n, positives + p) }
        let wanted = total * share
        guard wanted > 0, positives > 0 else { return nil }
        var (taken, hits) = (0.0, 0.0)
        groups(weights) { p, n in
            guard taken < wanted, p + n > 0 else { return }
            let part = min(1, (wanted - taken) / (p + n))
            (taken, hits) = (taken + part * (p + n), hits + part * p)
        }
        return hits / wanted / (positives / total)
    }

    private func groups(_ weights: [UInt32]?, _ body: (_ positives: Double, _ negatives: Double) -> Void) {
        var start = 0
        for end in ends {
            var (p, n) = (0.0, 0.0)
            for place in start..<Int(end) {
                let row = Int(order[place]), weight = weights.map { Double($0[row]) } ?? 1
                if outcomes[row] == 1 { p += weight } else { n += weight }
            }
            body(p, n)
            start = Int(end)
        }
    }
}

/// Places of numbers from the highest down, equal ones in their order.
private func descending(_ scores: [Double]) -> [Int32] {
    // Few different scores, as whole points are, sort by counting.
    if let low = scores.min(), let high = scores.max(), high - low < 100_000, low >= -1e9, scores.allSatisfy({ $0 == $0.rounded() }) {
        var starts = Array(repeating: 0, count: Int(high - low) + 2)
        for score in scores { starts[Int(high - score) + 1] += 1 }
        for place in 1..<starts.count { starts[place] += starts[place - 1] }
        var order = Array(repeating: Int32(0), count: scores.count)
        for (index, score) in scores.enumerated() {
            order[starts[Int(high - score)]] = Int32(index)
            starts[Int(high - score)] += 1
        }
        return order
    }
    var keyed = scores.enumerated().map { (score: $1, index: Int32($0)) }
    keyed.sort { $0.score != $1.score ? $0.score > $1.score : $0.index < $1.index }
    return keyed.map(\.index)
}
