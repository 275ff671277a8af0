// SPDX-License-Identifier: Apache-2.0
import Domain
package import Storage

/// A person with leads, timeline, deals and facts. Sales and SDR see those of their own leads and accounts; others are not there for them.
package struct ContactRoutes: Sendable {
    let database: Database

    let forgetting: Forgetting

    package init(database: Database, forgetting: Forgetting) { (self.database, self.forgetting) = (database, forgetting) }

    /// Who may forget people.
    static let forgetters: Set<Role> = [.operations, .leader]

    package var routes: [Route] {
        [
            .get("/contacts/:id", .signedIn, contact), .get("/contacts/:id/erase", .roles(Self.forgetters), askToErase),
            .post("/contacts/:id/erase", .roles(Self.forgetters), limit: 1_024, erase),
        ]
    }

    private func askToErase(_ visit: Visit) async throws -> Answer {
        let traces = try await forgetting.traces(try visit.id("id", of: Contact.self))
        let deals = traces.deals == 0 ? [] : ["\(Format.plural(traces.deals, "deal")) stay, without the person."]
        return .page(
            ConfirmPage(
                title: "Forget a person", headline: "Forget \(traces.name) for ever?",
                text:
                    "\(Format.plural(traces.leads, "lead")), \(Format.count(traces.touches)) \(traces.touches == 1 ? "touch" : "touches") and "
                    + "\(Format.plural(traces.facts, "fact")) go, from the ledger, the search, the reports of imports, the files of "
                    + "rejected rows and uploads that wait. Numbers of the funnel change. It can't be undone.",
                points: deals, action: "/contacts/\(traces.contact)/erase", button: "Forget this person",
                back: Link("Keep", "/contacts/\(traces.contact)")))
    }

    private func erase(_ visit: Visit) async throws -> Answer {
        try await forgetting.forget(try visit.id("id", of: Contact.self), by: try visit.signedIn().actor)
        return .redirect(to: "/leads", notice: "The person is forgotten.")
    }

    private func contact(_ visit: Visit) async throws -> Answer {
        let contact = try visit.id("id", of: Contact.self), scope = try visit.scope(), now = visit.now, role = try visit.signedIn().role
        let before = visit.query["before"].flatMap { Int64($0) } ?? .max
        let page = try await database.read { read -> ContactPage? in
            guard let reading = try ContactReading(read, contact, scope: scope, before: before) else { return nil }
            let zone = Zones.expand(try CompanyStore.get(read)?.zone ?? "UTC") ?? .utc
            return ContactPageMaking(
                reading: reading, contact: contact, zone: zone, now: now, before: before, mayErase: Self.forgetters.contains(role)
            ).page
        }
        guard let page else { throw Problem.nothingHere }
        return .page(page)
    }
}
