// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Who stands in marketing's lists and who in sales', and where the two say different things of one person.
enum AuditRecords {
    /// Lists of people that marketing keeps; every other list of people, and deals, are sales' own.
    private static let marketingSystems: Set<String> = ["hubspot", "mautic"]

    /// Whom the numbers count, by the ids of contacts.
    struct People: Sendable {
        var both: [Int64] = [], marketing: [Int64] = [], sales: [Int64] = []
        /// By field: in whom it has two values.
        var differing: [String: [Int64]] = [:]
    }

    static func read(_ read: Read, until: Moment) throws -> (TwoRecords, People) {
        var records = TwoRecords(), people = People(), sideOf: [Int64: UInt8] = [:], marketing: Set<String> = [], sales: Set<String> = []
        try read.scan("select id, value from code where kind = 'key'") { row in
            let parts = row.text(1).split(separator: "/").map(String.init)
            guard parts.count == 2, ["contact", "lead"].contains(parts[1]) else { return }
            let isMarketing = parts[0] == "mautic" || parts[1] == "contact" && (marketingSystems.contains(parts[0]) || parts[0] == "generic")
            sideOf[row.int(0)] = isMarketing ? 1 : 2
        }
        var lists: [Int64: UInt8] = [:], seen: Set<Int64> = []
        try read.scan("select kind, contact_id from identity where \(Ledger.seen)") { row in
            guard let side = sideOf[row.int(0)] else { return }
            lists[row.int(1), default: 0] |= side
            seen.insert(row.int(0))
        }
        for (id, side) in sideOf where seen.contains(id) {
            let parts = (try read.text("select value from code where id = $1", id) ?? "").split(separator: "/").map(String.init)
            let system = SourceSystem(rawValue: parts.first ?? "").flatMap { $0 == .generic ? nil : $0.label }
            let name = system.map { "\($0) \(parts.last ?? "")s" } ?? "\(parts.last ?? "")s of a list"
            if side == 1 { marketing.insert(name) } else { sales.insert(name) }
        }
        var withDeals = 0
        try read.scan("select distinct contact_id from deal_contact where \(Ledger.seen)") { row in
            lists[row.int(0), default: 0] |= 2
            withDeals += 1
        }
        if withDeals > 0 { sales.insert("deals") }
        (records.marketing, records.sales) = (marketing.sorted(), sales.sorted())
        for (contact, side) in lists {
            switch side {
            case 3: people.both.append(contact)
            case 1: people.marketing.append(contact)
            default: people.sales.append(contact)
            }
        }
        people.both.sort()
        people.marketing.sort()
        people.sales.sort()
        (records.peopleOfBoth, records.peopleOfMarketing, records.peopleOfSales) = (people.both.count, people.marketing.count, people.sales.count)
        (records.disagreements, people.differing) = try disagreements(read, until)
        return (records, people)
    }

    private static let fields = ["first_name", "last_name", "title", "company", "country", "industry", "source", "phone"]

    /// Facts come by contact: what each source says last of a field, compared where two sources say something.
    private static func disagreements(_ read: Read, _ until: Moment) throws -> ([TwoRecords.Disagreement], [String: [Int64]]) {
        var counts = fields.map { _ in (differ: [Int64](), both: 0) }
        var contact: Int64 = -1, said: [Int64: [String: String]] = [:]
        func compare() {
            guard said.count > 1 else { return }
            for (place, field) in fields.enumerated() {
                let values = said.values.compactMap { $0[field] }.filter { !$0.isEmpty }
                guard values.count > 1 else { continue }
                counts[place].both += 1
                if Set(values.map { plain($0, field) }).count > 1 { counts[place].differ.append(contact) }
            }
        }
        try read.scan("select contact_id, source, data from fact where at <= $1 and \(Ledger.seen) order by contact_id, id", until) { row in
            if row.int(0) != contact {
                compare()
                (contact, said) = (row.int(0), [:])
            }
            add(row.bytes(2), to: &said[row.int(1), default: [:]])
        }
        compare()
        let told = zip(fields, counts).filter { $1.both > 0 }
        return (
            told.map { TwoRecords.Disagreement(field: $0, differ: $1.differ.count, both: $1.both) },
            Dictionary(told.map { ($0, $1.differ) }, uniquingKeysWith: { $1 })
        )
    }

    private static func add(_ data: UnsafeRawBufferPointer, to said: inout [String: String]) {
        FlatJSON.read(data) { name, value in
            if fields.contains(name) {
                said[name] = value
            } else if name == "first_source", said["source"] == nil {
                said["source"] = value
            }
        }
    }

    /// What each source says last of a field of one person, where it says something.
    static func said(_ read: Read, of contact: Int64, _ field: String) throws -> [(source: String, value: String)] {
        var said: [Int64: [String: String]] = [:]
        try read.scan("select source, data from fact where contact_id = $1 and \(Ledger.seen) order by id", contact) { row in
            add(row.bytes(1), to: &said[row.int(0), default: [:]])
        }
        return try said.compactMap { source, values in
            guard let value = values[field], !value.isEmpty else { return nil }
            let name = try read.text("select value from code where id = $1", source) ?? ""
            return (SourceSystem(rawValue: name).flatMap { $0 == .generic ? nil : $0.label } ?? (name.isEmpty ? "A list" : name), value)
        }.sorted { ($0.source, $0.value) < ($1.source, $1.value) }
    }

    /// Spelling, case and marks between digits are no disagreement.
    private static func plain(_ value: String, _ field: String) -> String {
        let kept = field == "phone" ? value.filter(\.isNumber).suffix(9) : Substring(value.lowercased().filter { $0.isLetter || $0.isNumber })
        return String(kept)
    }
}
