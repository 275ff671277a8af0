// SPDX-License-Identifier: Apache-2.0

extension ScorecardQuestion {
    /// Learns a scorecard on one part of the rows and judges it on the other.
    /// - Returns: a verdict always; a table where there are enough cases of both outcomes.
    package func learn() async -> Scorecard {
        let rarer = min(outcomes.reduce(0) { $0 + Int($1) }, outcomes.count - outcomes.reduce(0) { $0 + Int($1) })
        let (learning, judging) = parts()
        let (learned, judged) = (share(learning), share(judging))
        let (usable, barred, dropped) = await guarded()
        var card = Scorecard(verdict: .tooFew, table: nil, barred: barred, dropped: dropped, learned: learned, judged: judged)
        let judgedRarer = min(judged.successes, judged.n - judged.successes), learnedRarer = min(learned.successes, learned.n - learned.successes)
        guard rarer >= Self.leastCases, judgedRarer >= Self.leastJudged, learnedRarer >= Self.leastJudged else { return card }
        let bins = await LearnedBins(usable, rows: learning, outcomes: outcomes, workers: workers)
        card.dropped += bins.unusable.map { Scorecard.Dropped(feature: $0, reason: .noBins) }
        guard !bins.columns.isEmpty else {
            card.verdict = .noSignal
            return card
        }
        guard let fit = await AdditiveFit.learn(additive(bins, learning)) else { return card }
        let making = TableMaking(question: self, bins: bins, fit: fit, learning: learning)
        let table = making.table()
        card.table = table
        card.importance = making.importance(table)
        let taken = judging.map { Int($0) }
        let scoring = Scoring(table)
        let columns = Dictionary(bins.columns.map { ($0.name, $0.taking(taken)) }, uniquingKeysWith: { first, _ in first })
        let points = scoring.score(bins: scoring.bins(columns, count: taken.count), count: taken.count)
        let judgement = Judgement(
            scores: points.map { Double($0) }, probabilities: points.map { table.calibration.probability(Double($0)) },
            outcomes: taken.map { outcomes[$0] }, seed: seed)
        card.judgement = judgement
        card.verdict = judgement.map { $0.auc.low > 0.5 ? .usable : .noSignal } ?? .tooFew
        card.drift = Drift(before: learned, after: judged, inputs: making.spread(judging))
        return card
    }

    private func share(_ rows: [Int32]) -> Share { Share(rows.reduce(0) { $0 + Int(outcomes[Int($1)]) }, of: rows.count) }

    // MARK: Parts

    /// Rows that are learned from and rows that judge; equal moments stay together.
    func parts() -> (learning: [Int32], judging: [Int32]) {
        let rows = (0..<Int32(outcomes.count)).map { $0 }
        let share = min(0.9, max(0.05, judged))
        switch split {
        case .random:
            var random = SeededRandom(seed: seed, stream: 3)
            let shuffled = rows.shuffled(using: &random)
            let count = Int((Double(rows.count) * share).rounded())
            return (Array(shuffled.dropFirst(count)).sorted(), Array(shuffled.prefix(count)).sorted())
        case .rows:
            let cut = rows.count - Int((Double(rows.count) * share).rounded())
            return (Array(rows[..<cut]), Array(rows[cut...]))
        case .time(let moments):
            let dated = rows.filter { moments[Int($0)].isFinite }.sorted { (moments[Int($0)], $0) < (moments[Int($1)], $1) }
            guard !dated.isEmpty else { return (rows, []) }
            var cut = dated.count - Int((Double(dated.count) * share).rounded())
            while cut > 0, cut < dated.count, moments[Int(dated[cut])] == moments[Int(dated[cut - 1])] { cut += 1 }
            return (Array(dated[..<cut]).sorted(), Array(dated[cut...]).sorted())
        }
    }

    private var moments: [Double]? { if case .time(let moments) = split { moments } else { nil } }

    // MARK: Guard

    private func guarded() async -> (usable: [FeatureColumn], barred: [Scorecard.Barred], dropped: [Scorecard.Dropped]) {
        let leakGuard = LeakGuard(outcomes: outcomes, time: moments, seed: seed)
        let verdicts = await inParallel(columns.count, workers: workers) { index -> (Scorecard.Dropped.Reason?, LeakGuard.Reason?) in
            if let reason = Self.useless(columns[index]) { return (reason, nil) }
            return (nil, leakGuard.verdict(columns[index]))
        }
        var (usable, barred, dropped) = ([FeatureColumn](), [Scorecard.Barred](), [Scorecard.Dropped]())
        for (column, (useless, leak)) in zip(columns, verdicts) {
            if let useless {
                dropped.append(Scorecard.Dropped(feature: column.name, reason: useless))
            } else if let leak {
                let isIncluded = included.contains(column.name)
                barred.append(Scorecard.Barred(feature: column.name, reason: leak, isIncluded: isIncluded))
                if isIncluded { usable.append(column) }
            } else {
                usable.append(column)
            }
        }
        return (usable, barred, dropped)
    }

    private static func useless(_ column: FeatureColumn) -> Scorecard.Dropped.Reason? {
        switch column.values {
        case .numbers(let numbers, _):
            guard let first = numbers.first(where: \.isFinite) else { return .allMissing }
            guard numbers.contains(where: { $0 != first }) else { return .constant }
            return numbersRows(numbers) ? .identifies : nil
        case .categories(let codes, let levels):
            guard let first = codes.first(where: { $0 >= 0 }) else { return .allMissing }
            if codes.allSatisfy({ $0 == first }) { return .constant }
            let filled = codes.reduce(0) { $0 + ($1 >= 0 ? 1 : 0) }
            // Names and ids: nearly every row has one of its own.
            return levels.count > 50 && levels.count * 2 > filled ? .identifies : nil
        }
    }

    /// A running number of the rows: always the same step on.
    private static func numbersRows(_ numbers: [Double]) -> Bool {
        guard numbers.count > 50, let first = numbers.first, first.isFinite else { return false }
        let step = numbers[1] - first
        return step != 0 && step.isFinite && zip(numbers, numbers.dropFirst()).allSatisfy { $1 - $0 == step }
    }

    // MARK: Learning

    private func additive(_ bins: LearnedBins, _ learning: [Int32]) -> AdditiveQuestion {
        let order: [Int32]? =
            switch split {
            case .random: nil
            case .rows: learning.indices.map { Int32($0) }
            case .time(let moments):
                learning.indices.sorted { (moments[Int(learning[$0])], $0) < (moments[Int(learning[$1])], $1) }.enumerated()
                    .reduce(into: Array(repeating: Int32(0), count: learning.count)) { $0[$1.element] = Int32($1.offset) }
            }
        return AdditiveQuestion(
            bins: bins.fine, sizes: bins.binnings.map(\.count), isOrdered: bins.binnings.map(\.isOrdered),
            monotone: bins.columns.map { monotone[$0.name] }, coarse: bins.coarse, coarseSizes: bins.coarseBinnings.map(\.count),
            outcomes: learning.map { outcomes[Int($0)] }, order: order, bags: learning.count > 250_000 ? 2 : 8, seed: seed, mostPairs: mostPairs,
            workers: workers)
    }
}

/// Bins of all usable columns, fine for single features and coarse for pairs, over the learning rows.
struct LearnedBins: Sendable {
    let columns: [FeatureColumn]
    let binnings: [Binning]
    let coarseBinnings: [Binning]
    let fine: [[UInt16]]
    let coarse: [[UInt16]]
    let unusable: [String]

    init(_ columns: [FeatureColumn], rows: [Int32], outcomes: [UInt8], workers: Int) async {
        let (most, coarseMost) = rows.count < 5000 ? (16, 8) : rows.count < 20_000 ? (32, 16) : (64, 32)
        let least = max(5, rows.count / 2000), coarseLeast = max(20, rows.count / 400)
        let taken = rows.map { Int($0) }
        let learned = await inParallel(columns.count, workers: workers) { index -> (Binning, Binning, [UInt16], [UInt16])? in
            let column = columns[index]
            guard let fine = Binning.learn(column, rows: rows, most: most, least: least) else { return nil }
            let coarse = Binning.learn(column, rows: rows, most: coarseMost, least: coarseLeast) ?? fine
            let (fineBins, coarseBins) = (fine.bins(of: column), coarse.bins(of: column))
            return (fine, coarse, taken.map { UInt16(fineBins[$0]) }, taken.map { UInt16(coarseBins[$0]) })
        }
        var kept: [FeatureColumn] = [], unusable: [String] = []
        var (binnings, coarseBinnings, fine, coarse) = ([Binning](), [Binning](), [[UInt16]](), [[UInt16]]())
        for (column, bins) in zip(columns, learned) {
            guard let bins else {
                unusable.append(column.name)
                continue
            }
            kept.append(column)
            binnings.append(bins.0)
            coarseBinnings.append(bins.1)
            fine.append(bins.2)
            coarse.append(bins.3)
        }
        (self.columns, self.binnings, self.coarseBinnings, self.fine, self.coarse, self.unusable) = (
            kept, binnings, coarseBinnings, fine, coarse, unusable
        )
    }
}

extension FeatureColumn {
    /// The same for some rows.
    package func taking(_ rows: [Int]) -> FeatureColumn {
        switch values {
        case .numbers(let numbers, let isDate): FeatureColumn(name, .numbers(rows.map { numbers[$0] }, isDate: isDate))
        case .categories(let codes, let levels): FeatureColumn(name, .categories(rows.map { codes[$0] }, levels: levels))
        }
    }
}
