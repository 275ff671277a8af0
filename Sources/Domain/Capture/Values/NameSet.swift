// SPDX-License-Identifier: Apache-2.0

/// A fixed set of short names that is asked by bytes: a `Set<String>` would allocate for each of a million addresses.
struct NameSet: Sendable {
    private let letters: [UInt8]
    /// Start of each name in `letters`, and one past the last.
    private let starts: [Int]
    /// Open addressing: index of a name plus one; 0 is free. At most half full.
    private let slots: [Int32]

    /// - Parameters: `names` separated by white space.
    init(_ names: String) {
        let names = Set(names.split(whereSeparator: \.isWhitespace)).sorted()
        var size = 16
        while size < names.count * 2 { size *= 2 }
        var (letters, starts, slots): ([UInt8], [Int], [Int32]) = ([], [0], Array(repeating: 0, count: size))
        for (index, name) in names.enumerated() {
            var slot = name.utf8.reduce(NameSet.seed, NameSet.step) & UInt64(size - 1)
            while slots[Int(slot)] != 0 { slot = (slot + 1) & UInt64(size - 1) }
            slots[Int(slot)] = Int32(index + 1)
            letters.append(contentsOf: name.utf8)
            starts.append(letters.count)
        }
        (self.letters, self.starts, self.slots) = (letters, starts, slots)
    }

    func contains(_ name: UnsafeRawBufferPointer) -> Bool {
        var hash = NameSet.seed
        for byte in name { hash = NameSet.step(hash, byte) }
        let mask = UInt64(slots.count - 1)
        var slot = hash & mask
        while slots[Int(slot)] != 0 {
            let index = Int(slots[Int(slot)]) - 1
            let (start, end) = (starts[index], starts[index + 1])
            if end - start == name.count, (0..<name.count).allSatisfy({ letters[start + $0] == name[$0] }) { return true }
            slot = (slot + 1) & mask
        }
        return false
    }

    // FNV-1a, 64 bits, folded by its high half at each step so that few slots still differ.
    private static let seed: UInt64 = 0xcbf2_9ce4_8422_2325
    private static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        let next = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        return next ^ (next >> 32)
    }
}
