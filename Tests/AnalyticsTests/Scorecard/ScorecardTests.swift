// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct ScorecardTests {
    @Test func `what it says comes near the truth that made the rows`() async throws {
        let table = GeneratedTable(seed: 1, rows: 6000, signal: 4, noise: 4)
        let card = await table.question().learn()
        let judged = try #require(card.judgement)
        let best = try #require(areaUnderROC(table.truth, table.outcomes))
        // A fifth of 6,000 rows: three standard errors of about 0.012 beside the best that anyone could do.
        #expect(card.verdict == .usable && judged.auc.value > best - 0.04)
        // Probabilities: the mean that was said is that which was seen, in all ten groups within their intervals but one or two.
        #expect(judged.reliability.filter { $0.observed.low - 0.01 <= $0.mean && $0.mean <= $0.observed.high + 0.01 }.count >= 8)
        let used = try #require(card.table).features.map(\.axis.feature)
        #expect(["n0", "n1", "n2", "n3", "level"].allSatisfy(used.contains))
        #expect(card.barred.isEmpty)
    }

    @Test func `the same seed gives the same table, whatever the number of threads`() async throws {
        let generated = GeneratedTable(seed: 2, rows: 2500, signal: 3, noise: 2)
        var question = generated.question(5)
        let one = await question.learn()
        question.workers = 1
        let other = await question.learn()
        #expect(one.table != nil && one.table == other.table)
        question.seed = 6
        #expect(await question.learn().table != one.table)
    }

    @Test func `points add up to the score, and an edited table scores as edited`() async throws {
        let generated = GeneratedTable(seed: 3, rows: 2500, signal: 3, noise: 1, interaction: 1)
        var table = try #require(await generated.question().learn().table)
        let columns = Dictionary(uniqueKeysWithValues: generated.columns.map { ($0.name, $0) })
        func check() {
            let scoring = Scoring(table)
            let scores = scoring.score(bins: scoring.bins(columns, count: 2500), count: 2500)
            for row in stride(from: 0, to: 2500, by: 37) {
                let (score, parts) = scoring.reasons { axis in
                    switch columns[axis.feature]?.values {
                    case .numbers(let numbers, _): (numbers[row], "")
                    case .categories(let codes, let levels): (0, codes[row] >= 0 ? levels[Int(codes[row])] : "")
                    case nil: (.nan, "")
                    }
                }
                #expect(score == Int(scores[row]) && score == table.base + parts.reduce(0, +))
            }
        }
        check()
        let before = table
        table.features[0].points = table.features[0].points.map { $0 + 7 }
        table.base -= 7
        check()
        let (a, b) = (Scoring(before), Scoring(table))
        #expect(a.score(bins: a.bins(columns, count: 2500), count: 2500) == b.score(bins: b.bins(columns, count: 2500), count: 2500))
        table.features[0].points.removeLast()
        #expect(table.fault != nil && before.fault == nil)
    }

    /// Fields that act only together: alone each is noise.
    @Test func `a pair is found where it pays`() async throws {
        let generated = GeneratedTable(seed: 4, rows: 8000, signal: 0, noise: 4, base: 0, interaction: 1.2)
        var question = generated.question()
        let with = try #require(await question.learn().judgement)
        let table = try #require(await question.learn().table)
        #expect(table.pairs.contains { Set([$0.first.feature, $0.second.feature]) == ["n0", "n1"] })
        question.mostPairs = 0
        let without = try #require(await question.learn().judgement)
        #expect(with.auc.value > without.auc.value + 0.1)
    }

    @Test func `monotone fields only rise or only fall`() async throws {
        let generated = GeneratedTable(seed: 5, rows: 3000, signal: 2, noise: 2)
        var question = generated.question()
        question.monotone = ["n0": .rising, "n1": .falling, "n2": .rising]
        let table = try #require(await question.learn().table)
        for feature in table.features {
            let points = Array(feature.points.dropFirst())
            let pairs = zip(points, points.dropFirst())
            if ["n0", "n2"].contains(feature.axis.feature) { #expect(pairs.allSatisfy { $0 <= $1 }) }
            if feature.axis.feature == "n1" { #expect(pairs.allSatisfy { $0 >= $1 }) }
        }
        #expect(!table.pairs.contains { ["n0", "n1", "n2"].contains($0.first.feature) || ["n0", "n1", "n2"].contains($0.second.feature) })
    }

    /// By chance the interval lies above one half in 2.5 of 100; at most 6 of 40 is beyond three deviations of that.
    @Test func `where there is nothing it says so`() async {
        var usable = 0
        for seed in UInt64(1)...40 {
            let card = await GeneratedTable(seed: seed, rows: 1200, signal: 0, noise: 6).question(seed).learn()
            #expect(card.verdict != .tooFew)
            if card.verdict == .usable { usable += 1 }
        }
        #expect(usable <= 5, "\(usable) of 40 seeds")
    }

    @Test func `few outcomes are another verdict than no signal`() async {
        var generated = GeneratedTable(seed: 7, rows: 3000, signal: 3, noise: 0)
        generated.outcomes = generated.outcomes.indices.map { $0 % 100 == 0 ? 1 : 0 }
        let card = await generated.question().learn()
        #expect(card.verdict == .tooFew && card.table == nil)
        let empty = ScorecardQuestion(columns: [], outcomes: [], split: .random)
        #expect(await empty.learn().verdict == .tooFew)
    }

    @Test func `later rows judge, and a change of the base rate is told`() async throws {
        var generated = GeneratedTable(seed: 8, rows: 4000, signal: 3, noise: 1)
        var random = SeededRandom(seed: 8, stream: 2)
        for row in 3200..<4000 where generated.outcomes[row] == 0 && random.chance(0.3) { generated.outcomes[row] = 1 }
        var question = generated.question()
        question.split = .time((0..<4000).map { Double($0 / 10) })
        let card = await question.learn()
        #expect(card.learned.n == 3200 && card.judged.n == 800)
        let drift = try #require(card.drift?.baseRate)
        #expect(drift.value > 0.1 && drift.p < 1e-6)
    }

    @Test func `odd columns end in a table or a reason, never in a trap`() async throws {
        let rows = 1500
        var random = SeededRandom(seed: 9, stream: 1)
        let outcomes = (0..<rows).map { _ in UInt8(random.chance(0.3) ? 1 : 0) }
        let numbers: [(String, (Int) -> Double)] = [
            ("constant", { _ in 4 }), ("missing", { _ in .nan }), ("huge", { $0 % 2 == 0 ? 1e300 : -1e300 }),
            ("infinite", { $0 % 3 == 0 ? .infinity : Double($0) }),
            ("tiny", { Double($0) * 5e-324 }), ("old dates", { -40_000 + Double($0) }), ("two", { Double($0 % 2) }),
            ("one filled", { $0 == 5 ? 1 : .nan }),
        ]
        var columns = numbers.map { name, value in FeatureColumn(name, .numbers((0..<rows).map(value), isDate: name == "old dates")) }
        columns.append(FeatureColumn("many", .categories((0..<rows).map { Int32($0 * 7) }, levels: (0..<10_500).map { "v\($0)" })))
        columns.append(FeatureColumn("rare", .categories((0..<rows).map { $0 < 4 ? 0 : -1 }, levels: ["a", "b"])))
        columns.append(FeatureColumn("signal", .numbers(outcomes.map { Double($0) + 2 * random.normal() }, isDate: false)))
        var question = ScorecardQuestion(columns: columns, outcomes: outcomes, split: .random)
        question.workers = 2
        let card = await question.learn()
        #expect(card.verdict == .usable)
        let reasons = Dictionary(uniqueKeysWithValues: card.dropped.map { ($0.feature, $0.reason) })
        #expect(reasons["constant"] == .constant && reasons["missing"] == .allMissing && reasons["many"] == .identifies)
        let table = try #require(card.table)
        #expect(table.fault == nil && table.features.allSatisfy { $0.axis.cuts.allSatisfy(\.isFinite) })
    }

    /// Columns are binned eight values at a time, rows of their own one by one: odd values included.
    @Test(arguments: [0, 1, 3, 24, 25, 60]) func `a column's bins are those of its single values`(cuts: Int) {
        var random = SeededRandom(seed: 11, stream: UInt64(cuts))
        let binning = Binning(.numbers(cuts: (0..<cuts).map { Double($0) - 5 }, isDate: false))
        let odd: [Double] = [.nan, .infinity, -.infinity, 0, -0.0, 1e308, -1e308, 5e-324]
        let values = odd + (0..<203).map { _ in (random.unit() * 80 - 20).rounded() }
        #expect(binning.bins(of: FeatureColumn("x", .numbers(values, isDate: false))).map { Int($0) } == values.map { binning.bin($0) })
    }
}
