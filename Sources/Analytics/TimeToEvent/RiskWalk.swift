// SPDX-License-Identifier: Apache-2.0

/// Rows that can say something, sorted into columns, one per kind of leaving; how many were left out and why.
struct RiskColumns {
    /// Times in the order of their bits, kind after kind; then late entries, side after side.
    private(set) var times: [[UInt64]]
    let kinds: Int
    let sides: Int
    private(set) var unusable = 0
    private(set) var used = 0
    /// Rows of each side that are watched from the beginning.
    private(set) var fromStart: [Int]

    /// - Parameters: `kinds` of leaving; `sides` groups of which each has its own risk set; `kind` and `side` of a row, nil for one that
    ///   has none. An entry of 0 or less: watched from the beginning, and so at risk at time 0 too.
    init(
        _ durations: [Double], entries: [Double]?, kinds: Int, sides: Int = 1, kind: (Int) -> Int?, side: (Int) -> Int = { _ in 0 }
    ) {
        (self.kinds, self.sides) = (kinds, sides)
        var columns = [[UInt64]](repeating: [], count: kinds + sides)
        for place in 0..<kinds { columns[place].reserveCapacity(kinds > 8 ? 0 : durations.count) }
        fromStart = [Int](repeating: 0, count: sides)
        for row in durations.indices {
            let time = durations[row], entry = entries?[row] ?? 0
            guard time >= 0, time < .infinity, entry <= 0 || entry < time, let kind = kind(row), kind >= 0, kind < kinds else {
                unusable += 1
                continue
            }
            let side = side(row)
            // + 0 makes 0 of −0, whose bits differ; positive numbers are ordered as their bits are.
            columns[kind].append((time + 0).bitPattern)
            if entry > 0 { columns[kinds + side].append(entry.bitPattern) } else { fromStart[side] += 1 }
        }
        used = durations.count - unusable
        for place in columns.indices { radixSort(&columns[place], passes: 6) }
        times = columns
    }

    /// Time after time at which someone left, ascending: how many left of each kind, and how many of each side came in before it.
    @inline(__always)
    func forEachTime(_ body: (_ time: Double, _ left: UnsafeBufferPointer<Int>, _ entered: UnsafeBufferPointer<Int>) -> Void) {
        var heads = [Int](repeating: 0, count: times.count)
        var counts = heads
        heads.withUnsafeMutableBufferPointer { heads in
            counts.withUnsafeMutableBufferPointer { counts in
                let left = UnsafeBufferPointer(rebasing: counts[..<kinds]), entered = UnsafeBufferPointer(rebasing: counts[kinds...])
                while true {
                    var next = UInt64.max
                    for place in 0..<kinds where heads[place] < times[place].count { next = min(next, times[place][heads[place]]) }
                    if next == .max { return }
                    for place in 0..<kinds + sides {
                        let column = times[place], first = heads[place]
                        var head = first
                        if place < kinds {
                            while head < column.count, column[head] == next { head &+= 1 }
                        } else {
                            while head < column.count, column[head] < next { head &+= 1 }
                        }
                        heads[place] = head
                        counts[place] = head &- first
                    }
                    body(Double(bitPattern: next), left, entered)
                }
            }
        }
    }
}
