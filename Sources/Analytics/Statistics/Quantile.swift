// SPDX-License-Identifier: Apache-2.0

/// The sample quantile of type 7: linear between order statistics at position (n − 1)·p. DuckDB's `median` and `quantile_cont`, and
/// the default of R and NumPy.
/// - Parameters: `values` in any order, none NaN; `share` in 0...1, clamped.
/// - Returns: nil for no values.
/// - Source: R. J. Hyndman, Y. Fan (1996), "Sample Quantiles in Statistical Packages", The American Statistician 50(4), 361–365.
package func quantile(_ values: [Double], _ share: Double) -> Double? {
    guard !values.isEmpty, !share.isNaN else { return nil }
    var work = values
    let position = Double(values.count - 1) * min(1, max(0, share))
    let lower = Int(position)
    let low = quickselect(&work, lower)
    // After the selection all that lies right of `lower` is not smaller, so that the next order statistic is the least of it.
    guard position > Double(lower), let high = work[(lower + 1)...].min() else { return low }
    return low + (position - Double(lower)) * (high - low)
}

/// Moves the `rank`-th smallest (from 0) into place, smaller ones left of it.
/// - Source: C. A. R. Hoare (1961), Algorithm 65: Find, CACM 4(7), 321–322; pivot is the median of three.
private func quickselect(_ work: inout [Double], _ rank: Int) -> Double {
    var (low, high) = (0, work.count - 1)
    while low < high {
        let (a, b, c) = (work[low], work[(low + high) / 2], work[high])
        let pivot = max(min(a, b), min(max(a, b), c))
        var (i, j) = (low, high)
        while i <= j {
            while work[i] < pivot { i += 1 }
            while work[j] > pivot { j -= 1 }
            if i <= j {
                work.swapAt(i, j)
                (i, j) = (i + 1, j - 1)
            }
        }
        if rank <= j { high = j } else if rank >= i { low = i } else { break }
    }
    return work[rank]
}

/// Type 7 quantiles of whole numbers that lie in several arrays, without joining or sorting them: counts by leading digits, then looks
/// only into the digit that holds the rank. Two passes over the data for any spread that is usual, time linear in all cases.
/// - Parameters: `parts` values ≥ 0, in any order; `shares` in 0...1.
/// - Returns: one value per share; empty for no values.
/// - Source: definition as `quantile`; selection by distribution as in D. E. Knuth, TAOCP vol. 3, 5.2.5 and 5.3.3.
package func quantiles(of parts: [[Int32]], _ shares: [Double]) -> [Double] {
    let count = parts.reduce(0) { $0 + $1.count }
    guard count > 0 else { return [] }
    let positions = shares.map { Double(count - 1) * min(1, max(0, $0)) }
    var ranks = Set<Int>()
    for position in positions {
        ranks.insert(Int(position))
        ranks.insert(min(count - 1, Int(position) + 1))
    }
    let found = orderStatistics(ranks.sorted(), parts, count: count)
    return positions.map { position in
        let lower = Int(position)
        let low = Double(found[lower] ?? 0), high = Double(found[min(count - 1, lower + 1)] ?? 0)
        return low + (position - Double(lower)) * (high - low)
    }
}

/// The values at `ranks` (ascending, from 0, all < `count`).
private func orderStatistics(_ ranks: [Int], _ parts: [[Int32]], count: Int) -> [Int: Int32] {
    var found: [Int: Int32] = [:]
    var (least, most) = (Int32.max, Int32.min)
    for part in parts { for value in part { (least, most) = (min(least, value), max(most, value)) } }
    if least == most || count <= 2048 {
        let sorted = least == most ? [] : parts.flatMap { $0 }.sorted()
        for rank in ranks { found[rank] = sorted.isEmpty ? least : sorted[rank] }
        return found
    }
    let base = Int64(least), spread = UInt64(Int64(most) - base)
    let shift = UInt64(max(0, (64 - spread.leadingZeroBitCount) - 11))
    var histogram = [Int](repeating: 0, count: 2048)
    histogram.withUnsafeMutableBufferPointer { bins in
        for part in parts { part.withUnsafeBufferPointer { for value in $0 { bins[Int(UInt64(Int64(value) &- base) >> shift)] &+= 1 } } }
    }
    // Which digits hold a wanted rank, and how many values lie below each.
    var wanted: [(bin: Int, below: Int, ranks: [Int])] = []
    var (below, next) = (0, 0)
    for bin in 0..<2048 where histogram[bin] > 0 {
        let first = next
        while next < ranks.count, ranks[next] < below + histogram[bin] { next += 1 }
        if next > first { wanted.append((bin, below, Array(ranks[first..<next]))) }
        below += histogram[bin]
    }
    var slot = [Int](repeating: -1, count: 2048)
    for (index, entry) in wanted.enumerated() { slot[entry.bin] = index }
    var gathered = wanted.map { entry in
        var room: [Int32] = []
        room.reserveCapacity(histogram[entry.bin])
        return room
    }
    for part in parts {
        for value in part {
            let index = slot[Int(UInt64(Int64(value) &- base) >> shift)]
            if index >= 0 { gathered[index].append(value) }
        }
    }
    for (index, entry) in wanted.enumerated() {
        // Each round takes eleven binary digits of 32, so that the depth is three at most.
        let inner = orderStatistics(entry.ranks.map { $0 - entry.below }, [gathered[index]], count: gathered[index].count)
        for rank in entry.ranks { found[rank] = inner[rank - entry.below] }
    }
    return found
}
