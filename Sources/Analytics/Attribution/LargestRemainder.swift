// SPDX-License-Identifier: Apache-2.0

/// Whole numbers near `shares` that add up to exactly `total`: each is rounded down, and what is missing goes to the largest remainders; equal
/// ones to the first.
/// - Parameters: `shares` finite, of any sign; scaled so that they add up to `total` where they do not.
/// - Returns: as many whole numbers; all 0 where there are no shares to go by.
/// - Source: A. Hamilton (1792); M. L. Balinski, H. P. Young (1982), Fair Representation.
package func largestRemainder(_ shares: [Double], total: Int64) -> [Int64] {
    let sum = shares.reduce(0, +)
    guard !shares.isEmpty, sum != 0, sum.isFinite else { return Array(repeating: 0, count: shares.count) }
    let scale = Double(total) / sum
    var whole: [Int64] = []
    var rest: [(remainder: Double, place: Int)] = []
    var given: Int64 = 0
    for (place, share) in shares.enumerated() {
        let scaled = share * scale
        let floor = scaled.rounded(.down)
        guard floor.magnitude < 9e18 else { return Array(repeating: 0, count: shares.count) }
        whole.append(Int64(floor))
        given &+= Int64(floor)
        rest.append((scaled - floor, place))
    }
    rest.sort { ($1.remainder, $0.place) < ($0.remainder, $1.place) }
    var missing = total &- given
    while missing != 0 {
        // Floating point may leave one too many as well as too few.
        let step: Int64 = missing > 0 ? 1 : -1
        let order = step > 0 ? rest : rest.reversed()
        for entry in order where missing != 0 {
            whole[entry.place] += step
            missing -= step
        }
        if missing.magnitude > UInt64(shares.count) * 1024 { return spreadEvenly(whole, missing) }
    }
    return whole
}

/// For sums beyond what a Double counts exactly: the difference is spread before the last units are.
private func spreadEvenly(_ whole: [Int64], _ missing: Int64) -> [Int64] {
    var result = whole
    let count = Int64(whole.count)
    for place in result.indices { result[place] &+= missing / count }
    if let last = result.indices.last { result[last] &+= missing % count }
    return result
}
