// SPDX-License-Identifier: Apache-2.0

/// An absorbing Markov chain over states 0..<n that starts in state 0: sparse rows of transition probabilities; what is missing in a row is absorbed.
struct AbsorbingChain {
    /// Rows of the transposed matrix: into state j lead `sources[starts[j]..<starts[j + 1]]`.
    private let starts: [Int]
    private let sources: [Int32]
    private let probabilities: [Double]
    let count: Int

    /// - Parameter transitions: (from, to, probability), in any order; none twice.
    init(count: Int, transitions: [(from: Int, to: Int, probability: Double)]) {
        var starts = Array(repeating: 0, count: count + 1)
        for entry in transitions { starts[entry.to + 1] += 1 }
        for state in 0..<count { starts[state + 1] += starts[state] }
        var next = starts
        var sources = Array(repeating: Int32(0), count: transitions.count)
        var probabilities = Array(repeating: 0.0, count: transitions.count)
        for entry in transitions {
            sources[next[entry.to]] = Int32(entry.from)
            probabilities[next[entry.to]] = entry.probability
            next[entry.to] += 1
        }
        (self.count, self.starts, self.sources, self.probabilities) = (count, starts, sources, probabilities)
    }

    /// Expected number of visits of each state: the solution of x = e₀ + Qᵀx, with the largest error of an equation relative to the largest x.
    /// - Parameters: `without` states that may not be entered; `near` where to begin, as the visits with all states; `tolerance` of the residual.
    /// - Source: J. G. Kemeny, J. L. Snell (1960), Finite Markov Chains, III; Gauss-Seidel sweeps, which converge since Q is substochastic.
    func visits(without isRemoved: [Bool]? = nil, near: [Double]? = nil, tolerance: Double = 1e-14, sweeps: Int = 20_000) -> (
        x: [Double], residual: Double
    ) {
        var x = near ?? Array(repeating: 0, count: count)
        if let isRemoved { for state in 0..<count where isRemoved[state] { x[state] = 0 } }
        var residual = Double.infinity
        for sweep in 0..<max(1, sweeps) {
            let isForward = sweep % 2 == 0
            var (change, largest) = (0.0, 1.0)
            for place in 0..<count {
                let state = isForward ? place : count - 1 - place
                if let isRemoved, isRemoved[state] { continue }
                var (sum, own) = (state == 0 ? 1.0 : 0.0, 0.0)
                for entry in starts[state]..<starts[state + 1] {
                    let source = Int(sources[entry])
                    if source == state { own = probabilities[entry] } else { sum += probabilities[entry] * x[source] }
                }
                let new = own < 1 ? sum / (1 - own) : sum
                change = max(change, abs(new - x[state]))
                largest = max(largest, abs(new))
                x[state] = new
            }
            if change <= tolerance * largest {
                residual = self.residual(x, without: isRemoved)
                if residual <= 1e-12 || sweep > 200 { return (x, residual) }
            }
        }
        residual = self.residual(x, without: isRemoved)
        return (x, residual)
    }

    /// The largest error of an equation, relative to the largest x.
    func residual(_ x: [Double], without isRemoved: [Bool]? = nil) -> Double {
        var (worst, largest) = (0.0, 1.0)
        for state in 0..<count where !(isRemoved?[state] ?? false) {
            var sum = state == 0 ? 1.0 : 0.0
            for entry in starts[state]..<starts[state + 1] { sum += probabilities[entry] * x[Int(sources[entry])] }
            worst = max(worst, abs(sum - x[state]))
            largest = max(largest, abs(x[state]))
        }
        return worst / largest
    }

    /// (I − Q)⁻¹ by Gauss-Jordan elimination with pivoting, for few states; nil where it is singular.
    /// - Returns: row i, column j: expected visits of j from i.
    func fundamental() -> [[Double]]? {
        var left = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0.0 } }
        var right = left
        for to in 0..<count { for entry in starts[to]..<starts[to + 1] { left[Int(sources[entry])][to] -= probabilities[entry] } }
        for column in 0..<count {
            guard let pivot = (column..<count).max(by: { abs(left[$0][column]) < abs(left[$1][column]) }), abs(left[pivot][column]) > 1e-300
            else { return nil }
            left.swapAt(column, pivot)
            right.swapAt(column, pivot)
            let scale = 1 / left[column][column]
            for place in 0..<count {
                left[column][place] *= scale
                right[column][place] *= scale
            }
            let (pivotLeft, pivotRight) = (left[column], right[column])
            for row in 0..<count where row != column && left[row][column] != 0 {
                let factor = left[row][column]
                for place in column..<count { left[row][place] -= factor * pivotLeft[place] }
                for place in 0..<count { right[row][place] -= factor * pivotRight[place] }
            }
        }
        return right
    }
}
