// SPDX-License-Identifier: Apache-2.0
import App
import ArgumentParser
import Domain
import Storage
import TestSupport
import Testing

@Suite struct TokenTests {
    private static let day: Int64 = 86_400

    @Test(arguments: TestEngine.available) func `a token is shown once and kept as its digest`(engine: TestEngine) async throws {
        try await APIFixture.run(engine, contacts: 12) { api in
            #expect(api.token.hasPrefix("ent_") && api.token.utf8.count == 47)
            let kept = try await api.database.read { read in
                var bytes: [[UInt8]] = []
                try read.scan("select hash from token where kind = 'api'") { bytes.append(Array($0.bytes(0))) }
                return bytes
            }
            #expect(kept.count == 2 && kept.allSatisfy { $0.count == 32 })
            let notes = try await api.database.read {
                try $0.rows(as: String.self, "select verb || ' ' || object || ' ' || detail from audit where object like 'token:%'")
            }
            #expect(notes.count == 2 && notes.allSatisfy { $0.hasPrefix("made token") && !$0.contains("ent_") })
        }
    }

    @Test(arguments: TestEngine.available) func `a token ends when it is revoked, when its days are over, and with its member`(engine: TestEngine)
        async throws
    {
        try await APIFixture.run(engine, contacts: 12) { api in
            let tokens = APITokens(database: api.database), now = APIFixture.now
            let short = try await tokens.create("short", for: "Ana@nordwind.example", days: 1, by: .system, at: now)
            #expect(try await api.get("/api/v1/leads", token: short.token).status == 200)
            api.site.pass(seconds: Self.day + 1)
            #expect(try await api.get("/api/v1/leads", token: short.token).status == 401)
            #expect(try await api.get("/api/v1/leads").status == 200)
            #expect(try await tokens.revoke("all", by: .system, at: now) > 0)
            #expect(try await api.get("/api/v1/leads").status == 401)
            await #expect(throws: Problem.self) { try await tokens.revoke("all", by: .system, at: now) }
            #expect(try await api.get("/api/v1/leads", token: api.rep.token).status == 200)
            #expect(try await api.operations.post("/members/\(api.rep.id)/disable").status == 303)
            #expect(try await api.get("/api/v1/leads", token: api.rep.token).status == 401)
            #expect(try await api.operations.post("/members/\(api.rep.id)/enable").status == 303)
            #expect(try await api.get("/api/v1/leads", token: api.rep.token).status == 401, "who comes back gets new tokens")
            let listed = try await tokens.list()
            #expect(listed.count == 3 && listed.filter { $0.isLive(at: now) }.map(\.name) == ["short"])
            #expect(listed.allSatisfy { $0.scope == "read" })
            let verbs = try await api.database.read { try $0.rows(as: String.self, "select verb from audit where object like 'token:%' order by id") }
            #expect(verbs == ["made token", "made token", "made token", "revoked token"])
        }
    }

    @Test(arguments: TestEngine.available) func `its last use is written down every five minutes at most`(engine: TestEngine) async throws {
        try await APIFixture.run(engine, contacts: 12) { api in
            func seen() async throws -> Int64? {
                try await api.database.read { try $0.int("select seen_at from token where name = 'all'") }
            }
            #expect(try await seen() == nil)
            _ = try await api.get("/api/v1/accounts")
            let first = try await seen()
            #expect(first == APIFixture.now.micros)
            api.site.pass(seconds: 200)
            _ = try await api.get("/api/v1/accounts")
            #expect(try await seen() == first)
            api.site.pass(seconds: 200)
            _ = try await api.get("/api/v1/accounts")
            #expect(try await seen() == APIFixture.now.adding(seconds: 400).micros)
        }
    }

    @Test(arguments: TestEngine.available) func `a token reads with its member's role of now`(engine: TestEngine) async throws {
        try await APIFixture.run(engine, contacts: 12) { api in
            let before = try await api.get("/api/v1/audit", token: api.rep.token)
            #expect(before.status == 403)
            #expect(try await api.operations.post("/members/\(api.rep.id)/role", ["role": "leader"]).status == 303)
            #expect(try await api.get("/api/v1/audit", token: api.rep.token).status == 200)
        }
    }

    @Test(arguments: TestEngine.available) func `a token needs a name of its own, days and somebody who can sign in`(engine: TestEngine) async throws
    {
        try await APIFixture.run(engine, contacts: 12) { api in
            let tokens = APITokens(database: api.database), now = APIFixture.now, ana = "ana@nordwind.example"
            for (name, email, days) in [
                ("all", ana, 5), ("", ana, 5), ("12", ana, 5), ("new", "nobody@example.org", 5), ("new", "", 5), ("new", ana, 0), ("new", ana, 366),
                ("a\nb", ana, 5),
            ] {
                await #expect(throws: Problem.self, "\(name) \(email) \(days)") {
                    try await tokens.create(name, for: email, days: days, by: .system, at: now)
                }
            }
            _ = try await tokens.revoke("all", by: .system, at: now)
            #expect(try await tokens.create("all", for: ana, days: 365, by: .system, at: now).id > 0, "the name is free again")
        }
    }

    @Test func `the terminal makes, lists and revokes`() throws {
        for command in [
            ["token", "create", "weekly report", "--for", "ana@nordwind.example"],
            ["token", "create", "x", "--for", "a@b.c", "--days", "30", "--scope", "read", "--json"],
            ["token", "list", "--json"], ["token", "revoke", "weekly report"], ["token", "revoke", "12"],
        ] { _ = try Entente.parseAsRoot(command) }
        for command in [["token", "create", "x"], ["token", "create", "x", "--for", "a@b.c", "--scope", "write"], ["token", "revoke"]] {
            #expect(throws: (any Error).self) { try Entente.parseAsRoot(command) }
        }
    }
}
