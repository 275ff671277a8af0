// SPDX-License-Identifier: Apache-2.0

/// Credit by removal effect: how much less would convert if nobody went on after meeting the channel, solved exactly.
package struct MarkovRemoval: Sendable {
    /// Per channel, divided so that they add up to all conversions and all value.
    package let credits: [Credit]
    /// Per channel, 0...1: 1 − P(conversion without it) / P(conversion).
    package let effects: [Double]
    /// P(conversion) of the whole chain.
    package let probability: Double
    /// The largest error of an equation of all systems that were solved, relative to the largest unknown.
    package let residual: Double
    package let states: Int

    /// - Parameters: `counts` of all journeys; `channels` how many codes there are; `tolerance` of each system, looser for resamples.
    /// - Returns: nil where nothing converted.
    /// - Source: E. Anderl, I. Becker, F. von Wangenheim, J. H. Schumann (2016), "Mapping the customer journey", IJRM 33(3), 457–474. Value goes by
    ///   the same removal, with the mean value of conversions at the state where they ended.
    package init?(_ counts: TransitionCounts, channels: Int, tolerance: Double = 1e-14) {
        let chain = Chain(counts)
        let conversions = counts.converted.reduce(0, +), value = counts.value.reduce(0, +)
        guard conversions > 0, channels > 0 else { return nil }
        var without = Array(repeating: (conversions: 0.0, value: 0.0), count: channels)
        var worst = 0.0
        let all: (conversions: Double, value: Double)
        if counts.order == 1, chain.count <= 700, let inverse = chain.matrix.fundamental() {
            // One state a channel: the fundamental matrix tells all removals at once.
            let visits = inverse[0]
            worst = chain.matrix.residual(visits)
            all = chain.outcome(visits)
            for state in 1..<max(1, chain.count) {
                let channel = Int(chain.grams[state] & 0xFFFF) - 1
                guard channel < channels, inverse[state][state] > 0 else { continue }
                let reached = visits[state] / inverse[state][state], after = chain.outcome(inverse[state])
                without[channel] = (reached * after.conversions, reached * after.value)
            }
            for channel in 0..<channels { without[channel] = (all.conversions - without[channel].conversions, all.value - without[channel].value) }
        } else {
            let (visits, residual) = chain.matrix.visits(tolerance: tolerance)
            worst = residual
            all = chain.outcome(visits)
            for channel in 0..<channels {
                let removed = chain.grams.map { Self.holds($0, channel) }
                guard removed.contains(true) else {
                    without[channel] = all
                    continue
                }
                let (visits, residual) = chain.matrix.visits(without: removed, near: visits, tolerance: tolerance)
                worst = max(worst, residual)
                without[channel] = chain.outcome(visits)
            }
        }
        let effects = without.map { all.conversions > 0 ? min(1, max(0, 1 - $0.conversions / all.conversions)) : 0 }
        let valueEffects = without.map { all.value != 0 ? max(0, 1 - $0.value / all.value) : 0 }
        let (sum, valueSum) = (effects.reduce(0, +), valueEffects.reduce(0, +))
        credits = (0..<channels).map {
            Credit(
                conversions: sum > 0 ? Double(conversions) * effects[$0] / sum : 0, value: valueSum > 0 ? value * valueEffects[$0] / valueSum : 0)
        }
        (self.effects, probability, residual, states) = (effects, all.conversions, worst, chain.count)
    }

    private static func holds(_ gram: UInt64, _ channel: Int) -> Bool {
        let code = UInt64(channel) + 1
        return gram & 0xFFFF == code || gram >> 16 & 0xFFFF == code || gram >> 32 & 0xFFFF == code || gram >> 48 == code
    }

    /// The counts as probabilities, states in the order of their channels so that the order of counting does not show.
    private struct Chain {
        let grams: [UInt64]
        let matrix: AbsorbingChain
        private let conversion: [Double]
        private let value: [Double]
        var count: Int { grams.count }

        init(_ counts: TransitionCounts) {
            let order = counts.grams.indices.sorted { counts.grams[$0] < counts.grams[$1] }
            var place = Array(repeating: 0, count: order.count)
            for (new, old) in order.enumerated() { place[old] = new }
            var weights = counts.grams.indices.map { Double(counts.converted[$0] + counts.lost[$0]) }
            counts.transitions.forEach { key, count, _ in weights[Int(key >> 16)] += Double(count) }
            var transitions: [(from: Int, to: Int, probability: Double)] = []
            transitions.reserveCapacity(counts.transitions.used)
            counts.transitions.forEach { key, count, target in
                let from = Int(key >> 16)
                if count > 0, target >= 0 { transitions.append((place[from], place[Int(target)], Double(count) / weights[from])) }
            }
            transitions.sort { ($0.to, $0.from) < ($1.to, $1.from) }
            grams = order.map { counts.grams[$0] }
            matrix = AbsorbingChain(count: order.count, transitions: transitions)
            conversion = order.map { weights[$0] > 0 ? Double(counts.converted[$0]) / weights[$0] : 0 }
            value = order.map { weights[$0] > 0 ? counts.value[$0] / weights[$0] : 0 }
        }

        func outcome(_ visits: [Double]) -> (conversions: Double, value: Double) {
            var (conversions, amount) = (0.0, 0.0)
            for state in visits.indices {
                conversions += visits[state] * conversion[state]
                amount += visits[state] * value[state]
            }
            return (conversions, amount)
        }
    }
}
