// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `What rows mean` {
    private static func load<T: Sendable>(_ files: [(String, String)], _ look: @escaping @Sendable (Read) throws -> T) async throws -> (
        ImportReport, T
    ) {
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts(files)
            return (report, try await database.read { try look($0) })
        }
    }

    @Test(arguments: [
        (
            "External ID,Opportunity,Email,Stage,Expected Revenue,Active,Lost Reason,Created on,Probability",
            "x.a,Tan,t@t.example,Proposition,500,False,Too expensive,2025-03-03 10:00:00,0.0"
        ),
        (
            "External ID,Opportunity,Email,Stage,Expected Revenue,Active,Lost Reason,Created on,Probability",
            "x.a,Tan,t@t.example,Proposition,500,False,,2025-03-03 10:00:00,0.0"
        ),
        (
            "Externe ID;Verkaufschance;E-Mail;Phase;Erwarteter Umsatz;Wahrscheinlichkeit;Verkaufsteam;Verlustgrund;Erstellt am",
            "x.a;Tan;t@t.example;Neu;500,00;0,0;Europa;Zu teuer;03.03.2025 10:00:00"
        ),
    ]) func `an archived lead of Odoo is lost`(headings: String, row: String) async throws {
        let (report, found) = try await Self.load([("crm.lead.csv", "\(headings)\n\(row)\n")]) { read in
            [try read.int("select stage from lead"), try read.int("select outcome from deal")]
        }
        #expect(report.rejected == 0 && found == [Stage.lost.rawValue, DealOutcome.lost.rawValue])
    }

    @Test func `an open lead of Odoo stays open, also without a chance`() async throws {
        let text =
            "External ID,Opportunity,Email,Stage,Expected Revenue,Active,Lost Reason,Created on,Probability\nx.a,A,a@t.example,Proposition,500,True,,2025-03-03 10:00:00,0.0\nx.b,B,b@t.example,Won,500,False,,2025-03-03 10:00:00,100\n"
        let (_, found) = try await Self.load([("crm.lead.csv", text)]) { try $0.rows(as: Int64.self, "select outcome from deal order by name") }
        #expect(found == [DealOutcome.open.rawValue, DealOutcome.won.rawValue])
    }

    @Test(arguments: [
        ("google,cpc", "Paid search"), ("facebook,paid_social", "Paid social"), ("newsletter,email", "Email marketing"),
        ("google,", "Organic search"),
    ])
    func `source and medium of a link decide together`(cells: String, meaning: String) async throws {
        let text = "Lead ID,Email,Lead Status,Created Date,utm_source,utm_medium\n1,a@a.example,New,2025-01-03,\(cells)\n"
        let (_, found) = try await Self.load([("leads.csv", text)]) {
            try $0.text("select c.value from lead l join code c on c.id = l.source")
        }
        #expect(found == meaning)
    }

    @Test(arguments: [
        (
            "calls.csv", "Call ID,Date,Direction,Duration,Agent,Contact email,Outcome",
            "c1,2025-01-05,Outbound,00:03:20,Ute Kern,a@a.example,Connected", TouchKind.call
        ),
        ("x.csv", "Meeting ID,Meeting name,Start time,Contact email", "m1,Demo,2025-01-05 10:00,a@a.example", .meeting),
        ("tasks.csv", "Task ID,Subject,Due Date,Contact email", "t1,Write,2025-01-05,a@a.example", .task),
        ("notes.csv", "Record ID,Note body,Date,Contact email", "n1,hi,2025-01-05,a@a.example", .note),
    ]) func `a list of calls, meetings, tasks or notes has touches of its kind`(name: String, headings: String, row: String, kind: TouchKind)
        async throws
    {
        let lead = ("leads.csv", "Lead ID,Email,Lead Status,Created Date\n1,a@a.example,New,2025-01-03\n")
        let (_, found) = try await Self.load([lead, (name, "\(headings)\n\(row)\n")]) { try $0.rows(as: Int64.self, "select kind from touch") }
        #expect(found == [kind.rawValue])
    }

    @Test func `what a person said of a source holds beside each medium`() async throws {
        let text = "Lead ID,Email,Lead Status,Created Date,utm_source,utm_medium\n1,a@a.example,New,2025-01-03,google,cpc\n"
        let found = try await withDatabase(.sqlite) { database in
            var options = ImportOptions()
            try options.addValue("source:google=Searching")
            _ = try await Load(database: database, options: options).texts([("leads.csv", text)])
            return try await database.read { try $0.text("select c.value from lead l join code c on c.id = l.source") }
        }
        #expect(found == "Searching")
    }

    @Test func `date and time of day in two columns are one moment`() async throws {
        let lead = ("leads.csv", "Lead ID,Email,Lead Status,Created Date\n1,a@a.example,New,2025-01-03\n")
        let calls =
            "Call ID,Date,Time,Direction,Contact email\nc1,2025-01-05,10:05:00,Outbound,a@a.example\nc2,2025-01-06,soon,Outbound,a@a.example\n"
        let (_, found) = try await Self.load([lead, ("calls.csv", calls)]) { try $0.rows(as: Int64.self, "select at from touch order by at") }
        #expect(found == [1_736_071_500_000_000, 1_736_121_600_000_000])
    }

    @Test func `a converted lead is not taken back by a status that nobody touched`() async throws {
        let text =
            "Lead ID,Email,Lead Status,Created Date,Converted Date,Is Converted\n1,a@a.example,New,2025-01-03,2025-02-05,true\n2,b@a.example,Unqualified,2025-01-03,2025-02-05,true\n"
        let (_, found) = try await Self.load([("leads.csv", text)]) {
            try $0.rows(as: Int64.self, "select l.stage from lead l join contact c on c.id = l.contact_id order by c.email")
        }
        #expect(found == [Stage.sql.rawValue, Stage.disqualified.rawValue])
    }

    @Test func `a deal that Pipedrive deleted is no lost one`() async throws {
        let text =
            "Deal - ID,Deal - Title,Deal - Value,Deal - Stage,Deal - Status,Deal - Deal created\n1,A,10,Qualified,Deleted,2025-01-03 10:00:00\n"
        let (report, found) = try await Self.load([("deals.csv", text)]) {
            [try $0.int("select outcome from deal"), try $0.int("select absent from deal")]
        }
        #expect(report.rejected == 0 && found.first == DealOutcome.open.rawValue && found.last != 0)
    }

    @Test func `a file that says nothing of leads says so`() async throws {
        let text = "First Name,Last Name,Email Address,Registration Date,Attended\nAna,Rey,a@a.example,2025-01-10,Yes\n"
        let (report, leads) = try await Self.load([("webinar.csv", text)]) { try $0.int("select count(*) from lead") }
        #expect(leads == 0 && report.files.first?.warnings.contains { $0.contains("No lead and no touch") } == true)
    }

    @Test(arguments: [
        ("Record Id,Deal Name,Stage,Closing Date,Created Time,Modified Time", "1,A,Closed Won,2025-05-01,2025-04-01 10:00:00,2025-05-01 10:00:00", 0),
        ("Deal ID,Deal Name,Stage", "1,A,Closed Won", 2), ("Deal ID,Deal Name,Stage,Close Date", "1,A,Closed Won,2025-05-01", 1),
    ]) func `deals whose dates nobody tells are warned of`(headings: String, row: String, warnings: Int) async throws {
        let (report, _) = try await Self.load([("deals.csv", "\(headings)\n\(row)\n")]) { _ in 0 }
        #expect(report.files.first?.warnings.count { $0.hasPrefix("No column says when deals") } == warnings)
    }

    @Test func `a file with a few of a system's headings follows the files beside it`() async throws {
        let people = "Record ID,Email,Lifecycle Stage,Create Date,Contact owner\n7,h@x.example,opportunity,2025-01-10 09:00,Ute\n"
        let deals = "Id,Deal Name,Deal Stage,Deal owner,Contact ID\n70,Seven,closedlost,Ute,7\n"
        let (report, found) = try await Self.load([("a.csv", people), ("b.csv", deals)]) { try $0.int("select count(*) from contact") }
        #expect(report.files.allSatisfy { $0.system == "hubspot" } && found == 1)
        let (alone, _) = try await Self.load([("b.csv", deals)]) { _ in 0 }
        #expect(alone.files.first?.system == "generic")
    }

    @Test func `files of HubSpot link to each other whatever they are called`() async throws {
        let people = "Record ID,Email,Lifecycle Stage,Create Date,Contact owner\n7,h@x.example,opportunity,2025-01-10 09:00,Ute\n"
        let deals = "Record ID,Deal Name,Deal Stage,Amount,Create Date,Associated Contact IDs\n70,Seven,closedlost,100,2025-02-01 09:00,7\n"
        let (report, found) = try await Self.load([("a.csv", people), ("b.csv", deals)]) {
            [try $0.int("select count(*) from contact"), try $0.int("select count(*) from deal_contact")]
        }
        #expect(report.files.allSatisfy { $0.system == "hubspot" } && found == [1, 1])
    }
}
