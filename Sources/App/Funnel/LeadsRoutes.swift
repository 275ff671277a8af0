// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// All leads, with filters and a search.
package struct LeadsRoutes: Sendable {
    let store: JournalStore

    package init(store: JournalStore) { self.store = store }

    package var routes: [Route] { [.get("/leads", .signedIn, leads), .get("/leads.csv", .signedIn, leads)] }

    /// What the address asks for.
    private struct Asked {
        let text: String
        let apart: Exclusion?
        let stage: Stage?
        let owner: String?
        let source: String?
        let isOpen: Bool?

        init(_ query: Fields) {
            text = String((query["q"] ?? "").prefix(200))
            apart = query["apart"].flatMap { name in Exclusion.allCases.first { $0.name == name } }
            stage = query["stage"].flatMap { Stage(name: $0) }
            (owner, source) = (query["owner"], query["source"])
            isOpen = query["state"] == "open" ? true : query["state"] == "ended" ? false : nil
        }
    }

    private func leads(_ visit: Visit) async throws -> Answer {
        let asked = Asked(visit.query)
        let ready = try await store.ask(.openedSource, patience: asked.text.isEmpty && asked.apart == nil ? .milliseconds(1_500) : .zero)
        var held: JournalStore.Held?
        if case .ready(let found, _) = ready { held = found }
        if !asked.text.isEmpty || asked.apart != nil { return .page(try await search(visit, asked, held)) }
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
                store.database, visit, headline: { "\($0)\(Self.words(asked))." }, filters: Self.filters(asked, held),
                empty: EmptyState("No lead is like that.", "Leave out a filter.", link: Link("All leads", "/leads"))))
    }

    private static func places(_ held: JournalStore.Held, _ asked: Asked) -> [Int32] {
        let (details, leads) = (held.details, held.journal.leads), ended = leads.ended
        let column = held.columns[.openedSource], source = asked.source.map { name in Int32(column?.labels.firstIndex(of: name) ?? -2) }
        let owner: Int32? = asked.owner.map { text in text == "nobody" ? -1 : Int32(details.members.firstIndex { String($0) == text } ?? -2) }
        return (0..<leads.count).filter { place in
            guard place < details.stage.count, place < details.owner.count else { return false }
            if let stage = asked.stage, Int64(details.stage[place]) != stage.rawValue { return false }
            if let owner, details.owner[place] != owner { return false }
            if let source, place >= column?.codes.count ?? 0 || column?.codes[place] != source { return false }
            if let isOpen = asked.isOpen, (ended[place] == .max) != isOpen { return false }
            return true
        }.map { Int32(clamping: $0) }
    }

    private static func words(_ asked: Asked) -> String {
        var words: [String] = []
        if let stage = asked.stage { words.append("in \(stage.label)") }
        if let isOpen = asked.isOpen { words.append(isOpen ? "still open" : "ended") }
        if let source = asked.source { words.append("from \(source)") }
        return words.isEmpty ? "" : " " + words.joined(separator: ", ")
    }

    private static func filters(_ asked: Asked, _ held: JournalStore.Held?) -> FilterBar {
        var selects: [FilterBar.Select] = []
        let any = Choice("", "Any")
        if let held, asked.apart == nil {
            let members = zip(held.details.members, held.details.memberNames).map { Choice(String($0), $1) }
            selects = [
                .init("stage", "Stage", [any] + Stage.allCases.map { Choice($0.name, $0.label) }, selected: asked.stage?.name ?? ""),
                .init("state", "State", [any, Choice("open", "Open"), Choice("ended", "Ended")], selected: asked.isOpen.map { $0 ? "open" : "ended" } ?? ""),
                .init("owner", "Owner", [any, Choice("nobody", "Nobody")] + members, selected: asked.owner ?? ""),
                .init("source", "Source", [any] + (held.columns[.openedSource]?.labels.sorted() ?? []).map { Choice($0, $0) }, selected: asked.source ?? ""),
            ]
        }
        return FilterBar(action: "/leads", selects: selects, hidden: asked.apart.map { [Choice("apart", $0.name)] } ?? [], search: asked.text)
    }

    // MARK: Search

    private func search(_ visit: Visit, _ asked: Asked, _ held: JournalStore.Held?) async throws -> LeadsPage {
        let scope = try visit.scope(), search = LeadSearch(text: asked.text, apart: asked.apart, scope: scope), after = visit.query["after"]
        let (found, rows, zone) = try await store.database.read { read in
            let found = try search.find(read, after: after)
            let rows = try LeadRow.read(read, LeadSearch.keys(read, found.contacts))
            return (found, rows, Zones.expand(try CompanyStore.get(read)?.zone ?? "UTC") ?? .utc)
        }
        let shown = rows.filter { Self.fits($0, asked, held) }
        let without = visit.query.pairs.filter { $0.name != "after" }
        let next = found.next.map { "/leads?" + Fields(without + [.init(name: "after", value: $0)]).urlEncoded }
        let isWhole = found.next == nil && after == nil, people = FunnelPageMaking.plural(found.contacts.count, "contact")
        let what = asked.apart.map { "counted apart: \(ExclusionReason(rawValue: $0.name)?.label ?? $0.name)" } ?? "whose e-mail, name or company begins with “\(asked.text)”"
        let text = found.isPartial ? "Looked through \(Format.count(Int(LeadSearch.budget))) more people; there are others." : isWhole ? "All that were found." : "There are more, or were before."
        return LeadsPage(
            title: "Leads", headline: "\(people)\(isWhole ? "" : " on this page") \(what).", filters: Self.filters(asked, held),
            table: shown.isEmpty ? nil : LeadRow.table(shown, zone: zone),
            pager: isWhole ? nil : Pager(text, first: after == nil ? nil : "/leads?" + Fields(without).urlEncoded, next: next),
            empty: shown.isEmpty
                ? EmptyState(
                    found.next == nil ? "Nobody was found." : "Nobody among those looked through so far.",
                    "The search looks at how e-mail, name and company begin.", link: next.map { Link("Look further", $0) }) : nil,
            notes: scope == .all ? [] : [Note("You see people of your own leads and accounts.")])
    }

    /// The filters beside the search, for the few rows of one page.
    private static func fits(_ row: LeadRow, _ asked: Asked, _ held: JournalStore.Held?) -> Bool {
        if let stage = asked.stage, row.stage != stage { return false }
        if let isOpen = asked.isOpen, row.stage == nil || (row.ended == nil) != isOpen { return false }
        if let source = asked.source, row.source != source { return false }
        guard let owner = asked.owner else { return true }
        if owner == "nobody" { return row.owner.isEmpty }
        let details = held?.details, place = details?.members.firstIndex { String($0) == owner }
        return place.flatMap { details?.memberNames[$0] } == row.owner
    }
}
