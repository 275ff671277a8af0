// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Writes the rows of one batch, in their order.
struct PeopleLoader {
    let ledger: Ledger
    let run: PeopleRun
    let bytes: UnsafeRawBufferPointer
    let dated: [(Stage, Timestamp)]
    var known: KnownKeys
    /// Some row of the batch may repeat a key of another; else nothing needs to be remembered.
    let learns: Bool
    let firstContact: Int64
    var nextID: Int64
    let sinks: PeopleSinks
    var loaded = Loaded()
    /// The key of a row whose id is somebody else's already.
    var ownKey = ""

    mutating func load(_ row: PersonRow, at index: Int) throws {
        let byKey = row.mayBeKnown ? known.key(text(row.key)) : nil
        let byEmail = row.mayBeKnown && row.email.count > 0 ? known.email(text(row.email)) : nil
        if let byKey, try isSomebodyElse(row, byKey, byEmail) {
            try addNamesake(row, at: index, byEmail)
        } else if let byKey {
            loaded.holders.append(Holder(contactId: byKey.contact, subjectId: byKey.subject))
            if try byKey.hash == row.hash || has(row, byKey) { return try keep(byKey) }
            try add(row, to: byKey, hasEmail: byEmail)
        } else if let byEmail, let known = try sameRecord(row, byEmail) {
            try adopt(row, known, byEmail)
        } else if let byEmail {
            try addRecord(row, to: byEmail.contact)
        } else {
            try create(row, contact: firstContact + Int64(index))
        }
    }

    func text(_ span: Span32) -> String { String(decoding: slice(span), as: UTF8.self) }

    @inline(__always)
    private func slice(_ span: Span32) -> UnsafeRawBufferPointer {
        guard span.count > 0, span.start >= 0, Int(span.start) + Int(span.count) <= bytes.count else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return UnsafeRawBufferPointer(rebasing: bytes[Int(span.start)..<(Int(span.start) + Int(span.count))])
    }

    private mutating func id() -> Int64 {
        defer { nextID += 1 }
        return nextID
    }

    mutating func create(_ row: PersonRow, contact: Int64) throws {
        let out = sinks.contact
        for number in [
            contact, 1, row.excluded, row.account, row.country, row.industry, row.firstSource, row.latestSource, ledger.now.micros, ledger.importID,
        ] { out.int(number) }
        for span in [row.email, row.firstName, row.lastName, row.title, row.phone, row.company, row.fields] { out.text(slice(span)) }
        try out.end()
        let subject = try addSubject(row, contact)
        if row.email.count > 0 { try claim(run.emailKind, row.email, contact, subject) }
        if learns, row.email.count > 0 { known.learn(email: text(row.email), .init(contact: contact, subject: subject, hash: row.hash)) }
        try record(row, contact, subject)
        if row.isLead { try open(row, contact, subject) }
        loaded.created += 1
        loaded.newContacts += 1
        loaded.rowsWritten += 1
    }

    mutating func addSubject(_ row: PersonRow, _ contact: Int64) throws -> Int64 {
        let subject = id()
        loaded.holders.append(Holder(contactId: contact, subjectId: subject))
        let out = sinks.subject
        out.int(contact)
        out.int(subject)
        out.int(ledger.importID)
        out.int(Int64(row.line))
        out.int(row.hash)
        out.int(ledger.importID)
        out.int(0)
        out.int(row.created?.at.micros ?? 0)
        try out.end()
        if ownKey.isEmpty {
            try claim(run.keyKind, row.key, contact, subject)
            if learns { known.learn(key: text(row.key), .init(contact: contact, subject: subject, hash: row.hash)) }
        }
        loaded.rowsWritten += 1
        return subject
    }

    mutating func claim(_ kind: Int64, _ value: Span32, _ contact: Int64, _ subject: Int64) throws {
        let out = sinks.identity
        out.int(kind)
        out.text(slice(value))
        out.int(contact)
        out.int(subject)
        out.int(ledger.importID)
        try out.end()
        loaded.rowsWritten += 1
    }

    mutating func record(_ row: PersonRow, _ contact: Int64, _ subject: Int64) throws {
        let out = sinks.fact
        out.int(contact)
        out.int(id())
        out.int(subject)
        out.int(row.factAt)
        out.int(row.factPrecision.rawValue)
        out.int(ledger.now.micros)
        out.int(run.origin)
        out.int(ledger.importID)
        out.text(slice(row.data))
        try out.end()
        loaded.rowsWritten += 1
    }

    func moves(_ row: PersonRow, told: [MoveDraft] = []) -> [MoveDraft] {
        let start = Int(row.datedStart), end = start + Int(row.datedCount)
        return inferMoves(
            created: row.created, dated: start <= end && end <= dated.count ? Array(dated[start..<end]) : [], told: told, current: row.current,
            fallback: run.asOf)
    }

    /// - Parameter told: stages that a history told before the record itself came.
    mutating func open(_ row: PersonRow, _ contact: Int64, _ subject: Int64, told: [MoveDraft] = []) throws {
        let drafts = moves(row, told: told)
        guard let first = drafts.first, let last = drafts.last else { return }
        let lead = id()
        let out = sinks.lead
        out.int(contact)
        out.int(lead)
        out.int(subject)
        out.int(row.line_)
        out.int(LeadKind.new.rawValue)
        out.int(Origin.unknown.rawValue)
        out.int(row.source)
        out.int(row.campaign)
        out.int(first.time.at.micros)
        out.int(first.time.precision.rawValue)
        out.int(last.to.isEnd ? last.time.at.micros : nil)
        out.int(last.to.rawValue)
        out.int(last.time.at.micros)
        out.int(row.owner)
        out.int(row.owner)
        out.int(row.reason)
        out.null()
        out.null()
        out.int(ledger.importID)
        try out.end()
        var from: Stage?
        for draft in drafts {
            try add(draft, from: draft.from ?? from, lead: lead, contact: contact, reason: draft == last ? row.reason : 0)
            from = draft.to
        }
        if row.owner != 0 { try assign(row, contact, lead, first.time) }
        loaded.newLeads += 1
        loaded.rowsWritten += 1
    }

    mutating func add(_ draft: MoveDraft, from: Stage?, lead: Int64, contact: Int64, reason: Int64) throws {
        let out = sinks.move
        out.int(contact)
        out.int(lead)
        out.int(id())
        out.int(draft.time.at.micros)
        out.int(draft.time.precision.rawValue)
        out.int(ledger.now.micros)
        out.int(from?.rawValue ?? 0)
        out.int(draft.to.rawValue)
        out.int(draft.basis.rawValue)
        out.int(reason)
        for _ in 0..<3 { out.int(0) }
        out.int(ledger.importID)
        out.null()  // the import is the actor, and stands in the column before
        try out.end()
        loaded.newMoves += 1
        loaded.rowsWritten += 1
    }

    mutating func assign(_ row: PersonRow, _ contact: Int64, _ lead: Int64, _ from: Timestamp) throws {
        let out = sinks.assignment
        out.int(contact)
        out.int(lead)
        out.int(id())
        out.int(row.owner)
        out.int(from.at.micros)
        out.int(from.precision.rawValue)
        out.int(ledger.now.micros)
        out.int(ledger.importID)
        out.null()
        out.null()
        try out.end()
        loaded.rowsWritten += 1
    }

    mutating func finish(rows: Int) throws {
        guard loaded.newContacts > 0 || !loaded.touched.isEmpty else { return }
        try ledger.tx.execute(
            "insert into change (id, contact_id, upto, kind, import_id, recorded_at) values ($1, $2, $3, 1, $4, $5)", id(), firstContact,
            firstContact + Int64(rows) - 1, ledger.importID, ledger.now)
        for contact in loaded.touched.sorted() { try ledger.changed(ContactID(contact)) }
    }
}
