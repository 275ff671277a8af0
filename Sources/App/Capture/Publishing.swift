// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Makes an import's rows seen: its state changes first, then the contacts that were there before are replayed, page by page. Safe to run again.
struct Publishing: Sendable {
    let database: Database
    let id: ImportID
    let now: Moment
    /// As that of `Importing`; from here on nobody may stop it half way.
    var fence: @Sendable (Write, _ mayStop: Bool) throws -> Void = { _, _ in }

    /// From here on the rows are seen.
    /// - Parameter report: kept now, for the case that another process finishes.
    /// - Parameter spans: what its files show all records of; those that they do not have are flagged, at once with the rows being seen.
    /// - Returns: how many were flagged, for each span.
    func begin(report: String, spans: [ExportSpan]) async throws -> [Int] {
        let (id, now) = (id, now)
        return try await database.write(.bulk) { [fence] tx in
            try fence(tx, true)
            let absent = try spans.map { try Ledger(tx, now: now, actor: .import(id.raw)).flagAbsent($0) }
            try tx.execute("update import set state = 'publishing', report = $2 where id = $1", id, report)
            return absent
        }
    }

    /// Known people of its files of people, and whoever else one of its rows said something of.
    private static let touched = """
        select contact_id from (
            select contact_id from import_row where import_id = $1
            union select contact_id from change where import_id = $1 and upto = contact_id and kind = 1
        ) x where contact_id > $2 order by contact_id limit 300
        """

    private static let shared = """
        select (select count(*) from lead where part_of <> 0 and import_id = $1) + (
            select count(distinct f.id) from lead p join lead f on f.contact_id = p.contact_id and f.id = p.part_of
            where p.part_of <> 0 and p.import_id <> $1 and f.import_id = $1)
        """

    /// - Returns: of its leads, how many are records of an attempt that another record tells of, too; of two that are both its own, one.
    @discardableResult
    func finish() async throws -> Int {
        let (id, now) = (id, now)
        var after: Int64 = -1
        while true {
            let start = after
            try Task.checkCancellation()
            let last = try await database.write(.bulk) { [fence] tx -> Int64? in
                try fence(tx, false)
                let page = try tx.read.rows(as: Int64.self, Self.touched, id, start)
                let ledger = Ledger(tx, now: now, actor: .import(id.raw))
                for contact in page {
                    try ledger.project(ContactID(contact))
                    let leads = try tx.read.rows(as: Int64.self, "select id from lead where contact_id = $1", contact)
                    for lead in leads {
                        try ledger.settleStages(of: LeadID(lead), of: ContactID(contact))
                        try ledger.project(LeadID(lead), of: ContactID(contact))
                    }
                    // Several records may tell of one attempt.
                    if leads.count > 1 { try ledger.follow([contact]) }
                }
                return page.last
            }
            guard let last else { break }
            after = last
        }
        // Doubles become one, accounts and deals are replayed, and from opportunity on the deals drive their people's leads.
        return try await database.write(.bulk, ids: 200_000) { [fence] tx in
            try fence(tx, false)
            let ledger = Ledger(tx, now: now, actor: .import(id.raw))
            // Accounts that others named first have their domains only now.
            try ledger.settle()
            try ledger.projectRecords(of: id)
            try ledger.adoptByDomain(of: id)
            if try tx.read.int("select 1 from deal limit 1") != nil { try ledger.followDeals(of: id) }
            return try Int(tx.read.int(Self.shared, id) ?? 0)
        }
    }
}
