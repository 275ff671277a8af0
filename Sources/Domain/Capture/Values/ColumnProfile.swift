// SPDX-License-Identifier: Apache-2.0

/// What a column holds of which nobody said anything: the type of its custom field.
package enum ColumnType: Hashable, Sendable {
    /// No cell is filled.
    case empty
    case text, boolean, email
    /// `.format` or `.ambiguous`.
    case date(DateDecision)
    case number(NumberDecision)
}

/// Looks at every cell of a column and finds its type. Merges. A column whose type needs a guess is text.
package struct ColumnProfile: Sendable {
    package private(set) var dates = DateProfile(expected: false)
    package private(set) var numbers = NumberProfile(expected: false)
    package private(set) var filled = 0
    private var booleans = 0, words = 0, emails = 0, hopeless = false

    package init() {}

    /// - Parameters: `cell` trimmed UTF-8; `line` where it stands in its file, for examples.
    package mutating func see(_ cell: UnsafeRawBufferPointer, line: Int) {
        if cell.isEmpty { return }
        filled += 1
        // Nearly all cells must agree on a type: text that none of 512 cells spoke against stays text.
        if hopeless { return }
        dates.see(cell, line: line)
        numbers.see(cell, line: line)
        if case .value = parseBoolean(cell) {
            booleans += 1
            if cell[0] &- 48 > 9 { words += 1 }
        } else if EmailAddress.isAddress(cell) {
            emails += 1
        }
        if filled == 512 { hopeless = booleans + emails == 0 && numbers.isBarren && dates.isBarren }
    }

    /// Adds what another part of the same column showed.
    package mutating func merge(_ other: ColumnProfile) {
        dates.merge(other.dates)
        numbers.merge(other.numbers)
        filled += other.filled
        booleans += other.booleans
        words += other.words
        emails += other.emails
    }

    /// - Parameters: `order`, `mark` what sibling columns of the file showed.
    package func decide(order: DateOrder? = nil, mark: DecimalMark? = nil) -> ColumnType {
        if filled == 0 { return .empty }
        // A column of 0 and 1 alone may count as well as answer: it stays a number, which loses nothing.
        if booleans == filled, words > 0 { return .boolean }
        if emails * 20 >= filled * 19 { return .email }
        switch dates.decide(preference: order) {
        case .none: break
        case let decision: return .date(decision)
        }
        switch numbers.decide(preference: mark) {
        case .none: return .text
        case let decision: return .number(decision)
        }
    }
}
