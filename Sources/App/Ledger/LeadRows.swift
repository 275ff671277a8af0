// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Words and names by their ids, read as they are met.
final class WordCache {
    private let read: Read
    private var words: [Int64: String] = [:]
    private var names: [Int64: String] = [:]

    init(_ read: Read) { self.read = read }

    /// The word of a code; empty for 0.
    func word(_ id: Int64) throws -> String {
        guard id != 0 else { return "" }
        if let known = words[id] { return known }
        let word = try read.text("select value from code where id = $1", id) ?? ""
        words[id] = word
        return word
    }

    /// A colleague's name; empty for 0.
    func member(_ id: Int64) throws -> String {
        guard id != 0 else { return "" }
        if let known = names[id] { return known }
        let name = try read.text("select name from member where id = $1", id) ?? ""
        names[id] = name
        return name
    }
}

/// A lead as a list shows it; a contact at rest has the lead 0.
struct LeadRow: Sendable {
    struct Key: Hashable, Sendable {
        let contact: Int64
        let lead: Int64
    }

    let key: Key
    var name = "", email = "", company = "", title = ""
    var stage: Stage?
    var owner = "", source = "", campaign = "", reason = ""
    var opened: Timestamp?
    var ended: Moment?

    /// What a person is called in a list: never empty.
    static func name(_ first: String, _ last: String, _ email: String) -> String {
        let name = [first, last].filter { !$0.isEmpty }.joined(separator: " ")
        return name.isEmpty ? (email.isEmpty ? "Somebody without a name" : email) : name
    }

    var address: String { "/contacts/\(key.contact)" + (key.lead == 0 ? "" : "#lead-\(key.lead)") }

    /// One look-up by key each, in the order that is asked for; rows that are gone are left out.
    static func read(_ read: Read, _ keys: [Key]) throws -> [LeadRow] {
        let cache = WordCache(read)
        return try keys.compactMap { key in
            var row = LeadRow(key: key), account: Int64 = 0, isThere = false
            var ids: (owner: Int64, source: Int64, campaign: Int64, reason: Int64) = (0, 0, 0, 0)
            try read.scan(
                "select first_name, last_name, email, company, title, account_id, first_source from contact where id = $1 and \(Ledger.seen)",
                key.contact
            ) { cursor in
                isThere = true
                (row.email, row.company, row.title, account) = (cursor.text(2), cursor.text(3), cursor.text(4), cursor.int(5))
                row.name = name(cursor.text(0), cursor.text(1), row.email)
                ids.source = cursor.int(6)
            }
            guard isThere else { return nil }
            if account != 0, let name = try read.text("select name from account where id = $1", account), !name.isEmpty { row.company = name }
            if key.lead != 0 {
                isThere = false
                try read.scan(
                    """
                    select stage, owner_id, source, campaign, reason, opened_at, opened_precision, ended_at from lead
                    where contact_id = $1 and id = $2 and \(Ledger.seen)
                    """, key.contact, key.lead
                ) { cursor in
                    isThere = true
                    row.stage = Stage(rawValue: cursor.int(0))
                    ids = (cursor.int(1), cursor.int(2), cursor.int(3), cursor.int(4))
                    row.opened = Timestamp(Moment(micros: cursor.int(5)), Precision(rawValue: cursor.int(6)) ?? .unknown)
                    row.ended = cursor.isNull(7) ? nil : Moment(micros: cursor.int(7))
                }
                guard isThere else { return nil }
            }
            (row.owner, row.source, row.campaign) = (try cache.member(ids.owner), try cache.word(ids.source), try cache.word(ids.campaign))
            row.reason = try cache.word(ids.reason)
            return row
        }
    }

    static func table(_ rows: [LeadRow], zone: Zone) -> Table {
        Table(
            columns: [
                .init("Person", isText: true), .init("Stage", isText: true), .init("Company", isText: true), .init("Owner", isText: true),
                .init("Source", isText: true), .init("Opened"),
            ],
            rows: rows.map { row in
                Table.Row(
                    .text(row.name, href: row.address, note: row.email == row.name ? nil : row.email),
                    [
                        .text(row.stage?.label ?? "at rest", side: row.stage?.side), .text(row.company), .text(row.owner), .text(row.source),
                        row.opened.map { .number(Format.moment($0.at, in: zone, precision: min($0.precision, .day))) } ?? .few("–"),
                    ])
            })
    }

    static let columns = [
        "contact", "lead", "name", "email", "company", "title", "stage", "owner", "source", "campaign", "reason", "opened", "ended",
    ]

    func cells(zone: Zone) -> [String] {
        [
            String(key.contact), key.lead == 0 ? "" : String(key.lead), name, email, company, title, stage?.name ?? "", owner, source, campaign,
            reason,
            opened.map { $0.precision == .unknown ? "" : zone.day(of: $0.at).iso } ?? "", ended.map { zone.day(of: $0).iso } ?? "",
        ]
    }
}
