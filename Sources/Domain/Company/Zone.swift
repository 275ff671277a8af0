// SPDX-License-Identifier: Apache-2.0

/// A time zone as values: its transitions, expanded once outside Domain, so that arithmetic here needs no zone machinery.
package struct Zone: Sendable, Hashable {
    package let name: String
    /// Moments (seconds since 1970) from which `offsets[i + 1]` holds, ascending; before the first, `offsets[0]`.
    package let transitions: [Int64]
    /// Seconds east of UTC; one more than `transitions`.
    package let offsets: [Int32]

    package static let utc = Zone(name: "UTC", transitions: [], offsets: [0])

    package init(name: String, transitions: [Int64], offsets: [Int32]) {
        precondition(offsets.count == transitions.count + 1, "a zone has one offset more than transitions")
        (self.name, self.transitions, self.offsets) = (name, transitions, offsets)
    }

    package func offset(at moment: Moment) -> Int {
        let seconds = floorDivide(moment.micros, 1_000_000)
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return Int(offsets[low])
    }

    /// The date that a wall clock in this zone shows.
    package func day(of moment: Moment) -> Day {
        Day(number: Int32(clamping: floorDivide(floorDivide(moment.micros, 1_000_000) + Int64(offset(at: moment)), 86_400)))
    }

    /// Midnight at the start of a date. Where the clock skips midnight, the first moment after the gap.
    package func start(of day: Day) -> Moment { moment(wallSeconds: Int64(day.number) * 86_400) }

    /// The moment at which a wall clock shows `wallSeconds` after 1970-01-01T00:00 local; the earlier of two, and after the gap where there is none.
    package func moment(wallSeconds: Int64) -> Moment {
        let guess = Moment(micros: wallSeconds * 1_000_000)
        let before = offset(at: guess.adding(seconds: -86_400)), after = offset(at: guess.adding(seconds: 86_400))
        let earlier = guess.adding(seconds: -Int64(before))
        if offset(at: earlier) == before { return earlier }
        let later = guess.adding(seconds: -Int64(after))
        return offset(at: later) == after ? later : guess.adding(seconds: -Int64(min(before, after)))
    }
}

/// Division that rounds towards minus infinity, so that times before 1970 fall on the right day.
package func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { a >= 0 ? a / b : -((-a + b - 1) / b) }
