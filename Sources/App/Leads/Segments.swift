// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Questions to the list that somebody gave a name: filters, order and columns.
struct Segments: Sendable {
    let database: Database

    struct Row: Decodable, Sendable {
        let id: Int64
        let memberId: Int64
        let name: String
        let query: String
        let shared: Int64
    }

    /// Segments that a reader may have, at most; nobody finds anything among more.
    private static let most = 40

    /// A reader's own, then those that colleagues shared, each by name.
    func all(for member: ID<Member>) async throws -> [Row] {
        try await database.read { read in
            try read.rows(
                as: Row.self,
                """
                select id, member_id, name, query, shared from segment where member_id = $1 or shared = 1
                order by case when member_id = $1 then 0 else 1 end, name, id limit 200
                """, member)
        }
    }

    /// Keeps a question under a name; a reader's own of the same name is replaced.
    /// - Throws: `Problem` where the name is none, or there are too many.
    func save(_ name: String, query: Fields, shared: Bool, by member: ID<Member>, at now: Moment) async throws {
        guard let name = SignInRules.name(name), name.count <= 60 else {
            throw Problem("bad_segment", "A segment needs a name of 1 to 60 characters.", at: "name", remedy: "Write one line.")
        }
        let text = LeadFilter.plain(query).urlEncoded
        guard !text.isEmpty, text.utf8.count <= 4_000 else {
            throw Problem("bad_segment", "There is no filter to keep, or far too many.", remedy: "Filter the list first.")
        }
        try await database.write { tx in
            try tx.execute("delete from segment where member_id = $1 and name = $2", member, name)
            guard try tx.read.int("select count(*) from segment where member_id = $1", member) ?? 0 < Self.most else {
                throw Problem("many_segments", "You have \(Self.most) segments already.", remedy: "Remove one that you no longer use.")
            }
            try tx.execute(
                "insert into segment (id, member_id, name, query, shared, created_at) values ($1, $2, $3, $4, $5, $6)",
                tx.newID(), member, name, text, shared ? 1 : 0, now)
        }
    }

    /// - Parameter any: true for who may remove colleagues' as well.
    /// - Throws: `Problem` where it is not there for them.
    func remove(_ id: Int64, by member: ID<Member>, any: Bool) async throws {
        let removed = try await database.write { tx in
            try tx.execute(
                "delete from segment where id = $1 and (member_id = $2 or cast($3 as bigint) = 1 and shared = 1)", id, member, any ? 1 : 0)
        }
        guard removed == 1 else { throw Problem.nothingHere }
    }
}
