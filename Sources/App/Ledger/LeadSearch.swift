// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Looks for people by how their e-mail, name or company begins. It reads a bounded number of people at a time and says how far it came.
///
/// An address (with an @) is found by the index of identities at once, names and companies by the search index as soon as it has caught up.
struct LeadSearch: Sendable {
    /// Empty for everybody.
    let text: String
    /// Only people who are counted apart.
    let apart: Apart?

    enum Apart: Sendable {
        case any
        case only(Exclusion)

        init?(_ name: String) {
            if name == "any" {
                self = .any
            } else if let one = Exclusion.allCases.first(where: { $0.name == name }) {
                self = .only(one)
            } else {
                return nil
            }
        }

        var name: String { if case .only(let one) = self { one.name } else { "any" } }
        var label: String { if case .only(let one) = self { ": \(ExclusionReason(rawValue: one.name)?.label ?? one.name)" } else { "" } }
        /// -1 for any.
        fileprivate var code: Int64 { if case .only(let one) = self { one.rawValue } else { -1 } }
    }
    let scope: Scope

    /// Found on one page, and people read for it, at most.
    static let size = 100, budget: Int64 = 50_000

    /// How often the index is asked for a page's worth of people.
    private static let rounds = 10

    struct Page: Sendable {
        var contacts: [Int64] = []
        /// From where to go on; nil at the end.
        var next: String?
        /// True where the end of the page is the end of the budget, not of the people.
        var isPartial = false
    }

    func find(_ read: Read, after: String?) throws -> Page {
        if text.contains("@"), apart == nil { return try byAddress(read, after: after) }
        let after = after.flatMap { Int64($0) } ?? 0
        if !text.isEmpty, apart == nil, try SearchIndex.isComplete(read), let page = try byIndex(read, after: after) { return page }
        return try byScan(read, after: after)
    }

    /// By the words that people are known by, once the index has caught up with the ledger.
    /// nil where going through people is the better way.
    private func byIndex(_ read: Read, after: Int64) throws -> Page? {
        var page = Page(), place = after
        let (condition, values) = owned(first: 2)
        // Who sees few of many people gets the page as far as it came.
        for _ in 0..<Self.rounds where page.contacts.count < Self.size {
            guard let found = try SearchIndex.find(read, text, after: place, limit: Self.size) else { return nil }
            for contact in found {
                place = contact
                let mine = try isSeen(read, contact, condition, values)
                if mine { page.contacts.append(contact) }
                if page.contacts.count == Self.size { break }
            }
            if found.count < Self.size { return page }
        }
        (page.next, page.isPartial) = (String(place), page.contacts.count < Self.size)
        return page
    }

    private func byAddress(_ read: Read, after: String?) throws -> Page {
        let prefix = text.lowercased(), kind = try read.int("select id from code where kind = 'key' and value = 'email'") ?? 0
        let (condition, values) = owned(first: 5)
        var page = Page(), values4: [Value] = [.int(kind), .text(prefix), .text(prefix + "\u{10FFFF}"), .text(after ?? "")]
        values4 += values
        var last = ""
        try read.scan(
            """
            select i.value, i.contact_id from identity i join contact c on c.id = i.contact_id
            where i.kind = $1 and i.value >= $2 and i.value < $3 and i.value > $4 and i.\(Ledger.seen) and c.\(Ledger.seen) and \(condition)
            order by i.value limit \(Self.size + 1)
            """, values: values4
        ) { row in
            if page.contacts.count == Self.size {
                page.next = last
            } else {
                last = row.text(0)
                page.contacts.append(row.int(1))
            }
        }
        return page
    }

    private func isSeen(_ read: Read, _ contact: Int64, _ condition: String, _ values: [Value]) throws -> Bool {
        var found = false
        try read.scan("select 1 from contact c where c.id = $1 and c.\(Ledger.seen) and \(condition)", values: [.int(contact)] + values) { _ in
            found = true
        }
        return found
    }

    private func byScan(_ read: Read, after: Int64) throws -> Page {
        guard let upto = try read.int("select max(id) from (select id from contact where id > $1 order by id limit \(Self.budget)) x", after) else {
            return Page()
        }
        let escaped = text.lowercased().replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
        let (condition, values) = owned(first: 5)
        let named = """
            (lower(c.email) like $3 escape '\\' or lower(c.last_name) like $3 escape '\\' or lower(c.company) like $3 escape '\\'
                or lower(c.first_name || ' ' || c.last_name) like $3 escape '\\')
            """
        var page = Page()
        try read.scan(
            """
            select c.id from contact c where c.id > $1 and c.id <= $2 and \(text.isEmpty ? "$3 = '%'" : named) and (c.excluded = $4 or $4 = 0 or $4 = -1 and c.excluded <> 0)
                and c.\(Ledger.seen) and \(condition) order by c.id limit \(Self.size + 1)
            """, values: [.int(after), .int(upto), .text(escaped + "%"), .int(apart?.code ?? 0)] + values
        ) { page.contacts.append($0.int(0)) }
        if page.contacts.count > Self.size {
            page.contacts.removeLast()
            page.next = page.contacts.last.map { String($0) }
        } else if try read.int("select 1 from contact where id > $1 limit 1", upto) != nil {
            (page.next, page.isPartial) = (String(upto), true)
        }
        return page
    }

    /// Sales and SDR see people of their own leads and accounts.
    private func owned(first: Int) -> (String, [Value]) {
        guard case .own(let member) = scope else { return ("1 = 1", []) }
        return (
            """
            (exists (select 1 from lead l where l.contact_id = c.id and l.owner_id = $\(first))
                or c.account_id in (select id from account where owner_id = $\(first)))
            """, [.int(member.raw)]
        )
    }

    /// The leads of the people that were found; who has none is at rest.
    static func keys(_ read: Read, _ contacts: [Int64]) throws -> [LeadRow.Key] {
        try contacts.flatMap { contact -> [LeadRow.Key] in
            let leads = try read.rows(
                as: Int64.self, "select id from lead where contact_id = $1 and part_of = 0 and \(Ledger.seen) order by id limit 50", contact)
            return leads.isEmpty ? [LeadRow.Key(contact: contact, lead: 0)] : leads.map { LeadRow.Key(contact: contact, lead: $0) }
        }
    }
}
