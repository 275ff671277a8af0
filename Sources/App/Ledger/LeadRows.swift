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
    var owner = "", source = "", campaign = "", reason = "", industry = "", country = ""
    /// Those of the company's own fields that were asked for.
    var fields: [String: String] = [:]
    var opened: Timestamp?
    /// Since when it stands in its stage.
    var since: Moment?
    var ended: Moment?

    /// What a person is called in a list: never empty.
    static func name(_ first: String, _ last: String, _ email: String) -> String {
        let name = [first, last].filter { !$0.isEmpty }.joined(separator: " ")
        return name.isEmpty ? (email.isEmpty ? "Somebody without a name" : email) : name
    }

    var address: String { "/contacts/\(key.contact)" + (key.lead == 0 ? "" : "#lead-\(key.lead)") }

    /// One look-up by key each, in the order that is asked for; rows that are gone are left out.
    static func read(_ read: Read, _ keys: [Key], fields: Set<String> = []) throws -> [LeadRow] {
        let cache = WordCache(read)
        return try keys.compactMap { key in
            var row = LeadRow(key: key), account: Int64 = 0, isThere = false
            var ids: (owner: Int64, source: Int64, campaign: Int64, reason: Int64) = (0, 0, 0, 0), place: (industry: Int64, country: Int64) = (0, 0)
            try read.scan(
                """
                select first_name, last_name, email, company, title, account_id, first_source, industry, country, fields from contact
                where id = $1 and \(Ledger.seen)
                """, key.contact
            ) { cursor in
                isThere = true
                (row.email, row.company, row.title, account) = (cursor.text(2), cursor.text(3), cursor.text(4), cursor.int(5))
                row.name = name(cursor.text(0), cursor.text(1), row.email)
                (ids.source, place) = (cursor.int(6), (cursor.int(7), cursor.int(8)))
                if !fields.isEmpty { FlatJSON.read(cursor.bytes(9)) { name, value in if fields.contains(name) { row.fields[name] = value } } }
            }
            guard isThere else { return nil }
            if account != 0, let name = try read.text("select name from account where id = $1", account), !name.isEmpty { row.company = name }
            if key.lead != 0 {
                isThere = false
                try read.scan(
                    """
                    select stage, owner_id, source, campaign, reason, opened_at, opened_precision, ended_at, stage_at from lead
                    where contact_id = $1 and id = $2 and \(Ledger.seen)
                    """, key.contact, key.lead
                ) { cursor in
                    isThere = true
                    row.stage = Stage(rawValue: cursor.int(0))
                    ids = (cursor.int(1), cursor.int(2), cursor.int(3), cursor.int(4))
                    row.opened = Timestamp(Moment(micros: cursor.int(5)), Precision(rawValue: cursor.int(6)) ?? .unknown)
                    (row.ended, row.since) = (cursor.isNull(7) ? nil : Moment(micros: cursor.int(7)), Moment(micros: cursor.int(8)))
                }
                guard isThere else { return nil }
            }
            (row.owner, row.source, row.campaign) = (try cache.member(ids.owner), try cache.word(ids.source), try cache.word(ids.campaign))
            (row.reason, row.industry, row.country) = (
                try cache.word(ids.reason), try cache.word(place.industry), try cache.word(place.country)
            )
            return row
        }
    }

    static func table(_ rows: [LeadRow], columns: [LeadColumn] = LeadColumn.usual, zone: Zone) -> Table {
        Table(
            columns: [.init("Person", isText: true)] + columns.map(\.heading),
            rows: rows.map { row in
                Table.Row(.text(row.name, href: row.address, note: row.email == row.name ? nil : row.email), columns.map { $0.cell(row, zone) })
            })
    }

    static let columns = [
        "contact", "lead", "name", "email", "company", "title", "stage", "owner", "source", "campaign", "reason", "opened", "ended", "in_stage_since",
        "industry", "country",
    ]

    func cells(zone: Zone) -> [String] {
        [
            String(key.contact), key.lead == 0 ? "" : String(key.lead), name, email, company, title, stage?.name ?? "", owner, source, campaign,
            reason,
            opened.map { $0.precision == .unknown ? "" : zone.day(of: $0.at).iso } ?? "", ended.map { zone.day(of: $0).iso } ?? "",
            since.map { zone.day(of: $0).iso } ?? "", industry, country,
        ]
    }
}
