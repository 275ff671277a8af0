// SPDX-License-Identifier: Apache-2.0

/// A table made ready for many rows: bins are looked up, points are added.
package struct Scoring: Sendable {
    private let base: Int32
    private let points: [[Int32]]
    private let pairPoints: [(first: Int, second: Int, width: Int, points: [Int32])]
    /// One per axis that is needed: those of the features first, then those of pairs that differ from them.
    package let axes: [ScoreTable.Axis]
    private let binnings: [Binning]

    package init(_ table: ScoreTable) {
        var axes = table.features.map(\.axis)
        func place(_ axis: ScoreTable.Axis) -> Int {
            if let known = axes.firstIndex(of: axis) { return known }
            axes.append(axis)
            return axes.count - 1
        }
        base = Int32(clamping: table.base)
        points = table.features.map { $0.points.map { Int32(clamping: $0) } }
        pairPoints = table.pairs.map { (place($0.first), place($0.second), $0.second.count, $0.points.map { Int32(clamping: $0) }) }
        self.axes = axes
        binnings = axes.map(\.binning)
    }

    /// Bins of whole columns, one per axis; an axis whose column is absent is missing in every row.
    package func bins(_ columns: [String: FeatureColumn], count: Int) -> [[UInt8]] {
        zip(axes, binnings).map { axis, binning in columns[axis.feature].map { binning.bins(of: $0) } ?? Array(repeating: 0, count: count) }
    }

    /// Points of rows from their bins.
    /// - Parameter bins: as `bins` gives them, one array per axis.
    package func score(bins: [[UInt8]], count: Int) -> [Int32] {
        var scores = Array(repeating: base, count: count)
        scores.withUnsafeMutableBufferPointer { scores in
            guard let scores = scores.baseAddress else { return }
            // Blocks stay in the fastest cache while all features pass over them.
            for start in stride(from: 0, to: count, by: 8192) {
                let rows = min(8192, count - start)
                for (feature, table) in points.enumerated() { Self.add(table, bins[feature], start, rows, scores + start) }
                for pair in pairPoints { Self.add(pair.points, bins[pair.first], bins[pair.second], pair.width, start, rows, scores + start) }
            }
        }
        return scores
    }

    @inline(__always)
    private static func add(_ table: [Int32], _ bins: [UInt8], _ start: Int, _ rows: Int, _ scores: UnsafeMutablePointer<Int32>) {
        // 256 entries whatever the bin is, so that no look-up needs a check.
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256) { padded in
            guard let padded = padded.baseAddress else { return }
            for index in 0..<256 { padded[index] = index < table.count ? table[index] : 0 }
            bins.withUnsafeBufferPointer { bins in
                guard let bins = bins.baseAddress.map({ $0 + start }) else { return }
                var row = 0
                while row + 4 <= rows {
                    scores[row] &+= padded[Int(bins[row])]
                    scores[row &+ 1] &+= padded[Int(bins[row &+ 1])]
                    scores[row &+ 2] &+= padded[Int(bins[row &+ 2])]
                    scores[row &+ 3] &+= padded[Int(bins[row &+ 3])]
                    row &+= 4
                }
                while row < rows {
                    scores[row] &+= padded[Int(bins[row])]
                    row &+= 1
                }
            }
        }
    }

    @inline(__always)
    private static func add(
        _ table: [Int32], _ first: [UInt8], _ second: [UInt8], _ width: Int, _ start: Int, _ rows: Int, _ scores: UnsafeMutablePointer<Int32>
    ) {
        table.withUnsafeBufferPointer { table in
            for row in 0..<rows {
                let cell = Int(first[start + row]) * width + Int(second[start + row])
                if cell < table.count { scores[row] &+= table[cell] }
            }
        }
    }

    /// One row, with the points of each feature and pair: why it has its score.
    package func reasons(_ value: (ScoreTable.Axis) -> (number: Double, level: String)) -> (score: Int, parts: [Int]) {
        let bins = zip(axes, binnings).map { axis, binning in
            let (number, level) = value(axis)
            return axis.kind == .category ? binning.bin(level) : binning.bin(number)
        }
        let mains = points.enumerated().map { feature, table in table.indices.contains(bins[feature]) ? Int(table[bins[feature]]) : 0 }
        let pairs = pairPoints.map { pair in
            let cell = bins[pair.first] * pair.width + bins[pair.second]
            return pair.points.indices.contains(cell) ? Int(pair.points[cell]) : 0
        }
        return (Int(base) + mains.reduce(0, +) + pairs.reduce(0, +), mains + pairs)
    }
}
