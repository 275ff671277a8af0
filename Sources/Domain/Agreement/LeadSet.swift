// SPDX-License-Identifier: Apache-2.0

/// A set of leads, one binary digit each: definitions are intersections, and counting them is a word at a time.
struct LeadSet: Hashable, Sendable {
    private var words: [UInt64]

    init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

    init(count: Int, where isMember: (Int) -> Bool) {
        self.init(count: count)
        for index in 0..<count where isMember(index) { insert(index) }
    }

    mutating func insert(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }
    func contains(_ index: Int) -> Bool { words[index >> 6] >> UInt64(index & 63) & 1 == 1 }

    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    func intersection(_ other: LeadSet) -> LeadSet {
        var result = self
        for index in words.indices { result.words[index] &= other.words[index] }
        return result
    }

    /// How many are in all of these, without building a set: a million leads are 125 kB, and a search meets thousands of sets.
    static func count(_ a: LeadSet, _ b: LeadSet) -> Int {
        var sum = 0
        for index in a.words.indices { sum += (a.words[index] & b.words[index]).nonzeroBitCount }
        return sum
    }

    static func count(_ a: LeadSet, _ b: LeadSet, _ c: LeadSet) -> Int {
        var sum = 0
        for index in a.words.indices { sum += (a.words[index] & b.words[index] & c.words[index]).nonzeroBitCount }
        return sum
    }
}
