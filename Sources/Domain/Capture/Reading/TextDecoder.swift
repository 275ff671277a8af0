// SPDX-License-Identifier: Apache-2.0

/// Turns the bytes of a file, chunk by chunk, into valid UTF-8 without NUL, and counts what it had to mend.
/// What a chunk's end cuts waits for the next one, so the result does not depend on where chunks end.
struct TextDecoder: Sendable {
    let encoding: FileShape.Encoding
    private(set) var invalidCharacters = 0
    private(set) var nulBytes = 0
    /// Where in the decoded text the first replaced character is; `Int.max` when there is none.
    private(set) var firstInvalid = Int.max
    private var produced = 0
    private var skip: Int
    private var tail: [UInt8] = []
    private var highSurrogate: UInt32?

    init(encoding: FileShape.Encoding, bomLength: Int) { (self.encoding, skip) = (encoding, max(0, bomLength)) }

    /// Appends the text of `chunk` to `text`.
    mutating func decode(_ chunk: UnsafeRawBufferPointer, isLast: Bool, into text: inout [UInt8]) {
        let dropped = min(skip, chunk.count)
        skip -= dropped
        let bytes = UnsafeRawBufferPointer(rebasing: chunk.dropFirst(dropped))
        let before = text.count
        // What was produced is needed while decoding, to place the first invalid character.
        produced -= before
        switch encoding {
        case .utf8: decodeUTF8(bytes, isLast, &text)
        case .windows1252: for byte in bytes { put(Windows1252.scalar(byte), &text) }
        case .utf16le, .utf16be: decodeUnits(bytes, width: 2, isLast, &text)
        case .utf32le, .utf32be: decodeUnits(bytes, width: 4, isLast, &text)
        }
        produced += text.count
    }

    // MARK: UTF-8

    private mutating func decodeUTF8(_ bytes: UnsafeRawBufferPointer, _ isLast: Bool, _ text: inout [UInt8]) {
        var at = finishTail(bytes, &text)
        while at < bytes.count {
            let sound = UTF8Run.length(in: bytes, from: at)
            if sound > 0 { text.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[at..<(at + sound)])) }
            at += sound
            guard at < bytes.count else { break }
            if bytes[at] == 0 {
                nulBytes += 1
                at += 1
                continue
            }
            switch UTF8Sequence.at(at, in: bytes) {
            case .valid(let length): at += length  // Not reached: a valid sequence is part of the run.
            case .invalid(let length):
                replace(&text)
                at += length
            case .incomplete:
                tail.append(contentsOf: bytes[at...])
                at = bytes.count
            }
        }
        if isLast, !tail.isEmpty {
            tail = []
            replace(&text)
        }
    }

    /// Completes the character that the last chunk's end cut.
    /// - Returns: how many bytes of this chunk it took.
    private mutating func finishTail(_ bytes: UnsafeRawBufferPointer, _ text: inout [UInt8]) -> Int {
        var at = 0
        while !tail.isEmpty, at < bytes.count {
            tail.append(bytes[at])
            switch tail.withUnsafeBytes({ UTF8Sequence.at(0, in: $0) }) {
            case .incomplete: at += 1
            case .valid:
                text.append(contentsOf: tail)
                tail = []
                at += 1
            case .invalid:
                // The byte that broke it starts something of its own.
                tail = []
                replace(&text)
            }
        }
        return at
    }

    // MARK: UTF-16 and UTF-32

    private mutating func decodeUnits(_ bytes: UnsafeRawBufferPointer, width: Int, _ isLast: Bool, _ text: inout [UInt8]) {
        var at = 0
        while !tail.isEmpty, at < bytes.count {
            tail.append(bytes[at])
            at += 1
            if tail.count == width {
                let value = tail.withUnsafeBytes { unit($0, 0) }
                tail = []
                take(value, &text)
            }
        }
        while at + width <= bytes.count {
            take(unit(bytes, at), &text)
            at += width
        }
        tail.append(contentsOf: bytes[at...])
        guard isLast else { return }
        if highSurrogate != nil || !tail.isEmpty { replace(&text) }
        (highSurrogate, tail) = (nil, [])
    }

    @inline(__always)
    private func unit(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt32 {
        switch encoding {
        case .utf16le: UInt32(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self)))
        case .utf16be: UInt32(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self)))
        case .utf32be: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
        default: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
        }
    }

    private mutating func take(_ value: UInt32, _ text: inout [UInt8]) {
        if let high = highSurrogate {
            highSurrogate = nil
            if (0xDC00...0xDFFF).contains(value) {
                return put(0x10000 + (high & 0x3FF) << 10 + (value & 0x3FF), &text)
            }
            replace(&text)
        }
        let pairs = encoding == .utf16le || encoding == .utf16be
        if pairs, (0xD800...0xDBFF).contains(value) { highSurrogate = value } else { put(value, &text) }
    }

    // MARK: Putting characters

    @inline(__always)
    private mutating func put(_ value: UInt32, _ text: inout [UInt8]) {
        switch value {
        case 0: nulBytes += 1
        case 1..<0x80: text.append(UInt8(truncatingIfNeeded: value))
        case 0x80..<0x800:
            text.append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
            text.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        case 0xD800..<0xE000, 0x110000...: replace(&text)
        case 0x800..<0x10000:
            text.append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
            text.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
            text.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        default:
            text.append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
            text.append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3F))
            text.append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F))
            text.append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3F))
        }
    }

    private mutating func replace(_ text: inout [UInt8]) {
        firstInvalid = min(firstInvalid, produced + text.count)
        invalidCharacters += 1
        text.append(contentsOf: [0xEF, 0xBF, 0xBD])
    }
}

/// Runs of sound UTF-8.
enum UTF8Run {
    /// Bytes from `start` that are valid UTF-8 without NUL, up to the first that is not or that the end cuts.
    static func length(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let end = bytes.count
        var at = start
        while at < end {
            // Sixteen bytes at once while all are ASCII and none is NUL: then (b - 1) | b keeps each top bit clear.
            while at + 16 <= end {
                let a = base.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                let b = base.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
                if ((a &- Swar.ones) | a | (b &- Swar.ones) | b) & Swar.highs != 0 { break }
                at += 16
            }
            // Then byte by byte to the end of the sixteen that had something else.
            let stop = min(end, at + 16)
            while at < stop {
                let byte = bytes[at]
                if byte == 0 { return at - start }
                if byte < 0x80 {
                    at += 1
                    continue
                }
                guard case .valid(let length) = UTF8Sequence.at(at, in: bytes) else { return at - start }
                at += length
            }
        }
        return at - start
    }
}

/// Windows-1252, which browsers and Excel also mean by Latin-1. Source: unicode.org, MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT.
enum Windows1252 {
    /// The Unicode scalar of a byte; a surrogate, which is never a scalar, for the five that have none.
    @inline(__always)
    static func scalar(_ byte: UInt8) -> UInt32 { (0x80..<0xA0).contains(byte) ? UInt32(high[Int(byte) - 0x80]) : UInt32(byte) }

    private static let high: [UInt16] = [
        0x20AC, 0xD800, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xD800, 0x017D, 0xD800,
        0xD800, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xD800, 0x017E, 0x0178,
    ]
}
