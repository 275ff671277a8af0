// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct `Waits counted by day` {
    struct Rows {
        var days: [Int] = [], outcomes: [UInt8] = [], entries: [Int] = []

        init(seed: UInt64) {
            var random = SeededRandom(seed: seed, stream: 2)
            for _ in 0..<1000 {
                days.append(random.below(60) - 1)
                outcomes.append(UInt8(random.below(4)))
                entries.append(random.below(80) - 60)
            }
        }

        func binned(_ rows: some Sequence<Int>) -> BinnedSurvival {
            var bins = BinnedSurvival(outcomes: 3)
            for row in rows { bins.add(days: days[row], outcome: Int(outcomes[row]), entry: entries[row]) }
            return bins
        }
    }

    @Test(arguments: [UInt64(1), 2, 3]) func `give the exact curve`(seed: UInt64) throws {
        let rows = Rows(seed: seed), bins = rows.binned(0..<1000), durations = rows.days.map(Double.init), entries = rows.entries.map(Double.init)
        let curve = try #require(SurvivalCurve(durations: durations, events: rows.outcomes.map { $0 > 0 }, entries: entries))
        let incidence = try #require(AalenJohansen(durations: durations, outcomes: rows.outcomes, of: 3, entries: entries))
        #expect(bins.curve == curve && bins.incidence == incidence, "seed \(seed)")
    }

    @Test(arguments: [UInt64(1), 2, 3]) func `join in any order`(seed: UInt64) {
        let rows = Rows(seed: seed), a = rows.binned(0..<100), b = rows.binned(100..<700), c = rows.binned(700..<1000)
        let left = joined(joined(a, b), c)
        #expect(left == joined(a, joined(b, c)) && left == joined(c, joined(b, a)) && left == rows.binned(0..<1000), "seed \(seed)")
        #expect(joined(a, BinnedSurvival(outcomes: 1)).n == a.n)
    }

    @Test func `stay bounded`() {
        var bins = BinnedSurvival()
        bins.add(days: .max, event: true)
        bins.add(days: 1, event: true)
        bins.add(days: .min, event: true)
        bins.add(days: .max, event: false, entry: .max - 1)
        #expect(bins.n == 2 && bins.overflow == 1 && bins.unusable == 2)
        #expect(bins.curve.atRisk == [2] && bins.curve.survival == [0.5])
    }

    private func joined(_ a: BinnedSurvival, _ b: BinnedSurvival) -> BinnedSurvival {
        var sum = a
        sum.merge(b)
        return sum
    }
}
