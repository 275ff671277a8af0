// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Storage

/// Links that open an audit for somebody who has no account here. Whoever has the link may read; nothing in it names a person.
struct AuditSharing: Sendable {
    let database: Database

    struct Shared: Sendable {
        let answer: AuditAnswer
        let place: Int
        let sender: String
        let created: Moment
    }

    static let days: Int64 = 30

    /// - Returns: the token at the end of the link; only its digest is stored.
    func send(_ answer: AuditAnswer, place: Int, by sender: Int64, at now: Moment) async throws -> (token: String, until: Moment) {
        let token = try Digest.random(16).base64url, until = now.adding(seconds: Self.days * 86_400),
            text = String(decoding: try JSONEncoder().encode(answer), as: UTF8.self)
        try await database.write { tx in
            try tx.execute("delete from shared_audit where expires_at < $1", now)
            try tx.execute(
                "insert into shared_audit (id, hash, sender_id, created_at, expires_at, place, answer) values ($1, $2, $3, $4, $5, $6, $7)",
                tx.newID(),
                Digest.sha256(Array(token.utf8)), sender, now, until, place, text)
        }
        return (token, until)
    }

    /// - Returns: nil where the link was never made, or is too old.
    func open(_ token: String, at now: Moment) async throws -> Shared? {
        struct Row: Decodable, Sendable {
            let answer: String
            let place: Int64
            let senderId: Int64
            let createdAt: Moment
        }
        guard token.utf8.count == 22 else { return nil }
        let hash = Digest.sha256(Array(token.utf8))
        let found = try await database.read { read -> (Row, String)? in
            let sql = "select answer, place, sender_id, created_at from shared_audit where hash = $1 and expires_at > $2"
            guard let row = try read.row(as: Row.self, sql, hash, now) else { return nil }
            return (row, try read.text("select name from member where id = $1", row.senderId) ?? "A colleague")
        }
        return try found.map { row, sender in
            Shared(
                answer: try JSONDecoder().decode(AuditAnswer.self, from: Data(row.answer.utf8)), place: Int(row.place), sender: sender,
                created: row.createdAt)
        }
    }
}
