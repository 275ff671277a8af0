// SPDX-License-Identifier: Apache-2.0

/// Eight bytes at once in one word: which of them are a given byte.
/// Source: "Determine if a word has a zero byte", S. E. Anderson, Bit Twiddling Hacks. The lowest mark is exact, higher ones may not be.
enum Swar {
    static let ones: UInt64 = 0x0101_0101_0101_0101
    static let highs: UInt64 = 0x8080_8080_8080_8080

    @inline(__always) static func spread(_ byte: UInt8) -> UInt64 { UInt64(byte) &* ones }
    /// A top bit for each byte of `word` that is zero.
    @inline(__always) static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }

    @inline(__always)
    static func load(_ bytes: UnsafeMutablePointer<UInt8>, _ at: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: at, as: UInt64.self))
    }
}
