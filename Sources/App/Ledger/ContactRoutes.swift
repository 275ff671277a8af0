// SPDX-License-Identifier: Apache-2.0
import Domain
package import Storage

/// A person with leads, timeline, deals and facts. Sales and SDR see those of their own leads and accounts; others are not there for them.
package struct ContactRoutes: Sendable {
    let database: Database

    package init(database: Database) { self.database = database }

    package var routes: [Route] { [.get("/contacts/:id", .signedIn, contact)] }

    private func contact(_ visit: Visit) async throws -> Answer {
        let contact = try visit.id("id", of: Contact.self), scope = try visit.scope(), now = visit.now
        let before = visit.query["before"].flatMap { Int64($0) } ?? .max
        let page = try await database.read { read -> ContactPage? in
            guard let reading = try ContactReading(read, contact, scope: scope, before: before) else { return nil }
            let zone = Zones.expand(try CompanyStore.get(read)?.zone ?? "UTC") ?? .utc
            return ContactPageMaking(reading: reading, contact: contact, zone: zone, now: now, before: before).page
        }
        guard let page else { throw Problem.nothingHere }
        return .page(page)
    }
}
