// SPDX-License-Identifier: Apache-2.0

/// What is asked of a set of journeys.
package struct AttributionQuestion: Sendable {
    package var models: [AttributionModel]
    /// How many channel codes there are.
    package var channels: Int
    package var direct: Set<UInt16> = []
    /// Journeys that did not convert are part of Markov's chain.
    package var withNulls = true
    /// Resamples for intervals; 0 for none.
    package var replicates = 0
    package var seed: UInt64 = 1
    /// How many threads share the work; the result does not depend on it.
    package var workers = 1

    package init(models: [AttributionModel], channels: Int) { (self.models, self.channels) = (models, channels) }
}

/// What one model says.
package struct ModelCredits: Sendable {
    package let model: AttributionModel
    /// Per channel.
    package var credits: [Credit]
    /// Ends of the 95 % intervals per channel; nil where nothing was resampled.
    package var low: [Credit]?
    package var high: [Credit]?
    /// Markov: see `MarkovRemoval`.
    package var residual: Double?
    package var effects: [Double]?
    package var states: Int?
    /// Shapley: standard errors of drawn orders; nil where exact.
    package var errors: [Credit]?
}

/// Divides credit by several models in as few passes as there are kinds of them.
/// - Returns: one answer per model that `paths` can answer, in the order asked; a model without conversions, times or milestones to go by is left out.
package func attribute(_ paths: PathList, _ question: AttributionQuestion) async -> [ModelCredits] {
    let workers = max(1, question.workers)
    let asked = question.models.filter { (!$0.needsTimes || paths.hasTimes) && (!$0.needsMilestones || paths.hasMilestones) }
    let parts = (0..<workers).map { paths.count * $0 / workers..<paths.count * ($0 + 1) / workers }
    let folds = await inParallel(workers) { AttributionFold(asked, question).adding(parts[$0], of: paths) }
    guard var whole = folds.first else { return [] }
    for fold in folds.dropFirst() { whole.merge(fold) }
    var answers = whole.result(question, tolerance: 1e-14)
    guard question.replicates > 1 else { return answers }
    let samples = await inParallel(workers) { worker in
        stride(from: worker, to: question.replicates, by: workers).map { replicate in
            let weights = poissonResample(paths, seed: question.seed, replicate: replicate)
            return AttributionFold(asked, question).adding(0..<paths.count, of: paths, weights: weights).result(question, tolerance: 1e-9)
        }
    }.flatMap { $0 }
    for index in answers.indices {
        let drawn = samples.compactMap { sample in sample.first { $0.model == answers[index].model }?.credits }
        (answers[index].low, answers[index].high) = (ends(drawn, 0.025, question.channels), ends(drawn, 0.975, question.channels))
    }
    return answers
}

private func ends(_ drawn: [[Credit]], _ share: Double, _ channels: Int) -> [Credit] {
    (0..<channels).map { channel in
        Credit(
            conversions: quantile(drawn.map { $0[channel].conversions }, share) ?? 0, value: quantile(drawn.map { $0[channel].value }, share) ?? 0)
    }
}

/// All that any of the models counts: `add`, `merge`, `result`.
package struct AttributionFold: Sendable {
    private let models: [AttributionModel]
    private var rules: RuleCredits
    private var chains: [Int: TransitionCounts] = [:]
    private var coalitions: CoalitionCounts?

    package init(_ models: [AttributionModel], _ question: AttributionQuestion) {
        self.models = models
        rules = RuleCredits(models, channels: question.channels, direct: question.direct)
        for case .markov(let order) in models { chains[order] = TransitionCounts(order: order, withNulls: question.withNulls) }
        for case .shapley in models { coalitions = CoalitionCounts() }
    }

    package mutating func add(_ rows: Range<Int>, of paths: PathList, weights: (conversions: [UInt32], nulls: [UInt32])? = nil) {
        if !rules.models.isEmpty { rules.add(rows, of: paths, weights: weights?.conversions) }
        for order in chains.keys.sorted() { chains[order]?.add(rows, of: paths, weights: weights) }
        coalitions?.add(rows, of: paths, weights: weights)
    }

    func adding(_ rows: Range<Int>, of paths: PathList, weights: (conversions: [UInt32], nulls: [UInt32])? = nil) -> AttributionFold {
        var fold = self
        fold.add(rows, of: paths, weights: weights)
        return fold
    }

    package mutating func merge(_ other: AttributionFold) {
        rules.merge(other.rules)
        for (order, counts) in other.chains { chains[order]?.merge(counts) }
        if let counts = other.coalitions { coalitions?.merge(counts) }
    }

    package func result(_ question: AttributionQuestion, tolerance: Double) -> [ModelCredits] {
        let ruled = rules.result()
        return models.compactMap { model in
            switch model {
            case .markov(let order):
                guard let counts = chains[order], let markov = MarkovRemoval(counts, channels: question.channels, tolerance: tolerance) else {
                    return nil
                }
                return ModelCredits(
                    model: model, credits: markov.credits, residual: markov.residual, effects: markov.effects, states: markov.states)
            case .shapley(let worth):
                guard let coalitions else { return nil }
                let shapley = Shapley(coalitions, channels: question.channels, worth: worth, seed: question.seed)
                return ModelCredits(model: model, credits: shapley.credits, errors: shapley.errors)
            default:
                return rules.models.firstIndex(of: model).map { ModelCredits(model: model, credits: ruled[$0]) }
            }
        }
    }
}
