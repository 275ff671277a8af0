// SPDX-License-Identifier: Apache-2.0

/// What a journey is a journey of.
package enum JourneyUnit: String, Sendable, CaseIterable, Codable {
    case contact, lead, account, deal
}

/// The journeys that a question is about: whose touches belong to each, within which time, and what came of it.
///
/// A unit of several people (an account, a deal) is the time-ordered union of their touches; a person may be part of many units, and of a unit
/// several times, which counts once.
package struct JourneyUnits: Sendable {
    package let unit: JourneyUnit
    /// Per unit; ids are unique.
    private(set) var ids: [Int64] = []
    /// Touches of (from, until] count; microseconds since 1970 UTC.
    private(set) var from: [Int64] = []
    private(set) var until: [Int64] = []
    private(set) var conversions: [UInt32] = []
    private(set) var value: [Int64] = []
    private(set) var leadMade: [Int64] = []
    private(set) var dealOpened: [Int64] = []
    /// People of each unit, how many of them, and the units of each person, found by the person's id.
    private(set) var sizes: [UInt32] = []
    private var links: [(person: Int64, unit: UInt32)] = []
    private var isSorted = true

    package init(_ unit: JourneyUnit) { self.unit = unit }

    package var count: Int { ids.count }

    /// - Parameters: `from` exclusive and `until` inclusive; `conversions` 0 makes a journey without success; `value` in minor units; `leadMade`
    ///   and `dealOpened` `Int64.min` where unknown.
    package mutating func add(
        id: Int64, people: [Int64], from: Int64 = .min, until: Int64 = .max, conversions: UInt32, value: Int64, leadMade: Int64 = .min,
        dealOpened: Int64 = .min
    ) {
        guard ids.count < Int(UInt32.max) else { return }
        let unique = people.count > 1 ? Array(Set(people)).sorted() : people
        ids.append(id)
        self.from.append(from)
        self.until.append(until)
        self.conversions.append(conversions)
        self.value.append(value)
        self.leadMade.append(leadMade)
        self.dealOpened.append(dealOpened)
        sizes.append(UInt32(clamping: unique.count))
        for person in unique {
            if let last = links.last, last.person > person { isSorted = false }
            links.append((person, UInt32(ids.count - 1)))
        }
    }

    /// Orders the links by person; to be called once after the last `add`.
    package mutating func seal() {
        guard !isSorted else { return }
        links.sort { ($0.person, $0.unit) < ($1.person, $1.unit) }
        isSorted = true
    }

    /// Where the links of a person begin, by bisection; `near` is a guess, since people are asked for in order.
    func links(of person: Int64, from near: Int) -> Range<Int> {
        var start = near
        if start >= links.count || links[start].person != person {
            if start < links.count, start + 1 < links.count, links[start].person < person, links[start + 1].person >= person {
                start += 1
            } else {
                var (low, high) = (0, links.count)
                while low < high {
                    let middle = (low + high) / 2
                    if links[middle].person < person { low = middle + 1 } else { high = middle }
                }
                start = low
            }
        }
        var end = start
        while end < links.count, links[end].person == person { end += 1 }
        return start..<end
    }

    @inline(__always)
    func unit(ofLink link: Int) -> Int { Int(links[link].unit) }
}
