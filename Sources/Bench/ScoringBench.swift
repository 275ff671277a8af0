// SPDX-License-Identifier: Apache-2.0
import Analytics
import App

/// How many rows a table of 30 features and three pairs scores in a second on one core, from bins and from raw numbers. Prints JSON.
struct ScoringBench {
    func run() throws {
        var random = SeededRandom(seed: 1, stream: 1)
        let rows = 1_000_000
        let features = (0..<30).map { index in
            ScoreTable.Feature(
                axis: .init(feature: "f\(index)", kind: .number, cuts: (1...12).map { Double($0) / 13 }),
                points: (0..<14).map { _ in random.below(60) },
                counts: Array(repeating: 1, count: 14), positives: Array(repeating: 0, count: 14))
        }
        let pairs = (0..<3).map { index in
            ScoreTable.Pair(
                first: features[index].axis, second: features[index + 3].axis, points: (0..<196).map { _ in random.below(20) },
                counts: Array(repeating: 1, count: 196), positives: Array(repeating: 0, count: 196))
        }
        let table = ScoreTable(
            label: "y", positive: "1", base: -100, pointsToDouble: 20, features: features, pairs: pairs,
            calibration: .platt(slope: 0.03, intercept: 0))
        let columns = Dictionary(
            uniqueKeysWithValues: (0..<30).map { index in
                ("f\(index)", FeatureColumn("f\(index)", .numbers((0..<rows).map { _ in random.unit() }, isDate: false)))
            })
        let scoring = Scoring(table), clock = ContinuousClock()
        var (raw, binned, sum) = ([Double](), [Double](), 0)
        for _ in 0..<5 {
            let start = clock.now
            let bins = scoring.bins(columns, count: rows)
            let middle = clock.now
            let scores = scoring.score(bins: bins, count: rows)
            binned.append(seconds(middle, clock.now))
            raw.append(seconds(start, clock.now))
            sum += Int(scores[random.below(rows)])
        }
        struct Answer: Encodable { let rows: Int, binnedSeconds: [Double], rawSeconds: [Double], checked: Int }
        print(try JSON.text(Answer(rows: rows, binnedSeconds: binned, rawSeconds: raw, checked: sum)))
    }
}
