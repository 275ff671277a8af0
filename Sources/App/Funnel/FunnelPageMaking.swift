// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// Makes the page of a reading: every number with the address of its rows.
struct FunnelPageMaking {
    let reading: FunnelReading
    let role: Role
    let answer: FunnelAnswer
    let report: FunnelReport
    let address: FunnelAddress

    init(_ reading: FunnelReading, _ answer: FunnelAnswer, role: Role) {
        (self.reading, self.role, address, self.answer) = (reading, role, reading.address, answer)
        report = answer.funnel
    }

    var page: FunnelPage {
        FunnelPage(
            headline: headline, basis: basis, filters: filters, figures: figures, picture: picture, trend: trend, stages: stages, exits: exits,
            groupTitle: "By \(report.by)", groups: groups, groupNote: groupNote, dealsTitle: "Deals by their own \(report.by)", deals: ownDeals,
            periodTitle: periodTitle, periods: periods, reasons: reasons, notes: notes,
            computed: report.explanations.map { Term($0.term, $0.text) }, csv: reading.address.href("/funnel/table.csv"))
    }

    func leads(_ group: ListedGroup, _ measure: FunnelMeasure, at stage: Stage? = nil, period: Int? = nil) -> String {
        LeadNumber(group, measure, at: stage, period: period).href(address)
    }

    func deals(_ group: ListedGroup, _ measure: DealMeasure, isOfLeads: Bool = true) -> String {
        DealNumber(group, measure, isOfLeads: isOfLeads).href(address)
    }

    /// Nothing is linked where there is nothing to see.
    func number(_ count: Int, _ href: String, isBad: Bool = false) -> Cell {
        count == 0 ? .number("0") : .number(Format.count(count), href: href, isBad: isBad)
    }

    // MARK: What is the case

    private var headline: String {
        let total = report.total, open = total.stages.reduce(0) { $0 + $1.open }
        guard total.volume > 0 || address.request.activity else {
            return total.deals.deals > 0
                ? "No lead was opened in this time, \(Format.plural(total.deals.deals, "deal")) were." : "No lead was opened in this time."
        }
        if address.request.activity {
            return
                "\(Format.plural(total.volume, "lead")) \(total.volume == 1 ? "was" : "were") opened, \(Format.plural(total.deals.won, "deal")) won; \(Format.count(open)) leads are open now."
        }
        let reached = total.stages.first { $0.stage == "opportunity" }?.reached ?? 0
        return
            "Of \(Format.plural(total.volume, "lead")), \(Format.count(reached)) came to opportunity, \(Format.count(total.wonLeads)) \(total.wonLeads == 1 ? "is" : "are") won "
            + "and \(Format.count(open)) \(open == 1 ? "is" : "are") still open."
    }

    private var basis: String {
        let from = address.request.from.map(Format.day) ?? "", to = address.request.to.map(Format.day) ?? ""
        let what =
            address.request.activity
            ? "What happened from \(from) to \(to), to leads of any age" : "Leads opened from \(from) to \(to), with all that became of them"
        return "\(what). Counted in leads; days of \(reading.held.zone.name). Stages as recorded by the systems they came from."
    }

    private var figures: [Figure] {
        let total = report.total, quality = total.quality
        let days = report.usualLag.days.map { "\(Format.fixed($0, 0)) days" } ?? "the usual lag"
        let range: String? =
            if let share = quality.share {
                "\(Format.percent(share.low, decimals: 1)) to \(Format.percent(share.high, decimals: 1)) with 95 % confidence"
            } else {
                quality.missing
            }
        return [
            Figure(
                Format.count(total.volume), "leads opened: volume", href: total.volume == 0 ? nil : leads(.total, .volume),
                note: Format.plural(total.contacts, "contact") + (total.accounts > 0 ? " at \(Format.plural(total.accounts, "account"))" : "")),
            Figure(
                quality.share.map { Format.percent($0.value, decimals: 1) } ?? "not enough data", "reach opportunity within \(days): quality",
                note: range, band: quality.share.map { Band($0, scale: Self.scale([$0])) }),
            Figure(
                Format.count(total.deals.won), "deals won of \(Format.count(total.deals.deals))",
                href: total.deals.won == 0 ? nil : deals(.total, .won),
                note: report.linkRate.map { "a lead is known for \(Format.percent($0.value)) of the deals" }),
            Figure(
                total.deals.revenue.map { Format.money($0) } ?? "too large to say", "won revenue",
                note: total.deals.wonWithoutAmount == 0
                    ? nil : "\(Format.plural(total.deals.wonWithoutAmount, "won deal")) without an amount that can be counted"),
        ]
    }

    private var picture: FunnelPicture {
        let stages = report.total.stages
        // The step where the smallest share goes on, of those that enough leads came to.
        let worst = stages.filter { $0.reached >= 20 && $0.conversion != nil }.min { ($0.conversion?.value ?? 1) < ($1.conversion?.value ?? 1) }?
            .stage
        return FunnelPicture(
            stages.enumerated().map { index, line in
                let before = index > 0 ? stages[index - 1] : nil, stage = Stage(name: line.stage)
                return FunnelPicture.Stage(
                    line.label, line.reached, side: line.side, href: line.reached == 0 ? nil : leads(.total, .reached, at: stage),
                    conversion: before?.conversion.map { Format.percent($0.value) },
                    time: before?.time.medianSeconds.map { time($0, before?.time.unit) },
                    isWorst: before != nil && before?.stage == worst)
            })
    }

    func time(_ seconds: Double, _ unit: String?) -> String {
        unit == "days" ? "\(Format.fixed(seconds / 86_400, seconds < 864_000 ? 1 : 0)) d" : Format.duration(seconds)
    }

    private var reasons: [FunnelPage.Reason] {
        let all = reading.reasons, most = Double(all.first?.leads ?? 1)
        return all.prefix(12).map { line in
            FunnelPage.Reason(
                "\(line.reason) · \(line.stage.label)", Format.count(line.leads), share: Double(line.leads) / most,
                href: address.href("/funnel/leads", [("reason", line.reason), ("stage", line.stage.name)]), side: line.stage.side.mark)
        }
    }

    private var notes: [Note] {
        var notes =
            (reading.isStale
                ? [Note("The ledger has moved; newer numbers are being loaded.", link: Link("Show them", reading.asked.href("/funnel")))] : [])
        let canImport = role != .sales && role != .sdr
        notes += report.warnings.map { warning in
            let wantsFile = ["lag_unknown", "times_unknown", "links_missing"].contains(warning.code)
            return Note(warning.sentence, link: wantsFile && canImport ? Link("Import it", "/imports/new") : nil)
        }
        notes += answer.warnings.map { Note($0) }
        let apart = Exclusion.allCases.compactMap { reason in answer.excluded[reason.name].flatMap { $0 > 0 ? (reason, $0) : nil } }
        if !apart.isEmpty {
            let what = apart.map { "\(Format.count($0.1)) \(ExclusionReason(rawValue: $0.0.name)?.label ?? $0.0.name)" }.joined(separator: ", ")
            let count = apart.reduce(0) { $0 + $1.1 }
            notes.append(
                Note(
                    "\(Format.plural(count, "contact")) \(count == 1 ? "is" : "are") counted apart, and in no number here: \(what).",
                    link: Link("Look at them", "/leads?apart=any")))
        }
        return notes
    }

    // MARK: Filters

    private var filters: FilterBar {
        let fields = reading.held.details.groupingFields.prefix(60).map { Choice("field:\($0)", $0) }
        let asked = reading.asked.request
        let dimensions = FunnelDimension.named.map { Choice($0.name, $0.label.prefix(1).uppercased() + $0.label.dropFirst()) }
        return FilterBar(
            action: "/funnel", dates: [.init("from", "From", asked.from?.iso ?? ""), .init("to", "To", asked.to?.iso ?? "")],
            selects: [
                .init(
                    "by", "By", groups: [ChoiceGroup("", dimensions)] + (fields.isEmpty ? [] : [ChoiceGroup("Your own fields", fields)]),
                    selected: asked.by.name),
                .init(
                    "as", "As", [Choice("", "Cohort: opened then"), Choice("activity", "Activity: happened then")],
                    selected: asked.activity ? "activity" : ""),
                .init(
                    "every", "Every", Period.allCases.map { Choice($0.rawValue, $0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst()) },
                    selected: address.request.period?.rawValue),
            ],
            hidden: asked.usualLagDays.map { [Choice("lag", String($0))] } ?? [])
    }

    // MARK: Words

    /// The right end of bands that are compared: a bit beyond the furthest of their intervals.
    static func scale(_ ratios: [Ratio]) -> Double { min(1, max(0.05, (ratios.map(\.high).max() ?? 1) * 1.1)) }
}
