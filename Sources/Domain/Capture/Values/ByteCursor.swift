// SPDX-License-Identifier: Apache-2.0

/// Reads a cell byte by byte; past the end every byte is 0, so that no look ahead can leave the cell.
struct ByteCursor {
    let bytes: UnsafeRawBufferPointer
    var at = 0

    @inline(__always) init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    @inline(__always) var isAtEnd: Bool { at >= bytes.count }
    @inline(__always) var byte: UInt8 { self[at] }

    @inline(__always) subscript(index: Int) -> UInt8 { index >= 0 && index < bytes.count ? bytes[index] : 0 }

    /// Steps over `expected` where it stands here.
    @inline(__always) mutating func skip(_ expected: UInt8) -> Bool {
        guard byte == expected, !isAtEnd else { return false }
        at += 1
        return true
    }

    /// Reads digits. More than 18 are counted, and their value is not kept: it would pass 64 bits.
    @inline(__always) mutating func digits() -> (value: Int, count: Int) {
        var value = 0
        let start = at
        while at < bytes.count {
            let digit = bytes[at] &- 48
            guard digit < 10 else { break }
            if at - start < 18 { value = value &* 10 &+ Int(digit) }
            at += 1
        }
        return (value, at - start)
    }

    /// Bytes that a space takes here: ASCII, no-break (U+00A0), thin (U+2009), narrow no-break (U+202F). 0 for none.
    @inline(__always) var spaceWidth: Int {
        switch byte {
        case 32, 9: isAtEnd ? 0 : 1
        case 0xC2: self[at + 1] == 0xA0 ? 2 : 0
        case 0xE2: self[at + 1] == 0x80 && (self[at + 2] == 0xAF || self[at + 2] == 0x89) ? 3 : 0
        default: 0
        }
    }

    @inline(__always) mutating func skipSpaces() {
        while true {
            let width = spaceWidth
            if width == 0 { return }
            at += width
        }
    }

    /// A word of letters as a key: lower case, accents of German and French months dropped, its first eight letters. 0 where no letter stands here.
    mutating func word() -> UInt64 {
        var key: UInt64 = 0, count: UInt64 = 0
        while at < bytes.count {
            var letter = bytes[at]
            if letter == 0xC3 {
                guard let plain = ByteCursor.plain(self[at + 1]) else { break }
                letter = plain
                at += 1
            } else {
                letter |= 0x20
                guard (97...122).contains(letter), bytes[at] & 0x40 != 0 else { break }
            }
            if count < 8 { key |= UInt64(letter) << (count &* 8) }
            count &+= 1
            at += 1
        }
        return key
    }

    private static func plain(_ second: UInt8) -> UInt8? {
        switch second {
        case 0x80...0x85, 0xA0...0xA5: 97
        case 0x88...0x8B, 0xA8...0xAB: 101
        case 0x99...0x9C, 0xB9...0xBC: 117
        default: nil
        }
    }

    /// The key that `word` gives for an unaccented lower-case word, and that tables are built from.
    static func key(_ word: some StringProtocol) -> UInt64 {
        var key: UInt64 = 0
        for (index, letter) in word.utf8.prefix(8).enumerated() { key |= UInt64(letter) << UInt64(index * 8) }
        return key
    }
}

/// A cell without the spaces, tabs, line ends, no-break spaces and byte order marks around it.
package func trimmed(_ cell: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var (low, high) = (0, cell.count)
    while low < high {
        let byte = cell[low]
        if byte <= 32 {
            low += 1
        } else if byte == 0xC2, low + 1 < high, cell[low + 1] == 0xA0 {
            low += 2
        } else if byte == 0xEF, low + 2 < high, cell[low + 1] == 0xBB, cell[low + 2] == 0xBF {
            low += 3
        } else {
            break
        }
    }
    while low < high {
        if cell[high - 1] <= 32 {
            high -= 1
        } else if cell[high - 1] == 0xA0, high - low >= 2, cell[high - 2] == 0xC2 {
            high -= 2
        } else {
            break
        }
    }
    return UnsafeRawBufferPointer(rebasing: cell[low..<high])
}
