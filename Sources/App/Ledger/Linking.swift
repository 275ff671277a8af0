// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

extension Ledger {
    /// What hangs on a subject, with the columns after `contact_id`. Re-keying is insert and delete: a distribution column can't be updated.
    private static let following: [(table: String, columns: String, bySubject: Bool)] = [
        ("subject", "id, import_id, line, hash, seen_import, absent, created", false),
        ("fact", "id, subject_id, at, precision, recorded_at, source, import_id, data", true),
        (
            "touch",
            """
            id, subject_id, at, precision, recorded_at, side, direction, kind, outcome, channel, campaign, content, evidence, member_id, deal_id,
            import_id, title
            """, true
        ),
        ("subject_before", "subject_id, import_id, hash, seen_import, absent", true),
        ("deal_contact", "deal_id, subject_id, lead_id, role, how, confidence, import_id", true),
        (
            "lead",
            """
            id, subject_id, line, kind, origin, source, campaign, opened_at, opened_precision, ended_at, stage, stage_at, owner_id, first_owner_id,
            reason, due_at, next_check_at, import_id
            """, true
        ),
    ]

    private static let ofLead: [(table: String, columns: String)] = [
        (
            "move",
            """
            lead_id, id, at, precision, recorded_at, from_stage, to_stage, basis, reason, version, deal_id, superseded_by, import_id, actor
            """
        ),
        ("assignment", "lead_id, id, owner_id, from_at, precision, recorded_at, import_id, actor, why"),
    ]

    /// Says which contact a subject belongs to from now on. What hangs on it follows; nothing of it is rewritten.
    /// - Returns: the link, by which it can be undone; nil where the subject is there already.
    @discardableResult
    package func link(_ subject: SubjectID, of from: ContactID, to contact: ContactID) throws -> Int64? {
        guard from != contact else { return nil }
        try rekey(subject, from: from, to: contact)
        let id = try tx.newID()
        try tx.execute(
            "insert into link (contact_id, id, subject_id, from_contact_id, at, actor, undone) values ($1, $2, $3, $4, $5, $6, 0)",
            contact, id, subject, from, now, actor.text)
        for one in [from, contact] { try replayPerson(one) }
        return id
    }

    private func rekey(_ subject: SubjectID, from: ContactID, to contact: ContactID) throws {
        for rows in Self.ofLead {
            let which = "contact_id = $1 and lead_id in (select id from lead where contact_id = $1 and subject_id = $2)"
            try tx.execute(
                "insert into \(rows.table) (contact_id, \(rows.columns)) select cast($3 as bigint), \(rows.columns) from \(rows.table) where \(which)",
                from, subject, contact)
            try tx.execute("delete from \(rows.table) where \(which)", from, subject)
        }
        for rows in Self.following {
            let which = "contact_id = $1 and \(rows.bySubject ? "subject_id" : "id") = $2"
            try tx.execute(
                "insert into \(rows.table) (contact_id, \(rows.columns)) select cast($3 as bigint), \(rows.columns) from \(rows.table) where \(which)",
                from, subject, contact)
            try tx.execute("delete from \(rows.table) where \(which)", from, subject)
        }
        // identity is keyed by its own value; whose it is may change in place. The facts, which have moved, know the keys.
        for key in try keys(of: contact) where key.subjectId == subject.raw {
            try tx.execute("update identity set contact_id = $3 where kind = $1 and value = $2", key.kind, key.value, contact)
        }
    }

    /// Rows came to a person or went: the fields, which records tell of one attempt, and what the deals make of the leads follow anew.
    private func replayPerson(_ contact: ContactID) throws {
        try project(contact)
        try follow([contact.raw])
        try changed(contact)
    }

    /// Two contacts are one human being: every subject of the second moves to the first. Their leads stay what they were.
    /// - Returns: the links, to be handed to `unmerge`.
    @discardableResult
    package func merge(_ other: ContactID, into contact: ContactID) throws -> [Int64] {
        let subjects = try tx.read.rows(as: Int64.self, "select id from subject where contact_id = $1 order by id", other)
        return try subjects.compactMap { try link(SubjectID($0), of: other, to: contact) }
    }

    /// Takes links back, newest first, each to where its subject was before.
    package func unmerge(_ links: [Int64], of contact: ContactID) throws {
        struct Row: Decodable {
            let subjectId: Int64
            let fromContactId: Int64
        }
        for id in links.sorted(by: >) {
            guard
                let row = try tx.read.row(
                    as: Row.self, "select subject_id, from_contact_id from link where contact_id = $1 and id = $2 and undone = 0", contact, id)
            else { continue }
            try rekey(SubjectID(row.subjectId), from: contact, to: ContactID(row.fromContactId))
            try tx.execute("update link set undone = 1 where contact_id = $1 and id = $2", contact, id)
            for one in [contact, ContactID(row.fromContactId)] { try replayPerson(one) }
        }
    }
}
