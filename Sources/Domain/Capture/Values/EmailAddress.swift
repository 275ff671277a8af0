// SPDX-License-Identifier: Apache-2.0

/// An e-mail address in the one form by which people are recognized: lower case, without `mailto:`, names, quotes and marks around it.
/// Tags (`ann+news@…`) are kept: they may be another mailbox, and only the mail server knows.
package struct EmailAddress: Hashable, Sendable {
    package let text: String
    /// Where the `@` is, in UTF-8 bytes.
    private let at: Int

    fileprivate init(text: String, at: Int) { (self.text, self.at) = (text, at) }

    package var local: Substring { Substring(text.utf8.prefix(at)) }
    package var domain: Substring { Substring(text.utf8.dropFirst(at + 1)) }

    /// Several people read it (`info@`): it names an account rather than a human being.
    package var isShared: Bool { ask { Mailboxes.isShared(local: UnsafeRawBufferPointer(rebasing: $0[..<at])) } }
    /// Anybody may have one there: its domain names no company.
    package var isFree: Bool { ask { Mailboxes.isFree(domain: UnsafeRawBufferPointer(rebasing: $0[(at + 1)...])) } }

    private func ask(_ question: (UnsafeRawBufferPointer) -> Bool) -> Bool {
        var text = text
        return text.withUTF8 { question(UnsafeRawBufferPointer($0)) }
    }

    /// The first address of a cell. Allocates the text only.
    package static func parse(_ cell: UnsafeRawBufferPointer) -> CellResult<EmailAddress> {
        if cell.isEmpty { return .absent }
        if let found = single(cell) { return .value(found) }
        guard let first = all(in: cell).first else { return .bad(.notAnAddress) }
        return .value(first)
    }

    /// Whether a cell holds exactly one address. Never allocates.
    package static func isAddress(_ cell: UnsafeRawBufferPointer) -> Bool { locate(cell) != nil }

    /// Every address of a cell in order, without repetition: separated by `;`, `,` or spaces, or a JSON array. What is no address is left out.
    package static func all(in cell: UnsafeRawBufferPointer) -> [EmailAddress] {
        if let found = single(cell) { return [found] }
        var found: [EmailAddress] = []
        func add(_ piece: UnsafeRawBufferPointer) {
            if let address = single(piece), !found.contains(address) { found.append(address) }
        }
        eachValue(in: cell) { value in
            if single(value) != nil { return add(value) }
            // Commas in a cell whose other mark is a semicolon.
            for piece in value.split(whereSeparator: { $0 == 44 || $0 == 124 }) {
                let piece = UnsafeRawBufferPointer(rebasing: piece)
                if single(piece) != nil {
                    add(piece)
                    continue
                }
                // "a@b.de c@d.de" is two; "ann b@c.de" is one with a typing error, and which, nobody knows.
                let words = piece.split(whereSeparator: { $0 <= 32 }).map { UnsafeRawBufferPointer(rebasing: $0) }
                if words.allSatisfy({ single($0) != nil }) { for word in words { add(word) } }
            }
        }
        return found
    }

    /// Appends the normal form of a cell's only address. Allocates nothing while `output` has room.
    /// - Returns: the count of bytes before the `@`, or nil, with `output` unchanged, where the cell does not hold exactly one address.
    package static func normalize(_ cell: UnsafeRawBufferPointer, into output: inout [UInt8]) -> Int? {
        guard let (core, at, ascii) = locate(cell) else { return nil }
        if ascii {
            for byte in core { output.append((65...90).contains(byte) ? byte | 0x20 : byte) }
            return at
        }
        let lowered = String(decoding: core, as: UTF8.self).lowercased()
        let start = output.count
        output.append(contentsOf: lowered.utf8)
        return output[start...].firstIndex(of: 64).map { $0 - start }
    }

    private static func single(_ cell: UnsafeRawBufferPointer) -> EmailAddress? {
        guard let (core, at, ascii) = locate(cell) else { return nil }
        if ascii {
            let text = String(unsafeUninitializedCapacity: core.count) { buffer in
                for index in 0..<core.count { buffer[index] = (65...90).contains(core[index]) ? core[index] | 0x20 : core[index] }
                return core.count
            }
            return EmailAddress(text: text, at: at)
        }
        let text = String(decoding: core, as: UTF8.self).lowercased()
        guard let at = text.utf8.firstIndex(of: 64) else { return nil }
        return EmailAddress(text: text, at: text.utf8.distance(from: text.utf8.startIndex, to: at))
    }
}

/// The bytes of the one address in a cell, the place of its `@`, and whether it is ASCII. nil where there is none, or more than one.
private func locate(_ cell: UnsafeRawBufferPointer) -> (core: UnsafeRawBufferPointer, at: Int, ascii: Bool)? {
    var (low, high) = (0, cell.count)
    // "Ann Example" <ann@example.com>
    if high > 0, let close = cell.lastIndex(of: 62), let open = cell[..<close].lastIndex(of: 60) {
        // Two people in one cell: a list's business.
        guard !cell[..<open].contains(64), !cell[close...].contains(64) else { return nil }
        (low, high) = (open + 1, close)
    }
    while low < high, isWrapping(cell[low]) { low += 1 }
    if high - low > 7, cell[low + 6] == 58, isMailto(cell, low) {
        low += 7
        if let query = cell[low..<high].firstIndex(of: 63) { high = query }
    }
    while low < high, isWrapping(cell[low]) { low += 1 }
    while low < high, isWrapping(cell[high - 1]) || isTrailing(cell[high - 1]) { high -= 1 }
    guard high - low <= 254, let at = mailboxEnd(cell, low, high) else { return nil }
    let core = UnsafeRawBufferPointer(rebasing: cell[low..<high])
    return (core, at.at - low, at.ascii)
}

/// Checks the local part up to `@`, then the domain.
private func mailboxEnd(_ cell: UnsafeRawBufferPointer, _ low: Int, _ high: Int) -> (at: Int, ascii: Bool)? {
    var index = low, ascii = true
    while index < high, cell[index] != 64 {
        let byte = cell[index]
        if byte <= 32 || byte == 127 { return nil }
        switch byte {
        case 34, 40, 41, 44, 58, 59, 60, 62, 91, 92, 93: return nil
        default: if byte >= 128 { ascii = false }
        }
        index += 1
    }
    guard index > low, index < high, index - low <= 64, cell[low] != 46 else { return nil }
    guard let plain = checkedDomain(UnsafeRawBufferPointer(rebasing: cell[(index + 1)..<high])) else { return nil }
    return (index, ascii && plain)
}

/// Whether a host name is well-formed: at least two labels of letters, digits, hyphens, underscores and bytes beyond ASCII; the last no number.
/// - Returns: whether it is ASCII, or nil where it is no name.
func checkedDomain(_ name: UnsafeRawBufferPointer) -> Bool? {
    guard name.count >= 4, name.count <= 253 else { return nil }
    var label = 0, labels = 0, ascii = true, letters = false, last: UInt8 = 46
    for byte in name {
        switch byte {
        case 46:
            guard label > 0, label <= 63, last != 45 else { return nil }
            (label, labels, letters) = (0, labels + 1, false)
        case 45:
            guard label > 0 else { return nil }
            label += 1
        case 48...57, 95: label += 1
        case 65...90, 97...122: (label, letters) = (label + 1, true)
        case 128...: (label, letters, ascii) = (label + 1, true, false)
        default: return nil
        }
        last = byte
    }
    guard label > 1, label <= 63, labels > 0, letters, last != 45 else { return nil }
    return ascii
}

private func isWrapping(_ byte: UInt8) -> Bool { byte <= 32 || byte == 34 || byte == 39 || byte == 60 || byte == 62 || byte == 96 }
private func isTrailing(_ byte: UInt8) -> Bool { byte == 46 || byte == 44 || byte == 59 }

private func isMailto(_ cell: UnsafeRawBufferPointer, _ low: Int) -> Bool {
    guard low + 6 < cell.count else { return false }
    var key: UInt64 = 0
    for index in 0..<6 { key |= UInt64(cell[low + index] | 0x20) << UInt64(index * 8) }
    return key == 0x6F_74_6C_69_61_6D
}
