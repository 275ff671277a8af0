// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage
import Synchronization

/// Who may come in: first visit, sign-in, sessions. All SQL of sessions and tokens.
package final class AccessStore: Sendable {
    let database: Database
    private let hashing: Hashing
    private let rules: SessionRules
    /// Failed sign-ins by e-mail and by address. In memory: a restart forgives, and several nodes count apart.
    private let throttles: Mutex<(email: Throttle, address: Throttle)>
    /// Once there is a member who can sign in there always is one.
    private let opened = Mutex(false)
    /// Requests with a token that is none, by address; apart from sign-ins, so that a forgotten program locks nobody out of the pages.
    let bearers: Mutex<Throttle>

    package init(
        database: Database, hashing: Hashing, rules: SessionRules = SessionRules(),
        perEmail: Throttle = Throttle(free: 5), perAddress: Throttle = Throttle(free: 20),
        perBearer: Throttle = Throttle(free: 20)
    ) {
        (self.database, self.hashing, self.rules) = (database, hashing, rules)
        throttles = Mutex((perEmail, perAddress))
        bearers = Mutex(perBearer)
    }

    // MARK: First visit

    /// True while nobody can sign in. Members whom an import made do not count: they have no password.
    package func isFirstVisit() async throws -> Bool {
        if opened.withLock({ $0 }) { return false }
        let count = try await database.read { try $0.int("select count(*) from member where password is not null") ?? 0 }
        if count > 0 { opened.withLock { $0 = true } }
        return count == 0
    }

    /// Makes the first member, with the role operations, together with whatever else belongs to the first visit.
    /// - Parameter also: runs in the same transaction; writes the company.
    /// - Throws: `Problem` where somebody else was first.
    func open(
        name: String, email: String, password: String, at now: Moment, also: @escaping @Sendable (Write, ID<Member>) throws -> Void
    ) async throws -> ID<Member> {
        let hash = try await hashing.hash(password)
        let member = try await database.write { tx in
            // SQLite has one writer; on PostgreSQL two first visitors must wait for each other.
            if tx.engine == .postgres { try tx.execute("lock table member in share row exclusive mode") }
            guard try tx.read.int("select count(*) from member where password is not null") == 0 else {
                throw Problem("not_first", "Somebody else was first.", remedy: "Ask them for a sign-in link.", fault: .conflict)
            }
            let member = try MemberVerbs.add(tx, name: name, email: email, role: .operations, password: hash, at: now)
            try Audit.note(tx, by: .member(member.raw), "first visit", "member:\(member)", at: now)
            try also(tx, member)
            return member
        }
        opened.withLock { $0 = true }
        return member
    }

    // MARK: Sign-in

    /// - Returns: the member, after the password was right.
    /// - Throws: `Problem`: wrong, too many attempts, or busy. It does not tell whether the e-mail is known.
    func signIn(email: String, password: String, address: String, at now: Moment) async throws -> ID<Member> {
        let key = SignInRules.email(email) ?? ""
        if let wait = throttles.withLock({ throttles in
            [throttles.email.wait(key, at: now), throttles.address.wait(address, at: now)].compactMap(\.self).max()
        }) {
            throw Problem(
                "too_many_attempts", "There were too many failed attempts.", remedy: "Try again in \(Format.duration(Double(wait))).", fault: .access)
        }
        let row = try await database.read { tx in
            try tx.row(as: PasswordRow.self, "select id, password from member where email = $1 and disabled_at is null", key)
        }
        let right = try await hashing.matches(password, row?.password)
        guard right, let row else {
            throttles.withLock { throttles in
                throttles.email.failed(key, at: now)
                throttles.address.failed(address, at: now)
            }
            throw Problem(
                "wrong_password", "E-mail and password do not match.", remedy: "Check both; colleagues with the role operations can send a new link.",
                fault: .access)
        }
        throttles.withLock { $0.email.succeeded(key) }
        return ID(row.id)
    }

    /// Guessing the code of the first visit or a link is throttled by address, like a password.
    func attempt<T: Sendable>(address: String, at now: Moment, _ body: @Sendable () async throws -> T?) async throws -> T? {
        if let wait = throttles.withLock({ $0.address.wait(address, at: now) }) {
            throw Problem(
                "too_many_attempts", "There were too many failed attempts.", remedy: "Try again in \(Format.duration(Double(wait))).", fault: .access)
        }
        if let result = try await body() { return result }
        throttles.withLock { $0.address.failed(address, at: now) }
        return nil
    }

    // MARK: Sessions

    /// - Returns: the token for the cookie; only its digest is stored.
    func startSession(_ member: ID<Member>, at now: Moment) async throws -> String {
        let token = try Digest.random(16).base64url
        let expires = rules.expiry(created: now, seen: now)
        try await database.write { tx in
            try tx.execute("delete from session where expires_at <= $1", now.micros)
            try tx.execute(
                "insert into session (hash, member_id, created_at, seen_at, expires_at) values ($1, $2, $3, $3, $4)",
                Digest.sha256(Array(token.utf8)), member.raw, now.micros, expires.micros)
            try Audit.note(tx, by: .member(member.raw), "signed in", "member:\(member)", at: now)
        }
        return token
    }

    /// Seconds that a cookie may stay.
    var cookieSeconds: Int64 { rules.longest }

    func session(_ token: String, at now: Moment) async throws -> SignedIn? {
        guard token.utf8.count == 22 else { return nil }
        let hash = Digest.sha256(Array(token.utf8))
        let found = try await database.read { tx in
            try tx.row(
                as: SessionRow.self,
                """
                select member.id as member, member.name as name, member.role as role, session.created_at as created_at, session.seen_at as seen_at
                from session join member on member.id = session.member_id
                where session.hash = $1 and session.expires_at > $2 and member.disabled_at is null
                """, hash, now.micros)
        }
        guard let found, let role = Role(rawValue: found.role) else { return nil }
        if now.micros - found.seenAt > rules.noted * 1_000_000 {
            let expires = rules.expiry(created: Moment(micros: found.createdAt), seen: now)
            try await database.write { tx in
                try tx.execute("update session set seen_at = $1, expires_at = $2 where hash = $3", now.micros, expires.micros, hash)
            }
        }
        return SignedIn(member: ID(found.member), name: found.name, role: role)
    }

    func endSession(_ token: String, at now: Moment) async throws {
        let hash = Digest.sha256(Array(token.utf8))
        try await database.write { tx in
            let member = try tx.read.int("select member_id from session where hash = $1", hash)
            try tx.execute("delete from session where hash = $1", hash)
            if let member { try Audit.note(tx, by: .member(member), "signed out", "member:\(member)", at: now) }
        }
    }

    // MARK: Links to join

    /// How long a link to join may wait.
    static let joinSeconds: Int64 = 7 * 86_400

    /// A one-time link for a member; earlier ones stop working.
    /// - Returns: the token at the end of the link; only its digest is stored.
    func invite(_ member: ID<Member>, by actor: Actor, at now: Moment) async throws -> String {
        let token = try Digest.random(16).base64url
        try await database.write { tx in
            try tx.execute("update token set used_at = $1 where member_id = $2 and kind = 'join' and used_at is null", now.micros, member.raw)
            try tx.execute(
                "insert into token (id, kind, hash, member_id, created_at, expires_at) values ($1, 'join', $2, $3, $4, $5)",
                tx.newID(), Digest.sha256(Array(token.utf8)), member.raw, now.micros, now.adding(seconds: Self.joinSeconds).micros)
            try Audit.note(tx, by: actor, "invited", "member:\(member)", at: now)
        }
        return token
    }

    /// - Returns: whom a link is for; nil where it is unknown, used or too old.
    func invited(_ token: String, at now: Moment) async throws -> (id: ID<Member>, name: String)? {
        let row = try await database.read { tx in
            try tx.row(as: InvitedRow.self, Self.invitedSQL, Digest.sha256(Array(token.utf8)), now.micros)
        }
        return row.map { (ID($0.id), $0.name) }
    }

    private static let invitedSQL = """
        select member.id as id, member.name as name from token join member on member.id = token.member_id
        where token.hash = $1 and token.kind = 'join' and token.used_at is null and token.expires_at > $2 and member.disabled_at is null
        """

    /// Spends the link and sets the password; whoever was signed in as this member no longer is.
    func join(_ token: String, password: String, at now: Moment) async throws -> ID<Member> {
        let hash = try await hashing.hash(password)
        return try await database.write { tx in
            let digest = Digest.sha256(Array(token.utf8))
            guard let row = try tx.read.row(as: InvitedRow.self, Self.invitedSQL, digest, now.micros),
                try tx.execute("update token set used_at = $1 where hash = $2 and used_at is null", now.micros, digest) == 1
            else { throw Problem("link_spent", "This link was used or is too old.", remedy: "Ask for a new one.", fault: .missing) }
            try tx.execute("update member set password = $1 where id = $2", hash, row.id)
            try tx.execute("delete from session where member_id = $1", row.id)
            try Audit.note(tx, by: .member(row.id), "joined", "member:\(row.id)", at: now)
            return ID(row.id)
        }
    }
}

private struct PasswordRow: Decodable, Sendable {
    let id: Int64
    let password: String?
}

private struct SessionRow: Decodable, Sendable {
    let member: Int64
    let name: String
    let role: String
    let createdAt: Int64
    let seenAt: Int64
}

private struct InvitedRow: Decodable, Sendable {
    let id: Int64
    let name: String
}
