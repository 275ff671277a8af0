// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// The change feed: who changed, in an order that every reader can follow. It never says what; readers read the contact again.
///
/// On SQLite one writer numbers rows as it commits them. On PostgreSQL rows become visible out of order, so readers follow `place`, which
/// one leased sequencer gives to committed rows.
package struct Feed: Sendable {
    package struct Entry: Sendable, Decodable {
        package let place: Int64
        package let contactId: Int64
        /// The last contact of a range; the same where one changed.
        package let upto: Int64
    }

    package let database: Database

    package init(database: Database) { self.database = database }

    private static let sequencerKey: Int64 = 7_242_316

    /// Numbers what was committed since the last time. Does nothing while another process does it.
    /// - Returns: how many rows were numbered.
    @discardableResult
    package func sequence() async throws -> Int {
        guard database.engine == .postgres else { return 0 }
        return try await database.write { tx in
            guard try tx.read.int("select case when pg_try_advisory_xact_lock($1) then 1 else 0 end", Self.sequencerKey) == 1 else { return 0 }
            return try Ledger.numberChanges(tx)
        }
    }

    /// Entries after a place, oldest first.
    package static func entries(_ read: Read, after place: Int64, limit: Int = 500) throws -> [Entry] {
        try read.rows(as: Entry.self, read.engine == .sqlite ? sqlite : postgres, place, limit)
    }

    private static let sqlite = "select id as place, contact_id, upto from change where id > $1 order by id limit $2"
    private static let postgres = "select place, contact_id, upto from change where place > $1 order by place limit $2"
}

/// A soft projection that follows the feed: its cursor commits with its output, so that it neither misses nor repeats after a crash.
package struct Consumer: Sendable {
    package let name: String
    /// Brings the output for one contact up to date.
    package let follow: @Sendable (Write, ContactID) throws -> Void

    package init(_ name: String, follow: @escaping @Sendable (Write, ContactID) throws -> Void) { (self.name, self.follow) = (name, follow) }

    /// Contacts in one transaction, so that captures and claims do not wait for long.
    static let most = 300

    private struct Cursor: Decodable {
        let place: Int64
        /// Within the entry at `place + 1`, the last contact that is done.
        let contact: Int64
    }

    /// One step: some hundred contacts.
    /// - Returns: false where there is nothing to do.
    package func step(_ feed: Feed, now: Moment) async throws -> Bool {
        try await feed.database.write(.bulk) { tx in
            let cursor = try tx.read.row(as: Cursor.self, "select place, contact from consumer where name = $1", name) ?? Cursor(place: 0, contact: 0)
            var (place, contact, left) = (cursor.place, cursor.contact, Self.most)
            for entry in try Feed.entries(tx.read, after: place) {
                let ids = try tx.read.rows(
                    as: Int64.self, "select id from contact where id >= $1 and id <= $2 and id > $3 order by id limit $4", entry.contactId,
                    entry.upto, contact, left)
                for id in ids { try follow(tx, ContactID(id)) }
                if ids.count == left, let last = ids.last {
                    contact = last
                    break
                }
                // An erased contact has no row and is to be forgotten too.
                if entry.contactId == entry.upto, ids.isEmpty { try follow(tx, ContactID(entry.contactId)) }
                (place, contact, left) = (entry.place, 0, left - ids.count)
            }
            guard place != cursor.place || contact != cursor.contact else { return false }
            try tx.execute(
                """
                insert into consumer (name, place, contact, at) values ($1, $2, $3, $4)
                on conflict (name) do update set place = excluded.place, contact = excluded.contact, at = excluded.at
                """, name, place, contact, now)
            return true
        }
    }

    /// Whether more than so many entries of the feed are still to be followed.
    package func isBehind(_ read: Read, by most: Int) throws -> Bool {
        let place = try read.int("select place from consumer where name = $1", name) ?? 0
        let rest = read.engine == .sqlite ? "id > $1" : "(place is null or place > $1)"
        return try read.int("select count(*) from (select 1 from change where \(rest) limit \(most + 1)) x", place) ?? 0 > Int64(most)
    }

    /// How many entries of the feed are still to be followed; the lag is a metric.
    package func behind(_ read: Read) throws -> Int64 {
        let place = try read.int("select place from consumer where name = $1", name) ?? 0
        let sql =
            read.engine == .sqlite ? "select count(*) from change where id > $1" : "select count(*) from change where place is null or place > $1"
        return try read.int(sql, place) ?? 0
    }
}
