// SPDX-License-Identifier: Apache-2.0

/// A whole number of 64 bits, as ids and counts are written: digits with a sign, and `123.0` as data frames write integers beside gaps.
package func parseInteger(_ cell: UnsafeRawBufferPointer) -> CellResult<Int64> {
    if cell.isEmpty { return .absent }
    var cursor = ByteCursor(cell)
    let negative = cursor.byte == 45
    if negative || cursor.byte == 43 { cursor.at += 1 }
    var value: Int64 = 0, count = 0
    while cursor.byte &- 48 < 10 {
        let (product, far) = value.multipliedReportingOverflow(by: 10)
        let (sum, further) = product.subtractingReportingOverflow(Int64(cursor.byte &- 48))
        if far || further { return .bad(.tooLarge) }
        value = sum
        count += 1
        cursor.at += 1
    }
    if count > 0, cursor.skip(46) { while cursor.skip(48) {} }
    guard count > 0, cursor.isAtEnd else { return .bad(.notANumber) }
    // Summed below zero, where 64 bits reach one further.
    if !negative, value == .min { return .bad(.tooLarge) }
    return .value(negative ? value : -value)
}

/// A number of people, exact or as a range: `51-200`, `1,001–5,000`, `10,001+`.
package struct EmployeeRange: Hashable, Sendable {
    package let low: Int64
    /// nil: open at the top.
    package let high: Int64?

    package init(low: Int64, high: Int64?) { (self.low, self.high) = (low, high) }

    /// Reads a trimmed cell. Marks before three digits group thousands, since people are whole.
    package static func parse(_ cell: UnsafeRawBufferPointer) -> CellResult<EmployeeRange> {
        if cell.isEmpty { return .absent }
        guard cell.count <= 60 else { return .bad(.notARange) }
        var dash: Range<Int>?
        for at in 1..<max(1, cell.count) where dash == nil {
            if cell[at] == 45 { dash = at..<(at + 1) }
            if cell[at] == 0xE2, at + 2 < cell.count, cell[at + 1] == 0x80, cell[at + 2] == 0x93 || cell[at + 2] == 0x94 { dash = at..<(at + 3) }
            if cell[at] == 0x74, at + 2 < cell.count, cell[at + 1] == 0x6F, cell[at - 1] == 32, cell[at + 2] == 32 { dash = at..<(at + 2) }
        }
        if let dash {
            guard let low = people(cell, 0..<dash.lowerBound), let high = people(cell, dash.upperBound..<cell.count), low <= high
            else { return .bad(.notARange) }
            return .value(EmployeeRange(low: low, high: high))
        }
        let open = cell[cell.count - 1] == 43
        guard let low = people(cell, 0..<(open ? cell.count - 1 : cell.count)) else { return .bad(.notARange) }
        return .value(EmployeeRange(low: low, high: open ? nil : low))
    }

    private static func people(_ cell: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int64? {
        guard let parts = scanNumber(trimmed(UnsafeRawBufferPointer(rebasing: cell[range]))), parts.currency == nil, !parts.percent else {
            return nil
        }
        guard let value = parts.value(grouping: true).value?.integer, value >= 0 else { return nil }
        return value
    }
}
