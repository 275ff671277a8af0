// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct `Near copies` {
    /// 300 texts, of which every fifth has one to three copies with a word changed, one more and one less.
    static func texts(seed: UInt64) -> [[Int32]] {
        var random = SeededRandom(seed: seed, stream: 3), texts: [[Int32]] = []
        while texts.count < 300 {
            let text = (0..<60 + random.below(100)).map { _ in Int32(random.below(2000)) }
            texts.append(text)
            guard texts.count % 5 == 0 else { continue }
            for _ in 0...random.below(3) {
                var copy = text
                for _ in 0..<random.below(4) { copy[random.below(copy.count)] = Int32(random.below(2000)) }
                if random.chance(0.5) { copy.append(7) }
                texts.append(copy)
            }
        }
        return texts
    }

    /// Runs as sets of arrays, every pair compared.
    static func byForce(_ texts: [[Int32]], run: Int, threshold: Double) -> Set<[Int]> {
        let sets = texts.map { text in
            Set(text.isEmpty ? [] : (0...max(0, text.count - run)).map { Array(text[$0..<min(text.count, $0 + run)]) })
        }
        var group = Array(texts.indices)
        for a in texts.indices {
            for b in 0..<a where !sets[a].isEmpty && !sets[b].isEmpty {
                let common = sets[a].intersection(sets[b]).count
                if common > 0, Double(common) >= threshold * Double(sets[a].count + sets[b].count - common), group[a] != group[b] {
                    let (from, to) = (group[a], group[b])
                    for text in group.indices where group[text] == from { group[text] = to }
                }
            }
        }
        return Set(Dictionary(grouping: texts.indices, by: { group[$0] }).values.filter { $0.count > 1 }.map { $0.sorted() })
    }

    @Test(arguments: [UInt64(1), 2, 3]) func `are those that comparing all pairs finds`(seed: UInt64) {
        let texts = Self.texts(seed: seed)
        let found = MinHash(CodedTexts(texts, vocabulary: 2000), threshold: 0.8, seed: seed)
        let expected = Self.byForce(texts, run: 3, threshold: 0.8)
        #expect(Set(found.groups.map(\.texts)) == expected && expected.count > 20, "seed \(seed)")
        #expect(found.groups.allSatisfy { $0.similarity >= 0.8 && $0.similarity <= 1 })
    }

    @Test func `of short, empty and many equal texts`() {
        let texts: [[Int32]] = [[1, 2], [], [1, 2], [1], [], [3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]]
        let found = MinHash(CodedTexts(texts, vocabulary: 20), seed: 1)
        #expect(found.empty == 2 && found.groups.map(\.texts) == [[0, 2], [5, 6]] && found.groups.allSatisfy { $0.similarity == 1 })
        let same = MinHash(CodedTexts(Array(repeating: [1, 2, 3, 4, 5], count: 3000), vocabulary: 6), seed: 1)
        #expect(same.groups.count == 1 && same.groups[0].texts.count == 3000)
        #expect(MinHash(CodedTexts([], vocabulary: 0), run: .min, threshold: .nan, seed: 0).groups.isEmpty)
        #expect(MinHash(CodedTexts([[1, 1], [1, 1]], vocabulary: 2), run: .max, threshold: 9, seed: 0).groups.map(\.texts) == [[0, 1]])
    }
}
