// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct AccessTests {
    @Test(arguments: TestEngine.available) func `the first visit makes the first member and is then over`(engine: TestEngine) async throws {
        try await withSite(engine) { fixture in
            let client = fixture.client()
            #expect(try await client.get("/").location == "/first-visit")
            #expect(try await client.get("/sign-in").location == "/first-visit")
            #expect(try await client.get("/first-visit").text.contains("printed in the terminal"))
            let reply = try await fixture.first(client)
            #expect(reply.status == 303 && reply.location == "/imports/new")
            #expect(try await client.get("/members").text.contains("ana@nordwind.example"))
            #expect(fixture.code.text == nil)
            #expect(try await client.get("/first-visit").location == "/sign-in")
            #expect(try await fixture.client().post("/first-visit", ["code": "x"]).status == 403)
        }
    }

    @Test(arguments: TestEngine.available) func `the first visit knows what the terminal has said of the company`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let fixture = try SiteFixture(AccessStore(database: database, hashing: try Hashing(cost: .init(logN: 4, r: 8, p: 1))))
            try await database.write { tx in
                try CompanyStore.put(tx, Company(name: "Acme GmbH", zone: "Europe/Berlin", currency: .usd), at: Moment(micros: 1))
            }
            let html = try await fixture.client().get("/first-visit").text
            #expect(html.contains("value=\"Acme GmbH\"") && html.contains("<option value=\"Europe/Berlin\" selected>"))
            #expect(html.contains("<option value=\"USD\" selected>") && !html.contains("<option value=\"UTC\" selected>"))
        }
    }

    @Test(arguments: TestEngine.available) func `somebody whom an import knows by name joins as that colleague`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let fixture = try SiteFixture(AccessStore(database: database, hashing: try Hashing(cost: .init(logN: 4, r: 8, p: 1))))
            let operations = fixture.client()
            _ = try await fixture.first(operations)
            let known = try await database.write { tx in
                try MemberVerbs.add(tx, name: "Marc Olsen", email: nil, role: .sales, import: 7, at: Moment(micros: 1))
            }
            _ = try await operations.post("/members", ["name": "marc olsen", "email": "marc@nordwind.example", "role": "sdr"])
            struct Row: Decodable, Equatable, Sendable { let id: Int64, email: String, role: String }
            let rows = try await database.read {
                try $0.rows(as: Row.self, "select id, email, role from member where lower(name) = 'marc olsen'")
            }
            #expect(rows == [Row(id: known.raw, email: "marc@nordwind.example", role: "sdr")])
        }
    }

    @Test(arguments: TestEngine.available) func `the code must be right and guessing it is throttled`(engine: TestEngine) async throws {
        try await withSite(engine) { fixture in
            let client = fixture.client()
            let form: KeyValuePairs = [
                "code": "AAAAA-AAAAA", "company": "N", "zone": "UTC", "currency": "EUR", "name": "Ana", "email": "a@b.c",
                "password": SiteFixture.password,
            ]
            let reply = try await client.post("/first-visit", form)
            #expect(reply.status == 422 && reply.text.contains("That is not the code.") && reply.text.contains("a@b.c"))
            #expect(!reply.text.contains(SiteFixture.password))
            for _ in 0..<25 { _ = try await client.post("/first-visit", form) }
            #expect(try await client.post("/first-visit", form).status == 429)
            #expect(try await fixture.first(client).status == 429, "the right code waits too")
            fixture.pass(seconds: 1_000)
            #expect(try await fixture.first(client).status == 303)
        }
    }

    @Test(arguments: [("password", "short"), ("email", "nobody"), ("zone", "Mars/Olympus"), ("currency", "EURO"), ("company", " "), ("name", "")])
    func `an incomplete first visit says what is missing and writes nothing`(field: String, value: String) async throws {
        try await withSite(.sqlite) { fixture in
            var form = [
                "code": fixture.code.text ?? "", "company": "N", "zone": "UTC", "currency": "EUR", "name": "A", "email": "a@b.c",
                "password": SiteFixture.password,
            ]
            form[field] = value
            let pairs = Fields(form.map { Fields.Pair(name: $0.key, value: $0.value) })
            let reply = try await fixture.client().send(
                "POST", "/first-visit", headers: ["origin": "http://127.0.0.1:8080"], body: [Array(pairs.urlEncoded.utf8)])
            #expect(reply.status == 422 && reply.text.contains("role=\"alert\""))
            #expect(try await fixture.site.access.isFirstVisit())
        }
    }

    @Test(arguments: TestEngine.available) func `only the right password signs in and the answer does not tell who exists`(engine: TestEngine)
        async throws
    {
        try await withSite(engine) { fixture in
            _ = try await fixture.first(fixture.client())
            let client = fixture.client()
            let wrong = try await client.post("/sign-in", ["email": "ana@nordwind.example", "password": "not this one"])
            let unknown = try await client.post("/sign-in", ["email": "zoe@nordwind.example", "password": "not this one"])
            #expect(wrong.status == 401 && unknown.status == 401)
            #expect(wrong.text.replacing("ana@", with: "") == unknown.text.replacing("zoe@", with: ""))
            #expect(client.cookies.isEmpty)
            let right = try await client.post(
                "/sign-in", ["email": " ANA@nordwind.example", "password": SiteFixture.password, "next": "/members?x=1"])
            #expect(right.status == 303 && right.location == "/members?x=1")
            #expect(try await client.get("/members").status == 200)
        }
    }

    @Test(arguments: TestEngine.available) func `failed attempts must wait, by e-mail, whatever the address`(engine: TestEngine) async throws {
        try await withSite(engine) { fixture in
            _ = try await fixture.first(fixture.client())
            let client = fixture.client()
            for index in 0..<5 {
                client.address = "10.0.0.\(index)"
                #expect(try await client.post("/sign-in", ["email": "ana@nordwind.example", "password": "no"]).status == 401)
            }
            let right: KeyValuePairs = ["email": "ana@nordwind.example", "password": SiteFixture.password]
            #expect(try await client.post("/sign-in", right).status == 429)
            fixture.pass(seconds: 3)
            #expect(try await client.post("/sign-in", right).status == 303)
        }
    }

    @Test(arguments: TestEngine.available) func `a session ends when it is not used, and at the latest after 30 days`(engine: TestEngine) async throws
    {
        try await withSite(engine) { fixture in
            let idle = fixture.client(), busy = fixture.client()
            _ = try await fixture.first(idle)
            _ = try await busy.post("/sign-in", ["email": "ana@nordwind.example", "password": SiteFixture.password])
            for _ in 0..<8 {
                fixture.pass(seconds: 86_400)
                #expect(try await busy.get("/members").status == 200)
            }
            #expect(try await idle.get("/members").location == "/sign-in?next=%2Fmembers")
            for _ in 0..<22 {
                fixture.pass(seconds: 86_400)
                _ = try await busy.get("/members")
            }
            fixture.pass(seconds: 60)
            #expect(try await busy.get("/members").status == 303)
        }
    }

    @Test(arguments: TestEngine.available) func `signing out ends the session, not only the cookie`(engine: TestEngine) async throws {
        try await withSite(engine) { fixture in
            let client = fixture.client()
            _ = try await fixture.first(client)
            let kept = client.cookies
            #expect(try await client.post("/sign-out").location == "/sign-in")
            #expect(client.cookies["entente"] == nil)
            client.cookies = kept
            #expect(try await client.get("/members").status == 303)
        }
    }

    @Test(arguments: TestEngine.available) func `a link to join works once and signs in`(engine: TestEngine) async throws {
        try await withSite(engine) { fixture in
            let operations = fixture.client()
            _ = try await fixture.first(operations)
            let page = try await operations.post("/members", ["name": "Ben Osei", "email": "ben@nordwind.example", "role": "sdr"])
            let start = try #require(page.text.firstRange(of: "http://127.0.0.1:8080/join/"))
            let path = "/join/\(page.text[start.upperBound...].prefix { $0 != "\"" })"
            let ben = fixture.client()
            #expect(try await ben.get(path).text.contains("Welcome, Ben Osei."))
            #expect(try await ben.post(path, ["password": "short"]).status == 422)
            #expect(try await ben.post(path, ["password": "another long password"]).status == 303)
            #expect(try await ben.get(path).status == 404)
            #expect(try await ben.get("/members").status == 403, "an SDR keeps no members")
            #expect(!fixture.log.lines.contains { $0.contains(path) || $0.contains("ben@") }, "the log names routes, not people or tokens")
        }
    }

    @Test(arguments: TestEngine.available) func `who is disabled is out at once`(engine: TestEngine) async throws {
        try await withSite(engine) { fixture in
            let operations = fixture.client()
            _ = try await fixture.first(operations)
            let sales = try await fixture.join(.sales, invitedBy: operations)
            #expect(try await sales.get("/").location == "/today")
            let page = try await operations.get("/members").text
            let start = try #require(page.firstRange(of: "/disable\""))
            let id = page[..<start.lowerBound].reversed().prefix { $0 != "/" }.reversed()
            #expect(try await operations.post("/members/\(String(id))/disable").status == 303)
            #expect(try await sales.get("/").location == "/sign-in")
            #expect(try await sales.post("/sign-in", ["email": "sales@nordwind.example", "password": "another long password"]).status == 401)
        }
    }

    @Test(arguments: TestEngine.available) func `the last member with the role operations keeps it`(engine: TestEngine) async throws {
        try await withSite(engine) { fixture in
            let operations = fixture.client()
            _ = try await fixture.first(operations)
            let reply = try await operations.send(
                "POST", "/members/1/role", headers: ["sec-fetch-site": "same-origin", "accept": "application/json"], body: [Array("role=sales".utf8)])
            #expect(reply.status == 409 || reply.status == 404, "ids start anywhere")
            #expect(try await operations.get("/members").status == 200)
        }
    }
}

@Suite struct PasswordTests {
    @Test func `a hash is a PHC string that matches its password only`() async throws {
        let hashing = try Hashing(cost: .init(logN: 4, r: 8, p: 1))
        let text = try await hashing.hash("correct horse battery")
        #expect(text.hasPrefix("$scrypt$ln=4,r=8,p=1$") && PasswordHash(text: text)?.text == text)
        #expect(try await hashing.matches("correct horse battery", text))
        #expect(try await !hashing.matches("correct horse batterz", text))
        #expect(try await !hashing.matches("correct horse battery", nil))
    }

    // RFC 7914, section 12: scrypt("pleaseletmein", "SodiumChloride", 16384, 8, 1), its first 32 bytes.
    @Test func `it is the scrypt of RFC 7914`() async throws {
        let stored = "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofI"
        #expect(try await Hashing(cost: .init(logN: 4, r: 8, p: 1)).matches("pleaseletmein", stored))
    }

    @Test(arguments: [
        "", "$scrypt$", "$scrypt$ln=63,r=8,p=3$YWFhYWFhYWE$YQ", "$argon2$ln=1,r=1,p=1$a$b", "$scrypt$ln=-1,r=8,p=1$YWFhYWFhYWE$cCO9",
        "$scrypt$ln=4,r=99999999999999999999,p=1$a$b",
    ])
    func `a damaged hash matches nothing`(text: String) { #expect(PasswordHash(text: text) == nil) }

    @Test func `more hashes than the queue holds are turned away`() async throws {
        let hashing = try Hashing(cost: .init(logN: 12, r: 8, p: 1), queue: 2)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 { group.addTask { (try? await hashing.hash("correct horse battery")) != nil } }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(outcomes.contains(true) && outcomes.contains(false))
    }
}
