// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// What one file of an import shows all records of: of a kind, made between two moments.
struct ExportSpan: Sendable {
    /// `hubspot/contact`.
    let kind: String
    let isDeals: Bool
    /// The first and the last creation among its rows; nil where the file has no such column, and then shows them all.
    var made: ClosedRange<Int64>?

    init(kind: String, isDeals: Bool = false) { (self.kind, self.isDeals) = (kind, isDeals) }

    mutating func add(_ created: Moment) {
        made = min(made?.lowerBound ?? created.micros, created.micros)...max(made?.upperBound ?? created.micros, created.micros)
    }
}

extension Ledger {
    /// Flags records of a kind that were made in the span of a newer export and that it does not have. Call it when the import becomes seen.
    /// - Returns: how many are newly flagged.
    func flagAbsent(_ span: ExportSpan) throws -> Int {
        let kind = try code(.key, span.kind)
        let (from, to) = (span.made?.lowerBound ?? .min, span.made?.upperBound ?? .max)
        if span.isDeals { return try flagAbsentDeals(kind, from, to) }
        guard try tx.read.int("select 1 from identity where kind = $1 and import_id <> $2 limit 1", kind, importID) != nil else { return 0 }
        try tx.execute(
            """
            insert into subject_before (contact_id, subject_id, import_id, hash, seen_import, absent)
            select contact_id, id, $2, hash, seen_import, absent from subject where absent = 0 and seen_import <> $2 and hash <> 0
                and created >= $3 and created <= $4 and \(Self.seen) and exists (
                select 1 from identity i where i.kind = $1 and i.contact_id = subject.contact_id and i.subject_id = subject.id)
            on conflict (contact_id, subject_id, import_id) do nothing
            """, kind, importID, from, to)
        return try tx.execute(
            """
            update subject set absent = 1 where absent = 0 and seen_import <> $2 and hash <> 0 and created >= $3 and created <= $4 and \(Self.seen)
                and exists (select 1 from identity i where i.kind = $1 and i.contact_id = subject.contact_id and i.subject_id = subject.id)
            """, kind, importID, from, to)
    }

    private func flagAbsentDeals(_ kind: Int64, _ from: Int64, _ to: Int64) throws -> Int {
        try tx.execute(
            """
            insert into reference_before (kind, value, import_id, hash, seen_import, absent)
            select r.kind, r.value, $2, r.hash, r.seen_import, d.absent from reference r join deal d on d.id = r.object_id
            where r.kind = $1 and r.seen_import <> $2 and r.hash <> 0 and d.absent = 0 and d.opened_at >= $3 and d.opened_at <= $4
            on conflict (kind, value, import_id) do nothing
            """, kind, importID, from, to)
        return try tx.execute(
            """
            update deal set absent = 1 where absent = 0 and opened_at >= $3 and opened_at <= $4 and id in (
                select object_id from reference where kind = $1 and seen_import <> $2 and hash <> 0)
            """, kind, importID, from, to)
    }
}
