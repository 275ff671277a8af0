// SPDX-License-Identifier: Apache-2.0

/// How the characters of a file are stored, from its first bytes.
enum EncodingGuess {
    /// - Parameter complete: the bytes are the whole file, so a character cut at their end is a broken one.
    /// - Returns: nil where neither text nor a known encoding is plausible.
    static func of(_ bytes: UnsafeRawBufferPointer, complete: Bool) -> (encoding: FileShape.Encoding, bomLength: Int)? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return (eightBit(rest(bytes, 3), complete), 3) }
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) {
            if isUTF32(rest(bytes, 4), bigEndian: false) { return (.utf32le, 4) }
            // Some tools write a mark that the text behind it does not keep.
            return rest(bytes, 4).contains(0) ? (.utf16le, 2) : (eightBit(rest(bytes, 4), complete), 4)
        }
        if bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
            return isUTF32(rest(bytes, 4), bigEndian: true) ? (.utf32be, 4) : (eightBit(rest(bytes, 4), complete), 4)
        }
        if bytes.starts(with: [0xFF, 0xFE]) { return marked(.utf16le, bytes, complete) }
        if bytes.starts(with: [0xFE, 0xFF]) { return marked(.utf16be, bytes, complete) }
        return unmarked(bytes, complete)
    }

    /// UTF-16 with a mark, unless what follows is plainly ASCII: each line break of true UTF-16 has a zero byte.
    private static func marked(
        _ encoding: FileShape.Encoding, _ bytes: UnsafeRawBufferPointer, _ complete: Bool
    ) -> (encoding: FileShape.Encoding, bomLength: Int) {
        let text = rest(bytes, 2)
        let printable = text.reduce(0) { $0 + ($1 < 127 && ($1 >= 32 || $1 == 9 || $1 == 10 || $1 == 13) ? 1 : 0) }
        if text.count >= 2, !text.contains(0), printable * 10 >= text.count * 9 { return (eightBit(text, complete), 2) }
        return (encoding, 2)
    }

    /// Without a mark the places of zero bytes tell: ASCII has one, three or none per character.
    private static func unmarked(_ bytes: UnsafeRawBufferPointer, _ complete: Bool) -> (encoding: FileShape.Encoding, bomLength: Int)? {
        let sample = UnsafeRawBufferPointer(rebasing: bytes.prefix(65_536))
        var (even, odd) = (0, 0)
        for (index, byte) in sample.enumerated() where byte == 0 { if index & 1 == 0 { even += 1 } else { odd += 1 } }
        guard (even + odd) * 40 >= sample.count, even + odd > 0 else { return (eightBit(bytes, complete), 0) }
        if sample.count >= 8 {
            if isUTF32(sample, bigEndian: false) { return (.utf32le, 0) }
            if isUTF32(sample, bigEndian: true) { return (.utf32be, 0) }
        }
        if sample.count >= 4, even * 10 <= odd { return (.utf16le, 0) }
        if sample.count >= 4, odd * 10 <= even { return (.utf16be, 0) }
        return (even + odd) * 4 > sample.count ? nil : (eightBit(bytes, complete), 0)
    }

    private static func isUTF32(_ bytes: UnsafeRawBufferPointer, bigEndian: Bool) -> Bool {
        var at = 0
        while at + 4 <= min(bytes.count, 4096) {
            let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)
            let value = bigEndian ? UInt32(bigEndian: word) : UInt32(littleEndian: word)
            if value == 0 || Unicode.Scalar(value) == nil { return false }
            at += 4
        }
        return at > 0
    }

    /// UTF-8 until proven otherwise. A few broken characters among many sound ones are damage, and not another encoding.
    private static func eightBit(_ bytes: UnsafeRawBufferPointer, _ complete: Bool) -> FileShape.Encoding {
        var (at, sound, broken) = (0, 0, 0)
        while at < bytes.count {
            if bytes[at] < 0x80 {
                at += 1
                continue
            }
            switch UTF8Sequence.at(at, in: bytes) {
            case .valid(let length): (at, sound) = (at + length, sound + 1)
            case .invalid(let length): (at, broken) = (at + length, broken + 1)
            case .incomplete:
                if complete { broken += 1 }
                at = bytes.count
            }
        }
        return broken > 0 && broken * 4 >= sound ? .windows1252 : .utf8
    }

    private static func rest(_ bytes: UnsafeRawBufferPointer, _ length: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes.dropFirst(length))
    }
}

/// One character of more than one byte in UTF-8.
enum UTF8Sequence {
    case valid(Int)
    /// So many bytes are one broken character, by the "maximal subpart" practice of Unicode 15, section 3.9, table 3-8.
    case invalid(Int)
    /// Sound so far, and cut by the end of the bytes.
    case incomplete

    /// - Parameter at: the index of a byte that is not ASCII.
    /// - Source: Unicode 15, table 3-7, well-formed UTF-8 byte sequences.
    @inline(__always)
    static func at(_ at: Int, in bytes: UnsafeRawBufferPointer) -> UTF8Sequence {
        let lead = bytes[at]
        let length: Int
        var (low, high): (UInt8, UInt8) = (0x80, 0xBF)
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, low) = (3, 0xA0)
        case 0xED: (length, high) = (3, 0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, low) = (4, 0x90)
        case 0xF4: (length, high) = (4, 0x8F)
        case 0xF1...0xF3: length = 4
        default: return .invalid(1)
        }
        var next = 1
        while next < length {
            guard at + next < bytes.count else { return .incomplete }
            let byte = bytes[at + next]
            guard byte >= low, byte <= high else { return .invalid(next) }
            (low, high) = (0x80, 0xBF)
            next += 1
        }
        return .valid(length)
    }
}
