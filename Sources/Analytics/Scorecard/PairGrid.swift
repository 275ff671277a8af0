// SPDX-License-Identifier: Apache-2.0

/// Two features taken together: a grid of their bins, coarse enough that cells hold cases.
struct PairGrid: Sendable, Hashable {
    let first: Int
    let second: Int

    /// Cells of rows: bin of the first times the bins of the second, plus its bin.
    static func cells(_ a: [UInt16], _ b: [UInt16], width: Int) -> [UInt16] {
        var cells = Array(repeating: UInt16(0), count: min(a.count, b.count))
        for row in cells.indices { cells[row] = UInt16(truncatingIfNeeded: Int(a[row]) * width + Int(b[row])) }
        return cells
    }
}

/// Ranks pairs by how much of what the single features leave unexplained their cells would explain beyond chance.
///
/// For each pair the sum over cells of G² / (H + λ), less what it would be by chance alone, Σ H / (H + λ); in standard deviations of chance.
/// - Source: the idea of FAST, Y. Lou et al. (2013), with cells in the place of one cut of each axis, since an interaction of categories has no cut.
struct PairRanking: Sendable {
    /// Per pair: explained beyond chance, in log-likelihood, and in standard deviations.
    struct Gain: Sendable {
        let pair: PairGrid
        var gain: Double
        var deviations: Double
    }

    /// - Parameters: `bins` coarse bins per feature, `sizes` how many of them; `gradient`, `weight` per row; `among` the features to pair.
    static func gains(bins: [[UInt16]], sizes: [Int], gradient: [Float], weight: [Float], among features: [Int], ridge: Double = 3) -> [Gain] {
        var gains: [Gain] = []
        var histogram = Histogram(size: 4096)
        for (place, a) in features.enumerated() {
            for b in features[(place + 1)...] {
                let size = sizes[a] * sizes[b]
                guard size <= 4096 else { continue }
                histogram.count(PairGrid.cells(bins[a], bins[b], width: sizes[b]), gradient, weight, size: size)
                var (explained, chance, spread) = (0.0, 0.0, 0.0)
                for cell in 0..<size {
                    let (g, h) = (histogram.gradient(cell), histogram.weight(cell))
                    guard h > 0 else { continue }
                    explained += g * g / (h + ridge)
                    chance += h / (h + ridge)
                    spread += 2 * (h / (h + ridge)) * (h / (h + ridge))
                }
                guard spread > 0 else { continue }
                gains.append(
                    Gain(pair: PairGrid(first: a, second: b), gain: (explained - chance) / 2, deviations: (explained - chance) / spread.squareRoot()))
            }
        }
        return gains
    }
}
