// SPDX-License-Identifier: Apache-2.0
package import Domain
import Storage

extension Ledger {
    /// Says that a person takes part in a deal. The strongest way in which we know it wins; the same again changes nothing.
    /// - Returns: true where something changed.
    @discardableResult
    package func link(contact holder: Holder, to deal: Int64, role: String = "", how: DealLink) throws -> Bool {
        // What a subject says may have come before it was merged into another contact.
        let holder = try current(holder)
        let word = try code(.role, role)
        let added = try tx.execute(
            """
            insert into deal_contact (contact_id, deal_id, subject_id, lead_id, role, how, confidence, import_id) values ($1, $2, $3, 0, $4, $5, $6, $7)
            on conflict (contact_id, deal_id, subject_id) do nothing
            """, holder.contactId, deal, holder.subjectId, word, how.rawValue, how.confidence, importID)
        guard try added > 0 || strengthen(holder, deal, role: word, how: how) else { return false }
        try releaseParked(deal: deal, to: holder)
        try changed(holder.contact)
        return true
    }

    /// - Returns: false where the link was as strong, and its role known, before.
    private func strengthen(_ holder: Holder, _ deal: Int64, role: Int64, how: DealLink) throws -> Bool {
        struct Row: Decodable {
            let role: Int64
            let how: Int64
        }
        guard
            let known = try tx.read.row(
                as: Row.self, "select role, how from deal_contact where contact_id = $1 and deal_id = $2 and subject_id = $3", holder.contactId, deal,
                holder.subjectId)
        else { return false }
        let isStronger = how.rawValue < known.how, namesRole = role != 0 && (known.role == 0 || isStronger)
        guard isStronger || namesRole else { return false }
        try remember(.dealContact, "\(deal)|\(holder.subjectId)", was: ["role": String(known.role), "how": String(known.how)])
        let now = isStronger ? how : DealLink(rawValue: known.how) ?? how
        try tx.execute(
            "update deal_contact set role = $4, how = $5, confidence = $6 where contact_id = $1 and deal_id = $2 and subject_id = $3",
            holder.contactId, deal, holder.subjectId, namesRole ? role : known.role, now.rawValue, now.confidence)
        return true
    }

    /// The contact that a subject belongs to now.
    func current(_ holder: Holder) throws -> Holder {
        if try tx.read.int("select 1 from subject where contact_id = $1 and id = $2", holder.contactId, holder.subjectId) != nil { return holder }
        let moved = try tx.read.int("select contact_id from link where subject_id = $1 and undone = 0 order by id desc limit 1", holder.subjectId)
        return Holder(contactId: moved ?? holder.contactId, subjectId: holder.subjectId)
    }

    /// Gives deals that name an account but nobody the person of that account whose lead was opened last in the 365 days before the deal, and
    /// had not ended by then. A guess: it goes where a better link comes, and follows better knowledge.
    /// - Returns: who gained or lost a deal; their leads are to be followed.
    @discardableResult
    package func linkByAccount() throws -> Set<Int64> {
        var guesses: [Int64: Guess] = [:]
        try tx.read.scan(Self.guesses, Self.year, Self.day) { row in
            let guess = Guess(contact: row.int(1), subject: row.int(2), lead: row.int(3), opened: row.int(4))
            if guesses[row.int(0)].map({ ($0.opened, $0.lead) < (guess.opened, guess.lead) }) ?? true { guesses[row.int(0)] = guess }
        }
        var changed: Set<Int64> = []
        struct Row: Decodable {
            let dealId: Int64
            let contactId: Int64
            let subjectId: Int64
        }
        let old = try tx.read.rows(
            as: Row.self, "select deal_id, contact_id, subject_id from deal_contact where how = $1 and \(Self.seen)", DealLink.accountAndTime.rawValue
        )
        for row in old {
            if let guess = guesses[row.dealId], guess.contact == row.contactId, guess.subject == row.subjectId {
                guesses[row.dealId] = nil
                continue
            }
            try tx.execute(
                "delete from deal_contact where contact_id = $1 and deal_id = $2 and subject_id = $3 and how = $4", row.contactId, row.dealId,
                row.subjectId, DealLink.accountAndTime.rawValue)
            changed.insert(row.contactId)
        }
        for (deal, guess) in guesses.sorted(by: { $0.key < $1.key }) {
            try link(contact: Holder(contactId: guess.contact, subjectId: guess.subject), to: deal, how: .accountAndTime)
            changed.insert(guess.contact)
        }
        return changed
    }

    private struct Guess {
        let contact: Int64
        let subject: Int64
        let lead: Int64
        let opened: Int64
    }

    private static let day: Int64 = 86_400_000_000
    private static let year: Int64 = 365 * day

    /// `cross join` keeps SQLite from beginning with the people: mostly no deal is left to guess for, and then none is read.
    /// A lead's end counts only where a move that is no deal's says so: what a deal made of its lead must not take the lead from the deal.
    /// Lost or disqualified at an unknown time may have been before the deal, and a guess needs better.
    private static let guesses = """
        select d.id, c.id, l.subject_id, l.id, l.opened_at from deal d cross join contact c cross join lead l
        where c.account_id = d.account_id and l.contact_id = c.id and l.part_of = 0 and d.account_id <> 0 and d.absent < 2 and d.\(seen) and l.\(seen)
            and l.opened_at <= d.opened_at + $2 and l.opened_at >= d.opened_at - $1
            and not exists (select 1 from deal_contact x where x.deal_id = d.id and x.how < 5 and x.\(seen))
            and not exists (
                select 1 from move m cross join lead r where m.contact_id = l.contact_id and r.contact_id = l.contact_id and r.id = m.lead_id
                    and (r.id = l.id or r.part_of = l.id) and m.to_stage in (6, 7, 8) and m.superseded_by <> -1 and not (m.basis = 2 and m.deal_id <> 0) and m.\(seen)
                    and (m.precision > 0 and m.superseded_by = 0 and m.at < d.opened_at
                        or m.precision = 0 and m.to_stage <> 6 and not exists (
                            select 1 from move s where s.contact_id = m.contact_id and s.lead_id = m.lead_id and s.id = m.superseded_by
                                and not (s.basis = 2 and s.deal_id <> 0))))
        """
}
