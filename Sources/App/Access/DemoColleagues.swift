// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// The sample company's colleagues: without login, in two teams, one of whom changed teams and one of whom left.
enum DemoColleagues {
    struct Place {
        /// Nil for those who lead both teams.
        let team: String?
        /// Position of the manager among the colleagues, before this one.
        let manager: Int?
        let region: String?
        let from: Moment
        let upto: Moment?
    }

    struct Colleague {
        let name: String
        let email: String
        /// As `member.role` and `membership.side` spell them.
        let role: String, side: String
        let places: [Place]
        let left: Moment?
    }

    /// - Returns: ids in the order given.
    static func write(_ tx: Write, _ colleagues: [Colleague], import run: ImportID, now: Moment) throws -> [Int64] {
        var ids: [Int64] = []
        for one in colleagues {
            let id: Int64
            if let known = try tx.read.int("select id from member where email = $1", one.email) {
                // A sample that was taken away leaves its colleagues: moves may name them.
                id = known
            } else {
                id = try tx.newID()
                try tx.execute(
                    "insert into member (id, name, email, role, created_at, disabled_at, import_id) values ($1, $2, $3, $4, $5, $6, $7)",
                    id, one.name, one.email, one.role, now.micros, one.left?.micros, run.raw)
            }
            for place in one.places {
                let manager = place.manager.flatMap { ids.indices.contains($0) ? ids[$0] : nil }
                try tx.execute(
                    """
                    insert into membership (id, member_id, team_id, manager_id, region, side, from_at, to_at, import_id)
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                    """, tx.newID(), id, try place.team.map { try team(tx, $0, run) }, manager, place.region, one.side, place.from.micros,
                    place.upto?.micros, run.raw)
            }
            ids.append(id)
        }
        return ids
    }

    private static func team(_ tx: Write, _ name: String, _ run: ImportID) throws -> Int64 {
        if let id = try tx.read.int("select id from team where name = $1", name) { return id }
        let id = try tx.newID()
        try tx.execute("insert into team (id, name, import_id) values ($1, $2, $3)", id, name, run.raw)
        return id
    }
}
