// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Synchronization
import TestSupport

/// A site on a database of its own, with a clock that the test turns and passwords that hash fast.
final class SiteFixture: Sendable {
    let site: Site
    let code: FirstVisitCode
    let routes: [Route]
    let log: Log
    private let hands: Hands

    final class Hands: Sendable {
        private let moment = Mutex(Moment(micros: 1_790_000_000_000_000))
        var now: Moment { moment.withLock { $0 } }
        func pass(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
    }

    final class Log: Sendable {
        private let kept = Mutex<[String]>([])
        var lines: [String] { kept.withLock { $0 } }
        func add(_ line: String) { kept.withLock { $0.append(line) } }
    }

    init(_ access: AccessStore, https: Bool = false, folders: [Route] = []) throws {
        let hands = Hands(), log = Log()
        site = Site(
            access: access, pages: try Pages(assets: Assets()), hosts: Hosts(["entente.example"]), https: https, clock: Clock { hands.now },
            log: { log.add($0) })
        code = try FirstVisitCode()
        (self.hands, self.log) = (hands, log)
        routes = Routes.all(site: site, code: code, found: { _, _, _ in }, folders: folders)
    }

    func pass(seconds: Int64) { hands.pass(seconds: seconds) }
    func client() -> TestClient { TestClient(site: site, routes: routes) }

    static let password = "correct horse battery"

    /// Does the first visit and stays signed in.
    func first(_ client: TestClient) async throws -> TestClient.Reply {
        try await client.post(
            "/first-visit",
            [
                "code": code.text ?? "", "company": "Nordwind", "zone": "Europe/Berlin", "currency": "EUR", "name": "Ana Duarte",
                "email": "Ana@Nordwind.example ", "password": Self.password,
            ])
    }

    /// A second member of that role who has joined, signed in.
    func join(_ role: Role, invitedBy operations: TestClient) async throws -> TestClient {
        let page = try await operations.post("/members", ["name": "Somebody", "email": "\(role.rawValue)@nordwind.example", "role": role.rawValue])
        guard let start = page.text.firstRange(of: "/join/") else { return client() }
        let token = page.text[start.upperBound...].prefix { $0 != "\"" }
        let client = client()
        _ = try await client.post("/join/\(token)", ["password": "another long password"])
        return client
    }
}

func withSite(_ engine: TestEngine, https: Bool = false, folders: [Route] = [], _ body: (SiteFixture) async throws -> Void) async throws {
    try await withDatabase(engine) { database in
        let hashing = try Hashing(cost: .init(logN: 4, r: 8, p: 1))
        try await body(try SiteFixture(AccessStore(database: database, hashing: hashing), https: https, folders: folders))
    }
}
