// SPDX-License-Identifier: Apache-2.0
import Analytics
import App
import Domain

/// The audit with everything on it, and with nothing to say.
enum SampleAuditPage {
    private static func ratio(_ hits: Int, _ n: Int) -> Ratio { wilson(hits, of: n) ?? Ratio(value: 0, low: 0, high: 1, n: 0) }

    private static let computed = [Term("Costs", "A range: every factor at the low, then at the high end of its 95 % interval.")]

    static let full: AuditPage = {
        var page = AuditPage(
            headline: "2 things to talk about, and a first agreement that your own history supports.",
            basis: "Northlight Systems: 2,065 leads and 485 deals, as recorded until 31 Mar 2026. No person is named.",
            figures: [
                Figure("1,982", "people in both records"), Figure("€ 120,000 to € 260,000", "worth testing", note: "212 leads, each counted once"),
            ],
            records:
                "Marketing's HubSpot contacts and sales' Salesforce leads have 1,982 people in common; 1,018 only marketing knows, 0 only sales.",
            disagreements: Table(
                columns: [.init("Field", isText: true), .init("Two values")], rows: [.init(.text("Company name"), [.number("201")])]),
            talks: [
                .init(
                    side: "s", sentence: "212 leads that sales was handed were never called or written to: 18 % of 1,180.",
                    detail: "16 % to 20 % with 95 % confidence.", cost: "€ 120,000 to € 260,000",
                    formula: "Of 212 leads that nothing above it counts: leads × share × amount.",
                    test: "Worth testing: hand over fewer.", rows: Link("The 212 leads behind it", "/audit/rows?finding=0")),
                .init(
                    side: "m", sentence: "Paid social brings 35 % of the leads; 1.2 % of them come to opportunity, of the others 27 %.",
                    detail: "23.5 to 28.6 points apart with 95 % confidence.", cost: nil, formula: nil, test: nil, rows: nil),
            ], sum: "Together € 120,000 to € 260,000, of 212 leads, each counted once: worth testing, not lost.",
            tested: "14 differences were tested; of those told here at most 1.0 % is expected to be chance.",
            untold: [Note("Spend without revenue: no file tells of spend.", remedy: "Import what was spent by month and source.")],
            draft: .init(
                basis: "A good lead: source is not Paid social. Chosen on the earlier half of your history.", last: 1, place: 1,
                now: "23 leads a week",
                points: [
                    .init(
                        place: 0, isProposed: false, label: "9 leads a week", clauses: ["Source is Referral", "Seniority is director"],
                        figures: [Figure("57 %", "of opportunities kept", band: Band(ratio(90, 158)))], marketing: ["At least 8 such leads a week."],
                        sales: ["A first attempt within a working day."]),
                    .init(
                        place: 1, isProposed: true, label: "23 leads a week", clauses: ["Source is not Paid social"],
                        figures: [Figure("98 %", "of opportunities kept")],
                        marketing: ["At least 21 such leads a week."], sales: ["A first attempt within 1.5 d: four of five had theirs by then."]),
                ],
                all: Table(columns: [.init("A good lead", isText: true)], rows: [.init(.text("source is not Paid social", note: "proposed"), [])])),
            noDraft: nil, computed: computed, canSend: true,
            sent: .init(link: "http://127.0.0.1:8080/shared/audit/AAAA BBBB", until: "26 Dec 2026"), report: "/audit/file.html")
        page.from = "Ana Duarte sent this on 26 Nov 2026, as it was then."
        return page
    }()

    static let nothing = AuditPage(
        headline: "12 leads, 0 deals, and nothing that stands out.", basis: "As recorded until 31 Mar 2026.", figures: [],
        records: "No list of people is here yet.", disagreements: nil, talks: [], sum: nil, tested: nil, untold: [], draft: nil,
        noDraft: "No definition is proposed: 3 opportunities in the earlier half, 1 in the later.", computed: computed)
}
