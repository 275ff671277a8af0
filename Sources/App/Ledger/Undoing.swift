// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// What an undo took back, and what it kept because people had worked with it since.
package struct Undone: Sendable, Codable {
    package var removed: [String: Int] = [:]
    package var kept: [Kept] = []

    package struct Kept: Sendable, Codable {
        package let kind: String
        package let id: Int64
        package let why: String
    }
}

extension Ledger {
    /// Takes an import back: its facts, touches, moves, leads, deals and people. What people did since stays, with the rows it stands on, and is listed.
    package func undo(_ run: ImportID) throws -> Undone {
        var undone = Undone()
        let id = run.raw
        try takeBackLinks(of: run)
        try keepWorkedLeads(id, &undone)
        try keepKnownContacts(id, &undone)
        // People first know what happened to whom: their contacts are replayed after the rows are gone.
        let touched = try touchedContacts(id)
        let records = try recordsTouched(by: run)
        // What deals made of its leads goes with them, and what only its moves superseded stands again.
        try tx.execute(
            """
            delete from move where basis = 2 and deal_id <> 0 and exists (
                select 1 from lead l where l.contact_id = move.contact_id and l.id = move.lead_id and l.import_id = $1)
            """, id)
        try tx.execute("update move set superseded_by = 0 where import_id <> $1 and superseded_by in (select id from move where import_id = $1)", id)
        for table in [
            "deal_line", "deal_contact", "deal_event", "assignment", "move", "lead", "touch", "fact", "identity", "reference", "account_fact",
        ] {
            undone.removed[table] = try tx.execute("delete from \(table) where import_id = $1", id)
        }
        undone.removed["subject"] = try tx.execute(
            "delete from subject where import_id = $1 and not exists (select 1 from fact f where f.contact_id = subject.contact_id and f.subject_id = subject.id)",
            id)
        for table in ["deal", "account", "product", "pipeline_stage"] {
            undone.removed[table] = try tx.execute("delete from \(table) where import_id = $1", id)
        }
        if undone.removed["account"] ?? 0 > 0 {
            try tx.execute("update contact set account_id = 0 where account_id <> 0 and account_id not in (select id from account)")
        }
        undone.removed["contact"] = try tx.execute(
            "delete from contact where import_id = $1 and not exists (select 1 from subject s where s.contact_id = contact.id)", id)
        try SearchIndex.forgetGone(tx)
        for contact in touched {
            try tx.execute("update contact set account_id = 0 where id = $1", contact)
            try project(ContactID(contact))
            for lead in try tx.read.rows(as: Int64.self, "select id from lead where contact_id = $1", contact) {
                try settleStages(of: LeadID(lead), of: ContactID(contact))
                try project(LeadID(lead), of: ContactID(contact))
            }
            try follow([contact])
        }
        try replay(records, without: run)
        try restore(run)
        try restoreRows(of: run)
        try Colleagues(self).undo(run)
        try Rates.undo(tx, run)
        try tx.execute(
            "insert into change (id, contact_id, upto, kind, import_id, recorded_at) values ($1, 0, $2, 2, $3, $4)", tx.newID(), Int64.max, id, now)
        return undone
    }

    /// What the import joined is two again, newest first; what people joined stays.
    private func takeBackLinks(of run: ImportID) throws {
        struct Row: Decodable {
            let contactId: Int64
            let id: Int64
        }
        let links = try tx.read.rows(
            as: Row.self, "select contact_id, id from link where actor = $1 and undone = 0 order by id desc", Actor.import(run.raw).text)
        for link in links { try unmerge([link.id], of: ContactID(link.contactId)) }
        try tx.execute("delete from link where actor = $1", Actor.import(run.raw).text)
    }

    /// Contacts that were there before, or stay, and have rows of the import.
    private func touchedContacts(_ id: Int64) throws -> [Int64] {
        try tx.read.rows(
            as: Int64.self,
            """
            select distinct x.contact_id from (
                select contact_id from fact where import_id = $1 union select contact_id from move where import_id = $1
            ) x join contact c on c.id = x.contact_id where c.import_id <> $1
            """, id)
    }

    /// A lead that a person moved or took since is theirs: the lead and its moves stay as recorded here.
    private func keepWorkedLeads(_ id: Int64, _ undone: inout Undone) throws {
        struct Row: Decodable {
            let contactId: Int64
            let id: Int64
        }
        let rows = try tx.read.rows(
            as: Row.self,
            """
            select l.contact_id, l.id from lead l where l.import_id = $1 and (
                exists (
                    select 1 from move m where m.contact_id = l.contact_id and m.lead_id = l.id and m.import_id <> $1
                        and not (m.basis = 2 and m.deal_id <> 0))
                or exists (select 1 from assignment a where a.contact_id = l.contact_id and a.lead_id = l.id and a.import_id <> $1))
            """, id)
        for row in rows {
            for table in ["move", "assignment"] {
                try tx.execute(
                    "update \(table) set import_id = 0 where contact_id = $1 and lead_id = $2 and import_id = $3", row.contactId, row.id, id)
            }
            try tx.execute("update lead set import_id = 0 where contact_id = $1 and id = $2", row.contactId, row.id)
            try keep(ContactID(row.contactId), id)
            undone.kept.append(.init(kind: "lead", id: row.id, why: "somebody worked on it after the import"))
        }
    }

    /// A contact of which more was recorded since stays, with what the import told of it.
    private func keepKnownContacts(_ id: Int64, _ undone: inout Undone) throws {
        let contacts = try tx.read.rows(
            as: Int64.self,
            """
            select c.id from contact c where c.import_id = $1 and (
                exists (select 1 from fact f where f.contact_id = c.id and f.import_id <> $1)
                or exists (select 1 from touch t where t.contact_id = c.id and t.import_id <> $1)
                or exists (select 1 from lead l where l.contact_id = c.id and l.import_id <> $1))
            """, id)
        for contact in contacts {
            try keep(ContactID(contact), id)
            undone.kept.append(.init(kind: "contact", id: contact, why: "more was recorded about this person after the import"))
        }
    }

    private func keep(_ contact: ContactID, _ id: Int64) throws {
        for table in ["subject", "fact"] { try tx.execute("update \(table) set import_id = 0 where contact_id = $1 and import_id = $2", contact, id) }
        for key in try keys(of: contact) {
            try tx.execute("update identity set import_id = 0 where kind = $1 and value = $2 and import_id = $3", key.kind, key.value, id)
        }
        try tx.execute("update contact set import_id = 0 where id = $1 and import_id = $2", contact, id)
    }
}
