// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Looks for people by how their e-mail, name or company begins: an address (with an @) in the index of identities, the rest in that of names.
/// Before the latter is loaded it reads a bounded number of people at a time and says how far it came.
struct LeadSearch: Sendable {
    /// Empty for everybody.
    let text: String
    /// Only people who are counted apart.
    let apart: Apart?

    enum Apart: Sendable {
        case any
        case only(Exclusion)

        init?(_ name: String) {
            if name == "any" { self = .any } else if let one = Exclusion.allCases.first(where: { $0.name == name }) { self = .only(one) } else { return nil }
        }

        var name: String { if case .only(let one) = self { one.name } else { "any" } }
        var label: String { if case .only(let one) = self { ": \(ExclusionReason(rawValue: one.name)?.label ?? one.name)" } else { "" } }
        /// -1 for any.
        fileprivate var code: Int64 { if case .only(let one) = self { one.rawValue } else { -1 } }
    }
    let scope: Scope
    /// Where it is loaded; else people are read one after another.
    var names: NameIndex?

    /// Found on one page, and people read for it, at most.
    static let size = 100, budget: Int64 = 150_000

    struct Page: Sendable {
        var contacts: [Int64] = []
        /// From where to go on; nil at the end.
        var next: String?
        /// True where the end of the page is the end of the budget, not of the people.
        var isPartial = false
    }

    func find(_ read: Read, after: String?) throws -> Page {
        if text.contains("@"), apart == nil { return try byAddress(read, after: after) }
        let start = after.flatMap { Int64($0) } ?? 0
        // What begins with the first word is few; the whole text is compared with each of them.
        if apart == nil, let names { return try byIndex(read, names, after: start) }
        return try byScan(read, after: start)
    }

    private func byIndex(_ read: Read, _ names: NameIndex, after: Int64) throws -> Page {
        let first = String(text.split(separator: " ").first ?? ""), whole = names.contacts(beginningWith: text)
        let candidates = first == text ? whole : Set(whole + names.contacts(beginningWith: first)).sorted()
        let (condition, values) = owned(first: 3)
        var page = Page(), last: Int64 = after, looked = 0
        for contact in candidates[(candidates.firstIndex { $0 > after } ?? candidates.count)...] {
            guard page.contacts.count < Self.size, looked < 3_000 else {
                (page.next, page.isPartial) = (String(last), page.contacts.count < Self.size)
                break
            }
            (last, looked) = (contact, looked + 1)
            try read.scan(
                "select c.id from contact c where c.id = $1 and \(Self.named("$2")) and c.\(Ledger.seen) and \(condition)",
                values: [.int(contact), .text(pattern)] + values
            ) { page.contacts.append($0.int(0)) }
        }
        return page
    }

    /// `like` takes `%`, `_` and the backslash for itself.
    private var pattern: String {
        NameIndex.plain(text).replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
    }

    private static func named(_ pattern: String) -> String {
        """
        (lower(c.email) like \(pattern) escape '\\' or lower(c.first_name) like \(pattern) escape '\\' or lower(c.last_name) like \(pattern) escape '\\'
            or lower(c.company) like \(pattern) escape '\\' or lower(c.first_name || ' ' || c.last_name) like \(pattern) escape '\\')
        """
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

    private func byScan(_ read: Read, after: Int64) throws -> Page {
        guard let upto = try read.int("select max(id) from (select id from contact where id > $1 order by id limit \(Self.budget)) x", after) else { return Page() }
        let (condition, values) = owned(first: 5)
        var page = Page()
        try read.scan(
            """
            select c.id from contact c where c.id > $1 and c.id <= $2 and \(text.isEmpty ? "$3 = '%'" : Self.named("$3")) and (c.excluded = $4 or $4 = 0 or $4 = -1 and c.excluded <> 0)
                and c.\(Ledger.seen) and \(condition) order by c.id limit \(Self.size + 1)
            """, values: [.int(after), .int(upto), .text(pattern), .int(apart?.code ?? 0)] + values
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
            let leads = try read.rows(as: Int64.self, "select id from lead where contact_id = $1 and \(Ledger.seen) order by id limit 50", contact)
            return leads.isEmpty ? [LeadRow.Key(contact: contact, lead: 0)] : leads.map { LeadRow.Key(contact: contact, lead: $0) }
        }
    }
}
