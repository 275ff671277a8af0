// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import TestSupport
import Testing

/// A server with the sample company, a leader's token and a rep's.
/// Not checked: its client keeps cookies, and one test uses it at a time.
struct APIFixture: @unchecked Sendable {
    let site: SiteFixture
    let database: Database
    let journal: JournalStore
    let operations: TestClient
    let token: String
    /// A rep of the sample company, who owns some of it.
    let rep: (id: Int64, token: String)

    /// The moment of the site's clock, and the end of the sample company's story.
    static let now = Moment(micros: 1_790_000_000_000_000)

    static func run(
        _ engine: TestEngine, contacts: Int = 60, loads: Bool = true, budget: Int = 50_000,
        tell: @Sendable @escaping (Database) async throws -> Void = { _ in },
        _ body: @Sendable @escaping (APIFixture) async throws -> Void
    ) async throws {
        try await withDatabase(engine) { database in
            let store = JournalStore(database: database, patience: loads ? .seconds(120) : .milliseconds(50))
            let audits = AuditStore(journal: store, clock: Clock { now }, patience: loads ? .seconds(120) : .milliseconds(50))
            let access = AccessStore(database: database, hashing: try Hashing(cost: .init(logN: 4, r: 8, p: 1)))
            let folders = APIRoutes(journal: store, audits: audits, budget: budget).routes + AuditRoutes(store: audits, journal: store).routes
            let site = try SiteFixture(access, folders: folders), operations = site.client()
            _ = try await site.first(operations)
            _ = try await DemoWriter(database, contacts: contacts, touches: contacts * 6, seed: 11, now: now).run()
            try await tell(database)
            let rep = try await database.write { tx -> (Int64, String) in
                let id = try tx.read.int("select owner_id from lead where owner_id <> 0 group by owner_id order by count(*) desc, owner_id limit 1")
                try tx.execute(
                    "update member set password = 'none', email = 'rep@nordwind.example', role = 'sales', disabled_at = null where id = $1", id)
                return (try #require(id), "rep@nordwind.example")
            }
            let tokens = APITokens(database: database)
            let token = try await tokens.create("all", for: "ana@nordwind.example", days: 90, by: .system, at: now).token
            let own = try await tokens.create("own", for: rep.1, days: 90, by: .system, at: now).token
            let fixture = APIFixture(
                site: site, database: database, journal: store, operations: operations, token: token, rep: (rep.0, own))
            try await withThrowingTaskGroup(of: Void.self) { group in
                if loads {
                    group.addTask { await store.run() }
                    group.addTask { await audits.run() }
                }
                try await body(fixture)
                group.cancelAll()
            }
        }
    }

    func get(_ path: String, token: String? = nil, headers: [String: String] = [:], method: String = "GET") async throws -> TestClient.Reply {
        var headers = headers
        headers["authorization"] = "Bearer \(token ?? self.token)"
        return try await site.client().send(method, path, headers: headers)
    }

    /// A path of the API, answered with 200.
    func read(_ path: String, token: String? = nil) async throws -> Node {
        let reply = try await get("/api/v1/\(path)", token: token)
        #expect(reply.status == 200, "\(path): \(reply.status) \(reply.text.prefix(300))")
        return try Node.read(reply.text)
    }

    /// Every row of a list, page by page.
    func rows(_ path: String, limit: Int = 1000, token: String? = nil, between: (Int) async throws -> Void = { _ in }) async throws -> [Node] {
        var rows: [Node] = [], after = "", pages = 0
        repeat {
            let page = try await read("\(path)\(path.contains("?") ? "&" : "?")limit=\(limit)\(after)", token: token)
            rows += page["data"]?.items ?? []
            #expect((page["data"]?.items.count ?? 0) <= limit)
            after = page["next"]?.text.map { "&after=\($0)" } ?? ""
            pages += 1
            try await between(pages)
        } while !after.isEmpty && pages < 2_000
        return rows
    }

    /// Rows by what tells them apart.
    static func ids(_ rows: [Node]) -> [Node] { rows.compactMap { $0["id"] } }

    static let lists = ["contacts", "leads", "accounts", "deals", "touches", "moves"]
    static let names = ["contacts": "Contact", "leads": "Lead", "accounts": "Account", "deals": "Deal", "touches": "Touch", "moves": "Move"]

    static func moment(daysAgo days: Int64) -> Moment { now.adding(seconds: -days * 86_400) }
}
