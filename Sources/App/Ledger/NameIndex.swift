// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// How people's e-mails, names and companies begin, in memory: eight bytes in order beside the person's place. About 13 bytes a name.
///
/// Letters of ASCII are compared without case, others as they are written.
struct NameIndex: Sendable {
    /// Contacts by place, in the order of their ids.
    private let contacts: [Int64]
    private let keys: [UInt64]
    /// Places that belong to `keys`.
    private let places: [UInt32]

    /// - Returns: contacts of which something may begin with the text, by id; exact up to eight bytes, beyond that to be looked at.
    func contacts(beginningWith text: String) -> [Int64] {
        let (low, high) = Self.range(Array(text.utf8.prefix(8)))
        guard low <= high else { return [] }
        var place = lowerBound(low), found: [UInt32] = []
        while place < keys.count, keys[place] <= high {
            found.append(places[place])
            place += 1
        }
        found.sort()
        var result: [Int64] = [], last: UInt32?
        for place in found where place != last {
            last = place
            if Int(place) < contacts.count { result.append(contacts[Int(place)]) }
        }
        return result
    }

    static func isWhole(_ text: String) -> Bool { text.utf8.count <= 8 }

    private func lowerBound(_ key: UInt64) -> Int {
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func range(_ bytes: [UInt8]) -> (UInt64, UInt64) {
        let low = bytes.withUnsafeBytes(key), free = UInt64(8 - bytes.count) * 8
        return (low, free >= 64 ? .max : low | ((1 << free) &- 1))
    }

    private static func key(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var key: UInt64 = 0
        for index in 0..<8 { key = key << 8 | UInt64(index < bytes.count ? lower(bytes[index]) : 0) }
        return key
    }

    @inline(__always)
    private static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 32 : byte }

    /// The text with ASCII letters small, as keys have it.
    static func plain(_ text: String) -> String { String(decoding: text.utf8.map(lower), as: UTF8.self) }

    // MARK: Loading

    private struct Part: Sendable {
        var contacts: [Int64] = []
        var entries: [Entry] = []
    }

    private struct Entry {
        let key: UInt64
        let place: UInt32
    }

    static func load(_ database: Database) async throws -> NameIndex {
        let bounds = try await database.read { read in (try read.int("select min(id) from contact") ?? 0, try read.int("select max(id) from contact") ?? -1) }
        let middle = bounds.0 + (bounds.1 - bounds.0) / 2
        async let right = database.read { try part($0, middle + 1, bounds.1) }
        let left = try await database.read { try part($0, bounds.0, middle) }
        return join(left, try await right)
    }

    private static func part(_ read: Read, _ low: Int64, _ high: Int64) throws -> Part {
        var part = Part()
        try read.scan(
            "select id, email, first_name, last_name, company from contact where id >= $1 and id <= $2 and known = 1 and \(Ledger.seen) order by id", low, high
        ) { row in
            let place = UInt32(truncatingIfNeeded: part.contacts.count)
            part.contacts.append(row.int(0))
            for column in 1...4 {
                let bytes = row.bytes(column)
                if !bytes.isEmpty { part.entries.append(Entry(key: key(bytes), place: place)) }
            }
        }
        part.entries.sort { $0.key < $1.key }
        return part
    }

    private static func join(_ a: Part, _ b: Part) -> NameIndex {
        let shift = UInt32(truncatingIfNeeded: a.contacts.count), count = a.entries.count + b.entries.count
        var keys: [UInt64] = [], places: [UInt32] = [], (left, right) = (0, 0)
        keys.reserveCapacity(count)
        places.reserveCapacity(count)
        while left < a.entries.count || right < b.entries.count {
            if right >= b.entries.count || left < a.entries.count && a.entries[left].key <= b.entries[right].key {
                keys.append(a.entries[left].key)
                places.append(a.entries[left].place)
                left += 1
            } else {
                keys.append(b.entries[right].key)
                places.append(b.entries[right].place &+ shift)
                right += 1
            }
        }
        return NameIndex(contacts: a.contacts + b.contacts, keys: keys, places: places)
    }
}
