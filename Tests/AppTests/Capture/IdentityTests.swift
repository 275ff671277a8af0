// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `Whose row it is` {
    private static func count(_ database: Database, _ sql: String) async throws -> Int64? { try await database.read { try $0.int(sql) } }

    @Test(arguments: TestEngine.available) func `two Salesforce leads of one address are two leads of one contact, and converted ids join`(
        engine: TestEngine
    ) async throws {
        try await withDatabase(engine) { database in
            _ = try await Load(database: database).texts(Samples.salesforce)
            let ann = "(select id from contact where email = 'ann@acme.example')"
            #expect(try await Self.count(database, "select count(*) from contact where email = 'ann@acme.example'") == 1)
            #expect(try await Self.count(database, "select count(*) from lead where contact_id = \(ann)") == 2)
            // Her lead record, her contact record and her e-mail are one human being; her deal was won by the lead that was converted.
            #expect(try await Self.count(database, "select count(*) from identity where contact_id = \(ann)") == 4)
            #expect(try await Self.count(database, "select count(*) from lead where contact_id = \(ann) and stage = \(Stage.won.rawValue)") == 1)
            #expect(try await Self.count(database, "select count(*) from contact where known = 1") == 3)
        }
    }

    @Test(arguments: TestEngine.available) func `lists of ids link every person, and a shared mailbox is no person`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            _ = try await Load(database: database).texts(Samples.hubspot)
            let deal = "(select id from deal where name = 'Acme first')"
            #expect(try await Self.count(database, "select count(*) from deal_contact where deal_id = \(deal)") == 2)
            #expect(
                try await Self.count(
                    database,
                    "select count(*) from identity where value = 'info@gamma.example' and kind = (select id from code where kind = 'key' and value = 'email')"
                ) == 0)
            #expect(try await Self.count(database, "select count(*) from identity where value = 'ann.miller@old.example'") == 1)
            #expect(try await Self.count(database, "select count(*) from deal where account_id <> 0") == 2)
            #expect(try await Self.count(database, "select count(*) from contact where account_id <> 0") == 2)
        }
    }

    @Test(arguments: TestEngine.available) func `rows without a key are kept under their import, once`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let text = "First Name,Last Name,Company\nAnn,Miller,Acme\nAnn,Miller,Beta\nAnn,Miller,Acme\n"
            let report = try await Load(database: database).texts([("people.csv", text)])
            #expect((report.read, report.created, report.unchanged) == (3, 2, 1))
            #expect(try await Self.count(database, "select count(*) from lead") == 0)
            let again = try await Load(database: database).texts([("people.csv", text)])
            #expect((again.created, again.unchanged) == (0, 3))
        }
    }

    @Test(arguments: TestEngine.available) func `a second address joins two records of one person`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let people = "Record ID,Email,Last Name,Additional email addresses\n1,ann@x.example,Miller,\n2,ann@y.example,Miller,ann@x.example\n"
            _ = try await Load(database: database).texts([("hubspot-contacts.csv", people)])
            #expect(try await Self.count(database, "select count(distinct contact_id) from identity") == 1)
            #expect(try await `An import`.breaches(database) == [])
        }
    }

    @Test(arguments: TestEngine.available) func `money on the lead itself makes the deal too`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let odoo = """
                External ID,Opportunity,Contact Name,Email,Expected Revenue,Stage,Created on,Salesperson
                __export__.crm_lead_1,Big one,Ann Miller,ann@x.example,5000.00,Won,2025-01-02 08:00:00,Rita Rep
                __export__.crm_lead_2,Small one,Bob Young,bob@x.example,700.00,Proposition,2025-02-02 08:00:00,Rita Rep
                __export__.crm_lead_3,No money,Carl Jones,carl@x.example,0.00,New,2025-02-02 08:00:00,Rita Rep

                """
            let report = try await Load(database: database).texts([("crm.lead.csv", odoo)])
            #expect(
                (report.read, report.created, report.leads) == (3, 3, 3),
                "\(report.files.map { "\($0.kind) \($0.system) \($0.columns.map { "\($0.heading)=\($0.field ?? "-")" })" })")
            #expect(try await Self.count(database, "select cast(sum(amount) as bigint) from deal where outcome = 1") == 500_000)
            #expect(try await Self.count(database, "select count(*) from deal") == 2)
            #expect(try await Self.count(database, "select count(*) from deal_contact where lead_id <> 0") == 2)
            let again = try await Load(database: database).texts([("crm.lead.csv", odoo)])
            #expect(again.unchanged == 3)
            #expect(try await Self.count(database, "select count(*) from deal_event where field = 'row'") == 2)
            #expect(try await `An import`.breaches(database) == [])
        }
    }
}

@Suite struct `What a file says` {
    private static func texts(_ database: Database, _ sql: String) async throws -> [String] {
        try await database.read { try $0.rows(as: String.self, sql) }
    }

    @Test func `spend with months across is a line for each month`() async throws {
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([
                ("spend.csv", "Channel,Jan 2025,Feb 2025,Mar 2025\nPaid Search,100,\"1,200.50\",\nEvents,0,50,75\n")
            ])
            #expect((report.read, report.created, report.rejected) == (2, 2, 0), "\(report.files.map { "\($0.kind) \($0.firstRejected)" })")
            let sums = try await database.read { try $0.int("select cast(sum(amount) as bigint) from spend") }
            #expect(sums == 142_550)
            let days = try await database.read { try $0.rows(as: Int64.self, "select distinct upto - day + 1 from spend order by 1") }
            #expect(days == [28, 31])
        }
    }

    @Test func `a grouped report's blanks are the row above, and its footer is no row`() async throws {
        try await withDatabase(.sqlite) { database in
            let text = """
                "Lead Owner","First Name","Last Name","Email","Lead Status","Lead Source","Create Date"
                "Rita Rep","Ann","Miller","ann@x.example","Open - Not Contacted","Web","1/25/2025"
                "","Bob","Young","bob@x.example","Working - Contacted","Web","2/13/2025"
                "","Dora","Hill","dora@x.example","Working - Contacted","Web","2/14/2025"
                "Sam Seller","Carl","Jones","carl@x.example","Qualified","Event","3/2/2025"
                "","","","","","",""
                "Grand Totals (4 records)","","","","","",""
                "","","","","","",""
                "Confidential Information - Do Not Distribute"
                "Copyright (c) 2000-2025 salesforce.com, inc. All rights reserved."

                """
            let report = try await Load(database: database).texts([("report1700000000000.csv", text)])
            #expect(
                (report.read, report.created, report.rejected, report.leads) == (4, 4, 0, 4),
                "\(report.files.map { "\($0.kind) \($0.firstRejected)" })")
            let owners = try await Self.texts(database, "select m.name from lead l join member m on m.id = l.owner_id order by l.opened_at")
            #expect(owners == ["Rita Rep", "Rita Rep", "Rita Rep", "Sam Seller"])
        }
    }

    @Test func `a row of person, organization, deal and activity at once is a deal with its person`() async throws {
        try await withDatabase(.sqlite) { database in
            let text = """
                Person - Name*,Person - First name,Person - Last name,Person - Phone,Person - Email (Work),Person - Email (Home),Organization - Name*,Organization - Address,Deal - Title,Deal - Value,Activity - Subject*,Activity - Due date,Note - Content*
                Ann Miller,Ann,Miller,+1 555 0100,ann@acme.example,,Acme,1 Street,Acme first,1200,Call,2025-02-01,Likes it

                """
            let report = try await Load(database: database).texts([("pipedrive_import.csv", text)])
            #expect((report.read, report.created) == (1, 1), "\(report.files.map { "\($0.kind) \($0.system) \($0.firstRejected)" })")
            #expect(try await database.read { try $0.int("select amount from deal") } == 120_000)
            #expect(
                try await Self.texts(database, "select email || '|' || first_name || '|' || last_name from contact") == [
                    "ann@acme.example|Ann|Miller"
                ])
            #expect(try await database.read { try $0.int("select count(*) from deal_contact") } == 1)
            #expect(try await Self.texts(database, "select name from account") == ["Acme"])
        }
    }

    @Test func `duplicate rows of one address, and again, change nothing twice`() async throws {
        try await withDatabase(.sqlite) { database in
            let text =
                "Email,Last Name,Lead Status,Lead Source,Created Date\na@x.example,Ann,Open,Web,2025-01-01\na@x.example,Ann,Open,Event,2025-02-01\na@x.example,Ann,Open,Web,2025-01-01\n"
            let first = try await Load(database: database).texts([("leads.csv", text)])
            #expect((first.read, first.rejected) == (3, 0))
            let before = try await LedgerDump.of(database)
            let again = try await Load(database: database, now: Load.start.adding(seconds: 60)).texts([("leads.csv", text)])
            #expect((again.created, again.updated, again.unchanged) == (0, 0, 3))
            let found = `An import`.difference(before, try await LedgerDump.of(database))
            #expect(found == [])
            #expect(try await database.read { try $0.int("select count(*) from lead") } == 1)
            let breaches = try await `An import`.breaches(database)
            #expect(breaches == [])
        }
    }
}
