// SPDX-License-Identifier: Apache-2.0

/// How a column writes its numbers, as far as a cell does not say it itself.
package struct NumberFormat: Hashable, Sendable, Codable {
    /// What a lone mark before three digits is in `1.234`; nil: no cell needed it, one that does is bad rather than guessed.
    package var mark: DecimalMark?

    package init(mark: DecimalMark? = nil) { self.mark = mark }

    /// Reads a trimmed cell of UTF-8.
    /// - Returns: `.absent` for an empty cell and a lone dash; `.bad` beyond 64 bits. Digits after the mark that do not fit are rounded, half to even.
    package func parse(_ cell: UnsafeRawBufferPointer) -> CellResult<NumberCell> {
        if cell.isEmpty || (cell.count == 1 && cell[0] == 45) { return .absent }
        if let plain = plainNumber(cell) { return .value(NumberCell(value: plain)) }
        guard let parts = scanNumber(cell) else { return .bad(.notANumber) }
        var grouping = false
        switch (parts.marks, mark) {
        case (.openPoint, .comma), (.openComma, .point): grouping = true
        case (.openPoint, nil), (.openComma, nil): return .bad(.undecidedMark)
        default: break
        }
        switch parts.value(grouping: grouping) {
        case .value(let value):
            switch parts.currency {
            case .code(let currency): return .value(NumberCell(value: value, currency: currency, isPercent: parts.percent))
            case .sign(let sign): return .value(NumberCell(value: value, sign: sign, isPercent: parts.percent))
            case nil: return .value(NumberCell(value: value, isPercent: parts.percent))
            }
        case .absent: return .absent
        case .bad(let fault): return .bad(fault)
        }
    }
}

/// `1234`, `-7` and `1234.56`, the commonest cells, without the scan. nil leaves everything else to it, above all a lone mark before three digits.
@inline(__always) private func plainNumber(_ cell: UnsafeRawBufferPointer) -> Decimal64? {
    guard cell.count <= 17 else { return nil }
    var at = cell[0] == 45 ? 1 : 0, point = -1, mantissa: Int64 = 0
    let negative = at == 1
    while at < cell.count {
        let digit = cell[at] &- 48
        if digit < 10 {
            mantissa = mantissa &* 10 &+ Int64(digit)
        } else if cell[at] == 46, point < 0, at > 0, cell[at - 1] != 45 {
            point = at
        } else {
            return nil
        }
        at += 1
    }
    let scale = point < 0 ? 0 : cell.count - 1 - point
    if scale == 3 { return nil }
    return Decimal64(mantissa: negative ? -mantissa : mantissa, scale: scale)
}

/// What a column of cells turned out to be.
package enum NumberDecision: Hashable, Sendable {
    case format(NumberFormat)
    /// A lone mark can't be told; `likely` is what the rest of the column suggests without proving it.
    case ambiguous(likely: DecimalMark?, examples: [CellExample])
    /// Not a column of numbers; `parsed` of `of` cells that were not empty could be read as one.
    case none(parsed: Int, of: Int)
}

/// Looks at every cell of one column and decides how its numbers are written. Merges.
package struct NumberProfile: Sendable {
    /// The caller knows that the column holds numbers; cells that are none are then bad cells.
    package let expected: Bool
    private var filled = 0, parsed = 0
    private var points = 0, commas = 0, openPoints = 0, openCommas = 0
    private var longUngrouped = 0, codes = 0, fractions = 0
    private var examples: [CellExample] = []
    private var hopeless = false
    /// Cells with a sign that several currencies share.
    package private(set) var signs: [CurrencySign: Int] = [:]

    package init(expected: Bool) { self.expected = expected }

    /// - Parameters: `cell` trimmed UTF-8; `line` where it stands in its file, for examples.
    package mutating func see(_ cell: UnsafeRawBufferPointer, line: Int) {
        if cell.isEmpty { return }
        filled += 1
        if hopeless { return }
        guard let parts = scanNumber(cell) else {
            if !expected, filled == 512, parsed == 0 { hopeless = true }
            return
        }
        parsed += 1
        if case .sign(let sign)? = parts.currency { signs[sign, default: 0] += 1 }
        if parts.leadingZero, parts.marks == .none { codes += 1 }
        switch parts.marks {
        case .none:
            if !parts.grouped, parts.count > 3 { longUngrouped += 1 }
            if parts.proves == .point { points += 1 } else if parts.proves == .comma { commas += 1 }
        case .point: points += 1; fractions += 1
        case .comma: commas += 1; fractions += 1
        case .openPoint: openPoints += 1; keep(cell, line)
        case .openComma: openCommas += 1; keep(cell, line)
        }
    }

    private mutating func keep(_ cell: UnsafeRawBufferPointer, _ line: Int) {
        if examples.count < 3 { examples.append(CellExample(cell, line: line)) }
    }

    /// Every number that was seen is whole as far as it can be told.
    package var isWhole: Bool { parsed > 0 && fractions == 0 && openPoints + openCommas == 0 }

    /// Nothing that was seen is a number.
    var isBarren: Bool { parsed == 0 }

    /// Adds what another part of the same column showed.
    package mutating func merge(_ other: NumberProfile) {
        filled += other.filled; parsed += other.parsed
        points += other.points; commas += other.commas; openPoints += other.openPoints; openCommas += other.openCommas
        signs.merge(other.signs, uniquingKeysWith: +)
        longUngrouped += other.longUngrouped; codes += other.codes; fractions += other.fractions
        examples = Array((examples + other.examples).sorted { $0.line < $1.line }.prefix(3))
    }

    /// The mark that this column proves, as the preference of columns beside it that prove none.
    package var provenMark: DecimalMark? { points > 0 && commas == 0 ? .point : commas > 0 && points == 0 ? .comma : nil }

    /// - Parameters: `preference` what a sibling column of the file showed or a person chose; used only where the column itself decides nothing.
    package func decide(preference: DecimalMark? = nil) -> NumberDecision {
        // 00052878 is a code or a telephone number: read as a number it would lose its zeros.
        guard parsed > 0, expected || (codes == 0 && parsed * 20 >= filled * 19) else { return .none(parsed: parsed, of: filled) }
        if openPoints + openCommas == 0 { return .format(NumberFormat(mark: provenMark ?? preference)) }
        if let proven = provenMark { return .format(NumberFormat(mark: proven)) }
        if let preference { return .format(NumberFormat(mark: preference)) }
        // Thousands written without a mark beside the open ones suggest that nothing groups here.
        let likely: DecimalMark? = longUngrouped == 0 || (openPoints > 0 && openCommas > 0) ? nil : openPoints > 0 ? .point : .comma
        return .ambiguous(likely: likely, examples: examples)
    }
}
