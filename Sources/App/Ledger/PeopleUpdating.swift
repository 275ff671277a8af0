// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Rows of records that are known: compared, and added to.
extension PeopleLoader {
    mutating func keep(_ record: KnownKeys.Known) throws {
        try ledger.rememberSubject(record.subject, of: record.contact)
        try ledger.tx.execute(
            "update subject set seen_import = $3, absent = 0 where contact_id = $1 and id = $2 and seen_import <> $3", record.contact, record.subject,
            ledger.importID)
        loaded.unchanged += 1
    }

    /// Whether it is another row of a record that has several in one export, or an older export's row that was told before.
    func has(_ row: PersonRow, _ record: KnownKeys.Known) throws -> Bool {
        try ledger.tx.flush()
        let told =
            row.factPrecision == .unknown
            ? nil
            : try ledger.tx.read.int(
                "select 1 from fact where contact_id = $1 and subject_id = $2 and at = $3 and source = $4 and data = $5 limit 1", record.contact,
                record.subject, row.factAt, run.origin, text(row.data))
        if told != nil { return true }
        let seen = try ledger.tx.read.int("select seen_import from subject where contact_id = $1 and id = $2", record.contact, record.subject)
        return try ledger.hasRow(
            RecordKey("entente/person-row", String(record.subject)), hash: row.hash, stored: record.hash, seen: seen ?? 0, object: record.contact)
    }

    /// A second record of a person that is known by e-mail: another CRM record, another system.
    mutating func addRecord(_ row: PersonRow, to contact: Int64) throws {
        let subject = try addSubject(row, contact)
        try record(row, contact, subject)
        if row.isLead { try open(row, contact, subject) }
        loaded.touched.insert(contact)
        loaded.created += 1
    }

    /// A newer export of a known record: what it says now is a new fact; its stages since then are new moves.
    mutating func add(_ row: PersonRow, to record: KnownKeys.Known, hasEmail: KnownKeys.Known?, isOld: Bool = false) throws {
        try ledger.tx.flush()
        let isOld = try isOld || isOlder(row, than: record)
        try ledger.rememberSubject(record.subject, of: record.contact)
        var contact = record.contact
        if let other = hasEmail, other.contact != contact {
            // The address belongs to somebody else we know: they are one human being.
            try ledger.link(SubjectID(record.subject), of: ContactID(contact), to: ContactID(other.contact))
            loaded.touched.insert(contact)
            contact = other.contact
            loaded.holders[loaded.holders.count - 1] = Holder(contactId: contact, subjectId: record.subject)
            known.learn(key: text(row.key), .init(contact: contact, subject: record.subject, hash: row.hash))
        } else if row.email.count > 0, hasEmail == nil {
            try claim(run.emailKind, row.email, contact, record.subject)
            known.learn(email: text(row.email), .init(contact: contact, subject: record.subject, hash: row.hash))
        }
        try ledger.tx.execute(
            """
            update subject set hash = $3, seen_import = $4, absent = 0, created = case when cast($5 as bigint) <> 0 then cast($5 as bigint) else created end
            where contact_id = $1 and id = $2
            """, contact, record.subject, row.hash, ledger.importID, row.created?.at.micros ?? 0)
        try self.record(row, contact, record.subject)
        if row.isLead {
            try advance(row, contact, record.subject, isOld: isOld)
        } else if row.isDeleted, !isOld {
            try endDeleted(row, contact, record.subject)
        } else if record.hash == 0 {
            try openTold(row, contact, record.subject)
        }
        loaded.touched.insert(contact)
        loaded.updated += 1
    }

    /// A person whose row says no stage, and whose history did before the row came.
    private mutating func openTold(_ row: PersonRow, _ contact: Int64, _ subject: Int64) throws {
        let told = try ledger.stagesTold(of: subject, contact)
        guard !told.isEmpty,
            try ledger.tx.read.int("select id from lead where contact_id = $1 and subject_id = $2 limit 1", contact, subject) == nil
        else { return }
        var row = row
        row.created = nil
        try open(row, contact, subject, told: told)
    }

    /// An older export than the newest that is known: what it dates happened, what it states as of then is past.
    private func isOlder(_ row: PersonRow, than record: KnownKeys.Known) throws -> Bool {
        let seconds: Int64
        switch row.factPrecision {
        case .unknown: return false
        case .year: seconds = 366 * 86_400
        case .month: seconds = 31 * 86_400
        case .day: seconds = 86_400
        case .minute: seconds = 60
        case .second, .exact: seconds = 1
        }
        let newest = try ledger.tx.read.int(
            "select max(at) from fact where contact_id = $1 and subject_id = $2 and source = $3 and precision > 0", record.contact, record.subject,
            run.origin)
        return newest ?? .min >= row.factAt &+ seconds &* 1_000_000
    }

    /// The lead of a record that was deleted in its system ends, unless it had ended or a deal drives it.
    private mutating func endDeleted(_ row: PersonRow, _ contact: Int64, _ subject: Int64) throws {
        let leads = try ledger.tx.read.int("select id from lead where contact_id = $1 and subject_id = $2 limit 1", contact, subject)
        guard let lead = leads else { return }
        let moves = try ledger.moves(of: LeadID(lead), of: ContactID(contact), including: ledger.importID)
        guard let standing = Standing.replay(moves), !standing.stage.isEnd, !moves.contains(where: { $0.supersededBy == 0 && $0.basis == .derived })
        else { return }
        var row = row
        (row.current, row.reason, row.owner, row.datedCount) = (.disqualified, run.deleted, 0, 0)
        try advance(row, contact, subject, isOld: false)
    }

    private mutating func advance(_ row: PersonRow, _ contact: Int64, _ subject: Int64, isOld: Bool) throws {
        guard let lead = try ledger.tx.read.int("select id from lead where contact_id = $1 and subject_id = $2 order by id limit 1", contact, subject)
        else {
            return try open(row, contact, subject, told: ledger.stagesTold(of: subject, contact))
        }
        try ledger.tx.flush()
        let before = try ledger.moves(of: LeadID(lead), of: ContactID(contact), including: ledger.importID)
        var drafts = moves(row).filter { draft in
            draft.basis == .observed && !before.contains { $0.to == draft.to && ($0.at == draft.time.at || draft.to == .inquiry) }
        }
        let now = (before.filter { $0.supersededBy == 0 }.map { ($0.at, $0.to) } + drafts.map { ($0.time.at, $0.to) })
            .max { ($0.0.micros, $0.1.order) < ($1.0.micros, $1.1.order) }
        // Between the two exports it came to stand elsewhere; when, nobody knows. What a deal made of the lead is not the row's to say: a row that
        // repeats its stage moves nothing, and from opportunity on the deal drives.
        let own = before.filter { $0.supersededBy == 0 && $0.basis != .derived }
        let said = (own.map { ($0.at, $0.to) } + drafts.map { ($0.time.at, $0.to) }).max { ($0.0.micros, $0.1.order) < ($1.0.micros, $1.1.order) }
        let isDealt = before.contains { $0.supersededBy == 0 && $0.basis == .derived && $0.to.isEnd }
        let read = row.factPrecision == .unknown ? run.asOf : Moment(micros: row.factAt)
        if !isOld, let current = row.current, let now, now.1 != current, said?.1 != current, !isDealt || current.isEnd {
            drafts.append(MoveDraft(to: current, time: Timestamp(max(now.0, read), .unknown), basis: .inferred))
        }
        var from = before.last?.to
        for draft in drafts {
            try add(draft, from: from, lead: lead, contact: contact, reason: draft == drafts.last ? row.reason : 0)
            from = draft.to
        }
        if row.owner != 0, !isOld {
            // The lead itself follows when the import is published. Whom a colleague gave it to here stays, until the source names another than
            // it did before.
            let owner = try ledger.tx.read.int(
                """
                select owner_id from assignment where contact_id = $1 and lead_id = $2 and import_id <> 0 order by from_at desc, id desc limit 1
                """, contact, lead)
            if owner != row.owner { try assign(row, contact, lead, Timestamp(read, .unknown)) }
        }
    }
}
