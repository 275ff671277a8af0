// SPDX-License-Identifier: Apache-2.0

/// What one cell turned out to be: a value, nothing said, or something that its column's type cannot hold.
package enum CellResult<Value> {
    case value(Value)
    /// Empty, or a stand-in that systems write for "none" (`9999-12-31`, `0000-00-00`).
    case absent
    case bad(BadCell)

    /// The value, where there is one.
    package var value: Value? { if case .value(let value) = self { value } else { nil } }
    /// Why the cell is bad, where it is.
    package var fault: BadCell? { if case .bad(let fault) = self { fault } else { nil } }
}

extension CellResult: Equatable where Value: Equatable {}
extension CellResult: Sendable where Value: Sendable {}

/// Why a cell could not be read as its column's type. Raw values are stable, for programs.
package enum BadCell: String, Error, CaseIterable, Sendable {
    case notADate = "not_a_date"
    case noSuchDate = "no_such_date"
    case noSuchTime = "no_such_time"
    case yearOutOfRange = "year_out_of_range"
    case contradictsOrder = "contradicts_order"
    case undecidedOrder = "undecided_order"
    case notANumber = "not_a_number"
    case undecidedMark = "undecided_mark"
    case tooLarge = "too_large"
    case aShare = "a_share"
    case notABoolean = "not_a_boolean"
    case notAnAddress = "not_an_address"
    case notADomain = "not_a_domain"
    case notARange = "not_a_range"

    /// One sentence for a reader, without the place.
    package var sentence: String {
        switch self {
        case .notADate: "This is not a date."
        case .noSuchDate: "This day does not exist in the calendar."
        case .noSuchTime: "This time of day or time zone does not exist."
        case .yearOutOfRange: "The year lies outside 1 to 9999."
        case .contradictsOrder: "Day and month are the other way round than in the rest of the column."
        case .undecidedOrder: "Nothing says whether the day or the month comes first."
        case .notANumber: "This is not a number."
        case .undecidedMark: "Nothing says whether this mark separates thousands or decimals."
        case .tooLarge: "The number does not fit into 64 bits."
        case .aShare: "This is a share in percent and not an amount."
        case .notABoolean: "This is neither yes nor no."
        case .notAnAddress: "This is not an e-mail address."
        case .notADomain: "This is not the address of a web site."
        case .notARange: "This is neither a number of people nor a range of them."
        }
    }
}

/// A cell that shows why a column can't be decided, for the question that is asked.
package struct CellExample: Hashable, Sendable {
    package let text: String
    /// 1 is the file's first line.
    package let line: Int

    package init(text: String, line: Int) { (self.text, self.line) = (text, line) }

    /// At most 60 bytes of the cell: an example is shown, never stored.
    init(_ cell: UnsafeRawBufferPointer, line: Int) {
        self.init(text: String(decoding: cell.prefix(60), as: UTF8.self), line: line)
    }
}
