// SPDX-License-Identifier: Apache-2.0

/// A date in the proleptic Gregorian calendar: days since 1970-01-01. Which zone it is a date of is said by its context (the company's).
package struct Day: Hashable, Comparable, Sendable, Codable {
    package let number: Int32

    package init(number: Int32) { self.number = number }

    /// - Returns: nil where the year is outside 1...9999 or the month and day do not exist.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.length(ofMonth: month, year: year) else { return nil }
        number = Int32(Day.days(fromCivil: year, month, day))
    }

    package var civil: (year: Int, month: Int, day: Int) { Day.civil(fromDays: Int(number)) }
    /// 1 Monday to 7 Sunday, as in ISO 8601.
    package var weekday: Int { ((Int(number) + 3) % 7 + 7) % 7 + 1 }
    /// The Monday of this day's ISO week.
    package var startOfWeek: Day { adding(days: 1 - weekday) }

    package static func < (a: Self, b: Self) -> Bool { a.number < b.number }

    package func adding(days: Int) -> Day { Day(number: Int32(clamping: Int(number) + days)) }

    /// `2026-07-03`.
    package var iso: String {
        let (y, m, d) = civil
        func pad(_ n: Int, _ width: Int) -> String { let s = String(n); return String(repeating: "0", count: max(0, width - s.count)) + s }
        return "\(pad(y, 4))-\(pad(m, 2))-\(pad(d, 2))"
    }

    package static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    package static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01. Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013).
    package static func days(fromCivil year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yoe = y - era * 400
        let doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
    }

    package static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let doe = z - era * 146_097
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100)
        let mp = (5 * doy + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        return (yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1)
    }

    package init(from decoder: any Decoder) throws { number = try decoder.singleValueContainer().decode(Int32.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}
