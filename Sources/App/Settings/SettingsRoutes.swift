// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Settings: for operations. Each change is noted with who made it.
package struct SettingsRoutes: Sendable {
    let store: JournalStore

    package init(store: JournalStore) { self.store = store }

    package var routes: [Route] {
        let operations = Rule.roles([.operations])
        return [
            .get("/settings", operations) { visit in .page(try await page(now: visit.now)) },
            .post("/settings/company", operations, limit: 16_384, company),
            .post("/settings/hours", operations, limit: 16_384, hours), .post("/settings/hours/remove", operations, limit: 4_096, removeHours),
            .post("/settings/place", operations, limit: 4_096, place),
            .post("/settings/forget-column", operations, limit: 4_096, forgetColumn),
            .post("/settings/forget-value", operations, limit: 4_096, forgetValue),
        ]
    }

    private func company(_ visit: Visit) async throws -> Answer {
        let form = try await visit.form()
        return try await save(visit, "company", notice: "The company is saved.") { tx in
            var company = try CompanyStore.current(tx.read)
            company.name = String((form["name"] ?? "").trimmed.prefix(200))
            company.zone = (form["zone"] ?? "").trimmed
            guard let currency = form["currency"].flatMap({ Currency($0) }) else {
                throw Problem("bad_currency", "That is no currency.", remedy: "Choose one of the list.")
            }
            company.currency = currency
            if let fiscal = form["fiscal"], fiscal != "=" { company.fiscal = try CompanyCommand.fiscal(fiscal) }
            company.domains = (form["domains"] ?? "").split(whereSeparator: { " ,;\n".contains($0) }).map { $0.lowercased() }
            if let odd = company.domains.first(where: { !$0.contains(".") || $0.contains("@") }) {
                throw Problem("bad_domain", "“\(odd.prefix(60))” is no mail domain.", remedy: "Write what stands behind the @, like acme.com.")
            }
            try CompanyStore.put(tx, company, at: visit.now)
        }
    }

    private func hours(_ visit: Visit) async throws -> Answer {
        let form = try await visit.form()
        return try await save(visit, "calendar", notice: "The hours are saved.") { tx in
            let hours = try CalendarRow.hours(form["hours"] ?? "")
            var days: Set<Day> = []
            for text in (form["holidays"] ?? "").split(whereSeparator: { " ,;\n".contains($0) }) {
                if let day = try FunnelRequest.day(String(text), isEnd: false, named: "holidays") { days.insert(day) }
            }
            let name = form["name"] ?? CalendarRow.company, company = try CompanyStore.current(tx.read).zone
            guard try name == CalendarRow.company || tx.read.int("select id from team where name = $1", name) != nil else {
                throw Problem("no_team", "There is no team “\(name.prefix(60))”.", remedy: "Put somebody into it first, below.")
            }
            let zone = name == CalendarRow.company ? company : form["zone"] ?? company
            guard Zones.expand(zone) != nil else {
                throw Problem("zone_unknown", "“\(zone.prefix(60))” is no time zone.", remedy: "Write it like Europe/Lisbon.")
            }
            try CalendarStore.put(tx, CalendarRow(name: name, zone: zone, hours: hours, holidays: days))
        }
    }

    private func removeHours(_ visit: Visit) async throws -> Answer {
        let name = try await visit.form()["name"] ?? ""
        return try await save(visit, "calendar", notice: "\(name) works in the company's hours.") { tx in try CalendarStore.remove(tx, name) }
    }

    /// From a day on somebody is in a team; where they were before stays true for the time before.
    private func place(_ visit: Visit) async throws -> Answer {
        let form = try await visit.form()
        return try await save(visit, "membership", notice: "It counts from that day on; numbers of before stay as they were.") { tx in
            guard let member = form["member"].flatMap({ Int64($0) }), try MemberVerbs.here(tx.read).contains(where: { $0.id == member }) else {
                throw Problem("no_member", "Nobody was chosen.", remedy: "Choose a colleague who is here.")
            }
            guard let team = form["team"].flatMap(SignInRules.name) else { throw Problem("no_team", "The team needs a name.") }
            guard let day = try FunnelRequest.day(form["from"] ?? "", isEnd: false, named: "from") else {
                throw Problem("no_day", "Since when is missing.", remedy: "Write a day, like 2026-07-01.")
            }
            let zone = Zones.expand(try CompanyStore.current(tx.read).zone) ?? .utc
            try MemberVerbs.place(
                tx, ID(member), team: MemberVerbs.team(tx, named: team, import: 0), manager: nil, region: nil,
                side: form["side"].flatMap(Side.init(rawValue:)), from: zone.start(of: day), import: 0)
        }
    }

    private func forgetColumn(_ visit: Visit) async throws -> Answer {
        let parts = try await visit.form()["key"]?.split(separator: "|", omittingEmptySubsequences: false).map(String.init) ?? []
        guard parts.count == 3 else { throw Problem.nothingHere }
        return try await save(visit, "column_map", notice: "The next export is read afresh.") { tx in
            try ColumnMap.save(tx, [.init(system: parts[0], kind: parts[1], heading: parts[2], field: "@")], at: visit.now)
        }
    }

    private func forgetValue(_ visit: Visit) async throws -> Answer {
        let parts = try await visit.form()["key"]?.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false).map(String.init) ?? []
        guard parts.count == 3 else { throw Problem.nothingHere }
        return try await save(visit, "value_map", notice: "The next export is read afresh.") { tx in
            try ValueMap.forget(tx, system: parts[0], domain: parts[1], key: parts[2])
        }
    }

    /// Changes something, notes who did, and shows the page again with a sentence where it was refused.
    private func save(_ visit: Visit, _ what: String, notice: String, _ body: @escaping @Sendable (Write) throws -> Void) async throws -> Answer {
        let actor = try visit.signedIn().actor
        do {
            try await store.database.write { tx in
                try body(tx)
                try Audit.note(tx, by: actor, "changed", what, at: visit.now)
            }
        } catch let problem as Problem where problem.fault == .input || problem.fault == .usage {
            return .page(try await page(problem: problem, now: visit.now), status: problem.status)
        }
        return .redirect(to: "/settings", notice: notice)
    }

    private func page(problem: Problem? = nil, now: Moment) async throws -> SettingsPage {
        var fields: [String] = []
        if case .ready(let held, _) = try await store.ask([.firstSource], atOnce: true) { fields = Array(held.details.fields.prefix(80)) }
        let known = fields
        return try await store.database.read { read in try SettingsReading(read: read, now: now).page(problem: problem, fields: known) }
    }
}
