// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `Which record a row means` {
    private static func count(_ database: Database, _ sql: String) async throws -> Int64? { try await database.read { try $0.int(sql) } }

    @Test(arguments: TestEngine.available) func `Salesforce's 15 and 18 characters are one id, whichever comes first`(engine: TestEngine) async throws
    {
        let leads = (
            "Lead.csv", "Lead ID,FIRSTNAME,LASTNAME,COMPANY,STATUS,CREATEDDATE\n00Q5e00000000aB,Ana,Rey,Rey SL,Qualified,2025-03-14T09:00:00.000Z\n"
        )
        let history = (
            "LeadHistory.csv",
            "ID,LEADID,FIELD,OLDVALUE,NEWVALUE,CREATEDDATE\n0175e0000000001AAA,00Q5e00000000aBEAQ,Status,Working,Qualified,2025-03-15T09:00:00.000Z\n"
        )
        for runs in [[[leads, history]], [[leads], [history]], [[history], [leads]]] {
            try await withDatabase(engine) { database in
                for files in runs { _ = try await Load(database: database).texts(files) }
                #expect(try await Self.count(database, "select count(*) from contact where known = 1") == 1)
                #expect(try await Self.count(database, "select count(*) from move where superseded_by = 0") == 2)
                #expect(try await `An import`.breaches(database) == [])
            }
        }
    }

    @Test(arguments: TestEngine.available, [true, false]) func `two lists that number their rows keep both people`(engine: TestEngine, together: Bool)
        async throws
    {
        let head = "ID,First Name,Last Name,Email,Company\n"
        let files = [
            ("newsletter_contacts.csv", head + "1,Zed,Young,zed@young.example,Young SL\n2,Yan,Xu,yan@xu.example,Xu Ltd\n"),
            ("webshop_contacts.csv", head + "1,Ana,Rey,ana@rey.example,Rey SL\n2,Yan,Xu,yan@xu.example,Xu Ltd\n"),
        ]
        try await withDatabase(engine) { database in
            var reports: [ImportReport] = []
            for part in together ? [files] : files.map({ [$0] }) { reports.append(try await Load(database: database).texts(part)) }
            #expect(try await Self.count(database, "select count(*) from contact where known = 1") == 3)
            let warnings = reports.flatMap(\.files).flatMap(\.warnings)
            #expect(warnings.contains { $0.hasPrefix("1 rows have an id that somebody") })
            #expect(reports.flatMap(\.files).map(\.absent) == [0, 0])
            let before = try await LedgerDump.of(database)
            let again = try await Load(database: database, now: Load.start.adding(seconds: 60)).texts(files)
            #expect((again.created, again.updated) == (0, 0))
            let found = `An import`.difference(before, try await LedgerDump.of(database))
            #expect(found == [])
            #expect(try await `An import`.breaches(database) == [])
        }
    }

    @Test func `an id that a spreadsheet shortened makes nobody one person`() async throws {
        try await withDatabase(.sqlite) { database in
            let text = "Lead ID,Email,Lead Status,Created Date\n1.23457E+11,a@a.example,New,2025-01-03\n1.23457E+11,b@b.example,New,2025-01-04\n"
            let report = try await Load(database: database).texts([("leads.csv", text)])
            #expect((report.contacts, report.leads) == (2, 2))
            let again = try await Load(database: database, now: Load.start.adding(seconds: 60)).texts([("leads.csv", text)])
            #expect(again.unchanged == 2)
        }
    }

    @Test(arguments: TestEngine.available) func `deals of one name and other terms are other deals, once`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let text =
                "Deal Name,Amount,Stage,Close Date\nRenewal,100.50,Closed won,2025-01-02\nRenewal,100.50,Closed won,2025-02-02\nRenewal,70.25,Closed lost,2025-03-02\n"
            _ = try await Load(database: database).texts([("deals.csv", text)])
            #expect(try await Self.count(database, "select count(*) from deal") == 3)
            let lines = text.split(separator: "\n")
            let turned = ([lines[0]] + lines[1...].reversed()).joined(separator: "\n") + "\n"
            for again in [text, turned] {
                let report = try await Load(database: database, now: Load.start.adding(seconds: 60)).texts([("deals.csv", again)])
                #expect(report.unchanged == 3)
            }
            let changed = try await Load(database: database, now: Load.start.adding(seconds: 120)).texts([
                ("deals.csv", "Deal Name,Amount,Stage,Close Date\nOther,5,Open,2025-01-02\n")
            ])
            #expect(changed.created == 1)
            _ = try await Load(database: database, now: Load.start.adding(seconds: 180)).texts([
                ("deals.csv", "Deal Name,Amount,Stage,Close Date\nOther,7,Closed won,2025-02-02\n")
            ])
            #expect(try await Self.count(database, "select count(*) from deal") == 4, "one of a name whose terms changed is the same")
        }
    }

    @Test(arguments: TestEngine.available) func `a campaign member with lead and contact is one person's one touch`(engine: TestEngine) async throws {
        let files = [
            (
                "CampaignMember.csv",
                "ID,CAMPAIGNID,LEADID,CONTACTID,STATUS,HASRESPONDED,CREATEDDATE\n00v5e0000000001AAA,7015e0000000001AAA,00Q5e0000000001AAA,0035e0000000001AAA,Responded,true,2025-03-14T09:00:00.000Z\n"
            ), ("contacts.csv", "Contact ID,Email,First Name,Last Name,Account Name\n0035e0000000001AAA,ana@rey.example,Ana,Rey,Rey SL\n"),
            ("leads.csv", "Lead ID,Last Name,Lead Status,Created Date\n00Q5e0000000001AAA,Rey,New,2025-01-03\n"),
            (
                "Campaign.csv",
                "ID,NAME,TYPE,STATUS,STARTDATE,ENDDATE,BUDGETEDCOST,ACTUALCOST\n7015e0000000001AAA,Spring webinar,Webinar,Completed,2025-03-01,2025-03-31,1000,900\n"
            ),
        ]
        for runs in [[files], [[files[3]]] + files[..<3].map { [$0] }] {
            try await withDatabase(engine) { database in
                for part in runs { _ = try await Load(database: database).texts(part) }
                #expect(try await Self.count(database, "select count(*) from contact where known = 1") == 1)
                #expect(try await Self.count(database, "select count(*) from touch") == 1)
                let names = try await database.read { try $0.rows(as: String.self, "select c.value from touch t join code c on c.id = t.campaign") }
                #expect(names == ["Spring webinar"])
                #expect(try await `An import`.breaches(database) == [])
            }
        }
    }

    @Test(arguments: TestEngine.available, [true, false]) func `a report without ids and an export with them have the same leads`(
        engine: TestEngine, together: Bool
    ) async throws {
        let files = [
            (
                "Lead report.csv",
                "First Name,Last Name,Email,Company / Account,Lead Status,Lead Source,Create Date,Lead Owner\nAna,Rey,ana@rey.example,Rey SL,Working - Contacted,Web,3/14/2025,Ute Kern\nBen,Sol,ben@sol.example,Sol Ltd,Working - Contacted,Web,3/25/2025,Ute Kern\n"
            ),
            (
                "Lead.csv",
                "ID,FIRSTNAME,LASTNAME,EMAIL,COMPANY,STATUS,LEADSOURCE,CREATEDDATE\n00Q5e0000000001AAA,Ana,Rey,ana@rey.example,Rey SL,Working - Contacted,Web,2025-03-14T09:00:00.000Z\n00Q5e0000000002AAA,Ben,Sol,ben@sol.example,Sol Ltd,Closed - Not Converted,Web,2025-03-25T09:00:00.000Z\n"
            ),
        ]
        for order in [files, files.reversed()] {
            try await withDatabase(engine) { database in
                for part in together ? [order] : order.map({ [$0] }) { _ = try await Load(database: database).texts(part) }
                #expect(try await Self.count(database, "select count(*) from lead") == 2)
                #expect(try await Self.count(database, "select count(*) from contact where known = 1") == 2)
                #expect(try await `An import`.breaches(database) == [])
                guard together else { return }
                let again = try await Load(database: database, now: Load.start.adding(seconds: 60)).texts(order)
                #expect((again.created, again.updated) == (0, 0))
                #expect(try await Self.count(database, "select count(*) from lead where stage = 8") == 1)
            }
        }
    }

    @Test func `a company with id and name has both`() async throws {
        try await withDatabase(.sqlite) { database in
            let deals =
                "Record ID,Deal Name,Deal Stage,Amount,Create Date,Close Date,Associated Company IDs,Associated Company\n7001,Berg,Closed Won,300.50,2025-02-01,2025-03-01,9001,Berg GmbH\n"
            _ = try await Load(database: database).texts([("hubspot-deals.csv", deals)])
            #expect(try await database.read { try $0.rows(as: String.self, "select name from account") } == ["Berg GmbH"])
        }
    }
}
