// SPDX-License-Identifier: Apache-2.0

/// Folds a journal into closed journeys: `add` a partition, `merge` with what others folded, `result`.
///
/// A unit whose people all lie in one partition is closed at once. Of a unit that is spread over partitions (a deal with two people of different
/// parties) the touches are kept open until the last of its people has come, in whatever order partitions are merged; ties of time are ordered by
/// person, so that the result does not depend on that order either.
package struct JourneyFold: Sendable {
    private let units: JourneyUnits
    private var open: [UInt32: OpenJourney] = [:]
    private var paths = PathList()
    /// The unit of each closed journey.
    private var closed: [UInt32] = []
    private let isMarked: Bool

    package init(_ units: JourneyUnits) {
        self.units = units
        isMarked = units.leadMade.contains { $0 != .min } || units.dealOpened.contains { $0 != .min }
    }

    private struct OpenJourney: Sendable {
        var people: UInt32 = 0
        var touches: [OpenTouch] = []
    }

    private struct OpenTouch: Comparable, Sendable {
        var at: Int64
        var person: Int64
        /// Among the person's own.
        var order: UInt32
        var channel: UInt16

        static func < (a: OpenTouch, b: OpenTouch) -> Bool { (a.at, a.person, a.order) < (b.at, b.person, b.order) }
    }

    /// Adds the touches of some people of the journal. No person may be added twice.
    package mutating func add(_ people: Range<Int>, of journal: Journal) {
        // Room at once: growing by doubling would copy most touches twice.
        if let last = people.last, paths.count == 0 {
            paths.reserve(rows: people.count, steps: journal.touches(last).upperBound - journal.touches(people.lowerBound).lowerBound, timed: true)
            closed.reserveCapacity(people.count)
        }
        var near = 0
        for person in people {
            let id = journal.people[person]
            let links = units.links(of: id, from: near)
            near = links.upperBound
            let touches = journal.touches(person)
            for link in links {
                let unit = units.unit(ofLink: link)
                if units.sizes[unit] == 1 {
                    closeAlone(unit, touches, journal)
                } else {
                    keepOpen(unit, person: id, touches, journal)
                }
            }
        }
    }

    private mutating func closeAlone(_ unit: Int, _ touches: Range<Int>, _ journal: Journal) {
        let (from, until) = (units.from[unit], units.until[unit])
        var (start, end) = (touches.lowerBound, touches.upperBound)
        while start < end, journal.times[start] <= from { start += 1 }
        while end > start, journal.times[end - 1] > until { end -= 1 }
        guard end > start else { return }
        paths.add(steps: journal.channels[start..<end], at: journal.times[start..<end])
        finish(unit)
    }

    private mutating func keepOpen(_ unit: Int, person: Int64, _ touches: Range<Int>, _ journal: Journal) {
        let (from, until) = (units.from[unit], units.until[unit])
        var journey = open[UInt32(unit)] ?? OpenJourney()
        journey.people += 1
        for (order, touch) in touches.enumerated() where journal.times[touch] > from && journal.times[touch] <= until {
            journey.touches.append(
                OpenTouch(at: journal.times[touch], person: person, order: UInt32(clamping: order), channel: journal.channels[touch]))
        }
        settle(UInt32(unit), journey)
    }

    private mutating func settle(_ unit: UInt32, _ journey: OpenJourney) {
        guard journey.people >= units.sizes[Int(unit)] else { return open[unit] = journey }
        open[unit] = nil
        close(unit, journey)
    }

    private mutating func close(_ unit: UInt32, _ journey: OpenJourney) {
        guard !journey.touches.isEmpty else { return }
        for touch in journey.touches.sorted() { paths.add(step: touch.channel, at: touch.at) }
        finish(Int(unit))
    }

    private mutating func finish(_ unit: Int) {
        let converted = units.conversions[unit]
        let marks = isMarked ? milestones(unit, Int(paths.starts[paths.count])..<paths.steps.count) : nil
        paths.close(conversions: converted, nulls: converted == 0 ? 1 : 0, value: units.value[unit], milestones: marks)
        closed.append(UInt32(unit))
    }

    /// Joins what was folded from other people of the same question.
    package mutating func merge(_ other: JourneyFold) {
        paths.append(other.paths)
        closed.append(contentsOf: other.closed)
        for (unit, journey) in other.open {
            var joined = open[unit] ?? OpenJourney()
            joined.people += journey.people
            joined.touches.append(contentsOf: journey.touches)
            settle(unit, joined)
        }
    }

    /// All journeys with a touch, in the order of their units. People who never came (they have no touches) hold nothing up.
    package func result() -> PathList {
        var whole = self
        for unit in open.keys.sorted() { if let journey = open[unit] { whole.close(unit, journey) } }
        // By units, so that the order of merging does not show.
        guard zip(whole.closed, whole.closed.dropFirst()).contains(where: { $0 > $1 }) else { return whole.paths }
        return whole.paths.reordered(whole.closed.indices.sorted { whole.closed[$0] < whole.closed[$1] })
    }

    /// The last touch at or before a moment is the one that brought it about.
    private func milestones(_ unit: Int, _ touches: Range<Int>) -> Milestones {
        func place(_ moment: Int64) -> Int32 {
            guard moment != .min, let last = touches.last(where: { paths.times[$0] <= moment }) else { return -1 }
            return Int32(clamping: last - touches.lowerBound)
        }
        return Milestones(lead: place(units.leadMade[unit]), deal: place(units.dealOpened[unit]))
    }
}
