// SPDX-License-Identifier: Apache-2.0

/// Does `count` pieces of work side by side, as many at a time as there are threads for it.
/// - Returns: what they gave, in their order.
package func inParallel<Value: Sendable>(_ count: Int, _ work: @escaping @Sendable (Int) throws -> Value) async rethrows -> [Value] {
    guard count > 1 else { return try (0..<max(0, count)).map(work) }
    return try await withThrowingTaskGroup(of: (Int, Value).self) { group in
        for piece in 0..<count { group.addTask { (piece, try work(piece)) } }
        var values: [(Int, Value)] = []
        for try await value in group { values.append(value) }
        return values.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
