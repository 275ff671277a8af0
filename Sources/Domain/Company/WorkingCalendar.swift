// SPDX-License-Identifier: Apache-2.0

/// When a team works, expanded once into moments with prefix sums, so that deadlines and answer times are a binary search.
/// A stretch is worked while a wall clock in the zone shows it: an hour that the clock repeats counts twice, one that it skips not at all.
package struct WorkingCalendar: Sendable {
    /// Microseconds since 1970; ascending and apart.
    private let starts: [Int64]
    private let ends: [Int64]
    /// Microseconds worked before each stretch, and in all.
    private let before: [Int64]
    /// Beyond these the calendar knows nothing: no work is counted, and no deadline found.
    package let first: Day
    package let last: Day

    /// - Parameters:
    ///   - hours: by weekday, 1 Monday to 7 Sunday: stretches in minutes since midnight, 0..<1440; they may touch and overlap.
    ///   - holidays: days without work.
    ///   - first, last: the days to expand; at most 200 years of them are.
    package init(hours: [Int: [Range<Int>]], holidays: Set<Day> = [], zone: Zone, from first: Day, through last: Day) {
        let week = (1...7).map { WorkingCalendar.tidy(hours[$0] ?? []) }
        self.first = first
        self.last = max(first, min(last, first.adding(days: 73_050)))
        var stretches: [(start: Int64, end: Int64)] = []
        for number in self.first.number...self.last.number {
            let day = Day(number: number)
            if holidays.contains(day) { continue }
            for range in week[day.weekday - 1] {
                let midnight = Int64(number) * 86_400
                zone.pieces(midnight + Int64(range.lowerBound) * 60, midnight + Int64(range.upperBound) * 60, into: &stretches)
            }
        }
        stretches.sort { $0.start < $1.start }
        var (starts, ends, before, sum): ([Int64], [Int64], [Int64], Int64) = ([], [], [0], 0)
        for (start, end) in stretches {
            if let open = ends.last, open >= start {
                ends[ends.count - 1] = max(open, end)
            } else {
                starts.append(start)
                ends.append(end)
            }
        }
        for index in starts.indices {
            sum += (ends[index] - starts[index]) * 1_000_000
            before.append(sum)
        }
        self.starts = starts.map { $0 * 1_000_000 }
        self.ends = ends.map { $0 * 1_000_000 }
        self.before = before
    }

    /// Every minute of every day.
    package static func always(zone: Zone, from first: Day, through last: Day) -> WorkingCalendar {
        WorkingCalendar(hours: Dictionary(uniqueKeysWithValues: (1...7).map { ($0, [0..<1440]) }), zone: zone, from: first, through: last)
    }

    /// Seconds worked between two moments, whole ones; negative where `end` is the earlier.
    package func workingSeconds(from start: Moment, to end: Moment) -> Int64 { (worked(by: end) - worked(by: start)) / 1_000_000 }

    /// The moment by which `seconds` of work are done after `start`; for 0 the next moment of work, which is when a deadline starts to run.
    /// - Returns: nil where the calendar ends before.
    package func moment(after seconds: Int64, from start: Moment) -> Moment? {
        guard seconds >= 0 else { return nil }
        let (micros, far) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (target, further) = micros.addingReportingOverflow(worked(by: start))
        guard !far, !further, let total = before.last, target <= total, start.micros < ends.last ?? .min else { return nil }
        if seconds == 0 {
            let index = partition(starts) { $0 <= start.micros }
            if index > 0, start.micros < ends[index - 1] { return start }
            return index < starts.count ? Moment(micros: starts[index]) : nil
        }
        // The stretch in which the last of the work is done: the last whose sum before it is smaller than the target.
        let index = partition(before) { $0 < target } - 1
        guard starts.indices.contains(index) else { return nil }
        return Moment(micros: starts[index] + target - before[index])
    }

    /// Whether the team works at a moment.
    package func isOpen(at moment: Moment) -> Bool {
        let index = partition(starts) { $0 <= moment.micros }
        return index > 0 && moment.micros < ends[index - 1]
    }

    /// Microseconds worked since the calendar's first day.
    private func worked(by moment: Moment) -> Int64 {
        let index = partition(starts) { $0 <= moment.micros }
        guard index > 0 else { return 0 }
        return before[index - 1] + min(moment.micros, ends[index - 1]) - starts[index - 1]
    }

    /// The count of leading elements for which `holds`; they come first.
    private func partition(_ values: [Int64], _ holds: (Int64) -> Bool) -> Int {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if holds(values[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Sorted, within a day, without overlaps.
    private static func tidy(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var tidy: [Range<Int>] = []
        for range in ranges.map({ $0.clamped(to: 0..<1440) }).filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let open = tidy.last, open.upperBound >= range.lowerBound {
                tidy[tidy.count - 1] = open.lowerBound..<max(open.upperBound, range.upperBound)
            } else {
                tidy.append(range)
            }
        }
        return tidy
    }
}

extension Zone {
    /// Appends the stretches of time, in seconds since 1970, in which a wall clock here shows `low` up to `high` (seconds since 1970 local).
    fileprivate func pieces(_ low: Int64, _ high: Int64, into stretches: inout [(start: Int64, end: Int64)]) {
        // Offsets stay within a day: only transitions this near can matter.
        var index = segment(at: low - 86_400)
        let farthest = segment(at: high + 86_400)
        while index <= farthest {
            let offset = Int64(offsets[index])
            let start = max(low - offset, index == 0 ? .min : transitions[index - 1])
            let end = min(high - offset, index == transitions.count ? .max : transitions[index])
            if start < end { stretches.append((start, end)) }
            index += 1
        }
    }

    /// The index of the offset that holds at a second since 1970.
    func segment(at second: Int64) -> Int {
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= second { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
