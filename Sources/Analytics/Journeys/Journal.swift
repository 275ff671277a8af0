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

    /// Adds one touch of the person whom `close` will name.
    @inline(__always)
    package mutating func add(at micros: Int64, channel: UInt16) {
        times.append(micros)
        channels.append(channel)
    }

    /// Ends a person's touches and puts them in order; equal moments keep theirs. People of one party must follow each other.
    package mutating func close(party: Int64, person: Int64) {
        let start = Int(starts[starts.count - 1])
        guard times.count <= Int(UInt32.max) else {
            times.removeLast(times.count - start)
            channels.removeLast(channels.count - start)
            return
        }
        if times.count - start > 256 { sort(from: start) } else { insert(from: start) }
        parties.append(party)
        people.append(person)
        starts.append(UInt32(times.count))
    }

    /// Adds one person's touches at once.
    package mutating func append(party: Int64, person: Int64, touches: Int, touch: (Int) -> (at: Int64, channel: UInt16)) {
        for index in 0..<touches {
            let (at, channel) = touch(index)
            add(at: at, channel: channel)
        }
        close(party: party, person: person)
    }

    /// Touches of one person are few and nearly in order: insertion beats a sort.
    private mutating func insert(from start: Int) {
        let count = times.count
        times.withUnsafeMutableBufferPointer { times in
            channels.withUnsafeMutableBufferPointer { channels in
                var index = start + 1
                while index < count {
                    let (at, channel) = (times[index], channels[index])
                    var place = index
                    while place > start, times[place - 1] > at {
                        (times[place], channels[place]) = (times[place - 1], channels[place - 1])
                        place -= 1
                    }
                    (times[place], channels[place]) = (at, channel)
                    index += 1
                }
            }
        }
    }

    /// For people with many touches in any order, for whom insertion would cost the square.
    private mutating func sort(from start: Int) {
        let sorted = (start..<times.count).map { (at: times[$0], place: $0, channel: channels[$0]) }.sorted { ($0.at, $0.place) < ($1.at, $1.place) }
        for (offset, touch) in sorted.enumerated() { (times[start + offset], channels[start + offset]) = (touch.at, touch.channel) }
    }

    /// The same touches under other channel codes; `codes` the new code of each old one.
    package mutating func recode(_ codes: [UInt16]) {
        for index in channels.indices where Int(channels[index]) < codes.count { channels[index] = codes[Int(channels[index])] }
    }

    /// The same people in another order.
    package func reordered(_ order: [Int], parties newParties: [Int64]) -> Journal {
        var journal = Journal()
        journal.reserve(people: people.count, touches: times.count)
        for (place, person) in order.enumerated() {
            journal.times.append(contentsOf: times[touches(person)])
            journal.channels.append(contentsOf: channels[touches(person)])
            journal.parties.append(newParties[place])
            journal.people.append(people[person])
            journal.starts.append(UInt32(truncatingIfNeeded: journal.times.count))
        }
        return journal
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
