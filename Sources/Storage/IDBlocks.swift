// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Ids leased in blocks: one update of `id_block` gives a process thousands, known before any insert.
final class IDBlocks: @unchecked Sendable {
    // Guarded by `lock`.
    private let lock = NSLock()
    private var blocks: [Range<Int64>] = []

    /// Leases another block of at least so many; nil where the transaction's opener leases in advance (SQLite, whose one writer is busy).
    private let refill: ((Int64) throws -> Range<Int64>)?

    static let blockSize: Int64 = 100_000

    init(refill: ((Int64) throws -> Range<Int64>)? = nil) { self.refill = refill }

    /// How many are at hand in one piece or several.
    var remaining: Int64 { lock.withLock { blocks.reduce(0) { $0 + Int64($1.count) } } }

    func add(_ block: Range<Int64>) { lock.withLock { blocks.append(block) } }

    /// After a failed commit the block that was leased in it is nobody's.
    func discard() { lock.withLock { blocks.removeAll() } }

    /// Before a transaction begins: is there room for `count` ids in one piece?
    func holds(_ count: Int64) -> Bool { lock.withLock { blocks.contains { Int64($0.count) >= count } } }

    func take(_ count: Int64) throws -> Int64 {
        if let first = takeHeld(count) { return first }
        guard let refill else { throw StorageError.statement("a transaction asked for \(count) ids and was opened with fewer") }
        let block = try refill(max(count, Self.blockSize))
        add(block.lowerBound + count..<block.upperBound)
        return block.lowerBound
    }

    private func takeHeld(_ count: Int64) -> Int64? {
        lock.withLock {
            guard let index = blocks.firstIndex(where: { Int64($0.count) >= count }) else { return nil }
            let first = blocks[index].lowerBound
            blocks[index] = (first + count)..<blocks[index].upperBound
            if blocks[index].isEmpty { blocks.remove(at: index) }
            return first
        }
    }
}
