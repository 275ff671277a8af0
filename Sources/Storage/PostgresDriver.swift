// SPDX-License-Identifier: Apache-2.0
import CPostgres
import Foundation

/// PostgreSQL: a thread for each connection, so that libpq's blocking calls stop nobody else.
final class PostgresDriver: Driver {
    private let readers: Lane
    private let writers: Lane
    private let bulk: Lane
    private let pool: Pool
    private let ids: IDBlocks

    init(url: String, options: Database.Options) async throws {
        readers = Lane("postgres-read", threads: options.readers)
        writers = Lane("postgres-write", threads: 2)
        bulk = Lane("postgres-bulk", threads: 2)
        let pool = Pool(url: url, schema: options.schema)
        self.pool = pool
        ids = IDBlocks { count in try pool.use { try lease($0, count) } }
        // Fail at once, with the server's own words, where it cannot be reached.
        try await readers.run { [pool] in
            try pool.use { connection in
                guard !options.readOnly else { return }
                try transaction(connection, "begin") { session in
                    try session.script("select pg_advisory_xact_lock(7242314)")
                    try session.script(Dialect.own(for: .postgres))
                }
            }
        }
    }

    var isBusy: Bool { false }

    func read<T: Sendable>(_ body: @escaping @Sendable (Read) throws -> T) async throws -> T {
        try await readers.run { [pool] in
            try pool.use { connection in
                try transaction(connection, "begin isolation level repeatable read read only") { session in
                    try body(Read(session: session, engine: .postgres))
                }
            }
        }
    }

    func write<T: Sendable>(_ urgency: Urgency, ids _: Int64, _ body: @escaping @Sendable (Write) throws -> T) async throws -> T {
        try await (urgency == .bulk ? bulk : writers).run { [pool, ids] in
            try pool.use { connection in
                var attempt = 0
                while true {
                    attempt += 1
                    do {
                        return try transaction(connection, "begin") { session in
                            try body(Write(read: Read(session: session, engine: .postgres), ids: ids))
                        }
                    } catch StorageError.unavailable(let message) where attempt < 5 && (message.contains("(40001)") || message.contains("(40P01)")) {
                        continue  // another writer was first: the body runs again on what it left
                    }
                }
            }
        }
    }

    func durability() async throws -> [String: String] {
        try await writers.run { [pool] in
            try pool.use { connection in
                let session = PostgresSession(connection)
                var result: [String: String] = [:]
                for name in ["fsync", "synchronous_commit", "full_page_writes"] {
                    try session.query("select current_setting('\(name)')", []) { result[name] = $0.text(0) }
                }
                return result
            }
        }
    }

    func copy(to path: String) async throws { throw StorageError.unavailable("PostgreSQL is copied with pg_dump") }

    func truncateLog() async throws -> Bool { true }

    func close() async {
        for lane in [readers, writers, bulk] { lane.close() }
        pool.close()
    }
}

private func transaction<T>(_ connection: PostgresConnection, _ begin: String, _ body: (PostgresSession) throws -> T) throws -> T {
    let session = PostgresSession(connection)
    try connection.simple(begin)
    do {
        let result = try body(session)
        try session.flush()
        try connection.simple("commit")
        return result
    } catch {
        try? connection.simple("rollback")
        throw error
    }
}

/// A block is leased in a commit of its own, on another connection, so that writers do not wait for each other on one row.
private func lease(_ connection: PostgresConnection, _ count: Int64) throws -> Range<Int64> {
    let sql =
        "insert into id_block (name, next) values ('id', 1 + \(count)) on conflict (name) do update set next = id_block.next + \(count) returning next"
    var next: Int64 = 0
    try PostgresSession(connection).query(sql, []) { next = $0.int(0) }
    return next - count..<next
}

/// Open connections that nobody uses right now.
private final class Pool: @unchecked Sendable {
    // Guarded by `lock`; a connection is used by the thread that took it.
    private let lock = NSLock()
    private var free: [PostgresConnection] = []
    private let url: String
    private let schema: String?

    init(url: String, schema: String?) { (self.url, self.schema) = (url, schema) }

    func use<T>(_ body: (PostgresConnection) throws -> T) throws -> T {
        let connection = try lock.withLock { free.popLast() } ?? open()
        defer { if !connection.isBroken { lock.withLock { free.append(connection) } } }
        return try body(connection)
    }

    private func open() throws -> PostgresConnection {
        let connection = try PostgresConnection(url)
        if let schema { try connection.simple("set search_path to \"\(schema.replacing("\"", with: "\"\""))\"") }
        return connection
    }

    func close() { lock.withLock { free.removeAll() } }
}
