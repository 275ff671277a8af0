// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// The people behind the numbers of the two records: `both`, `marketing`, `sales`, or `field:source` for whom the lists disagree about.
struct AuditPeople: Sendable {
    private let ids: [Int64]
    private let field: String?
    private let sentence: String

    /// nil where the address asks for nothing that there is.
    init?(_ name: String, of people: AuditRecords.People) {
        switch name {
        case "both": (ids, field, sentence) = (people.both, nil, "in both records")
        case "marketing": (ids, field, sentence) = (people.marketing, nil, "that only marketing's record has")
        case "sales": (ids, field, sentence) = (people.sales, nil, "that only sales' record has")
        default:
            let asked = name.hasPrefix("field:") ? String(name.dropFirst(6)) : ""
            guard let ids = people.differing[asked] else { return nil }
            (self.ids, field, sentence) = (ids, asked, "of whom the lists give another \(asked.replacing("_", with: " "))")
        }
    }

    static func href(_ name: String) -> String { "/audit/people?" + Fields([.init(name: "of", value: name)]).urlEncoded }

    private static let size = 100

    func page(_ database: Database, _ visit: Visit) async throws -> LeadsPage {
        let after = visit.query["after"].flatMap { Int64($0) } ?? 0
        let start = ids.firstIndex { $0 > after } ?? ids.count, shown = Array(ids[start..<min(ids.count, start + Self.size)])
        let rows = try await rows(database, shown), without = Fields(visit.query.pairs.filter { $0.name != "after" })
        let end = start + shown.count
        return LeadsPage(
            title: "Two records", headline: "\(Format.plural(ids.count, "contact")) \(sentence).",
            basis: field == nil ? nil : "What each list said last. Spelling, case and marks between digits make no difference.",
            table: rows.isEmpty
                ? nil
                : Table(
                    columns: [.init("Person", isText: true), .init("Company", isText: true)]
                        + (field == nil ? [] : [.init("What each says", isText: true)]),
                    rows: rows.map { row in
                        Table.Row(
                            .text(row.name, href: "/contacts/\(row.contact)", note: row.email == row.name ? nil : row.email),
                            [.text(row.company)] + (field == nil ? [] : [.text(row.said)]))
                    }),
            pager: ids.count <= Self.size
                ? nil
                : Pager(
                    "\(Format.count(start + 1)) to \(Format.count(end)) of \(Format.count(ids.count))",
                    first: start > 0 ? "\(visit.path)?\(without.urlEncoded)" : nil,
                    next: end < ids.count
                        ? "\(visit.path)?" + Fields(without.pairs + [.init(name: "after", value: String(shown.last ?? 0))]).urlEncoded : nil),
            empty: rows.isEmpty ? EmptyState("Nobody is behind this number.", "The audit compares again when new files come.") : nil,
            back: Link("Audit", "/audit"), csv: rows.isEmpty ? nil : "\(visit.path).csv?\(without.urlEncoded)")
    }

    func csv(_ database: Database) -> Answer {
        let people = self
        return CSVFile.stream("people.csv", columns: ["contact", "name", "email", "company"] + (field.map { [$0] } ?? []), count: ids.count) {
            range in
            try await people.rows(database, Array(people.ids[range])).map { row in
                [String(row.contact), row.name, row.email, row.company] + (people.field == nil ? [] : [row.said])
            }
        }
    }

    private struct Row: Sendable {
        let contact: Int64
        let name: String, email: String, company: String
        /// `HubSpot: Webinar · Salesforce: Outbound`.
        let said: String
    }

    private func rows(_ database: Database, _ ids: [Int64]) async throws -> [Row] {
        let field = field
        return try await database.read { read in
            try LeadRow.read(read, ids.map { .init(contact: $0, lead: 0) }).map { row in
                let said = try field.map { try AuditRecords.said(read, of: row.key.contact, $0) } ?? []
                return Row(
                    contact: row.key.contact, name: row.name, email: row.email, company: row.company,
                    said: said.map { "\($0.source): \($0.value)" }.joined(separator: " · "))
            }
        }
    }
}
