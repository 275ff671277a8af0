// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct APIRequestTests {
    private static func problem(_ reply: TestClient.Reply) throws -> Node {
        #expect(reply.headers["content-type"] == "application/problem+json")
        let problem = try Node.read(reply.text)
        #expect(problem["status"]?.int == Int64(reply.status))
        #expect(problem["detail"]?.text?.hasSuffix(".") == true && problem["type"]?.text != nil && problem["title"]?.text != nil)
        return problem
    }

    /// The question, and the place and code of the problem.
    private static let wrong = [
        ("contacts?color=red", "color", "unknown_parameter"), ("contacts?limit=5&limit=6", "limit", "repeated_parameter"),
        ("contacts?limit=0", "limit", "bad_parameter"), ("contacts?limit=1001", "limit", "bad_parameter"),
        ("contacts?limit=99999999999999999999999", "limit", "bad_parameter"), ("contacts?limit=%2B5", "limit", "bad_parameter"),
        ("contacts?limit=", "limit", "bad_parameter"), ("contacts?account=-1", "account", "bad_parameter"),
        ("contacts?as_of=yesterday", "as_of", "bad_parameter"), ("contacts?as_of=2026-02-30T00:00:00Z", "as_of", "bad_parameter"),
        ("contacts?as_of=2099-01-01T00:00:00Z", "as_of", "moment_ahead"), ("contacts?after=abc", "after", "bad_cursor"),
        ("contacts?after=%00%FF", "after", "bad_cursor"), ("contacts?email=", "email", "bad_parameter"),
        ("leads?stage=MQL", "stage", "bad_parameter"), ("leads?state=closed", "state", "bad_parameter"),
        ("funnel?from=2026-13", "from", "bad_parameter"), ("funnel?from=2026-02-30", "from", "bad_parameter"),
        ("funnel?from=2026-05&to=2026-04", "to", "days_reversed"), ("funnel?period=day", "period", "bad_parameter"),
        ("funnel?lag=nan", "lag", "bad_parameter"), ("funnel?lag=1e99", "lag", "bad_parameter"), ("funnel?by=shoe%20size", "by", "unknown_dimension"),
        ("audit?by=owner", "by", "unknown_parameter"), ("contacts/5?limit=1", "limit", "unknown_parameter"),
        ("moves?%00=1", "\u{FFFD}", "unknown_parameter"),
    ]

    @Test(arguments: TestEngine.available) func `what can't be read is a problem that names its parameter`(engine: TestEngine) async throws {
        try await APIFixture.run(engine, contacts: 12) { api in
            for (question, place, code) in Self.wrong {
                let reply = try await api.get("/api/v1/\(question)", headers: ["accept": "text/html"])
                #expect(reply.status == 400, "\(question): \(reply.text)")
                let problem = try Self.problem(reply)
                #expect(problem["place"]?.text == place && problem["code"]?.text == code, "\(question): \(problem)")
            }
            let long = try await api.get("/api/v1/contacts?email=" + String(repeating: "a", count: 100_000))
            #expect(try Self.problem(long)["code"]?.text == "query_too_long")
            let many = try await api.get("/api/v1/contacts?" + String(repeating: "&limit=5", count: 900))
            #expect(many.status == 400)
        }
    }

    @Test(arguments: TestEngine.available) func `a place of another question, or a changed one, is refused`(engine: TestEngine) async throws {
        try await APIFixture.run(engine, contacts: 20) { api in
            let next = try #require(try await api.read("leads?limit=2&state=open")["next"]?.text)
            #expect(try await api.get("/api/v1/leads?state=open&limit=9&after=\(next)").status == 200, "another limit is no other question")
            for other in ["leads?after=\(next)", "leads?state=ended&after=\(next)", "moves?after=\(next)", "contacts?after=\(next)"] {
                #expect(try await api.get("/api/v1/\(other)").status == 400, "\(other)")
            }
            let letters = Array(next)
            for place in letters.indices {
                var changed = letters
                changed[place] = changed[place] == "A" ? "B" : "A"
                #expect(try await api.get("/api/v1/leads?state=open&after=\(String(changed))").status == 400, "letter \(place)")
            }
        }
    }

    @Test(arguments: TestEngine.available) func `without a token, or with one that is none, nothing is told`(engine: TestEngine) async throws {
        try await APIFixture.run(engine, contacts: 12) { api in
            let plain = try await api.site.client().get("/api/v1/contacts")
            #expect(plain.status == 401 && plain.headers["www-authenticate"] == "Bearer")
            #expect(try Self.problem(plain)["code"]?.text == "no_token")
            #expect(try await api.operations.get("/api/v1/contacts").status == 401, "a cookie is no token")
            for header in ["Bearer x", "Bearer ent_" + String(repeating: "A", count: 43), "Bearer \(api.token)x"] {
                let reply = try await api.site.client().send("GET", "/api/v1/contacts", headers: ["authorization": header])
                #expect(reply.status == 401 && reply.headers["www-authenticate"]?.contains("invalid_token") == true, "\(header)")
                #expect(try Self.problem(reply)["code"]?.text == "bad_token")
            }
            for header in ["Basic \(api.token)", "Bearer", api.token] {
                #expect(try await api.site.client().send("GET", "/api/v1/contacts", headers: ["authorization": header]).status == 401, "\(header)")
            }
            #expect(try await api.site.client().send("GET", "/api/v1/contacts", headers: ["authorization": "bearer  \(api.token)"]).status == 200)
            let page = try await api.get("/audit")
            #expect(page.status == 303 && page.location?.hasPrefix("/sign-in") == true, "a token opens no page")
            #expect(try await api.get("/members", headers: ["accept": "application/json"]).status == 401)
        }
    }

    @Test func `guesses from one address are slowed down, and a token that is right is not`() async throws {
        try await APIFixture.run(.sqlite, contacts: 12) { api in
            var statuses: [Int] = []
            for _ in 0..<25 { statuses.append(try await api.get("/api/v1/contacts", token: "guess").status) }
            #expect(statuses.prefix(20).allSatisfy { $0 == 401 } && statuses.suffix(5).allSatisfy { $0 == 429 })
            let slowed = try await api.get("/api/v1/contacts", token: "guess")
            #expect(slowed.headers["retry-after"].flatMap { Int($0) } ?? 0 > 0)
            #expect(try await api.get("/api/v1/contacts").status == 200)
            let signIn = try await api.site.client().post("/sign-in", ["email": "ana@nordwind.example", "password": SiteFixture.password])
            #expect(signIn.status == 303, "the pages are not locked")
        }
    }

    @Test(arguments: TestEngine.available) func `other methods, other addresses and other names get problems, and HEAD has no body`(
        engine: TestEngine
    ) async throws {
        try await APIFixture.run(engine, contacts: 12) { api in
            for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
                let reply = try await api.get("/api/v1/contacts", method: method)
                #expect(reply.status == 405 && reply.headers["allow"]?.contains("GET") == true, "\(method)")
                _ = try Self.problem(reply)
            }
            for path in [
                "/api", "/api/", "/api/v1", "/api/v2/contacts", "/api/v1/contacts/5/more", "/api/v1/Contacts", "/api/v1/leads/0", "/api/v1/leads/x",
            ] {
                let reply = try await api.get(path, headers: ["accept": "text/html"])
                #expect(reply.status == 404, "\(path)")
                _ = try Self.problem(reply)
            }
            let host = try await api.get("/api/v1/contacts", headers: ["host": "evil.example"])
            #expect(host.status == 421)
            _ = try Self.problem(host)
            let head = try await api.get("/api/v1/contacts", method: "HEAD")
            #expect(head.status == 200 && head.text.isEmpty && head.headers["content-type"] == "application/json")
            let got = try await api.get("/api/v1/contacts")
            #expect(got.headers["cache-control"] == "no-store" && got.headers["x-content-type-options"] == "nosniff")
            #expect(api.site.log.lines.allSatisfy { !$0.contains("ent_") && !$0.contains("evil") })
        }
    }

    @Test func `while the columns are being read, a program is told when to come again`() async throws {
        try await APIFixture.run(.sqlite, contacts: 12, loads: false) { api in
            for path in ["funnel", "audit"] {
                let reply = try await api.get("/api/v1/\(path)")
                #expect(reply.status == 503 && reply.headers["retry-after"].flatMap { Int($0) } ?? 0 > 0, "\(path)")
                #expect(try Self.problem(reply)["code"]?.text == "not_ready")
            }
        }
    }

    @Test func `the document is open to everybody and names every address`() async throws {
        try await APIFixture.run(.sqlite, contacts: 12) { api in
            let reply = try await api.site.client().get("/openapi.json"), document = try Node.read(reply.text)
            #expect(reply.status == 200 && reply.headers["content-type"] == "application/json" && document["openapi"]?.text == "3.1.0")
            let routes = Set(api.site.routes.filter { $0.path.hasPrefix("/api/") }.map { $0.path.replacing(":id", with: "{id}") })
            #expect(document["paths"]?.names == routes && routes.count == 12)
            for path in routes {
                let answers = document["paths"]?[path]?["get"]?["responses"]?.names ?? []
                #expect(answers.isSuperset(of: ["200", "400", "401", "429", "503"]), "\(path)")
            }
        }
    }
}
