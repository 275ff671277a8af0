// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Ids that tell nobody apart: lists of no named system number their rows from 1, and a spreadsheet that shows long numbers as 1.23E+11 has
/// lost them. Who comes under such an id with another address and another name is another person.
extension PeopleLoader {
    func isSomebodyElse(_ row: PersonRow, _ byKey: KnownKeys.Known, _ byEmail: KnownKeys.Known?) throws -> Bool {
        guard row.email.count > 0, byKey.hash != 0, byKey.hash != row.hash, byEmail?.contact != byKey.contact else { return false }
        guard isLoose(text(row.key)) else { return false }
        try ledger.tx.flush()
        var said: (email: String, name: String, seen: Int64) = ("", "", 0)
        try ledger.tx.read.scan(
            """
            select c.email, c.first_name, c.last_name, s.seen_import from contact c join subject s on s.contact_id = c.id and s.id = $2 where c.id = $1
            """, byKey.contact, byKey.subject
        ) { said = ($0.text(0), Self.name($0.text(1), $0.text(2)), $0.int(3)) }
        guard !said.email.isEmpty, said.email != text(row.email) else { return false }
        let name = Self.name(text(row.firstName), text(row.lastName))
        guard name != said.name || name.isEmpty else { return false }
        // One import has a record's address once; two may have been told of a change, where no name says otherwise.
        return said.seen == ledger.importID || !(name.isEmpty || said.name.isEmpty)
    }

    private func isLoose(_ key: String) -> Bool {
        if key.contains("E+"), Double(key) != nil { return true }
        return run.numbersRows && key.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func name(_ first: String, _ last: String) -> String {
        "\(first) \(last)".lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Kept under the id and the address together, so that the same row again is known.
    mutating func addNamesake(_ row: PersonRow, at index: Int, _ byEmail: KnownKeys.Known?) throws {
        let kind = run.looseKind
        loaded.namesakes += 1
        let key = "\(text(row.key))|\(text(row.email))"
        if let holder = try ledger.find(kind, key),
            let hash = try ledger.tx.read.int("select hash from subject where contact_id = $1 and id = $2", holder.contactId, holder.subjectId)
        {
            let known = KnownKeys.Known(contact: holder.contactId, subject: holder.subjectId, hash: hash)
            loaded.holders.append(holder)
            return try hash == row.hash || has(row, known) ? keep(known) : add(row, to: known, hasEmail: byEmail)
        }
        ownKey = key
        defer { ownKey = "" }
        if let byEmail { try addRecord(row, to: byEmail.contact) } else { try create(row, contact: firstContact + Int64(index)) }
        guard let holder = loaded.holders.last else { return }
        try ledger.tx.flush()
        try ledger.claim(kind, key, for: holder)
    }
}
