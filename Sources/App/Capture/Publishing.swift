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

    func finish() async throws {
        let (id, now) = (id, now)
        var after: Int64 = -1
        while true {
            let start = after
            let last = try await database.write(.bulk) { tx -> Int64? in
                let page = try tx.read.rows(
                    as: Int64.self, "select contact_id from import_row where import_id = $1 and contact_id > $2 order by contact_id limit 300", id, start)
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
    }
}
