// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

extension Ledger {
    private static let ofContact = ["fact", "touch", "assignment", "move", "lead", "deal_contact", "subject", "subject_before", "link"]

    /// Forgets a human being: every row that hangs on the contact, everywhere. Deals stay, without the person.
    /// - Parameter hash: turns an address into what the list of the erased keeps (a keyed hash; its key is outside the database), so that a
    ///   restore can forget again.
    /// - Returns: what the person was known by, for whoever looks into files.
    @discardableResult
    package func erase(_ contact: ContactID, hash: (String) -> String) throws -> ErasedPerson {
        let keys = try keys(of: contact), person = try ErasedPerson(tx.read, contact, keys: keys.map(\.value))
        for key in keys {
            try tx.execute("insert into erased (hash, at) values ($1, $2) on conflict (hash) do nothing", hash(key.value), now)
            try tx.execute("delete from identity where kind = $1 and value = $2", key.kind, key.value)
        }
        for deal in try tx.read.rows(as: Int64.self, "select distinct deal_id from deal_contact where contact_id = $1", contact) {
            try scrub(DealID(deal), person)
        }
        for table in Self.ofContact { try tx.execute("delete from \(table) where contact_id = $1", contact) }
        // Where their activities are kept. Ids are unique among all tables.
        try tx.execute("delete from reference where object_id = $1", contact)
        try SearchIndex.forget(tx, contact)
        try tx.execute("delete from contact where id = $1", contact)
        try changed(contact)
        return person
    }

    /// Takes a person's name and addresses out of the texts of a deal, which stays.
    private func scrub(_ deal: DealID, _ person: ErasedPerson) throws {
        guard let name = try tx.read.text("select name from deal where id = $1", deal) else { return }
        let fields = try tx.read.text("select fields from deal where id = $1", deal) ?? ""
        try tx.execute("update deal set name = $2, fields = $3 where id = $1", deal, person.scrubbed(name), person.scrubbed(fields))
        struct Told: Decodable { let id: Int64, oldValue: String?, newValue: String? }
        for told in try tx.read.rows(as: Told.self, "select id, old_value, new_value from deal_event where deal_id = $1", deal) {
            let (old, new) = (told.oldValue.map(person.scrubbed), told.newValue.map(person.scrubbed))
            guard old != told.oldValue || new != told.newValue else { continue }
            try tx.execute("update deal_event set old_value = $3, new_value = $4 where deal_id = $1 and id = $2", deal, told.id, old, new)
        }
    }
}

/// What an erased person was known by. It is held in memory only, until every place was looked through.
package struct ErasedPerson: Sendable {
    /// Addresses and external ids.
    let keys: [String]
    /// Texts that say who it was: addresses with an @, and the whole name.
    package let words: [String]

    static let gone = "(erased)"

    init(_ read: Read, _ contact: ContactID, keys: [String]) throws {
        struct Name: Decodable { let email: String, firstName: String, lastName: String }
        let name = try read.row(as: Name.self, "select email, first_name, last_name from contact where id = $1", contact)
        let whole = name.map { "\($0.firstName) \($0.lastName)" } ?? ""
        let addresses = Set((keys + [name?.email ?? ""]).filter { $0.contains("@") })
        self.keys = keys
        // One word alone may be anybody's.
        words = addresses.sorted() + (whole.count > 4 && whole.contains(" ") && !whole.hasPrefix(" ") && !whole.hasSuffix(" ") ? [whole] : [])
    }

    /// The text without them, whatever their case.
    package func scrubbed(_ text: String) -> String {
        words.reduce(text) { text, word in
            var rest = text[...], clean = ""
            while let found = rest.range(ofIgnoringCase: word) {
                clean += rest[..<found.lowerBound] + Self.gone
                rest = rest[found.upperBound...]
            }
            return clean + rest
        }
    }
}

extension Substring {
    fileprivate func range(ofIgnoringCase word: String) -> Range<Index>? {
        let wanted = Array(word.lowercased())
        guard let head = wanted.first else { return nil }
        var start = startIndex
        while start < endIndex {
            if self[start].lowercased() == String(head) {
                var (place, matched) = (start, 0)
                while matched < wanted.count, place < endIndex, self[place].lowercased() == String(wanted[matched]) {
                    place = index(after: place)
                    matched += 1
                }
                if matched == wanted.count { return start..<place }
            }
            start = index(after: start)
        }
        return nil
    }
}
