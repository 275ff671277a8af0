// SPDX-License-Identifier: Apache-2.0
package import Domain
import Storage

/// What an import changes in place is noted first, so that an undo puts it back: which row of a record was read last, by whom, and whether
/// the newest export still has it. Everything else that an import does is rows of its own.
extension Ledger {
    func rememberSubject(_ subject: Int64, of contact: Int64) throws {
        guard importID != 0 else { return }
        try tx.execute(
            """
            insert into subject_before (contact_id, subject_id, import_id, hash, seen_import, absent)
            select contact_id, id, $3, hash, seen_import, absent from subject where contact_id = $1 and id = $2 and import_id <> $3 and seen_import <> $3
            on conflict (contact_id, subject_id, import_id) do nothing
            """, contact, subject, importID)
    }

    func remember(_ key: RecordKey) throws {
        guard importID != 0 else { return }
        try tx.execute(
            """
            insert into reference_before (kind, value, import_id, hash, seen_import, absent)
            select r.kind, r.value, $3, r.hash, r.seen_import, coalesce((select d.absent from deal d where d.id = r.object_id), 0) from reference r
            where r.kind = $1 and r.value = $2 and r.import_id <> $3 and r.seen_import <> $3
            on conflict (kind, value, import_id) do nothing
            """, code(.key, key.kind), key.value, importID)
    }

    /// One import may hold several rows of a record: the same address twice in a list, two files with other columns. Each of them is then known
    /// for what it is, or the same files again would change the record to and fro.
    /// - Parameters:
    ///   - rows: whose rows: a kind of its own (`hubspot/deal-row`), and the record's key.
    ///   - stored: the hash of the row that was read last.
    ///   - seen: the import that saw the record last.
    /// - Returns: whether the import that saw the record last had this very row.
    func hasRow(_ rows: RecordKey, hash: Int64, stored: Int64, seen: Int64, object: Int64) throws -> Bool {
        guard importID != 0 else { return false }
        func row(_ hash: Int64) -> RecordKey { RecordKey(rows.kind, "\(rows.value)|\(String(hash, radix: 36))") }
        if let known = try reference(row(hash)), known.seenImport == seen || known.seenImport == importID {
            guard seen != importID else { return true }
            // `}` is the byte after `|`.
            let (kind, first, end) = (try code(.key, rows.kind), "\(rows.value)|", "\(rows.value)}")
            try tx.execute(
                """
                insert into reference_before (kind, value, import_id, hash, seen_import, absent)
                select kind, value, $4, hash, seen_import, 0 from reference where kind = $1 and value > $2 and value < $3 and seen_import = $5
                on conflict (kind, value, import_id) do nothing
                """, kind, first, end, importID, seen)
            try tx.execute(
                "update reference set seen_import = $4 where kind = $1 and value > $2 and value < $3 and seen_import = $5", kind, first, end,
                importID, seen)
            return true
        }
        guard seen == importID else { return false }
        for hash in [stored, hash] where hash > 1 {
            try refer(row(hash), to: object, hash: 1)
            try self.seen(row(hash), hash: 1)
        }
        return false
    }

    /// Puts back what `run` noted, where no later import has seen the record since.
    package func restore(_ run: ImportID) throws {
        for sql in Self.restoring { try tx.execute(sql, run) }
    }

    private static let restoring = [
        """
        update subject set
            hash = (select b.hash from subject_before b where b.contact_id = subject.contact_id and b.subject_id = subject.id and b.import_id = $1),
            absent = (select b.absent from subject_before b where b.contact_id = subject.contact_id and b.subject_id = subject.id and b.import_id = $1),
            seen_import = (
                select b.seen_import from subject_before b where b.contact_id = subject.contact_id and b.subject_id = subject.id and b.import_id = $1)
        where exists (
            select 1 from subject_before b where b.contact_id = subject.contact_id and b.subject_id = subject.id and b.import_id = $1
                and (subject.seen_import = $1 or subject.seen_import = b.seen_import))
        """,
        """
        update deal set absent = (
            select min(b.absent) from reference_before b join reference r on r.kind = b.kind and r.value = b.value
            where b.import_id = $1 and r.object_id = deal.id)
        where id in (
            select r.object_id from reference_before b join reference r on r.kind = b.kind and r.value = b.value
            where b.import_id = $1 and (r.seen_import = $1 or r.seen_import = b.seen_import))
        """,
        """
        update reference set
            hash = (select b.hash from reference_before b where b.kind = reference.kind and b.value = reference.value and b.import_id = $1),
            seen_import = (select b.seen_import from reference_before b where b.kind = reference.kind and b.value = reference.value and b.import_id = $1)
        where seen_import = $1 and exists (
            select 1 from reference_before b where b.kind = reference.kind and b.value = reference.value and b.import_id = $1)
        """,
        // A record that was seen by nobody else is read as new, should it come again.
        "update subject set hash = 0 where seen_import = $1",
        "update reference set hash = 0 where seen_import = $1 and hash > 1",
        "delete from subject_before where import_id = $1",
        "delete from reference_before where import_id = $1",
    ]
}
