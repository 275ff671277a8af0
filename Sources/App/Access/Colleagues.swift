// SPDX-License-Identifier: Apache-2.0
package import Domain
import Storage

/// A colleague as one row tells it.
package struct ColleagueDraft: Sendable {
    /// `salesforce`: scopes the key.
    package var system: String
    package var key: String?
    package var name = ""
    package var email: String?
    /// Where and under whom; nil or empty is "not told".
    package var place = Place()
    /// Since when; nil where the file has no date: then ever since, or from now on where something else was known.
    package var from: Moment?
    /// A user who is no longer active can't sign in; what they own is found by the doctor.
    package var isActive = true

    package init(system: String) { self.system = system }

    package struct Place: Hashable, Sendable {
        package var team = ""
        package var region = ""
        package var side: Side?
        /// The id of a member; 0 for none.
        package var manager: Int64 = 0

        package init() {}
    }
}

/// Colleagues as imports know them: members without a login, found by key, e-mail or name, whatever comes first.
package struct Colleagues {
    let ledger: Ledger
    private var tx: Write { ledger.tx }

    package init(_ ledger: Ledger) { self.ledger = ledger }

    /// The member whom a row names by an id, an e-mail or a name. Nobody known yet makes a stub, which the colleague's own row completes.
    /// - Returns: 0 where the row names nobody.
    package func member(_ system: String, key: String? = nil, email: String? = nil, name: String? = nil) throws -> Int64 {
        var draft = ColleagueDraft(system: system)
        (draft.key, draft.email, draft.name) = (key, email, name ?? "")
        return try member(draft)?.id ?? 0
    }

    /// The member behind an owner as a cell writes it: an id of the system, an e-mail or a name.
    package func member(_ cell: String, in system: String, isKey: Bool) throws -> Int64 {
        if cell.contains("@") { return try member(system, email: cell) }
        let looksLikeKey = isKey || (cell.count >= 15 && cell.hasPrefix("005")) || cell.allSatisfy(\.isNumber)
        return looksLikeKey ? try member(system, key: cell) : try member(system, name: cell)
    }

    /// Stores a colleague's row.
    /// - Throws: `Problem` where the row has neither id, e-mail nor name.
    package func store(_ draft: ColleagueDraft) throws -> Stored {
        guard let found = try member(draft) else { throw Problem("colleague_without_key", "The colleague has neither an id, an e-mail nor a name.") }
        var isChanged = try complete(found.id, draft)
        if draft.place != ColleagueDraft.Place() { isChanged = try place(found.id, draft.place, from: draft.from) || isChanged }
        return Stored(id: found.id, outcome: found.isNew ? .created : isChanged ? .updated : .unchanged)
    }

    private func member(_ draft: ColleagueDraft) throws -> (id: Int64, isNew: Bool)? {
        let email = Self.normalized(draft.email ?? "")
        let name = draft.name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let keyed = draft.key.flatMap { $0.isEmpty ? nil : RecordKey("\(draft.system)/user", $0) }
        let named = name.isEmpty ? nil : RecordKey("name/user", name.lowercased())
        guard keyed != nil || named != nil || !email.isEmpty else { return nil }
        let byKey = try keyed.flatMap { try ledger.reference($0)?.objectId }.map { try ledger.resolve(.member, $0) }
        let byEmail = email.isEmpty ? nil : try tx.read.int("select id from member where email = $1", email)
        let byName = try named.flatMap { try ledger.reference($0) }
        // The hash beside a name: 1 once its member has a key or an e-mail, so that a namesake with other ones is somebody else.
        let free = byName.flatMap { keyed == nil && email.isEmpty || $0.hash == 0 ? $0.objectId : nil }
        let found = try byKey ?? byEmail ?? free.map { try ledger.resolve(.member, $0) }
        let id = try found ?? newMember(name: name.isEmpty ? (email.isEmpty ? draft.key ?? "" : email) : name, email: email.isEmpty ? nil : email)
        for double in [byEmail, free] where found != nil { if let double { try absorb(double, into: id) } }
        if let keyed, byKey == nil { try ledger.refer(keyed, to: id) }
        if let keyed, found != nil, !name.isEmpty, let before = try columns(of: id), before["name"] == keyed.value, before["name"] != name {
            try ledger.remember(.member, String(id), was: before)
        }
        if let keyed, found != nil, !name.isEmpty { try tx.execute("update member set name = $2 where id = $1 and name = $3", id, name, keyed.value) }
        let isCertain: Int64 = keyed != nil || !email.isEmpty ? 1 : 0
        if let named, byName == nil { try ledger.refer(named, to: id, hash: isCertain) }
        if let named, byName?.hash == 0, isCertain == 1 { try ledger.seen(named, hash: 1) }
        return (id, found == nil)
    }

    package static func normalized(_ email: String) -> String { email.lowercased().filter { !$0.isWhitespace } }

    /// Without a password nobody signs in as them.
    private func newMember(name: String, email: String?) throws -> Int64 {
        let id = try tx.newID()
        try tx.execute(
            "insert into member (id, name, email, role, password, created_at, disabled_at, import_id) values ($1, $2, $3, 'sales', null, $4, null, $5)",
            id, name, email, ledger.now, ledger.importID)
        return id
    }

    /// Somebody named by an id here and by a name there turns out to be one person. Who can sign in is never absorbed.
    private func absorb(_ double: Int64, into id: Int64) throws {
        guard double != id, try tx.read.int("select 1 from member where id = $1 and password is null", double) != nil else { return }
        let email = try tx.read.text("select email from member where id = $1", double)
        try ledger.same(.member, double, as: id)
        try tx.execute("update membership set member_id = $2 where member_id = $1", double, id)
        try tx.execute("update membership set manager_id = $2 where manager_id = $1", double, id)
        try tx.execute("delete from member where id = $1", double)
        if let email { try tx.execute("update member set email = $2 where id = $1 and email is null", id, email) }
    }

    /// What a stub did not know yet.
    private func complete(_ id: Int64, _ draft: ColleagueDraft) throws -> Bool {
        var changed = 0
        let before = try columns(of: id)
        if !draft.name.isEmpty {
            changed += try tx.execute("update member set name = $2 where id = $1 and name <> $2 and password is null", id, draft.name)
        }
        let email = Self.normalized(draft.email ?? "")
        if !email.isEmpty { changed += try tx.execute("update member set email = $2 where id = $1 and email is null", id, email) }
        if let side = draft.place.side, side == .marketing {
            changed += try tx.execute("update member set role = 'marketing' where id = $1 and role = 'sales' and password is null", id)
        }
        if !draft.isActive {
            changed += try tx.execute("update member set disabled_at = $2 where id = $1 and disabled_at is null and password is null", id, ledger.now)
        }
        if changed > 0, let before { try ledger.remember(.member, String(id), was: before) }
        return changed > 0
    }

    /// What a row of a colleague may change; nil for those whom this import made.
    private func columns(of id: Int64) throws -> [String: String]? {
        struct Row: Decodable {
            let name: String
            let email: String?
            let role: String
            let disabledAt: Int64?
        }
        guard
            let row = try tx.read.row(
                as: Row.self, "select name, email, role, disabled_at from member where id = $1 and import_id <> $2", id, ledger.importID)
        else { return nil }
        var columns = ["name": row.name, "role": row.role]
        columns["email"] = row.email
        columns["disabled_at"] = row.disabledAt.map { String($0) }
        return columns
    }

    /// Puts back what an import changed.
    func restore(_ id: Int64, _ was: [String: String]) throws {
        try tx.execute(
            "update member set name = $2, email = $3, role = $4, disabled_at = $5 where id = $1 and password is null", id, was["name"] ?? "",
            was["email"], was["role"] ?? "sales", was["disabled_at"].flatMap { Int64($0) })
    }

    // MARK: Teams, dated

    /// - Returns: the id of the team of this name.
    package func team(_ name: String) throws -> Int64 {
        if let id = try tx.read.int("select id from team where name = $1", name) { return id }
        try tx.execute("insert into team (id, name, import_id) values ($1, $2, $3) on conflict (name) do nothing", tx.newID(), name, ledger.importID)
        return try tx.read.int("select id from team where name = $1", name) ?? 0
    }

    private struct Membership: Decodable {
        let id: Int64
        let teamId: Int64?
        let managerId: Int64?
        let region: String?
        let side: String?
        let fromAt: Int64
        let toAt: Int64?
        let importId: Int64
    }

    /// From a moment on a member is here; what was before ends then. Without a moment: ever since, or from now on where another place was known.
    /// - Returns: false where it was known.
    package func place(_ member: Int64, _ place: ColleagueDraft.Place, from: Moment?) throws -> Bool {
        let list = try tx.read.rows(
            as: Membership.self,
            "select id, team_id, manager_id, region, side, from_at, to_at, import_id from membership where member_id = $1 order by from_at, id",
            member)
        let at = from.map(\.micros)
        let before = list.last { at == nil ? $0.toAt == nil : $0.fromAt <= at ?? 0 }
        let team = place.team.isEmpty ? before?.teamId : try self.team(place.team)
        let manager = place.manager == 0 || place.manager == member ? before?.managerId : place.manager
        let region = place.region.isEmpty ? before?.region : place.region
        let side = place.side?.rawValue ?? before?.side
        if let before {
            guard (team, manager, region, side) != (before.teamId, before.managerId, before.region, before.side) else { return false }
            // One import may tell a place in several files.
            if before.importId == ledger.importID && ledger.importID != 0 && at == nil || before.fromAt == at {
                try tx.execute(
                    "update membership set team_id = $2, manager_id = $3, region = $4, side = $5 where id = $1", before.id, team, manager, region,
                    side)
                return true
            }
        }
        let start = at ?? (list.isEmpty ? Int64.min : ledger.now.micros)
        let next = list.first { $0.fromAt > start }?.fromAt
        try tx.execute("update membership set to_at = $2 where member_id = $1 and from_at < $2 and (to_at is null or to_at > $2)", member, start)
        try tx.execute(
            """
            insert into membership (id, member_id, team_id, manager_id, region, side, from_at, to_at, import_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """, tx.newID(), member, team, manager, region, side, start, next, ledger.importID)
        return true
    }

    /// Takes back what an import told of colleagues. Who can sign in stays, and who is named by what stays.
    package func undo(_ run: ImportID) throws {
        let moved = try tx.read.rows(as: Int64.self, "select distinct member_id from membership where import_id = $1", run)
        try tx.execute("delete from membership where import_id = $1", run)
        for member in moved {
            guard let last = try tx.read.int("select id from membership where member_id = $1 order by from_at desc, id desc limit 1", member) else {
                continue
            }
            try tx.execute("update membership set to_at = null where id = $1", last)
        }
        try tx.execute(Self.forgetting, run)
        try tx.execute("delete from team where import_id = $1 and id not in (select team_id from membership where team_id is not null)", run)
    }

    private static let forgetting = """
        delete from member where (import_id = $1 or import_id in (select id from import where state in ('undone', 'failed'))) and password is null
            and id not in (select object_id from reference where import_id <> $1)
            and id not in (select member_id from membership union select manager_id from membership where manager_id is not null)
            and id not in (select owner_id from lead union select first_owner_id from lead union select owner_id from assignment)
            and id not in (select owner_id from deal union select owner_id from account union select member_id from touch)
            and id not in (select member_id from session) and id not in (select member_id from token)
        """

    /// Where a member was at a moment; nil where nothing is known of then.
    package func placeThen(_ member: Int64, at: Moment) throws -> Then? {
        try tx.read.row(
            as: Then.self,
            """
            select m.team_id, t.name as team, m.manager_id, m.region, m.side from membership m left join team t on t.id = m.team_id
            where m.member_id = $1 and m.from_at <= $2 and (m.to_at is null or m.to_at > $2) order by m.from_at desc, m.id desc limit 1
            """, member, at)
    }

    /// The team that a member was in at a moment.
    package func teamThen(_ member: Int64, at: Moment) throws -> String? { try placeThen(member, at: at)?.team }

    package struct Then: Decodable, Hashable, Sendable {
        package let teamId: Int64?
        package let team: String?
        package let managerId: Int64?
        package let region: String?
        package let side: String?
    }
}
