// SPDX-License-Identifier: Apache-2.0

/// Removal effects written a second time, from the literature and not from the sources: dense matrices, k-grams as states, elimination.
/// States are as ChannelAttribution makes them: a journey enters at its first k-gram; one shorter than k has a single state.
struct ExactChain {
    struct Journey {
        var steps: [Int]
        var conversions: Int
        var nulls: Int
        var value: Double
    }

    let journeys: [Journey]
    let order: Int
    let withNulls: Bool

    func credits(channels: Int) -> (conversions: [Double], value: [Double]) {
        let whole = outcome(without: nil)
        let total = Double(journeys.reduce(0) { $0 + $1.conversions }), amount = journeys.reduce(0.0) { $0 + ($1.conversions > 0 ? $1.value : 0) }
        let parts = (0..<channels).map { outcome(without: $0) }
        let effects = parts.map { 1 - $0.conversions / whole.conversions }
        let values = parts.map { whole.value > 0 ? 1 - $0.value / whole.value : 0 }
        let (sum, valueSum) = (effects.reduce(0, +), values.reduce(0, +))
        return (effects.map { total * $0 / sum }, values.map { valueSum > 0 ? amount * $0 / valueSum : 0 })
    }

    private func grams(_ steps: [Int]) -> [[Int]] {
        steps.count <= order ? [steps] : (0...(steps.count - order)).map { Array(steps[$0..<$0 + order]) }
    }

    private func outcome(without channel: Int?) -> (conversions: Double, value: Double) {
        var index: [[Int]: Int] = [[]: 0]
        var counts: [[Double]] = [[0]]
        var (converted, lost, worth) = ([0.0], [0.0], [0.0])
        func state(_ gram: [Int]) -> Int {
            if let known = index[gram] { return known }
            index[gram] = index.count
            for row in counts.indices { counts[row].append(0) }
            counts.append(Array(repeating: 0, count: index.count))
            converted.append(0)
            lost.append(0)
            worth.append(0)
            return index.count - 1
        }
        for journey in journeys {
            let weight = Double(journey.conversions + (withNulls ? journey.nulls : 0))
            guard weight > 0 else { continue }
            var at = 0
            for gram in grams(journey.steps) {
                let next = state(gram)
                counts[at][next] += weight
                at = next
            }
            converted[at] += Double(journey.conversions)
            if withNulls { lost[at] += Double(journey.nulls) }
            if journey.conversions > 0 { worth[at] += journey.value }
        }
        let size = index.count
        let removed = index.reduce(into: Array(repeating: false, count: size)) { if let channel { $0[$1.value] = $1.key.contains(channel) } }
        // (I − Q) x = r by elimination with pivoting, for conversions and value at once.
        var matrix = (0..<size).map { row in
            let all = counts[row].reduce(0, +) + converted[row] + lost[row]
            return (0..<size).map { column in (row == column ? 1 : 0) - (removed[column] || all == 0 ? 0 : counts[row][column] / all) }
                + [all == 0 ? 0 : converted[row] / all, all == 0 ? 0 : worth[row] / all]
        }
        for column in 0..<size {
            let pivot = (column..<size).max { abs(matrix[$0][column]) < abs(matrix[$1][column]) } ?? column
            matrix.swapAt(column, pivot)
            for row in 0..<size where row != column {
                let factor = matrix[row][column] / matrix[column][column]
                if factor != 0 { for place in column..<(size + 2) { matrix[row][place] -= factor * matrix[column][place] } }
            }
        }
        return (matrix[0][size] / matrix[0][0], matrix[0][size + 1] / matrix[0][0])
    }
}
