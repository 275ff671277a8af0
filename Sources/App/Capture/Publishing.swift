// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Makes an import's rows seen: its state changes first, then the contacts that were there before are replayed, page by page. Safe to run again.
struct Publishing: Sendable {
    let database: Database
    let id: ImportID
    let now: Moment

    /// From here on the rows are seen.
    func begin() async throws {
        let id = id
        try await database.write(.bulk) { tx in try tx.execute("update import set state = 'publishing' where id = $1", id) }
    }

    /// Known people of its files of people, and whoever else one of its rows said something of.
    private static let touched = """
        select contact_id from (
            select contact_id from import_row where import_id = $1
            union select contact_id from change where import_id = $1 and upto = contact_id and kind = 1
        ) x where contact_id > $2 order by contact_id limit 300
        """

    func finish() async throws {
        let (id, now) = (id, now)
        var after: Int64 = -1
        while true {
            let start = after
            let last = try await database.write(.bulk) { tx -> Int64? in
                let page = try tx.read.rows(as: Int64.self, Self.touched, id, start)
                let ledger = Ledger(tx, now: now, actor: .import(id.raw))
                for contact in page {
                    try ledger.project(ContactID(contact))
                    for lead in try tx.read.rows(as: Int64.self, "select id from lead where contact_id = $1", contact) {
                        try ledger.project(LeadID(lead), of: ContactID(contact))
                    }
                }
                return page.last
            }
            guard let last else { break }
            after = last
        }
        // Doubles become one, accounts and deals are replayed, and from opportunity on the deals drive their people's leads.
        try await database.write(.bulk, ids: 200_000) { tx in
            let ledger = Ledger(tx, now: now, actor: .import(id.raw))
            try ledger.adoptByDomain(of: id)
            if try tx.read.int("select 1 from deal limit 1") != nil { try ledger.followDeals(of: id) } else { try ledger.settle() }
        }
    }
}
