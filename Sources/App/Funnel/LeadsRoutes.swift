// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// All leads, with filters and a search.
package struct LeadsRoutes: Sendable {
    let store: JournalStore

    package init(store: JournalStore) { self.store = store }

    package var routes: [Route] { [.get("/leads", .signedIn, leads), .get("/leads.csv", .signedIn, leads)] }

    /// What the address asks for: `stage=mql&owner=Ana&field:tier=A`.
    private struct Asked {
        let text: String
        let apart: LeadSearch.Apart?
        let stage: Stage?
        let isOpen: Bool?
        /// By label; `nothing` for leads that say nothing.
        let values: [(dimension: FunnelDimension, value: String)]

        static let nothing = "(none)"
        /// Those that the page offers; any other dimension may stand in the address.
        static let offered: [(name: String, label: String, dimension: FunnelDimension)] = [
            ("owner", "Owner", .owner), ("source", "Source", .openedSource), ("campaign", "Campaign", .campaign), ("industry", "Industry", .industry),
            ("country", "Country", .country),
        ]

        init(_ query: Fields) {
            text = String((query["q"] ?? "").prefix(200))
            apart = query["apart"].flatMap { LeadSearch.Apart($0) }
            stage = query["stage"].flatMap { Stage(name: $0) }
            isOpen = query["state"] == "open" ? true : query["state"] == "ended" ? false : nil
            values = query.pairs.prefix(20).compactMap { pair in
                guard !pair.value.isEmpty else { return nil }
                if let offered = Self.offered.first(where: { $0.name == pair.name }) { return (offered.dimension, pair.value) }
                if pair.name.hasPrefix("field:") || FunnelDimension.named.contains(where: { $0.name == pair.name }) {
                    return (FunnelDimension(name: pair.name), pair.value)
                }
                return nil
            }
        }

        func value(_ dimension: FunnelDimension) -> String? { values.first { $0.dimension == dimension }?.value }
        var isSearch: Bool { !text.isEmpty || apart != nil }
        var dimensions: [FunnelDimension] {
            let asked = values.map(\.dimension)
            return asked + Self.offered.map(\.dimension).filter { !asked.contains($0) }
        }
    }

    private func leads(_ visit: Visit) async throws -> Answer {
        let asked = Asked(visit.query)
        let ready = try await store.ask(asked.dimensions, atOnce: asked.isSearch)
        var held: JournalStore.Held?
        if case .ready(let found, _) = ready { held = found }
        if asked.isSearch { return .page(try await search(visit, asked, held)) }
        guard let held else {
            guard case .loading(let share) = ready else { throw Problem.loading }
            return .page(Waiting.page(share))
        }
        if held.journal.leads.count == 0 { return .page(Waiting.nothing(try visit.signedIn().role)) }
        let places = try await FunnelService.lane.run { Self.places(held, asked) }
        let list = LeadList(held: held, scope: try visit.scope(), all: places)
        if visit.path.hasSuffix(".csv") { return list.csv(store.database, name: "leads.csv") }
        return .page(
            try await list.page(
                store.database, visit, headline: { "\($0)\(Self.words(asked))." }, filters: Self.filters(asked, held, visit.query),
                empty: EmptyState("No lead is like that.", "Leave out a filter.", link: Link("All leads", "/leads"))))
    }

    private static func places(_ held: JournalStore.Held, _ asked: Asked) -> [Int32] {
        var places = Array(Int32(0)..<Int32(clamping: held.journal.leads.count))
        if let stage = asked.stage {
            let column = held.details.stage, code = UInt8(truncatingIfNeeded: stage.rawValue)
            places.removeAll { Int($0) >= column.count || column[Int($0)] != code }
        }
        if let isOpen = asked.isOpen {
            let ended = held.journal.leads.ended
            places.removeAll { (ended[Int($0)] == .max) != isOpen }
        }
        for (dimension, value) in asked.values {
            let column = held.columns[dimension]?.whole
            let code = value == Asked.nothing ? -1 : Int32(column?.labels.firstIndex(of: value) ?? -2), codes = column?.codes ?? []
            places.removeAll { Int($0) >= codes.count || codes[Int($0)] != code }
        }
        return places
    }

    private static func words(_ asked: Asked) -> String {
        var words: [String] = []
        if let stage = asked.stage { words.append("in \(stage.label)") }
        if let isOpen = asked.isOpen { words.append(isOpen ? "still open" : "ended") }
        words += asked.values.map { "\($0.dimension.label): \($0.value)" }
        return words.isEmpty ? "" : ", " + words.joined(separator: ", ")
    }

    private static func filters(_ asked: Asked, _ held: JournalStore.Held?, _ query: Fields) -> FilterBar {
        var selects: [FilterBar.Select] = []
        let any = Choice("", "Any")
        if let held, asked.apart == nil {
            selects = [
                .init("stage", "Stage", [any] + Stage.allCases.map { Choice($0.name, $0.label) }, selected: asked.stage?.name ?? ""),
                .init(
                    "state", "State", [any, Choice("open", "Open"), Choice("ended", "Ended")],
                    selected: asked.isOpen.map { $0 ? "open" : "ended" } ?? ""),
            ]
            selects += Asked.offered.compactMap { name, label, dimension in
                let labels = (held.columns[dimension]?.folded.labels ?? []).sorted { $0.lowercased() < $1.lowercased() },
                    chosen = asked.value(dimension)
                guard !labels.isEmpty || chosen != nil else { return nil }
                let extra = chosen.map { $0 == Asked.nothing || labels.contains($0) ? [] : [Choice($0, $0)] } ?? []
                return .init(name, label, [any, Choice(Asked.nothing, "None")] + extra + labels.map { Choice($0, $0) }, selected: chosen ?? "")
            }
        }
        let others = query.pairs.filter { pair in
            pair.name.hasPrefix("field:")
                || !Asked.offered.contains { $0.name == pair.name } && FunnelDimension.named.contains { $0.name == pair.name }
        }
        let chips = others.map { one in
            let rest = query.pairs.filter { $0 != one && $0.name != "after" }
            return FilterBar.Chip(
                "\(FunnelDimension(name: one.name).label): \(one.value)", without: "/leads" + (rest.isEmpty ? "" : "?" + Fields(rest).urlEncoded))
        }
        return FilterBar(
            action: "/leads", selects: selects,
            hidden: (asked.apart.map { [Choice("apart", $0.name)] } ?? []) + others.map { Choice($0.name, $0.value) }, chips: chips,
            search: asked.text)
    }

    // MARK: Search

    private func search(_ visit: Visit, _ asked: Asked, _ held: JournalStore.Held?) async throws -> LeadsPage {
        let scope = try visit.scope(), search = LeadSearch(text: asked.text, apart: asked.apart, scope: scope), after = visit.query["after"]
        let (found, rows, zone) = try await store.database.read { read in
            let found = try search.find(read, after: after)
            let rows = try LeadRow.read(read, LeadSearch.keys(read, found.contacts))
            return (found, rows, Zones.expand(try CompanyStore.get(read)?.zone ?? "UTC") ?? .utc)
        }
        let shown = rows.filter { Self.fits($0, asked) }
        let without = visit.query.pairs.filter { $0.name != "after" }
        let next = found.next.map { "/leads?" + Fields(without + [.init(name: "after", value: $0)]).urlEncoded }
        let isWhole = found.next == nil && after == nil, people = Format.plural(found.contacts.count, "contact")
        let what = asked.apart.map { "counted apart\($0.label)" } ?? "whose e-mail, name or company begins with “\(asked.text)”"
        let text =
            found.isPartial
            ? "Looked through a part of the people; there are others." : isWhole ? "All that were found." : "There are more, or were before."
        return LeadsPage(
            title: "Leads", headline: "\(people)\(isWhole ? "" : " on this page") \(what).", filters: Self.filters(asked, held, visit.query),
            table: shown.isEmpty ? nil : LeadRow.table(shown, zone: zone),
            pager: isWhole ? nil : Pager(text, first: after == nil ? nil : "/leads?" + Fields(without).urlEncoded, next: next),
            empty: shown.isEmpty
                ? EmptyState(
                    found.next == nil ? "Nobody was found." : "Nobody among those looked through so far.",
                    "The search looks at how e-mail, name and company begin.", link: next.map { Link("Look further", $0) }) : nil,
            notes: scope == .all ? [] : [Note("You see people of your own leads and accounts.")])
    }

    /// The filters beside the search, for the few rows of one page.
    private static func fits(_ row: LeadRow, _ asked: Asked) -> Bool {
        if let stage = asked.stage, row.stage != stage { return false }
        if let isOpen = asked.isOpen, row.stage == nil || (row.ended == nil) != isOpen { return false }
        return asked.values.allSatisfy { dimension, value in
            let own: String? =
                switch dimension {
                case .owner: row.owner
                case .openedSource: row.source
                case .campaign: row.campaign
                default: nil
                }
            // What a row does not show is left to the list without a search.
            return own.map { value == Asked.nothing ? $0.isEmpty : $0 == value } ?? true
        }
    }
}
