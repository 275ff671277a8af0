// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// A lead to be opened.
package struct LeadDraft: Sendable {
    package var opened: Timestamp
    package var line = ""
    package var kind: LeadKind = .new
    package var origin: Origin = .unknown
    package var source = ""
    package var campaign = ""
    package var owner: Int64 = 0
    /// Nobody said when it was opened: then its first known move bounds it.
    package var isInferred = false

    package init(opened: Timestamp) { self.opened = opened }
}

package enum MoveRefused: Error, Equatable {
    /// Our own moves follow the flow; imported ones need not.
    case notAllowed(from: Stage, to: Stage)
    case unknownLead
    /// One lead at most is open per contact and line.
    case alreadyOpen(LeadID)
    case reasonMissing
}

extension Ledger {
    /// Opens a lead with its first move.
    package func open(_ draft: LeadDraft, for holder: Holder) throws -> LeadID {
        let line = try code(.line, draft.line)
        if let open = try tx.read.int(
            "select id from lead where contact_id = $1 and line = $2 and ended_at is null and \(Self.seen) limit 1", holder.contactId, line)
        {
            throw MoveRefused.alreadyOpen(LeadID(open))
        }
        let lead = LeadID(try tx.newID())
        try tx.execute(
            """
            insert into lead (contact_id, id, subject_id, line, kind, origin, source, campaign, opened_at, opened_precision, ended_at, stage, stage_at,
                owner_id, first_owner_id, reason, due_at, next_check_at, import_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, null, 1, $9, $11, $11, 0, null, null, $12)
            """, holder.contactId, lead, holder.subjectId, line, draft.kind.rawValue, draft.origin.rawValue, code(.source, draft.source),
            code(.campaign, draft.campaign), draft.opened.at, draft.opened.precision.rawValue, draft.owner, importID)
        try add(MoveDraft(to: .inquiry, time: draft.opened, basis: draft.isInferred ? .inferred : .observed), from: nil, to: lead, of: holder.contact)
        if draft.owner != 0 { try record(owner: draft.owner, of: lead, of: holder.contact, from: draft.opened, why: nil) }
        try changed(holder.contact)
        return lead
    }

    /// A person moves a lead: the flow must allow it, and leaving the path needs a reason.
    /// - Returns: the move, which can be taken back.
    @discardableResult
    package func move(_ lead: LeadID, of contact: ContactID, to stage: Stage, reason: String = "") throws -> Int64 {
        guard let standing = Standing.replay(try attemptMoves(of: lead, of: contact)) else { throw MoveRefused.unknownLead }
        guard standing.stage.next.contains(stage) else { throw MoveRefused.notAllowed(from: standing.stage, to: stage) }
        if (stage == .recycled || stage == .disqualified || stage == .lost) && reason.isEmpty { throw MoveRefused.reasonMissing }
        // A decision is made on what is known now: it stands after every move that is known, also one dated later by another clock.
        let at = Moment(micros: max(now.micros, standing.since.micros &+ 1))
        let id = try add(
            MoveDraft(to: stage, time: Timestamp(at, .exact), basis: .decided), from: standing.stage, to: lead, of: contact, reason: reason)
        try project(lead, of: contact)
        try changed(contact)
        return id
    }

    /// Takes a person's own move back: the lead stands where its other moves leave it. The move stays in the ledger and no longer counts.
    /// - Returns: false where it is not there or was taken back already.
    package func takeBack(_ move: Int64, of lead: LeadID, of contact: ContactID) throws -> Bool {
        let rows = try tx.execute(
            "update move set superseded_by = $3 where contact_id = $1 and id = $2 and basis = $4 and superseded_by <> $3", contact, move,
            Move.takenBack, Basis.decided.rawValue)
        guard rows > 0 else { return false }
        try project(lead, of: contact)
        try changed(contact)
        return true
    }

    /// Records what a source says happened, legal or not. The same stage at the same time counts once.
    package func observe(_ drafts: [MoveDraft], of lead: LeadID, of contact: ContactID, reason: String = "", deal: Int64 = 0) throws {
        var known = try moves(of: lead, of: contact, including: importID)
        var added = false
        for draft in drafts where !known.contains(where: { $0.to == draft.to && $0.at == draft.time.at && $0.supersededBy == 0 }) {
            // Where the source does not say what it was before, other rows that are still to come may.
            let id = try add(draft, from: draft.from, to: lead, of: contact, reason: reason, deal: deal)
            known.append(Move(id: id, at: draft.time.at, precision: draft.time.precision, from: draft.from, to: draft.to, basis: draft.basis))
            added = true
        }
        if added {
            try project(lead, of: contact)
            try changed(contact)
        }
    }

    @discardableResult
    private func add(_ draft: MoveDraft, from: Stage?, to lead: LeadID, of contact: ContactID, reason: String = "", deal: Int64 = 0) throws -> Int64 {
        let id = try tx.newID()
        try tx.execute(
            """
            insert into move (contact_id, lead_id, id, at, precision, recorded_at, from_stage, to_stage, basis, reason, version, deal_id, superseded_by,
                import_id, actor)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, 0, $12, $13)
            """, contact, lead, id, draft.time.at, draft.time.precision.rawValue, now, from?.rawValue ?? 0, draft.to.rawValue, draft.basis.rawValue,
            code(.reason, reason), deal, importID, actor.text)
        return id
    }

    /// An engine move that later knowledge no longer supports is superseded; nothing is removed. A person's decision stands.
    func supersede(_ move: Int64, by other: Int64, of contact: ContactID) throws {
        try tx.execute(
            "update move set superseded_by = $3 where contact_id = $1 and id = $2 and basis <> $4 and superseded_by = 0", contact, move, other,
            Basis.decided.rawValue)
    }

    /// Gives a lead to a member from now on.
    package func assign(_ lead: LeadID, of contact: ContactID, to owner: MemberID, why: String) throws {
        let changedRows = try tx.execute("update lead set owner_id = $3 where contact_id = $1 and id = $2", contact, lead, owner)
        guard changedRows == 1 else { throw MoveRefused.unknownLead }
        try record(owner: owner.raw, of: lead, of: contact, from: Timestamp(now, .exact), why: why)
        try changed(contact)
    }

    func record(owner: Int64, of lead: LeadID, of contact: ContactID, from: Timestamp, why: String?) throws {
        try tx.execute(
            """
            insert into assignment (contact_id, lead_id, id, owner_id, from_at, precision, recorded_at, import_id, actor, why)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """, contact, lead, tx.newID(), owner, from.at, from.precision.rawValue, now, importID, actor.text, why)
    }
}
