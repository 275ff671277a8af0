// SPDX-License-Identifier: Apache-2.0
package import Domain
import Hummingbird
package import Storage
import Synchronization

/// Tokens by which programs read for a member. All SQL of theirs; the token itself is shown once and never stored.
package struct APITokens: Sendable {
    let database: Database

    package init(database: Database) { self.database = database }

    /// A token as a list shows it.
    package struct Listed: Sendable, Encodable, Decodable {
        package let id: Int64
        package let name: String
        package let scope: String
        /// The member whose eyes it has.
        package let member: String
        package let email: String?
        package let createdAt: Moment
        package let expiresAt: Moment
        package let revokedAt: Moment?
        /// To within five minutes.
        package let lastUsedAt: Moment?

        package func isLive(at now: Moment) -> Bool { revokedAt == nil && expiresAt > now }
    }

    package static let days = 1...365
    static let mark = "ent_"

    /// - Parameter email: of a member who can sign in; an import may join or take away the others.
    /// - Returns: the token, which nobody can read again.
    package func create(_ name: String, for email: String, days: Int, by actor: Actor, at now: Moment) async throws -> (token: String, id: Int64) {
        guard Self.days.contains(days) else {
            throw Problem("token_days", "A token lasts 1 to 365 days.", at: "--days", remedy: "Make a new one before it ends.", fault: .usage)
        }
        guard let name = SignInRules.name(name), Int64(name) == nil else {
            throw Problem("token_name", "A token needs a name of 1 to 200 characters that is no number.", at: "NAME", fault: .usage)
        }
        let token = Self.mark + (try Digest.random(32).base64url)
        let id = try await database.write { tx in
            let member = try tx.read.int(
                "select id from member where email = $1 and password is not null and disabled_at is null", SignInRules.email(email) ?? "")
            guard let member else {
                throw Problem(
                    "no_member", "Nobody who can sign in has the e-mail \(email.prefix(254)).", at: "--for",
                    remedy: "Name a colleague of the page Settings, Members.", fault: .missing)
            }
            let taken = "select id from token where kind = 'api' and name = $1 and used_at is null and expires_at > $2 limit 1"
            guard try tx.read.int(taken, name, now.micros) == nil else {
                throw Problem(
                    "token_exists", "There is a token \"\(name)\" already.", at: "NAME", remedy: "Revoke it first, or choose another name.",
                    fault: .conflict)
            }
            let id = try tx.newID()
            try tx.execute(
                """
                insert into token (id, kind, hash, member_id, created_at, expires_at, name, scope) values ($1, 'api', $2, $3, $4, $5, $6, 'read')
                """, id, Digest.sha256(Array(token.utf8)), member, now.micros, now.adding(seconds: Int64(days) * 86_400).micros, name)
            try Audit.note(tx, by: actor, "made token", "token:\(id)", "\(name), for member:\(member), \(days) days", at: now)
            return id
        }
        return (token, id)
    }

    /// All that were ever made, the newest first.
    package func list() async throws -> [Listed] {
        try await database.read { read in
            try read.rows(
                as: Listed.self,
                """
                select t.id as id, t.name as name, t.scope as scope, m.name as member, m.email as email, t.created_at as created_at,
                    t.expires_at as expires_at, t.used_at as revoked_at, t.seen_at as last_used_at
                from token t join member m on m.id = t.member_id where t.kind = 'api' order by t.id desc
                """)
        }
    }

    /// Ends a token at once; its row stays.
    /// - Parameter which: its number or its name.
    package func revoke(_ which: String, by actor: Actor, at now: Moment) async throws -> Int64 {
        try await database.write { tx in
            let id = try tx.read.int(
                """
                select id from token where kind = 'api' and used_at is null and (id = $1 or name = $2) order by expires_at desc, id desc limit 1
                """, Int64(which) ?? 0, which)
            guard let id else {
                throw Problem(
                    "no_token_here", "There is no token \"\(which.prefix(200))\" that still works.", remedy: "Look at 'entente token list'.",
                    fault: .missing)
            }
            try tx.execute("update token set used_at = $2 where id = $1", id, now.micros)
            try Audit.note(tx, by: actor, "revoked token", "token:\(id)", at: now)
            return id
        }
    }
}

extension AccessStore {
    /// Last use is written down again after so many seconds: not every request is worth a commit.
    private static let noted: Int64 = 300

    /// Whose token a request carries; nil where it carries none.
    /// - Throws: `Refusal` for a token that is none, and after many of those from one address.
    func bearer(of request: Request, address: String, at now: Moment) async throws -> SignedIn? {
        guard let header = request.header("authorization") else { return nil }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        // A token that is right is let in whatever others sent from the same address: 256 random bits are not guessed.
        if let found = try await member(of: String(parts[1]), at: now) { return found }
        let wait = bearers.withLock { throttle -> Int64? in
            if let wait = throttle.wait(address, at: now) { return wait }
            throttle.failed(address, at: now)
            return nil
        }
        guard let wait else { throw Refusal.badToken }
        throw Refusal.later(
            Problem(
                "too_many_attempts", "There were too many requests with a token that is none.",
                remedy: "Try again in \(Format.duration(Double(wait))).", fault: .access), seconds: wait)
    }

    private func member(of token: String, at now: Moment) async throws -> SignedIn? {
        guard token.hasPrefix(APITokens.mark), token.utf8.count == APITokens.mark.utf8.count + 43 else { return nil }
        let hash = Digest.sha256(Array(token.utf8))
        let row = try await database.read { read in
            try read.row(
                as: BearerRow.self,
                """
                select t.id as id, t.seen_at as seen_at, m.id as member, m.name as name, m.role as role from token t join member m on m.id = t.member_id
                where t.hash = $1 and t.kind = 'api' and t.scope = 'read' and t.used_at is null and t.expires_at > $2 and m.disabled_at is null
                """, hash, now.micros)
        }
        guard let row, let role = Role(rawValue: row.role) else { return nil }
        if now.micros - (row.seenAt ?? 0) > Self.noted * 1_000_000 {
            // A database that can't be written for the moment is no reason not to answer.
            _ = try? await database.write { try $0.execute("update token set seen_at = $1 where id = $2", now.micros, row.id) }
        }
        return SignedIn(member: ID(row.member), name: row.name, role: role)
    }
}

private struct BearerRow: Decodable, Sendable {
    let id: Int64
    let seenAt: Int64?
    let member: Int64
    let name: String
    let role: String
}
