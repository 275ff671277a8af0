// SPDX-License-Identifier: Apache-2.0
package import Domain
import Storage

extension Ledger {
    /// Lets deals drive the leads of their people, for every deal, link and lead that an import touched. Also settles doubles of accounts and
    /// members, replays records that were there before, and guesses people of deals that have none.
    /// Call it when the import is marked done, in the same transaction: rows of an import that still runs are not seen.
    /// - Returns: whose leads changed.
    @discardableResult
    package func followDeals(of run: ImportID) throws -> Set<Int64> {
        try settle()
        try projectRecords(of: run)
        var people = try linkByAccount()
        people.formUnion(try tx.read.rows(as: Int64.self, Self.peopleOf, run))
        return try follow(people)
    }

    static let peopleOf = """
        select contact_id from deal_contact where import_id = $1
        union select x.contact_id from deal_event e join deal_contact x on x.deal_id = e.deal_id where e.import_id = $1
        union select x.contact_id from lead l join deal_contact x on x.contact_id = l.contact_id where l.import_id = $1
        union select x.contact_id from move m join deal_contact x on x.contact_id = m.contact_id where m.import_id = $1
        """

    /// Brings the leads of these people to what their deals say. Again, it changes nothing.
    @discardableResult
    package func follow(_ people: Set<Int64>) throws -> Set<Int64> {
        var changed: Set<Int64> = []
        for contact in people.sorted() where try follow(ContactID(contact)) { changed.insert(contact) }
        return changed
    }

    private func follow(_ contact: ContactID) throws -> Bool {
        let links = try tx.read.rows(as: Link.self, Self.links, contact)
        let records = try leadRecords(of: contact)
        let deals = Dictionary(links.map { ($0.dealId, $0.facts) }, uniquingKeysWith: { first, _ in first })
        let sure = Dictionary(
            links.filter { $0.how < DealLink.accountAndTime.rawValue }.map { ($0.dealId, $0.facts) }, uniquingKeysWith: { first, _ in first })
        let (leads, joined) = try settleAttempts(records, of: contact, deals: Array(sure.values))
        let followed = Domain.followDeals(Array(deals.values), leads: leads)
        var isChanged = false
        for link in links where link.leadId != followed.leads[link.dealId] ?? 0 {
            try tx.execute(
                "update deal_contact set lead_id = $4 where contact_id = $1 and deal_id = $2 and subject_id = $3", contact, link.dealId,
                link.subjectId,
                followed.leads[link.dealId] ?? 0)
            isChanged = true
        }
        let touched = try joined.union(apply(followed, to: leads, of: contact))
        for lead in touched.sorted() { try project(LeadID(lead), of: contact) }
        if isChanged || !touched.isEmpty { try self.changed(contact) }
        return isChanged || !touched.isEmpty
    }

    /// - Returns: the leads whose moves changed.
    private func apply(_ followed: Followed, to leads: [LeadFacts], of contact: ContactID) throws -> Set<Int64> {
        var touched: Set<Int64> = []
        let first = followed.added.isEmpty ? 0 : try tx.newIDs(followed.added.count)
        let gone = Set(followed.superseded.map(\.move))
        for (index, move) in followed.added.enumerated() {
            let moves = leads.first { $0.id == move.lead }?.moves.map(\.move) ?? []
            let standing = moves.filter { $0.supersededBy == 0 && !gone.contains($0.id) && $0.at <= move.time.at }
            try tx.execute(
                """
                insert into move (contact_id, lead_id, id, at, precision, recorded_at, from_stage, to_stage, basis, reason, version, deal_id,
                    superseded_by, import_id, actor)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, 0, $12, $13)
                """, contact, move.lead, first + Int64(index), move.time.at, move.time.precision.rawValue, now,
                standing.max(by: Move.inOrder)?.to.rawValue ?? 0, move.to.rawValue, Basis.derived.rawValue, move.reason, move.deal, importID,
                actor.text)
            touched.insert(move.lead)
        }
        for one in followed.superseded {
            let by =
                switch one.by {
                case .added(let index): first + Int64(index)
                case .move(let id): id
                case .deal(let id): id
                }
            try supersede(one.move, by: by, of: contact)
            touched.insert(one.lead)
        }
        for id in followed.revived {
            guard let lead = leads.first(where: { $0.moves.contains { $0.move.id == id } }) else { continue }
            try tx.execute("update move set superseded_by = 0 where contact_id = $1 and id = $2", contact, id)
            touched.insert(lead.id)
        }
        return touched
    }

    private struct Link: Decodable {
        let dealId: Int64
        let subjectId: Int64
        let leadId: Int64
        let openedAt: Moment
        let openedPrecision: Int64
        let outcome: Int64
        let closedAt: Moment?
        let closedPrecision: Int64
        let reason: Int64
        let how: Int64

        var facts: DealFacts {
            DealFacts(
                id: dealId, opened: Timestamp(openedAt, Precision(rawValue: openedPrecision) ?? .unknown),
                outcome: DealOutcome(rawValue: outcome) ?? .open,
                closed: closedAt.map { Timestamp($0, Precision(rawValue: closedPrecision) ?? .unknown) }, reason: reason)
        }
    }

    /// A deal that only other rows have named says nothing yet.
    private static let links = """
        select x.deal_id, x.subject_id, x.lead_id, d.opened_at, d.opened_precision, d.outcome, d.closed_at, d.closed_precision, d.reason, x.how
        from deal_contact x join deal d on d.id = x.deal_id where x.contact_id = $1 and d.absent < 2 and x.\(seen) and d.\(seen) order by x.how, x.subject_id
        """
}
