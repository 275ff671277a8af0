// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct MarkovTests {
    /// The example of the data's README: c1 0.2, c2 0.4, c3 0.4.
    @Test func `the hand example comes out`() async throws {
        let paths = Paths.list([
            .init(steps: [0, 1, 2], conversions: 1, nulls: 0, value: 100), .init(steps: [0], conversions: 0, nulls: 1, value: 0),
            .init(steps: [1, 2], conversions: 0, nulls: 1, value: 0),
        ])
        let answer = try #require(await Paths.credits(.markov(order: 1), paths, channels: 3))
        for (credit, expected) in zip(answer.credits, [0.2, 0.4, 0.4]) { #expect(abs(credit.conversions - expected) < 1e-12) }
        #expect(answer.effects.map { $0.map { ($0 * 1e9).rounded() } } == [0.5e9, 1e9, 1e9])
    }

    /// Against dense elimination over states that are cut otherwise (`ExactChain`); 1e-9 of the credit.
    @Test(arguments: 1...4, [true, false])
    func `removal is exact at every order, with and without journeys that failed`(order: Int, withNulls: Bool) async throws {
        for seed in UInt64(1)...12 {
            let channels = 3 + Int(seed % 4)
            let journeys = Paths.random(seed, channels: channels, journeys: 30)
            let exact = ExactChain(journeys: journeys, order: order, withNulls: withNulls).credits(channels: channels)
            let answer = try #require(await Paths.credits(.markov(order: order), Paths.list(journeys), channels: channels, withNulls: withNulls))
            #expect(answer.residual ?? 1 < 1e-12)
            for channel in 0..<channels {
                #expect(
                    abs(answer.credits[channel].conversions - exact.conversions[channel]) < 1e-9 * max(1, exact.conversions[channel]), "seed \(seed)")
                #expect(abs(answer.credits[channel].value - exact.value[channel]) < 1e-9 * max(1, exact.value[channel]), "seed \(seed)")
            }
        }
    }

    @Test func `a path of ten thousand steps and a channel that always follows itself are no trouble`() async throws {
        let long = ExactChain.Journey(steps: (0..<10_000).map { $0 / 5000 }, conversions: 1, nulls: 0, value: 10)
        for order in 1...4 {
            let answer = try #require(
                await Paths.credits(.markov(order: order), Paths.list([long, .init(steps: [1], conversions: 0, nulls: 3, value: 0)]), channels: 2))
            #expect(abs(answer.credits.reduce(0) { $0 + $1.conversions } - 1) < 1e-9)
            #expect(answer.residual ?? 1 < 1e-12)
        }
    }

    @Test func `one channel has all the credit`() async throws {
        let paths = Paths.list([.init(steps: [0, 0], conversions: 3, nulls: 2, value: 9)])
        let answer = try #require(await Paths.credits(.markov(order: 1), paths, channels: 1))
        #expect(answer.credits[0].conversions == 3 && answer.credits[0].value == 9)
    }
}
