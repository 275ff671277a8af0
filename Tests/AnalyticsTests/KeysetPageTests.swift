// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct `Pages by key` {
    /// Few distinct keys, so that ties run over the ends of pages.
    @Test(arguments: 1...40) func `page after page they are the sorted list, each place once`(seed: Int) {
        var random = SplitMix(state: UInt64(seed))
        let count = random.below(700), size = 1 + random.below(60), descending = random.below(2) == 0
        let keys = (0..<count).map { _ in Int64(random.below(9)) - 4 }
        let places = (0..<Int32(count)).filter { _ in random.below(3) > 0 }
        let expected = places.sorted { a, b in
            let (x, y) = (keys[Int(a)], keys[Int(b)])
            return x == y ? a < b : descending ? x > y : x < y
        }
        var found: [Int32] = [], after: (key: Int64, place: Int32)?
        repeat {
            let page = KeysetPage(of: places.reversed(), keys: keys, descending: descending, after: after, size: size)
            #expect(page.before == found.count && page.places.count <= size)
            #expect(page.hasMore == (found.count + page.places.count < expected.count), "seed \(seed)")
            found += page.places
            after = page.places.last.map { (keys[Int($0)], $0) }
            if page.places.isEmpty { break }
        } while found.count < expected.count
        #expect(found == expected, "seed \(seed)")
    }

    @Test func `a cursor whose row is gone goes on behind its place`() {
        let page = KeysetPage(of: [0, 2, 3], keys: [5, 5, 5, 5], descending: false, after: (5, 1), size: 10)
        #expect(page.places == [2, 3] && page.before == 1 && !page.hasMore)
    }
}

private struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(max(1, bound)))
    }
}
