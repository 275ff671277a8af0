// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `One sheet, or one system's leads with money` {
    private static func texts(_ database: Database, _ sql: String) async throws -> [String] {
        try await database.read { try $0.rows(as: String.self, sql) }
    }

    @Test(arguments: TestEngine.available) func `a person, a lead and a deal in a row are that person's, and rows without a deal are people`(
        engine: TestEngine
    ) async throws {
        let text = """
            First Name,Last Name,Email,Company,Lead Source,Lead Status,Created Date,Deal Name,Amount,Deal Stage,Close Date
            Ana,Rey,ana@rey.example,Rey SL,Web,Qualified,2025-01-03,Rey plan,"1,000.50",Closed Won,2025-02-03
            Ben,Sol,ben@sol.example,Sol Ltd,Event,New,2025-01-04,,,,
            Cal,Tan,cal@tan.example,Tan Inc,Event,Qualified,2025-01-05,Tan plan,500.00,Closed Lost,2025-03-03
            Dee,Rey,dee@rey.example,Rey SL,Web,Working,2025-01-06,Rey plan,"1,000.50",Closed Won,2025-02-03

            """
        try await withDatabase(engine) { database in
            let report = try await Load(database: database).texts([("export.csv", text)])
            #expect((report.created, report.rejected, report.contacts, report.leads) == (4, 0, 4, 4))
            #expect(
                try await Self.texts(database, "select first_name || ' ' || last_name from contact order by 1") == [
                    "Ana Rey", "Ben Sol", "Cal Tan", "Dee Rey",
                ])
            #expect(
                try await Self.texts(database, "select name || ' ' || outcome || ' ' || amount from deal order by 1") == [
                    "Rey plan 1 100050", "Tan plan 2 50000",
                ])
            #expect(
                try await Self.texts(database, "select c.first_name || l.stage from lead l join contact c on c.id = l.contact_id order by 1") == [
                    "Ana6", "Ben1", "Cal7", "Dee6",
                ])
            #expect(try await database.read { try $0.int("select count(*) from deal_contact where lead_id <> 0") } == 3)
            let before = try await LedgerDump.of(database)
            let again = try await Load(database: database, now: Load.start.adding(seconds: 60)).texts([("export.csv", text)])
            #expect(again.unchanged == 4)
            let found = `An import`.difference(before, try await LedgerDump.of(database))
            #expect(found == [])
        }
    }

    @Test func `a Krayin lead stands where its stage says, and was lost when it was closed`() async throws {
        let text = """
            ID,Title,Description,Lead Value,Status,Lost Reason,Closed At,Sales Person,Person Name,Email,Contact Numbers,Lead Source,Lead Type,Pipeline,Stage,Tag,Expected Close Date,Created At,Rotten Days
            1,Rey lead,,1000.0000,1,,,Ute Kern,Ana Rey,ana@rey.example,,Web,New Business,Default Pipeline,New,,2026-12-31,2025-03-01 10:00:00,0
            2,Sol lead,,2500.5000,1,,2025-04-02 10:00:00,Ute Kern,Ben Sol,ben@sol.example,,Phone,Existing Business,Default Pipeline,Won,,2025-05-31,2025-03-02 10:00:00,0
            3,Tan lead,,0.0000,0,No budget,2025-04-03 10:00:00,Max Lau,Cal Tan,cal@tan.example,,Web,New Business,Default Pipeline,Lost,,,2025-03-03 10:00:00,0

            """
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([("leads.csv", text)])
            #expect(report.files.map(\.system) == ["krayin"])
            let found = try await Self.texts(
                database,
                "select c.last_name || ' ' || l.stage || ' ' || (l.stage_at / 86400000000) from lead l join contact c on c.id = l.contact_id order by 1"
            )
            #expect(found == ["Ana Rey 1 20148", "Ben Sol 6 20180", "Cal Tan 7 20181"])
            #expect(try await Self.texts(database, "select name from deal") == ["Sol lead"])
        }
    }

    @Test func `Krayin's numbers of stages and people are read by the files beside them`() async throws {
        let files = [
            (
                "lead_pipeline_stages.csv",
                "id,code,name,probability,sort_order,lead_pipeline_id\n1,new,New,100,1,1\n5,won,Won,100,5,1\n6,lost,Lost,0,6,1\n"
            ),
            (
                "leads.csv",
                """
                id,title,description,lead_value,status,lost_reason,closed_at,user_id,person_id,lead_source_id,lead_type_id,lead_pipeline_id,created_at,updated_at,lead_pipeline_stage_id,expected_close_date
                1,Rey lead,,1000.0000,1,,,1,1,1,1,1,2025-03-01 10:00:00,2025-03-01 10:00:00,1,2026-12-31
                2,Sol lead,,2500.5000,1,,2025-04-02 10:00:00,1,2,1,1,1,2025-03-02 10:00:00,2025-03-01 10:00:00,5,

                """
            ),
            (
                "persons.csv",
                "id,name,emails,contact_numbers,created_at,updated_at,organization_id,job_title\n1,Ana Rey,\"[{\"\"value\"\": \"\"ana@rey.example\"\", \"\"label\"\": \"\"work\"\"}]\",,2025-02-01 10:00:00,2025-03-01 10:00:00,1,CTO\n2,Ben Sol,\"[{\"\"value\"\": \"\"ben@sol.example\"\", \"\"label\"\": \"\"work\"\"}]\",,2025-02-01 10:00:00,2025-03-01 10:00:00,,\n"
            ),
        ]
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts(files)
            #expect(report.files.map(\.system) == ["krayin", "krayin", "krayin"])
            #expect(report.contacts == 2)
            let found = try await Self.texts(
                database, "select c.email || ' ' || l.stage from lead l join contact c on c.id = l.contact_id order by 1")
            #expect(found == ["ana@rey.example 1", "ben@sol.example 6"])
            #expect(try await database.read { try $0.int("select count(*) from contact where known = 1") } == 2)
        }
    }

    @Test func `a HubSpot lead is its contact's, and its name is no person's`() async throws {
        let files = [
            (
                "hubspot-crm-exports-leads.csv",
                "Record ID,Lead Name,Lead Stage,Lead owner,Create Date,Associated Contact IDs\n501,Big interest,New,Ute Kern,2025-03-01 10:00,151\n"
            ),
            (
                "hubspot-crm-exports-contacts.csv",
                "Record ID,First Name,Last Name,Email,Create Date,Marketing contact status\n151,Anna,Berg,anna@berg.example,2025-01-03 10:00,Marketing contact\n"
            ),
        ]
        for runs in [[files], files.map { [$0] }] {
            try await withDatabase(.sqlite) { database in
                var kinds: [String] = []
                for part in runs { kinds += try await Load(database: database).texts(part).files.map { "\($0.kind)/\($0.system)" } }
                #expect(Set(kinds) == ["leads/hubspot", "contacts/hubspot"])
                #expect(
                    try await Self.texts(database, "select first_name || ' ' || last_name || ' ' || email from contact where known = 1") == [
                        "Anna Berg anna@berg.example"
                    ])
                #expect(try await database.read { try $0.int("select count(*) from lead") } == 1)
            }
        }
    }

    @Test func `a conversion dated before the lead stands without its date, and is counted`() async throws {
        try await withDatabase(.sqlite) { database in
            let text =
                "Lead ID,Email,Lead Status,Created Date,MQL Date,Converted,Converted Date\n1,a@a.example,Converted,2025-02-03,2025-01-20,TRUE,2025-01-03\n"
            let report = try await Load(database: database).texts([("leads.csv", text)])
            #expect(report.files.flatMap(\.warnings).contains { $0.hasPrefix("1 rows are dated as converted before") })
            #expect(try await database.read { try $0.int("select stage from lead") } == Stage.sql.rawValue)
        }
    }

    @Test func `amounts on plain leads make no deals, and the report says so`() async throws {
        try await withDatabase(.sqlite) { database in
            let text = "Nachname;E-Mail;Status;Erstellt am;Betrag\nAbel;ida@abel.example;Gewonnen;01.03.2025;2.500,00 €\n"
            let report = try await Load(database: database).texts([("interessenten.csv", text)])
            #expect(report.files.flatMap(\.warnings).contains { $0.hasPrefix("Amounts stay with the leads") })
        }
    }
}
