// SPDX-License-Identifier: Apache-2.0
import CPostgres

/// One libpq connection with its prepared statements. Used by one thread at a time.
final class PostgresConnection {
    let handle: OpaquePointer
    private var prepared: [String: String] = [:]
    private var nextName = 0

    init(_ url: String) throws {
        guard let handle = PQconnectdb(url) else { throw StorageError.unavailable("libpq has no memory for a connection") }
        guard PQstatus(handle) == CONNECTION_OK else {
            let message = String(cString: PQerrorMessage(handle))
            PQfinish(handle)
            throw StorageError.unavailable(message.replacing("\n", with: " "))
        }
        self.handle = handle
        PQsetClientEncoding(handle, "UTF8")
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
    }

    deinit { PQfinish(handle) }

    var isBroken: Bool { PQstatus(handle) != CONNECTION_OK }

    /// A server-side prepared statement; prepared once per connection.
    func statement(_ sql: String) throws -> String {
        if let name = prepared[sql] { return name }
        nextName += 1
        let name = "s\(nextName)"
        let result = PQprepare(handle, name, sql, 0, nil)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw fault(result, sql) }
        prepared[sql] = name
        return name
    }

    func simple(_ sql: String) throws {
        let result = PQexec(handle, sql)
        defer { PQclear(result) }
        let status = PQresultStatus(result)
        guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY else { throw fault(result, sql) }
    }

    func fault(_ result: OpaquePointer?, _ sql: String) -> StorageError {
        let state = PQresultErrorField(result, 67).map { String(cString: $0) } ?? ""  // 'C', PG_DIAG_SQLSTATE
        let primary = PQresultErrorField(result, 77).map { String(cString: $0) } ?? String(cString: PQerrorMessage(handle))  // 'M'
        let message = "\(primary) (\(state)) in: \(sql.prefix(300))"
        switch state {
        case "23505": return .unique(message)
        case "40001", "40P01": return .unavailable(message)
        case "53100": return .diskFull
        case "25006": return .readOnly(message)
        case _ where state.hasPrefix("23"): return .constraint(message)
        case _ where state.hasPrefix("08") || state.hasPrefix("57") || state.isEmpty: return .unavailable(message)
        default: return .statement(message)
        }
    }
}

/// A transaction on PostgreSQL.
final class PostgresSession: Session {
    let connection: PostgresConnection
    private var sinks: [PostgresSink] = []

    init(_ connection: PostgresConnection) { self.connection = connection }

    /// Runs a prepared statement with values sent as text, but blobs as bytes; results come in binary.
    private func run(_ sql: String, _ values: [Value]) throws -> OpaquePointer? {
        try flush()
        let name = try connection.statement(sql)
        var texts: [[CChar]?] = []
        var lengths: [Int32] = [], formats: [Int32] = []
        for value in values {
            switch value {
            case .null: texts.append(nil); formats.append(0); lengths.append(0)
            case .int(let number): texts.append(Array(String(number).utf8CString)); formats.append(0); lengths.append(0)
            case .real(let number): texts.append(Array(String(number).utf8CString)); formats.append(0); lengths.append(0)
            case .text(let text): texts.append(Array(text.utf8CString)); formats.append(0); lengths.append(0)
            case .blob(let bytes):
                texts.append(bytes.map { CChar(bitPattern: $0) } + [0]); formats.append(1); lengths.append(Int32(clamping: bytes.count))
            }
        }
        // The cells are copied into one allocation each, so that the pointers hold during the call.
        let pointers: [UnsafeMutablePointer<CChar>?] = texts.map { cell in
            guard let cell else { return nil }
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: cell.count)
            copy.initialize(from: cell, count: cell.count)
            return copy
        }
        defer { for pointer in pointers { pointer?.deallocate() } }
        return PQexecPrepared(connection.handle, name, Int32(values.count), pointers.map { UnsafePointer($0) }, lengths, formats, 1)
    }

    func query(_ sql: String, _ values: [Value], _ row: (borrowing Cursor) throws -> Void) throws {
        // A large answer would stand in memory whole: scans of big tables say so and go through a server-side cursor.
        if sql.hasPrefix(Self.streamMark) { return try stream(sql, row) }
        let result = try run(sql, values)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK || PQresultStatus(result) == PGRES_COMMAND_OK else { throw connection.fault(result, sql) }
        for index in 0..<PQntuples(result) { try row(Cursor(place: .postgres(PostgresRow(result: result, row: index)))) }
    }

    /// Begins the text of a query that may return millions of rows and has no values.
    static let streamMark = "/* stream */"

    private func stream(_ sql: String, _ row: (borrowing Cursor) throws -> Void) throws {
        try flush()
        try connection.simple("declare scan_cursor no scroll cursor for \(sql)")
        defer { try? connection.simple("close scan_cursor") }
        while true {
            let result = PQexecParams(connection.handle, "fetch forward 20000 from scan_cursor", 0, nil, nil, nil, nil, 1)
            defer { PQclear(result) }
            guard PQresultStatus(result) == PGRES_TUPLES_OK else { throw connection.fault(result, sql) }
            let count = PQntuples(result)
            if count == 0 { return }
            for index in 0..<count { try row(Cursor(place: .postgres(PostgresRow(result: result, row: index)))) }
        }
    }

    func execute(_ sql: String, _ values: [Value]) throws -> Int {
        let result = try run(sql, values)
        defer { PQclear(result) }
        let status = PQresultStatus(result)
        guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else { throw connection.fault(result, sql) }
        return Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    func script(_ sql: String) throws { try connection.simple(sql) }

    func bulk(_ table: String, _ columns: [String]) throws -> any BulkSink {
        let sink = PostgresSink(table: table, columns: columns)
        sinks.append(sink)
        return sink
    }

    func flush() throws {
        for sink in sinks { try sink.send(connection) }
    }
}

/// Rows of one table in the binary format of COPY, sent at the next flush.
final class PostgresSink: BulkSink {
    private let sql: String
    private var rows: CopyBuffer

    init(table: String, columns: [String]) {
        sql = "copy \(table) (\(columns.joined(separator: ", "))) from stdin (format binary)"
        rows = CopyBuffer(columns: Int16(clamping: columns.count))
    }

    func int(_ value: Int64) { rows.add(value) }
    func real(_ value: Double) { rows.add(Int64(bitPattern: value.bitPattern)) }
    func null() { rows.addNull() }
    func text(_ bytes: UnsafeRawBufferPointer) { rows.add(bytes) }
    func blob(_ bytes: UnsafeRawBufferPointer) { rows.add(bytes) }
    func end() { rows.endRow() }

    func send(_ connection: PostgresConnection) throws {
        guard !rows.isEmpty else { return }
        rows.finish()
        defer { rows.clear() }
        let begun = PQexec(connection.handle, sql)
        defer { PQclear(begun) }
        guard PQresultStatus(begun) == PGRES_COPY_IN else { throw connection.fault(begun, sql) }
        let sent = rows.bytes.withMemoryRebound(to: CChar.self) { PQputCopyData(connection.handle, $0.baseAddress, Int32(clamping: $0.count)) }
        guard sent == 1, PQputCopyEnd(connection.handle, nil) == 1 else {
            throw StorageError.unavailable(String(cString: PQerrorMessage(connection.handle)))
        }
        while let result = PQgetResult(connection.handle) {
            defer { PQclear(result) }
            guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw connection.fault(result, sql) }
        }
    }
}

/// Rows in PostgreSQL's binary form for COPY, in memory of its own: an array asked at each of its five writes a cell who else holds it, which was a
/// tenth of an import's work in this process. Source: PostgreSQL 15, COPY, "Binary Format".
struct CopyBuffer: ~Copyable {
    private let columns: Int16
    private var memory = UnsafeMutableRawPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private var capacity = 1 << 16
    private var count = 0
    private var isInRow = false

    init(columns: Int16) { self.columns = columns }

    deinit { memory.deallocate() }

    var isEmpty: Bool { count == 0 }
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

    private static let header: [UInt8] = Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0] + [0, 0, 0, 0, 0, 0, 0, 0]

    /// Makes room for a cell of so many bytes and begins file and row where they have not begun.
    private mutating func begin(_ bytes: Int) {
        let wanted = count + bytes + 32
        if wanted > capacity {
            capacity = max(wanted, capacity * 2)
            let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
            larger.copyMemory(from: memory, byteCount: count)
            memory.deallocate()
            memory = larger
        }
        if count == 0 { put(Self.header) }
        if !isInRow { put(columns) }
        isInRow = true
    }

    private mutating func put(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { if let start = $0.baseAddress { (memory + count).copyMemory(from: start, byteCount: $0.count) } }
        count += bytes.count
    }

    @inline(__always)
    private mutating func put<T: FixedWidthInteger>(_ number: T) {
        memory.storeBytes(of: number.bigEndian, toByteOffset: count, as: T.self)
        count += MemoryLayout<T>.size
    }

    mutating func add(_ value: Int64) {
        begin(12)
        put(Int32(8))
        put(value)
    }

    mutating func addNull() {
        begin(4)
        put(Int32(-1))
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        begin(4 + bytes.count)
        put(Int32(clamping: bytes.count))
        guard let start = bytes.baseAddress else { return }
        (memory + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    mutating func endRow() { isInRow = false }

    mutating func finish() {
        isInRow = true
        begin(2)
        put(Int16(-1))
    }

    mutating func clear() { (count, isInRow) = (0, false) }
}

/// A row of a binary result. Types are told by their Oid: 20 bigint, 23 integer, 701 double precision, 16 boolean, 17 bytea; others are text.
struct PostgresRow {
    let result: OpaquePointer?
    let row: Int32

    func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        let index = Int32(truncatingIfNeeded: column)
        return UnsafeRawBufferPointer(start: PQgetvalue(result, row, index), count: Int(PQgetlength(result, row, index)))
    }

    private func number<T: FixedWidthInteger>(_ column: Int, as type: T.Type) -> T { T(bigEndian: bytes(column).loadUnaligned(as: T.self)) }

    func isNull(_ column: Int) -> Bool { PQgetisnull(result, row, Int32(truncatingIfNeeded: column)) == 1 }

    func int(_ column: Int) -> Int64 {
        switch PQgetlength(result, row, Int32(truncatingIfNeeded: column)) {
        case 8:
            PQftype(result, Int32(truncatingIfNeeded: column)) == 701 ? Int64(exactly: real(column).rounded()) ?? 0 : number(column, as: Int64.self)
        case 4: Int64(number(column, as: Int32.self))
        case 2: Int64(number(column, as: Int16.self))
        case 1: Int64(number(column, as: Int8.self))
        default: 0
        }
    }

    func real(_ column: Int) -> Double {
        guard PQgetlength(result, row, Int32(truncatingIfNeeded: column)) == 8 else { return 0 }
        let bits = number(column, as: UInt64.self)
        return PQftype(result, Int32(truncatingIfNeeded: column)) == 701 ? Double(bitPattern: bits) : Double(Int64(bitPattern: bits))
    }

    func value(_ column: Int) -> Value {
        if isNull(column) { return .null }
        switch PQftype(result, Int32(truncatingIfNeeded: column)) {
        case 20, 21, 23, 16: return .int(int(column))
        case 701: return .real(real(column))
        case 17: return .blob(Array(bytes(column)))
        default: return .text(String(decoding: bytes(column), as: UTF8.self))
        }
    }

    var names: [String] { (0..<PQnfields(result)).map { PQfname(result, $0).map { String(cString: $0) } ?? "" } }
}
