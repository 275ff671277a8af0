// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import HTTPTypes
import TestSupport
import Testing

@Suite struct FrameTests {
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

    private static func concrete(_ path: String) -> String {
        path.replacing(":token", with: "x").replacing(":name", with: "app.css").replacing(":id", with: "1")
    }

    @Test func `every route refuses whom its rule does not name`() async throws {
        try await withSite(.sqlite) { fixture in
            let operations = fixture.client()
            _ = try await fixture.first(operations)
            var members: [Role: TestClient] = [:]
            for role in Role.allCases where role != .operations { members[role] = try await fixture.join(role, invitedBy: operations) }
            for route in fixture.routes {
                let path = Self.concrete(route.path), headers = ["sec-fetch-site": "same-origin"]
                func ask(_ client: TestClient) async throws -> TestClient.Reply {
                    try await client.send(route.method.rawValue, path, headers: headers)
                }
                let anonymous = try await ask(fixture.client())
                switch route.rule {
                case .everybody: continue
                case .firstVisit: #expect(anonymous.status == (route.method == .get ? 303 : 403), "\(route.method) \(path)")
                case .token: #expect(anonymous.status == 401, "\(route.method) \(path)")
                case .signedIn, .roles:
                    #expect(anonymous.status == 401 || anonymous.location?.hasPrefix("/sign-in") == true, "\(route.method) \(path)")
                }
                if case .roles(let allowed) = route.rule {
                    for (role, client) in members where !allowed.contains(role) {
                        let reply = try await ask(client)
                        #expect(reply.status == 403, "\(role) on \(route.method) \(path)")
                    }
                }
            }
        }
    }

    @Test func `every answer carries the security headers, errors too`() async throws {
        try await withSite(.sqlite) { fixture in
            let client = fixture.client()
            for (method, path) in [
                ("GET", "/first-visit"), ("GET", "/healthz"), ("GET", "/nothing"), ("DELETE", "/sign-in"), ("GET", "/assets/app.css"),
                ("POST", "/sign-in"),
            ] {
                let reply = try await client.send(method, path)
                #expect(reply.headers["content-security-policy"] == Self.policy, "\(path)")
                #expect(reply.headers["x-content-type-options"] == "nosniff" && reply.headers["referrer-policy"] == "same-origin")
                #expect(reply.headers["strict-transport-security"] == nil, "HSTS over plain HTTP would lock people out")
            }
        }
    }

    @Test func `behind TLS the cookie is bound to the host and browsers are told to stay`() async throws {
        try await withSite(.sqlite, https: true) { fixture in
            let reply = try await fixture.first(fixture.client())
            let cookie = try #require(reply.headers["set-cookie"])
            #expect(cookie.contains("__Host-entente=") && cookie.contains("Secure") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
            #expect(reply.headers["strict-transport-security"] != nil)
        }
    }

    @Test(arguments: [
        (["sec-fetch-site": "same-origin"], true), (["origin": "http://127.0.0.1:8080"], true), (["sec-fetch-site": "none"], true),
        (["sec-fetch-site": "cross-site"], false), (["sec-fetch-site": "same-site"], false), (["origin": "http://evil.example"], false),
        (["origin": "http://127.0.0.1:9090"], false), (["origin": "null"], false), ([:], false),
        (["sec-fetch-site": "same-origin", "origin": "http://evil.example"], false),
        (["sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8080"], false),
    ]) func `what changes something must come from our own page`(headers: [String: String], accepted: Bool) async throws {
        try await withSite(.sqlite) { fixture in
            _ = try await fixture.first(fixture.client())
            let form = Array("email=ana%40nordwind.example&password=correct+horse+battery".utf8)
            let reply = try await fixture.client().send("POST", "/sign-in", headers: headers, body: [form])
            #expect(reply.status == (accepted ? 303 : 403))
            #expect((reply.headers["set-cookie"] != nil) == accepted)
        }
    }

    @Test(arguments: [
        ("localhost:8080", true), ("127.0.0.1", true), ("[::1]:8080", true), ("entente.example", true), ("ENTENTE.example:443", true),
        ("evil.example", false), ("127.0.0.1.evil.example", false), ("", false), ("[::2]", false),
    ]) func `only known names are answered`(host: String, answered: Bool) async throws {
        try await withSite(.sqlite) { fixture in
            let reply = try await fixture.client().get("/healthz", headers: ["host": host])
            #expect(reply.status == (answered ? 200 : 421))
        }
    }

    @Test func `problems are pages for people and RFC 9457 for programs`() async throws {
        try await withSite(.sqlite) { fixture in
            let client = fixture.client()
            let page = try await client.get("/nothing")
            #expect(page.status == 404 && page.text.contains("There is nothing at this address."))
            let json = try await client.get("/nothing", headers: ["accept": "application/json"])
            #expect(
                json.headers["content-type"] == "application/problem+json" && json.text.contains("\"code\":\"not_found\"")
                    && json.text.contains("\"status\":404"))
            let method = try await client.send("DELETE", "/healthz", headers: ["sec-fetch-site": "same-origin"])
            #expect(method.status == 405 && method.headers["allow"] == "GET")
            #expect(try await client.get("/members", headers: ["accept": "application/json"]).status == 401)
        }
    }

    @Test func `a failure shows a reference and logs the detail`() async throws {
        struct Secret: Error {}
        try await withSite(.sqlite, folders: [.get("/fails", .everybody) { _ in throw Secret() }]) { fixture in
            let reply = try await fixture.client().get("/fails")
            #expect(reply.status == 500 && !reply.text.contains("Secret") && reply.text.contains("reference "))
            #expect(fixture.log.lines.contains { $0.hasPrefix("failed ") && $0.contains("Secret") })
        }
    }

    @Test func `a body that is too large is refused before it is read`() async throws {
        try await withSite(.sqlite) { fixture in
            let client = fixture.client()
            let told = try await client.send("POST", "/sign-in", headers: ["sec-fetch-site": "same-origin", "content-length": "99999999"])
            #expect(told.status == 413)
            let untold = try await client.send(
                "POST", "/sign-in", headers: ["sec-fetch-site": "same-origin"], body: Array(repeating: [UInt8](repeating: 97, count: 9_000), count: 3)
            )
            #expect(untold.status == 413)
        }
    }

    @Test func `assets may be kept for ever under the name of their content`() async throws {
        try await withSite(.sqlite) { fixture in
            let client = fixture.client(), url = try #require(Assets().url("app.css"))
            let reply = try await client.get(url)
            #expect(reply.status == 200 && reply.headers["cache-control"] == "public, max-age=31536000, immutable")
            let tag = try #require(reply.headers["etag"])
            #expect(try await client.get("/assets/app.css", headers: ["if-none-match": tag]).status == 304)
            #expect(try await client.get("/assets/layout.mustache").status == 404)
            #expect(try await client.get("/assets/..%2fassets.c").status == 404)
        }
    }

    @Test(arguments: ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1"])
    func `signing in leads to our own pages only`(next: String) async throws {
        try await withSite(.sqlite) { fixture in
            _ = try await fixture.first(fixture.client())
            let reply = try await fixture.client().post(
                "/sign-in", ["email": "ana@nordwind.example", "password": SiteFixture.password, "next": next])
            #expect(reply.location == "/")
        }
    }

    @Test func `readiness says what is missing`() async throws {
        try await withSite(.sqlite) { fixture in
            let reply = try await fixture.client().get("/readyz")
            #expect(reply.status == 200 && reply.text == "ready\n")
        }
    }

    @Test func `forms are decoded as browsers encode them`() throws {
        let fields = try Fields(urlEncoded: Array("a=1+2&b=%C3%A9&a=3&c=%zz%&d&=e&x=%00%ff".utf8))
        #expect(fields["a"] == "1 2" && fields.all("a") == ["1 2", "3"] && fields["b"] == "é" && fields["c"] == "%zz%" && fields["d"] == nil)
        #expect(fields["x"] == "\u{FFFD}\u{FFFD}")
        let again = try Fields(urlEncoded: Array(fields.urlEncoded.utf8))
        #expect(again.pairs == fields.pairs)
    }
}
