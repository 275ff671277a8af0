// SPDX-License-Identifier: Apache-2.0
import Domain

/// What the first pass over a file finds out about one column.
struct ColumnSight {
    let index: Int
    /// Place in the plan.
    let place: Int
    /// The column of the medium beside it, or -1.
    let beside: Int
    private let blanks: BlankCells
    var dates: DateProfile?
    var numbers: NumberProfile?
    var values: ValueTable?
    var medium: MediumColumn?
    private(set) var shortened = 0
    /// Mediums that were looked up: whether they say something.
    private var mediums: [String: Bool] = [:]

    /// - Parameter isAmount: the heading is a month or a currency, and the cells are amounts or rates.
    init(_ column: ColumnPlan, place: Int, isAmount: Bool) {
        (index, self.place, beside) = (column.index, place, column.medium?.index ?? -1)
        (blanks, values, medium) = (column.blanks, column.values, column.medium)
        let type = column.field?.type
        if type == .date || column.stage != nil { dates = DateProfile(expected: true) }
        if type == .number || type == .money || isAmount { numbers = NumberProfile(expected: true) }
    }

    var looks: Bool { dates != nil || numbers != nil || values != nil || blanks.contains(.ids) }

    /// - Parameters: `cell` trimmed, not empty; `beside` the cell of the medium, where the column has one.
    mutating func see(_ cell: UnsafeRawBufferPointer, beside: UnsafeRawBufferPointer, line: Int) {
        if blanks.cover(cell) {
            if blanks.contains(.ids), isShortenedID(cell) { shortened += 1 }
            return
        }
        dates?.see(cell, line: line)
        numbers?.see(cell, line: line)
        guard values != nil else { return }
        if self.beside >= 0, says(beside), let joined = medium?.joined(cell, beside) {
            joined.withUnsafeBytes { values?.count($0) }
        } else {
            values?.count(cell)
        }
    }

    private mutating func says(_ cell: UnsafeRawBufferPointer) -> Bool {
        if cell.isEmpty { return false }
        let text = String(decoding: cell, as: UTF8.self)
        if let known = mediums[text] { return known }
        let isKnown = isMedium(text)
        if mediums.count < 10_000 { mediums[text] = isKnown }
        if isKnown { medium?.known.insert(text) }
        return isKnown
    }
}
