// SPDX-License-Identifier: Apache-2.0
import GRDB
import GRDBSQLite

/// A transaction on SQLite: raw statements of the connection that GRDB keeps.
final class SQLiteSession: Session {
    private let db: GRDB.Database

    init(_ db: GRDB.Database) { self.db = db }

    private var handle: OpaquePointer? { db.sqliteConnection }

    private func prepare(_ sql: String, _ values: [Value]) throws -> OpaquePointer {
        do {
            let statement = try db.cachedStatement(sql: sql).sqliteStatement
            sqlite3_reset(statement)
            for value in values.indices { bind(statement, position(statement, value + 1), values[value]) }
            return statement
        } catch let error as DatabaseError {
            throw SQLiteFault.from(error.resultCode.rawValue, error.extendedResultCode.rawValue, "\(error.message ?? "") in: \(sql)")
        }
    }

    /// `$2` is a name to SQLite, numbered by first appearance: look it up so that one text serves both engines.
    private func position(_ statement: OpaquePointer, _ number: Int) -> Int32 { sqlite3_bind_parameter_index(statement, "$\(number)") }

    private func bind(_ statement: OpaquePointer, _ position: Int32, _ value: Value) {
        guard position > 0 else { return }
        switch value {
        case .null: sqlite3_bind_null(statement, position)
        case .int(let number): sqlite3_bind_int64(statement, position, number)
        case .real(let number): sqlite3_bind_double(statement, position, number)
        case .text(var text):
            text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { chars in
                    _ = sqlite3_bind_text(
                        statement, position, chars.baseAddress ?? SQLiteSink.nothing, Int32(clamping: chars.count), SQLiteSink.copied)
                }
            }
        case .blob(let bytes):
            bytes.withUnsafeBytes {
                _ = sqlite3_bind_blob64(statement, position, $0.baseAddress ?? SQLiteSink.nothingRaw, UInt64($0.count), SQLiteSink.copied)
            }
        }
    }

    func query(_ sql: String, _ values: [Value], _ row: (borrowing Cursor) throws -> Void) throws {
        let statement = try prepare(sql, values)
        defer { sqlite3_reset(statement) }
        let cursor = Cursor(place: .sqlite(SQLiteRow(statement: statement)))
        while true {
            let code = sqlite3_step(statement)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw SQLiteFault.from(handle, sql) }
            try row(cursor)
        }
    }

    func execute(_ sql: String, _ values: [Value]) throws -> Int {
        let statement = try prepare(sql, values)
        defer { sqlite3_reset(statement) }
        var code = sqlite3_step(statement)
        while code == SQLITE_ROW { code = sqlite3_step(statement) }
        guard code == SQLITE_DONE else { throw SQLiteFault.from(handle, sql) }
        return Int(sqlite3_changes(handle))
    }

    func script(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw SQLiteFault.from(handle, sql) }
    }

    func bulk(_ table: String, _ columns: [String]) throws -> any BulkSink {
        let places = (1...columns.count).map { "?\($0)" }.joined(separator: ", ")
        let sql = "insert into \(table) (\(columns.joined(separator: ", "))) values (\(places))"
        do {
            return SQLiteSink(statement: try db.cachedStatement(sql: sql).sqliteStatement, handle: handle, sql: sql)
        } catch let error as DatabaseError {
            throw SQLiteFault.from(error.resultCode.rawValue, error.extendedResultCode.rawValue, error.message ?? "")
        }
    }

    func flush() {}
}

final class SQLiteSink: BulkSink {
    // sqlite3.h's SQLITE_TRANSIENT and SQLITE_STATIC are casts that Swift does not import.
    static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    static let borrowed = unsafeBitCast(0, to: sqlite3_destructor_type?.self)
    // A null pointer would bind NULL where an empty text is meant. Written once, before anybody has it, and only read from then on.
    static nonisolated(unsafe) let nothing: UnsafePointer<CChar> = {
        let place = UnsafeMutablePointer<CChar>.allocate(capacity: 1); place.pointee = 0; return UnsafePointer(place)
    }()
    static var nothingRaw: UnsafeRawPointer { UnsafeRawPointer(nothing) }

    private let statement: OpaquePointer
    private let handle: OpaquePointer?
    private let sql: String
    private var place: Int32 = 0

    init(statement: OpaquePointer, handle: OpaquePointer?, sql: String) {
        (self.statement, self.handle, self.sql) = (statement, handle, sql)
        sqlite3_reset(statement)
    }

    func int(_ value: Int64) { place += 1; sqlite3_bind_int64(statement, place, value) }
    func real(_ value: Double) { place += 1; sqlite3_bind_double(statement, place, value) }
    func null() { place += 1; sqlite3_bind_null(statement, place) }

    func text(_ bytes: UnsafeRawBufferPointer) {
        place += 1
        let chars = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? Self.nothing
        sqlite3_bind_text(statement, place, chars, Int32(clamping: bytes.count), Self.borrowed)
    }

    func blob(_ bytes: UnsafeRawBufferPointer) {
        place += 1
        sqlite3_bind_blob64(statement, place, bytes.baseAddress ?? Self.nothingRaw, UInt64(bytes.count), Self.borrowed)
    }

    func end() throws {
        place = 0
        let code = sqlite3_step(statement)
        sqlite3_reset(statement)
        guard code == SQLITE_DONE else { throw SQLiteFault.from(handle, sql) }
    }
}

struct SQLiteRow {
    let statement: OpaquePointer

    func int(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(truncatingIfNeeded: column)) }
    func real(_ column: Int) -> Double { sqlite3_column_double(statement, Int32(truncatingIfNeeded: column)) }
    func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(truncatingIfNeeded: column)) == SQLITE_NULL }

    func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        let index = Int32(truncatingIfNeeded: column)
        guard let start = sqlite3_column_blob(statement, index) else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
    }

    func value(_ column: Int) -> Value {
        switch sqlite3_column_type(statement, Int32(truncatingIfNeeded: column)) {
        case SQLITE_INTEGER: .int(int(column))
        case SQLITE_FLOAT: .real(real(column))
        case SQLITE_TEXT: .text(String(decoding: bytes(column), as: UTF8.self))
        case SQLITE_BLOB: .blob(Array(bytes(column)))
        default: .null
        }
    }

    var names: [String] {
        (0..<sqlite3_column_count(statement)).map { sqlite3_column_name(statement, $0).map { String(cString: $0) } ?? "" }
    }
}

enum SQLiteFault {
    static func from(_ handle: OpaquePointer?, _ sql: String) -> StorageError {
        from(sqlite3_errcode(handle), sqlite3_extended_errcode(handle), String(cString: sqlite3_errmsg(handle)) + " in: \(sql.prefix(300))")
    }

    static func from(_ code: Int32, _ extended: Int32, _ message: String) -> StorageError {
        switch code & 0xff {
        case SQLITE_CONSTRAINT where extended == 1555 || extended == 2067: .unique(message)
        case SQLITE_CONSTRAINT: .constraint(message)
        case SQLITE_FULL: .diskFull
        case SQLITE_READONLY, SQLITE_PERM: .readOnly(message)
        case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged(message)
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN: .unavailable(message)
        // A write that fails while extending a file on a full disk comes as an I/O error.
        case SQLITE_IOERR: extended == 778 ? .diskFull : .unavailable(message)
        default: .statement(message)
        }
    }
}
