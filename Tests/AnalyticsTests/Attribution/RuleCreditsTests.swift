// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct RuleCreditsTests {
    /// One journey of channels 0, 1, 2, 3 (3 is direct), a week apart: what each rule gives each, from the rules' definitions.
    static let shares: [(AttributionModel, [Double])] = [
        (.first, [1, 0, 0, 0] as [Double]), (.last, [0, 0, 0, 1] as [Double]), (.lastNonDirect, [0, 0, 1, 0] as [Double]),
        (.linear, [0.25, 0.25, 0.25, 0.25] as [Double]), (.position(first: 0.4, last: 0.4), [0.4, 0.1, 0.1, 0.4] as [Double]),
        (.uShaped, [0.4, 0.4, 0.1, 0.1] as [Double]), (.wShaped, [0.3, 0.3, 0.3, 0.1] as [Double]),
        (.fullPath, [0.25, 0.25, 0.25, 0.25] as [Double]), (.timeDecay(halfLife: 7), [1.0 / 15, 2.0 / 15, 4.0 / 15, 8.0 / 15] as [Double]),
    ]

    @Test(arguments: shares)
    func `each rule divides a journey as it is defined`(model: AttributionModel, expected: [Double]) async throws {
        var paths = PathList()
        for step in 0..<4 { paths.add(step: UInt16(step), at: Int64(step) * 7 * 86_400_000_000) }
        paths.close(conversions: 1, nulls: 0, value: 1000, milestones: Milestones(lead: 1, deal: 2))
        var question = AttributionQuestion(models: [model], channels: 4)
        question.direct = [3]
        let answer = try #require(await attribute(paths, question).first)
        // Full path: four positions of 22.5 each and nobody for the rest of 10, which goes to them in proportion.
        for (credit, share) in zip(answer.credits, expected) {
            #expect(abs(credit.conversions - share) < 1e-9 && abs(credit.value - share * 1000) < 2e-3)
        }
    }

    static let lengths: [(Int, [Double])] = [(1, [1]), (2, [0.5, 0.5]), (3, [0.4, 0.2, 0.4]), (5, [0.4, 0.2 / 3, 0.2 / 3, 0.2 / 3, 0.4])]

    @Test(arguments: lengths)
    func `position-based takes any length`(count: Int, expected: [Double]) async throws {
        let paths = Paths.list([.init(steps: Array(0..<count), conversions: 2, nulls: 0, value: 0)])
        let answer = try #require(await Paths.credits(.position(first: 0.4, last: 0.4), paths, channels: count))
        for (credit, share) in zip(answer.credits, expected) { #expect(abs(credit.conversions - 2 * share) < 1e-8) }
    }

    @Test func `where all is direct the last touch has it`() async throws {
        var question = AttributionQuestion(models: [.lastNonDirect], channels: 2)
        question.direct = [0, 1]
        let answer = try #require(await attribute(Paths.list([.init(steps: [0, 1], conversions: 1, nulls: 0, value: 0)]), question).first)
        #expect(answer.credits.map(\.conversions) == [0, 1])
    }

    @Test func `models that the rows can't answer are left out`() async {
        let paths = Paths.list([.init(steps: [0], conversions: 1, nulls: 0, value: 0)])
        let asked = AttributionQuestion(models: [.timeDecay(halfLife: 7), .uShaped, .wShaped, .fullPath, .first], channels: 1)
        #expect(await attribute(paths, asked).map(\.model) == [.first])
    }

    /// Whole numbers underneath: the same to the last digit, whatever the number of parts and their order.
    @Test(arguments: 1...8) func `parts merge to the same in any number and order`(seed: UInt64) async {
        let journeys = Paths.random(seed, channels: 5, journeys: 200)
        let times = journeys.map { journey in journey.steps.indices.map { Int64($0) * 3_600_000_000 } }
        let paths = Paths.list(journeys, times: times)
        let rules: [AttributionModel] = [.first, .last, .linear, .position(first: 0.3, last: 0.5), .timeDecay(halfLife: 0.1)]
        let question = AttributionQuestion(models: rules + [.markov(order: 2), .shapley(.rate)], channels: 5)
        var whole = AttributionFold(question.models, question)
        whole.add(0..<paths.count, of: paths)
        var random = SeededRandom(seed: seed, stream: 9)
        var cuts = ([0, paths.count] + (0..<4).map { _ in random.below(paths.count) }).sorted()
        cuts = Array(Set(cuts)).sorted()
        var parts = zip(cuts, cuts.dropFirst()).map { from, to in
            var part = AttributionFold(question.models, question)
            part.add(from..<to, of: paths)
            return part
        }
        parts.shuffle(using: &random)
        while parts.count > 1 {
            let taken = parts.remove(at: random.below(parts.count))
            parts[random.below(parts.count)].merge(taken)
        }
        for (one, other) in zip(whole.result(question, tolerance: 1e-14), parts[0].result(question, tolerance: 1e-14)) {
            if one.model.isRule { #expect(one.credits == other.credits, "seed \(seed)") }
            for (a, b) in zip(one.credits, other.credits) {
                #expect(abs(a.conversions - b.conversions) < 1e-9 && abs(a.value - b.value) < 1e-4, "seed \(seed)")
            }
        }
    }

    @Test(arguments: 1...20) func `rounded credits add up to the total`(seed: UInt64) {
        var random = SeededRandom(seed: seed, stream: 2)
        let shares = (0..<1 + random.below(30)).map { _ in random.chance(0.2) ? 0 : random.unit() * 1e6 } + [1]
        let total = Int64(random.below(1_000_000_000))
        let whole = largestRemainder(shares, total: total)
        #expect(whole.reduce(0, +) == total, "seed \(seed)")
        let scale = Double(total) / shares.reduce(0, +)
        for (number, share) in zip(whole, shares) { #expect(abs(Double(number) - share * scale) <= 1.0001, "seed \(seed)") }
    }

    /// In 200 worlds of 150 journeys the interval of the linear credit of a channel holds its expectation in 95 of 100, within three deviations.
    @Test func `bootstrap intervals hold the truth as often as they say`() async {
        var hits = 0
        for world in UInt64(1)...200 {
            var random = SeededRandom(seed: 4, stream: world)
            // Channel 0 alone converts 30 of 100; with channel 1 after it 50 of 100.
            let journeys = (0..<150).map { _ in
                let both = random.chance(0.5), converts = random.chance(both ? 0.5 : 0.3)
                return ExactChain.Journey(steps: both ? [0, 1] : [0], conversions: converts ? 1 : 0, nulls: converts ? 0 : 1, value: 0)
            }
            var question = AttributionQuestion(models: [.linear], channels: 2)
            (question.replicates, question.seed) = (200, world)
            guard let answer = await attribute(Paths.list(journeys), question).first, let low = answer.low, let high = answer.high else { continue }
            let truth = 150 * (0.5 * 0.3 + 0.5 * 0.5 * 0.5)
            if low[0].conversions <= truth, truth <= high[0].conversions { hits += 1 }
        }
        #expect(hits >= 180 && hits <= 199, "\(hits) of 200")
    }
}
