// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

extension Ledger {
    private static let ofContact = ["fact", "touch", "assignment", "move", "lead", "deal_contact", "subject", "subject_before", "link"]

    /// Forgets a human being: every row that hangs on the contact, everywhere. Deals stay, without the person.
    /// - Parameter hash: turns an address into what the list of the erased keeps (a keyed hash; its key is outside the database), so that a
    ///   restore can forget again.
    package func erase(_ contact: ContactID, hash: (String) -> String) throws {
        let keys = try keys(of: contact)
        for key in keys {
            try tx.execute("insert into erased (hash, at) values ($1, $2) on conflict (hash) do nothing", hash(key.value), now)
            try tx.execute("delete from identity where kind = $1 and value = $2", key.kind, key.value)
        }
        for table in Self.ofContact { try tx.execute("delete from \(table) where contact_id = $1", contact) }
        // Where their activities are kept. Ids are unique among all tables.
        try tx.execute("delete from reference where object_id = $1", contact)
        try SearchIndex.forget(tx, contact)
        try tx.execute("delete from contact where id = $1", contact)
        try changed(contact)
    }
}
