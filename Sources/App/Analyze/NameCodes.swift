// SPDX-License-Identifier: Apache-2.0

/// Names as small codes in the order of their first appearance; looks a name up without making a string of it.
struct NameCodes: Sendable {
    private(set) var names: [String] = []
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    private var slots: [Int32] = Array(repeating: -1, count: 64)
    private var hashes: [UInt64] = []

    init() {}

    var count: Int { names.count }

    /// - Parameter name: UTF-8 as it stands in the file.
    @inline(__always)
    mutating func code(_ name: UnsafeRawBufferPointer) -> Int {
        let hash = Self.hash(name)
        var slot = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
        while slots[slot] >= 0 {
            let code = Int(slots[slot])
            if hashes[code] == hash, isEqual(code, name) { return code }
            slot = (slot + 1) & (slots.count - 1)
        }
        return add(name, hash: hash)
    }

    mutating func code(_ name: String) -> Int {
        var name = name
        return name.withUTF8 { code(UnsafeRawBufferPointer($0)) }
    }

    private mutating func add(_ name: UnsafeRawBufferPointer, hash: UInt64) -> Int {
        names.append(String(decoding: name, as: UTF8.self))
        bytes.append(contentsOf: name)
        ends.append(bytes.count)
        hashes.append(hash)
        if names.count * 2 > slots.count {
            slots = Array(repeating: -1, count: slots.count * 2)
            for code in names.indices { place(Int32(code), hash: hashes[code]) }
        } else {
            place(Int32(names.count - 1), hash: hash)
        }
        return names.count - 1
    }

    private mutating func place(_ code: Int32, hash: UInt64) {
        var slot = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = code
    }

    @inline(__always)
    private func isEqual(_ code: Int, _ name: UnsafeRawBufferPointer) -> Bool {
        let start = ends[code]
        guard ends[code + 1] - start == name.count else { return false }
        for index in 0..<name.count where bytes[start + index] != name[index] { return false }
        return true
    }

    /// Eight bytes at a time; not for keys that somebody chooses to collide (the table only gets slow).
    @inline(__always)
    private static func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: name.count) &* 0x9e37_79b9_7f4a_7c15
        var index = 0
        while index + 8 <= name.count {
            hash = (hash ^ name.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0xbf58_476d_1ce4_e5b9
            hash ^= hash >> 29
            index += 8
        }
        var tail: UInt64 = 0
        while index < name.count {
            tail = tail << 8 | UInt64(name[index])
            index += 1
        }
        hash = (hash ^ tail) &* 0x94d0_49bb_1331_11eb
        return hash ^ hash >> 31
    }
}
