// SPDX-License-Identifier: Apache-2.0

/// How the bytes of one exported file become rows: decided once from its first bytes, then kept with the import.
package struct FileShape: Sendable, Hashable, Codable {
    /// How characters are stored.
    package enum Encoding: String, Sendable, Codable, CaseIterable {
        case utf8, utf16le, utf16be, utf32le, utf32be
        /// Also stands for Latin-1, whose printable characters it contains.
        case windows1252
    }

    /// How a cell that holds the delimiter or a line break is written.
    package enum Quoting: String, Sendable, Codable, CaseIterable {
        /// RFC 4180: a quote inside quotes is written twice.
        case doubled
        /// A quote inside quotes is written `\"`, a backslash `\\`.
        case backslash
        /// Each line is one quoted cell that holds the real row.
        case wrapped
    }

    package var encoding: Encoding
    /// Bytes to leave out at the start of the file: 0, 2, 3 or 4.
    package var bomLength: Int
    /// One ASCII character; a comma in files of one column.
    package var delimiter: UInt8
    package var quoting: Quoting
    /// Trimmed and unique: a blank heading is `Column 3`, a repeated one gets ` (2)`. Its count is the width of the table.
    package var headings: [String]
    /// False where the first row is data already; headings are `Column N` then.
    package var hasHeader: Bool
    /// Physical lines before the header (or before the first row) that are not part of the table.
    package var preambleLines: Int
    /// Columns of a grouped report whose blanks repeat the value above, from 0. `RowReader` fills them.
    package var fillDown: [Int]
    /// The columns that are months, where at least two are: a spend table with months across.
    package var months: [MonthColumn]
    /// Physical lines on which rows start that are no data (totals below the table): left out as a report's footers are.
    package var totals: Set<Int> = []

    /// A shape that is known without looking; `sniff` finds that of a file.
    package init(
        encoding: Encoding = .utf8, bomLength: Int = 0, delimiter: UInt8 = CSVByte.comma, quoting: Quoting = .doubled, headings: [String],
        hasHeader: Bool = true, preambleLines: Int = 0, fillDown: [Int] = [], months: [MonthColumn] = []
    ) {
        (self.encoding, self.bomLength, self.delimiter, self.quoting) = (encoding, bomLength, delimiter, quoting)
        (self.headings, self.hasHeader, self.preambleLines) = (headings, hasHeader, preambleLines)
        (self.fillDown, self.months) = (fillDown, months)
    }
}

/// A column whose heading is a month: `Jan 2026`.
package struct MonthColumn: Sendable, Hashable, Codable {
    /// From 0.
    package let index: Int
    /// The first day of the month.
    package let first: Day
    package let heading: String

    package init(index: Int, first: Day, heading: String) { (self.index, self.first, self.heading) = (index, first, heading) }
}

/// The bytes that structure a file.
package enum CSVByte {
    package static let tab: UInt8 = 9
    package static let lineFeed: UInt8 = 10
    package static let carriageReturn: UInt8 = 13
    package static let space: UInt8 = 32
    package static let quote: UInt8 = 34
    package static let comma: UInt8 = 44
    package static let backslash: UInt8 = 92
}
