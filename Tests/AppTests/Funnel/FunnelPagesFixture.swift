// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import TestSupport

/// A small ledger told by its verbs, behind the pages: three people, two colleagues, one deal.
struct FunnelPagesFixture {
    let site: SiteFixture
    let operations: TestClient
    let database: Database
    let store: JournalStore
    let ana: ContactID
    let ben: ContactID

    /// Runs `body` with a store that loads beside it, as `serve` has one.
    static func run(_ engine: TestEngine, _ body: @Sendable @escaping (FunnelPagesFixture) async throws -> Void) async throws {
        try await withDatabase(engine) { database in
            let store = JournalStore(database: database, patience: .seconds(120))
            let access = AccessStore(database: database, hashing: try Hashing(cost: .init(logN: 4, r: 8, p: 1)))
            let forgetting = Forgetting(database: database, clock: .system, beside: NSTemporaryDirectory())
            let audits = AuditStore(journal: store, clock: Clock { now }, patience: .seconds(120))
            let folders =
                FunnelRoutes(store: store).routes + LeadsRoutes(store: store).routes + TodayRoutes(store: store).routes
                + SettingsRoutes(store: store).routes + AuditRoutes(store: audits, journal: store).routes
                + ContactRoutes(database: database, forgetting: forgetting).routes
            let site = try SiteFixture(access, folders: folders)
            let operations = site.client()
            _ = try await site.first(operations)
            let people = try await tell(database)
            let fixture = FunnelPagesFixture(site: site, operations: operations, database: database, store: store, ana: people.0, ben: people.1)
            nonisolated(unsafe) let inside = fixture
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await store.run() }
                group.addTask { await audits.run() }
                try await body(inside)
                group.cancelAll()
            }
        }
    }

    static let day: Int64 = 86_400
    /// The moment of the site's clock.
    static let now = Moment(micros: 1_790_000_000_000_000)

    static func time(daysAgo days: Int64, _ precision: Precision = .exact) -> Timestamp { Timestamp(now.adding(seconds: -days * day), precision) }

    private static func tell(_ database: Database) async throws -> (ContactID, ContactID) {
        try await database.write { tx in
            let ledger = Ledger(tx, now: now, actor: .system)
            let ana = try ledger.holder("email", "ana@example.com"), ben = try ledger.holder("email", "ben@example.com")
            try ledger.record(
                ["first_name": "Ana", "last_name": "Prado", "company": "Alpha", "source": "Webinar", "title": "CTO"], of: ana, at: time(daysAgo: 90),
                source: "hubspot")
            try ledger.record(
                ["first_name": "Ben", "last_name": "100%", "company": "=Beta", "tier": "A"], of: ben, at: time(daysAgo: 60, .day), source: "hubspot")
            try ledger.record(["title": "CEO"], of: ana, at: time(daysAgo: 10), source: "by hand")
            let rest = try ledger.holder("email", "cem@example.com")
            try ledger.record(["first_name": "Cem", "last_name": "Resting"], of: rest, at: time(daysAgo: 5), source: "hubspot")
            var draft = LeadDraft(opened: time(daysAgo: 90))
            draft.source = "Webinar"
            let first = try ledger.open(draft, for: ana)
            try ledger.move(first, of: ana.contact, to: .mql)
            let second = try ledger.open(LeadDraft(opened: time(daysAgo: 60, .day)), for: ben)
            try ledger.move(second, of: ben.contact, to: .disqualified, reason: "Student")
            return (ana.contact, ben.contact)
        }
    }

    /// Makes a colleague the owner of every lead of a contact.
    func give(_ contact: ContactID, to name: String) async throws {
        try await database.write { tx in
            let member = try tx.read.int("select id from member where email = $1", "\(name)@nordwind.example") ?? 0
            let ledger = Ledger(tx, now: Self.now, actor: .system)
            for lead in try tx.read.rows(as: Int64.self, "select id from lead where contact_id = $1", contact) {
                try ledger.assign(LeadID(lead), of: contact, to: MemberID(member), why: "test")
            }
        }
    }
}
