// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct `The distance of words` {
    static func texts(_ a: [Int], _ b: [Int]) -> CodedTexts {
        CodedTexts([a, b].map { $0.enumerated().flatMap { Array(repeating: Int32($0.offset), count: $0.element) } }, vocabulary: a.count)
    }

    /// scipy.spatial.distance.jensenshannon(a, b, base=2)**2, and its parts by NumPy; with smoothing, of a + 0.5 and b + 0.5.
    @Test func `is that of SciPy`() throws {
        var random = SeededRandom(seed: 1, stream: 0)
        let texts = Self.texts([5, 0, 3, 2, 10, 1], [2, 4, 3, 0, 30, 0])
        let found = try #require(JensenShannon(texts, isInGroup: [true, false], shufflings: 0, random: &random))
        #expect(isNear(found.divergence, 0.20223547700348293) && found.p == 1 && found.inGroup == 21 && found.inRest == 39)
        let parts = [0.04717619, -0.05128205, 0.00724527, 0.04761905, -0.0251034, 0.02380952]
        #expect(zip(found.contributions, parts).allSatisfy { abs($0 - $1) < 6e-9 })
        let smooth = try #require(JensenShannon(texts, isInGroup: [true, false], smoothing: 0.5, shufflings: 0, random: &random))
        #expect(isNear(smooth.divergence, 0.1376349195528828))
        let other = try #require(JensenShannon(texts, isInGroup: [false, true], shufflings: 0, random: &random))
        #expect(isNear(other.divergence, found.divergence) && zip(other.contributions, found.contributions).allSatisfy { abs($0 + $1) < 1e-15 })
    }

    @Test func `is 0 for the same words and 1 for none in common`() throws {
        var random = SeededRandom(seed: 1, stream: 0)
        let same = try #require(JensenShannon(Self.texts([1, 2], [2, 4]), isInGroup: [true, false], random: &random))
        let apart = try #require(JensenShannon(Self.texts([1, 0], [0, 4]), isInGroup: [true, false], random: &random))
        #expect(same.divergence < 1e-15 && same.p == 1 && isNear(apart.divergence, 1))
        #expect(JensenShannon(Self.texts([1, 0], [0, 4]), isInGroup: [true, true], random: &random) == nil)
        #expect(JensenShannon(Self.texts([1, 0], [0, 4]), isInGroup: [true], random: &random) == nil)
        #expect(CodedTexts([[-1, 7, .max, 0]], vocabulary: 2).unusable == 3 && CodedTexts([], vocabulary: .min).count == 0)
    }

    static func made(_ random: inout SeededRandom, lean: Double) -> (CodedTexts, [Bool]) {
        let labels = (0..<60).map { $0 % 3 == 0 }
        // Words repeat within a text, as they do.
        let texts = labels.map { label in
            let topic = random.below(20)
            return (0..<25).map { _ in
                label && random.chance(lean) ? Int32(39) : random.chance(0.3) ? Int32(topic) : Int32(Double(39) * random.unit() * random.unit())
            }
        }
        return (CodedTexts(texts, vocabulary: 40), labels)
    }

    /// 200 runs at 10 %: three binomial standard errors above are 0.164.
    @Test func `finds by chance what it states`() {
        let alarms = (0..<200).count { seed in
            var random = SeededRandom(seed: UInt64(seed), stream: 7)
            let (texts, labels) = Self.made(&random, lean: 0)
            return JensenShannon(texts, isInGroup: labels, shufflings: 99, random: &random).map { $0.p <= 0.1 } ?? false
        }
        #expect(Double(alarms) / 200 <= 0.164, "seeds 0..<200, stream 7")
        var random = SeededRandom(seed: 3, stream: 8)
        let (texts, labels) = Self.made(&random, lean: 0.1)
        let found = JensenShannon(texts, isInGroup: labels, shufflings: 199, random: &random)
        #expect(found?.p == 0.005 && found?.contributions.indices.max { (found?.contributions[$0] ?? 0) < (found?.contributions[$1] ?? 0) } == 39)
    }
}
