// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// What is done to many leads at once that nobody takes care of.
enum Repair: Hashable, Sendable {
    case assign(MemberID)
    case recycle(reason: String)

    /// Leads that a stage lets it be done to. From opportunity on the deal drives the stage.
    static let recycled: Set<Stage> = [.mql, .sal, .sql]
}

/// Repairs in bulk: done in small transactions, so that others hardly wait, each lead with what was there before.
struct Repairs: Sendable {
    let database: Database

    /// Leads of one repair, at most.
    static let most = 5_000
    private static let batch = 200

    struct Row: Decodable, Sendable {
        let id: Int64
        let kind: String
        let ownerId: Int64
        let reason: String
        let at: Int64
        let undoneAt: Int64?
        let byName: String?
        let ownerName: String?
        let undoneName: String?
        let leads: Int64
    }

    private static let rows = """
        select r.id, r.kind, r.owner_id, r.reason, r.at, r.undone_at, b.name as by_name, o.name as owner_name, u.name as undone_name,
            (select count(*) from repair_lead l where l.repair_id = r.id) as leads
        from repair r left join member b on b.id = r.member_id left join member o on o.id = r.owner_id left join member u on u.id = r.undone_by
        """

    func find(_ id: Int64) async throws -> Row {
        guard let row = try await database.read({ try $0.row(as: Row.self, "\(Self.rows) where r.id = $1", id) }) else { throw Problem.nothingHere }
        return row
    }

    /// The latest first.
    func all() async throws -> [Row] { try await database.read { try $0.rows(as: Row.self, "\(Self.rows) order by r.at desc, r.id desc limit 200") } }

    func leads(_ id: Int64, limit: Int) async throws -> [LeadRow.Key] {
        struct Key: Decodable, Sendable {
            let contactId: Int64
            let leadId: Int64
        }
        let keys = try await database.read {
            try $0.rows(
                as: Key.self, "select contact_id, lead_id from repair_lead where repair_id = $1 order by contact_id, lead_id limit \(limit)", id)
        }
        return keys.map { .init(contact: $0.contactId, lead: $0.leadId) }
    }

    /// Leads that ended or moved meanwhile are left as they are.
    /// - Throws: `Problem` where there are too many, or the colleague has left.
    /// - Returns: its id; nil where nothing was left to do.
    func run(_ repair: Repair, _ keys: [LeadRow.Key], by member: ID<Member>, at now: Moment) async throws -> Int64? {
        guard keys.count <= Self.most else { throw Self.tooMany(keys.count) }
        let id = try await database.write { tx -> Int64 in
            let id = try tx.newID()
            var (kind, owner, reason) = ("recycle", Int64(0), "")
            switch repair {
            case .assign(let to):
                guard try tx.read.int("select count(*) from member where id = $1 and disabled_at is null", to) == 1 else {
                    throw Problem("owner_gone", "That colleague is not here.", remedy: "Choose somebody of the list.")
                }
                (kind, owner) = ("assign", to.raw)
            case .recycle(let why): reason = why
            }
            try tx.execute(
                "insert into repair (id, member_id, kind, owner_id, reason, at, undone_at) values ($1, $2, $3, $4, $5, $6, null)", id, member, kind,
                owner, reason, now)
            return id
        }
        var done = 0
        for start in stride(from: 0, to: keys.count, by: Self.batch) {
            let some = Array(keys[start..<min(keys.count, start + Self.batch)])
            done += try await database.write { tx in
                let ledger = Ledger(tx, now: now, actor: .member(member.raw))
                return try some.reduce(0) { try $0 + (Self.mend($1, repair, id, ledger) ? 1 : 0) }
            }
        }
        let count = done
        try await database.write { tx in
            if count == 0 { try tx.execute("delete from repair where id = $1", id) }
            try Audit.note(tx, by: .member(member.raw), "leads repaired", "repair:\(id)", "\(count) leads", at: now)
        }
        return count == 0 ? nil : id
    }

    static func tooMany(_ count: Int) -> Problem {
        Problem(
            "too_many_leads", "\(Format.count(count)) leads are more than \(Format.count(most)) at a time.", remedy: "Narrow the list with a filter.",
            fault: .usage)
    }

    private static func mend(_ key: LeadRow.Key, _ repair: Repair, _ id: Int64, _ ledger: Ledger) throws -> Bool {
        struct Now: Decodable {
            let ownerId: Int64
            let stage: Int64
        }
        guard
            let before = try ledger.tx.read.row(
                as: Now.self, "select owner_id, stage from lead where contact_id = $1 and id = $2 and ended_at is null and part_of = 0", key.contact,
                key.lead)
        else { return false }
        let lead = LeadID(key.lead), contact = ContactID(key.contact)
        var move: Int64 = 0
        switch repair {
        case .assign(let to):
            guard before.ownerId != to.raw else { return false }
            try ledger.assign(lead, of: contact, to: to, why: "given in bulk")
        case .recycle(let reason):
            guard let stage = Stage(rawValue: before.stage), Repair.recycled.contains(stage) else { return false }
            move = try ledger.move(lead, of: contact, to: .recycled, reason: reason)
        }
        try ledger.tx.execute(
            "insert into repair_lead (contact_id, lead_id, repair_id, owner_before, move_id) values ($1, $2, $3, $4, $5)", contact, lead, id,
            before.ownerId, move)
        return true
    }

    /// Nothing of an erased person is left to be put back.
    static func forget(_ tx: Write, _ contact: ContactID) throws { try tx.execute("delete from repair_lead where contact_id = $1", contact) }

    // MARK: Taking back

    /// Puts back what was there before, where nobody has changed it since.
    /// - Returns: how many leads were put back.
    func undo(_ id: Int64, by member: ID<Member>, at now: Moment) async throws -> Int {
        struct Done: Decodable, Sendable {
            let contactId: Int64
            let leadId: Int64
            let ownerBefore: Int64
            let moveId: Int64
        }
        let row = try await find(id)
        let leads = try await database.write { tx in
            guard try tx.execute("update repair set undone_at = $2, undone_by = $3 where id = $1 and undone_at is null", id, now, member) == 1 else {
                throw Problem("undone", "It was taken back already.", fault: .conflict)
            }
            return try tx.read.rows(
                as: Done.self, "select contact_id, lead_id, owner_before, move_id from repair_lead where repair_id = $1 order by contact_id, lead_id",
                id)
        }
        var count = 0
        for start in stride(from: 0, to: leads.count, by: Self.batch) {
            let some = leads[start..<min(leads.count, start + Self.batch)]
            count += try await database.write { tx in
                let ledger = Ledger(tx, now: now, actor: .member(member.raw))
                return try some.reduce(0) { sum, one in
                    let lead = LeadID(one.leadId), contact = ContactID(one.contactId)
                    if row.kind == "recycle" { return try sum + (ledger.takeBack(one.moveId, of: lead, of: contact) ? 1 : 0) }
                    guard
                        try tx.read.int("select owner_id from lead where contact_id = $1 and id = $2", contact, lead) == row.ownerId
                    else { return sum }
                    try ledger.assign(lead, of: contact, to: MemberID(one.ownerBefore), why: "taken back")
                    return sum + 1
                }
            }
        }
        let sum = count
        try await database.write { try Audit.note($0, by: .member(member.raw), "repair taken back", "repair:\(id)", "\(sum) leads", at: now) }
        return count
    }
}
