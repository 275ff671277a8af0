// SPDX-License-Identifier: Apache-2.0

/// The mark before the decimals; the other one groups thousands.
package enum DecimalMark: String, Sendable, Codable, CaseIterable {
    case point = ".", comma = ","
}

/// A number as a cell writes it.
package struct NumberCell: Hashable, Sendable {
    /// As written: `50%` is 50.
    package let value: Decimal64
    /// nil where the cell names none, or only with a sign that several share.
    package let currency: Currency?
    package let sign: CurrencySign?
    package let isPercent: Bool

    package init(value: Decimal64, currency: Currency? = nil, sign: CurrencySign? = nil, isPercent: Bool = false) {
        (self.value, self.currency, self.sign, self.isPercent) = (value, currency, sign, isPercent)
    }
}

/// A number taken apart by its shape alone, before its column decided what a lone mark means.
struct NumberParts {
    enum Marks: UInt8 {
        /// Digits only, or grouped by spaces and apostrophes: any column reads it alike.
        case none
        /// The cell proves its decimal mark, by a fraction or by what groups its thousands.
        case point, comma
        /// `1.234` and `1,234`: thousands or decimals.
        case openPoint, openComma
    }

    var marks = Marks.none
    /// The decimal mark that grouped thousands prove, where `marks` says nothing itself.
    var proves: DecimalMark?
    var startsWithZero = false
    var negative = false, percent = false, leadingZero = false, grouped = false
    var currency: CurrencyMark?
    /// All digits without their mark; more than 64 bits keep the first ones, and `dropped` counts the rest.
    var mantissa: Int64 = 0
    var dropped = 0, firstDropped: UInt8 = 0, restDropped = false
    /// Digits before the first mark, after the last one, and in all.
    var leading = 0, after = 0, count = 0
    var exponent = 0

    @inline(__always) mutating func add(_ digit: UInt8) {
        if count == 0 { startsWithZero = digit == 0 }
        count &+= 1
        if dropped == 0 {
            if mantissa < 92_233_720_368_547_758 {
                mantissa = mantissa &* 10 &+ Int64(digit)
                return
            }
            let (product, far) = mantissa.multipliedReportingOverflow(by: 10)
            let (sum, further) = product.addingReportingOverflow(Int64(digit))
            if !far, !further {
                mantissa = sum
                return
            }
            firstDropped = digit
        } else if digit > 0 {
            restDropped = true
        }
        dropped &+= 1
    }

    /// - Parameters: `grouping` reads a lone mark as one of thousands.
    func value(grouping: Bool) -> CellResult<Decimal64> {
        let open = marks == .openPoint || marks == .openComma
        var scale = marks == .none || (open && grouping) ? 0 : after
        if dropped > scale { return .bad(.tooLarge) }
        // Digits behind the point that 64 bits can't hold are rounded, half to even: float noise, never a lost unit.
        scale -= dropped
        var mantissa = mantissa
        if firstDropped > 5 || (firstDropped == 5 && (restDropped || mantissa & 1 == 1)) {
            let (sum, overflow) = mantissa.addingReportingOverflow(1)
            if overflow { return .bad(.tooLarge) }
            mantissa = sum
        }
        scale -= exponent
        while scale < 0, mantissa != 0 {
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
            if overflow { return .bad(.tooLarge) }
            (mantissa, scale) = (product, scale + 1)
        }
        while scale > 18, mantissa != 0 {
            let (quotient, rest) = mantissa.quotientAndRemainder(dividingBy: 10)
            (mantissa, scale) = (quotient + (rest > 5 || (rest == 5 && quotient & 1 == 1) ? 1 : 0), scale - 1)
        }
        return .value(Decimal64(mantissa: negative ? -mantissa : mantissa, scale: scale))
    }
}

/// Takes a trimmed cell apart. Never allocates.
/// - Returns: nil where the cell is no number.
func scanNumber(_ cell: UnsafeRawBufferPointer) -> NumberParts? {
    guard !cell.isEmpty, cell.count <= 80 else { return nil }
    var cursor = ByteCursor(cell), parts = NumberParts(), bracket = false, signed = false
    prefix: while true {
        let byte = cursor.byte
        switch byte {
        case 48...57: break prefix
        case 46 where cursor[cursor.at + 1] &- 48 < 10, 44 where cursor[cursor.at + 1] &- 48 < 10: break prefix
        case 43, 45:
            guard !signed else { return nil }
            (signed, parts.negative) = (true, byte == 45)
            cursor.at += 1
        case 40:
            guard !bracket else { return nil }
            bracket = true
            cursor.at += 1
        // U+2212, the minus of typographers and of locale-aware exports.
        case 0xE2 where cursor[cursor.at + 1] == 0x88 && cursor[cursor.at + 2] == 0x92:
            guard !signed else { return nil }
            (signed, parts.negative) = (true, true)
            cursor.at += 3
        default:
            if cursor.spaceWidth > 0 {
                cursor.skipSpaces()
            } else {
                guard parts.currency == nil, let mark = cursor.currency() else { return nil }
                parts.currency = mark
            }
        }
    }
    guard cursor.numberBody(&parts) else { return nil }
    while !cursor.isAtEnd {
        switch cursor.byte {
        case 41:
            guard bracket, !signed else { return nil }
            (bracket, signed, parts.negative) = (false, true, true)
            cursor.at += 1
        case 45:
            guard !signed else { return nil }
            (signed, parts.negative) = (true, true)
            cursor.at += 1
        case 37:
            guard !parts.percent else { return nil }
            parts.percent = true
            cursor.at += 1
        default:
            if cursor.spaceWidth > 0 {
                cursor.skipSpaces()
            } else {
                guard parts.currency == nil, let mark = cursor.currency() else { return nil }
                parts.currency = mark
            }
        }
    }
    return bracket ? nil : parts
}

extension ByteCursor {
    /// Digits with their marks, and an exponent. Leaves the cursor on what follows.
    fileprivate mutating func numberBody(_ parts: inout NumberParts) -> Bool {
        var last: UInt8 = 0, inner: UInt8 = 0, mixed = false, gapsFit = true, lastGap = 0, run = 0
        parts.leadingZero = byte == 48 && self[at + 1] &- 48 < 10
        while !isAtEnd {
            let byte = byte, digit = byte &- 48
            if digit < 10 {
                parts.add(digit)
                run += 1
                at += 1
                continue
            }
            let (mark, width) = numberMark(last: last)
            if mark == 0 { break }
            if last == 0 {
                parts.leading = run
            } else {
                if inner != 0, inner != last { mixed = true }
                inner = last
                // Groups of two are Indian: 12,34,567.
                if run != 3, run != 2 { gapsFit = false }
                lastGap = run
            }
            (last, run) = (mark, 0)
            at += width
        }
        guard parts.count > 0 else { return false }
        parts.after = run
        if last == 0 { parts.leading = run }
        if byte | 0x20 == 101, !exponent(&parts) { return false }
        return settle(&parts, last, inner, mixed || !gapsFit, lastGap)
    }

    /// A mark within a number, and its width; spaces and apostrophes only where three digits follow. 0 ends the number.
    private func numberMark(last: UInt8) -> (UInt8, Int) {
        switch byte {
        case 46, 44: return (byte, 1)
        case 39: return groupFollows(1) ? (39, 1) : (0, 0)
        case 0xE2 where self[at + 1] == 0x80 && self[at + 2] == 0x99: return groupFollows(3) ? (39, 3) : (0, 0)
        default:
            let width = spaceWidth
            return width > 0 && groupFollows(width) ? (32, width) : (0, 0)
        }
    }

    private func groupFollows(_ width: Int) -> Bool {
        self[at + width] &- 48 < 10 && self[at + width + 1] &- 48 < 10 && self[at + width + 2] &- 48 < 10 && self[at + width + 3] &- 48 > 9
    }

    @inline(__always)
    private func settle(_ parts: inout NumberParts, _ last: UInt8, _ inner: UInt8, _ unfit: Bool, _ lastGap: Int) -> Bool {
        if last == 0 { return true }
        let isPoint = last == 46, isComma = last == 44, proven: NumberParts.Marks = isPoint ? .point : .comma
        if inner == 0 {
            guard isPoint || isComma else {
                parts.grouped = true
                return (1...3).contains(parts.leading) && parts.after == 3
            }
            let open = parts.after == 3 && (1...3).contains(parts.leading) && !parts.startsWithZero && parts.exponent == 0
            parts.marks = open ? (isPoint ? .openPoint : .openComma) : proven
            return true
        }
        guard !unfit, (1...3).contains(parts.leading) else { return false }
        parts.grouped = true
        if inner == last {
            guard parts.after == 3 else { return false }
            // Thousands by comma leave the point for decimals, and the other way round; nothing is after the mark here.
            parts.marks = .none
            if isPoint { parts.proves = .comma } else if isComma { parts.proves = .point }
            return true
        }
        guard isPoint || isComma, lastGap == 3 else { return false }
        parts.marks = proven
        return true
    }

    private mutating func exponent(_ parts: inout NumberParts) -> Bool {
        at += 1
        let negative = byte == 45
        if negative || byte == 43 { at += 1 }
        let (value, count) = digits()
        // "10 EUR" has no space lost in "10EUR": an e without digits is the currency's.
        guard count > 0 else {
            while at > 0, byte | 0x20 != 101 { at -= 1 }
            return byte | 0x20 == 101
        }
        guard count <= 3 else { return false }
        parts.exponent = negative ? -value : value
        return true
    }
}
