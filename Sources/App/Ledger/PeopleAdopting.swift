// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// A report without ids and an export with them tell of the same leads: of one person, opened on one day.
extension PeopleLoader {
    /// The lead's record that came without an id, or with one where this file has none.
    func sameRecord(_ row: PersonRow, _ byEmail: KnownKeys.Known) throws -> KnownKeys.Known? {
        guard run.lacksIDs || run.hasIDless, row.isLead, let created = row.created else { return nil }
        var found: [KnownKeys.Known] = []
        try ledger.tx.read.scan(
            """
            select l.subject_id, s.hash, l.opened_at, l.opened_precision from lead l
            join subject s on s.contact_id = l.contact_id and s.id = l.subject_id
            where l.contact_id = $1 and exists (
                select 1 from fact f where f.contact_id = l.contact_id and f.subject_id = l.subject_id and f.source = $2) order by l.id
            """, byEmail.contact, run.origin
        ) { lead in
            let opened = Timestamp(Moment(micros: lead.int(2)), Precision(rawValue: lead.int(3)) ?? .unknown)
            if opened.precision > .unknown, isSameDay(opened, created) {
                found.append(.init(contact: byEmail.contact, subject: lead.int(0), hash: lead.int(1)))
            }
        }
        guard !run.lacksIDs else { return found.count == 1 ? found.first : nil }
        // With an id of its own it is only the one that had none.
        guard let idless = try ledger.find(run.looseKind, text(row.email)) else { return nil }
        return found.first { $0.subject == idless.subjectId && $0.contact == idless.contactId }
    }

    mutating func adopt(_ row: PersonRow, _ record: KnownKeys.Known, _ byEmail: KnownKeys.Known) throws {
        try claim(run.keyKind, row.key, record.contact, record.subject)
        known.learn(key: text(row.key), .init(contact: record.contact, subject: record.subject, hash: row.hash))
        loaded.holders.append(Holder(contactId: record.contact, subjectId: record.subject))
        if try record.hash == row.hash || has(row, record) { return try keep(record) }
        // Of one import nobody can tell which of the two files is older: the one with ids is the whole record.
        let seen = try ledger.tx.read.int("select seen_import from subject where contact_id = $1 and id = $2", record.contact, record.subject)
        try add(row, to: record, hasEmail: byEmail, isOld: run.lacksIDs && seen == ledger.importID)
    }
}
