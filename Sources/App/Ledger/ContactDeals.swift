// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

extension ContactReading {
    mutating func readDeals() throws {
        var links: [(deal: Int64, role: Int64, how: Int64)] = []
        try read.scan(
            "select deal_id, role, how from deal_contact where contact_id = $1 and \(Ledger.seen) order by deal_id, how limit 500", contact
        ) { row in if links.last?.deal != row.int(0) { links.append((row.int(0), row.int(1), row.int(2))) } }
        for link in links {
            guard let row = try DealRow.read(read, [link.deal]).first else { continue }
            let expected = try read.int("select expected_day from deal where id = $1", link.deal).map { Day(number: Int32(clamping: $0)) }
            deals.append(DealLine(id: link.deal, row: row, expected: expected, how: DealLink(rawValue: link.how), role: try words.word(link.role)))
            try readEvents(of: link.deal, named: row.name)
        }
        deals.sort { ($1.row.opened.at.micros, $1.id) < ($0.row.opened.at.micros, $0.id) }
    }

    private mutating func readEvents(of deal: Int64, named name: String) throws {
        var rows: [(time: Timestamp, field: String, old: String, new: String, basis: Basis?)] = []
        try read.scan(
            """
            select at, precision, field, old_value, new_value, basis from deal_event
            where deal_id = $1 and field in ('stage', 'amount', 'outcome', 'owner') and \(Ledger.seen) order by at desc limit 100
            """, deal
        ) { row in
            rows.append(
                (
                    Timestamp(Moment(micros: row.int(0)), Precision(rawValue: row.int(1)) ?? .unknown), row.text(2), row.isNull(3) ? "" : row.text(3),
                    row.isNull(4) ? "" : row.text(4), Basis(rawValue: row.int(5))
                ))
        }
        for row in rows {
            let values = try [row.old, row.new].map { try said($0, as: row.field) }.filter { !$0.isEmpty }
            guard !values.isEmpty else { continue }
            let text = "\(name.isEmpty ? "Deal" : name): \(row.field == "outcome" ? "" : row.field + " ")\(values.joined(separator: " → "))"
            happenings.append(
                Happening(time: row.time, order: 30) { when in
                    ContactPage.Event(
                        when: when, side: .sales, kind: "deal", text: text,
                        marks: [row.basis == .inferred ? Mark(.inferred) : nil, Mark(row.time.precision)].compactMap(\.self))
                })
        }
    }

    /// A value of a deal's history for a reader: amounts are kept as `1250000 EUR` in minor units, owners as ids.
    private func said(_ value: String, as field: String) throws -> String {
        let parts = value.split(separator: " ")
        switch field {
        case "amount":
            guard parts.count == 2, let minor = Int64(parts[0]), let currency = Currency(String(parts[1])) else { return value }
            return Format.money(Money(minor: minor, currency))
        case "owner": return try Int64(value).map { try words.member($0) } ?? value
        default: return value
        }
    }
}
