// SPDX-License-Identifier: Apache-2.0

package enum Engine: String, Sendable { case sqlite, postgres }

/// Which database: a file, or a PostgreSQL server.
package enum Location: Sendable, Hashable {
    case file(String)
    case server(String)

    package init(_ text: String) {
        self = text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") ? .server(text) : .file(text)
    }
}

/// Who waits: claims and captures before bulk.
package enum Urgency: Sendable { case interactive, bulk }

/// A database on one of two engines. What was written is durable when `write` returns.
package final class Database: Sendable {
    package let engine: Engine
    package let location: Location
    private let driver: any Driver

    private init(engine: Engine, location: Location, driver: any Driver) { (self.engine, self.location, self.driver) = (engine, location, driver) }

    package static func open(_ location: Location, options: Options = Options()) async throws -> Database {
        switch location {
        case .file(let path): Database(engine: .sqlite, location: location, driver: try SQLiteDriver(path: path, options: options))
        case .server(let url): Database(engine: .postgres, location: location, driver: try await PostgresDriver(url: url, options: options))
        }
    }

    package struct Options: Sendable {
        /// Threads that read.
        package var readers = 4
        /// Memory for pages of the writing connection (SQLite), in KiB.
        package var writerCache = 65_536
        /// PostgreSQL schema to work in; nil for the server's default. Tests own one each.
        package var schema: String?
        package var readOnly = false

        package init() {}
    }

    /// Runs `body` in a read transaction on a thread of the database.
    package func read<T: Sendable>(_ body: @escaping @Sendable (Read) throws -> T) async throws -> T { try await driver.read(body) }

    /// Runs `body` in a write transaction; returns after the commit is durable. On PostgreSQL `body` may run again after a conflict.
    /// - Parameter ids: how many consecutive ids the body asks for at most, where that is more than a few thousand.
    package func write<T: Sendable>(_ urgency: Urgency = .interactive, ids: Int = 0, _ body: @escaping @Sendable (Write) throws -> T) async throws
        -> T
    {
        try await driver.write(urgency, ids: Int64(ids), body)
    }

    /// True while interactive writes wait or keep coming: bulk work then keeps its batches short.
    package var isBusy: Bool { driver.isBusy }

    /// Settings that durability rests on, read from the connection that really writes.
    package func durability() async throws -> [String: String] { try await driver.durability() }

    /// A consistent copy as an SQLite file, without stopping anybody (SQLite only).
    package func copy(to path: String) async throws { try await driver.copy(to: path) }

    /// Empties the write-ahead log, so that what was erased stands nowhere. Waits a while for readers (SQLite; nothing to do on PostgreSQL).
    /// - Returns: false where a reader still needed it: the next checkpoint empties it.
    @discardableResult
    package func truncateLog() async throws -> Bool { try await driver.truncateLog() }

    package func close() async { await driver.close() }
}

/// What an engine must do. Two conformers.
protocol Driver: Sendable {
    var isBusy: Bool { get }
    func read<T: Sendable>(_ body: @escaping @Sendable (Read) throws -> T) async throws -> T
    func write<T: Sendable>(_ urgency: Urgency, ids: Int64, _ body: @escaping @Sendable (Write) throws -> T) async throws -> T
    func durability() async throws -> [String: String]
    func copy(to path: String) async throws
    func truncateLog() async throws -> Bool
    func close() async
}
