// SPDX-License-Identifier: Apache-2.0
import CStorage
import Foundation
import GRDB
import GRDBSQLite

/// SQLite: many readers, one writer thread with two queues, one checkpointer.
final class SQLiteDriver: Driver {
    private let pool: DatabasePool
    private let readers: Lane
    private let writer: SQLiteWriter

    private static let isPrepared = cstorage_prepare()

    init(path: String, options: Database.Options) throws {
        _ = Self.isPrepared
        var configuration = Configuration()
        configuration.maximumReaderCount = options.readers + 1
        configuration.busyMode = .timeout(5)
        configuration.readonly = options.readOnly
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            // Not where it writes: mapped pages count as memory of a process that is meant to stay small.
            if db.configuration.readonly { try db.execute(sql: "pragma mmap_size = 268435456") }
            try db.execute(sql: "pragma temp_store = memory")
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            if !options.readOnly {
                try pool.writeWithoutTransaction { db in
                    // GRDB sets NORMAL after opening, under which the last commits can be lost with the power.
                    try db.execute(sql: "pragma synchronous = full")
                    try db.execute(sql: "pragma wal_autocheckpoint = 0")
                    try db.execute(sql: "pragma cache_size = -\(options.writerCache)")
                    // A mapped file counts as our memory; the writer has its own cache.
                    try db.execute(sql: "pragma mmap_size = 0")
                    try SQLiteSession(db).script(Dialect.own(for: .sqlite))
                }
            }
        } catch let error as DatabaseError {
            throw SQLiteFault.from(error.resultCode.rawValue, error.extendedResultCode.rawValue, "\(path): \(error.message ?? "cannot be opened")")
        }
        readers = Lane("sqlite-read", threads: options.readers)
        writer = SQLiteWriter(pool: pool, path: path)
    }

    var isBusy: Bool { writer.isBusy }

    func read<T: Sendable>(_ body: @escaping @Sendable (Read) throws -> T) async throws -> T {
        try await readers.run { [pool] in
            do {
                return try pool.read { try body(Read(session: SQLiteSession($0), engine: .sqlite)) }
            } catch let error as DatabaseError {
                throw SQLiteFault.from(error.resultCode.rawValue, error.extendedResultCode.rawValue, error.message ?? "")
            }
        }
    }

    func write<T: Sendable>(_ urgency: Urgency, ids: Int64, _ body: @escaping @Sendable (Write) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            writer.submit(urgency, WriteRequest(ids: ids, body: body) { continuation.resume(with: $0) })
        }
    }

    func durability() async throws -> [String: String] {
        try await writer.settings(["synchronous", "journal_mode", "foreign_keys"])
    }

    func copy(to path: String) async throws {
        try await readers.run { [pool] in
            try pool.read { db in try SQLiteSession(db).query("select 1", []) { _ in } }
            let target = try DatabaseQueue(path: path)
            try pool.backup(to: target)
            try target.close()
        }
    }

    func truncateLog() async throws -> Bool {
        await withCheckedContinuation { continuation in writer.truncateLog { continuation.resume(returning: $0) } }
    }

    func close() async {
        readers.close()
        await writer.close()
        finish()
    }

    /// Whoever copies the file alone, without its log, must have everything.
    private func finish() {
        _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try? pool.close()
    }
}

/// One write that waits for its turn: its body runs in a savepoint; the answer is given after the commit.
struct WriteRequest: Sendable {
    let ids: Int64
    /// Runs the body and returns how to answer once the transaction's own fate is known.
    let run: @Sendable (Write) -> (failed: Bool, answer: @Sendable ((any Error)?) -> Void)
    /// Answers without running.
    let refuse: @Sendable (any Error) -> Void

    init<T: Sendable>(ids: Int64, body: @escaping @Sendable (Write) throws -> T, answer: @escaping @Sendable (Result<T, any Error>) -> Void) {
        self.ids = ids
        run = { tx in
            let result = Result { try body(tx) }
            if case .failure = result { return (true, { _ in answer(result) }) }
            return (false, { commitError in answer(commitError.map { .failure($0) } ?? result) })
        }
        refuse = { answer(.failure($0)) }
    }
}

/// The only thread that writes. One commit, and so one fsync, serves all interactive requests that wait for it.
final class SQLiteWriter: Sendable {
    // Guarded by the condition.
    private final class State: @unchecked Sendable {
        let condition = NSCondition()
        var interactive: [WriteRequest] = []
        var bulk: [WriteRequest] = []
        /// When the latest four interactive requests came.
        var recent: [ContinuousClock.Instant] = []
        var closed = false
        var stopped = false
    }

    private let state = State()
    private let pool: DatabasePool
    private let ids = IDBlocks()
    private let checkpointer: Checkpointer

    init(pool: DatabasePool, path: String) {
        self.pool = pool
        checkpointer = Checkpointer(path: path)
        let thread = Thread { [self] in loop() }
        thread.name = "sqlite-write"
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Somebody waits, or several came within the last second: at a hundred a second the queue is empty whenever one looks.
    var isBusy: Bool {
        state.condition.withLock { !state.interactive.isEmpty || state.recent.count == 4 && state.recent[0].duration(to: .now) < .seconds(1) }
    }

    func submit(_ urgency: Urgency, _ request: WriteRequest) {
        state.condition.lock()
        defer { state.condition.unlock() }
        guard !state.closed else { return request.refuse(StorageError.unavailable("the database is closed")) }
        switch urgency {
        case .interactive:
            state.interactive.append(request)
            state.recent = state.recent.suffix(3) + [.now]
        case .bulk: state.bulk.append(request)
        }
        state.condition.signal()
    }

    func settings(_ names: [String]) async throws -> [String: String] {
        try await withCheckedThrowingContinuation { continuation in
            submit(
                .interactive,
                WriteRequest(
                    ids: 0,
                    body: { tx in
                        try Dictionary(
                            uniqueKeysWithValues: names.map { name in
                                var value = ""
                                try tx.read.scan("pragma \(name)") { value = $0.text(0) }
                                return (name, value)
                            })
                    }, answer: { continuation.resume(with: $0) }))
        }
    }

    func truncateLog(_ done: @escaping @Sendable (Bool) -> Void) {
        state.condition.withLock {
            guard !state.closed else { return done(false) }
            checkpointer.demandRestart(done)
            state.condition.signal()
        }
    }

    func close() async {
        await withCheckedContinuation { continuation in
            Thread { [self] in
                state.condition.lock()
                state.closed = true
                state.condition.broadcast()
                while !state.stopped { state.condition.wait() }
                state.condition.unlock()
                checkpointer.close()
                continuation.resume()
            }.start()
        }
    }

    /// Interactive requests together; else one piece of bulk work.
    private func next() -> [WriteRequest]? {
        state.condition.lock()
        defer { state.condition.unlock() }
        while state.interactive.isEmpty {
            if !state.bulk.isEmpty, state.closed || !checkpointer.holdsBulk { break }
            if checkpointer.restartIsDue { return [] }
            if state.bulk.isEmpty, state.closed { return nil }
            state.condition.wait()
        }
        if !state.interactive.isEmpty {
            let batch = Array(state.interactive.prefix(256))
            state.interactive.removeFirst(batch.count)
            return batch
        }
        return [state.bulk.removeFirst()]
    }

    private func loop() {
        while let batch = next() {
            if checkpointer.restartIsDue { try? pool.writeWithoutTransaction { checkpointer.restart($0) } }
            if !batch.isEmpty { commit(batch) }
        }
        state.condition.withLock {
            state.stopped = true
            state.condition.broadcast()
        }
    }

    private func commit(_ batch: [WriteRequest]) {
        var answers: [@Sendable ((any Error)?) -> Void] = []
        var failure: (any Error)?
        do {
            try pool.writeWithoutTransaction { db in
                let session = SQLiteSession(db)
                let tx = Write(read: Read(session: session, engine: .sqlite), ids: ids)
                try session.script("begin immediate")
                do {
                    let hasLeased = try lease(session, batch.map(\.ids).max() ?? 0)
                    // Alone, a request needs no savepoint, under which SQLite keeps a copy of each page that is changed.
                    if batch.count == 1, let request = batch.first {
                        let outcome = request.run(tx)
                        answers.append(outcome.answer)
                        try session.script(outcome.failed ? "rollback" : "commit")
                        // What was leased in this very transaction went back with it.
                        if outcome.failed, hasLeased { ids.discard() }
                        return
                    }
                    for request in batch {
                        try session.script("savepoint request")
                        let outcome = request.run(tx)
                        try session.script(outcome.failed ? "rollback to request; release request" : "release request")
                        answers.append(outcome.answer)
                    }
                    try session.script("commit")
                } catch {
                    // A full disk may have rolled back by itself already.
                    try? session.script("rollback")
                    throw error
                }
            }
        } catch {
            ids.discard()
            failure = error
        }
        for answer in answers { answer(failure) }
        if let failure { for request in batch.dropFirst(answers.count) { request.refuse(failure) } }
        checkpointer.committed { [state] in state.condition.withLock { state.condition.signal() } }
    }

    /// Ids are leased in the transaction's outer part: a request that fails does not take them back.
    /// - Returns: whether there was need.
    private func lease(_ session: SQLiteSession, _ wanted: Int64) throws -> Bool {
        guard ids.remaining < 10_000 || !ids.holds(max(wanted, 1)) else { return false }
        let count = max(wanted, IDBlocks.blockSize)
        _ = try session.execute(
            "insert into id_block (name, next) values ('id', $1) on conflict (name) do update set next = next + $2", [.int(1 + count), .int(count)])
        var next: Int64 = 0
        try session.query("select next from id_block where name = 'id'", []) { next = $0.int(0) }
        ids.add(next - count..<next)
        return true
    }
}
