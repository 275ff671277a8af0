// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct `Recognition of files` {
    /// Headings whose points for contacts and for leads are the same.
    private static let tied =
        "hs_object_id,firstname,lastname,email,createdate,lifecyclestage,hs_lead_status,hs_lifecyclestage_lead_date,hs_lifecyclestage_marketingqualifiedlead_date,hs_lifecyclestage_opportunity_date,hs_analytics_source,hubspot_owner_id,associatedcompanyid"

    @Test func `is the same in every order of the columns and every time`() {
        var random = SeededBytes(state: 3)
        let headings = Self.tied.split(separator: ",").map(String.init)
        for _ in 0..<100 {
            let match = recognizeFile(name: "a.csv", headings: headings.shuffled(using: &random), sample: [])
            #expect(match.kind == .contacts && match.system == .hubspot, "seed 3: \(match.kind.rawValue)")
        }
    }

    @Test(arguments: SystemSigns.headings.keys.sorted { $0.rawValue < $1.rawValue })
    func `every heading of a system speaks for it as that system writes it`(system: SourceSystem) throws {
        let words = try #require(SystemSigns.headings[system])
        let first = try #require(words.own.first), second = try #require(words.own.last)
        for heading in words.own + words.shared {
            #expect(!SystemSigns.key(heading, of: system).isEmpty)
            let others = heading == first ? [second] : [first]
            for written in [heading, heading.uppercased(), " \(heading)* "] {
                let match = recognizeFile(name: "a.csv", headings: [written] + others, sample: [], as: .contacts)
                #expect(match.system == system, "\(written)")
            }
        }
    }

    @Test func `a few headings that many systems have name none`() {
        let headings = ["Lead ID", "Email", "Lead Owner", "Lead Status", "Created Date"]
        #expect(recognizeFile(name: "a.csv", headings: headings, sample: []).system == .generic)
        #expect(recognizeFile(name: "a.csv", headings: ["deal_stage", "close_date", "create_date"], sample: [], as: .deals).system == .generic)
    }

    @Test(arguments: [
        ("contacts", "Record ID,First Name,Last Name,Email,Lifecycle Stage,Create Date,Contact owner,Associated Deal IDs", RecordKind.contacts),
        ("deals", "Record ID,Deal Name,Deal Stage,Amount,Create Date,Deal owner,Associated Contact IDs", .deals),
        ("companies", "Record ID,Company name,Company owner,Create Date,City,Country/Region,Industry", .accounts),
    ])
    func `labels of HubSpot are known in files of any name`(what: String, headings: String, kind: RecordKind) {
        let match = recognizeFile(name: "a.csv", headings: headings.split(separator: ",").map(String.init), sample: [])
        #expect(match.system == .hubspot && match.kind == kind, "\(what)")
    }

    @Test(arguments: [
        ("google_ads_campaign_report.csv", "Day,Campaign,Currency code,Cost,Impr.,Clicks,Conversions"),
        (
            "linkedin_campaign_performance.csv",
            "Start Date (in UTC),Account Name,Currency,Campaign Group Name,Campaign Name,Total Spent,Impressions,Clicks"
        ),
        ("Acme-Campaigns.csv", "Reporting starts,Reporting ends,Campaign name,Reach,Impressions,Amount spent (EUR),Day"),
        ("campaigns.csv", "Month,Campaign,Cost"), ("adspend.csv", "Date,Campaign,Currency code,Cost"),
    ])
    func `a report of advertisements is spend, whatever its name says`(name: String, headings: String) {
        #expect(recognizeFile(name: name, headings: headings.split(separator: ",").map(String.init), sample: []).kind == .spend)
    }

    @Test func `a list of campaigns with their cost stays one`() {
        let headings = ["Id", "Name", "Type", "Status", "StartDate", "EndDate", "BudgetedCost", "ActualCost"]
        #expect(recognizeFile(name: "Campaign.csv", headings: headings, sample: []).kind == .campaigns)
    }

    @Test func `an amount in the company's currency never takes the row's`() {
        let both = ["Record ID", "Deal Name", "Deal Stage", "Amount", "Amount in company currency", "Currency"]
        let one = recognizeFile(name: "deals.csv", headings: both, sample: [])
        #expect(one.column(of: "amount") == 3 && one.column(of: "currency") == 5)
        let other = recognizeFile(name: "deals.csv", headings: both.filter { $0 != "Amount" }, sample: [])
        #expect(other.column(of: "amount") == 3 && other.column(of: "currency") == nil)
    }

    @Test(arguments: [
        ("calls.csv", "Call ID,Date,Direction,Duration,Agent,Contact email", "call"),
        ("hubspot-crm-exports-all-calls.csv", "Record ID,Call Title,Activity date,Call direction,Call outcome,Associated Contact IDs", "call"),
        ("x.csv", "Meeting name,Meeting start time,Meeting outcome,Contact email", "meeting"),
        ("notes.csv", "Record ID,Note body,Date,Contact email", "note"),
        ("tasks.csv", "Subject,Due Date,Contact email,Status", "task"), ("Tasks and Events.csv", "Date,Subject,Assigned,Contact email", nil),
    ])
    func `a list of activities says of what`(name: String, headings: String, kind: String?) {
        let match = recognizeFile(name: name, headings: headings.split(separator: ",").map(String.init), sample: [], as: .activities)
        #expect(match.activityKind == kind)
    }

    @Test(arguments: [
        ("Amount (USD)", "USD", "amount"), ("Amount in GBP", "GBP", "amount"), ("Amount spent (USD)", "USD", "amountspent"),
        ("cost_eur", "EUR", "cost"),
        ("Betrag in €", "EUR", "betrag"), ("Montant (CHF)", "CHF", "montant"), ("Price [SEK]", "SEK", "price"),
        ("Deal - Value (EUR)", "EUR", "value"),
        ("Revenue (all)", nil, nil), ("Cost (top)", nil, nil), ("Amount", nil, nil), ("Call all", nil, nil), ("Created (CET)", nil, nil),
    ])
    func `a heading names its currency`(heading: String, code: String?, key: String?) {
        let found = HeadingKey(heading)
        #expect(found.currency == code.flatMap { Currency($0) }.map { .code($0) } && found.moneyKey == key)
    }

    @Test(arguments: [
        ("Amount (k€)", 1000, "EUR", "amount"), ("Betrag (TEUR)", 1000, "EUR", "betrag"), ("Betrag in T€", 1000, "EUR", "betrag"),
        ("Umsatz in Tsd. €", 1000, "EUR", "umsatz"), ("Revenue (in thousands)", 1000, nil, "revenue"),
        ("Value in mio. CHF", 1_000_000, "CHF", "value"),
        ("Amount (000s)", 1000, nil, "amount"), ("Amount (kUSD)", 1000, "USD", "amount"), ("Amount (USD)", 1, "USD", "amount"),
        ("Cost (top)", 1, nil, nil), ("Price (m)", 1, nil, nil), ("Deals in kr", 1, nil, "deals"), ("Time in t", 1, nil, nil),
        ("Amount", 1, nil, nil),
    ])
    func `a heading names the size of its amounts`(heading: String, factor: Int64, code: String?, key: String?) {
        let found = HeadingKey(heading)
        #expect(found.factor == factor && found.moneyKey == key)
        if let code { #expect(found.currency == Currency(code).map { .code($0) }) }
    }

    @Test func `only amounts lose the currency of their heading`() {
        #expect(recognizeHeading("Amount (USD)", in: .deals).first?.field.name == "amount")
        #expect(recognizeHeading("Owner (USD)", in: .deals).isEmpty)
        #expect(recognizeHeading("Preis in CHF", in: .products).first?.field.name == "price")
    }

    @Test(arguments: [
        ("Created Time", RecordKind.leads, "created_at"), ("Modified Time", .leads, "modified_at"), ("Converted Date Time", .leads, "converted_at"),
        ("Lead Owner", .leads, "owner"), ("Lead Owner.id", .leads, "owner_id"), ("Lead Status", .leads, "status"),
        ("Closing Date", .deals, "closed_at"),
        ("Created Time", .deals, "created_at"), ("Account Name", .deals, "company"), ("Account Name.id", .deals, "account_id"),
        ("Contact Name.id", .deals, "contact_id"), ("Reason For Loss", .deals, "reason"), ("Stage", .deals, "stage"),
        ("Sales owner", .contacts, "owner"),
        ("Accounts", .contacts, "company"), ("Bezeichnung", .products, "name"), ("Währung", .products, "currency"),
        ("Währungscode", .spend, "currency"),
        ("Verlustgrund", .leads, "reason"), ("Wahrscheinlichkeit", .leads, "probability"), ("Active", .leads, "active"),
        ("Société", .deals, "company"),
        ("Nombre", .leads, "first_name"), ("Apellidos", .leads, "last_name"), ("Correo electrónico", .leads, "email"), ("Empresa", .leads, "company"),
        ("País", .leads, "country"), ("Estado", .leads, "status"), ("Fuente", .leads, "source"), ("Fecha de creación", .leads, "created_at"),
        ("Importe", .deals, "amount"), ("Fecha de cierre", .deals, "closed_at"), ("Etapa", .deals, "stage"),
        ("Lead - Currency of Value", .leads, "currency"),
        ("Agent", .activities, "owner"), ("Reporting ends", .spend, "ends_at"),
    ])
    func `headings of Zoho, Freshsales and of other languages are known`(heading: String, kind: RecordKind, field: String) {
        #expect(recognizeHeading(heading, in: kind).first?.field.name == field)
    }

    @Test func `labels of Pipedrive are no stage, and its people's addresses are addresses`() {
        #expect(recognizeHeading("Lead - Labels", in: .leads, system: .pipedrive).isEmpty)
        #expect(recognizeHeading("Person - Label", in: .contacts, system: .pipedrive).isEmpty)
        #expect(recognizeHeading("Deal - Label", in: .deals, system: .pipedrive).isEmpty)
        #expect(recognizeHeading("Person - Email - Work", in: .leads, system: .pipedrive).first?.field.name == "email")
        #expect(recognizeHeading("Person - Email - Work", in: .deals, system: .pipedrive).first?.field.name == "email")
    }
}
