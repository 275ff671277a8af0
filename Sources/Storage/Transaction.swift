// SPDX-License-Identifier: Apache-2.0

/// A consistent view of the database. Placeholders are `$1`, `$2`, … on both engines.
package struct Read {
    let session: any Session
    package let engine: Engine

    /// Rows for pages: each is decoded by the names of its columns (`created_at` to `createdAt`).
    package func rows<Row: Decodable>(as type: Row.Type, _ sql: String, _ values: any Bindable...) throws -> [Row] {
        var result: [Row] = []
        var decoder: RowDecoder?
        try session.query(sql, values.map(\.bound)) { cursor in
            let columns = decoder ?? RowDecoder(names: cursor.names)
            decoder = columns
            result.append(try columns.decode(type, cursor))
        }
        return result
    }

    package func row<Row: Decodable>(as type: Row.Type, _ sql: String, _ values: any Bindable...) throws -> Row? {
        var result: Row?
        try session.query(sql, values.map(\.bound)) { cursor in
            if result == nil { result = try RowDecoder(names: cursor.names).decode(type, cursor) }
        }
        return result
    }

    /// The integer of the first column of the first row; nil where there is no row or it is null.
    package func int(_ sql: String, _ values: any Bindable...) throws -> Int64? {
        var result: Int64?
        try session.query(sql, values.map(\.bound)) { if result == nil, !$0.isNull(0) { result = $0.int(0) } }
        return result
    }

    package func text(_ sql: String, _ values: any Bindable...) throws -> String? {
        var result: String?
        try session.query(sql, values.map(\.bound)) { if result == nil, !$0.isNull(0) { result = $0.text(0) } }
        return result
    }

    /// Every row, one after another, with typed columns: for folds.
    package func scan(_ sql: String, _ values: any Bindable..., row: (borrowing Cursor) throws -> Void) throws {
        try session.query(sql, values.map(\.bound), row)
    }

    package func scan(_ sql: String, values: [Value], row: (borrowing Cursor) throws -> Void) throws {
        try session.query(sql, values, row)
    }
}

/// A transaction that may write. Verbs take it, so that what belongs together commits together.
package struct Write {
    package let read: Read
    let ids: IDBlocks

    package var engine: Engine { read.engine }

    /// - Returns: how many rows changed.
    @discardableResult
    package func execute(_ sql: String, _ values: any Bindable...) throws -> Int { try read.session.execute(sql, values.map(\.bound)) }

    @discardableResult
    package func execute(_ sql: String, values: [Value]) throws -> Int { try read.session.execute(sql, values) }

    /// Many rows into one table, fast. The rows are there for reads of this transaction after `flush`.
    package func bulk(_ table: StaticString, _ columns: [StaticString]) throws -> Bulk {
        Bulk(sink: try read.session.bulk(table.description, columns.map(\.description)))
    }

    package func flush() throws { try read.session.flush() }

    /// A new id, unique over all nouns and processes.
    package func newID() throws -> Int64 { try ids.take(1) }

    /// The first of `count` consecutive new ids.
    package func newIDs(_ count: Int) throws -> Int64 { try ids.take(Int64(count)) }
}

/// Bulk rows of one table: bind the columns in order, then `end`.
package struct Bulk {
    let sink: any BulkSink

    package func int(_ value: Int64) { sink.int(value) }
    package func int(_ value: Int64?) { if let value { sink.int(value) } else { sink.null() } }
    package func real(_ value: Double) { sink.real(value) }
    package func null() { sink.null() }
    package func text(_ bytes: UnsafeRawBufferPointer) { sink.text(bytes) }
    package func blob(_ bytes: UnsafeRawBufferPointer) { sink.blob(bytes) }
    package func end() throws { try sink.end() }
}
