// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct WizardTests {
    private static let files = [("hubspot-contacts.csv", WizardFiles.contacts), ("hubspot-deals.csv", WizardFiles.deals)]

    /// To the last step, with every proposal taken and days before months.
    private func prepare(_ client: TestClient, _ files: [(String, String)] = files) async throws -> String {
        let base = try #require(try await client.upload(files.map { (name: $0.0, text: $0.1) }).location).replacing("/columns", with: "")
        let columns = try await client.submit(try await client.get("\(base)/columns"), to: "\(base)/columns", ["d0": "day_first"])
        #expect(columns.location == "\(base)/values")
        let values = try await client.submit(
            try await client.get("\(base)/values"), to: "\(base)/values", ["hubspot|status|waiting for spring": "recycled"])
        #expect(values.location == "\(base)/start")
        return base
    }

    private func start(_ client: TestClient, _ base: String) async throws -> String {
        let reply = try await client.submit(try await client.get("\(base)/start"), to: "\(base)/start", ["do": "import"])
        return try #require(reply.location)
    }

    @Test(arguments: TestEngine.available) func `two files come in by browser and go again`(engine: TestEngine) async throws {
        try await withWizard(engine) { wizard in
            let client = try await wizard.signedIn()
            #expect(try await client.get("/imports").text.contains("Nothing was imported yet."))
            let reply = try await client.upload(Self.files.map { (name: $0.0, text: $0.1) })
            let base = try #require(reply.location).replacing("/columns", with: "")
            let columns = try await client.get("\(base)/columns")
            #expect(columns.text.contains("Both files were recognized. One column needs your word."))
            #expect(columns.text.contains("25 rows · 11 columns · UTF-8 · commas") && columns.text.contains("Contacts of HubSpot"))
            let unsaid = try await client.submit(columns, to: "\(base)/columns")
            #expect(unsaid.status == 422 && unsaid.text.contains("Say how the marked columns are to be read."))
            #expect(try await client.submit(columns, to: "\(base)/columns", ["d0": "day_first"]).location == "\(base)/values")

            let values = try await client.get("\(base)/values")
            #expect(values.text.contains("1 of 12 need your word") && values.text.contains("Waiting for spring"))
            let word = "hubspot|status|waiting for spring"
            #expect(try await client.submit(values, to: "\(base)/values", [word: "recycled"]).location == "\(base)/start")
            #expect(
                try await wizard.text("select value from value_map where system = 'hubspot' and domain = 'status' and raw = 'waiting for spring'")
                    == "recycled")

            let ready = try await client.get("\(base)/start")
            #expect(ready.text.contains("28 rows would be read") && ready.text.contains("1 row: tests, such as test@test.com"))
            if engine != .sqlite {
                #expect(ready.text.contains("Try it on a copy first"), "a server's ledger is copied when somebody says so")
                #expect(try await client.get("\(base)/start?try=1").text.contains("hx-get"))
            }
            #expect(await wizard.imports.tryNext())
            let tried = try await client.get("\(base)/start").text
            #expect(
                tried.contains("25 new contacts, 25 new leads") && tried.contains("<th scope=\"row\" class=\"t\">Contacts")
                    && !tried.contains("hx-get"), "\(tried)")
            #expect(try await wizard.count("select count(*) from contact") == 0, "nothing is written yet")
            let run = try await start(client, base)
            #expect(try await client.get(run).text.contains("hx-get=\"\(run)\""))
            #expect(try await client.post("\(base)/start").location == run, "a second click starts nothing")

            #expect(try await wizard.imports.jobs.runner.runOnce())
            #expect(try await !wizard.imports.jobs.runner.runOnce())
            let done = try await client.get(run)
            #expect(done.text.contains("28 rows are new") && done.text.contains("1 row is counted apart: tests") && !done.text.contains("hx-get"))
            #expect(wizard.uploads.isEmpty, "uploads go when their import is done")
            #expect(try await client.get("\(base)/columns").status == 404)
            #expect(try await wizard.count("select count(*) from lead") == 25)
            #expect(try await wizard.count("select count(*) from audit where verb = 'import started'") == 1)

            let undone = try await client.post("\(run)/undo")
            #expect(undone.location == run)
            #expect(try await client.get(run).text.contains("Taken back: 25 contacts, 25 leads, 3 deals are gone."))
            #expect(try await wizard.count("select count(*) from contact") == 0)
            #expect(try await wizard.count("select count(*) from audit where verb = 'import undone'") == 1)
            #expect(try await client.post("\(run)/undo").status == 409)
        }
    }

    @Test(arguments: TestEngine.available) func `words are confirmed once and the same files again change nothing`(engine: TestEngine) async throws {
        try await withWizard(engine) { wizard in
            let client = try await wizard.signedIn()
            _ = try await start(client, try await prepare(client))
            _ = try await wizard.imports.jobs.runner.runOnce()
            let base = try await prepare(client)
            let values = try await client.get("\(base)/values").text
            #expect(values.contains("All 12 are known."))
            let run = try await start(client, base)
            _ = try await wizard.imports.jobs.runner.runOnce()
            let report = try await client.get(run).text
            #expect(report.contains("0 rows are new") && report.contains("28 were known"))
        }
    }

    @Test(arguments: TestEngine.available) func `an import that was interrupted begins again from its files`(engine: TestEngine) async throws {
        try await withWizard(engine) { wizard in
            let client = try await wizard.signedIn()
            let run = try await start(client, try await prepare(client))
            let jobs = Jobs(database: wizard.database)
            _ = try #require(try await jobs.claim("import", as: "elsewhere:1", at: wizard.fixture.site.clock.now))
            #expect(try await !wizard.imports.jobs.runner.runOnce(), "somebody else has it")
            wizard.fixture.pass(seconds: 60)
            #expect(try await wizard.imports.jobs.runner.runOnce())
            #expect(try await client.get(run).text.contains("28 rows are new"))
            #expect(try await wizard.count("select count(*) from contact") == 25)
        }
    }

    @Test(arguments: TestEngine.available) func `what a server left half loaded is taken away before it is loaded again`(engine: TestEngine)
        async throws
    {
        try await withWizard(engine) { wizard in
            let client = try await wizard.signedIn()
            let run = try await start(client, try await prepare(client)), now = wizard.fixture.site.clock.now
            let claim = try #require(try await Jobs(database: wizard.database).claim("import", as: "elsewhere:1", at: now))
            var options = ImportOptions()
            options.dateOrder = .dayFirst
            var importing = Importing(database: wizard.database, clock: wizard.fixture.site.clock, zone: .utc, rejectFolder: wizard.folder.path)
            let left = Mutex(6)
            importing.fence = { tx, _ in
                try claim.hold(tx)
                if left.withLock({
                    $0 -= 1; return $0 < 0
                }) {
                    throw JobError.lost
                }
            }
            let uploads = wizard.folder.appending(path: "uploads").path
            let planned = try await importing.plan([uploads], options: options, scratch: "\(wizard.folder.path)/scratch")
            let id = ImportID(try #require(Int64(run.dropFirst("/imports/".count))))
            await #expect(throws: JobError.lost) { try await importing.load(planned, options: options, actor: .system, existing: id) }
            #expect(try await wizard.count("select count(*) from contact") > 0, "half of it is there")
            wizard.fixture.pass(seconds: 60)
            #expect(try await wizard.imports.jobs.runner.runOnce())
            #expect(try await client.get(run).text.contains("28 rows are new"))
            #expect(try await wizard.count("select count(*) from contact") == 25)
            #expect(try await wizard.count("select count(*) from lead") == 25)
            #expect(try await wizard.count("select count(*) from deal") == 3)
            let found = try await wizard.database.read { try Doctor($0, now: wizard.fixture.site.clock.now).examine() }
            #expect(found.filter { $0.kind == .breach }.isEmpty)
            await #expect(throws: JobError.lost) { try await wizard.database.write { try claim.hold($0) } }
        }
    }

    @Test(arguments: TestEngine.available) func `an import that is stopped disappears and its files stay`(engine: TestEngine) async throws {
        try await withWizard(engine) { wizard in
            let client = try await wizard.signedIn()
            let base = try await prepare(client), run = try await start(client, base)
            #expect(try await client.get(run).text.contains("\(run)/cancel"))
            #expect(try await client.post("\(run)/cancel").location == run)
            #expect(try await client.get(run).text.contains("This import was stopped."))
            #expect(try await !wizard.imports.jobs.runner.runOnce())
            #expect(wizard.uploads.count == 1)

            let again = try await start(client, base)
            #expect(again != run)
            let stopping = Jobs(database: wizard.database)
            let claim = try #require(try await stopping.claim("import", as: "here:1", at: wizard.fixture.site.clock.now))
            _ = try await client.post("\(again)/cancel")
            #expect(try await client.get(again).text.contains("Stopping"))
            try await stopping.release(claim, at: wizard.fixture.site.clock.now)
            #expect(try await wizard.imports.jobs.runner.runOnce())
            #expect(try await client.get(again).text.contains("This import was stopped."))
            #expect(try await wizard.count("select count(*) from contact") == 0)
            #expect(try await wizard.text("select state from job order by id desc limit 1") == "cancelled")
        }
    }

    @Test func `what a file holds can be said`() async throws {
        try await withWizard(.sqlite) { wizard in
            let client = try await wizard.signedIn()
            let text = "Name,Email,Anmerkung\r\nAda Okafor,ada@kunde.example,ruft zurück\r\n"
            let base = try #require(try await client.upload([(name: "list.csv", text: text)]).location).replacing("/columns", with: "")
            let asLeads = try await client.submit(try await client.get("\(base)/columns"), to: "\(base)/columns", ["k0": "leads"])
            let asContacts = try await client.submit(try await client.get("\(base)/columns"), to: "\(base)/columns", ["k0": "contacts"])
            #expect([asLeads.location, asContacts.location].contains("\(base)/columns"), "another kind is read anew")
            let twice = try await client.submit(try await client.get("\(base)/columns"), to: "\(base)/columns", ["f0.2": "email"])
            #expect(twice.status == 422 && twice.text.contains("both mean Email"))
            let left = try await client.submit(try await client.get("\(base)/columns"), to: "\(base)/columns", ["f0.2": "-"])
            #expect(left.location == "\(base)/values")
            #expect(try await client.get("\(base)/start").text.contains("2 known, 1 left out"))
            let out = try await client.submit(try await client.get("\(base)/columns"), to: "\(base)/columns", ["k0": "-"])
            #expect(out.status == 422 && out.text.contains("no file left"))
            #expect(try await client.post("\(base)/discard").location == "/imports")
            #expect(wizard.uploads.isEmpty)
        }
    }

    @Test func `a file of which nothing is kept says so and the others come in`() async throws {
        try await withWizard(.sqlite) { wizard in
            let client = try await wizard.signedIn()
            let tickets = "Ticket ID,Ticket name,Pipeline,Ticket status,Create date,Priority\r\n1,Broken,Support,New,2026-01-02,HIGH\r\n"
            let base = try #require(
                try await client.upload([(name: "hubspot-tickets.csv", text: tickets), (name: "hubspot-deals.csv", text: WizardFiles.deals)]).location
            ).replacing("/columns", with: "")
            let page = try await client.get("\(base)/columns")
            #expect(page.text.contains("1 of 2 files was recognized.") && page.text.contains("choose what the rows are"))
            #expect(try await client.submit(page, to: "\(base)/columns").location == "\(base)/values")
            #expect(try await client.get("\(base)/start").text.contains("hubspot-tickets.csv is not kept"))
            let run = try await start(client, base)
            _ = try await wizard.imports.jobs.runner.runOnce()
            #expect(try await wizard.count("select count(*) from deal") == 3)
            #expect(try await client.get(run).status == 200)
        }
    }

    @Test(arguments: TestEngine.available) func `an import whose job could not end is tidied up at the next start`(engine: TestEngine) async throws {
        try await withWizard(engine) { wizard in
            let client = try await wizard.signedIn(), base = try await prepare(client), run = try await start(client, base)
            let jobs = Jobs(database: wizard.database), now = wizard.fixture.site.clock.now
            let claim = try #require(try await jobs.claim("import", as: "here:1", at: now))
            try await jobs.finish(claim, "failed", at: now)
            try await wizard.imports.jobs.tidy()
            #expect(try await client.get(run).text.contains("It was interrupted; nothing of it was kept."))
            #expect(try await client.get("\(base)/start").status == 200, "its files can be started again")
        }
    }

    @Test func `own domains are counted apart when they are said`() async throws {
        try await withWizard(.sqlite) { wizard in
            let client = try await wizard.signedIn(), base = try await prepare(client)
            let counted = try await client.submit(
                try await client.get("\(base)/start"), to: "\(base)/start", ["do": "count", "own": "kunde3.example, @kunde4.example"])
            #expect(counted.location == "\(base)/start")
            let page = try await client.get("\(base)/start")
            #expect(page.text.contains("2 rows: your own people"))
            let bad = try await client.submit(page, to: "\(base)/start", ["do": "import", "own": "kunde"])
            #expect(bad.status == 422 && bad.text.contains("is no mail domain"))
            let run = try #require(try await client.submit(page, to: "\(base)/start", ["do": "import", "own": "kunde3.example"]).location)
            _ = try await wizard.imports.jobs.runner.runOnce()
            #expect(try await client.get(run).text.contains("1 row is counted apart: your own people"))
        }
    }

    @Test func `an archive becomes its files and names stand once`() async throws {
        try await withWizard(.sqlite) { wizard in
            let client = try await wizard.signedIn()
            let zip = WizardFiles.zip([("a/hubspot-contacts.csv", WizardFiles.contacts), ("b/hubspot-deals.csv", WizardFiles.deals)])
            let reply = try await client.upload([("all.zip", zip), ("hubspot-deals.csv", Array(WizardFiles.deals.utf8))])
            let page = try await client.get(try #require(reply.location)).text
            #expect(page.contains("All 3 files were recognized") && page.contains("hubspot-deals (2).csv"))
            let folder = wizard.folder.appending(path: "uploads").appending(path: try #require(wizard.uploads.first))
            let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".csv") || $0.hasSuffix(".zip") }
            #expect(files.count == 3)
            for file in files {
                let mode = try FileManager.default.attributesOfItem(atPath: folder.appending(path: file).path)[.posixPermissions] as? NSNumber
                #expect(mode?.intValue == 0o600)
            }
        }
    }

    @Test func `what can't be taken says why and leaves nothing`() async throws {
        try await withWizard(.sqlite) { wizard in
            let client = try await wizard.signedIn()
            let none = try await client.upload([(name: "", bytes: [])])
            #expect(none.status == 400 && none.text.contains("No file was chosen."))
            let cut = try await client.upload([("hubspot-contacts.csv", Array(WizardFiles.contacts.utf8))], isCut: true)
            #expect(cut.status == 400 && cut.text.contains("broke off"))
            let broken = try await client.upload([("all.zip", Array("PK\u{3}\u{4}nothing".utf8))])
            #expect(broken.status == 422 && broken.text.contains("all.zip is no archive") && !broken.text.contains(wizard.folder.path))
            #expect(wizard.uploads.isEmpty)
            #expect(try await client.get("/imports/drafts/1/values").status == 404)
            #expect(try await client.get("/imports/77").status == 404)
        }
    }

    @Test func `sales and SDRs import nothing`() async throws {
        try await withWizard(.sqlite) { wizard in
            let operations = try await wizard.signedIn()
            for role in [Role.sales, .sdr] {
                let other = wizard.client()
                other.cookies = try await wizard.fixture.join(role, invitedBy: operations).cookies
                #expect(try await other.get("/imports").status == 403)
                #expect(try await other.upload([(name: "hubspot-contacts.csv", text: WizardFiles.contacts)]).status == 403)
            }
            #expect(wizard.uploads.isEmpty)
        }
    }

    @Test func `rejected rows can be fetched with their reasons`() async throws {
        try await withWizard(.sqlite) { wizard in
            let client = try await wizard.signedIn()
            let base = try await prepare(
                client,
                [
                    (
                        "hubspot-contacts.csv",
                        WizardFiles.contacts + "9999,Odd,Row,odd@kunde.example,,lead,New,PAID_SEARCH,01/02/2026,A,Germany,too,many\r\n"
                    )
                ])
            let run = try await start(client, base)
            _ = try await wizard.imports.jobs.runner.runOnce()
            #expect(try await client.get(run).text.contains("The 1 rejected row, with reasons"))
            let file = try await client.get("\(run)/rejected")
            #expect(file.headers["content-disposition"]?.contains("rejected.csv") == true && file.text.contains("hubspot-contacts.csv"))
            _ = try await client.post("\(run)/undo")
            #expect(try await client.get("\(run)/rejected").status == 404)
        }
    }
}
