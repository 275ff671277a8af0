// SPDX-License-Identifier: Apache-2.0

/// Additive logistic regression by boosting one feature after the other, over and over, each time with a small tree over that feature's bins.
///
/// The score of a row is `intercept` + the sum over features of `shapes[feature][bin]`.
/// - Source: Y. Lou, R. Caruana, J. Gehrke (2012), "Intelligible models for classification and regression", KDD; with pairs Y. Lou et al. (2013),
///   "Accurate intelligible models with pairwise interactions", KDD. Steps are Newton's with a penalty on the shape itself, so that bins with few
///   cases stay near 0.
struct CyclicBoosting: Sendable {
    struct Settings: Sendable {
        var rate = 0.1
        var rounds = 400
        /// Rounds without a gain on the held-back rows after which it ends.
        var patience = 15
        var leaves = 3
        /// Weight of the penalty on categories, in cases of variance.
        var ridge = 3.0
        /// Least sum of p(1 − p) in a leaf.
        var leastWeight = 2.0
    }

    /// A feature as the boosting sees it.
    struct Input: Sendable {
        var bins: [UInt16]
        var held: [UInt16]
        var size: Int
        var isOrdered: Bool
        var monotone: Monotone?
        /// For pairs: stronger.
        var ridge: Double?
    }

    let settings: Settings
    let outcomes: [UInt8]
    let heldOutcomes: [UInt8]
    let seed: UInt64

    struct Fit: Sendable {
        var shapes: [[Float]]
        /// Log-odds of the rows after the best round.
        var scores: [Float]
        var heldScores: [Float]
        var heldLoss: Double
        var rounds: Int
    }

    /// - Parameters: `scores`, `heldScores` where to begin: log-odds per row.
    func fit(_ inputs: [Input], scores start: [Float], heldScores heldStart: [Float]) -> Fit {
        var shapes = inputs.map { Array(repeating: Float(0), count: $0.size) }
        var best = Fit(shapes: shapes, scores: start, heldScores: heldStart, heldLoss: logLoss(heldStart, heldOutcomes), rounds: 0)
        guard !inputs.isEmpty, !start.isEmpty else { return best }
        var (scores, held) = (start, heldStart)
        var order = Array(inputs.indices)
        var random = SeededRandom(seed: seed, stream: 77)
        var (gradient, weight) = (Array(repeating: Float(0), count: scores.count), Array(repeating: Float(0), count: scores.count))
        var sums = Histogram(size: inputs.map(\.size).max() ?? 1)
        gradients(scores, outcomes, &gradient, &weight)
        var update: [Float] = []
        var waiting = 0
        for round in 1...max(1, settings.rounds) {
            order.shuffle(using: &random)
            for feature in order {
                let input = inputs[feature]
                sums.count(input.bins, gradient, weight, size: input.size)
                step(input, shapes[feature], sums, &update)
                for bin in 0..<input.size { shapes[feature][bin] += update[bin] }
                apply(update, input.bins, outcomes, &scores, &gradient, &weight)
                add(update, input.held, &held)
            }
            let loss = logLoss(held, heldOutcomes)
            if loss < best.heldLoss - 1e-7 {
                best = Fit(shapes: shapes, scores: scores, heldScores: held, heldLoss: loss, rounds: round)
                waiting = 0
            } else {
                waiting += 1
                if waiting >= settings.patience { break }
            }
        }
        return best
    }

    // MARK: One step

    /// Fills `update` with what is added to each bin of a shape.
    private func step(_ input: Input, _ shape: [Float], _ sums: Histogram, _ update: inout [Float]) {
        update.removeAll(keepingCapacity: true)
        for _ in 0..<input.size { update.append(0) }
        let rate = settings.rate
        if input.isOrdered {
            for leaf in tree(sums, 1..<input.size) {
                let (g, h) = sums.sum(leaf)
                for bin in leaf { update[bin] = Float(rate * g / (h + 1)) }
            }
            update[0] = Float(rate * (sums.gradient(0) - settings.ridge * Double(shape[0])) / (sums.weight(0) + settings.ridge))
        } else {
            let ridge = input.ridge ?? settings.ridge
            for bin in 0..<input.size { update[bin] = Float(rate * (sums.gradient(bin) - ridge * Double(shape[bin])) / (sums.weight(bin) + ridge)) }
        }
        if let monotone = input.monotone, input.isOrdered, input.size > 2 {
            // The shape with its step is projected onto what is allowed.
            let wanted = (1..<input.size).map { Double(shape[$0] + update[$0]) * (monotone == .rising ? 1 : -1) }
            let weights = (1..<input.size).map { max(1e-6, sums.weight($0)) }
            for (offset, value) in poolAdjacentViolators(wanted, weights).enumerated() {
                update[offset + 1] = Float(value * (monotone == .rising ? 1 : -1)) - shape[offset + 1]
            }
        }
    }

    /// Cuts a range of bins where the gain is largest, until there are enough leaves.
    private func tree(_ sums: Histogram, _ range: Range<Int>) -> [Range<Int>] {
        guard range.count > 0 else { return [] }
        var leaves = [range]
        var splits = [bestSplit(sums, range)]
        while leaves.count < settings.leaves {
            guard let place = splits.indices.filter({ splits[$0] != nil }).max(by: { (splits[$0]?.gain ?? 0) < (splits[$1]?.gain ?? 0) }),
                let split = splits[place], split.gain > 0
            else { break }
            let leaf = leaves[place]
            let (left, right) = (leaf.lowerBound..<split.at, split.at..<leaf.upperBound)
            leaves[place] = left
            splits[place] = bestSplit(sums, left)
            leaves.append(right)
            splits.append(bestSplit(sums, right))
        }
        return leaves
    }

    private func bestSplit(_ sums: Histogram, _ range: Range<Int>) -> (at: Int, gain: Double)? {
        guard range.count > 1 else { return nil }
        let (allG, allH) = sums.sum(range)
        let whole = allG * allG / (allH + 1)
        var (g, h) = (0.0, 0.0)
        var best: (at: Int, gain: Double)?
        for bin in range.dropLast() {
            g += sums.gradient(bin)
            h += sums.weight(bin)
            if h < settings.leastWeight { continue }
            let (restG, restH) = (allG - g, allH - h)
            if restH < settings.leastWeight { break }
            let gain = g * g / (h + 1) + restG * restG / (restH + 1) - whole
            if gain > (best?.gain ?? 1e-9) { best = (bin + 1, gain) }
        }
        return best
    }
}
