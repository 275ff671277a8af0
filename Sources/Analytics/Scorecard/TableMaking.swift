// SPDX-License-Identifier: Apache-2.0

/// Makes the points table of what was learned: log-odds become whole points, neighbouring bins with equal points become one.
struct TableMaking: Sendable {
    let question: ScorecardQuestion
    let bins: LearnedBins
    let fit: AdditiveFit
    let learning: [Int32]

    private var scale: Double { Double(question.pointsToDouble) / 0.693_147_180_559_945_3 }

    func table() -> ScoreTable {
        let outcomes = learning.map { question.outcomes[Int($0)] }
        var base = fit.intercept * scale
        var features: [ScoreTable.Feature] = []
        for index in bins.columns.indices {
            let (feature, shift) = self.feature(index, outcomes)
            base += shift
            // A field whose bins all give the same says nothing.
            if Set(feature.points).count > 1 { features.append(feature) }
        }
        var pairs: [ScoreTable.Pair] = []
        for (pair, cells) in fit.pairs {
            let (made, shift) = self.pair(pair, cells, outcomes)
            base += shift
            if Set(made.points).count > 1 { pairs.append(made) }
        }
        let whole = Int(base.rounded())
        // Rows that some model had not seen tell how far its points may be believed.
        let seen = fit.heldScores.indices.filter { fit.heldScores[$0].isFinite }
        let held = seen.map { (fit.heldScores[$0] * scale).rounded() }, heldOutcomes = seen.map { outcomes[$0] }
        let calibration = Calibration.chosen(held, heldOutcomes, seed: question.seed) ?? .platt(slope: 1 / scale, intercept: 0)
        return ScoreTable(
            label: question.label, positive: question.positive, base: whole, pointsToDouble: question.pointsToDouble, features: features,
            pairs: pairs,
            calibration: calibration)
    }

    /// The least bin that occurs gets no points; what that takes away goes to the base.
    private func rounded(_ values: [Double], _ counts: [Int]) -> (points: [Int], shift: Double) {
        let least = zip(values, counts).filter { $0.1 > 0 }.map(\.0).min() ?? 0
        return (values.map { Int((($0 - least) * scale).rounded()) }, least * scale)
    }

    private func feature(_ index: Int, _ outcomes: [UInt8]) -> (ScoreTable.Feature, Double) {
        let binning = bins.binnings[index]
        var (counts, positives) = tally(bins.fine[index], binning.count, outcomes)
        var (points, shift) = rounded(fit.shapes[index].map { Double($0) }, counts)
        var axis = self.axis(bins.columns[index].name, binning)
        // What no learning row had gets the usual.
        let usual = ScoreTable.usual(points, counts)
        if counts[0] == 0 { points[0] = usual }
        if axis.kind == .category {
            if counts[points.count - 1] == 0 { points[points.count - 1] = usual }
            merge(levels: &axis, &points, &counts, &positives)
        } else {
            merge(cuts: &axis, &points, &counts, &positives)
        }
        return (ScoreTable.Feature(axis: axis, points: points, counts: counts, positives: positives), shift)
    }

    private func pair(_ pair: PairGrid, _ cells: [Float], _ outcomes: [UInt8]) -> (ScoreTable.Pair, Double) {
        let (a, b) = (bins.coarseBinnings[pair.first], bins.coarseBinnings[pair.second])
        let grid = PairGrid.cells(bins.coarse[pair.first], bins.coarse[pair.second], width: b.count)
        let (counts, positives) = tally(grid, a.count * b.count, outcomes)
        // Cells around 0: a pair corrects its features, so that no row need have the least.
        let mean = zip(cells, counts).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } / Double(max(1, counts.reduce(0, +)))
        let points = zip(cells, counts).map { cell, count in count > 0 ? Int(((Double(cell) - mean) * scale).rounded()) : 0 }
        return (
            ScoreTable.Pair(
                first: axis(bins.columns[pair.first].name, a), second: axis(bins.columns[pair.second].name, b), points: points, counts: counts,
                positives: positives), mean * scale
        )
    }

    private func tally(_ bins: [UInt16], _ size: Int, _ outcomes: [UInt8]) -> (counts: [Int], positives: [Int]) {
        var (counts, positives) = (Array(repeating: 0, count: size), Array(repeating: 0, count: size))
        for row in bins.indices {
            counts[Int(bins[row])] += 1
            positives[Int(bins[row])] += Int(outcomes[row])
        }
        return (counts, positives)
    }

    private func axis(_ name: String, _ binning: Binning) -> ScoreTable.Axis {
        switch binning.rule {
        case .numbers(let cuts, let isDate): return ScoreTable.Axis(feature: name, kind: isDate ? .date : .number, cuts: cuts)
        case .categories(let places, let count, _):
            var levels = Array(repeating: [String](), count: max(0, count - 2))
            for (level, place) in places where levels.indices.contains(place - 1) { levels[place - 1].append(level) }
            return ScoreTable.Axis(feature: name, kind: .category, levels: levels.map { $0.sorted() })
        }
    }

    private func merge(cuts axis: inout ScoreTable.Axis, _ points: inout [Int], _ counts: inout [Int], _ positives: inout [Int]) {
        var bin = 1
        while bin + 1 < points.count {
            guard points[bin] == points[bin + 1] else {
                bin += 1
                continue
            }
            axis.cuts.remove(at: bin - 1)
            points.remove(at: bin + 1)
            counts[bin] += counts.remove(at: bin + 1)
            positives[bin] += positives.remove(at: bin + 1)
        }
    }

    private func merge(levels axis: inout ScoreTable.Axis, _ points: inout [Int], _ counts: inout [Int], _ positives: inout [Int]) {
        // From the most points down; the bin for all other levels stays the last.
        let order = axis.levels.indices.sorted { (points[$1 + 1], $0) < (points[$0 + 1], $1) }
        var (levels, newPoints, newCounts, newPositives) = ([[String]](), [points[0]], [counts[0]], [positives[0]])
        for place in order {
            if levels.isEmpty || newPoints[newPoints.count - 1] != points[place + 1] {
                levels.append([])
                newPoints.append(points[place + 1])
                newCounts.append(0)
                newPositives.append(0)
            }
            levels[levels.count - 1] += axis.levels[place]
            newCounts[newCounts.count - 1] += counts[place + 1]
            newPositives[newPositives.count - 1] += positives[place + 1]
        }
        axis.levels = levels.map { $0.sorted() }
        let last = points.count - 1
        (points, counts, positives) = (newPoints + [points[last]], newCounts + [counts[last]], newPositives + [positives[last]])
    }

    // MARK: About the table

    /// Mean distance of the points of each feature and pair from their mean, over the learning rows.
    func importance(_ table: ScoreTable) -> [Double] {
        func spread(_ points: [Int], _ counts: [Int]) -> Double {
            let n = Double(max(1, counts.reduce(0, +)))
            let mean = Double(zip(points, counts).reduce(0) { $0 + $1.0 * $1.1 }) / n
            return zip(points, counts).reduce(0.0) { $0 + abs(Double($1.0) - mean) * Double($1.1) } / n
        }
        return table.features.map { spread($0.points, $0.counts) } + table.pairs.map { spread($0.points, $0.counts) }
    }

    /// Rows per coarse bin of each feature, learned and judged.
    func spread(_ judging: [Int32]) -> [(feature: String, before: [Int], after: [Int])] {
        bins.columns.indices.map { index in
            let (all, size) = (bins.coarseBinnings[index].bins(of: bins.columns[index]), bins.coarseBinnings[index].count)
            func count(_ rows: [Int32]) -> [Int] {
                var counts = Array(repeating: 0, count: size)
                for row in rows { counts[Int(all[Int(row)])] += 1 }
                return counts
            }
            return (bins.columns[index].name, count(learning), count(judging))
        }
    }
}
