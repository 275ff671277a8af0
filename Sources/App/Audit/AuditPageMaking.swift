// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// Makes the page of an audit; the same for a reader, for a counterpart and for the file.
struct AuditPageMaking {
    let answer: AuditAnswer
    /// The place of the slider that is shown first; the proposed one where it is nil.
    var place: Int?
    /// Addresses of the rows behind a finding, by its place; nil for those who can't open any.
    var rows: ((Int) -> String)?
    /// Addresses of the people behind a number of the records, likewise.
    var people: ((String) -> String)?
    /// Whom findings are about, by their place: for leaders who asked.
    var names: [Int: String] = [:]
    /// Between roles and names; nil for those who have no choice.
    var naming: Link?

    func page(canSend: Bool = false, sent: AuditPage.Sent? = nil, report: String? = nil) -> AuditPage {
        AuditPage(
            headline: headline, basis: basis, figures: figures, records: answer.records.sentence, disagreements: disagreements,
            talks: answer.findings.enumerated().map { talk($0, $1) }, sum: sum, tested: tested,
            untold: answer.untold.map { Note($0.sentence, remedy: $0.remedy) }, draft: draft, noDraft: draft == nil ? answer.draft.sentence : nil,
            computed: computed, canSend: canSend, sent: sent, report: report, naming: naming)
    }

    private var headline: String {
        let count = answer.findings.count
        guard count > 0 else { return "\(Format.plural(answer.leads, "lead")), \(Format.plural(answer.deals, "deal")), and nothing that stands out." }
        return
            "\(count == 1 ? "One thing" : "\(Format.count(count)) things") to talk about\(answer.draft.points.isEmpty ? "." : ", and a first agreement that your own history supports.")"
    }

    var basis: String {
        let who = answer.company.isEmpty ? "" : "\(answer.company): "
        let lag = answer.usualLagDays.map { " It usually takes up to \(Format.fixed($0, 0)) days to come to opportunity." } ?? ""
        return
            "\(who)\(Format.plural(answer.leads, "lead")) and \(Format.plural(answer.deals, "deal")), as recorded until \(Format.moment(answer.asOf, in: .utc, precision: .day)).\(lag)\(apart)\(names.isEmpty ? " No person is named." : " Colleagues are named for you alone; the file and the link name roles.")"
    }

    private var apart: String {
        let counted = answer.excluded.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard !counted.isEmpty else { return "" }
        let parts = counted.map { "\(Format.count($0.value)) \(ExclusionReason(rawValue: $0.key)?.label ?? $0.key)" }
        return " Counted apart: \(AuditWords.list(parts))."
    }

    private var figures: [Figure] {
        var figures: [Figure] = []
        if !answer.records.marketing.isEmpty, !answer.records.sales.isEmpty {
            figures = [
                Figure(Format.count(answer.records.both), "people in both records", href: people?("both")),
                Figure(Format.count(answer.records.onlyMarketing), "only marketing knows", href: people?("marketing")),
                Figure(Format.count(answer.records.onlySales), "only sales knows", href: people?("sales")),
            ]
        }
        if let costs = answer.costs {
            figures.append(
                Figure("\(Format.range(costs.low, costs.high))", "worth testing", note: "\(Format.plural(costs.rows, "lead")), each counted once"))
        }
        return figures
    }

    private var disagreements: Table? {
        let rows = answer.records.disagreements.filter { $0.differ > 0 }.sorted { $0.differ > $1.differ }
        guard !rows.isEmpty else { return nil }
        return Table(
            columns: [.init("Field", isText: true), .init("Two values"), .init("Both say one"), .init("Share")],
            rows: rows.map { row in
                Table.Row(
                    .text(Self.field(row.field)),
                    [
                        .number(Format.count(row.differ), href: people?("field:\(row.field)")), .number(Format.count(row.both)),
                        .number(Format.percent(Double(row.differ) / Double(max(1, row.both)))),
                    ])
            })
    }

    private static func field(_ name: String) -> String {
        let words = name.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private func talk(_ place: Int, _ talk: AuditAnswer.Talk) -> AuditPage.Talk {
        let rows = talk.rows > 0 ? rows.map { Link("The \(Format.plural(talk.rows, talk.isOfDeals ? "deal" : "lead")) behind it", $0(place)) } : nil
        return AuditPage.Talk(
            side: talk.side == .marketing ? "m" : talk.side == .sales ? "s" : "j",
            sentence: names[place].map { "\($0): \(talk.sentence.prefix(1).lowercased())\(talk.sentence.dropFirst())" } ?? talk.sentence,
            detail: talk.detail,
            cost: talk.cost.map { "\(Format.range($0.low, $0.high))" },
            formula: talk.cost.map { "Of \(Format.plural($0.rows, "lead")) that nothing above it counts: \($0.formula). \($0.assumption)" },
            test: talk.worthTesting,
            rows: rows)
    }

    private var sum: String? {
        answer.costs.map {
            "Together \(Format.range($0.low, $0.high)), of \(Format.plural($0.rows, "lead")), each counted once: worth testing, not lost."
        }
    }

    private var tested: String? {
        guard answer.tested > 0 else { return nil }
        return
            "\(Format.plural(answer.tested, "difference")) \(answer.tested == 1 ? "was" : "were") tested; of those told here at most \(Format.percent(answer.falseShare)) is expected to be chance."
    }

    // MARK: The draft

    private var draft: AuditPage.Draft? {
        let draft = answer.draft
        guard draft.points.indices.contains(draft.proposed) else { return nil }
        let shown = place.flatMap { draft.points.indices.contains($0) ? $0 : nil } ?? draft.proposed
        let points = draft.points.enumerated().map { index, point in
            AuditPage.Point(
                place: index, isProposed: index == shown, label: Self.perWeek(point),
                clauses: point.clauses.map { $0.prefix(1).uppercased() + $0.dropFirst() },
                figures: figures(point), marketing: point.marketingPromise, sales: point.salesPromise)
        }
        return AuditPage.Draft(
            basis: draft.basis, last: points.count - 1, place: shown, now: Self.perWeek(draft.points[shown]), points: points, all: table)
    }

    private static func perWeek(_ point: AuditAnswer.Point) -> String {
        "\(Format.fixed(point.leadsPerWeek, point.leadsPerWeek < 10 ? 1 : 0)) leads a week"
    }

    private static func range(_ ratio: Ratio) -> String { "\(Format.percent(ratio.low)) to \(Format.percent(ratio.high))" }

    private func figures(_ point: AuditAnswer.Point) -> [Figure] {
        var figures = [
            Figure(
                Format.fixed(point.leadsPerWeek, point.leadsPerWeek < 10 ? 1 : 0), "leads a week to sales",
                note: "\(Format.percent(point.letIn.value)) of all"),
            Figure(
                Format.percent(point.kept.value), "of opportunities kept",
                note: "\(Self.range(point.kept)); claimed beforehand: \(Self.range(point.claimed))", band: Band(point.kept)),
        ]
        if let revenue = point.revenueKept {
            let unknown = point.neverWorked.flatMap {
                $0.value > 0 ? "; of those let in \(Format.percent($0.value)) were never worked, so their outcome is unknown" : nil
            }
            figures.append(
                Figure(Format.percent(revenue.value), "of won revenue kept", note: Self.range(revenue) + (unknown ?? ""), band: Band(revenue)))
        }
        if let hours = point.hoursBack {
            figures.append(Figure("\(Format.fixed(hours, 0)) h", "a week returned to sales", note: "calls and mails at 10 minutes, meetings at 45"))
        }
        figures.append(
            Figure(
                Format.percent(point.quality.value), "of those let in come to opportunity",
                note: point.qualityOut.map { "\(Format.percent($0.value)) of those left out" }))
        return figures
    }

    private var table: Table {
        let draft = answer.draft
        return Table(
            columns: [
                .init("A good lead", isText: true), .init("Leads a week"), .init("Opportunities kept"), .init("Won revenue kept"),
                .init("Hours back a week"),
            ],
            rows: draft.points.enumerated().map { index, point in
                Table.Row(
                    .text(point.text, note: index == draft.proposed ? "proposed" : nil),
                    [
                        .number(Format.fixed(point.leadsPerWeek, 1)), .number(Format.percent(point.kept.value)),
                        point.revenueKept.map { .number(Format.percent($0.value)) } ?? .few("–"),
                        point.hoursBack.map { .number(Format.fixed($0, 1)) } ?? .few("–"),
                    ])
            })
    }

    private var computed: [Term] {
        let barred = answer.draft.barred.map {
            "\($0.name) (\(DraftWords.why($0.reason)))"
        }
        return [
            Term(
                "Findings",
                "Counts are of the ledger. Differences are told where they stand among all that were tested (Benjamini and Hochberg, at most 1 in 100 false); speed, time of the week and teams are compared at the same source (Mantel and Haenszel). Nothing here is a cause."
            ),
            Term(
                "Costs",
                "A range: every factor at the low, then at the high end of its 95 % interval. A lead is costed by the first finding that it belongs to, and by no other."
            ),
            Term(
                "The definition",
                "At most three clauses over what was known when the lead came. Searched on three fifths of the earlier half of your history, claimed on the other two fifths, judged on the later half; proposed only where it is better inside than outside on both. Looked at: \(answer.draft.looked.joined(separator: ", "))."
                    + (barred.isEmpty ? "" : " Not used: \(barred.joined(separator: ", ")).")),
        ]
    }
}
