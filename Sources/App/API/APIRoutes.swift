// SPDX-License-Identifier: Apache-2.0
import Domain
package import Storage

/// The read API: its addresses, and the document that describes them.
package struct APIRoutes: Sendable {
    let endpoints: [Endpoint]

    /// - Parameter budget: keys that one page looks at, about, where few rows fit: as many as a search on pages.
    package init(journal: JournalStore, audits: AuditStore, budget: Int = 50_000) {
        let database = journal.database, history = OneAtATime()
        endpoints = [
            .list(ContactListing.self, "contacts", row: "Contact", "People, and visitors whom nobody has named yet.", in: database, budget: budget),
            .one(ContactListing.self, "contacts", row: "Contact", of: "contact", in: database),
            .list(
                LeadListing.self, "leads", row: "Lead", "Attempts to sell, with the stage and owner that they have, or had then.", in: database,
                budget: budget),
            .one(LeadListing.self, "leads", row: "Lead", of: "lead", in: database),
            .list(AccountListing.self, "accounts", row: "Account", "Companies.", in: database, budget: budget),
            .one(AccountListing.self, "accounts", row: "Account", of: "account", in: database),
            .list(
                DealListing.self, "deals", row: "Deal", "Deals, with the stage, amount and outcome that they have, or had then.", in: database,
                budget: budget),
            .one(DealListing.self, "deals", row: "Deal", of: "deal", in: database),
            .list(TouchListing.self, "touches", row: "Touch", "What happened between us and people.", in: database, budget: budget),
            .list(MoveListing.self, "moves", row: "Move", "Changes of leads' stages.", in: database, budget: budget),
            FunnelEndpoint(store: journal, history: history).endpoint,
            AuditEndpoint(store: audits, database: database, history: history).endpoint,
        ]
    }

    package var routes: [Route] {
        let document = APIDocument(endpoints)
        return endpoints.map(\.route) + [.get("/openapi.json", .everybody) { _ in try Answer.json(document.json) }]
    }
}
