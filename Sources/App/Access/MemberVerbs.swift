// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// Verbs on members and teams. They take the open transaction, so that imports write members with everything else.
package enum MemberVerbs {
    /// - Parameter email: as `SignInRules.email` gives it; nil for somebody known by name only.
    /// - Throws: `Problem` where another member has the e-mail.
    package static func add(
        _ tx: Write, name: String, email: String?, role: Role, password: String? = nil, import: Int64 = 0, at now: Moment
    ) throws -> ID<Member> {
        if let email, try tx.read.int("select id from member where email = $1", email) != nil {
            throw Problem(
                "member_exists", "There is a member with this e-mail already.", at: "e-mail", remedy: "Change the role of that member.",
                fault: .conflict)
        }
        // Somebody whom an import knew by name only is the same colleague, with the leads that are theirs.
        if let email, `import` == 0 {
            let named = try tx.read.rows(
                as: Int64.self,
                "select id from member where lower(name) = lower($1) and email is null and password is null and disabled_at is null limit 2",
                name)
            if named.count == 1, let id = named.first {
                try tx.execute(
                    "update member set email = $2, role = $3, password = $4, import_id = 0 where id = $1", id, email, role.rawValue, password)
                return ID(id)
            }
        }
        let id = try tx.newID()
        try tx.execute(
            "insert into member (id, name, email, role, password, created_at, import_id) values ($1, $2, $3, $4, $5, $6, $7)",
            id, name, email, role.rawValue, password, now.micros, `import`)
        return ID(id)
    }

    /// - Throws: `Problem` where nobody with the role operations who can sign in would be left.
    static func change(_ tx: Write, _ member: ID<Member>, role: Role, by actor: Actor, at now: Moment) throws {
        guard try tx.execute("update member set role = $1 where id = $2", role.rawValue, member.raw) == 1 else { throw Problem.nothingHere }
        try keepOperations(tx)
        try Audit.note(tx, by: actor, "role", "member:\(member)", role.rawValue, at: now)
    }

    /// Signs the member out and keeps everything that is known about what they did.
    static func disable(_ tx: Write, _ member: ID<Member>, by actor: Actor, at now: Moment) throws {
        guard try tx.execute("update member set disabled_at = $1 where id = $2 and disabled_at is null", now.micros, member.raw) == 1 else {
            throw Problem.nothingHere
        }
        try keepOperations(tx)
        try tx.execute("delete from session where member_id = $1", member.raw)
        try tx.execute("update token set used_at = $1 where member_id = $2 and used_at is null", now.micros, member.raw)
        try Audit.note(tx, by: actor, "disabled", "member:\(member)", at: now)
    }

    static func enable(_ tx: Write, _ member: ID<Member>, by actor: Actor, at now: Moment) throws {
        try tx.execute("update member set disabled_at = null where id = $1", member.raw)
        try Audit.note(tx, by: actor, "enabled", "member:\(member)", at: now)
    }

    /// Colleagues who left.
    static func left(_ read: Read) throws -> Set<Int64> {
        Set(try read.rows(as: Int64.self, "select id from member where disabled_at is not null"))
    }

    /// Colleagues who are here, by name.
    static func here(_ read: Read) throws -> [(id: Int64, name: String, role: Role?)] {
        var members: [(id: Int64, name: String, role: Role?)] = []
        try read.scan("select id, name, role from member where disabled_at is null order by name, id limit 2000") { row in
            members.append((row.int(0), row.text(1), Role(rawValue: row.text(2))))
        }
        return members
    }

    private static func keepOperations(_ tx: Write) throws {
        let left = try tx.read.int("select count(*) from member where role = 'operations' and password is not null and disabled_at is null") ?? 0
        guard left > 0 else {
            throw Problem(
                "last_operations", "Nobody with the role operations would be left.", remedy: "Give the role to somebody else first.", fault: .conflict
            )
        }
    }

    // MARK: For imports

    /// The member with this e-mail, else with this very name, else a new one without login.
    package static func find(orAdd tx: Write, name: String, email: String?, role: Role = .sales, import: Int64, at now: Moment) throws -> ID<Member> {
        if let email, let id = try tx.read.int("select id from member where email = $1", email) { return ID(id) }
        if email == nil, let id = try tx.read.int("select min(id) from member where name = $1", name) { return ID(id) }
        return try add(tx, name: name, email: email, role: role, import: `import`, at: now)
    }

    package static func team(_ tx: Write, named name: String, import: Int64) throws -> ID<Team> {
        if let id = try tx.read.int("select id from team where name = $1", name) { return ID(id) }
        let id = try tx.newID()
        try tx.execute("insert into team (id, name, import_id) values ($1, $2, $3)", id, name, `import`)
        return ID(id)
    }

    /// From `from` on the member is in this team; what was before ends then.
    package static func place(
        _ tx: Write, _ member: ID<Member>, team: ID<Team>?, manager: ID<Member>?, region: String?, side: Side?, from: Moment, import: Int64
    ) throws {
        try tx.execute("update membership set to_at = $1 where member_id = $2 and to_at is null and from_at <= $1", from.micros, member.raw)
        try tx.execute(
            "insert into membership (id, member_id, team_id, manager_id, region, side, from_at, import_id) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            tx.newID(), member.raw, team?.raw, manager?.raw, region, side?.rawValue, from.micros, `import`)
    }

    /// Takes back the memberships and teams of an import that nothing else uses. Members stay: moves may name them.
    package static func undo(_ tx: Write, import: Int64) throws {
        try tx.execute("delete from membership where import_id = $1", `import`)
        try tx.execute("delete from team where import_id = $1 and not exists (select 1 from membership where membership.team_id = team.id)", `import`)
    }
}

/// Who did what to whom: for what the ledger itself does not record.
package enum Audit {
    package static func note(_ tx: Write, by actor: Actor, _ verb: String, _ object: String, _ detail: String = "", at now: Moment) throws {
        try tx.execute(
            "insert into audit (id, at, actor, verb, object, detail) values ($1, $2, $3, $4, $5, $6)",
            tx.newID(), now.micros, actor.text, verb, object, detail)
    }
}
