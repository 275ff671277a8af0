// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct LeakGuardTests {
    /// 200 tables with a planted leak of one of six kinds and an honest strong field each; names say nothing. At most 5 of 100 leaks are missed and at
    /// most 5 of 100 honest strong fields are barred.
    @Test func `leaks are barred and strong honest fields are not`() async {
        let verdicts = await inParallel(200, workers: 2) { index -> (kind: Leak, missed: Bool, barred: Bool) in
            var random = SeededRandom(seed: 77, stream: UInt64(index))
            let kind = Leak.allCases[index % Leak.allCases.count]
            let rows = 1500 + random.below(6000), base = -3.2 + 2.8 * random.unit()
            // Area 0.62 to 0.79 alone.
            let strength = 0.45 + 0.7 * random.unit()
            let honest = (0..<rows).map { _ in random.normal() }
            let other = (0..<rows).map { _ in random.normal() }
            let outcomes = (0..<rows).map { row in
                UInt8(random.chance(GeneratedTable.logistic(base + strength * honest[row] + 0.4 * other[row])) ? 1 : 0)
            }
            let time = (0..<rows).map { _ in 18_000 + 900 * random.unit() }
            let leakGuard = LeakGuard(outcomes: outcomes, time: kind == .later ? time : nil, seed: UInt64(index))
            let strong = FeatureColumn("q", .numbers(honest.map { random.chance(0.1) ? .nan : $0 }, isDate: false))
            return (kind, leakGuard.verdict(kind.column(outcomes, time, &random)) == nil, leakGuard.verdict(strong) != nil)
        }
        let (missed, barred) = (verdicts.filter(\.missed), verdicts.filter(\.barred))
        #expect(missed.count <= 10, "missed: \(missed.map(\.kind))")
        #expect(barred.count <= 10, "\(barred.count) honest ones barred")
    }

    enum Leak: CaseIterable {
        case copy, missingness, oneSided, proxy, durationLike, later

        func column(_ outcomes: [UInt8], _ time: [Double], _ random: inout SeededRandom) -> FeatureColumn {
            switch self {
            case .copy: return FeatureColumn("q", .numbers(outcomes.map { random.chance(0.03) ? Double(1 - $0) : Double($0) }, isDate: false))
            case .missingness:
                return FeatureColumn("q", .numbers(outcomes.map { random.chance($0 == 1 ? 0.93 : 0.03) ? random.normal() : .nan }, isDate: false))
            case .oneSided:
                let codes = outcomes.map { $0 == 1 && random.chance(0.7) ? Int32(3) : Int32(random.below(3)) }
                return FeatureColumn("q", .categories(codes, levels: ["a", "b", "c", "customer"]))
            case .proxy: return FeatureColumn("q", .numbers(outcomes.map { $0 == 1 ? 2.6 + random.normal() : random.normal() }, isDate: false))
            case .durationLike:
                // Lengths of calls: short ones rule success out.
                return FeatureColumn(
                    "q",
                    .numbers(
                        outcomes.map { y in (y == 1 ? 160 + 420 * -log(1 - random.unit()) : 220 * -log(1 - random.unit())).rounded() }, isDate: false)
                )
            case .later: return FeatureColumn("q", .numbers(time.map { $0 + 1 + 30 * random.unit() }, isDate: true))
            }
        }

        private func log(_ x: Double) -> Double {
            // Odds of a logistic are e^x: by bisection, since tests have no logarithm either.
            var (low, high) = (-50.0, 0.0)
            for _ in 0..<60 {
                let middle = (low + high) / 2
                if GeneratedTable.logistic(middle) / (1 - GeneratedTable.logistic(middle)) < x { low = middle } else { high = middle }
            }
            return low
        }
    }

    @Test func `a leak that is asked for is used, and said to be one`() async throws {
        var generated = GeneratedTable(seed: 1, rows: 2000, signal: 2, noise: 1)
        generated.columns.append(FeatureColumn("after", .numbers(generated.outcomes.map { Double($0) }, isDate: false)))
        var question = generated.question()
        let barred = await question.learn()
        #expect(barred.barred.map(\.feature) == ["after"] && barred.barred.allSatisfy { !$0.isIncluded })
        #expect(try #require(barred.table).features.allSatisfy { $0.axis.feature != "after" })
        question.included = ["after"]
        let used = await question.learn()
        #expect(used.barred.allSatisfy(\.isIncluded) && (used.judgement?.auc.value ?? 0) > 0.99)
    }

    @Test func `a rare level without a success by chance is no leak`() {
        var random = SeededRandom(seed: 5, stream: 5)
        let outcomes = (0..<3000).map { _ in UInt8(random.chance(0.05) ? 1 : 0) }
        let codes = outcomes.indices.map { row in outcomes[row] == 0 && random.chance(0.015) ? Int32(7) : Int32(random.below(7)) }
        #expect(LeakGuard(outcomes: outcomes).verdict(FeatureColumn("c", .categories(codes, levels: (0..<8).map { "l\($0)" }))) == nil)
    }
}
