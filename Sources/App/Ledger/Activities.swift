// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// A call, a mail, a meeting, a page view or a campaign membership, as one row tells it.
package struct ActivityDraft: Sendable {
    /// `hubspot/engagement` and the row's own id; a row without one has an id made of its hash.
    package var key: RecordKey
    package var touch: TouchDraft
    /// Whom it was with; may be told by other rows, before or after.
    package var people: [Holder] = []

    /// - Parameter touch: with channel, campaign, content, member and deal where the row tells them.
    package init(key: RecordKey, touch: TouchDraft, people: [Holder] = []) { (self.key, self.touch, self.people) = (key, touch, people) }
}

/// Where an activity is kept is a reference from its key to a contact; the row's hash is the id of the touch there, and negative where the
/// activity is only parked until its people are known. Who is named before the activity comes waits under a key that begins with its key.
extension Ledger {
    /// Records a touch with each person of an activity. Without people it is kept under the deal's strongest contact, else under a visitor of its
    /// own, until `attach` or a link of the deal names somebody. The same row again changes nothing.
    package func store(_ draft: ActivityDraft) throws -> Stored {
        let kept = try reference(draft.key)
        let people = try draft.people + waiting(for: draft.key)
        guard !people.isEmpty else { return try park(draft, kept) }
        var isNew = false
        for holder in people { isNew = try recordTouch(draft, of: holder) || isNew }
        guard let first = people.first else { return Stored(id: 0, outcome: .unchanged) }
        let id = TouchDraft.id(subject: first.subject, eventKey: draft.eventKey)
        if let kept, kept.hash < 0 {
            try unpark(draft.key, kept, keeping: Set(people.map(\.contactId)))
            try keep(draft.key, at: first.contactId, hash: id)
        } else if kept == nil {
            try refer(draft.key, to: first.contactId, hash: id)
        }
        return Stored(id: id, outcome: kept == nil ? .created : isNew ? .updated : .unchanged)
    }

    private func recordTouch(_ draft: ActivityDraft, of holder: Holder) throws -> Bool {
        try record(draft.touch, of: current(holder), eventKey: draft.eventKey)
    }

    private func park(_ draft: ActivityDraft, _ kept: Reference?) throws -> Stored {
        if let kept { return Stored(id: kept.hash < 0 ? -kept.hash : kept.hash, outcome: .unchanged) }
        let holder = try draft.touch.deal == 0 ? nil : strongest(of: draft.touch.deal)
        let place = try holder ?? newContact()
        try record(draft.touch, of: place, eventKey: draft.eventKey)
        let id = TouchDraft.id(subject: place.subject, eventKey: draft.eventKey)
        // The id of a touch has 63 bits, so its negative fits; 0 would read as not parked.
        try refer(draft.key, to: place.contactId, hash: id == 0 ? -1 : -id)
        if holder == nil, draft.touch.deal != 0 {
            try refer(RecordKey(Self.parked, "\(draft.touch.deal)|\(draft.key.kind)|\(draft.key.value)"), to: place.contactId)
        }
        return Stored(id: id, outcome: .created)
    }

    private func strongest(of deal: Int64) throws -> Holder? {
        try tx.read.row(
            as: Holder.self, "select contact_id, subject_id from deal_contact where deal_id = $1 order by how, contact_id, subject_id limit 1", deal)
    }

    /// Says that a person took part in an activity, in any order with the activity itself.
    /// - Returns: false where it was known.
    @discardableResult
    package func attach(_ activity: RecordKey, to holder: Holder) throws -> Bool {
        let key = RecordKey(Self.people(of: activity), "\(activity.value)|\(holder.subjectId)")
        guard try reference(key) == nil else { return false }
        try refer(key, to: holder.contactId)
        guard let kept = try reference(activity) else { return true }
        return try move(activity, kept, to: current(holder))
    }

    /// Copies the touch of an activity to one more person; a parked one goes over to them.
    private func move(_ activity: RecordKey, _ kept: Reference, to holder: Holder) throws -> Bool {
        let id = TouchDraft.id(subject: holder.subject, eventKey: Self.eventKey(activity))
        let old = kept.hash < 0 ? -kept.hash : kept.hash
        let added = try tx.execute(
            """
            insert into touch (contact_id, id, subject_id, at, precision, recorded_at, side, direction, kind, outcome, channel, campaign, content,
                evidence, member_id, deal_id, import_id, title)
            select cast($3 as bigint), cast($4 as bigint), cast($5 as bigint), at, precision, cast($6 as bigint), side, direction, kind, outcome, channel,
                campaign, content, evidence, member_id, deal_id, cast($7 as bigint), title
            from touch where contact_id = $1 and id = $2 and not exists (select 1 from touch t where t.contact_id = $3 and t.id = $4)
            """, try place(of: kept, touch: old), old, holder.contactId, id, holder.subjectId, now, importID)
        if added > 0 { try changed(holder.contact) }
        if kept.hash < 0 {
            try unpark(activity, kept, keeping: [], except: id)
            try keep(activity, at: holder.contactId, hash: id)
        }
        return added > 0
    }

    /// The contact that an activity was kept under may have been merged into another since.
    private func place(of kept: Reference, touch: Int64) throws -> Int64 {
        if try tx.read.int("select 1 from touch where contact_id = $1 and id = $2", kept.objectId, touch) != nil { return kept.objectId }
        return try tx.read.int("select contact_id from link where from_contact_id = $1 and undone = 0 order by id desc limit 1", kept.objectId)
            ?? kept.objectId
    }

    private func unpark(_ activity: RecordKey, _ kept: Reference, keeping: Set<Int64>, except: Int64? = nil) throws {
        let contact = try place(of: kept, touch: -kept.hash)
        guard except != -kept.hash, !keeping.contains(contact) else { return }
        try tx.execute("delete from touch where contact_id = $1 and id = $2", contact, -kept.hash)
        // A visitor that was made for the activity alone has nothing left.
        let removed = try tx.execute(
            """
            delete from contact where id = $1 and known = 0 and not exists (select 1 from touch t where t.contact_id = $1)
                and not exists (select 1 from fact f where f.contact_id = $1) and not exists (select 1 from lead l where l.contact_id = $1)
            """, contact)
        if removed > 0 { try tx.execute("delete from subject where contact_id = $1", contact) }
        try changed(ContactID(contact))
    }

    private func keep(_ activity: RecordKey, at contact: Int64, hash: Int64) throws {
        try tx.execute(
            "update reference set object_id = $3, hash = $4 where kind = $1 and value = $2", code(.key, activity.kind), activity.value, contact, hash)
    }

    /// Activities of a deal that nobody was known for go to its first known person.
    func releaseParked(deal: Int64, to holder: Holder) throws {
        let kind = try code(.key, Self.parked)
        var keys: [RecordKey] = []
        // `}` is the byte after `|`.
        try tx.read.scan("select value from reference where kind = $1 and value > $2 and value < $3", kind, "\(deal)|", "\(deal)}") { row in
            let parts = row.text(0).split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
            if parts.count == 3 { keys.append(RecordKey(String(parts[1]), String(parts[2]))) }
        }
        guard !keys.isEmpty else { return }
        for key in keys {
            guard let kept = try reference(key), kept.hash < 0 else { continue }
            _ = try move(key, kept, to: holder)
            // Still a guess until somebody is named.
            let id = TouchDraft.id(subject: holder.subject, eventKey: Self.eventKey(key))
            try keep(key, at: holder.contactId, hash: id == 0 ? -1 : -id)
        }
        try tx.execute("delete from reference where kind = $1 and value > $2 and value < $3", kind, "\(deal)|", "\(deal)}")
    }

    private func waiting(for activity: RecordKey) throws -> [Holder] {
        let kind = try code(.key, Self.people(of: activity))
        var people: [Holder] = []
        try tx.read.scan(
            "select value, object_id from reference where kind = $1 and value > $2 and value < $3", kind, "\(activity.value)|", "\(activity.value)}"
        ) { row in
            let value = row.text(0)
            // An id may hold a bar itself: what follows the last one is the subject.
            guard let bar = value.lastIndex(of: "|"), value[..<bar] == activity.value, let subject = Int64(value[value.index(after: bar)...]) else {
                return
            }
            people.append(Holder(contactId: row.int(1), subjectId: subject))
        }
        return people
    }

    private static let parked = "entente/parked-activity"

    private static func people(of activity: RecordKey) -> String { "\(activity.kind)/people" }

    static func eventKey(_ key: RecordKey) -> String { "\(key.kind):\(key.value)" }
}

extension ActivityDraft {
    var eventKey: String { Ledger.eventKey(key) }
}
