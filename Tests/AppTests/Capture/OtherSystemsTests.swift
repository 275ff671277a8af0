// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

/// Exports of systems that are not named among the known ones: their headings still say what they are.
@Suite struct `Exports of other systems` {
    @Test func `Dynamics: what must not be modified is the id and the date of change`() async throws {
        let file = """
            (Do Not Modify) Lead,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Name,Topic,Company Name,Email,Status Reason,Created On,Est. Value
            7f1c3b2e-1111-ee11,abc==,2026-03-02 10:11,Ana Rey,Desks,Rey SL,ana@rey.example,New,2026-03-01 09:15,"12,500.00"
            9f1c3b2e-1111-ee11,abe==,2026-03-06 10:11,Cy Moor,Shelves,Moor,cy@moor.example,Qualified,2026-03-05 09:15,800
            """
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([("Open Leads 11-26-2026.csv", file)])
            #expect(report.files.map(\.kind) == ["leads"] && report.leads == 2 && report.created == 2)
            #expect(
                try await database.read { try $0.rows(as: Int64.self, "select stage from lead order by id") } == [
                    Stage.inquiry.rawValue, Stage.sql.rawValue,
                ])
            // The address may change; the record is known by its id.
            let later = file.replacing("ana@rey.example,New", with: "ana.rey@rey.example,Contacted").replacing(
                "2026-03-02 10:11", with: "2026-03-09 10:11")
            let again = try await Load(database: database, now: Load.start.adding(seconds: 60)).texts([("Leads.csv", later)])
            #expect((again.created, again.updated, again.unchanged) == (0, 1, 1))
        }
    }

    @Test func `Marketo: ids of Salesforce beside its own do not make it Salesforce's`() async throws {
        let file = """
            Id,First Name,Last Name,Email Address,Lead Score,Lead Status,Person Source,SFDC Id,Created At,Updated At
            501,Ana,Rey,ana@rey.example,77,MQL,Web Form,00Q5e00000AbCdEFGH,2026-01-03 10:00:00,2026-03-01 10:00:00
            503,Cy,Moor,cy@moor.example,95,SAL,Webinar,00Q5e00000AbCdFFGH,2026-01-05 10:00:00,2026-03-01 10:00:00
            """
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([("smart_list.csv", file)])
            #expect(report.files.map(\.system) == ["generic"] && report.leads == 2)
            let sources = try await database.read {
                try $0.rows(as: String.self, "select k.value from lead l join code k on k.id = l.source order by l.id")
            }
            #expect(sources.contains("Webinar") && sources.count == 2)
        }
    }

    @Test func `Close: a deal's currency and stage stand in columns of their own names`() async throws {
        let file = """
            id,lead_name,contact_name,contact_email,user_name,status_label,status_type,value,value_currency,date_created,date_won,date_lost
            oppo_1,Rey SL,Ana Rey,ana@rey.example,Ute Kern,Won,won,1200,EUR,2026-01-03T10:00:00+00:00,2026-02-03,
            oppo_2,Lind AB,Bo Lind,bo@lind.example,Ute Kern,Lost,lost,800,SEK,2026-01-04T10:00:00+00:00,,2026-02-04
            oppo_3,Moor,Cy Moor,cy@moor.example,Max Lau,Demo,active,500,EUR,2026-01-05T10:00:00+00:00,,
            """
        try await withDatabase(.sqlite) { database in
            _ = try await Load(database: database).texts([("opportunities.csv", file)])
            struct Row: Decodable, Equatable, Sendable { let outcome: Int64, amount: Int64?, currency: String }
            let rows = try await database.read { try $0.rows(as: Row.self, "select outcome, amount, currency from deal order by opened_at") }
            #expect(
                rows == [
                    Row(outcome: 1, amount: 120_000, currency: "EUR"), Row(outcome: 2, amount: 80_000, currency: "SEK"),
                    Row(outcome: 0, amount: 50_000, currency: "EUR"),
                ])
            #expect(try await database.read { try $0.int("select count(*) from member") } == 2)
        }
    }
}
