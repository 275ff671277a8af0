// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

/// Lists that no known system wrote: what they do not say must not become a number.
@Suite struct `Lists of unknown origin` {
    private struct Deal: Decodable, Equatable, Sendable { let name: String, outcome: Int64, amount: Int64?, currency: String }

    private func deals(_ name: String, _ file: String) async throws -> (ImportReport, [Deal]) {
        var found: (ImportReport, [Deal])?
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([(name, file)])
            let rows = try await database.read {
                try $0.rows(as: Deal.self, "select name, outcome, amount, currency from deal order by opened_at, name")
            }
            found = (report, rows)
        }
        return try #require(found)
    }

    @Test func `subscribers who are active are no leads`() async throws {
        let file = """
            Email,First Name,Last Name,Status,Date Created
            a@a.example,Ana,Rey,Active,2025-01-02
            b@b.example,Ben,Sol,Unsubscribed,2025-01-02
            c@c.example,Cy,Tan,Inactive,2025-01-02
            d@d.example,Di,Um,Subscribed,2025-01-02
            e@e.example,Ed,Vo,Bounced,2025-01-02
            f@f.example,Flo,Wu,Cleaned,2025-01-02
            """
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([("contacts.csv", file)])
            #expect(report.contacts == 6 && report.leads == 0)
            #expect(report.files.first?.unknownValues["status"]?.count == 6)
        }
    }

    @Test func `the title of a deal is its name and no job`() async throws {
        let file = """
            Deal ID,Title,Value,Stage,Status,Created Date,Close Date,Primary Contact Email
            1,Rey pumps,100,Proposal,Won,2025-01-02,2025-02-03,ana@rey.example
            """
        try await withDatabase(.sqlite) { database in
            _ = try await Load(database: database).texts([("deals.csv", file)])
            #expect(try await database.read { try $0.text("select name from deal") } == "Rey pumps")
            #expect(try await database.read { try $0.text("select title from contact") } == "")
        }
    }

    @Test func `deals without a name are called as their company, in German`() async throws {
        let file = """
            Lfd. Nr.;Eingang;Firma;Ansprechpartner;E-Mail;Telefon;Quelle;Vertriebler;Status;Auftragswert;Auftrag am;Absagegrund
            1;07.01.2025;Berg GmbH;Anna Berg;a.berg@berg.example;030/123456;Messe;Ute Kern;Auftrag;12500;04.03.2025;
            2;08.01.2025;Lind AG;Bo Lind;bo@lind.example;;Empfehlung;Ute Kern;Angebot;3400;;
            3;09.01.2025;Moor KG;Cy Moor;cy@moor.example;;Webseite;Max Lau;Abgesagt;800;;zu teuer
            4;10.01.2025;Nash;Di Nash;di@nash.example;;Telefon;Max Lau;in Bearbeitung;;;
            """
        let (report, rows) = try await deals("Anfragenliste.csv", file)
        #expect(report.rejected == 0 && report.files.first?.unknownValues.isEmpty == true, "\(report.files)")
        #expect(
            rows == [
                Deal(name: "Berg GmbH", outcome: 1, amount: 1_250_000, currency: "EUR"),
                Deal(name: "Lind AG", outcome: 0, amount: 340_000, currency: "EUR"),
                Deal(name: "Moor KG", outcome: 2, amount: 80_000, currency: "EUR"), Deal(name: "Nash", outcome: 0, amount: nil, currency: ""),
            ])
    }

    @Test func `deals without a name are called as their company, in French`() async throws {
        let file = """
            N°;Société;Contact;E-mail;Téléphone;Commercial;Origine;Étape;Montant HT;Date de création;Date de clôture;Motif de perte
            1;Rey SARL;Ana Rey;ana@rey.example;+33 1 23;Élodie Petit;Salon;Gagné;12500,50;03/02/2025;15/04/2025;
            2;Sol SA;Ben Sol;ben@sol.example;;Élodie Petit;Site web;Perdu;900;04/02/2025;02/05/2025;Prix trop élevé
            3;Um;Dee Um;dee@um.example;;Max Roux;Appel entrant;Devis envoyé;1000;06/03/2025;;
            """
        let (report, rows) = try await deals("suivi.csv", file)
        #expect(report.rejected == 0 && report.files.first?.unknownValues.isEmpty == true, "\(report.files)")
        #expect(
            rows == [
                Deal(name: "Rey SARL", outcome: 1, amount: 1_250_050, currency: "EUR"),
                Deal(name: "Sol SA", outcome: 2, amount: 90_000, currency: "EUR"), Deal(name: "Um", outcome: 0, amount: 100_000, currency: "EUR"),
            ])
    }

    @Test func `a column of amounts is the amount, although its heading names the deal`() async throws {
        let file = """
            ID;Deal stage;Opportunity;Currency;Responsible;Created on;Contact: Work e-mail;Company
            1;Deal won;1200.00;USD;Ute Kern;03.02.2025 10:15:00;ana@rey.example;Rey SL
            """
        let (_, rows) = try await deals("DEAL_1.csv", file)
        #expect(rows == [Deal(name: "Rey SL", outcome: 1, amount: 120_000, currency: "USD")])
    }

    @Test func `a column that looks like the amount is named where none is known`() async throws {
        let file = "Deal ID,Deal Name,Stage,Created Date,Net worth of it\n1,Rey pumps,Proposal,2025-01-02,\"1,200.50\"\n"
        let (report, _) = try await deals("deals.csv", file)
        #expect(report.files.first?.warnings.contains { $0.contains("--map \"Net worth of it=amount\"") } == true, "\(report.files)")
    }

    @Test(arguments: [
        (
            "marketo_activities.csv",
            "marketoGUID,leadId,activityDate,activityTypeId,campaignId,primaryAttributeValueId,primaryAttributeValue,attributes,Email\n102988,7001,2025-03-06T10:00:00Z,2,11,8,Demo form,{},ana@rey.example\n"
        ),
        (
            "staff.csv",
            "Team,Badge,Office key,Parking lot,Desk,Locker,Laptop,Monitor,Phone model,Allergy,T-shirt,User Name\nSales,1,2,3,4,5,6,7,8,9,M,ute\n"
        ),
    ])
    func `a list of which hardly any heading is known is refused with what to say`(name: String, file: String) async throws {
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([(name, file)])
            #expect(report.files.first?.problem?.remedy?.contains("--as") == true, "\(report.files.map(\.kind))")
            #expect(report.created == 0)
        }
    }

    @Test(arguments: [
        (
            "ga4_purchases.csv",
            "event_date,event_timestamp,event_name,user_pseudo_id,user_id,transaction_id,value,currency,items,traffic_source,traffic_medium,campaign\n20250301,1740819600000000,purchase,111.222,a@a.example,T-1,129.90,EUR,SKU1,google,cpc,brand\n"
        ),
        (
            "unified_payments.csv",
            "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Description,Fee,Customer ID,Customer Email,Status\nch_1,2025-03-01 10:00:00,129.90,0.00,usd,true,Sub,3.0,cus_1,ana@rey.example,Paid\n"
        ),
    ])
    func `payments are no deals`(name: String, file: String) async throws {
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([(name, file)])
            #expect(report.files.map(\.kind) == ["orders"] && report.created == 0 && report.files.first?.warnings.isEmpty == false)
        }
    }

    @Test func `meetings that people booked are meetings, and none where nobody came`() async throws {
        let file = """
            Team,Event Type Name,Event UUID,Event Created Date & Time,Event Start Date & Time,Event End Date & Time,Invitee Name,Invitee First Name,Invitee Last Name,Invitee Email,Invitee Time Zone,Marked as No-Show,Canceled,Cancellation reason,UTM Source,User Name,User Email,Location
            Sales,Demo,ev-1,2025-03-01 10:00 AM,2025-03-05 02:00 PM,2025-03-05 02:30 PM,Ana Rey,Ana,Rey,ana@rey.example,Europe/Madrid,No,False,,google,Ute Kern,ute@acme.example,Zoom
            Sales,Demo,ev-2,2025-03-02 10:00 AM,2025-03-06 02:00 PM,2025-03-06 02:30 PM,Ben Sol,Ben,Sol,ben@sol.example,Europe/London,No,True,ill,,Ute Kern,ute@acme.example,Zoom
            Sales,Demo,ev-3,2025-03-03 10:00 AM,2025-03-07 02:00 PM,2025-03-07 02:30 PM,Cy Tan,Cy,Tan,cy@tan.example,Europe/London,Yes,False,,,Ute Kern,ute@acme.example,Zoom
            """
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([("events-export-2025.csv", file)])
            #expect(report.files.map(\.kind) == ["activities"] && report.created == 3)
            struct Row: Decodable, Equatable, Sendable { let kind: Int64, outcome: Int64 }
            let rows = try await database.read { try $0.rows(as: Row.self, "select kind, outcome from touch order by at") }
            let meeting = TouchKind.meeting.rawValue, missed = Row(kind: meeting, outcome: TouchOutcome.attempt.rawValue)
            #expect(rows == [Row(kind: meeting, outcome: TouchOutcome.none.rawValue), missed, missed])
        }
    }

    @Test(arguments: ["What's your work email?", "Where can we write to you?"])
    func `the column of addresses is the address, however it is asked for`(heading: String) async throws {
        let file = """
            #,What's your *first name*?,Last name,\(heading),Company,Account manager mail
            a1,Ana,Rey,ana@rey.example,Rey SL,ute@acme.example
            a2,Ben,Sol,ben@sol.example,Sol Ltd,ute@acme.example
            """
        try await withDatabase(.sqlite) { database in
            _ = try await Load(database: database).texts([("responses.csv", file)])
            let rows = try await database.read { try $0.rows(as: String.self, "select email || ' ' || first_name from contact order by email") }
            #expect(rows == ["ana@rey.example Ana", "ben@sol.example Ben"])
        }
    }

    @Test(arguments: [nil, RecordKind.leads]) func `a sheet of people with their deals is read so, whoever calls it leads`(kind: RecordKind?)
        async throws
    {
        let file = """
            First Name,Last Name,Email,Company,Lead Source,Lead Status,Created Date,Deal Name,Amount,Deal Stage,Close Date
            Ana,Rey,ana@rey.example,Rey SL,Web,Qualified,2025-01-03,Rey plan,"1,000.50",Closed Won,2025-02-03
            Ben,Sol,ben@sol.example,Sol Ltd,Event,New,2025-01-04,,,,
            """
        try await withDatabase(.sqlite) { database in
            var options = ImportOptions()
            options.kind = kind
            let report = try await Load(database: database, options: options).texts([("export.csv", file)])
            #expect(report.leads == 2 && report.contacts == 2)
            #expect(try await database.read { try $0.text("select name from deal") } == "Rey plan")
            #expect(try await database.read { try $0.int("select outcome from deal") } == 1)
        }
    }

    @Test func `a form's leads of Facebook are not Zoho's`() async throws {
        let file =
            "id\tcreated_time\tad_id\tcampaign_name\tform_name\temail\tfull_name\tphone_number\tlead_status\nl:1\t2025-03-01T10:00:00+01:00\tag:1\tSpring\tDemo\tana@rey.example\tAna Rey\tp:+34600\tCREATED\n"
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([("Leads_2025-03-01.csv", file)])
            #expect(report.files.map(\.system) == ["generic"] && report.leads == 1)
        }
    }

    @Test func `a time in a named zone is then and there, and prefixes are no part of a number`() async throws {
        let file = """
            Lead ID,First Name,Last Name,Email,Phone,Lead Status,Created Date
            1,Ana,N/A,a@a.example,p:+34600,New,2025-03-01 10:00 America/New_York
            2,Ben,-,b@b.example,'+34601,New,2025-07-01 10:00 [Europe/Berlin]
            3,Cy,Nan,c@c.example,+34602,New,2025-07-01 10:00 Mars/Base
            """
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([("leads.csv", file)])
            #expect(report.leads == 2 && report.rejected == 1)
            let rows = try await database.read {
                try $0.rows(
                    as: String.self,
                    "select c.first_name || '/' || c.last_name || ' ' || c.phone || ' ' || l.opened_at from contact c join lead l on l.contact_id = c.id order by c.email"
                )
            }
            #expect(rows == ["Ana/ +34600 1740841200000000", "Ben/ +34601 1751356800000000"])
        }
    }

    @Test func `when a deal came to its stage is when it was won, where nothing else says so`() async throws {
        let file = """
            id,name,value,currency,stage_name,stage_category,main_contact_id,added_on,last_stage_change_at
            1,Rey,1200,EUR,Won,won,9001,2025-02-03 10:00:00 UTC,2025-04-03 10:00:00 UTC
            2,Sol,900.5,EUR,Unqualified,unqualified,9002,2025-02-03 10:00:00 UTC,2025-04-04 10:00:00 UTC
            3,Tan,900.5,EUR,Quote,in_progress,9003,2025-02-03 10:00:00 UTC,2025-04-04 10:00:00 UTC
            """
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([("deals.0.csv", file)])
            struct Row: Decodable, Equatable, Sendable { let outcome: Int64, closedAt: Moment? }
            let rows = try await database.read { try $0.rows(as: Row.self, "select outcome, closed_at from deal order by name") }
            #expect(rows.map(\.outcome) == [1, 2, 0] && report.files.first?.warnings == [])
            #expect(rows.map(\.closedAt?.micros) == [1_743_674_400_000_000, 1_743_760_800_000_000, nil])
        }
    }

    @Test func `the times at which a deal entered its stages are its history`() async throws {
        let file = """
            Record ID,Deal Name,Deal Stage,Pipeline,Amount,Create Date,Close Date,Deal owner,"Date entered ""Appointment Scheduled (Sales Pipeline)\"\"\","Date entered ""Closed Won (Sales Pipeline)\"\"\"
            1,Rey plan,Closed Won,Sales Pipeline,1000,2025-01-02 09:00,2025-03-04 10:00,Ute Kern,2025-01-05 09:00,2025-03-04 10:00
            2,Sol plan,Appointment Scheduled,Sales Pipeline,500,2025-01-03 09:00,2027-03-04 10:00,Ute Kern,2025-01-06 09:00,
            """
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([("deals.csv", file)])
            #expect(report.created == 2)
            let events = "select new_value || ' ' || at from deal_event where field = 'stage' and basis = 3 order by at"
            let rows = try await database.read { try $0.rows(as: String.self, events) }
            #expect(
                rows == [
                    "Appointment Scheduled 1736067600000000", "Appointment Scheduled 1736154000000000", "Closed Won 1741082400000000",
                ])
            let again = try await Load(database: database, now: Load.start.adding(seconds: 60)).texts([("deals.csv", file)])
            #expect(again.unchanged == 2)
            #expect(try await database.read { try $0.rows(as: String.self, events) } == rows)
        }
    }

    @Test func `whichever column has words of ends says which deals are won`() async throws {
        let milestones = """
            Id,Party,Name,Milestone,Expected Close Date,Actual Close Date,Owner,Value,Currency,Created
            1,Rey SL,Rey pumps,Won,2025-04-01,2025-04-15,ute,1200,GBP,2025-02-03T10:00:00Z
            2,Sol Ltd,Sol valves,Lost,2025-04-01,2025-04-16,ute,900.5,GBP,2025-02-04T10:00:00Z
            3,Tan,Tan pipes,Proposal,2027-04-01,,max,90.5,GBP,2025-02-05T10:00:00Z
            """
        #expect(try await deals("opportunities.csv", milestones).1.map(\.outcome) == [1, 2, 0])
        let states = """
            RecordId,OpportunityName,OpportunityState,OpportunityValue,BidCurrency,ActualCloseDate,DateCreatedUTC,Stage
            1,Rey pumps,WON,1200,USD,2025-04-15,2025-02-03 10:00,Proposal
            2,Sol valves,LOST,900.5,USD,2025-04-16,2025-02-04 10:00,Proposal
            3,Tan pipes,OPEN,90.5,USD,,2025-02-05 10:00,Qualification
            """
        let (report, rows) = try await deals("opps.csv", states)
        #expect(rows.map(\.outcome) == [1, 2, 0] && rows.map(\.currency) == ["USD", "USD", "USD"], "\(report.files)")
    }

    @Test func `deals of which nothing says how they ended are open, with a warning`() async throws {
        let (report, rows) = try await deals("deals.csv", "Deal ID,Deal Name,Amount,Created Date,Close Date\n1,Rey,100,2025-01-02,2025-02-03\n")
        #expect(rows.map(\.outcome) == [0])
        #expect(report.files.first?.warnings.contains { $0.contains("so all count as open") } == true)
    }

    @Test func `amounts in thousands are what they mean`() async throws {
        let file = "Auftrag;Kunde;Betrag (TEUR);Status;Erstellt am;Abschlussdatum\nPumpen;Rey GmbH;12,5;gewonnen;03.02.2025;15.04.2025\n"
        #expect(try await deals("auftraege.csv", file).1 == [Deal(name: "Pumpen", outcome: 1, amount: 1_250_000, currency: "EUR")])
    }

    @Test func `a remark below the table is no deal`() async throws {
        let file = "Deal ID,Deal Name,Amount,Stage\n1,Rey,100,Closed Won\n2,Sol,50,Proposal\n,Sum,150,\n* all figures net,,,\nStand: 26.11.2025,,,\n"
        let (report, rows) = try await deals("deals.csv", file)
        #expect(rows.map(\.name).sorted() == ["Rey", "Sol"] && report.rejected == 0)
    }

    @Test func `a report of advertisements without days says that its costs are not counted`() async throws {
        let file =
            "Campaign report\n\"January 1, 2025 - January 31, 2025\"\nCampaign status,Campaign,Budget,Impr.,Clicks,Cost\nEnabled,Brand,10.00,1000,50,99.00\n"
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database).texts([("report.csv", file)])
            #expect(report.files.map(\.kind) == ["campaigns"])
            #expect(report.files.first?.warnings.contains { $0.contains("by day or by month") } == true)
        }
    }
}
