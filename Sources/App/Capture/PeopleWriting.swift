// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

extension PeoplePreparing {
    /// The row's fields as flat JSON: canonical where the meaning is known, raw where not.
    func write(_ row: borrowing Row, _ person: PersonRow, _ batch: inout PeopleBatch, fieldsOnly: Bool) -> Span32 {
        let start = batch.bytes.count
        for column in layout.columns where !fieldsOnly || column.isField || column.use == .email {
            let cell = row[column.index]
            if cell.isEmpty { continue }
            switch column.use {
            case .key: continue  // stands as `key:…` below
            case .email, .emails:
                if person.email.count == 0, column.use == .email {
                    // A shared mailbox, or no address at all: what was written is kept as a field.
                    FlatJSON.append(key: Self.mailboxKey[...], value: cell, to: &batch.bytes, from: start)
                } else if person.email.count > 0, !fieldsOnly {
                    append(key: Self.emailKey[...], span: person.email, &batch.bytes, from: start)
                }
            default:
                let key = layout.keys[column.keyStart..<column.keyEnd]
                if column.isWord, var meaning = find(cell, column)?.meaning {
                    meaning.withUTF8 { FlatJSON.append(key: key, value: UnsafeRawBufferPointer($0), to: &batch.bytes, from: start) }
                } else {
                    FlatJSON.append(key: key, value: cell, to: &batch.bytes, from: start)
                }
            }
        }
        if !fieldsOnly { append(key: keyName[...], span: person.key, &batch.bytes, from: start) }
        FlatJSON.close(&batch.bytes, from: start)
        return Span32(from: start, to: batch.bytes.count)
    }

    /// A value that stands in the buffer itself, which may move while it grows.
    private func append(key: ArraySlice<UInt8>, span: Span32, _ bytes: inout [UInt8], from start: Int) {
        withUnsafeTemporaryAllocation(byteCount: Int(span.count), alignment: 1) { copy in
            bytes.withUnsafeBytes { copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[Int(span.start)..<Int(span.start + span.count)])) }
            FlatJSON.append(key: key, value: UnsafeRawBufferPointer(copy), to: &bytes, from: start)
        }
    }

    private static let emailKey = Array("email".utf8)
    private static let mailboxKey = Array("mailbox".utf8)
}
