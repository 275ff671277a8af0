// SPDX-License-Identifier: Apache-2.0

/// Calls `body` with each value of a cell that holds several: `1;2;3`, `1, 2`, `["1","2"]`, `[{"value":"1"}]`. Values are trimmed, empty ones left out.
/// A cell with `;` is split there only, so that values may hold commas. Splitting never allocates; JSON does for values with escapes.
package func eachValue(in cell: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
    let cell = trimmed(cell)
    if cell.first == 91, let values = jsonValues(cell) {
        for value in values { withUTF8(value) { if !$0.isEmpty { body($0) } } }
        return
    }
    let mark: UInt8 = cell.contains(59) ? 59 : 44
    var start = 0
    for at in 0...cell.count where at == cell.count || cell[at] == mark {
        let value = trimmed(UnsafeRawBufferPointer(rebasing: cell[start..<at]))
        if !value.isEmpty { body(value) }
        start = at + 1
    }
}

/// The values of a cell that holds several, as text.
package func listValues(in cell: UnsafeRawBufferPointer) -> [String] {
    var values: [String] = []
    eachValue(in: cell) { values.append(String(decoding: $0, as: UTF8.self)) }
    return values
}

func withUTF8(_ text: String, _ body: (UnsafeRawBufferPointer) -> Void) {
    var text = text
    text.withUTF8 { body(trimmed(UnsafeRawBufferPointer($0))) }
}

/// The values of a JSON array in order: strings and numbers as they are, of an object what its key `value` holds (Krayin writes e-mails and
/// telephone numbers so).
/// - Returns: nil where the cell is not one well-formed array.
package func jsonValues(_ cell: UnsafeRawBufferPointer) -> [String]? {
    var reader = JSONReader(cursor: ByteCursor(cell))
    return reader.array()
}

/// As much JSON (RFC 8259) as one cell holds. Nested arrays and objects are stepped over by count, not by recursion: depth can't exhaust a stack.
private struct JSONReader {
    var cursor: ByteCursor

    mutating func array() -> [String]? {
        var values: [String] = []
        skipBlanks()
        guard cursor.skip(91) else { return nil }
        skipBlanks()
        if cursor.skip(93) { return atEnd ? values : nil }
        while true {
            skipBlanks()
            switch cursor.byte {
            case 123:
                guard let value = object() else { return nil }
                if let value = value.text { values.append(value) }
            default:
                guard let value = value() else { return nil }
                if let value = value.text { values.append(value) }
            }
            skipBlanks()
            if cursor.skip(44) { continue }
            return cursor.skip(93) && atEnd ? values : nil
        }
    }

    /// A value that is there, and its text where it is text or a number.
    private struct Found { var text: String? }

    private mutating func object() -> Found? {
        var found = Found(text: nil)
        cursor.at += 1
        skipBlanks()
        if cursor.skip(125) { return found }
        while true {
            skipBlanks()
            guard let key = string() else { return nil }
            skipBlanks()
            guard cursor.skip(58) else { return nil }
            skipBlanks()
            guard let value = value() else { return nil }
            if key == "value" { found.text = value.text }
            skipBlanks()
            if cursor.skip(44) { continue }
            return cursor.skip(125) ? found : nil
        }
    }

    private mutating func value() -> Found? {
        switch cursor.byte {
        case 34: return string().map { Found(text: $0) }
        case 91, 123: return skipNested() ? Found(text: nil) : nil
        default:
            let start = cursor.at
            while !cursor.isAtEnd, cursor.byte > 32, cursor.byte != 44, cursor.byte != 93, cursor.byte != 125 { cursor.at += 1 }
            let text = String(decoding: cursor.bytes[start..<cursor.at], as: UTF8.self)
            if text == "null" { return Found(text: nil) }
            guard text == "true" || text == "false" || Double(text) != nil else { return nil }
            return Found(text: text)
        }
    }

    private mutating func skipNested() -> Bool {
        var depth = 0
        while !cursor.isAtEnd {
            switch cursor.byte {
            case 91, 123: depth += 1; cursor.at += 1
            case 93, 125:
                depth -= 1
                cursor.at += 1
                if depth == 0 { return true }
            case 34: if string() == nil { return false }
            default: cursor.at += 1
            }
        }
        return false
    }

    private mutating func string() -> String? {
        guard cursor.skip(34) else { return nil }
        var bytes: [UInt8] = []
        while !cursor.isAtEnd {
            let byte = cursor.byte
            cursor.at += 1
            switch byte {
            case 34: return String(decoding: bytes, as: UTF8.self)
            case 92: guard escape(into: &bytes) else { return nil }
            default: bytes.append(byte)
            }
        }
        return nil
    }

    private mutating func escape(into bytes: inout [UInt8]) -> Bool {
        let mark = cursor.byte
        cursor.at += 1
        switch mark {
        case 34, 47, 92: bytes.append(mark)
        case 98: bytes.append(8)
        case 102: bytes.append(12)
        case 110: bytes.append(10)
        case 114: bytes.append(13)
        case 116: bytes.append(9)
        case 117:
            guard var unit = hex() else { return false }
            if (0xD800..<0xDC00).contains(unit), cursor.byte == 92, cursor[cursor.at + 1] == 117 {
                cursor.at += 2
                guard let low = hex(), (0xDC00..<0xE000).contains(low) else { return false }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            // Half a pair stands for nothing: U+FFFD, as String decodes it elsewhere.
            bytes.append(contentsOf: String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
        default: return false
        }
        return true
    }

    private mutating func hex() -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<4 {
            switch cursor.byte {
            case let byte where byte &- 48 < 10: value = value << 4 | UInt32(byte - 48)
            case let byte where (97...102).contains(byte | 0x20): value = value << 4 | UInt32((byte | 0x20) - 87)
            default: return nil
            }
            cursor.at += 1
        }
        return value
    }

    private mutating func skipBlanks() { while !cursor.isAtEnd, cursor.byte <= 32 { cursor.at += 1 } }

    private var atEnd: Bool {
        mutating get {
            skipBlanks()
            return cursor.isAtEnd
        }
    }
}
