// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// What a row of people says, as its fact keeps it.
extension PeoplePreparing {
    /// Calls `look` with the source as it is looked up: with its medium, where that says something.
    @inline(__always)
    func withSource<T>(_ cell: UnsafeRawBufferPointer, _ row: borrowing Row, _ look: (UnsafeRawBufferPointer) -> T) -> T {
        if let medium = layout.medium, let joined = medium.joined(cell, row[medium.index]) { return joined.withUnsafeBytes { look($0) } }
        return look(cell)
    }

    /// The row's fields as flat JSON: canonical where the meaning is known, raw where not.
    func write(_ row: borrowing Row, _ person: PersonRow, _ batch: inout PeopleBatch, fieldsOnly: Bool) -> Span32 {
        let start = batch.bytes.count
        for column in layout.columns where !fieldsOnly || column.isField || column.use == .email {
            let cell = row[column.index]
            if cell.isEmpty || column.blanks.cover(cell) { continue }
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
                if column.isWord,
                    var meaning = column.use == .source ? withSource(cell, row, { find($0, column)?.meaning }) : find(cell, column)?.meaning
                {
                    meaning.withUTF8 { FlatJSON.append(key: key, value: UnsafeRawBufferPointer($0), to: &batch.bytes, from: start) }
                } else {
                    FlatJSON.append(key: key, value: column.use == .phone ? plainPhone(cell) : cell, to: &batch.bytes, from: start)
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

/// Odoo has no stage for a lost lead: it is archived, its chance becomes 0, and it keeps the stage that it had.
struct ImpliedEnd {
    var isActive: Bool?
    var hasReason = false
    var isHopeless = false

    /// Archived with a reason or without a chance; where nothing says whether it is archived, both.
    var isLost: Bool { isActive == false ? hasReason || isHopeless : isActive == nil && hasReason && isHopeless }
}
