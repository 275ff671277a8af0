// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct ShapleyTests {
    /// The definition: the mean over all orders of what a channel adds.
    private func byOrders(_ journeys: [ExactChain.Journey], channels: Int, worth: ShapleyWorth) -> [Double] {
        let all = Double(journeys.reduce(0) { $0 + $1.conversions + $1.nulls })
        func value(_ set: Set<Int>) -> Double {
            let inside = journeys.filter { Set($0.steps).isSubset(of: set) && !$0.steps.isEmpty }
            let converted = Double(inside.reduce(0) { $0 + $1.conversions })
            guard worth == .rate else { return converted }
            let count = Double(inside.reduce(0) { $0 + $1.conversions + $1.nulls })
            return count > 0 ? converted / count * all : 0
        }
        func orders(_ rest: [Int]) -> [[Int]] {
            rest.isEmpty ? [[]] : rest.flatMap { first in orders(rest.filter { $0 != first }).map { [first] + $0 } }
        }
        let everyOrder = orders(Array(0..<channels))
        var credits = Array(repeating: 0.0, count: channels)
        for order in everyOrder {
            var set = Set<Int>()
            for channel in order {
                let before = value(set)
                set.insert(channel)
                credits[channel] += (value(set) - before) / Double(everyOrder.count)
            }
        }
        return credits
    }

    @Test(arguments: 1...6, [ShapleyWorth.conversions, .rate])
    func `it is the mean over all orders`(seed: UInt64, worth: ShapleyWorth) async throws {
        let channels = 3 + Int(seed % 3)
        let journeys = Paths.random(seed, channels: channels, journeys: 25, longest: 4)
        let answer = try #require(await Paths.credits(.shapley(worth), Paths.list(journeys), channels: channels))
        #expect(answer.errors == nil)
        for (credit, expected) in zip(answer.credits, byOrders(journeys, channels: channels, worth: worth)) {
            #expect(abs(credit.conversions - expected) < 1e-9 * max(1, abs(expected)), "seed \(seed)")
        }
    }

    /// 22 channels of which four occur: exact on the four, drawn on the 22; five standard errors.
    @Test func `beyond twenty channels it is drawn, with its error`() async throws {
        let journeys = Paths.random(3, channels: 4, journeys: 40, longest: 4)
        let exact = try #require(await Paths.credits(.shapley(.rate), Paths.list(journeys), channels: 4))
        let drawn = try #require(await Paths.credits(.shapley(.rate), Paths.list(journeys), channels: 22))
        let errors = try #require(drawn.errors)
        for channel in 0..<4 {
            #expect(abs(drawn.credits[channel].conversions - exact.credits[channel].conversions) < 5 * errors[channel].conversions + 1e-9)
        }
        #expect(drawn.credits[10].conversions == 0)
    }
}
