// SPDX-License-Identifier: Apache-2.0

/// Finds fields that were filled in after the outcome was known: they tell perfectly what has happened, and nothing of what will.
///
/// A field is barred for the first of these that holds; all are judged on the data alone, never on names.
/// - Source: S. Kaufman, S. Rosset, C. Perlich (2012), "Leakage in data mining", ACM TKDD 6(4), for the idea of implausible power; the thresholds
///   are ours, set on generated tables (docs/decisions).
package struct LeakGuard: Sendable {
    package enum Reason: Hashable, Sendable {
        /// This share of its dates lies after the row's own moment.
        case laterThanRow(share: Double)
        /// Filled in for these shares of rows with and without success.
        case missingness(positive: Double, negative: Double)
        /// Values that occur on one side only make up this share of that side; one of them as an example.
        case oneSided(share: Double, example: String)
        /// Alone it orders rows by outcome with this area under the ROC curve.
        case power(auc: Double)
        /// Alone it has this area, and a fifth of all rows at one end has nearly no case of the rarer outcome: this many times fewer than others.
        case rulesOut(auc: Double, lift: Double)
    }

    /// At this single-field area a field is barred.
    package static let implausible = 0.9
    /// From this area on it is barred where an end of it rules an outcome out.
    package static let strong = 0.79
    package static let ruledOut = 0.085
    package static let missingGap = 0.36

    let outcomes: [UInt8]
    /// Days since 1970 of each row's own moment; nil where rows have none.
    let time: [Double]?
    let seed: UInt64

    package init(outcomes: [UInt8], time: [Double]? = nil, seed: UInt64 = 1) { (self.outcomes, self.time, self.seed) = (outcomes, time, seed) }

    private var positives: Int { outcomes.reduce(0) { $0 + Int($1) } }

    /// - Returns: why the field is barred; nil where nothing speaks against it.
    package func verdict(_ column: FeatureColumn) -> Reason? {
        let positives = positives, negatives = outcomes.count - positives
        guard positives >= 10, negatives >= 10 else { return nil }
        if let share = laterShare(column) { return .laterThanRow(share: share) }
        if let reason = missingness(column, positives, negatives) { return reason }
        if let reason = oneSided(column, positives, negatives) { return reason }
        let sample = sampled(column)
        guard let auc = sample.guardian.singleArea(sample.column) else { return nil }
        if auc >= Self.implausible { return .power(auc: auc) }
        if auc >= Self.strong, let lift = sample.guardian.leastLift(sample.column), lift <= Self.ruledOut { return .rulesOut(auc: auc, lift: lift) }
        return nil
    }

    // MARK: Time

    /// A date that mostly lies after the row was made was not there when it was.
    private func laterShare(_ column: FeatureColumn) -> Double? {
        guard let time, case .numbers(let dates, isDate: true) = column.values else { return nil }
        var (filled, later) = (0, 0)
        for row in dates.indices where dates[row].isFinite && time[row].isFinite {
            filled += 1
            // Within the hour it may be the same moment, recorded twice.
            if dates[row] > time[row] + 1.0 / 24 { later += 1 }
        }
        return filled >= 20 && later * 2 > filled ? Double(later) / Double(filled) : nil
    }

    // MARK: Missing values

    private func missingness(_ column: FeatureColumn, _ positives: Int, _ negatives: Int) -> Reason? {
        var (withP, withN) = (0, 0)
        for row in outcomes.indices where !column.isMissing(row) { if outcomes[row] == 1 { withP += 1 } else { withN += 1 } }
        let filled = withP + withN
        guard filled >= 20, filled < outcomes.count else { return nil }
        let (p, n) = (Double(withP) / Double(positives), Double(withN) / Double(negatives))
        if abs(p - n) >= Self.missingGap { return .missingness(positive: p, negative: n) }
        // Filled, or missing, practically on one side alone.
        let missingP = positives - withP, missingN = negatives - withN
        if isPure(withP, withN) || isPure(missingP, missingN) { return .missingness(positive: p, negative: n) }
        return nil
    }

    /// One outcome is as good as absent among these rows where many cases of it would be expected.
    private func isPure(_ p: Int, _ n: Int) -> Bool {
        let base = Double(positives) / Double(outcomes.count)
        let (expectedP, expectedN) = (Double(p + n) * base, Double(p + n) * (1 - base))
        return (expectedP >= 25 && Double(p) <= expectedP * 0.02) || (expectedN >= 25 && Double(n) <= expectedN * 0.02)
    }

    // MARK: Values on one side

    private func oneSided(_ column: FeatureColumn, _ positives: Int, _ negatives: Int) -> Reason? {
        guard case .categories(let codes, let levels) = column.values else { return nil }
        var (p, n) = (Array(repeating: 0, count: levels.count), Array(repeating: 0, count: levels.count))
        for row in outcomes.indices where codes[row] >= 0 { if outcomes[row] == 1 { p[Int(codes[row])] += 1 } else { n[Int(codes[row])] += 1 } }
        let base = Double(positives) / Double(outcomes.count)
        var (onlyP, onlyN, example, most) = (0, 0, "", 0)
        for level in levels.indices {
            let count = Double(p[level] + n[level])
            guard count >= 5 else { continue }
            // So unlikely by chance that no column of a wide table would show it.
            if n[level] == 0, naturalLogarithm(base) * count < -13.8 {
                onlyP += p[level]
            } else if p[level] == 0, naturalLogarithm(1 - base) * count < -13.8 {
                onlyN += n[level]
            } else {
                continue
            }
            if p[level] + n[level] > most { (most, example) = (p[level] + n[level], levels[level]) }
        }
        let (shareP, shareN) = (Double(onlyP) / Double(positives), Double(onlyN) / Double(negatives))
        // A rare negative level is usual; levels without a success that hold most failures are not.
        if shareP >= 0.15 { return .oneSided(share: shareP, example: example) }
        if shareN >= 0.35 { return .oneSided(share: shareN, example: example) }
        return nil
    }

    // MARK: Power

    /// Of very many rows a hundred thousand tell the power of a field as well, where they hold enough cases of both outcomes.
    private func sampled(_ column: FeatureColumn) -> (column: FeatureColumn, guardian: LeakGuard) {
        let step = outcomes.count / 100_000
        guard step > 1 else { return (column, self) }
        let rows = Array(stride(from: 0, to: outcomes.count, by: step)), some = rows.map { outcomes[$0] }
        let hits = some.reduce(0) { $0 + Int($1) }
        guard min(hits, some.count - hits) >= 2000 else { return (column, self) }
        return (column.taking(rows), LeakGuard(outcomes: some, seed: seed))
    }

    /// Area under the ROC curve of the field alone: by its order, and by the outcomes that its bins had in other rows, whichever is larger.
    package func singleArea(_ column: FeatureColumn) -> Double? {
        let rows = (0..<Int32(outcomes.count)).map { $0 }
        guard let binning = Binning.learn(column, rows: rows, most: 20, least: max(10, outcomes.count / 500)) else { return nil }
        let bins = binning.bins(of: column)
        var random = SeededRandom(seed: seed, stream: 5)
        let folds = 5
        let fold = outcomes.map { _ in random.below(folds) }
        var (p, n) = (Array(repeating: 0.0, count: binning.count * folds), Array(repeating: 0.0, count: binning.count * folds))
        for row in outcomes.indices {
            if outcomes[row] == 1 { p[Int(bins[row]) * folds + fold[row]] += 1 } else { n[Int(bins[row]) * folds + fold[row]] += 1 }
        }
        let base = Double(positives) / Double(outcomes.count)
        // Rate of the bin in all other folds, drawn to the base by ten cases.
        var rates = p
        for bin in 0..<binning.count {
            let range = bin * folds..<(bin + 1) * folds
            let (allP, allN) = (p[range].reduce(0, +), n[range].reduce(0, +))
            for place in range { rates[place] = (allP - p[place] + 10 * base) / (allP - p[place] + allN - n[place] + 10) }
        }
        var areas = [areaUnderROC(outcomes.indices.map { rates[Int(bins[$0]) * folds + fold[$0]] }, outcomes) ?? 0.5]
        if case .numbers(let numbers, _) = column.values {
            let filled = numbers.indices.filter { numbers[$0].isFinite }
            let few = max(10, outcomes.count / 20)
            if filled.count > few, let area = areaUnderROC(filled.map { numbers[$0] }, filled.map { outcomes[$0] }) {
                // Where much is missing the order of the rest says less.
                let share = Double(filled.count) / Double(outcomes.count)
                areas.append(0.5 + abs(area - 0.5) * share)
            }
        }
        return areas.max()
    }

    /// How many times fewer cases of the rarer outcome than usual the fifth of rows at one end of a number has, whichever end has fewer.
    private func leastLift(_ column: FeatureColumn) -> Double? {
        guard case .numbers(let numbers, _) = column.values else { return nil }
        let rare: UInt8 = positives * 2 <= outcomes.count ? 1 : 0
        let filled = numbers.indices.filter { numbers[$0].isFinite }.sorted { numbers[$0] < numbers[$1] }
        let cases = filled.reduce(0) { $0 + (outcomes[$1] == rare ? 1 : 0) }
        guard filled.count >= 50, cases >= 10 else { return nil }
        let base = Double(cases) / Double(filled.count)
        func lift(_ rows: ArraySlice<Int>) -> Double {
            Double(rows.reduce(0) { $0 + (outcomes[$1] == rare ? 1 : 0) }) / Double(max(1, rows.count)) / base
        }
        let fifth = filled.count / 5
        // A fifth ends where its last value does, up to a third of all rows.
        var low = fifth
        while low < filled.count / 3, low > 0, numbers[filled[low]] == numbers[filled[low - 1]] { low += 1 }
        var high = filled.count - fifth
        while high > filled.count * 2 / 3, high > 0, numbers[filled[high]] == numbers[filled[high - 1]] { high -= 1 }
        return min(lift(filled[..<low]), lift(filled[high...]))
    }
}
