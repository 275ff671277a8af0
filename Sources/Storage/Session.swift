// SPDX-License-Identifier: Apache-2.0

/// One open transaction on one engine. Lives on one thread from begin to end.
protocol Session: AnyObject {
    /// Runs a query; the cursor is valid during each call only.
    func query(_ sql: String, _ values: [Value], _ row: (borrowing Cursor) throws -> Void) throws
    /// Runs a statement and returns how many rows it changed.
    func execute(_ sql: String, _ values: [Value]) throws -> Int
    /// Runs several statements without values (schema).
    func script(_ sql: String) throws
    func bulk(_ table: String, _ columns: [String]) throws -> any BulkSink
    /// Sends what bulk writers hold back, in the order in which the writers were opened.
    func flush() throws
}

/// Where the cells of bulk rows go.
protocol BulkSink: AnyObject {
    func int(_ value: Int64)
    func real(_ value: Double)
    func null()
    /// The bytes must be valid UTF-8 without NUL and stay valid until `end`.
    func text(_ bytes: UnsafeRawBufferPointer)
    func blob(_ bytes: UnsafeRawBufferPointer)
    func end() throws
}

/// One row under a query. Columns are counted from 0.
package struct Cursor: ~Copyable {
    enum Place {
        case sqlite(SQLiteRow)
        case postgres(PostgresRow)
    }

    let place: Place

    package func int(_ column: Int) -> Int64 {
        switch place {
        case .sqlite(let row): row.int(column)
        case .postgres(let row): row.int(column)
        }
    }

    package func real(_ column: Int) -> Double {
        switch place {
        case .sqlite(let row): row.real(column)
        case .postgres(let row): row.real(column)
        }
    }

    package func isNull(_ column: Int) -> Bool {
        switch place {
        case .sqlite(let row): row.isNull(column)
        case .postgres(let row): row.isNull(column)
        }
    }

    package func text(_ column: Int) -> String { String(decoding: bytes(column), as: UTF8.self) }

    /// Text or blob; valid until the next row.
    package func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        switch place {
        case .sqlite(let row): row.bytes(column)
        case .postgres(let row): row.bytes(column)
        }
    }

    func value(_ column: Int) -> Value {
        switch place {
        case .sqlite(let row): row.value(column)
        case .postgres(let row): row.value(column)
        }
    }

    var names: [String] {
        switch place {
        case .sqlite(let row): row.names
        case .postgres(let row): row.names
        }
    }
}
