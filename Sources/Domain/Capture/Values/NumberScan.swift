// SPDX-License-Identifier: Apache-2.0

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
