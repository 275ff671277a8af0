// SPDX-License-Identifier: Apache-2.0

/// The scorecard: points per feature and bin, whole numbers that people add up. Scoring needs nothing else, and editing it changes the scores.
package struct ScoreTable: Sendable, Hashable, Codable {
    /// What an axis of the table divides a field into.
    package struct Axis: Sendable, Hashable, Codable {
        package enum Kind: String, Sendable, Codable { case number, date, category }

        package var feature: String
        package var kind: Kind
        /// Numbers and dates (days since 1970-01-01): value v falls into the bin after the last cut that is ≤ v.
        package var cuts: [Double]
        /// Categories: the levels of each bin; a level that is in none falls into the last bin.
        package var levels: [[String]]

        package init(feature: String, kind: Kind, cuts: [Double] = [], levels: [[String]] = []) {
            (self.feature, self.kind, self.cuts, self.levels) = (feature, kind, cuts, levels)
        }

        /// With the bin for missing values, which is the first.
        package var count: Int { kind == .category ? levels.count + 2 : cuts.count + 2 }

        package var binning: Binning {
            guard kind == .category else { return Binning(.numbers(cuts: cuts, isDate: kind == .date)) }
            var bins: [String: Int] = [:]
            for (place, group) in levels.enumerated() { for level in group where bins[level] == nil { bins[level] = place + 1 } }
            return Binning(.categories(bins: bins, count: count, other: count - 1))
        }
    }

    package struct Feature: Sendable, Hashable, Codable {
        package var axis: Axis
        /// Per bin of the axis; the first is for missing values.
        package var points: [Int]
        /// Learning rows of each bin, and how many of them had the outcome.
        package var counts: [Int]
        package var positives: [Int]

        package init(axis: Axis, points: [Int], counts: [Int], positives: [Int]) {
            (self.axis, self.points, self.counts, self.positives) = (axis, points, counts, positives)
        }

        /// What a row gets mostly.
        package var usual: Int { ScoreTable.usual(points, counts) }
    }

    package struct Pair: Sendable, Hashable, Codable {
        package var first: Axis
        package var second: Axis
        /// Row by row: bins of the first, in each the bins of the second.
        package var points: [Int]
        package var counts: [Int]
        package var positives: [Int]

        package init(first: Axis, second: Axis, points: [Int], counts: [Int], positives: [Int]) {
            (self.first, self.second, self.points, self.counts, self.positives) = (first, second, points, counts, positives)
        }
    }

    /// Mean of points over the rows of their bins, rounded; 0 where there are none.
    package static func usual(_ points: [Int], _ counts: [Int]) -> Int {
        let n = counts.reduce(0.0) { $0 + Double($1) }
        return n > 0 ? Int((zip(points, counts).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } / n).rounded()) : 0
    }

    package var kind = "entente-scorecard"
    package var version = 1
    package var label: String
    /// The value of the label that counts as success.
    package var positive: String
    package var base: Int
    /// So many points double the odds.
    package var pointsToDouble: Int
    package var features: [Feature]
    package var pairs: [Pair]
    package var calibration: Calibration

    package init(label: String, positive: String, base: Int, pointsToDouble: Int, features: [Feature], pairs: [Pair], calibration: Calibration) {
        (self.label, self.positive, self.base, self.pointsToDouble) = (label, positive, base, pointsToDouble)
        (self.features, self.pairs, self.calibration) = (features, pairs, calibration)
    }

    /// - Returns: what makes the table unfit for scoring, as an edit may; nil where it is sound.
    package var fault: String? {
        var names = Set<String>()
        for feature in features where !names.insert(feature.axis.feature).inserted { return "\(feature.axis.feature) stands in it twice" }
        if !(1...1000).contains(pointsToDouble) { return "the points that double the odds are not 1 to 1,000" }
        let counted =
            features.map { ($0.axis.feature, $0.axis.count, $0.counts, $0.positives) }
            + pairs.map { ("\($0.first.feature) with \($0.second.feature)", $0.first.count * $0.second.count, $0.counts, $0.positives) }
        for (name, size, counts, positives) in counted {
            guard counts.count == size, positives.count == size,
                zip(counts, positives).allSatisfy({ (0...1_000_000_000_000).contains($0) && (0...$0).contains($1) })
            else { return "the counts of \(name) are not one for each bin, 0 or more, with no more positives than rows" }
        }
        for feature in features where feature.points.count != feature.axis.count {
            return "\(feature.axis.feature) has \(feature.points.count) points for \(feature.axis.count) bins"
        }
        for pair in pairs where pair.points.count != pair.first.count * pair.second.count {
            return
                "\(pair.first.feature) and \(pair.second.feature) have \(pair.points.count) points for \(pair.first.count * pair.second.count) cells"
        }
        for axis in features.map(\.axis) + pairs.flatMap({ [$0.first, $0.second] }) {
            if zip(axis.cuts, axis.cuts.dropFirst()).contains(where: { $0 >= $1 }) { return "the cuts of \(axis.feature) do not ascend" }
            if axis.count > Binning.most + 4 { return "\(axis.feature) has more than \(Binning.most) bins" }
        }
        let all = features.flatMap(\.points) + pairs.flatMap(\.points) + [base]
        return all.contains { $0.magnitude > 100_000 } ? "a number of points is beyond 100,000" : nil
    }
}
