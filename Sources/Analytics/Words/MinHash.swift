// SPDX-License-Identifier: Apache-2.0

/// Groups of texts that are nearly the same, in time that grows about as their length.
///
/// A text is the set of its runs of `run` terms (a shorter one is one run). For 128 hash functions the least hash of the set is kept; two sets share
/// one with probability J = |A ∩ B| / |A ∪ B|. Texts that share all four of one of 32 bands are candidates, J is estimated from the 128 (standard error
/// √(J (1 − J) / 128)), and counted exactly where the estimate is not four standard errors short. At J = 0.8 a pair is missed with probability 4e-8, at
/// 0.6 with 1 %.
/// - Source: A. Z. Broder (1997), On the resemblance and containment of documents; bands, J. Leskovec, A. Rajaraman, J. D. Ullman, Mining of Massive
///   Datasets, 3.4.
package struct MinHash: Hashable, Sendable {
    /// Texts that hang together by links of at least the threshold.
    package struct Group: Hashable, Sendable {
        /// Places of the texts, ascending; at least two.
        package let texts: [Int]
        /// The least exact J among the links that hold the group together.
        package let similarity: Double
    }

    /// Largest first.
    package let groups: [Group]
    /// Texts without terms, which are like none.
    package let empty: Int

    static let hashes = 128
    static let bandHeight = 4
    /// In one bucket each text is held against at most so many others that are not yet of its group, so that no bucket costs its square.
    static let leaders = 16

    /// - Parameters: `run` of terms, 1...1000; `threshold` of J, 0.4...1, below which bands would miss too many; `seed` of the hash functions.
    package init(_ texts: CodedTexts, run: Int = 3, threshold: Double = 0.8, seed: UInt64) {
        let threshold = threshold.isNaN ? 0.8 : min(1, max(0.4, threshold))
        let sets = (0..<texts.count).map { Self.runs(of: texts[$0], length: min(1000, max(1, run))) }
        let signatures = Signatures(sets, seed: seed)
        let allowance = 4 * (threshold * (1 - threshold) / Double(Self.hashes)).squareRoot()
        var links = UnionFind(texts.count)
        for band in 0..<Self.hashes / Self.bandHeight {
            for bucket in signatures.buckets(band, sets) {
                var leaders: [Int] = []
                for text in bucket where !leaders.contains(where: { links.root($0) == links.root(text) }) {
                    let link = leaders.lazy.filter { signatures.estimate($0, text) >= threshold - allowance }
                        .map { (leader: $0, similarity: Self.jaccard(sets[$0], sets[text])) }.first { $0.similarity >= threshold }
                    if let link {
                        links.join(link.leader, text, at: link.similarity)
                    } else if leaders.count < Self.leaders {
                        leaders.append(text)
                    }
                }
            }
        }
        empty = sets.count(where: \.isEmpty)
        groups = links.groups.filter { $0.texts.count > 1 }.sorted { ($1.texts.count, $0.texts[0]) < ($0.texts.count, $1.texts[0]) }
    }

    /// |A ∩ B| / |A ∪ B| of two ascending sets; 0 for two empty ones.
    static func jaccard(_ a: [UInt64], _ b: [UInt64]) -> Double {
        var (i, j, common) = (0, 0, 0)
        while i < a.count, j < b.count {
            if a[i] == b[j] { (i, j, common) = (i + 1, j + 1, common + 1) } else if a[i] < b[j] { i += 1 } else { j += 1 }
        }
        let union = a.count + b.count - common
        return union > 0 ? Double(common) / Double(union) : 0
    }

    /// Hashes of the runs, ascending, each once.
    static func runs(of text: ArraySlice<Int32>, length: Int) -> [UInt64] {
        guard let first = text.indices.first else { return [] }
        let last = max(first, text.endIndex - length)
        var found = (first...last).map { start in
            text[start..<min(text.endIndex, start + length)].reduce(0x9e37_79b9_7f4a_7c15) { mixed($0 ^ UInt64(UInt32(bitPattern: $1))) }
        }
        found.sort()
        var kept = 0
        for value in found where kept == 0 || found[kept - 1] != value { (found[kept], kept) = (value, kept + 1) }
        found.removeSubrange(kept...)
        return found
    }
}

/// Spreads all bits over all bits. Source: as `SeededRandom`.
@inline(__always)
private func mixed(_ word: UInt64) -> UInt64 {
    var z = word &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z &>> 31)
}

/// The least hashes of each set, 128 for each.
private struct Signatures {
    private var values: [UInt32]

    /// Hash functions (a x + b) mod 2⁶⁴ div 2³², a odd, of already well spread x. M. Dietzfelbinger (1996), STACS, 569–580.
    init(_ sets: [[UInt64]], seed: UInt64) {
        var random = SeededRandom(seed: seed, stream: 0)
        let factors = (0..<MinHash.hashes).map { _ in random.next() | 1 }, addends = factors.map { _ in random.next() }
        values = [UInt32](repeating: .max, count: sets.count * MinHash.hashes)
        values.withUnsafeMutableBufferPointer { values in
            factors.withUnsafeBufferPointer { factors in
                addends.withUnsafeBufferPointer { addends in
                    for (text, set) in sets.enumerated() {
                        let start = text * MinHash.hashes
                        for value in set {
                            for hash in 0..<MinHash.hashes {
                                let found = UInt32(truncatingIfNeeded: (factors[hash] &* value &+ addends[hash]) &>> 32)
                                if found < values[start &+ hash] { values[start &+ hash] = found }
                            }
                        }
                    }
                }
            }
        }
    }

    /// J as the share of least hashes in common.
    func estimate(_ a: Int, _ b: Int) -> Double {
        let (first, second) = (a * MinHash.hashes, b * MinHash.hashes)
        return Double((0..<MinHash.hashes).count { values[first + $0] == values[second + $0] }) / Double(MinHash.hashes)
    }

    /// Texts that share a band, at least two to a bucket, ascending.
    func buckets(_ band: Int, _ sets: [[UInt64]]) -> [[Int]] {
        var keyed = sets.indices.filter { !sets[$0].isEmpty }.map { text in
            let start = text * MinHash.hashes + band * MinHash.bandHeight
            return (key: (start..<start + MinHash.bandHeight).reduce(0) { mixed($0 ^ UInt64(values[$1])) }, text: text)
        }
        keyed.sort { ($0.key, $0.text) < ($1.key, $1.text) }
        var (found, start): ([[Int]], Int) = ([], 0)
        for place in keyed.indices where place + 1 == keyed.count || keyed[place + 1].key != keyed[place].key {
            if place > start { found.append(keyed[start...place].map(\.text)) }
            start = place + 1
        }
        return found
    }
}

/// Sets that grow together, with the weakest link of each.
/// - Source: R. E. Tarjan (1975), J. ACM 22, 215–225; path halving.
private struct UnionFind {
    private var parents: [Int]
    private var weakest: [Double]

    init(_ count: Int) { (parents, weakest) = (Array(0..<count), Array(repeating: 1, count: count)) }

    mutating func root(_ start: Int) -> Int {
        var at = start
        while parents[at] != at {
            parents[at] = parents[parents[at]]
            at = parents[at]
        }
        return at
    }

    /// The smaller root stays one, so that results do not hang on the order of links.
    mutating func join(_ a: Int, _ b: Int, at similarity: Double) {
        let (first, second) = (root(a), root(b)), (low, high) = (min(first, second), max(first, second))
        weakest[low] = min(weakest[low], weakest[high], similarity)
        parents[high] = low
    }

    var groups: [MinHash.Group] {
        var copy = self, members: [Int: [Int]] = [:]
        for text in parents.indices { members[copy.root(text), default: []].append(text) }
        return members.map { MinHash.Group(texts: $1, similarity: weakest[$0]) }
    }
}
