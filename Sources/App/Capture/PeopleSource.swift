// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Reads a file of people piece by piece into batches. Used by one thread at a time.
final class PeopleSource: @unchecked Sendable {
    // `next` is only called when the call before has returned.
    private let preparing: PeoplePreparing
    private let chunks: ChunkReader
    private var reader: RowReader
    private var filter: KeyFilter
    private let rejects: Rejects
    private var isDone = false
    private(set) var rows = 0
    private(set) var rejected = 0

    /// Bytes a batch is read from: about 12,000 rows, or few while somebody waits for the writer.
    static let large = 2 << 20, small = 96 << 10

    init(preparing: PeoplePreparing, filter: KeyFilter, rejects: Rejects) throws {
        (self.preparing, self.filter, self.rejects) = (preparing, filter, rejects)
        chunks = try ChunkReader(path: preparing.plan.path)
        reader = RowReader(shape: preparing.plan.shape)
    }

    /// - Returns: nil after the last.
    func next(quick: Bool) throws -> PeopleBatch? {
        guard !isDone else { return nil }
        var batch = PeopleBatch()
        batch.bytes.reserveCapacity(quick ? 256 << 10 : 4 << 20)
        let piece = try chunks.next(quick ? Self.small : Self.large)
        isDone = piece.isLast
        try reader.feed(piece.0, isLast: piece.isLast) { row in
            rows += 1
            if let problem = preparing.add(row, to: &batch) {
                rejected += 1
                try rejects.add(preparing.plan.name, line: row.line, problem: problem, cells: (0..<row.count).map { row.string($0) })
            }
        }
        if isDone { chunks.close() }
        batch.bytes.withUnsafeBytes { bytes in
            for index in batch.rows.indices {
                let (email, key) = (batch.rows[index].email, batch.rows[index].key)
                let isEmailKnown = email.count > 0 && filter.add(0, Self.slice(bytes, email))
                let isKeyKnown = filter.add(1, Self.slice(bytes, key))
                batch.rows[index].mayBeKnown = isEmailKnown || isKeyKnown
            }
        }
        return batch
    }

    private static func slice(_ bytes: UnsafeRawBufferPointer, _ span: Span32) -> UnsafeRawBufferPointer {
        let end = Int(span.start) + Int(span.count)
        return end <= bytes.count ? UnsafeRawBufferPointer(rebasing: bytes[Int(span.start)..<end]) : UnsafeRawBufferPointer(start: nil, count: 0)
    }
}

/// Which keys may have been seen: a Bloom filter of fixed size, so that most new rows need no look into the database and memory does not grow.
struct KeyFilter: Sendable {
    private var bits: [UInt64]
    private let mask: UInt64

    /// 32 MiB; at 20 million keys one new key in 300 is looked up in vain.
    init(bytes: Int = 32 << 20) {
        bits = Array(repeating: 0, count: bytes / 8)
        mask = UInt64(bytes) * 8 - 1
    }

    static func of(_ kinds: [Int64], in database: Database) async throws -> KeyFilter {
        try await database.read { read in
            let known = try read.int("select 1 from identity limit 1") != nil
            var filter = KeyFilter()
            guard known else { return filter }
            for (place, kind) in kinds.enumerated() {
                try read.scan("/* stream */ select value from identity where kind = \(kind)") { _ = filter.add(Int64(place), $0.bytes(0)) }
            }
            return filter
        }
    }

    /// - Returns: whether the key may have been added before.
    mutating func add(_ kind: Int64, _ key: UnsafeRawBufferPointer) -> Bool {
        var hash = RowHash()
        hash.add(kind)
        hash.add(key)
        var state = UInt64(bitPattern: hash.value) &* 0xd6e8_feb8_6659_fd93
        var known = true
        for _ in 0..<4 {
            let bit = state & mask
            let (word, shift) = (Int(bit >> 6), bit & 63)
            if bits[word] >> shift & 1 == 0 {
                known = false
                bits[word] |= 1 << shift
            }
            state = (state ^ (state >> 32)) &* 0xd6e8_feb8_6659_fd93
        }
        return known
    }
}
