// SPDX-License-Identifier: Apache-2.0

/// Decodes a row into a struct by the names of its columns: `created_at` becomes `createdAt`.
struct RowDecoder {
    private let columns: [String: Int]

    init(names: [String]) {
        columns = Dictionary(names.enumerated().map { (Self.camel($1), $0) }, uniquingKeysWith: { first, _ in first })
    }

    func decode<Row: Decodable>(_ type: Row.Type, _ cursor: borrowing Cursor) throws -> Row {
        let values = (0..<cursor.names.count).map { cursor.value($0) }
        return try Row(from: Columns(columns: columns, values: values, codingPath: []))
    }

    static func camel(_ name: String) -> String {
        let parts = name.split(separator: "_")
        guard let first = parts.first else { return name }
        return parts.dropFirst().reduce(String(first)) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
}

private struct Columns: Decoder {
    let columns: [String: Int]
    let values: [Value]
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> { KeyedDecodingContainer(Keyed<Key>(row: self)) }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw StorageError.statement("a row is no list") }

    /// A row of one column decodes as a plain value.
    func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(value: values.first ?? .null, codingPath: codingPath) }

    struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let row: Columns
        var codingPath: [any CodingKey] { row.codingPath }
        var allKeys: [Key] { row.columns.keys.compactMap { Key(stringValue: $0) } }

        func value(_ key: Key) throws -> Value {
            guard let index = row.columns[key.stringValue] else { throw StorageError.statement("the query has no column for \(key.stringValue)") }
            return row.values[index]
        }

        func contains(_ key: Key) -> Bool { row.columns[key.stringValue] != nil }
        func decodeNil(forKey key: Key) throws -> Bool { try value(key) == .null }
        func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
            try Single(value: value(key), codingPath: codingPath + [key]).decode(type)
        }

        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
            throw StorageError.statement("rows are flat")
        }

        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw StorageError.statement("rows are flat") }
        func superDecoder() throws -> any Decoder { row }
        func superDecoder(forKey key: Key) throws -> any Decoder { row }
    }
}

private struct SingleDecoder: Decoder {
    let value: Value
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> { throw StorageError.statement("rows are flat") }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw StorageError.statement("rows are flat") }
    func singleValueContainer() -> any SingleValueDecodingContainer { Single(value: value, codingPath: codingPath) }
}

private struct Single: SingleValueDecodingContainer {
    let value: Value
    let codingPath: [any CodingKey]

    private var place: String { codingPath.last?.stringValue ?? "the column" }

    func decodeNil() -> Bool { value == .null }

    func decode(_ type: Bool.Type) throws -> Bool { try decode(Int64.self) != 0 }

    func decode(_ type: String.Type) throws -> String {
        guard case .text(let text) = value else { throw StorageError.statement("\(place) is no text: \(value)") }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double {
        switch value {
        case .real(let number): number
        case .int(let number): Double(number)
        default: throw StorageError.statement("\(place) is no number: \(value)")
        }
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }

    private func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
        guard case .int(let number) = value, let narrow = T(exactly: number) else { throw StorageError.statement("\(place) is no \(type): \(value)") }
        return narrow
    }

    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        if type == [UInt8].self, case .blob(let bytes) = value, let result = bytes as? T { return result }
        return try T(from: SingleDecoder(value: value, codingPath: codingPath))
    }
}
