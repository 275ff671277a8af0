// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// A deal as a list shows it.
struct DealRow: Sendable {
    let id: Int64
    var name = "", account = "", stage = "", owner = "", source = "", product = ""
    var outcome = DealOutcome.open
    var amount: Money?
    var opened = Timestamp(Moment(micros: 0), .unknown)
    var closed: Timestamp?
    /// Its first person, for the way to a timeline.
    var contact: Int64?

    static func read(_ read: Read, _ ids: [Int64]) throws -> [DealRow] {
        let cache = WordCache(read)
        return try ids.compactMap { id in
            var row = DealRow(id: id), isThere = false
            var keys: (account: Int64, stage: Int64, owner: Int64, source: Int64, product: Int64) = (0, 0, 0, 0, 0)
            try read.scan(
                """
                select name, account_id, stage, owner_id, source, product, outcome, amount, currency, opened_at, opened_precision, closed_at, closed_precision
                from deal where id = $1 and \(Ledger.seen)
                """, id
            ) { cursor in
                isThere = true
                row.name = cursor.text(0)
                keys = (cursor.int(1), cursor.int(2), cursor.int(3), cursor.int(4), cursor.int(5))
                row.outcome = DealOutcome(rawValue: cursor.int(6)) ?? .open
                if !cursor.isNull(7), let currency = Currency(cursor.text(8)) { row.amount = Money(minor: cursor.int(7), currency) }
                row.opened = Timestamp(Moment(micros: cursor.int(9)), Precision(rawValue: cursor.int(10)) ?? .unknown)
                if !cursor.isNull(11) { row.closed = Timestamp(Moment(micros: cursor.int(11)), Precision(rawValue: cursor.int(12)) ?? .unknown) }
            }
            guard isThere else { return nil }
            if keys.account != 0 { row.account = try read.text("select name from account where id = $1", keys.account) ?? "" }
            (row.stage, row.owner) = (try cache.word(keys.stage), try cache.member(keys.owner))
            (row.source, row.product) = (try cache.word(keys.source), try cache.word(keys.product))
            row.contact = try read.int(
                "select contact_id from deal_contact where deal_id = $1 and \(Ledger.seen) order by confidence desc, contact_id limit 1", id)
            return row
        }
    }

    static func table(_ rows: [DealRow], zone: Zone) -> Table {
        Table(
            columns: [
                .init("Deal", isText: true), .init("Account", isText: true), .init("Stage", isText: true), .init("Owner", isText: true),
                .init("Amount"), .init("Opened"),
                .init("Closed"),
            ],
            rows: rows.map { row in
                Table.Row(
                    .text(
                        row.name.isEmpty ? "Deal \(row.id)" : row.name, href: row.contact.map { "/contacts/\($0)" },
                        note: row.contact == nil ? "no person known" : nil),
                    [
                        .text(row.account), .text(row.stage.isEmpty ? row.outcome.name : row.stage), .text(row.owner),
                        row.amount.map { .number(Format.money($0)) } ?? .few("no amount"),
                        .number(Format.moment(row.opened.at, in: zone, precision: min(row.opened.precision, .day))),
                        row.closed.map { .number(Format.moment($0.at, in: zone, precision: min($0.precision, .day))) } ?? .few("open"),
                    ])
            })
    }

    static let columns = ["deal", "name", "account", "stage", "outcome", "owner", "source", "product", "amount", "currency", "opened", "closed"]

    func cells(zone: Zone) -> [String] {
        let amount = amount.map { money -> String in
            let digits = money.currency.exponent, text = String(money.minor.magnitude)
            let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
            return (money.minor < 0 ? "-" : "") + (digits == 0 ? padded : "\(padded.dropLast(digits)).\(padded.suffix(digits))")
        }
        return [
            String(id), name, account, stage, outcome.name, owner, source, product, amount ?? "", self.amount?.currency.code ?? "",
            opened.precision == .unknown ? "" : zone.day(of: opened.at).iso, closed.map { zone.day(of: $0.at).iso } ?? "",
        ]
    }
}
