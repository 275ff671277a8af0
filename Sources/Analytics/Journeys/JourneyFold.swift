// SPDX-License-Identifier: Apache-2.0

/// Folds a journal into closed journeys: `add` a partition, `merge` with what others folded, `result`.
///
/// A unit whose people all lie in one partition is closed at once. Of a unit that is spread over partitions (a deal with two people of different
/// parties) the touches are kept open until the last of its people has come, in whatever order partitions are merged; ties of time are ordered by
/// person, so that the result does not depend on that order either.
package struct JourneyFold: Sendable {
    private let units: JourneyUnits
    private var open: [UInt32: OpenJourney] = [:]
    private var closed: [ClosedJourney] = []
    private var steps: [UInt16] = []
    private var times: [Int64] = []

    package init(_ units: JourneyUnits) { self.units = units }

    private struct ClosedJourney {
        var unit: UInt32
        var start: Int
        var end: Int
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
        let start = steps.count
        let (from, until) = (units.from[unit], units.until[unit])
        for touch in touches where journal.times[touch] > from && journal.times[touch] <= until {
            steps.append(journal.channels[touch])
            times.append(journal.times[touch])
        }
        if steps.count > start { closed.append(ClosedJourney(unit: UInt32(unit), start: start, end: steps.count)) }
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
        let start = steps.count
        for touch in journey.touches.sorted() {
            steps.append(touch.channel)
            times.append(touch.at)
        }
        if steps.count > start { closed.append(ClosedJourney(unit: unit, start: start, end: steps.count)) }
    }

    /// Joins what was folded from other people of the same question.
    package mutating func merge(_ other: JourneyFold) {
        let shift = steps.count
        steps.append(contentsOf: other.steps)
        times.append(contentsOf: other.times)
        closed.append(contentsOf: other.closed.map { ClosedJourney(unit: $0.unit, start: $0.start + shift, end: $0.end + shift) })
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
        for (unit, journey) in open { whole.close(unit, journey) }
        whole.closed.sort { $0.unit < $1.unit }
        var paths = PathList()
        paths.reserve(rows: whole.closed.count, steps: whole.steps.count, timed: true)
        let marked = units.leadMade.contains { $0 != .min } || units.dealOpened.contains { $0 != .min }
        for journey in whole.closed {
            let unit = Int(journey.unit)
            for step in journey.start..<journey.end { paths.add(step: whole.steps[step], at: whole.times[step]) }
            let converted = units.conversions[unit]
            let marks = marked ? whole.milestones(unit, journey.start..<journey.end) : nil
            paths.close(conversions: converted, nulls: converted == 0 ? 1 : 0, value: units.value[unit], milestones: marks)
        }
        return paths
    }

    /// The last touch at or before a moment is the one that brought it about.
    private func milestones(_ unit: Int, _ touches: Range<Int>) -> Milestones {
        func place(_ moment: Int64) -> Int32 {
            guard moment != .min, let last = touches.last(where: { times[$0] <= moment }) else { return -1 }
            return Int32(clamping: last - touches.lowerBound)
        }
        return Milestones(lead: place(units.leadMade[unit]), deal: place(units.dealOpened[unit]))
    }
}
