// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// Who a key belongs to.
package struct Holder: Hashable, Sendable, Decodable {
    package let contactId: Int64
    package let subjectId: Int64

    package init(contactId: Int64, subjectId: Int64) { (self.contactId, self.subjectId) = (contactId, subjectId) }

    package var contact: ContactID { ContactID(contactId) }
    package var subject: SubjectID { SubjectID(subjectId) }
}

extension Ledger {
    /// A new contact with its first subject. Without an identity or a fact it is a visitor, which no total of people counts.
    package func newContact() throws -> Holder {
        let first = try tx.newIDs(2)
        try tx.execute(
            """
            insert into contact (id, known, account_id, email, first_name, last_name, title, phone, company, country, industry, first_source,
                latest_source, excluded, fields, created_at, import_id)
            values ($1, 0, 0, '', '', '', '', '', '', 0, 0, 0, 0, 0, '{}', $2, $3)
            """, first, now, importID)
        try newSubject(first + 1, of: ContactID(first))
        return Holder(contactId: first, subjectId: first + 1)
    }

    private func newSubject(_ id: Int64, of contact: ContactID) throws {
        try tx.execute(
            "insert into subject (contact_id, id, import_id, line, hash, seen_import, absent) values ($1, $2, $3, 0, 0, $3, 0)", contact, id, importID
        )
    }

    /// The holder of an identity; a new contact where nobody has it yet.
    package func holder(_ kind: String, _ value: String) throws -> Holder {
        if let known = try find(kind, value) { return known }
        let holder = try newContact()
        return try claim(kind, value, for: holder)
    }

    package func find(_ kind: String, _ value: String) throws -> Holder? {
        try tx.read.row(
            as: Holder.self, "select contact_id, subject_id from identity where kind = $1 and value = $2", code(.key, kind),
            RecordKey(kind, value).value)
    }

    /// Gives an identity to a subject; what we know it by is a fact too, so that no index by contact is needed. Who lost a race gets the winner.
    /// - Parameter isFurther: a second address, which is not the one that they are shown with.
    @discardableResult
    package func claim(_ kind: String, _ value: String, for holder: Holder, isFurther: Bool = false) throws -> Holder {
        let value = RecordKey(kind, value).value
        let added = try tx.execute(
            "insert into identity (kind, value, contact_id, subject_id, import_id) values ($1, $2, $3, $4, $5) on conflict (kind, value) do nothing",
            code(.key, kind), value, holder.contactId, holder.subjectId, importID)
        guard added > 0 else { return try find(kind, value) ?? holder }
        try record([isFurther ? "key:\(kind)" : Self.factName(of: kind): value], of: holder, at: Timestamp(now, .exact), source: "identity")
        return holder
    }

    /// Under which name a fact tells a key: `email`, `key:salesforce/lead`.
    static func factName(of kind: String) -> String { kind == "email" ? "email" : "key:\(kind)" }

    /// Every identity of a contact, found by what its facts say it is known by.
    func keys(of contact: ContactID) throws -> [Key] {
        var values: Set<String> = []
        try tx.read.scan("select data from fact where contact_id = $1", contact) { row in
            FlatJSON.read(row.bytes(0)) { if $0 == "email" || $0.hasPrefix("key:") { values.insert($1) } }
        }
        return try values.sorted().flatMap { value in
            try tx.read.rows(
                as: Key.self,
                """
                select kind, value, contact_id, subject_id from identity
                where kind in (select id from code where kind = 'key') and value = $1
                """, value)
        }.filter { key in try subject(key.subjectId, isOf: contact) }
    }

    private func subject(_ subject: Int64, isOf contact: ContactID) throws -> Bool {
        try tx.read.int("select 1 from subject where contact_id = $1 and id = $2", contact, subject) != nil
    }

    struct Key: Decodable {
        let kind: Int64
        let value: String
        let contactId: Int64
        let subjectId: Int64
    }

    /// Another subject of the same contact: a second browser, another CRM record.
    package func addSubject(to contact: ContactID) throws -> Holder {
        let id = try tx.newID()
        try newSubject(id, of: contact)
        return Holder(contactId: contact.raw, subjectId: id)
    }

    /// Records fields observed together. `source` is `by hand` for edits of people, which stand above every import.
    @discardableResult
    package func record(_ fields: [String: String], of holder: Holder, at: Timestamp, source: String) throws -> Int64 {
        let id = try tx.newID()
        try tx.execute(
            """
            insert into fact (contact_id, id, subject_id, at, precision, recorded_at, source, import_id, data)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """, holder.contactId, id, holder.subjectId, at.at, at.precision.rawValue, now, code(.origin, source), importID,
            FlatJSON.write(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
        try project(holder.contact)
        try changed(holder.contact)
        return id
    }

    /// Records a touch. The same event key of the same subject counts once.
    /// - Returns: false where it was there already.
    @discardableResult
    package func record(_ touch: TouchDraft, of holder: Holder, eventKey: String) throws -> Bool {
        let id = TouchDraft.id(subject: holder.subject, eventKey: eventKey)
        let added = try tx.execute(
            """
            insert into touch (contact_id, id, subject_id, at, precision, recorded_at, side, direction, kind, outcome, channel, campaign, content,
                evidence, member_id, deal_id, import_id, title)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) on conflict (contact_id, id) do nothing
            """, holder.contactId, id, holder.subjectId, touch.time.at, touch.time.precision.rawValue, now, touch.side.rawValue,
            touch.direction.rawValue, touch.kind.rawValue, touch.outcome.rawValue, code(.channel, touch.channel), code(.campaign, touch.campaign),
            code(.content, touch.content), touch.evidence.rawValue, touch.member, touch.deal, importID, touch.title)
        if added > 0 { try changed(holder.contact) }
        return added > 0
    }
}

/// A touch to be recorded.
package struct TouchDraft: Sendable {
    package var time: Timestamp
    package var side: TouchSide
    package var direction: TouchDirection = .none
    package var kind: TouchKind
    package var outcome: TouchOutcome = .none
    package var channel = ""
    package var campaign = ""
    package var content = ""
    package var evidence: Evidence = .observed
    package var member: Int64 = 0
    package var deal: Int64 = 0
    package var title: String?

    package init(time: Timestamp, side: TouchSide, kind: TouchKind) { (self.time, self.side, self.kind) = (time, side, kind) }

    /// A hash of subject and event key, so that no unique index over shards is needed. FNV-1a, 64 bits, sign dropped.
    package static func id(subject: SubjectID, eventKey: String) -> Int64 {
        var hash = RowHash()
        hash.add(subject.raw)
        var key = eventKey
        key.withUTF8 { hash.add(UnsafeRawBufferPointer($0)) }
        return hash.value
    }
}

/// FNV-1a folded over cells: tells a changed row from an unchanged one. Not for secrets.
package struct RowHash: Sendable {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    package init() {}

    @inline(__always)
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        // Eight bytes a step: a byte a step was the dearest part of reading an unchanged file again.
        var index = 0
        while index &+ 8 <= bytes.count {
            mix(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index &+= 8
        }
        var tail = UInt64(bytes.count) &<< 56
        var shift: UInt64 = 0
        while index < bytes.count {
            tail ^= UInt64(bytes[index]) &<< shift
            (index, shift) = (index &+ 1, shift &+ 8)
        }
        mix(tail)
    }

    package mutating func add(_ number: Int64) { mix(UInt64(bitPattern: number)) }

    @inline(__always)
    private mutating func mix(_ word: UInt64) {
        state = (state ^ word) &* 0x9e37_79b9_7f4a_7c15
        state ^= state &>> 29
    }

    /// 63 bits.
    package var value: Int64 { Int64(truncatingIfNeeded: (state ^ (state &>> 32)) & 0x7fff_ffff_ffff_ffff) }
}
