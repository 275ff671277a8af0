// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// What a verb made of a row.
package enum Upserted: String, Sendable, Codable { case created, updated, unchanged }

/// A record after it was stored.
package struct Stored: Hashable, Sendable {
    package let id: Int64
    package let outcome: Upserted

    package init(id: Int64, outcome: Upserted) { (self.id, self.outcome) = (id, outcome) }
}

/// A record's own key in its system: `salesforce/account`, `0015g00000…`.
package struct RecordKey: Hashable, Sendable {
    package let kind: String
    package let value: String

    package init(_ kind: String, _ value: String) {
        self.kind = kind
        self.value = value.utf8.count == 15 && kind.hasPrefix("salesforce/") ? SalesforceID.full(value) : value
    }
}

extension Ledger {
    /// The account, deal, product or member that a system knows by this key; nil where no row has named it yet.
    package func reference(kind: String, value: String) throws -> Int64? { try reference(RecordKey(kind, value))?.objectId }

    struct Reference: Decodable {
        let objectId: Int64
        /// Of the row that was read last; 0 for a stub, which only other rows have named.
        let hash: Int64
        let seenImport: Int64
    }

    func reference(_ key: RecordKey) throws -> Reference? {
        guard !key.value.isEmpty else { return nil }
        return try tx.read.row(
            as: Reference.self,
            """
            select object_id, hash, seen_import from reference where kind = (select id from code where kind = 'key' and value = $1) and value = $2
            """, key.kind, key.value)
    }

    /// Gives a key to a record.
    /// - Returns: whose key it is now: somebody else's where it was taken.
    @discardableResult
    package func refer(_ key: RecordKey, to object: Int64, hash: Int64 = 0) throws -> Int64 {
        let added = try tx.execute(
            """
            insert into reference (kind, value, object_id, hash, import_id, seen_import) values ($1, $2, $3, $4, $5, $5)
            on conflict (kind, value) do nothing
            """, code(.key, key.kind), key.value, object, hash, importID)
        return added > 0 ? object : try reference(key)?.objectId ?? object
    }

    /// Notes which row of the record was read last, and that this import has it.
    func seen(_ key: RecordKey, hash: Int64) throws {
        try remember(key)
        try tx.execute(
            "update reference set hash = $3, seen_import = $4 where kind = $1 and value = $2", code(.key, key.kind), key.value, hash, importID)
    }

    /// Keys and hashes keep 0 for "only named by others so far".
    static func rowHash(_ hash: Int64) -> Int64 { hash == 0 ? 1 : hash }

    // MARK: Two stubs that turn out to be one record

    /// Kinds under which a record says that it is another one.
    enum Same: String {
        case account = "entente/same-account"
        case member = "entente/same-member"
    }

    /// A record named by key here and by name there was one all along: whoever points to `other` means `object` from now on.
    /// Rows that point to it are changed by `settle`, once per import and not once per pair.
    func same(_ kind: Same, _ other: Int64, as object: Int64) throws {
        guard other != object else { return }
        try refer(RecordKey(kind.rawValue, String(other)), to: object)
    }

    func resolve(_ kind: Same, _ id: Int64) throws -> Int64 { try Self.resolve(tx.read, kind, id) }

    static func resolve(_ read: Read, _ kind: Same, _ id: Int64) throws -> Int64 {
        guard id != 0 else { return 0 }
        return try read.int(
            "select object_id from reference where kind = (select id from code where kind = 'key' and value = $1) and value = $2", kind.rawValue,
            String(id)) ?? id
    }

    /// Lets every row point to the record that stands for its doubles. One pass over the tables that have any.
    package func settle() throws {
        let accounts = try code(.key, Same.account.rawValue), members = try code(.key, Same.member.rawValue)
        if try tx.read.int("select 1 from reference where kind = $1 limit 1", accounts) != nil {
            for sql in Self.ofAccounts { try tx.execute(sql, accounts) }
        }
        if try tx.read.int("select 1 from reference where kind = $1 limit 1", members) != nil {
            for sql in Self.ofMembers { try tx.execute(sql, members) }
        }
    }

    private static let ofAccounts = [
        """
        update deal set account_id = (select object_id from reference where kind = $1 and value = cast(deal.account_id as text))
        where account_id in (select cast(value as bigint) from reference where kind = $1)
        """,
        """
        update contact set account_id = (select object_id from reference where kind = $1 and value = cast(contact.account_id as text))
        where account_id in (select cast(value as bigint) from reference where kind = $1)
        """,
        """
        update account set parent_id = (select object_id from reference where kind = $1 and value = cast(account.parent_id as text))
        where parent_id in (select cast(value as bigint) from reference where kind = $1)
        """,
    ]

    private static let ofMembers = [
        """
        update lead set owner_id = (select object_id from reference where kind = $1 and value = cast(lead.owner_id as text))
        where owner_id in (select cast(value as bigint) from reference where kind = $1)
        """,
        """
        update lead set first_owner_id = (select object_id from reference where kind = $1 and value = cast(lead.first_owner_id as text))
        where first_owner_id in (select cast(value as bigint) from reference where kind = $1)
        """,
        """
        update assignment set owner_id = (select object_id from reference where kind = $1 and value = cast(assignment.owner_id as text))
        where owner_id in (select cast(value as bigint) from reference where kind = $1)
        """,
        """
        update deal set owner_id = (select object_id from reference where kind = $1 and value = cast(deal.owner_id as text))
        where owner_id in (select cast(value as bigint) from reference where kind = $1)
        """,
        """
        update account set owner_id = (select object_id from reference where kind = $1 and value = cast(account.owner_id as text))
        where owner_id in (select cast(value as bigint) from reference where kind = $1)
        """,
        """
        update touch set member_id = (select object_id from reference where kind = $1 and value = cast(touch.member_id as text))
        where member_id in (select cast(value as bigint) from reference where kind = $1)
        """,
    ]
}
