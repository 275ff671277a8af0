// SPDX-License-Identifier: Apache-2.0
import Analytics
import App
import Domain

/// Every page with values as they look in a company of 340 people: for render tests and for looking at pictures.
enum SamplePages {
    static let all: [(name: String, path: String, page: any Page)] = [
        ("funnel", "/funnel", funnel), ("funnel-waiting", "/funnel", waiting), ("leads", "/leads", leads), ("leads-empty", "/leads", leadsEmpty),
        ("contact", "/contacts/1", contact), ("imports", "/imports", imports), ("imports-empty", "/imports", importsEmpty),
        ("import-running", "/imports/7", running), ("import-done", "/imports/7", done), ("upload", "/imports/new", upload),
        ("columns", "/imports/7/columns", columns), ("values", "/imports/7/values", values), ("start", "/imports/7/start", start),
        ("confirm", "/contacts/1/erase", confirm), ("audit", "/audit", SampleAuditPage.full), ("audit-nothing", "/audit", SampleAuditPage.nothing),
    ]

    static let confirm = ConfirmPage(
        title: "Forget a person", headline: "Forget Nora Meinhardt for ever?",
        text: "2 leads, 41 touches and 9 facts go, from the ledger, the search, the reports of imports and files. It can't be undone.",
        points: ["1 deal stays, without the person."], action: "/contacts/1/erase", button: "Forget this person", back: Link("Keep", "/contacts/1"))

    private static func ratio(_ hits: Int, _ n: Int) -> Ratio { wilson(hits, of: n) ?? Ratio(value: 0, low: 0, high: 1, n: 0) }

    static let filters = FilterBar(
        action: "/funnel",
        dates: [.init("from", "From", "2026-07-01"), .init("to", "To", "2026-09-30")],
        selects: [
            .init(
                "by", "By",
                groups: [
                    ChoiceGroup(
                        "",
                        [
                            Choice("source", "First source"), Choice("opening", "Source at opening"), Choice("campaign", "Campaign"),
                            Choice("owner", "Owner"),
                        ]),
                    ChoiceGroup("Own fields", [Choice("f.tier", "Tier"), Choice("f.segment", "Segment")]),
                ], selected: "source"),
            .init("unit", "Count", [Choice("leads", "Leads"), Choice("contacts", "Contacts"), Choice("accounts", "Accounts")]),
            .init("mode", "As", [Choice("cohort", "Cohort: came in then"), Choice("activity", "Activity: happened then")]),
            .init("every", "Every", [Choice("week", "Week"), Choice("month", "Month"), Choice("quarter", "Quarter")]),
        ],
        chips: [.init("Industry: Logistics", without: "/funnel?by=source")])

    static let funnel = FunnelPage(
        headline: "Of 4,812 leads opened last quarter, 212 are won so far and 611 are still open. Half of the loss is between us.",
        basis: "Leads opened 1 July to 30 September 2026, Europe/Berlin. Stages as recorded by the systems they came from.",
        filters: filters,
        figures: [
            Figure("4,812", "leads opened: volume", href: "/leads?opened=2026Q3", note: "11 % more than the quarter before"),
            Figure(
                "8.1 %", "reach opportunity within 31 days: quality", href: "/leads?reached=opportunity",
                note: "7.3 to 8.9 %; 611 open ones counted as open", band: Band(ratio(388, 4_812), scale: 0.2)),
            Figure("€ 2,812,100", "won, 212 deals", href: "/deals?won=2026Q3", note: "94 % of deals are linked to a lead"),
            Figure("3.1 h", "to the first real answer, median", note: "from 1,102 leads whose times are exact"),
        ],
        picture: FunnelPicture([
            .init("Inquiry", 4_812, side: .marketing, href: "/leads?reached=inquiry"),
            .init("MQL", 1_930, side: .joint, href: "/leads?reached=mql", conversion: "40 %", time: "6.0 d"),
            .init("SAL", 1_104, side: .joint, href: "/leads?reached=sal", conversion: "57 %", time: "1.9 d", isWorst: true),
            .init("SQL", 640, side: .sales, href: "/leads?reached=sql", conversion: "58 %", time: "4.2 d"),
            .init("Opportunity", 388, side: .sales, href: "/leads?reached=opportunity", conversion: "61 %", time: "8.0 d"),
            .init("Won", 212, side: .sales, href: "/leads?reached=won", conversion: "55 %", time: "31 d"),
        ]),
        trend: Trend(
            (0..<13).map { week in
                .init(
                    "W\(27 + week)", [310, 342, 401, 366, 298, 352, 411, 395, 420, 433, 371, 352, 361][week],
                    share: week > 11 ? nil : [0.09, 0.08, 0.1, 0.08, 0.07, 0.08, 0.09, 0.08, 0.07, 0.06, 0.05, 0.02][week],
                    href: "/leads?week=\(27 + week)", isOpen: week > 9)
            }, label: "Leads opened by week, 298 to 433, with the share reaching opportunity"),
        stages: Table(
            columns: [
                .init("Stage", isText: true), .init("In"), .init("Out"), .init("Reached"),
                .init("Conversion, 95 % interval", hint: "Share that reached this stage or a later one"),
                .init("Median"), .init("9 in 10", hint: "90th percentile of days in the stage before"),
                .init("Stuck", hint: "Longer here than 9 in 10 were"),
            ],
            rows: [
                .init(
                    .text("Inquiry", side: .marketing),
                    [
                        .number("4,812", href: "/leads?a=1"), .number("4,201"), .number("4,812"), .few("–"), .few("–"), .few("–"),
                        .number("211", href: "/leads?a=2"),
                    ]),
                .init(
                    .text("MQL", side: .joint),
                    [
                        .number("1,812"), .number("1,699"), .number("1,930"), .share(ratio(1_930, 4_812)), .number("6.0 d"), .number("19 d"),
                        .number("148", href: "/leads?a=3", isBad: true),
                    ]),
                .init(
                    .text("SAL", side: .joint),
                    [
                        .number("1,092"), .number("1,001"), .number("1,104"), .share(ratio(1_104, 1_930)), .number("1.9 d"), .number("8.8 d"),
                        .number("44", href: "/leads?a=4"),
                    ]),
                .init(
                    .text("SQL", side: .sales),
                    [
                        .number("631"), .number("588"), .number("640"), .share(ratio(640, 1_104)), .number("4.2 d"), .number("16 d"),
                        .number("19", href: "/leads?a=5"),
                    ]),
                .init(
                    .text("Opportunity", side: .sales),
                    [
                        .number("388"), .number("301"), .number("388"), .share(ratio(388, 640)), .number("8.0 d"), .number("27 d"),
                        .number("12", href: "/leads?a=6"),
                    ]),
                .init(
                    .text("Won", side: .sales),
                    [.number("212"), .few("–"), .number("212"), .share(ratio(212, 388)), .number("31 d"), .number("84 d"), .few("–")]),
            ]),
        groupTitle: "By first source",
        groups: Table(
            columns: [
                .init("Source", isText: true), .init("Leads"), .init("MQL"), .init("SAL"), .init("Won"), .init("Won of accepted, 95 % interval"),
                .init("Revenue"), .init("Waiting"),
            ],
            rows: [
                .init(
                    .text("Webinar", href: "/leads?source=webinar"),
                    [
                        .number("611", href: "/leads?s=1"), .number("402", href: "/leads?s=2"), .number("318"), .number("86"),
                        .share(ratio(86, 318), scale: 0.5), .number("€ 1,204,500"), .number("12"),
                    ]),
                .init(
                    .text("Organic search"),
                    [
                        .number("1,490"), .number("540"), .number("402"), .number("71"), .share(ratio(71, 402), scale: 0.5), .number("€ 803,200"),
                        .number("31"),
                    ]),
                .init(
                    .text("Referral"),
                    [
                        .number("188"), .number("141"), .number("127"), .number("39"), .share(ratio(39, 127), scale: 0.5), .number("€ 690,000"),
                        .number("4"),
                    ]),
                .init(
                    .text("Paid search"),
                    [
                        .number("1,922"), .number("780"), .number("214"), .number("15"), .share(ratio(15, 214), scale: 0.5), .number("€ 96,400"),
                        .number("148", href: "/leads?s=9", isBad: true),
                    ]),
                .init(
                    .text("Trade fair"),
                    [.number("21"), .number("12"), .number("9"), .number("1"), .share(ratio(1, 9), scale: 0.5), .number("€ 18,000"), .number("2")]),
                .init(
                    .text("No lead known", note: "deals without a person"),
                    [.few("–"), .few("–"), .few("–"), .number("11"), .few("–"), .number("€ 214,000"), .few("–")]),
                .init(
                    .text("All"),
                    [
                        .number("4,812"), .number("1,930"), .number("1,104"), .number("223"), .share(ratio(212, 1_104), scale: 0.5),
                        .number("€ 3,026,100"), .number("197"),
                    ], isTotal: true),
            ]),
        reasons: [
            .init("No budget authority", "412", share: 0.41, href: "/leads?reason=1", side: "j"),
            .init("No project now", "288", share: 0.29, href: "/leads?reason=2", side: "s"),
            .init("Cannot be reached", "167", share: 0.17, side: "s"), .init("Student or private", "92", share: 0.09, side: "m"),
            .init("No reason recorded", "61", share: 0.06),
        ],
        notes: [
            Note("43 % of MQLs from paid search were rejected as “no budget authority”.", link: Link("148 leads", "/leads?s=9"), side: .joint),
            Note("Friday’s leads wait 2.9 days for a first call; others 3.1 hours.", link: Link("97 leads", "/leads?d=5"), side: .sales),
            Note(
                "All of these leads were exported after conversion, so no rate before it can be trusted.", remedy: "Export leads of every status.",
                side: .marketing),
        ],
        computed: [
            .init("Volume", "Leads opened in the period, by the company’s calendar. Excluded: 212 rows of your own domain and tests."),
            .init(
                "Quality",
                "Share of them that reached opportunity or later within 31 days, the usual lag. Leads younger than that are handled as open (Kaplan–Meier)."
            ),
            .init("Interval", "Wilson’s score interval, 95 %. Below 10 cases no share is shown."),
            .init("Times", "Only from moves whose time is exact to the minute; 38 % of moves were inferred from a later stage and give none."),
        ], csv: "/funnel.csv?by=source")

    static let waiting = WaitingPage(
        title: "Funnel", headline: "The journal is being read.", text: "It is kept in memory, so that every question afterwards is answered at once.",
        progress: Progress(done: 412_000, total: 1_000_000, text: "412,000 of 1,000,000 leads, about 4 s left"), refresh: 2)

    static let leads = LeadsPage(
        headline: "148 leads from paid search wait for a first answer.",
        filters: FilterBar(
            action: "/leads",
            selects: [
                .init("stage", "Stage", [Choice("", "Any"), Choice("mql", "MQL", selected: true)]),
                .init("owner", "Owner", [Choice("", "Anybody"), Choice("3", "Ben Osei")]),
            ],
            hidden: [Choice("paid", "source")],
            chips: [.init("Source: Paid search", without: "/leads?stage=mql"), .init("Waiting", without: "/leads?source=paid")], search: ""),
        table: Table(
            columns: [
                .init("Contact", isText: true), .init("Company", isText: true), .init("Stage", isText: true), .init("Owner", isText: true),
                .init("Opened", href: "/leads?sort=opened"), .init("In stage", href: "/leads?sort=age"),
            ],
            rows: [
                .init(
                    .text("Priya Raman", href: "/contacts/1"),
                    [.text("Nordwind Logistik"), .text("MQL", side: .joint), .text("pool"), .number("12 Mar 2026"), .number("2.9 d", isBad: true)]),
                .init(
                    .text("Jean-Baptiste Lacroix-Desrosiers", href: "/contacts/2"),
                    [
                        .text("Société Générale de Transport & Fils"), .text("MQL", side: .joint), .text("Ben Osei"), .number("11 Mar 2026"),
                        .number("3.1 d"),
                    ]),
                .init(
                    .text("安藤 由美子", href: "/contacts/3"),
                    [.text("東西運輸"), .text("Inquiry", side: .marketing), .text("pool"), .number("9 Mar 2026", note: "date only"), .few("no time")]),
                .init(
                    .text("info@hafen-kiel.example", href: "/contacts/4", note: "shared mailbox"),
                    [.text("Hafen Kiel"), .text("SQL", side: .sales), .text("Tomas Berg"), .number("2 Mar 2026"), .number("10 d")]),
            ]),
        pager: Pager("First 50 of 148", first: nil, next: "/leads?after=abc"), back: Link("Funnel", "/funnel?by=source"))

    static let leadsEmpty = LeadsPage(
        headline: "No leads yet.", filters: FilterBar(action: "/leads", search: "nord"),
        empty: EmptyState(
            "Nothing here matches “nord”.", "Take a filter away, or import the file that should hold it.", link: Link("Import files", "/imports/new"))
    )

    static let contact = ContactPage(
        name: "Priya Raman", role: "Head of Operations", account: Link("Nordwind Logistik", "/accounts/9"), accountDetail: "340 people, Hamburg",
        addresses: ["priya.raman@nordwind.example", "+49 40 5550 100", "HubSpot contact 90210"],
        headline: "One lead is open as MQL since 09:31 today; an earlier one came back in March with “no project before autumn”.",
        leads: [
            .init(id: "31", name: "Freight platform · new · inbound", stage: .mql, opened: "12 Oct 2026", owner: "in the pool", reached: .mql),
            .init(
                id: "12", name: "Freight platform · new · outbound", stage: .recycled, opened: "2 Mar 2026", ended: nil, owner: "Ben Osei",
                reason: "no project before autumn", reached: .sal),
        ],
        days: [
            .init(
                "Today",
                [
                    .init(
                        when: "09:31", side: .joint, kind: "move", text: "Inquiry to MQL", detail: "68 points under agreement 7", by: "the engine",
                        marks: [Mark(.derived)]),
                    .init(
                        when: "09:30", side: .marketing, kind: "touch", text: "Read Pricing, 4 minutes",
                        detail: "from the newsletter “September costs”"),
                ]),
            .init(
                "12 March 2026",
                [
                    .init(
                        when: "14:05", side: .sales, kind: "move", text: "SAL to Recycled", detail: "“no project before autumn”, until 1 September",
                        by: "Ben Osei", marks: [Mark(.decided)]),
                    .init(when: "14:02", side: .sales, kind: "touch", text: "Called, reached", by: "Ben Osei"),
                    .init(
                        when: "", side: .joint, kind: "move", text: "MQL to SAL", by: "import 7",
                        marks: [Mark(.inferred), Mark(.day)].compactMap(\.self)),
                ]),
            .init(
                "2 March 2026",
                [
                    .init(
                        when: "", side: .marketing, kind: "fact", text: "Title: Head of Operations", by: "import 7",
                        marks: [Mark(.observed), Mark(.day)].compactMap(\.self)),
                    .init(
                        when: "11:00", side: .marketing, kind: "touch", text: "Webinar “Border paperwork”, stayed to the end", href: "/campaigns/4"),
                ]),
        ],
        older: "/contacts/1?before=abc",
        deals: [
            .init(name: "Nordwind, 40 seats", stage: "Proposal", amount: "€ 42,000", closes: "closes 30 Nov 2026", link: "contact role"),
            .init(name: "Nordwind pilot", stage: "Won", amount: "€ 6,400", closes: "won 3 Feb 2025", link: "same account, 90 %", isWon: true),
        ],
        facts: [
            .init("Title", "Head of Operations", source: "HubSpot, 2 Mar 2026", marks: [Mark(.day)].compactMap(\.self)),
            .init("Persona", "Operations lead", source: "derived"),
            .init("Country", "Germany", source: "Salesforce"),
            .init("LinkedIn", "https://linkedin.example/in/priya-raman-operations-hamburg-logistics", source: "by hand"),
        ])
}
