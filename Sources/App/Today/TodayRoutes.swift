// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// The first page: what needs the reader.
package struct TodayRoutes: Sendable {
    let store: JournalStore

    package init(store: JournalStore) { self.store = store }

    package var routes: [Route] {
        let all = Rule.roles(Role.seeingAll)
        return [.get("/today", .signedIn, today), .get("/today/overdue", all, overdue), .get("/today/overdue.csv", all, overdue)]
    }

    private func today(_ visit: Visit) async throws -> Answer {
        let session = try visit.signedIn()
        if case .own(let member) = session.scope {
            return .page(try await OwnDay(database: store.database, member: member, name: session.name).page(now: visit.now))
        }
        switch try await TodayReading.read(store, now: visit.now) {
        case .loading(let share): return .page(Waiting.page(share, title: "Today"))
        case .reading(let reading):
            if reading.month.held.journal.leads.count == 0, reading.month.held.journal.deals.count == 0 {
                return .page(Waiting.nothing(session.role, title: "Today"))
            }
            return .page(TodayPageMaking(reading: reading, name: session.name, role: session.role).page)
        }
    }

    private func overdue(_ visit: Visit) async throws -> Answer {
        guard case .ready(let held, _) = try await store.ask([.firstSource]) else { throw Problem.loading }
        let today = held.zone.day(of: visit.now), late = Set(try await store.database.read { try TodayReading.overdue($0, today: today) })
        let places = held.journal.deals.deal.indices.filter { late.contains(held.journal.deals.deal[$0]) }.map { Int32($0) }
        let list = DealList(held: held, scope: try visit.scope(), all: places)
        if visit.path.hasSuffix(".csv") { return try await list.csv(store.database, name: "overdue deals.csv") }
        return .page(
            try await list.page(
                store.database, visit, headline: { "\($0) past the day on which they should have closed." },
                basis: "Open deals, by their expected day.",
                back: Link("Today", "/today")))
    }
}
