// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `The pages of the audit` {
    @Test(arguments: TestEngine.available) func `each number of the two records has its people behind it`(engine: TestEngine) async throws {
        try await `The list of leads`.run(engine) { pages async throws in
            let html = try await pages.operations.get("/audit").text
            let numbers = html.matches(of: #/<a href="(\/audit\/people\?of=[^"]+)">([0-9,]+)<\/a>/#).map { (String($0.1), String($0.2)) }
            #expect(numbers.count >= 5, "both, only one side's, and some fields: \(numbers)")
            for (address, number) in numbers {
                let list = try await pages.operations.get(address).text
                #expect(list.contains("<h1>\(number) contact"), "\(address)")
                let file = try await pages.operations.get(address.replacing("people?", with: "people.csv?")).text
                #expect(file.split(separator: "\r\n").count - 1 == Int(number.replacing(",", with: "")), "\(address)")
                if address.contains("field") {
                    let said = list.matches(of: #/HubSpot: ([^·<\n]+) · Salesforce: ([^<\n]+)/#)
                    #expect(!said.isEmpty && said.allSatisfy { $0.1 != $0.2 }, "\(address)")
                }
            }
            #expect(try await pages.operations.get("/audit/people?of=field:shoe_size").status == 404)
            let sales = try await pages.site.join(.sales, invitedBy: pages.operations)
            #expect(try await sales.get("/audit/people?of=both").status == 403)
        }
    }

    @Test func `whom a finding is about is named for a leader who asks, and for nobody else`() async throws {
        try await FunnelPagesFixture.run(.sqlite) { pages async throws in
            _ = try await DemoWriter(pages.database, contacts: 4_000, touches: 12_000, seed: 2, now: FunnelPagesFixture.now).run()
            let plain = try await pages.operations.get("/audit").text
            let role = try #require(plain.firstMatch(of: #/A sales rep of Team [A-Z][a-z]+ tried/#)).0
            #expect(plain.contains("No person is named.") && plain.contains("href=\"/audit/named\""))
            let named = try await pages.operations.get("/audit/named").text
            let name = try #require(named.firstMatch(of: #/([A-Z][a-z]+ [A-Z][a-z]+): a sales rep of Team/#)).1
            #expect(try await pages.database.read { try $0.int("select count(*) from member where name = $1", String(name)) } == 1)
            #expect(!plain.contains(name) && named.contains(role.dropFirst()))
            #expect(try await pages.operations.get("/audit/file.html").text.contains(name) == false)
            #expect(try await pages.database.read { try $0.int("select count(*) from audit where verb = 'names shown'") } == 1)
            let marketing = try await pages.site.join(.marketing, invitedBy: pages.operations)
            #expect(try await marketing.get("/audit/named").status == 403)
            #expect(try await marketing.get("/audit").text.contains("/audit/named") == false)
        }
    }
}
