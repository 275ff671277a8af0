// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `Settings` {
    @Test(arguments: TestEngine.available) func `change the company and its hours, and note who did`(engine: TestEngine) async throws {
        try await FunnelPagesFixture.run(engine) { pages async throws in
            let saved = try await pages.operations.post(
                "/settings/company",
                ["name": "Nordwind & Söhne", "zone": "Europe/Vienna", "currency": "CHF", "fiscal": "4", "domains": "nordwind.example, nordwind.at"])
            #expect(saved.status == 303)
            let company = try await pages.database.read { try CompanyStore.current($0) }
            #expect((company.name, company.zone, company.currency.code) == ("Nordwind & Söhne", "Europe/Vienna", "CHF"))
            #expect(company.domains == ["nordwind.example", "nordwind.at"] && company.fiscal == FiscalCalendar(.months(start: 4)))
            let hours = try await pages.operations.post(
                "/settings/hours", ["hours": "mon-thu 08:00-12:00 13:00-17:00; fri 08:00-14:00", "holidays": "2026-12-25 2026-12-26"])
            #expect(hours.status == 303)
            let html = try await pages.operations.get("/settings").text
            for text in ["Nordwind &amp; Söhne", "mon-thu 08:00-12:00 13:00-17:00; fri 08:00-14:00", "2026-12-25 2026-12-26", "Months, from April"] {
                #expect(html.contains(text), "\(text)")
            }
            #expect(try await pages.database.read { try $0.int("select count(*) from audit where verb = 'changed'") } == 2)
        }
    }

    @Test(arguments: [
        ("/settings/company", ["zone": "Europe/Atlantis", "currency": "EUR", "fiscal": "1"], "There is no time zone named"),
        ("/settings/company", ["zone": "UTC", "currency": "??", "fiscal": "1"], "That is no currency."),
        ("/settings/company", ["zone": "UTC", "currency": "EUR", "fiscal": "1", "domains": "me@acme.com"], "is no mail domain"),
        ("/settings/company", ["zone": "UTC", "currency": "EUR", "fiscal": "13"], "is no fiscal year"),
        ("/settings/hours", ["hours": "whenever"], "does not say when you work"),
        ("/settings/hours", ["hours": "mon-fri 9-17", "holidays": "2026-02-30"], "is no day"),
    ]) func `refuse with a sentence and change nothing`(path: String, form: [String: String], sentence: String) async throws {
        try await FunnelPagesFixture.run(.sqlite) { pages async throws in
            let before = try await pages.database.read { try CompanyStore.current($0) }
            let body = Array(Fields(form.map { Fields.Pair(name: $0.key, value: $0.value) }).urlEncoded.utf8)
            let answer = try await pages.operations.send(
                "POST", path, headers: ["sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"], body: [body])
            #expect([400, 422].contains(answer.status) && answer.text.contains(sentence), "\(answer.status)")
            #expect(try await pages.database.read { try CompanyStore.current($0) } == before)
            #expect(try await pages.database.read { try $0.int("select count(*) from audit where verb = 'changed'") } == 0)
        }
    }

    @Test(arguments: TestEngine.available) func `put somebody into a team from a day on, and give the team hours of its own`(engine: TestEngine)
        async throws
    {
        try await FunnelPagesFixture.run(engine) { pages async throws in
            _ = try await pages.site.join(.sales, invitedBy: pages.operations)
            let member = try await pages.database.read { try $0.int("select id from member where email like 'sales@%'") ?? 0 }
            func place(_ team: String, _ day: String) async throws -> Int {
                try await pages.operations.post("/settings/place", ["member": "\(member)", "team": team, "side": "sales", "from": day]).status
            }
            #expect(try await place("North", "2026-01-01") == 303)
            #expect(try await place("South", "2026-06-01") == 303)
            let then = try await pages.database.read {
                try $0.text(
                    "select t.name from membership m join team t on t.id = m.team_id where m.from_at < $1 and m.to_at is not null",
                    Int64(1_775_000_000_000_000))
            }
            #expect(then == "North", "what was before stays")
            #expect(try await place("", "2026-06-01") == 422)
            #expect(try await pages.operations.post("/settings/place", ["member": "999999", "team": "South", "from": "2026-06-01"]).status == 422)
            let hours = ["name": "South", "zone": "Europe/Madrid", "hours": "mon-fri 10:00-19:00", "holidays": ""] as KeyValuePairs
            #expect(try await pages.operations.post("/settings/hours", hours).status == 303)
            #expect(
                try await pages.operations.post("/settings/hours", ["name": "West", "zone": "UTC", "hours": "mon-fri 10:00-19:00"]).status == 422,
                "there is no such team")
            let html = try await pages.operations.get("/settings").text
            #expect(html.contains("South: mon-fri 10:00-19:00") && html.contains("Somebody") && html.contains("Another team has hours"))
            #expect(try await pages.operations.post("/settings/hours/remove", ["name": "South"]).status == 303)
            #expect(try await pages.operations.get("/settings").text.contains("South: mon-fri") == false)
            #expect(try await pages.operations.post("/settings/hours/remove", ["name": "default"]).status == 404, "the company's stay")
        }
    }

    @Test func `forget what was said of a column and of a word`() async throws {
        try await FunnelPagesFixture.run(.sqlite) { pages async throws in
            try await pages.database.write { tx in
                try tx.execute("insert into column_map (system, kind, heading, field, at) values ('generic', 'leads', 'kanal', 'source', 1)")
                try tx.execute("insert into value_map (system, domain, raw, value, at) values ('generic', 'stage', 'parked | x', 'recycled', 1)")
            }
            let html = try await pages.operations.get("/settings").text
            #expect(html.contains("the column “kanal”") && html.contains("stage “parked | x”"))
            _ = try await pages.operations.post("/settings/forget-column", ["key": "generic|leads|kanal"])
            _ = try await pages.operations.post("/settings/forget-value", ["key": "generic|stage|parked | x"])
            #expect(try await pages.database.read { try $0.int("select (select count(*) from column_map) + (select count(*) from value_map)") } == 0)
            let sales = try await pages.site.join(.sales, invitedBy: pages.operations)
            #expect(try await sales.get("/settings").status == 403)
        }
    }
}
