// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// All leads: search, filters, segments, columns, and repair of what is adrift.
package struct LeadsRoutes: Sendable {
    let store: JournalStore

    package init(store: JournalStore) { self.store = store }

    /// Who may repair in bulk.
    static let repairers: Set<Role> = [.operations, .leader]

    package var routes: [Route] {
        let may = Rule.roles(Self.repairers)
        return [
            .get("/leads", .signedIn, leads), .get("/leads.csv", .signedIn, leads),
            .post("/leads/segments", .signedIn, limit: 16_384, saveSegment),
            .post("/leads/segments/:id/remove", .signedIn, limit: 1_024, removeSegment),
            .get("/leads/repair", may, askToRepair), .post("/leads/repair", may, limit: 1_024, repair), .get("/leads/repairs", may, repairs),
            .get("/leads/repairs/:id", may, showRepair), .post("/leads/repairs/:id/undo", may, limit: 1_024, undoRepair),
        ]
    }

    private var segments: Segments { Segments(database: store.database) }
    private var mending: Repairs { Repairs(database: store.database) }

    // MARK: The list

    private func leads(_ visit: Visit) async throws -> Answer {
        let asked = LeadFilter(visit.query)
        let ready = try await store.ask(asked.dimensions, atOnce: asked.isSearch && !asked.isNarrow)
        var held: JournalStore.Held?, isStale = false
        if case .ready(let found, let stale) = ready { (held, isStale) = (found, stale) }
        if asked.isSearch, held != nil || !asked.isNarrow { return .page(try await search(visit, asked, held)) }
        guard let held else {
            guard case .loading(let share) = ready else { throw Problem.loading }
            return .page(Waiting.page(share, title: "Leads"))
        }
        if held.journal.leads.count == 0 { return .page(Waiting.nothing(try visit.signedIn().role, title: "Leads")) }
        let list = LeadList(
            held: held, scope: try visit.scope(), all: try await places(held, asked, visit), order: asked.order, columns: asked.columns)
        if visit.path.hasSuffix(".csv") { return try await list.csv(store.database, name: "leads.csv") }
        return .page(
            try await list.page(
                store.database, visit, headline: { "\($0)\(asked.words)." }, filters: LeadFilterBar(asked, held, visit.query).bar,
                notes: isStale ? [Note("Something changed just now: the list is of a moment ago, and the next look has it.")] : [],
                empty: EmptyState("No lead is like that.", "Leave out a filter.", link: Link("All leads", "/leads")),
                tools: try await tools(visit, asked, held, list)))
    }

    private func places(_ held: JournalStore.Held, _ asked: LeadFilter, _ visit: Visit) async throws -> [Int32] {
        let left = asked.adrift == .orphaned ? try await store.database.read { try MemberVerbs.left($0) } : []
        return try await FunnelService.lane.run { asked.places(held, left: left, now: visit.now) }
    }

    private func tools(_ visit: Visit, _ asked: LeadFilter, _ held: JournalStore.Held, _ list: LeadList) async throws -> LeadTools {
        let session = try visit.signedIn(), plain = LeadFilter.plain(visit.query), text = plain.urlEncoded
        let saved = try await segments.all(for: session.member)
        let current = saved.first { $0.query == text }
        let mayRepair = Self.repairers.contains(session.role)
        let asksForWhich = !LeadFilter.plain(visit.query, looks: false).pairs.isEmpty
        return LeadTools(
            segments: [.init(text: "All leads", href: "/leads", isCurrent: text.isEmpty, isShared: false)]
                + saved.map { .init(text: $0.name, href: "/leads?\($0.query)", isCurrent: $0.id == current?.id, isShared: $0.shared == 1) },
            save: text.isEmpty || current != nil ? nil : .init(query: text, problem: nil),
            remove: current.flatMap { one in
                one.memberId == session.member.raw || session.role == .operations ? "/leads/segments/\(one.id)/remove" : nil
            },
            kept: plain.pairs.filter { $0.name != "column" }.map { Choice($0.name, $0.value) },
            columns: LeadColumn.all(fields: held.details.fields).map { Choice($0.name, $0.label, selected: asked.columns.contains($0)) },
            repair: mayRepair && asksForWhich ? try await repairForm(held, list) : nil,
            repairs: mayRepair ? Link("What was repaired", "/leads/repairs") : nil)
    }

    // MARK: Search

    private func search(_ visit: Visit, _ asked: LeadFilter, _ held: JournalStore.Held?) async throws -> LeadsPage {
        let scope = try visit.scope(), search = LeadSearch(text: asked.text, apart: asked.apart, scope: scope), after = visit.query["after"]
        let fields = Set(asked.columns.compactMap { if case .field(let name) = $0 { name } else { nil } })
        let (found, rows, zone) = try await store.database.read { read in
            let found = try search.find(read, after: after)
            let rows = try LeadRow.read(read, LeadSearch.keys(read, found.contacts), fields: fields)
            return (found, rows, Zones.expand(try CompanyStore.get(read)?.zone ?? "UTC") ?? .utc)
        }
        var shown = rows
        if asked.isNarrow, let held {
            let places = try await places(held, asked, visit), (contacts, leads) = (held.journal.leads.contact, held.journal.leads.lead)
            let fitting = Set(places.map { LeadRow.Key(contact: contacts[Int($0)], lead: leads[Int($0)]) })
            shown.removeAll { !fitting.contains($0.key) }
        }
        let without = visit.query.pairs.filter { $0.name != "after" }
        let next = found.next.map { "/leads?" + Fields(without + [.init(name: "after", value: $0)]).urlEncoded }
        let isWhole = found.next == nil && after == nil
        let count = asked.isNarrow ? Set(shown.map(\.key.contact)).count : found.contacts.count
        let what = asked.apart.map { "counted apart\($0.label)" } ?? "whose e-mail, name or company begins with “\(asked.text)”"
        let text =
            found.isPartial
            ? "Looked through a part of the people; there are others." : isWhole ? "All that were found." : "There are more, or were before."
        return LeadsPage(
            title: "Leads", headline: "\(Format.plural(count, "contact"))\(isWhole ? "" : " on this page") \(what)\(asked.words).",
            filters: LeadFilterBar(asked, held, visit.query).bar,
            table: shown.isEmpty ? nil : LeadRow.table(shown, columns: asked.columns, zone: zone),
            pager: isWhole ? nil : Pager(text, first: after == nil ? nil : "/leads?" + Fields(without).urlEncoded, next: next),
            empty: shown.isEmpty
                ? EmptyState(
                    found.next == nil ? "Nobody was found." : "Nobody among those looked through so far.",
                    "The search looks at how e-mail, name and company begin.", link: next.map { Link("Look further", $0) }) : nil,
            notes: scope == .all ? [] : [Note("You see people of your own leads and accounts.")])
    }

    // MARK: Segments

    private func saveSegment(_ visit: Visit) async throws -> Answer {
        let form = try await visit.form(), query = (try? Fields(urlEncoded: form.exact("query").utf8)) ?? Fields()
        let back = "/leads?\(LeadFilter.plain(query).urlEncoded)"
        do {
            try await segments.save(form["name"] ?? "", query: query, shared: form["shared"] != nil, by: try visit.signedIn().member, at: visit.now)
        } catch let problem as Problem where problem.fault == .input { return .redirect(to: back, notice: problem.advice) }
        return .redirect(to: back, notice: "The segment is kept.")
    }

    private func removeSegment(_ visit: Visit) async throws -> Answer {
        let session = try visit.signedIn(), id = try visit.id("id", of: Segments.self)
        try await segments.remove(id.raw, by: session.member, any: session.role == .operations)
        return .redirect(to: "/leads", notice: "The segment is removed; its leads stay.")
    }

    // MARK: Repair

    private func repairForm(_ held: JournalStore.Held, _ list: LeadList) async throws -> LeadTools.Repair? {
        let open = list.shown.filter { held.journal.leads.ended[Int($0)] == .max }
        guard !open.isEmpty else { return nil }
        let members = try await store.database.read { try MemberVerbs.here($0) }
        let returning = open.count { RepairWords.isReturning(held, $0) }
        return LeadTools.Repair(
            count: Format.plural(open.count, "open lead"),
            members: Options.html([Choice("", "Choose")] + members.map { Choice(String($0.id), "\($0.name), \($0.role?.label ?? "")") }),
            reasons: RepairWords.reasons(held).map { Choice($0, $0) },
            noReturn: returning == 0 ? "None of them stands in MQL, SAL or SQL, so none can be handed back." : nil)
    }

    /// What the address asks to be done, to which leads.
    private func planned(_ visit: Visit) async throws -> (repair: Repair, keys: [LeadRow.Key], name: String, of: Int) {
        let filter = Fields(visit.query.pairs.filter { $0.name != "do" && $0.name != "to" && $0.name != "why" })
        let asked = LeadFilter(filter)
        guard !LeadFilter.plain(filter, looks: false).pairs.isEmpty, !asked.isSearch else {
            throw Problem("no_filter", "Nothing says which leads.", remedy: "Filter the list of leads first.", fault: .usage)
        }
        guard case .ready(let held, _) = try await store.ask(asked.dimensions) else { throw Problem.loading }
        let places = try await places(held, asked, visit)
        var open = LeadList(held: held, scope: try visit.scope(), all: places).shown.filter { held.journal.leads.ended[Int($0)] == .max }
        let all = open.count, repair: Repair, name: String
        if visit.query["do"] == "assign" {
            let to = visit.query["to"].flatMap { Int64($0) } ?? 0
            guard let member = try await store.database.read({ try MemberVerbs.here($0) }).first(where: { $0.id == to }) else {
                throw Problem("no_owner", "Nobody was chosen.", remedy: "Choose a colleague who is here.", fault: .usage)
            }
            (repair, name) = (.assign(MemberID(to)), member.name)
        } else {
            guard let reason = visit.query["why"].flatMap({ SignInRules.name($0) }) else {
                throw Problem("no_reason", "Handing back needs a reason.", remedy: "Choose or write one.", fault: .usage)
            }
            (repair, name) = (.recycle(reason: String(reason.prefix(100))), reason)
            open.removeAll { !RepairWords.isReturning(held, $0) }
        }
        guard !open.isEmpty else { throw Problem("nothing_to_repair", "None of these leads can be repaired so.", fault: .usage) }
        guard open.count <= Repairs.most else { throw Repairs.tooMany(open.count) }
        let leads = held.journal.leads
        return (repair, open.map { .init(contact: leads.contact[Int($0)], lead: leads.lead[Int($0)]) }, name, all)
    }

    private func askToRepair(_ visit: Visit) async throws -> Answer {
        let (repair, keys, name, all) = try await planned(visit)
        let back = LeadFilter.plain(Fields(visit.query.pairs.filter { !["do", "to", "why"].contains($0.name) })).urlEncoded
        let query = Fields(visit.query.pairs.filter { $0.name != "n" && $0.name != "after" } + [.init(name: "n", value: String(keys.count))])
            .urlEncoded
        return .page(RepairWords.question(repair, keys.count, of: all, name: name, action: "/leads/repair?\(query)", back: "/leads?\(back)"))
    }

    private func repair(_ visit: Visit) async throws -> Answer {
        let (repair, keys, _, _) = try await planned(visit)
        guard visit.query["n"] == String(keys.count) else {
            let query = Fields(visit.query.pairs.filter { $0.name != "n" }).urlEncoded
            return .redirect(to: "/leads/repair?\(query)", notice: "The leads changed meanwhile; look again.")
        }
        guard let id = try await mending.run(repair, keys, by: try visit.signedIn().member, at: visit.now) else {
            return .redirect(to: "/leads", notice: "Somebody was faster: nothing was left to repair.")
        }
        return .redirect(to: "/leads/repairs/\(id)")
    }

    private func repairs(_ visit: Visit) async throws -> Answer {
        let rows = try await mending.all(), zone = try await zone()
        return .page(RepairWords.list(rows, zone: zone))
    }

    private func showRepair(_ visit: Visit) async throws -> Answer {
        let id = try visit.id("id", of: Repairs.self).raw, row = try await mending.find(id), zone = try await zone()
        let keys = try await mending.leads(id, limit: LeadList.size)
        let leads = try await store.database.read { try LeadRow.read($0, keys) }
        return .page(RepairWords.page(row, leads, zone: zone))
    }

    private func undoRepair(_ visit: Visit) async throws -> Answer {
        let id = try visit.id("id", of: Repairs.self).raw
        let count = try await mending.undo(id, by: try visit.signedIn().member, at: visit.now)
        return .redirect(to: "/leads/repairs/\(id)", notice: "\(Format.plural(count, "lead")) \(count == 1 ? "is" : "are") as before.")
    }

    private func zone() async throws -> Zone { try await store.database.read { Zones.expand(try CompanyStore.current($0).zone) ?? .utc } }
}
