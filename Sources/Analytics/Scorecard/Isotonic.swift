// SPDX-License-Identifier: Apache-2.0

/// The nearest sequence that never falls, by weighted squares.
/// - Parameters: `values` and `weights` (> 0), as many.
/// - Source: M. Ayer et al. (1955), Ann. Math. Statist. 26, 641–647; pool-adjacent-violators.
package func poolAdjacentViolators(_ values: [Double], _ weights: [Double]) -> [Double] {
    var blocks: [(value: Double, weight: Double, count: Int)] = []
    for (value, weight) in zip(values, weights) {
        var block = (value: value, weight: weight, count: 1)
        while let last = blocks.last, last.value > block.value {
            let sum = last.weight + block.weight
            block = (sum > 0 ? (last.value * last.weight + block.value * block.weight) / sum : last.value, sum, last.count + block.count)
            blocks.removeLast()
        }
        blocks.append(block)
    }
    return blocks.flatMap { Array(repeating: $0.value, count: $0.count) }
}
