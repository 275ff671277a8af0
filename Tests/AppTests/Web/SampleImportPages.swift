// SPDX-License-Identifier: Apache-2.0
import App
import Domain

/// The pages of an import, from choosing files to taking it back.
extension SamplePages {
    static let importCounts = Table(
        columns: [.init("Kind", isText: true), .init("Read"), .init("Created"), .init("Updated"), .init("Unchanged"), .init("Rejected")],
        rows: [
            .init(
                .text("Contacts"),
                [.number("12,408"), .number("11,990"), .number("301"), .number("110"), .number("7", href: "/imports/7/rejected", isBad: true)]),
            .init(.text("Deals"), [.number("1,204"), .number("1,204"), .number("0"), .number("0"), .number("0")]),
            .init(.text("All"), [.number("13,612"), .number("13,194"), .number("301"), .number("110"), .number("7")], isTotal: true),
        ])

    static let imports = ImportsPage(
        headline: "4 imports; the latest added 13,194 rows.",
        table: Table(
            columns: [
                .init("Import", isText: true), .init("When", isText: true), .init("By", isText: true), .init("Read"), .init("Created"),
                .init("Rejected"), .init("State", isText: true),
            ],
            rows: [
                .init(
                    .text("HubSpot contacts and deals", href: "/imports/7"),
                    [
                        .text("14 Oct 2026, 10:12"), .text("Ana Duarte"), .number("13,612"), .number("13,194"),
                        .number("7", href: "/imports/7/rejected"), .text("done"),
                    ]),
                .init(
                    .text("leads-2026-q3.csv", href: "/imports/6"),
                    [.text("13 Oct 2026, 16:40"), .text("Ana Duarte"), .number("412,000"), .number("411,877"), .number("0"), .text("running, 41 %")]),
                .init(
                    .text("spend.csv", href: "/imports/5"),
                    [.text("1 Oct 2026, 09:00"), .text("command line"), .number("36"), .number("36"), .number("0"), .text("taken back")]),
            ]))

    static let importsEmpty = ImportsPage(
        headline: "Nothing was imported yet.",
        empty: EmptyState(
            "One funnel from the files that you have.", "Export contacts, leads and deals from your CRM as CSV; Entente finds out what is what."))

    static let running = ImportPage(
        title: "Import 7", headline: "412,000 of 1,000,000 rows are in.", basis: "leads-2026-q3.csv · started by Ana Duarte at 10:12",
        steps: Steps(current: 3),
        progress: Progress(done: 412_000, total: 1_000_000, text: "51,000 rows a second, 12 s left"), poll: "/imports/7",
        figures: [Figure("411,877", "created"), Figure("116", "updated"), Figure("7", "rejected")])

    static let done = ImportPage(
        title: "Import 7", headline: "13,194 rows are new, 301 changed something, 7 could not be used.",
        basis: "HubSpot contacts and deals · Ana Duarte, 14 Oct 2026, 10:12, 1.4 s",
        counts: importCounts,
        notes: [
            Note("No lost deals are in the file, so a win rate would be too high.", remedy: "Export deals of every stage.", side: .sales),
            Note("412 contacts have no key and are kept at rest.", side: .marketing),
        ],
        rejected: Link("The 7 rejected rows, with reasons", "/imports/7/rejected"), undo: "/imports/7/undo",
        undoHint: "Removes what this import brought and keeps what people did since, with a list of it.", next: Link("See the funnel", "/funnel"))

    static let upload = UploadPage(action: "/imports", limit: "4 GB")

    private static func fieldOptions(_ selected: String) -> String {
        Options.html(
            [
                ChoiceGroup("", [Choice("", "leave out"), Choice("custom", "own field")]),
                ChoiceGroup(
                    "Person",
                    [Choice("email", "E-mail"), Choice("first_name", "First name"), Choice("last_name", "Last name"), Choice("title", "Title")]),
                ChoiceGroup(
                    "Lead", [Choice("status", "Status"), Choice("created_at", "Created"), Choice("source", "Source"), Choice("amount", "Amount")]),
            ], selected: selected)
    }

    static let columns = ColumnsPage(
        headline: "Both files were recognized. One column needs your word.", action: "/imports/7/columns",
        files: [
            .init(
                name: "hubspot-crm-exports-all-contacts-2026-10-14.csv", detail: "12,408 rows · 31 columns · UTF-8 · commas", kindInput: "kind.1",
                kindOptions: Options.html([
                    Choice("contacts", "Contacts of HubSpot", selected: true), Choice("leads", "Leads"), Choice("skip", "leave this file out"),
                ]),
                reasons: ["has Record ID and Lifecycle Stage", "26 of 31 columns are HubSpot’s"],
                columns: [
                    .init(
                        input: "c.1.1", name: "Email", samples: ["priya.raman@nordwind.example", "ben@hafen.example"], options: fieldOptions("email")),
                    .init(
                        input: "c.1.2", name: "Create Date", samples: ["03/07/2026 09:12", "14/02/2026 17:40"], options: fieldOptions("created_at"),
                        hint: "European: 14 can’t be a month"),
                    .init(
                        input: "c.1.3", name: "Became a Marketing Qualified Lead Date", samples: ["03/07/2026", "01/02/2026"],
                        options: fieldOptions("created_at"), hint: "Nothing in the column decides.", needsAnswer: true,
                        question: .init(
                            input: "d.1.3", label: "Order of day and month",
                            options: Options.html([
                                Choice("", "day or month first?"), Choice("dmy", "day first: 3 July"), Choice("mdy", "month first: 7 March"),
                            ]))),
                    .init(input: "c.1.4", name: "Lead Status", samples: ["New", "Attempting", "Bad timing"], options: fieldOptions("status")),
                    .init(input: "c.1.5", name: "Fax <old>", samples: [], options: fieldOptions("")),
                ],
                others: [.init(input: "c.1.6", name: "Tier", samples: ["A", "B"], options: fieldOptions("custom"))]),
            .init(
                name: "deals.xlsx", detail: "44 kB", kindInput: "kind.2",
                kindOptions: Options.html([Choice("skip", "leave this file out", selected: true)]),
                reasons: [], columns: [], problem: Note("This is an Excel file named .csv.", remedy: "In Excel: File → Save as → CSV UTF-8.")),
        ], hrefs: ["/imports/new"], problem: nil)

    static let values = ValuesPage(
        headline: "Their words, in ours. 3 of 21 are new to Entente.", action: "/imports/7/values",
        groups: [
            .init(
                name: "Status", hint: "Lead Status of HubSpot contacts",
                values: [
                    .init(
                        input: "v.1", text: "New", count: "4,120",
                        options: Options.html([Choice("inquiry", "Inquiry", selected: true), Choice("mql", "MQL")])),
                    .init(
                        input: "v.2", text: "Attempting to contact", count: "1,930",
                        options: Options.html([Choice("inquiry", "Inquiry"), Choice("mql", "MQL", selected: true)])),
                    .init(
                        input: "v.3", text: "Bad timing", count: "412", options: Options.html([Choice("recycled", "Recycled", selected: true)]),
                        isNew: true),
                ], rare: [.init(input: "v.4", text: "zzz test", count: "1", options: Options.html([Choice("", "leave as it is", selected: true)]))]),
            .init(
                name: "Source", hint: "Original Source",
                values: [
                    .init(input: "v.5", text: "OFFLINE", count: "6,201", options: Options.html([Choice("offline", "Offline", selected: true)])),
                    .init(input: "v.6", text: "PAID_SEARCH", count: "1,922", options: Options.html([Choice("paid", "Paid search", selected: true)])),
                ]),
        ], hrefs: ["/imports/new", "/imports/7/columns"])

    static let start = StartPage(
        headline: "13,194 rows would be new. Nothing is written yet.", action: "/imports/7/start",
        figures: [
            Figure("11,990", "new contacts"), Figure("4,812", "new leads"), Figure("1,204", "new deals"),
            Figure("94 %", "of deals find their people"),
        ], counts: importCounts,
        notes: [Note("No lost deals are in the file, so a win rate would be too high.", remedy: "Export deals of every stage.", side: .sales)],
        exclusions: [
            Choice("own", "212 rows of your own domain, nordwind.example", selected: true),
            Choice("test", "14 rows that look like tests", selected: true), Choice("competitor", "9 rows of freightrival.example"),
        ],
        hrefs: ["/imports/new", "/imports/7/columns", "/imports/7/values"])
}
