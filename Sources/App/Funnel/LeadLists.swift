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

    static let size = 100

    init(held: JournalStore.Held, scope: Scope, all: [Int32]) {
        (self.held, self.all) = (held, all)
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

    /// The first row after a cursor `contact.lead.n`: n tells the rows of one lead apart, where it has several.
    private func start(after cursor: String?) -> Int {
        let parts = cursor?.split(separator: ".").compactMap { Int64($0) } ?? []
        guard parts.count == 3 else { return 0 }
        let (contacts, leads) = (held.journal.leads.contact, held.journal.leads.lead)
        var (low, high) = (0, shown.count)
        while low < high {
            let middle = (low + high) / 2, place = Int(shown[middle])
            if (contacts[place], leads[place]) < (parts[0], parts[1]) { low = middle + 1 } else { high = middle }
        }
        let isThere = low < shown.count && contacts[Int(shown[low])] == parts[0] && leads[Int(shown[low])] == parts[1]
        return min(shown.count, isThere ? low + Int(clamping: max(0, parts[2])) : low)
    }

    private func cursor(of index: Int) -> String {
        let key = key(shown[index])
        var same = 1
        while index >= same, shown[index - same] == shown[index] { same += 1 }
        return "\(key.contact).\(key.lead).\(same)"
    }

    /// - Parameter headline: the sentence after `148 leads`.
    func page(
        _ database: Database, _ visit: Visit, headline: (String) -> String, unit: String = "lead", basis: String? = nil, filters: FilterBar? = nil,
        back: Link? = nil,
        notes: [Note] = [], empty: EmptyState? = nil
    ) async throws -> LeadsPage {
        let start = start(after: visit.query["after"]), end = min(shown.count, start + Self.size), zone = held.zone
        let keys = shown[start..<end].map(key)
        let rows = try await database.read { try LeadRow.read($0, keys) }
        let without = Fields(visit.query.pairs.filter { $0.name != "after" })
        func href(_ pairs: [Fields.Pair]) -> String { visit.path + (pairs.isEmpty ? "" : "?" + Fields(pairs).urlEncoded) }
        let pager =
            shown.count <= Self.size
            ? nil
            : Pager(
                "\(Format.count(start + 1)) to \(Format.count(end)) of \(Format.count(shown.count))", first: start > 0 ? href(without.pairs) : nil,
                next: end < shown.count ? href(without.pairs + [.init(name: "after", value: cursor(of: end - 1))]) : nil)
        let nobody = EmptyState(
            isOwn && !all.isEmpty ? "None of these \(Format.count(all.count)) is yours." : "Nothing is behind this number.",
            "Colleagues' rows are shown to leaders, marketing and operations.")
        return LeadsPage(
            title: "Leads", headline: headline(Format.plural(all.count, unit)), basis: basis, filters: filters,
            table: rows.isEmpty ? nil : LeadRow.table(rows, zone: zone), pager: pager, empty: rows.isEmpty ? empty ?? nobody : nil,
            notes: notes + (isOwn ? [Note("\(Format.count(shown.count)) of \(Format.count(all.count)) are yours; you see these.")] : []), back: back,
            csv: rows.isEmpty ? nil : visit.path + ".csv" + (without.pairs.isEmpty ? "" : "?" + without.urlEncoded))
    }

    func csv(_ database: Database, name: String) -> Answer {
        let list = self
        return CSVFile.stream(name, columns: LeadRow.columns, count: shown.count) { range in
            let keys = list.shown[range].map(list.key)
            return try await database.read { try LeadRow.read($0, keys) }.map { $0.cells(zone: list.held.zone) }
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
