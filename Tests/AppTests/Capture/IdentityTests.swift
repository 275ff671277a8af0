// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `Whose row it is` {
    private static func count(_ database: Database, _ sql: String) async throws -> Int64? { try await database.read { try $0.int(sql) } }

    @Test(arguments: TestEngine.available) func `two Salesforce leads of one address are two leads of one contact, and converted ids join`(engine: TestEngine) async throws {
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
            #expect(try await Self.count(database, "select count(*) from identity where value = 'info@gamma.example' and kind = (select id from code where kind = 'key' and value = 'email')") == 0)
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
            #expect((report.read, report.created, report.leads) == (3, 3, 3), "\(report.files.map { "\($0.kind) \($0.system) \($0.columns.map { "\($0.heading)=\($0.field ?? "-")" })" })")
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
