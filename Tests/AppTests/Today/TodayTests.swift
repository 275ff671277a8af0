// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `Today` {
    @Test(arguments: TestEngine.available) func `says what is adrift, with as many rows behind it, and the two numbers`(engine: TestEngine)
        async throws
    {
        try await FunnelPagesFixture.run(engine) { pages async throws in
            try await pages.database.write { tx in
                let ledger = Ledger(tx, now: FunnelPagesFixture.now, actor: .system)
                let holder = try ledger.holder("email", "dee@example.com")
                let lead = try ledger.open(LeadDraft(opened: FunnelPagesFixture.time(daysAgo: 3)), for: holder)
                try ledger.move(lead, of: holder.contact, to: .mql)
                try ledger.move(lead, of: holder.contact, to: .sal)
            }
            let html = try await pages.operations.get("/today").text
            #expect(html.contains("1 open lead in SAL or later has no owner."))
            #expect(html.contains("1</a></b><span>leads opened in four weeks: volume"))
            #expect(html.contains("This week") && html.contains("Into SAL"))
            #expect(try await pages.operations.get("/").status == 303)
            let list = try await pages.operations.get("/today/overdue").text
            #expect(list.contains("0 deals past the day"))
        }
    }

    @Test func `is for a rep the own leads, longest first, and no colleague's`() async throws {
        try await FunnelPagesFixture.run(.sqlite) { pages async throws in
            let sales = try await pages.site.join(.sales, invitedBy: pages.operations)
            let before = try await sales.get("/today").text
            #expect(before.contains("No open lead is yours, Somebody.") && !before.contains("Ana Prado"))
            try await pages.give(pages.ana, to: "sales")
            let html = try await sales.get("/today").text
            #expect(html.contains("1 open lead is yours, Somebody.") && html.contains("Ana Prado") && !html.contains("Ben"))
            #expect(try await sales.get("/today/overdue").status == 403)
            #expect(try await sales.get("/audit").status == 403)
        }
    }
}
