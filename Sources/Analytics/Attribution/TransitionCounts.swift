// SPDX-License-Identifier: Apache-2.0

/// How often each step followed each state, where a state is the last `order` channels (fewer near the start): all that a Markov chain of the
/// journeys needs. `add`, `merge`; `MarkovRemoval` gives the result.
///
/// Memory grows with the states and transitions that occur, never with the journeys.
package struct TransitionCounts: Sendable {
    package let order: Int
    /// Journeys that did not convert count too.
    package let withNulls: Bool
    /// Per state: its channels, 16 bits each and one more than the code, the latest lowest. The start is state 0.
    private(set) var grams: [UInt64] = [0]
    private(set) var converted: [Int64] = [0]
    private(set) var lost: [Int64] = [0]
    private(set) var value: [Double] = [0]
    private var states = CountingTable()
    /// By state and next channel: how often, and the state that it leads to.
    private(set) var transitions = CountingTable()

    /// - Parameter order: 1...4; others are clamped.
    package init(order: Int, withNulls: Bool = true) {
        (self.order, self.withNulls) = (min(4, max(1, order)), withNulls)
    }

    /// The most channels that states can name.
    package static let mostChannels = 65_534

    private var mask: UInt64 { order == 4 ? .max : (1 << UInt64(16 * order)) - 1 }

    /// Adds rows of a list.
    /// - Parameter weights: conversions and journeys without of each row, as a resample draws them; nil for as they are.
    package mutating func add(_ rows: Range<Int>, of paths: PathList, weights: (conversions: [UInt32], nulls: [UInt32])? = nil) {
        for row in rows {
            let conversions = Int64(weights.map { $0.conversions[row] } ?? paths.conversions[row])
            let nulls = withNulls ? Int64(weights.map { $0.nulls[row] } ?? paths.nulls[row]) : 0
            let count = conversions + nulls
            let steps = paths.range(row)
            guard count > 0, !steps.isEmpty else { continue }
            var state = 0
            for step in steps { state = follow(state, paths.steps[step], count) }
            converted[state] += conversions
            lost[state] += nulls
            if conversions > 0 { value[state] += Double(paths.value[row]) * Double(conversions) / Double(max(1, paths.conversions[row])) }
        }
    }

    @inline(__always)
    private mutating func follow(_ state: Int, _ channel: UInt16, _ count: Int64) -> Int {
        let slot = transitions.slot(UInt64(state) << 16 | UInt64(channel))
        transitions.counts[slot] += count
        if transitions.targets[slot] >= 0 { return Int(transitions.targets[slot]) }
        let next = index(of: (grams[state] << 16 | UInt64(channel) + 1) & mask)
        transitions.targets[slot] = Int32(next)
        return next
    }

    private mutating func index(of gram: UInt64) -> Int {
        let slot = states.slot(gram)
        if states.targets[slot] >= 0 { return Int(states.targets[slot]) }
        grams.append(gram)
        converted.append(0)
        lost.append(0)
        value.append(0)
        states.targets[slot] = Int32(grams.count - 1)
        return grams.count - 1
    }

    /// Adds what others counted, with the same order and channels.
    package mutating func merge(_ other: TransitionCounts) {
        var codes = Array(repeating: 0, count: other.grams.count)
        for state in other.grams.indices.dropFirst() { codes[state] = index(of: other.grams[state]) }
        for state in other.grams.indices {
            converted[codes[state]] += other.converted[state]
            lost[codes[state]] += other.lost[state]
            value[codes[state]] += other.value[state]
        }
        other.transitions.forEach { key, count, _ in
            _ = follow(codes[Int(key >> 16)], UInt16(truncatingIfNeeded: key), count)
        }
    }
}

/// Whole words with a count and a target each: open addressing, at most half full.
struct CountingTable: Sendable {
    private var keys: [UInt64] = Array(repeating: .max, count: 64)
    var counts: [Int64] = Array(repeating: 0, count: 64)
    /// −1 until set.
    var targets: [Int32] = Array(repeating: -1, count: 64)
    private(set) var used = 0

    /// Where a key lies; it is put there if it is new. A slot holds until the next new key. The key of all ones is not one.
    @inline(__always)
    mutating func slot(_ key: UInt64) -> Int {
        var place = hash(key) & (keys.count - 1)
        while true {
            if keys[place] == key { return place }
            if keys[place] == .max { break }
            place = (place + 1) & (keys.count - 1)
        }
        if used * 2 >= keys.count {
            grow()
            return slot(key)
        }
        keys[place] = key
        used += 1
        return place
    }

    /// - Source: multiplication by the golden ratio; D. E. Knuth, TAOCP vol. 3, 6.4.
    @inline(__always)
    private func hash(_ key: UInt64) -> Int {
        let mixed = (key ^ key >> 32) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: mixed >> 24)
    }

    private mutating func grow() {
        let (oldKeys, oldCounts, oldTargets) = (keys, counts, targets)
        keys = Array(repeating: .max, count: oldKeys.count * 2)
        counts = Array(repeating: 0, count: keys.count)
        targets = Array(repeating: -1, count: keys.count)
        for (index, key) in oldKeys.enumerated() where key != .max {
            var place = hash(key) & (keys.count - 1)
            while keys[place] != .max { place = (place + 1) & (keys.count - 1) }
            (keys[place], counts[place], targets[place]) = (key, oldCounts[index], oldTargets[index])
        }
    }

    func forEach(_ body: (_ key: UInt64, _ count: Int64, _ target: Int32) -> Void) {
        for (index, key) in keys.enumerated() where key != .max { body(key, counts[index], targets[index]) }
    }
}
