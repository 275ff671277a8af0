// SPDX-License-Identifier: Apache-2.0

/// How far the words of one group of texts lie from those of the rest, and which words make it.
///
/// With p and q the shares of each term among all terms of the group and of the rest, and m = (p + q) / 2: D = Σ ½ p log₂(p/m) + ½ q log₂(q/m), 0 for
/// the same words in the same shares, 1 for none in common. Both sides weigh the same, however many texts they have. No smoothing unless asked for:
/// D needs none, since m is 0 only where both are.
/// - Source: J. Lin (1991), IEEE Trans. Inf. Theory 37, 145–151.
package struct JensenShannon: Hashable, Sendable {
    /// D in bits, 0...1.
    package let divergence: Double
    /// Each term's part of D, at its code; above 0 where the group uses it more than the rest, below 0 where less.
    package let contributions: [Double]
    /// (1 + shufflings with at least this D) / (1 + shufflings): the probability of such a D by chance, were the texts dealt to the sides at random.
    package let p: Double
    /// Terms of each side.
    package let inGroup: Int
    package let inRest: Int

    /// - Parameters: `isInGroup` for each text; `smoothing` added to the count of each term that occurs at all, on both sides; `shufflings` of the labels of
    ///   whole texts, since words of one text belong together; 0 leaves p at 1.
    /// - Returns: nil where a side has no terms, or the labels are not as many as the texts.
    package init?(_ texts: CodedTexts, isInGroup: [Bool], smoothing: Double = 0, shufflings: Int = 999, random: inout SeededRandom) {
        guard isInGroup.count == texts.count, texts.terms.count < Int32.max, smoothing >= 0, smoothing.isFinite else { return nil }
        let members = isInGroup.indices.filter { isInGroup[$0] }
        var all = [Int32](repeating: 0, count: texts.vocabulary)
        for term in texts.terms { all[Int(term)] += 1 }
        var tally = TermTally(all: all, total: texts.terms.count, smoothing: smoothing)
        tally.count(members, of: texts)
        (inGroup, inRest) = (tally.total, texts.terms.count - tally.total)
        guard inGroup > 0, inRest > 0 else { return nil }
        let observed = tally.divergence
        (divergence, contributions) = (observed, tally.contributions)
        // The smaller side is dealt; D is the same from both.
        let dealt = min(members.count, texts.count - members.count)
        var (order, hits) = (Array(0..<texts.count), 0)
        for _ in 0..<max(0, shufflings) {
            for place in 0..<dealt { order.swapAt(place, place + random.below(order.count - place)) }
            tally.count(order[..<dealt], of: texts)
            // A dealing that leaves a side without words says as much as can be said.
            if tally.total == 0 || tally.total == texts.terms.count || tally.divergence >= observed - 1e-12 { hits += 1 }
        }
        p = Double(1 + hits) / Double(1 + max(0, shufflings))
    }
}

/// Counts of one side, the other being the rest of all.
private struct TermTally {
    let all: [Int32]
    let allTotal: Int
    let smoothing: Double
    let distinct: Int
    private(set) var own: [Int32]
    private(set) var total = 0

    init(all: [Int32], total: Int, smoothing: Double) {
        (self.all, allTotal, self.smoothing) = (all, total, smoothing)
        distinct = all.count { $0 > 0 }
        own = [Int32](repeating: 0, count: all.count)
    }

    mutating func count(_ members: some Sequence<Int>, of texts: CodedTexts) {
        total = 0
        own.withUnsafeMutableBufferPointer { own in
            own.update(repeating: 0)
            for text in members {
                for place in texts.starts[text]..<texts.starts[text + 1] { own[Int(texts.terms[place])] &+= 1 }
                total += texts.starts[text + 1] - texts.starts[text]
            }
        }
    }

    /// D in bits.
    var divergence: Double {
        let (first, second) = scales
        var sum = 0.0
        for term in own.indices where all[term] > 0 { sum += part(term, first, second).size }
        return min(1, max(0, sum))
    }

    var contributions: [Double] {
        let (first, second) = scales
        return own.indices.map { term in
            guard all[term] > 0 else { return 0 }
            let part = part(term, first, second)
            return part.isMore ? part.size : -part.size
        }
    }

    private var scales: (Double, Double) {
        let added = smoothing * Double(distinct)
        return (1 / (Double(total) + added), 1 / (Double(allTotal - total) + added))
    }

    @inline(__always)
    private func part(_ term: Int, _ first: Double, _ second: Double) -> (size: Double, isMore: Bool) {
        let p = (Double(own[term]) + smoothing) * first, q = (Double(all[term] - own[term]) + smoothing) * second, m = (p + q) / 2
        let nats = (p > 0 ? p * naturalLogarithm(p / m) : 0) + (q > 0 ? q * naturalLogarithm(q / m) : 0)
        return (max(0, nats) * 0.721_347_520_444_481_7, p > q)
    }
}
