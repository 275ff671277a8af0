// SPDX-License-Identifier: Apache-2.0

/// Closed journeys as columns: the channels that a buyer met, in order, and what came of it. All of attribution folds over these.
///
/// A row may stand for many equal journeys: `conversions` of them converted and `nulls` did not. Steps are channel codes; `times` are
/// present where the touches had any. A row takes about 2 bytes a step (10 with times) and 24 more.
package struct PathList: Sendable {
    /// Channel codes of all rows, one after the other.
    package private(set) var steps: [UInt16] = []
    /// Microseconds since 1970 UTC of each step; empty where the rows have no times.
    package private(set) var times: [Int64] = []
    /// Where each row's steps begin; one more entry than there are rows.
    package private(set) var starts: [UInt32] = [0]
    package private(set) var conversions: [UInt32] = []
    package private(set) var nulls: [UInt32] = []
    /// Of all the row's conversions together, in minor units.
    package private(set) var value: [Int64] = []
    /// Place of the step that made the lead and of the one that opened the deal, from the row's start; −1 where unknown, `Milestones.none` where no
    /// row has any.
    package private(set) var milestones: [Milestones] = []
    /// Steps or rows beyond what a list can hold (4 billion steps), which were left out.
    package private(set) var refused = 0

    package init() {}

    /// All rows of several lists, in their order; either all have times or none has.
    package init(joining lists: [PathList]) {
        if lists.count == 1, let only = lists.first {
            self = only
            return
        }
        let filled = lists.filter { $0.count > 0 }
        reserve(rows: filled.reduce(0) { $0 + $1.count }, steps: filled.reduce(0) { $0 + $1.steps.count }, timed: filled.contains(where: \.hasTimes))
        for list in filled { append(list) }
        refused += lists.reduce(0) { $0 + ($1.count == 0 ? $1.refused : 0) }
    }

    package var count: Int { conversions.count }
    package var hasTimes: Bool { !times.isEmpty && times.count == steps.count }
    package var hasMilestones: Bool { !milestones.isEmpty && milestones.count == count }

    package mutating func reserve(rows: Int, steps count: Int, timed: Bool) {
        steps.reserveCapacity(count)
        if timed { times.reserveCapacity(count) }
        starts.reserveCapacity(rows + 1)
        conversions.reserveCapacity(rows)
        nulls.reserveCapacity(rows)
        value.reserveCapacity(rows)
    }

    /// Adds one step to the row that `close` will end.
    @inline(__always)
    package mutating func add(step: UInt16) { steps.append(step) }

    @inline(__always)
    package mutating func add(step: UInt16, at micros: Int64) {
        steps.append(step)
        times.append(micros)
    }

    @inline(__always)
    mutating func add(steps more: ArraySlice<UInt16>, at moments: ArraySlice<Int64>) {
        steps.append(contentsOf: more)
        times.append(contentsOf: moments)
    }

    /// Adds rows of another list, which has times where this one has.
    mutating func append(_ other: PathList) {
        let (shift, rows) = (UInt32(truncatingIfNeeded: steps.count), count)
        guard steps.count + other.steps.count <= Int(UInt32.max) else { return refused += other.count }
        steps.append(contentsOf: other.steps)
        times.append(contentsOf: other.times)
        starts.append(contentsOf: other.starts.dropFirst().map { $0 &+ shift })
        conversions.append(contentsOf: other.conversions)
        nulls.append(contentsOf: other.nulls)
        value.append(contentsOf: other.value)
        refused += other.refused
        guard !milestones.isEmpty || !other.milestones.isEmpty else { return }
        milestones.append(contentsOf: Array(repeating: .none, count: rows - milestones.count))
        milestones.append(contentsOf: other.milestones)
        milestones.append(contentsOf: Array(repeating: .none, count: count - milestones.count))
    }

    /// The same rows in another order.
    func reordered(_ order: [Int]) -> PathList {
        var list = PathList()
        list.reserve(rows: count, steps: steps.count, timed: hasTimes)
        for row in order {
            if hasTimes { list.add(steps: steps[range(row)], at: times[range(row)]) } else { list.steps.append(contentsOf: steps[range(row)]) }
            list.close(conversions: conversions[row], nulls: nulls[row], value: value[row], milestones: hasMilestones ? milestones[row] : nil)
        }
        return list
    }

    /// Ends a row. One without steps counts nowhere; the caller says so.
    package mutating func close(conversions converted: UInt32, nulls lost: UInt32, value amount: Int64, milestones marks: Milestones? = nil) {
        guard steps.count <= Int(UInt32.max) else {
            refused += 1
            return drop()
        }
        starts.append(UInt32(steps.count))
        conversions.append(converted)
        nulls.append(lost)
        value.append(converted > 0 ? amount : 0)
        if let marks {
            while milestones.count < conversions.count - 1 { milestones.append(.none) }
            milestones.append(marks)
        } else if !milestones.isEmpty {
            milestones.append(.none)
        }
    }

    /// Takes back the steps of the row that was not closed.
    package mutating func drop() {
        let kept = Int(starts[starts.count - 1])
        if steps.count > kept { steps.removeLast(steps.count - kept) }
        if times.count > kept { times.removeLast(times.count - kept) }
    }

    @inline(__always)
    package func range(_ row: Int) -> Range<Int> { Int(starts[row])..<Int(starts[row + 1]) }

    /// The same rows under other channel codes, as when parts of a file that were read apart are joined.
    /// - Parameter codes: the new code of each old one.
    package mutating func recode(_ codes: [UInt16]) {
        guard codes.enumerated().contains(where: { Int($1) != $0 }) else { return }
        steps.withUnsafeMutableBufferPointer { steps in
            for index in steps.indices where Int(steps[index]) < codes.count { steps[index] = codes[Int(steps[index])] }
        }
    }

    /// What all rows come to.
    package var totals: PathTotals {
        var totals = PathTotals()
        for row in 0..<count {
            totals.conversions += Int(conversions[row])
            totals.nulls += Int(nulls[row])
            totals.value = totals.value.addingReportingOverflow(value[row]).overflow ? Int64.max : totals.value + value[row]
        }
        totals.rows = count
        totals.steps = steps.count
        return totals
    }
}

/// Where in a journey its lead was made and its deal was opened: places of steps, −1 where unknown.
package struct Milestones: Hashable, Sendable {
    package var lead: Int32
    package var deal: Int32

    package init(lead: Int32 = -1, deal: Int32 = -1) { (self.lead, self.deal) = (lead, deal) }

    package static let none = Milestones()
}

/// Journeys and what came of them, counted.
package struct PathTotals: Hashable, Sendable {
    package var rows = 0
    package var steps = 0
    package var conversions = 0
    package var nulls = 0
    /// Minor units; `Int64.max` where the sum is larger than can be told.
    package var value: Int64 = 0

    package init() {}
}
