// SPDX-License-Identifier: Apache-2.0

/// One of the models whose mean is the scorecard: it learns on most rows and keeps some back.
struct Bag: Sendable {
    let question: AdditiveQuestion
    let held: [Int32]
    let number: Int
    private let rows: [Int32]
    private(set) var intercept = 0.0
    private(set) var fit: CyclicBoosting.Fit
    private(set) var pairShapes: [[Float]] = []
    private(set) var heldScores: [Float] = []
    private var pairs: [PairGrid] = []

    init(_ question: AdditiveQuestion, held: [Int32], number: Int) {
        (self.question, self.held, self.number) = (question, held, number)
        var isHeld = Array(repeating: false, count: question.outcomes.count)
        for row in held { isHeld[Int(row)] = true }
        rows = (0..<Int32(question.outcomes.count)).filter { !isHeld[Int($0)] }
        fit = CyclicBoosting.Fit(shapes: [], scores: [], heldScores: [], heldLoss: 0, rounds: 0)
    }

    private func taken<T>(_ values: [T], _ rows: [Int32]) -> [T] { rows.map { values[Int($0)] } }

    /// Many rows let each step be longer, since there is less chance in it; few want short ones.
    private var settings: CyclicBoosting.Settings {
        var settings = CyclicBoosting.Settings()
        switch rows.count {
        case ..<5000: (settings.rate, settings.rounds, settings.patience) = (0.06, 500, 20)
        case ..<150_000: (settings.rate, settings.rounds, settings.patience) = (0.1, 400, 12)
        default: (settings.rate, settings.rounds, settings.patience, settings.leaves) = (0.35, 40, 2, 6)
        }
        return settings
    }

    private func boosting(_ settings: CyclicBoosting.Settings, stream: UInt64) -> CyclicBoosting {
        CyclicBoosting(
            settings: settings, outcomes: taken(question.outcomes, rows), heldOutcomes: taken(question.outcomes, held),
            seed: question.seed &+ UInt64(number) &* 1000 &+ stream)
    }

    func mains() -> Bag {
        var bag = self
        let positives = rows.reduce(0) { $0 + Int(question.outcomes[Int($1)]) }
        bag.intercept = logit((Double(positives) + 0.5) / (Double(rows.count) + 1))
        let inputs = question.sizes.indices.map { feature in
            CyclicBoosting.Input(
                bins: taken(question.bins[feature], rows), held: taken(question.bins[feature], held), size: question.sizes[feature],
                isOrdered: question.isOrdered[feature], monotone: question.monotone[feature])
        }
        let start = Float(bag.intercept)
        bag.fit = boosting(settings, stream: 0).fit(
            inputs, scores: Array(repeating: start, count: rows.count), heldScores: Array(repeating: start, count: held.count))
        bag.heldScores = bag.fit.heldScores
        return bag
    }

    func pairGains(among features: [Int]) -> [PairRanking.Gain] {
        // A quarter of a million rows tell what is worth having.
        let step = max(1, rows.count / 250_000)
        let some = step == 1 ? rows : stride(from: 0, to: rows.count, by: step).map { rows[$0] }
        let scores = step == 1 ? fit.scores : stride(from: 0, to: rows.count, by: step).map { fit.scores[$0] }
        var (gradient, weight) = (Array(repeating: Float(0), count: some.count), Array(repeating: Float(0), count: some.count))
        gradients(scores, taken(question.outcomes, some), &gradient, &weight)
        var coarse = Array(repeating: [UInt16](), count: question.coarse.count)
        for feature in features { coarse[feature] = taken(question.coarse[feature], some) }
        return PairRanking.gains(bins: coarse, sizes: question.coarseSizes, gradient: gradient, weight: weight, among: features)
    }

    /// The same with grids for some pairs, learned on what the single features leave.
    func withPairs(_ pairs: [PairGrid]) -> Bag {
        var bag = self
        bag.pairs = pairs
        let inputs = pairs.map { input($0) }
        var settings = settings
        settings.rate = max(0.1, settings.rate)
        let pairFit = boosting(settings, stream: 1).fit(inputs, scores: fit.scores, heldScores: fit.heldScores)
        bag.pairShapes = pairFit.shapes
        bag.heldScores = pairFit.heldScores
        return bag
    }

    private func input(_ pair: PairGrid) -> CyclicBoosting.Input {
        let width = question.coarseSizes[pair.second]
        func cells(_ rows: [Int32]) -> [UInt16] {
            PairGrid.cells(taken(question.coarse[pair.first], rows), taken(question.coarse[pair.second], rows), width: width)
        }
        return CyclicBoosting.Input(
            bins: cells(rows), held: cells(held), size: question.coarseSizes[pair.first] * width, isOrdered: false, monotone: nil, ridge: 8)
    }

    struct Payoff: Sendable {
        var sum = 0.0
        var squares = 0.0
        var count = 0.0
    }

    /// For each pair, how much better the rows that were kept back are told with it than without.
    func pairPays() -> [Payoff] {
        pairs.indices.map { index in
            let pair = pairs[index], width = question.coarseSizes[pair.second]
            var payoff = Payoff()
            for (place, row) in held.enumerated() {
                let cell = Int(question.coarse[pair.first][Int(row)]) * width + Int(question.coarse[pair.second][Int(row)])
                let with = Double(heldScores[place]), without = with - Double(pairShapes[index][cell])
                let outcome = question.outcomes[Int(row)]
                let gain = surprise(logistic(without), outcome) - surprise(logistic(with), outcome)
                payoff.sum += gain
                payoff.squares += gain * gain
                payoff.count += 1
            }
            return payoff
        }
    }
}
