// SPDX-License-Identifier: Apache-2.0

/// One page out of many places in the order of a key, without sorting all of them.
///
/// The order is (key, place), or (−key, place) where it descends: places break ties. One pass over the places and n log k for the page:
/// what can't be on it any more is dropped as soon as it is known.
package struct KeysetPage: Hashable, Sendable {
    /// In order, at most `size`.
    package let places: [Int32]
    /// How many stand before the page.
    package let before: Int
    package let hasMore: Bool

    /// - Parameters: `places` index `keys`, in any order; `after` is a (key, place) that need not be there, nil for the first page; `size` at least 1.
    package init(of places: [Int32], keys: [Int64], descending: Bool, after: (key: Int64, place: Int32)?, size: Int) {
        let most = max(1, size) + 1, sign: Int64 = descending ? -1 : 1
        func isBefore(_ a: Int32, _ b: Int32) -> Bool { (sign &* keys[Int(a)], a) < (sign &* keys[Int(b)], b) }
        var page: [Int32] = [], before = 0, bound: Int32?
        page.reserveCapacity(most * 8)
        for place in places where keys.indices.contains(Int(place)) {
            if let after, (sign &* keys[Int(place)], place) <= (sign &* after.key, after.place) {
                before += 1
                continue
            }
            if let bound, !isBefore(place, bound) { continue }
            page.append(place)
            if page.count == most * 8 {
                page.sort(by: isBefore)
                page.removeLast(page.count - most)
                bound = page.last
            }
        }
        page.sort(by: isBefore)
        hasMore = page.count > max(1, size)
        (self.places, self.before) = (Array(page.prefix(max(1, size))), before)
    }
}
