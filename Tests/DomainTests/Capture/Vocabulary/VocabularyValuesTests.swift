// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite("Vocabulary: values")
struct VocabularyValuesTests {
    @Test(arguments: [
        ("marketingqualifiedlead", ValueDomain.stage, "mql"), ("Sales Qualified Lead", .stage, "sql"), ("customer", .stage, "won"),
        ("subscriber", .stage, "inquiry"),
        ("Open - Not Contacted", .status, "inquiry"), ("Working - Contacted", .status, "sal"), ("ATTEMPTED_TO_CONTACT", .status, "sal"),
        ("Closed - Converted", .status, "sql"), ("Closed - Not Converted", .status, "disqualified"), ("Bad timing", .status, "recycled"),
        ("OPEN_DEAL", .status, "opportunity"), ("Nicht qualifiziert", .status, "disqualified"), ("Prospecting", .dealStage, "open"),
        ("Closed Won", .dealStage, "won"), ("closedlost", .dealStage, "lost"), ("Negotiation/Review", .dealStage, "open"),
        ("Engaging", .dealStage, "open"),
        ("2. Qualified", .dealStage, "open"), ("Gewonnen (100%)", .dealStage, "won"), ("Perdu", .dealStage, "lost"),
        ("Proposition", .dealStage, "open"),
        ("ORGANIC_SEARCH", .source, "Organic search"), ("Trade Show", .source, "Trade show"), ("  Our  Podcast ", .source, "Our Podcast"),
        ("Too expensive", .reason, "price"), ("INCOMING_EMAIL", .direction, "inbound"), ("CALL", .activityKind, "call"),
        ("Left voicemail", .contactOutcome, "attempt"),
        ("Deutschland", .country, "DE"), ("USA", .country, "US"), ("gb", .country, "GB"), ("Allemagne", .country, "DE"),
        ("The Netherlands", .country, "NL"),
        ("Korea", .country, "KR"), ("Österreich", .country, "AT"), ("ja", .boolean, "true"), ("0", .boolean, "false"),
        ("Existing Business", .dealKind, "expansion"),
    ])
    func `raw values are proposed`(raw: String, domain: ValueDomain, canonical: String) {
        #expect(proposeValue(raw, in: domain)?.canonical == canonical)
    }

    @Test(arguments: [("", ValueDomain.source), ("Zorp", .stage), ("Phase 7", .dealStage), ("Atlantis", .country), ("?", .boolean), ("", .stage)])
    func `unknown values stay raw`(raw: String, domain: ValueDomain) { #expect(proposeValue(raw, in: domain) == nil) }

    @Test func `deal stages have their place and sources their channel`() {
        #expect(proposeValue("contractsent", in: .dealStage)?.position == 5)
        #expect(proposeValue("Paid Search", in: .source)?.channel == "paid_search")
        #expect(proposeValue("bing / cpc", in: .source)?.channel == "paid_search")
    }

    @Test func `an open deal stage is an opportunity`() {
        #expect(proposeStage("Value Proposition", in: .dealStage) == .opportunity)
        #expect(proposeStage("Working", in: .status) == .sal)
        #expect(proposeStage("Negotiation", in: .stage) == .opportunity)
    }

    @Test func `every proposed stage is one of ours`() {
        for raw in ["subscriber", "lead", "mql", "sal", "sql", "opportunity", "customer", "new", "junk", "nurture", "open deal", "lost"] {
            #expect(proposeStage(raw, in: .status) != nil, "\(raw)")
        }
    }

    @Test func `values that differ in case and spaces are one group`() {
        #expect(valueKey("  Web\u{A0} Form\t") == "web form")
        #expect(valueKey("WEB form") == "web form")
    }

    @Test(arguments: [
        (ExclusionSigns(email: "jo@eu.entente.io", name: "Jo"), ExclusionReason?.some(.own)), (ExclusionSigns(email: "test@acme.com"), .test),
        (ExclusionSigns(email: "jane+test1@acme.com"), .test), (ExclusionSigns(email: "a@b.com", name: "Test Test"), .test),
        (ExclusionSigns(name: "asdf"), .test),
        (ExclusionSigns(email: "jane@example.com", name: "Jane Doe"), nil), (ExclusionSigns(email: "jane.test@acme.com", name: "Jane Test"), nil),
        (ExclusionSigns(email: "x@rival.com"), .competitor), (ExclusionSigns(email: "a@uni.edu", title: "Student"), .applicant),
        (ExclusionSigns(source: "Job Application"), .applicant), (ExclusionSigns(source: "Vendor"), .vendor), (ExclusionSigns(), nil),
        (ExclusionSigns(email: "@@", name: "Contact"), nil), (ExclusionSigns(email: "ceo@acme.com", title: "Vendor Manager"), nil),
    ])
    func `rows that are no leads are proposed to be left out`(row: ExclusionSigns, reason: ExclusionReason?) {
        #expect(proposeExclusion(row, ownDomains: ["entente.io"], competitors: ["rival.com"]) == reason)
    }

    @Test func `kinds that others refer to are loaded first`() {
        #expect(RecordKind.members.rank < RecordKind.accounts.rank && RecordKind.accounts.rank < RecordKind.contacts.rank)
        #expect(RecordKind.deals.rank < RecordKind.dealContacts.rank && RecordKind.activities.rank < RecordKind.leadHistory.rank)
        for kind in RecordKind.allCases { #expect(kind.whyNotKept.map { $0.hasSuffix(".") } ?? true) }
    }
}
