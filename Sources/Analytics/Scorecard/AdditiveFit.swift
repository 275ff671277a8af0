// SPDX-License-Identifier: Apache-2.0

/// What is asked of the learning: rows, bins, and how far to go.
struct AdditiveQuestion: Sendable {
    /// Bins per feature over all learning rows, with their number.
    var bins: [[UInt16]]
    var sizes: [Int]
    var isOrdered: [Bool]
    var monotone: [Monotone?]
    /// Coarser bins for pairs.
    var coarse: [[UInt16]]
    var coarseSizes: [Int]
    var outcomes: [UInt8]
    /// Moments or places by which rows are ordered in time; nil where they have none.
    var order: [Int32]?
    var bags: Int
    var seed: UInt64
    var mostPairs: Int
    var workers: Int
}

/// An additive model: intercept, a shape per feature, a grid per pair.
struct AdditiveFit: Sendable {
    var intercept: Double
    var shapes: [[Float]]
    var pairs: [(pair: PairGrid, cells: [Float])]
    /// Score of each learning row by those models that had not seen it.
    var heldScores: [Double]
    var rounds: Int

    /// Learns by several models, each of which keeps some rows back to know when to stop; their mean is the model.
    /// - Returns: nil where one side of the outcome is empty.
    static func learn(_ question: AdditiveQuestion) async -> AdditiveFit? {
        let positives = question.outcomes.reduce(0) { $0 + Int($1) }
        guard positives > 0, positives < question.outcomes.count else { return nil }
        let folds = Self.folds(question)
        let mains = await inParallel(folds.count, workers: question.workers) { Bag(question, held: folds[$0], number: $0).mains() }
        let kept = question.mostPairs > 0 && question.sizes.count > 1 ? await chosenPairs(question, await judges(question, mains)) : []
        let bags = kept.isEmpty ? mains : await inParallel(mains.count, workers: question.workers) { mains[$0].withPairs(kept) }
        return mean(question, bags, pairs: kept)
    }

    /// Rows that each model keeps back.
    private static func folds(_ question: AdditiveQuestion) -> [[Int32]] {
        let rows = question.outcomes.count
        var random = SeededRandom(seed: question.seed, stream: 11)
        var order = (0..<Int32(rows)).map { $0 }
        order.shuffle(using: &random)
        // Several models keep back a fifth each; two models of many rows a tenth.
        let share = question.bags > 2 ? 5 : 10
        return (0..<question.bags).map { bag in
            let part = bag % share
            if bag > 0, part == 0 { order.shuffle(using: &random) }
            return Array(order[rows * part / share..<rows * (part + 1) / share]).sorted()
        }
    }

    private static func mean(_ question: AdditiveQuestion, _ bags: [Bag], pairs: [PairGrid]) -> AdditiveFit? {
        guard !bags.isEmpty else { return nil }
        let scale = 1 / Float(bags.count)
        var shapes = question.sizes.map { Array(repeating: Float(0), count: $0) }
        var cells = pairs.map { Array(repeating: Float(0), count: question.coarseSizes[$0.first] * question.coarseSizes[$0.second]) }
        var held = Array(repeating: (sum: 0.0, count: 0.0), count: question.outcomes.count)
        for bag in bags {
            for (feature, shape) in bag.fit.shapes.enumerated() { for bin in shape.indices { shapes[feature][bin] += shape[bin] * scale } }
            for (pair, grid) in bag.pairShapes.enumerated() { for cell in grid.indices { cells[pair][cell] += grid[cell] * scale } }
            for (place, row) in bag.held.enumerated() {
                held[Int(row)].sum += Double(bag.heldScores[place])
                held[Int(row)].count += 1
            }
        }
        return AdditiveFit(
            intercept: bags.reduce(0) { $0 + $1.intercept } / Double(bags.count), shapes: shapes, pairs: Array(zip(pairs, cells)),
            heldScores: held.map { $0.count > 0 ? $0.sum / $0.count : .nan }, rounds: bags.reduce(0) { $0 + $1.fit.rounds } / bags.count)
    }

    // MARK: Pairs

    /// The models that choose pairs. Where rows have an order in time a pair must pay on the latest fifth, since what holds within a period
    /// (a campaign's days) need not hold in the next.
    private static func judges(_ question: AdditiveQuestion, _ mains: [Bag]) async -> [Bag] {
        guard let order = question.order else { return mains }
        let rows = (0..<Int32(question.outcomes.count)).sorted { (order[Int($0)], $0) < (order[Int($1)], $1) }
        let latest = Array(rows[(rows.count * 4 / 5)...]).sorted()
        guard latest.contains(where: { question.outcomes[Int($0)] == 1 }), latest.contains(where: { question.outcomes[Int($0)] == 0 }) else {
            return mains
        }
        return await inParallel(2, workers: question.workers) { Bag(question, held: latest, number: 100 + $0).mains() }
    }

    /// The pairs that stand out, and of these the ones that pay on rows that were kept back.
    private static func chosenPairs(_ question: AdditiveQuestion, _ mains: [Bag]) async -> [PairGrid] {
        let features = important(question, mains)
        let lists = await inParallel(mains.count, workers: question.workers) { mains[$0].pairGains(among: features) }
        var sums: [PairGrid: (gain: Double, deviations: Double)] = [:]
        for gain in lists.joined() {
            let old = sums[gain.pair] ?? (0, 0)
            sums[gain.pair] = (old.gain + gain.gain, old.deviations + gain.deviations)
        }
        let ranked = sums.filter { $0.value.deviations / Double(mains.count) > 2.5 }
            .sorted { ($1.value.gain, $0.key.first, $0.key.second) < ($0.value.gain, $1.key.first, $1.key.second) }
            .prefix(question.mostPairs).map(\.key)
        guard !ranked.isEmpty else { return [] }
        let tried = await inParallel(mains.count, workers: question.workers) { bag in
            let full = mains[bag].withPairs(Array(ranked))
            return full.pairPays()
        }
        // Mean gain in log loss per row when the pair is there, against its own spread over rows.
        return ranked.indices.filter { pair in
            let (sum, squares, n) = tried.reduce((0.0, 0.0, 0.0)) { ($0.0 + $1[pair].sum, $0.1 + $1[pair].squares, $0.2 + $1[pair].count) }
            guard n > 1 else { return false }
            let mean = sum / n, error = max(1e-15, (squares / n - mean * mean) / n).squareRoot()
            return mean > error
        }.map { ranked[$0] }
    }

    /// Features whose shapes spread most: beyond 40, pairs of weak ones are not looked at. One that may only rise or fall takes no part in pairs,
    /// since they could bend it.
    private static func important(_ question: AdditiveQuestion, _ mains: [Bag]) -> [Int] {
        let spreads = question.sizes.indices.map { feature in
            mains.reduce(0.0) { sum, bag in
                let shape = bag.fit.shapes[feature]
                return sum + Double((shape.max() ?? 0) - (shape.min() ?? 0))
            }
        }
        let order = spreads.indices.filter { question.coarseSizes[$0] > 1 && question.monotone[$0] == nil }.sorted {
            (spreads[$1], $0) < (spreads[$0], $1)
        }
        return order.prefix(40).sorted()
    }
}
