// SPDX-License-Identifier: Apache-2.0

/// Whether `3/4/2026` is the third of April or the fourth of March.
package enum DateOrder: String, Sendable, Codable, CaseIterable {
    case dayFirst = "day_first", monthFirst = "month_first"
}

/// Forms of dates that are bare numbers, told apart by their count of digits, and believed only where the column was decided to be one.
package struct DateNumbers: OptionSet, Hashable, Sendable, Codable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `2026`.
    package static let year = DateNumbers(rawValue: 1)
    /// Days of a spreadsheet that counts from 1900: `45631`, `45631.5`.
    package static let serial = DateNumbers(rawValue: 2)
    /// `20261231`, `20261231140500`.
    package static let compact = DateNumbers(rawValue: 4)
    /// Seconds since 1970: 9 or 10 digits, with or without a fraction.
    package static let seconds = DateNumbers(rawValue: 8)
    /// Milliseconds since 1970: 12 or 13 digits.
    package static let milliseconds = DateNumbers(rawValue: 16)
}

/// How a column writes its dates, as far as a cell does not say it itself: ISO dates and dates with a month's name are read in every column.
package struct DateFormat: Hashable, Sendable, Codable {
    /// nil: no cell needed it; one that does is then bad rather than guessed.
    package var order: DateOrder?
    package var numbers: DateNumbers
    /// Dots put the month first: only where the column proves it by dots. They are the European form, whatever slashes beside them mean.
    package var isMonthFirstByDots = false
    /// Every time in the column is midnight as written: the column holds days, and each is the date it names, whatever its zone.
    package var wholeDays: Bool

    package init(order: DateOrder? = nil, numbers: DateNumbers = [], wholeDays: Bool = false) {
        (self.order, self.numbers, self.wholeDays) = (order, numbers, wholeDays)
    }

    /// Reads a trimmed cell of UTF-8.
    /// - Parameters: `zone` the one that times without a zone, and days, are meant in.
    /// - Returns: `.absent` for an empty cell, 9999-12-31, 0001-01-01, 0000-00-00 and a spreadsheet's 1/0/1900; moments between years 1 and 9999; fractions rounded to microseconds.
    @inline(__always) package func parse(_ cell: UnsafeRawBufferPointer, zone: Zone) -> CellResult<Timestamp> {
        parseDate(cell, as: self, zone: zone)
    }
}

/// What a column of cells turned out to be.
package enum DateDecision: Hashable, Sendable {
    case format(DateFormat)
    /// Day and month can't be told apart: each candidate reads the column; the examples are cells that read differently under each.
    case ambiguous([DateFormat], examples: [CellExample])
    /// Not a column of dates; `parsed` of `of` cells that were not empty could be read as one.
    case none(parsed: Int, of: Int)
}

/// Whether a date is what systems write where there is none: year 1, SQL Server's 1753-01-01, a spreadsheet's day 0 (1899-12-30 and 31), 1900-01-01,
/// and 1970-01-01, which is 0 as a moment.
/// - Parameter day: days since 1970-01-01, as the date is written.
package func isNoDate(day: Int) -> Bool { day == 0 || day == -25_567 || day == -25_568 || day == -25_569 || day == -79_257 || day <= -718_798 }
