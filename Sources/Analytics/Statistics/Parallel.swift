// SPDX-License-Identifier: Apache-2.0

/// Does `count` pieces of work side by side, as many at a time as there are threads for it.
/// - Parameter workers: at most so many at a time.
/// - Returns: what they gave, in their order.
package func inParallel<Value: Sendable>(
    _ count: Int, workers: Int = .max, _ work: @escaping @Sendable (Int) throws -> Value
) async rethrows -> [Value] {
    guard count > 1 else { return try (0..<max(0, count)).map(work) }
    return try await withThrowingTaskGroup(of: (Int, Value).self) { group in
        var (values, next) = ([(Int, Value)](), 0)
        while next < min(count, max(1, workers)) {
            let piece = next
            group.addTask { (piece, try work(piece)) }
            next += 1
        }
        while let value = try await group.next() {
            values.append(value)
            guard next < count else { continue }
            let piece = next
            group.addTask { (piece, try work(piece)) }
            next += 1
        }
        return values.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
