// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Members: who they are, their roles, links to join. For operations.
struct MemberRoutes {
    let site: Site

    var routes: [Route] {
        let operations = Rule.roles([.operations])
        return [
            .get("/members", operations) { visit in .page(try await page(visit)) },
            .post("/members", operations, limit: 16_384, add),
            .post("/members/:id/role", operations, limit: 1_024, changeRole),
            .post("/members/:id/invite", operations, limit: 1_024, invite),
            .post("/members/:id/disable", operations, limit: 1_024, disable),
            .post("/members/:id/enable", operations, limit: 1_024, enable),
        ]
    }

    private func add(_ visit: Visit) async throws -> Answer {
        let form = try await visit.form(), actor = try visit.signedIn().actor
        do {
            guard let name = form["name"].flatMap(SignInRules.name) else { throw Problem("name_missing", "The name is missing.") }
            guard let email = form["email"].flatMap(SignInRules.email) else { throw Problem("email_shape", "The e-mail is not complete.") }
            guard let role = form["role"].flatMap(Role.init(rawValue:)) else { throw Problem("role_unknown", "There is no such role.") }
            let member = try await site.access.database.write { tx in
                let member = try MemberVerbs.add(tx, name: name, email: email, role: role, at: visit.now)
                try Audit.note(tx, by: actor, "added", "member:\(member)", role.rawValue, at: visit.now)
                return member
            }
            let token = try await site.access.invite(member, by: actor, at: visit.now)
            return .page(try await page(visit, invitation: invitation(name, token, visit)))
        } catch let problem as Problem where problem.fault == .input || problem.fault == .conflict {
            return .page(try await page(visit, problem: problem, form: form), status: problem.status)
        }
    }

    private func changeRole(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("id", of: Member.self), actor = try visit.signedIn().actor
        guard let role = try await visit.form()["role"].flatMap(Role.init(rawValue:)) else { throw Problem("role_unknown", "There is no such role.") }
        try await site.access.database.write { tx in try MemberVerbs.change(tx, member, role: role, by: actor, at: visit.now) }
        return .redirect(to: "/members", notice: "The role is changed.")
    }

    private func invite(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("id", of: Member.self)
        guard let row = try await rows().first(where: { $0.id == member.raw && $0.disabledAt == nil && $0.email != nil }) else {
            throw Problem.nothingHere
        }
        let token = try await site.access.invite(member, by: try visit.signedIn().actor, at: visit.now)
        return .page(try await page(visit, invitation: invitation(row.name, token, visit)))
    }

    private func disable(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("id", of: Member.self), actor = try visit.signedIn().actor
        try await site.access.database.write { tx in try MemberVerbs.disable(tx, member, by: actor, at: visit.now) }
        return .redirect(to: "/members", notice: "The member can no longer sign in.")
    }

    private func enable(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("id", of: Member.self), actor = try visit.signedIn().actor
        try await site.access.database.write { tx in try MemberVerbs.enable(tx, member, by: actor, at: visit.now) }
        return .redirect(to: "/members", notice: "The member can sign in again.")
    }

    // MARK: The page

    private func invitation(_ name: String, _ token: String, _ visit: Visit) -> MembersPage.Invitation {
        let host = visit.host
        return .init(name: name, link: "\(site.https ? "https" : "http")://\(host)/join/\(token)", days: AccessStore.joinSeconds / 86_400)
    }

    private func rows() async throws -> [MemberRow] {
        try await site.access.database.read { tx in
            try tx.rows(
                as: MemberRow.self,
                """
                select id, name, email, role, case when password is null then 0 else 1 end as joined, disabled_at
                from member order by disabled_at is not null, lower(name), id limit 2000
                """)
        }
    }

    private func page(_ visit: Visit, invitation: MembersPage.Invitation? = nil, problem: Problem? = nil, form: Fields = Fields()) async throws
        -> MembersPage
    {
        let own = try visit.signedIn().member.raw, members = try await rows()
        let active = members.filter { $0.disabledAt == nil && $0.joined == 1 }.count
        let waiting = members.filter { $0.disabledAt == nil && $0.joined == 0 }.count
        let others = waiting == 0 ? "" : ", \(Format.count(waiting)) \(waiting == 1 ? "has" : "have") no login yet"
        let headline = "\(Format.count(active)) \(active == 1 ? "member" : "members") can sign in\(others)."
        return MembersPage(
            headline: headline,
            rows: members.map { row in
                MembersPage.Row(
                    id: row.id, name: row.name, email: row.email, role: Role(rawValue: row.role)?.label ?? row.role,
                    state: row.disabledAt != nil ? "disabled" : row.joined == 1 ? "signs in" : "no login yet",
                    isDisabled: row.disabledAt != nil, isSelf: row.id == own, canInvite: row.disabledAt == nil && row.email != nil && row.id != own,
                    roles: Role.allCases.map { Choice($0.rawValue, $0.label, selected: $0.rawValue == row.role) })
            },
            roles: Role.allCases.map { Choice($0.rawValue, $0.label, selected: $0.rawValue == (form["role"] ?? "sales")) },
            meanings: Role.allCases.map { .init(label: $0.label, meaning: $0.meaning) },
            invitation: invitation, problem: problem?.advice, name: form["name"] ?? "", email: form["email"] ?? "")
    }
}

private struct MemberRow: Decodable, Sendable {
    let id: Int64
    let name: String
    let email: String?
    let role: String
    let joined: Int64
    let disabledAt: Int64?
}
