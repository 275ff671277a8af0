// SPDX-License-Identifier: Apache-2.0

/// A stretch of days that reports count by, in the company's calendar.
package enum Period: String, Hashable, Sendable, Codable, CaseIterable {
    /// ISO 8601 weeks, whatever the fiscal calendar.
    case week
    /// Calendar months; in a calendar of weeks its periods of four or five weeks.
    case month
    case quarter, year

    /// The one that holds a day.
    package func bucket(of day: Day, in calendar: FiscalCalendar = .calendar) -> FiscalPeriod {
        switch self {
        case .week: return isoWeek(day)
        case .month:
            if case .weeks = calendar.scheme { return calendar.period(of: day, .month) }
            let (year, month, _) = day.civil
            let first = FiscalCalendar.day(year, month, 1), length = Day.length(ofMonth: month, year: year)
            return FiscalPeriod(label: String(first.iso.dropLast(3)), first: first, last: first.adding(days: length - 1), year: year, index: month)
        case .quarter, .year: return calendar.period(of: day, self)
        }
    }

    /// All that touch the days from `first` to `last`, in order; at most `limit`, so that a typing error can't ask for millions.
    package func buckets(from first: Day, through last: Day, in calendar: FiscalCalendar = .calendar, limit: Int = 10_000) -> [FiscalPeriod] {
        guard first <= last else { return [] }
        var found = [bucket(of: first, in: calendar)]
        while let end = found.last?.last, end < last, found.count < limit {
            let next = bucket(of: end.adding(days: 1), in: calendar)
            guard next.last > end else { break }
            found.append(next)
        }
        return found
    }

    private func isoWeek(_ day: Day) -> FiscalPeriod {
        // `adding` stops at the ends of time, where `startOfWeek` would run over.
        let monday = day.adding(days: 1 - day.weekday)
        // The week belongs to the year of its Thursday.
        let year = monday.adding(days: 3).civil.year
        let week = (Int(monday.number) + 3 - Day.days(fromCivil: year, 1, 1)) / 7 + 1
        return FiscalPeriod(
            label: "\(padded(year, 4))-W\(padded(week, 2))", first: monday, last: monday.adding(days: 6), year: year, index: week)
    }
}

/// One named stretch of days: both ends belong to it.
package struct FiscalPeriod: Hashable, Sendable, Codable {
    /// `2026-W28`, `2026-07`, `Q3 2026`, `2026`; in a fiscal year `FY2026 P04`, `FY2026 Q2`, `FY2026`.
    package let label: String
    package let first: Day
    package let last: Day
    /// The year it is named by, and its place in it from 1.
    package let year: Int
    package let index: Int

    package init(label: String, first: Day, last: Day, year: Int, index: Int) {
        (self.label, self.first, self.last, self.year, self.index) = (label, first, last, year, index)
    }

    /// Days from first to last.
    package var length: Int { Int(last.number) - Int(first.number) + 1 }
}

extension FiscalCalendar {
    /// The period, quarter or year of this calendar that holds a day. `.week` is the ISO week. A month of a calendar of months is named by its
    /// place in the fiscal year (`FY2026 P04`), unless that is the calendar year.
    package func period(of day: Day, _ unit: Period) -> FiscalPeriod {
        if unit == .week { return Period.week.bucket(of: day, in: self) }
        let (name, first, last) = year(of: day)
        if unit == .year {
            return FiscalPeriod(label: isCalendarYear ? padded(name, 4) : "FY\(name)", first: first, last: last, year: name, index: 1)
        }
        let starts = starts(first: first, quarters: unit == .quarter)
        let index = max(0, (starts.firstIndex { $0 > day } ?? starts.count) - 1)
        let end = index + 1 < starts.count ? starts[index + 1].adding(days: -1) : last
        let number = index + 1
        let label =
            switch (unit, isCalendarYear) {
            case (.quarter, true): "Q\(number) \(padded(name, 4))"
            case (.quarter, false): "FY\(name) Q\(number)"
            case (_, true): "\(padded(name, 4))-\(padded(number, 2))"
            default: "FY\(name) P\(padded(number, 2))"
            }
        return FiscalPeriod(label: label, first: starts[index], last: end, year: name, index: number)
    }

    /// First days of the year's quarters or of its twelve periods.
    private func starts(first: Day, quarters: Bool) -> [Day] {
        switch scheme {
        case .months:
            let (year, month, _) = first.civil
            return stride(from: 0, to: 12, by: quarters ? 3 : 1).map { step in
                let index = month - 1 + step
                return FiscalCalendar.day(year + index / 12, index % 12 + 1, 1)
            }
        case .weeks(let pattern, _, _, _):
            if quarters { return (0..<4).map { first.adding(days: $0 * 91) } }
            var weeks = 0
            return (0..<12).map { index in
                defer { weeks += pattern.weeks[index % 3] }
                return first.adding(days: weeks * 7)
            }
        }
    }
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
