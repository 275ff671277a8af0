// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite("Vocabulary: headings")
struct VocabularyHeadingsTests {
    @Test func `every line of the tables can be read`() { #expect(CanonicalField.tableMistakes == []) }

    @Test func `canonical names are unique and each has a kind and a sentence`() {
        #expect(Set(CanonicalField.all.map(\.name)).count == CanonicalField.all.count)
        for field in CanonicalField.all { #expect(!field.kinds.isEmpty && field.help.hasSuffix("."), "\(field.name)") }
    }

    @Test(arguments: [
        "external_id", "email", "first_name", "last_name", "name", "title", "phone", "company", "domain", "country", "industry", "employees",
        "source",
        "campaign", "status", "stage", "owner", "created_at", "mql_at", "sal_at", "sql_at", "converted_at", "closed_at", "won_at", "amount",
        "currency",
        "outcome", "reason", "product", "line", "account", "account_id", "contact_id", "lead_id", "deal_id",
    ])
    func `the names of the contract are there`(name: String) { #expect(CanonicalField.named(name) != nil) }

    @Test func `a field is recognized by its own name in each of its kinds`() {
        for field in CanonicalField.all {
            for kind in field.kinds {
                let found = recognizeHeading(field.name, in: kind)
                #expect(found.contains { $0.field == field } || !found.isEmpty, "\(field.name) in \(kind.rawValue)")
            }
        }
    }

    @Test(arguments: [
        ("Lifecycle Stage", RecordKind.contacts, "stage"), ("lifecyclestage", .contacts, "stage"), ("hs_lead_status", .contacts, "status"),
        ("Original Source", .contacts, "first_source"), ("hs_latest_source", .contacts, "latest_source"),
        ("Latest Source", .contacts, "latest_source"),
        ("Became a Marketing Qualified Lead Date", .contacts, "mql_at"), ("hs_lifecyclestage_marketingqualifiedlead_date", .contacts, "mql_at"),
        ("hubspot_owner_id", .contacts, "owner_id"), ("Contact owner", .contacts, "owner"), ("Create Date", .contacts, "created_at"),
        ("Associated Deal IDs", .contacts, "deal_ids"), ("dealstage", .deals, "stage"), ("closedate", .deals, "closed_at"),
        ("Deal owner", .deals, "owner"),
        ("Closed Lost Reason", .deals, "reason"), ("Is Closed Won", .deals, "is_won"), ("Record ID - Contact", .contacts, "external_id"),
        ("Company / Account", .leads, "company"), ("Lead Source", .leads, "source"), ("Lead Status", .leads, "status"),
        ("Converted Date", .leads, "converted_at"), ("ConvertedContactId", .leads, "converted_contact_id"),
        ("converted_contact_id", .leads, "converted_contact_id"),
        ("Opportunity Owner", .deals, "owner"), ("StageName", .deals, "stage"), ("IsWon", .deals, "is_won"), ("WhoId", .activities, "who_id"),
        ("ActivityDate", .activities, "at"), ("OldValue", .leadHistory, "old_value"), ("Field / Event", .leadHistory, "field"),
        ("MQL_Date__c", .leads, "mql_at"), ("\u{FEFF}E-Mail", .contacts, "email"), ("First Name*", .contacts, "first_name"),
        ("Person - Name", .contacts, "name"), ("Person - Name", .deals, "contact_name"), ("Deal - Title", .deals, "name"),
        ("Deal - Lost reason", .deals, "reason"), ("Deal - Won time", .deals, "won_at"), ("Activity - Subject", .activities, "subject"),
        ("Expected Revenue", .leads, "amount"), ("Salesperson", .leads, "owner"), ("Contact Name", .leads, "name"),
        ("partner_id/id", .leads, "contact_id"),
        ("firstname", .contacts, "first_name"), ("points", .contacts, "score"), ("date_identified", .contacts, "created_at"),
        ("Vorname", .contacts, "first_name"), ("Nachname", .contacts, "last_name"), ("E-Mail-Adresse", .contacts, "email"),
        ("Firma", .leads, "company"),
        ("Erstellt am", .leads, "created_at"), ("Phase", .deals, "stage"), ("Betrag", .deals, "amount"), ("Abschlussdatum", .deals, "closed_at"),
        ("Prénom", .contacts, "first_name"), ("Société", .leads, "company"), ("Étape", .deals, "stage"), ("Montant", .deals, "amount"),
        ("Date de clôture", .deals, "closed_at"), ("Cost", .spend, "amount"), ("Exchange Rate", .rates, "rate"),
    ])
    func `headings of other systems mean our fields`(heading: String, kind: RecordKind, field: String) {
        #expect(recognizeHeading(heading, in: kind).first?.field.name == field)
    }

    @Test func `a relation of Salesforce is not the person's own address`() { #expect(recognizeHeading("ReportsTo.Email", in: .contacts).isEmpty) }

    @Test(arguments: [
        ("export.csv", "Email,First Name,Last Name,Company,Lead Status,Created,MQL Date", RecordKind.leads),
        (
            "hubspot-crm-exports-all-contacts.csv",
            "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Lifecycle Stage,Create Date", .contacts
        ),
        (
            "hubspot-crm-exports-all-deals.csv",
            "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Associated Contact IDs,Associated Company IDs", .deals
        ),
        (
            "hubspot-crm-exports-all-companies.csv",
            "Record ID,Company name,Company owner,Create Date,Phone Number,City,Country/Region,Industry", .accounts
        ),
        (
            "report1700.csv",
            "Lead Owner,First Name,Last Name,Title,Company / Account,Email,Lead Source,Lead Status,Create Date,Converted Date", .leads
        ),
        (
            "report1701.csv",
            "Opportunity Name,Account Name,Stage,Amount,Close Date,Probability (%),Opportunity Owner,Lead Source,Type,Created Date", .deals
        ),
        ("x.csv", "Id,LeadId,CreatedById,CreatedDate,Field,OldValue,NewValue", .leadHistory),
        ("x.csv", "Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount,CloseDate,Probability,ForecastCategory", .dealHistory),
        ("x.csv", "Id,OpportunityId,ContactId,Role,IsPrimary", .dealContacts),
        (
            "x.csv",
            "Id,CampaignId,LeadId,ContactId,Status,HasResponded", .campaignMembers
        ),
        ("x.csv", "Campaign Name,Member Status,First Name,Last Name,Email,Company / Account,Responded", .campaignMembers),
        ("x.csv", "Opportunity,Contact Name,Email,Salesperson,Expected Revenue,Stage,Created on", .leads),
        ("deals-123.csv", "Deal - Title,Deal - Organization,Deal - Contact person,Deal - Value,Deal - Stage,Deal - Status,Deal - Won time", .deals),
        ("people-1.csv", "Person - Name,Person - Organization,Person - Email - Work,Person - Phone - Work,Person - Owner", .contacts),
        ("organizations.csv", "Organization - Name,Organization - Address,Organization - Owner", .accounts),
        (
            "activities.csv",
            "Activity - Subject,Activity - Type,Activity - Deal,Activity - Contact person,Activity - Due date,Activity - Done", .activities
        ),
        ("x.csv", "date,channel,campaign,spend,currency", .spend), ("spend.csv", "Channel,Jan 2024,Feb 2024,Mar 2024", .spend),
        ("fx.csv", "date,base,currency,rate", .rates), ("x.csv", "Date,Currency,Base,Exchange rate", .rates),
        ("x.csv", "timestamp,url,email,referrer,utm_source", .pageViews), ("users.csv", "Name,Email,Team,Role,Active", .members),
        ("kontakte.csv", "Vorname;Nachname;E-Mail;Firma;Telefon", .contacts), ("x.csv", "name,email", .contacts), ("x.csv", "email", .contacts),
        ("x.csv", "Vorname,Nachname,Firma,E-Mail,Lead-Status,Leadquelle,Erstellt am", .leads), ("x.csv", "id,name", .unknown),
        ("x.csv", "Year,Make,Model,Price", .unknown), ("x.csv", "ID", .unknown), ("pets.csv", "first name,last name,dogs,cats,birds", .contacts),
        ("x.csv", "", .unknown),
        (
            "hubspot-form-submissions-contact-us.csv",
            "Conversion Date,Conversion Page,First Name,Last Name,Email,Message,utm_source,utm_medium,utm_campaign", .formSubmissions
        ), ("tracker.csv", "Name,Email,Company,Status,Source,Received", .contacts),
        ("Sales tracker.xlsx (Leads)", "Name,Email,Company,Status,Source,Received", .leads),
        ("Sales 2026.xlsx (Deals)", "Name,Company,Value,Status", .deals),
    ])
    func `headings together say what the rows are`(name: String, headings: String, kind: RecordKind) {
        let columns = headings.split { $0 == "," || $0 == ";" }.map(String.init)
        let match = recognizeFile(name: name, headings: columns, sample: [])
        let shown = match.mapping.map { "\(columns[$0.key])=\($0.value.name)" }.sorted()
        #expect(match.kind == kind, "\(name): \(match.kind.rawValue), \(match.reasons), \(shown)")
    }

    @Test(arguments: [
        ("2024-01", 2024, 1), ("Jan 2024", 2024, 1), ("Jan-24", 2024, 1), ("01/2024", 2024, 1), ("März 2024", 2024, 3),
        ("2024M12", 2024, 12),
    ])
    func `months across are read`(heading: String, year: Int, month: Int) {
        #expect(monthHeading(heading)?.year == year)
        #expect(monthHeading(heading)?.month == month)
    }

    @Test(arguments: ["Channel", "2024", "13/2024", "Maybe", "1", "", "Jan Feb", "99999999999999999999"])
    func `other headings are no months`(heading: String) { #expect(monthHeading(heading) == nil) }

    @Test func `columns of entered stages are told apart`() {
        let headings = ["Record ID", "Deal Name", "Amount", "hs_v2_date_entered_closedwon", "Date entered \"Contract Sent (Sales Pipeline)\""]
        let match = recognizeFile(name: "deals.csv", headings: headings, sample: [])
        #expect(match.stageColumns == [3: "closedwon", 4: "contract sent"])
    }

    @Test func `what the reader says stands`() {
        let match = recognizeFile(name: "x.csv", headings: ["id", "name"], sample: [], as: .teams)
        #expect(match.kind == .teams && match.confidence == 1 && match.column(of: "name") == 1)
    }

    @Test(arguments: 0..<200) func `no headings and no cells crash`(seed: UInt64) {
        var state = seed &* 6_364_136_223_846_793_005 &+ 1
        func next(_ n: Int) -> Int { state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407; return Int(state >> 33) % n }
        let pool = [
            "", "_", "__c", "_c", " - ", "Person - ", "id", "Id", "\u{0}", "ß", "é", "*", "2024", "Jan", "(", ")", "name", "\u{FEFF}",
            "🐈", "_fivetran_start",
            "_fivetran_end", "date entered ", "stage", "/", "deal", "error", "status", "email",
        ]
        let headings = (0..<next(9)).map { _ in (0..<next(4)).map { _ in pool[next(pool.count)] }.joined() }
        let sample = (0..<next(4)).map { _ in (0..<next(12)).map { _ in pool[next(pool.count)] } }
        for kind in [nil] + RecordKind.allCases.map(Optional.some) {
            let match = recognizeFile(name: pool[next(pool.count)], headings: headings, sample: sample, as: kind)
            let places = Array(match.mapping.keys) + match.unmatched + match.technical + match.spread + Array(match.stageColumns.keys)
            #expect(places.allSatisfy(headings.indices.contains) && Set(places).count == headings.count, "seed \(seed)")
        }
    }
}
