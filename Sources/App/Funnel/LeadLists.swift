// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// Leads of the journal as a list: what the scope shows of them, in pages by key.
struct LeadList: Sendable {
    let held: JournalStore.Held
    let isOwn: Bool
    let all: [Int32]
    /// Those of `all` that the reader may see.
    let shown: [Int32]
    /// nil for the order in which they are recorded.
    let order: LeadOrder?
    let columns: [LeadColumn]

    static let size = 100

    init(held: JournalStore.Held, scope: Scope, all: [Int32], order: LeadOrder? = nil, columns: [LeadColumn] = LeadColumn.usual) {
        (self.held, self.all, self.order, self.columns) = (held, all, order, columns)
        switch scope {
        case .all: (isOwn, shown) = (false, all)
        case .own(let member):
            let (details, accounts) = (held.details, held.journal.leads.account)
            let mine = Int32(details.members.firstIndex(of: member.raw) ?? -2)
            isOwn = true
            shown = all.filter { place in
                let place = Int(place)
                if place < details.owner.count, details.owner[place] == mine { return true }
                return place < accounts.count && accounts[place] != 0 && details.accountOwner[accounts[place]] == member.raw
            }
        }
    }

    private func key(_ place: Int32) -> LeadRow.Key {
        LeadRow.Key(contact: held.journal.leads.contact[Int(place)], lead: held.journal.leads.lead[Int(place)])
    }

    private struct Piece {
        let places: [Int32]
        /// Rows before it.
        let before: Int
        /// From where to go on; nil at the end.
        let next: String?
    }

    private func piece(after cursor: String?) -> Piece {
        let parts = cursor?.split(separator: ".").compactMap { Int64($0) } ?? []
        guard let order else { return recorded(after: parts) }
        let keys = order.keys(held)
        // The lead of the cursor may be gone: then what stands behind its place follows.
        let place = parts.count == 3 ? firstPlace(notBefore: parts[1], parts[2], in: held.journal.leads.contact.count) { $0 } : 0
        let isThere = parts.count == 3 && place < held.journal.leads.contact.count && key(Int32(place)) == .init(contact: parts[1], lead: parts[2])
        let page = KeysetPage(
            of: shown, keys: keys, descending: order.isDescending,
            after: parts.count == 3 ? (parts[0], Int32(isThere ? place : place - 1)) : nil, size: Self.size)
        let last = page.places.last.map { "\(keys[Int($0)]).\(key($0).contact).\(key($0).lead)" }
        return Piece(places: page.places, before: page.before, next: page.hasMore ? last : nil)
    }

    /// In the order of their keys; the cursor's third part tells the rows of one lead apart, where it has several.
    private func recorded(after parts: [Int64]) -> Piece {
        var start = 0
        if parts.count == 3 {
            start = firstPlace(notBefore: parts[0], parts[1], in: shown.count) { Int(shown[$0]) }
            if start < shown.count, key(shown[start]) == .init(contact: parts[0], lead: parts[1]) {
                start = min(shown.count, start + Int(clamping: max(0, min(parts[2], Int64(shown.count)))))
            }
        }
        let end = min(shown.count, start + Self.size)
        var next: String?
        if end < shown.count, end > 0 {
            var same = 1
            while end - 1 >= same, shown[end - 1 - same] == shown[end - 1] { same += 1 }
            next = "\(key(shown[end - 1]).contact).\(key(shown[end - 1]).lead).\(same)"
        }
        return Piece(places: Array(shown[start..<end]), before: start, next: next)
    }

    private func firstPlace(notBefore contact: Int64, _ lead: Int64, in count: Int, place: (Int) -> Int) -> Int {
        let (contacts, leads) = (held.journal.leads.contact, held.journal.leads.lead)
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2, place = place(middle)
            if (contacts[place], leads[place]) < (contact, lead) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private var fields: Set<String> {
        Set(columns.compactMap { if case .field(let name) = $0 { name } else { nil } })
    }

    /// - Parameter headline: the sentence after `148 leads`.
    func page(
        _ database: Database, _ visit: Visit, headline: (String) -> String, unit: String = "lead", basis: String? = nil, filters: FilterBar? = nil,
        back: Link? = nil,
        notes: [Note] = [], empty: EmptyState? = nil, tools: LeadTools? = nil
    ) async throws -> LeadsPage {
        let zone = held.zone, fields = fields, list = self, after = visit.query["after"]
        let piece = order == nil ? piece(after: after) : try await FunnelService.lane.run { list.piece(after: after) }
        let keys = piece.places.map(key), start = piece.before, end = piece.before + keys.count
        let rows = try await database.read { try LeadRow.read($0, keys, fields: fields) }
        let without = Fields(visit.query.pairs.filter { $0.name != "after" })
        func href(_ pairs: [Fields.Pair]) -> String { visit.path + (pairs.isEmpty ? "" : "?" + Fields(pairs).urlEncoded) }
        let pager =
            shown.count <= Self.size
            ? nil
            : Pager(
                "\(Format.count(start + 1)) to \(Format.count(end)) of \(Format.count(shown.count))", first: start > 0 ? href(without.pairs) : nil,
                next: piece.next.map { href(without.pairs + [.init(name: "after", value: $0)]) })
        let nobody = EmptyState(
            isOwn && !all.isEmpty ? "None of these \(Format.count(all.count)) is yours." : "Nothing is behind this number.",
            "Colleagues' rows are shown to leaders, marketing and operations.")
        return LeadsPage(
            title: "Leads", headline: headline(Format.plural(all.count, unit)), basis: basis, filters: filters,
            table: rows.isEmpty ? nil : LeadRow.table(rows, columns: columns, zone: zone), pager: pager,
            empty: rows.isEmpty ? empty ?? nobody : nil,
            notes: notes + (isOwn ? [Note("\(Format.count(shown.count)) of \(Format.count(all.count)) are yours; you see these.")] : []), back: back,
            csv: rows.isEmpty ? nil : visit.path + ".csv" + (without.pairs.isEmpty ? "" : "?" + without.urlEncoded), tools: tools,
            computed: tools == nil ? [] : Self.computed(held))
    }

    private static func computed(_ held: JournalStore.Held) -> [Term] {
        let apart = held.excluded.values.reduce(0, +)
        return [
            Term(
                "The number",
                "Leads of the ledger for which all filters hold, as they stand now. Records of several lists that tell of the same attempt are one lead."
            ),
            Term(
                "Not in it",
                "\(apart == 1 ? "One contact is" : "\(Format.count(apart)) contacts are") counted apart: tests, competitors, your own people, those who look for a job or study. Contacts without a lead are found by the search."
            ), Term("Dates", "In your company's time zone. A lead without a date of its own bears that of its first known move."),
        ]
    }

    /// All rows in the order of the list, with the company's own fields that it shows.
    func csv(_ database: Database, name: String) async throws -> Answer {
        let list = self, fields = fields.sorted(), asked = Set(fields)
        let places = order == nil ? shown : try await FunnelService.lane.run { list.ordered }
        return CSVFile.stream(name, columns: LeadRow.columns + fields, count: places.count) { range in
            let keys = places[range].map(list.key)
            return try await database.read { try LeadRow.read($0, keys, fields: asked) }.map { row in
                row.cells(zone: list.held.zone) + fields.map { row.fields[$0] ?? "" }
            }
        }
    }

    private var ordered: [Int32] {
        guard let order else { return shown }
        let keys = order.keys(held)
        return shown.sorted { a, b in
            let (x, y) = (keys[Int(a)], keys[Int(b)])
            return x == y ? a < b : order.isDescending ? x > y : x < y
        }
    }
}

/// Deals as a list.
struct DealList: Sendable {
    let held: JournalStore.Held
    let scope: Scope
    let all: [Int32]

    /// Who may see a deal: its owner and its account's.
    private func shown(_ database: Database) async throws -> [Int64] {
        let deals = held.journal.deals.deal, ids = all.compactMap { deals.indices.contains(Int($0)) ? deals[Int($0)] : nil }
        guard case .own(let member) = scope else { return ids }
        return try await database.read { read in
            var mine: Set<Int64> = []
            try read.scan(
                """
                select d.id from deal d left join account a on a.id = d.account_id where d.owner_id = $1 or a.owner_id = $1
                """, member
            ) { mine.insert($0.int(0)) }
            return ids.filter(mine.contains)
        }
    }

    func page(_ database: Database, _ visit: Visit, headline: (String) -> String, basis: String, back: Link) async throws -> LeadsPage {
        let shown = try await shown(database), zone = held.zone
        let after = visit.query["after"].flatMap { Int64($0) } ?? 0
        // In the order of their ids.
        let start = shown.firstIndex { $0 > after } ?? shown.count, end = min(shown.count, start + LeadList.size)
        let rows = try await database.read { try DealRow.read($0, Array(shown[start..<end])) }
        let without = Fields(visit.query.pairs.filter { $0.name != "after" })
        let pager =
            shown.count <= LeadList.size
            ? nil
            : Pager(
                "\(Format.count(start + 1)) to \(Format.count(end)) of \(Format.count(shown.count))",
                first: start > 0 ? "\(visit.path)?\(without.urlEncoded)" : nil,
                next: end < shown.count
                    ? "\(visit.path)?" + Fields(without.pairs + [.init(name: "after", value: String(shown[end - 1]))]).urlEncoded : nil)
        let isOwn = scope != .all
        return LeadsPage(
            title: "Deals", headline: headline(Format.plural(all.count, "deal")), basis: basis,
            table: rows.isEmpty ? nil : DealRow.table(rows, zone: zone),
            pager: pager,
            empty: rows.isEmpty
                ? EmptyState("Nothing is behind this number.", isOwn ? "None of these deals is yours." : "Go back to the funnel.") : nil,
            notes: isOwn ? [Note("\(Format.count(shown.count)) of \(Format.count(all.count)) are yours; you see these.")] : [], back: back,
            csv: rows.isEmpty ? nil : "\(visit.path).csv?\(without.urlEncoded)")
    }

    func csv(_ database: Database, name: String) async throws -> Answer {
        let shown = try await shown(database), zone = held.zone
        return CSVFile.stream(name, columns: DealRow.columns, count: shown.count) { range in
            try await database.read { try DealRow.read($0, Array(shown[range])) }.map { $0.cells(zone: zone) }
        }
    }
}
