// SPDX-License-Identifier: Apache-2.0

/// All touches as coded columns, ordered by party, person and time: what journeys are folded from.
///
/// A party is an account, or a person without one, since a buying group buys together; partitions never cut one. Ten bytes a touch and 20 a person.
/// Several threads may each fill one by range of parties; `append(contentsOf:)` joins them.
package struct Journal: Sendable {
    /// Per person.
    package private(set) var parties: [Int64] = []
    package private(set) var people: [Int64] = []
    package private(set) var starts: [UInt32] = [0]
    /// Per touch: microseconds since 1970 UTC, ascending within a person, and the channel's code.
    package private(set) var times: [Int64] = []
    package private(set) var channels: [UInt16] = []

    package init() {}

    package var personCount: Int { people.count }
    package var touchCount: Int { times.count }

    package mutating func reserve(people count: Int, touches: Int) {
        parties.reserveCapacity(count)
        people.reserveCapacity(count)
        starts.reserveCapacity(count + 1)
        times.reserveCapacity(touches)
        channels.reserveCapacity(touches)
    }

    /// Adds one person's touches; those that are out of order are put in order, equal moments keep theirs.
    /// People of one party must follow each other.
    package mutating func append(party: Int64, person: Int64, touches: Int, touch: (Int) -> (at: Int64, channel: UInt16)) {
        guard times.count + touches <= Int(UInt32.max) else { return }
        let start = times.count
        for index in 0..<touches {
            let (at, channel) = touch(index)
            // Touches of one person are few and nearly in order: insertion beats a sort.
            var place = times.count
            while place > start, times[place - 1] > at { place -= 1 }
            if place == times.count {
                times.append(at)
                channels.append(channel)
            } else if times.count - start > 256 {
                return appendSorted(party: party, person: person, start: start, touches: touches, touch: touch)
            } else {
                times.insert(at, at: place)
                channels.insert(channel, at: place)
            }
        }
        parties.append(party)
        people.append(person)
        starts.append(UInt32(times.count))
    }

    /// For people with many touches in any order, for whom insertion would cost the square.
    private mutating func appendSorted(party: Int64, person: Int64, start: Int, touches: Int, touch: (Int) -> (at: Int64, channel: UInt16)) {
        times.removeLast(times.count - start)
        channels.removeLast(channels.count - start)
        var all = (0..<touches).map { (place: $0, touch: touch($0)) }
        all.sort { ($0.touch.at, $0.place) < ($1.touch.at, $1.place) }
        for entry in all {
            times.append(entry.touch.at)
            channels.append(entry.touch.channel)
        }
        parties.append(party)
        people.append(person)
        starts.append(UInt32(times.count))
    }

    /// Joins what another thread loaded, whose parties all come after mine.
    package mutating func append(contentsOf other: Journal) {
        let shift = UInt32(truncatingIfNeeded: times.count)
        parties.append(contentsOf: other.parties)
        people.append(contentsOf: other.people)
        starts.append(contentsOf: other.starts.dropFirst().map { $0 &+ shift })
        times.append(contentsOf: other.times)
        channels.append(contentsOf: other.channels)
    }

    @inline(__always)
    package func touches(_ person: Int) -> Range<Int> { Int(starts[person])..<Int(starts[person + 1]) }

    /// Cuts the people into at most `count` ranges of about as many touches each. No party is cut in two.
    package func partitions(_ count: Int) -> [Range<Int>] {
        var (ranges, start) = ([Range<Int>](), 0)
        for part in 1...max(1, count) where start < people.count {
            var end = people.count
            if part < count {
                let wanted = touchCount / max(1, count) * part
                var (low, high) = (start, people.count)
                while low < high {
                    let middle = (low + high) / 2
                    if Int(starts[middle]) < wanted { low = middle + 1 } else { high = middle }
                }
                end = low
            }
            while end > start, end < people.count, parties[end] == parties[end - 1] { end += 1 }
            if end > start { ranges.append(start..<end) }
            start = end
        }
        return ranges
    }
}
