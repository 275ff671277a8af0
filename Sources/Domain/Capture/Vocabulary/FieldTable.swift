// SPDX-License-Identifier: Apache-2.0

private let people: Set<RecordKind> = [.contacts, .leads]
private let records: Set<RecordKind> = [.contacts, .leads, .accounts, .deals]
private let persons: Set<RecordKind> = [.contacts, .leads, .deals, .campaignMembers, .activities, .emailEvents, .pageViews, .formSubmissions]
private let touches: Set<RecordKind> = [.activities, .emailEvents, .pageViews, .formSubmissions, .campaignMembers]
private let histories: Set<RecordKind> = [.leadHistory, .fieldHistory, .stageHistory, .dealHistory]
private let links: Set<RecordKind> = [.accountContacts, .dealContacts, .dealAccounts, .activityLinks]
private let masters: Set<RecordKind> = [.members, .teams, .products, .stages, .pipelines, .campaigns]

private func field(
    _ name: String, _ type: FieldType, _ kinds: Set<RecordKind>, _ help: String, need: CanonicalField.Need = .extra, personal: Bool = false
) -> CanonicalField {
    CanonicalField(name: name, type: type, kinds: kinds, need: need, help: help, personal: personal)
}

extension CanonicalField {
    /// Every canonical field, in the order in which `--fields` prints them. Names are unique.
    package static let all: [CanonicalField] = identityFields + personFields + companyFields + stageFields + dealFields + touchFields + otherFields

    private static let identityFields: [CanonicalField] = [
        field(
            "external_id", .id, records.union(masters).union(touches).union(histories).union([.dealLines, .teamMembers]).union(links),
            "The record's own id in the system that it comes from.", need: .key),
        field(
            "email", .email, persons.union([.members, .accountContacts, .dealContacts, .leadHistory, .fieldHistory]),
            "E-mail address; the strongest sign that two rows are one person.", need: .key, personal: true),
        field("emails", .emails, people, "Several e-mail addresses in one cell; the first is the main one.", need: .key, personal: true),
        field("other_emails", .emails, people, "Further addresses of the same person.", personal: true),
        field(
            "name", .text, records.union(masters).union([.campaignMembers, .dealLines]),
            "The record's name: a person's full name, a company's, a deal's, a product's.", need: .wanted, personal: true),
        field(
            "contact_name", .text, [.deals, .activities, .dealContacts, .accountContacts],
            "Full name of the person that a deal or an activity is about.", personal: true),
        field(
            "account_id", .id,
            people.union([
                .deals, .activities, .accounts, .campaignMembers, .accountContacts, .dealAccounts, .dealContacts,
                .activityLinks, .fieldHistory, .dealHistory,
            ]), "Id of the company that the row belongs to.", need: .key),
        field("account_ids", .ids, people.union([.deals, .activities]), "Ids of several companies.", need: .extra),
        field(
            "contact_id", .id, touches.union([.leads, .deals, .accountContacts, .dealContacts, .activityLinks, .fieldHistory, .dealHistory]),
            "Id of the contact that the row belongs to.", need: .key),
        field("contact_ids", .ids, [.deals, .accounts, .activities, .leads], "Ids of several contacts."),
        field(
            "lead_id", .id, touches.union([.contacts, .deals, .leadHistory, .activityLinks]),
            "Id of the lead that the row belongs to.", need: .key),
        field(
            "deal_id", .id, [.activities, .dealContacts, .dealAccounts, .dealLines, .activityLinks, .stageHistory, .dealHistory, .leads],
            "Id of the deal that the row belongs to.", need: .key),
        field("deal_ids", .ids, people.union([.accounts, .activities]), "Ids of several deals."),
        field("who_id", .id, [.activities], "Salesforce's WhoId: a lead or a contact, told apart by its first three characters.", need: .key),
        field("what_id", .id, [.activities], "Salesforce's WhatId: a deal or a company, told apart by its first three characters.", need: .key),
        field("activity_id", .id, [.activityLinks, .activities], "Id of the activity that is linked.", need: .key),
        field("merged_ids", .ids, people.union([.accounts, .deals]), "Ids of records that were merged into this one."),
    ]

    private static let personFields: [CanonicalField] = [
        field("first_name", .text, persons.union([.members]), "Given name.", need: .wanted, personal: true),
        field("last_name", .text, persons.union([.members]), "Family name.", need: .wanted, personal: true),
        field("title", .text, people.union([.members, .campaignMembers, .deals]), "Job title.", need: .wanted, personal: true),
        field("department", .text, people.union([.members]), "Department in the company.", personal: true),
        field("phone", .phone, people.union([.accounts, .members, .deals, .campaignMembers, .activities]), "Phone number.", personal: true),
        field("mobile", .phone, people.union([.members]), "Mobile phone number.", personal: true),
        field("phones", .list, people, "Several phone numbers in one cell.", personal: true),
        field("city", .text, people.union([.accounts]), "City.", personal: true),
        field("state", .text, people.union([.accounts]), "State or province.", personal: true),
        field("postal_code", .text, people.union([.accounts]), "Postal code.", personal: true),
        field("language", .text, people, "Language that the person prefers.", personal: true),
        field("persona", .text, people, "Buyer persona.", personal: true),
        field("score", .number, people, "Lead score or points in the other system.", personal: true),
        field("opted_out", .boolean, people, "Does not want marketing mail.", personal: true),
        field("bounced_at", .date, people, "When mail to this address bounced.", personal: true),
        field("linkedin", .text, people, "Address of the person's profile.", personal: true),
    ]

    private static let companyFields: [CanonicalField] = [
        field(
            "company", .text, people.union([.deals, .activities, .campaignMembers, .accountContacts, .dealAccounts, .dealContacts, .dealLines]),
            "Name of the company that the person, deal or activity belongs to.", need: .wanted),
        field("domain", .domain, records, "Web site or mail domain of the company.", need: .wanted),
        field("country", .country, records.union([.members]), "Country, by name or ISO 3166 code.", need: .wanted, personal: true),
        field("industry", .text, records, "Industry or sector.", need: .wanted),
        field("employees", .integer, records.subtracting([.deals]), "Number of employees.", need: .wanted),
        field("annual_revenue", .money, people.union([.accounts]), "The company's revenue a year."),
        field("account_number", .text, [.accounts], "Number of the company in another system."),
        field("parent", .text, [.accounts, .teams, .campaigns], "Name of what this is part of."),
        field("parent_id", .id, [.accounts, .teams, .campaigns], "Id of what this is part of."),
        field("founded", .integer, [.accounts], "Year in which the company was founded."),
        field("territory", .text, records, "Territory or region that the record is sold in."),
    ]

    private static let stageFields: [CanonicalField] = [
        field(
            "stage", .stage, people.union([.accounts, .deals, .stageHistory, .dealHistory, .stages]),
            "Stage: a lifecycle stage, a deal stage, or one of ours.", need: .wanted),
        field(
            "status", .status, records.union([.activities, .campaignMembers, .campaigns, .emailEvents]),
            "Status: of a lead, a deal (open, won, lost), a campaign member, a task.", need: .wanted),
        field(
            "source", .source, people.union([.deals, .accounts, .spend, .campaignMembers, .formSubmissions, .pageViews]),
            "Where it came from when it was opened.", need: .wanted),
        field("first_source", .source, people.union([.deals]), "Source of the very first touch.", need: .wanted),
        field("latest_source", .source, people.union([.deals]), "Source of the latest touch."),
        field("source_detail", .text, people.union([.deals]), "More about the source: search term, form, list."),
        field("medium", .text, people.union([.deals, .pageViews, .spend, .formSubmissions]), "Medium of the campaign (utm_medium)."),
        field("campaign", .text, records.union(touches).union([.spend]).subtracting([.accounts]), "Name of the campaign.", need: .wanted),
        field("campaign_id", .id, people.union(touches).union([.deals, .spend]), "Id of the campaign.", need: .key),
        field("owner", .member, records.union([.activities, .campaigns]), "Who owns it: name or e-mail of a colleague.", need: .wanted),
        field("owner_id", .id, records.union([.activities, .campaigns]), "Who owns it: id of a colleague.", need: .wanted),
        field("team", .text, records.union([.members, .teamMembers, .activities]), "Name of the team."),
        field("team_id", .id, records.union([.members, .teamMembers]), "Id of the team."),
        field(
            "created_at", .date, records.union(touches).union(masters).union([.dealLines, .dealContacts, .accountContacts]),
            "When it was created.", need: .wanted),
        field("modified_at", .date, records.union([.activities, .members, .products, .campaigns]), "When it was last changed."),
        field("inquiry_at", .date, people, "When it became an inquiry."),
        field("mql_at", .date, people, "When marketing qualified it.", need: .wanted),
        field("sal_at", .date, people, "When sales accepted it.", need: .wanted),
        field("sql_at", .date, people, "When sales qualified it.", need: .wanted),
        field("opportunity_at", .date, people, "When it became an opportunity.", need: .wanted),
        field("recycled_at", .date, people, "When it went back to marketing."),
        field("disqualified_at", .date, people, "When it was disqualified."),
        field("converted_at", .date, people, "When a lead was converted.", need: .wanted),
        field("is_converted", .boolean, [.leads], "Whether the lead was converted."),
        field("converted_contact_id", .id, [.leads], "The contact that the lead became.", need: .wanted),
        field("converted_account_id", .id, [.leads], "The company that the lead became."),
        field("converted_deal_id", .id, [.leads], "The deal that the lead became.", need: .wanted),
        field("last_activity_at", .date, records, "When somebody last did something with it."),
        field("is_deleted", .boolean, Set(RecordKind.allCases).subtracting([.unknown]), "The row is deleted in the other system."),
    ]

    private static let dealFields: [CanonicalField] = [
        field(
            "deal_name", .text, [.leads, .activities, .dealContacts, .dealAccounts, .dealLines, .stageHistory, .dealHistory],
            "Name of the deal; for leads of Odoo and Krayin, which are lead and deal in one row."),
        field("amount", .money, [.leads, .deals, .dealLines, .dealHistory, .spend, .stageHistory], "Amount of money.", need: .wanted),
        field(
            "currency", .text, [.leads, .deals, .dealLines, .spend, .rates, .products, .accounts, .dealHistory],
            "Currency of the amount, ISO 4217.", need: .wanted),
        field("recurring", .boolean, [.deals, .dealLines, .products], "Paid again and again."),
        field("recurring_amount", .money, [.leads, .deals, .dealLines], "The recurring part of the amount."),
        field(
            "closed_at", .date, [.leads, .deals, .dealHistory, .stageHistory], "When it was closed; of an open deal, when it is expected to be.",
            need: .wanted),
        field("expected_at", .date, [.leads, .deals, .dealHistory], "When it is expected to be closed."),
        field("won_at", .date, [.contacts, .leads, .deals], "When it was won.", need: .wanted),
        field("lost_at", .date, [.contacts, .leads, .deals], "When it was lost.", need: .wanted),
        field("stage_changed_at", .date, [.deals], "When it came to the stage in which it is; where nothing else says so, when it was won or lost."),
        field("outcome", .text, [.leads, .deals, .activities], "How it ended: won, lost; of a call or meeting, what came of it."),
        field("reason", .text, people.union([.deals]), "Why it was lost, disqualified or handed back.", need: .wanted),
        field("product", .text, people.union([.deals, .dealLines]), "Product.", need: .wanted),
        field("product_id", .id, [.deals, .dealLines], "Id of the product."),
        field("line", .text, people.union([.deals, .products, .dealLines]), "Product line: at most one open lead per contact and line."),
        field("pipeline", .text, [.leads, .deals, .stages], "Pipeline that the deal runs through."),
        field("pipeline_id", .id, [.leads, .deals, .stages], "Id of the pipeline."),
        field("stage_id", .id, [.leads, .deals], "Id of the stage, where its name is in another file."),
        field("probability", .number, [.leads, .deals, .stages, .dealHistory, .stageHistory], "Chance of winning, 0 to 100 or 0 to 1."),
        field("is_won", .boolean, [.deals, .leads, .stages, .dealHistory], "Whether it is won."),
        field("is_closed", .boolean, [.deals, .activities, .stages, .dealHistory], "Whether it is closed."),
        field(
            "kind", .text, [.leads, .deals, .accounts, .activities, .campaigns, .emailEvents, .dealHistory, .campaignMembers],
            "Kind: new, expansion or renewal; prospect or customer; call, mail or meeting.", need: .wanted),
        field("forecast", .text, [.deals, .dealHistory, .stages], "Forecast category."),
        field("role", .text, [.members, .teamMembers, .dealContacts, .accountContacts], "Role: of a colleague, or of a person in a deal."),
        field("is_primary", .boolean, [.dealContacts, .accountContacts, .teamMembers], "The main one."),
    ]

    private static let touchFields: [CanonicalField] = [
        field("at", .date, touches.union(histories).union([.merges]), "When it happened.", need: .wanted),
        field("time_of_day", .text, [.activities], "Time of day, where the date stands in a column of its own."),
        field("ended_at", .date, [.activities], "When it ended."),
        field("subject", .text, [.activities, .emailEvents], "Subject of a call, mail or meeting.", personal: true),
        field("direction", .text, [.activities], "Inbound or outbound."),
        field("canceled", .boolean, [.activities], "The meeting was canceled."),
        field("no_show", .boolean, [.activities], "Who was invited did not come."),
        field("duration", .number, [.activities, .pageViews, .emailEvents], "How long it took, in the unit of the source."),
        field("channel", .text, touches.union([.spend, .leads, .contacts, .deals]), "Channel: e-mail, phone, search, social."),
        field("url", .text, touches, "Address of the page.", personal: true),
        field("referrer", .text, [.pageViews, .formSubmissions, .emailEvents], "Page that the visitor came from.", personal: true),
        field("content", .text, touches, "Content: name of the form, page or asset.", personal: true),
        field("body", .text, [.activities], "Text of the note, mail or call.", personal: true),
        field("form_id", .id, [.formSubmissions], "Id of the form."),
        field("visitor_id", .id, [.pageViews, .formSubmissions], "The browser, where the person is not known.", need: .key, personal: true),
        field("responded", .boolean, [.campaignMembers], "The member answered."),
        field("responded_at", .date, [.campaignMembers], "When the member first answered."),
    ]

    private static let otherFields: [CanonicalField] = [
        field("user_id", .id, [.members, .teamMembers], "Id of the login, where owners have ids of their own.", need: .key),
        field("username", .text, [.members], "Login name.", personal: true),
        field("manager", .member, [.members, .teams, .teamMembers], "Manager: name or e-mail.", personal: true),
        field("manager_id", .id, [.members, .teams], "Id of the manager."),
        field("role_id", .id, [.members], "Id of the role."),
        field("region", .text, [.members, .teams], "Region or office."),
        field(
            "active", .boolean, masters.union([.teamMembers, .leads, .deals]),
            "Still in use; of a colleague, still here; of a lead or deal of Odoo, not lost."),
        field("member", .member, [.teamMembers], "Name or e-mail of the colleague.", need: .key),
        field("member_id", .id, [.teamMembers], "Id of the colleague.", need: .key),
        field("field", .text, histories, "Which field changed.", need: .key),
        field("old_value", .text, histories, "Value before.", personal: true),
        field("new_value", .text, histories, "Value after.", need: .wanted, personal: true),
        field("changed_by", .member, histories, "Who changed it."),
        field("from_at", .date, histories, "From when this version of the record held."),
        field("to_at", .date, histories, "Until when this version of the record held; a far year for the current one."),
        field("day", .date, [.spend, .rates], "Day or month.", need: .key),
        field("base", .text, [.rates], "Currency that the rate is in terms of.", need: .key),
        field(
            "rate", .number, [.rates], "Units of the currency for one of the base; without a base, what one unit is worth in the company's currency.",
            need: .key),
        field("code", .text, [.products], "Product code.", need: .key),
        field("price", .money, [.products], "List price."),
        field("quantity", .number, [.dealLines], "Quantity."),
        field("unit_price", .money, [.dealLines], "Price of one."),
        field("position", .integer, [.stages, .pipelines, .dealLines], "Place in the order."),
        field("into_id", .id, [.merges], "The record that stays.", need: .key),
        field("merged_id", .id, [.merges], "The record that was merged into it.", need: .key),
        field("starts_at", .date, [.campaigns, .accountContacts], "First day."),
        field("ends_at", .date, [.campaigns, .accountContacts, .spend], "Last day."),
        field("budget", .money, [.campaigns], "Planned cost."),
        field("cost", .money, [.campaigns], "What it really cost."),
        field("description", .text, records.union([.campaigns, .products]), "Free text.", personal: true),
    ]
}
