// SPDX-License-Identifier: Apache-2.0

/// How a company cuts years into quarters and periods: by calendar months from a start month, or by whole weeks (4-4-5 and its like).
package struct FiscalCalendar: Hashable, Sendable, Codable {
    /// Weeks of a quarter's three periods.
    package enum WeekPattern: String, Hashable, Sendable, Codable, CaseIterable {
        case w445 = "4-4-5", w454 = "4-5-4", w544 = "5-4-4"

        var weeks: [Int] {
            switch self {
            case .w445: [4, 4, 5]
            case .w454: [4, 5, 4]
            case .w544: [5, 4, 4]
            }
        }
    }

    /// On which of a month's weekdays a year of weeks ends.
    package enum YearEnd: String, Hashable, Sendable, Codable, CaseIterable {
        /// The last such weekday within the month.
        case last
        /// The one nearest to the month's last day: up to three days into the next month.
        case nearest
    }

    package enum Scheme: Hashable, Sendable, Codable {
        /// Calendar months; the year starts in month `start`, 1...12.
        case months(start: Int)
        /// 52 or 53 weeks that end on `weekday` (1 Monday to 7 Sunday) by `rule` of month `endMonth`; a 53rd week belongs to the last period.
        case weeks(WeekPattern, endMonth: Int, weekday: Int, rule: YearEnd)
    }

    /// Which calendar year a fiscal year is called by where it spans two.
    package enum Naming: String, Hashable, Sendable, Codable, CaseIterable { case start, end }

    package let scheme: Scheme
    package let naming: Naming

    /// Months and weekdays outside their range are brought to its nearest end.
    package init(_ scheme: Scheme, naming: Naming = .end) {
        switch scheme {
        case .months(let start): self.scheme = .months(start: min(12, max(1, start)))
        case .weeks(let pattern, let month, let weekday, let rule):
            self.scheme = .weeks(pattern, endMonth: min(12, max(1, month)), weekday: min(7, max(1, weekday)), rule: rule)
        }
        self.naming = naming
    }

    /// January to December.
    package static let calendar = FiscalCalendar(.months(start: 1))
    /// The 4-5-4 calendar of the National Retail Federation: ends on the Saturday nearest to 31 January, named by its start.
    package static let retail454 = FiscalCalendar(.weeks(.w454, endMonth: 1, weekday: 6, rule: .nearest), naming: .start)

    /// The fiscal year that holds a day: its name, first and last day.
    package func year(of day: Day) -> (name: Int, first: Day, last: Day) {
        let civil = day.civil
        switch scheme {
        case .months(let start):
            let begun = civil.month >= start ? civil.year : civil.year - 1
            let first = FiscalCalendar.day(begun, start, 1), last = FiscalCalendar.day(begun + 1, start, 1).adding(days: -1)
            return (start > 1 && naming == .end ? begun + 1 : begun, first, last)
        case .weeks(_, let endMonth, _, _):
            // The end wanders by up to six days: it is this year's, or the one before or after.
            var ending = civil.year - 1
            while ending < civil.year + 1, yearEnd(ending) < day { ending += 1 }
            return (endMonth < 12 && naming == .start ? ending - 1 : ending, yearEnd(ending - 1).adding(days: 1), yearEnd(ending))
        }
    }

    /// The last day of the year of weeks that ends in, or within three days of, `endMonth` of the calendar year `ending`.
    private func yearEnd(_ ending: Int) -> Day {
        guard case .weeks(_, let endMonth, let weekday, let rule) = scheme else { return FiscalCalendar.day(ending, 12, 31) }
        let monthEnd = FiscalCalendar.day(endMonth == 12 ? ending + 1 : ending, endMonth == 12 ? 1 : endMonth + 1, 1).adding(days: -1)
        let back = (monthEnd.weekday - weekday + 7) % 7
        return monthEnd.adding(days: rule == .nearest && back > 3 ? 7 - back : -back)
    }

    static func day(_ year: Int, _ month: Int, _ day: Int) -> Day { Day(number: Int32(clamping: Day.days(fromCivil: year, month, day))) }

    /// Whether periods are January to December, and labels need no "FY".
    var isCalendarYear: Bool { scheme == .months(start: 1) }
}
