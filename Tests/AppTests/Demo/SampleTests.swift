// SPDX-License-Identifier: Apache-2.0
import App
import Storage
import TestSupport
import Testing

@Suite struct `The sample company in one click` {
    @Test(arguments: TestEngine.available) func `stands where there is nobody, once, and can be taken back`(engine: TestEngine) async throws {
        try await withWizard(engine) { wizard in
            let routes =
                wizard.fixture.routes + wizard.imports.routes + SampleRoutes(database: wizard.database, clock: wizard.fixture.site.clock).routes
            let client = TestClient(site: wizard.fixture.site, routes: routes)
            _ = try await wizard.fixture.first(client)
            #expect(try await client.get("/imports/new").text.contains("action=\"/sample\""))
            #expect(try await client.post("/sample").location == "/audit")
            #expect(try await wizard.count("select count(*) from contact") == 6_000)
            #expect(try await client.post("/sample").status == 409, "people are here")
            let page = try await client.get("/imports/new").text
            #expect(!page.contains("action=\"/sample\"") && page.contains("Take it back first"))
            let run = try await wizard.count("select id from import where kind = 'demo'")
            #expect(try await client.get("/imports/\(run)").text.contains("/imports/\(run)/undo"))
            #expect(try await client.post("/imports/\(run)/undo").status == 303)
            #expect(try await client.get("/imports/new").text.contains("action=\"/sample\""))
            let sales = TestClient(site: wizard.fixture.site, routes: routes)
            #expect(try await sales.post("/sample").status == 401)
        }
    }
}
