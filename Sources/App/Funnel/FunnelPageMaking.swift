// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// Makes the page of a reading: every number with the address of its rows.
struct FunnelPageMaking {
    let reading: FunnelReading
    let role: Role
    private let answer: FunnelAnswer
    private let report: FunnelReport
    private let address: FunnelAddress

    init(_ reading: FunnelReading, _ answer: FunnelAnswer, role: Role) {
        (self.reading, self.role, address, self.answer) = (reading, role, reading.address, answer)
        report = answer.funnel
    }

    var page: FunnelPage {
        FunnelPage(
            headline: headline, basis: basis, filters: filters, figures: figures, picture: picture, trend: trend, stages: stages, exits: exits,
            groupTitle: "By \(report.by)", groups: groups, groupNote: groupNote, dealsTitle: "Deals by their own \(report.by)", deals: ownDeals,
            periodTitle: periodTitle, periods: periods, reasons: reasons, notes: notes,
            computed: report.explanations.map { FunnelPage.Term($0.term, $0.text) }, csv: reading.address.href("/funnel/table.csv"))
    }

    private func leads(_ group: ListedGroup, _ measure: FunnelMeasure, at stage: Stage? = nil, period: Int? = nil) -> String {
        LeadNumber(group, measure, at: stage, period: period).href(address)
    }

    private func deals(_ group: ListedGroup, _ measure: DealMeasure, isOfLeads: Bool = true) -> String {
        DealNumber(group, measure, isOfLeads: isOfLeads).href(address)
    }

    /// Nothing is linked where there is nothing to see.
    private func number(_ count: Int, _ href: String, isBad: Bool = false) -> Cell {
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
                note: "\(Format.plural(total.contacts, "contact")) at \(Format.plural(total.accounts, "account"))"),
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

    private func time(_ seconds: Double, _ unit: String?) -> String {
        unit == "days" ? "\(Format.fixed(seconds / 86_400, seconds < 864_000 ? 1 : 0)) d" : Format.duration(seconds)
    }

    // MARK: Tables

    private var stages: Table {
        let isCohort = !address.request.activity
        var columns: [Table.Column] = [
            .init("Stage", isText: true), .init("In", hint: "Leads with a move into the stage"), .init("Out", hint: "Went straight to a later stage"),
            .init("Reached", hint: "Came to this stage or a later one"), .init("Open", hint: "Stand here now"),
        ]
        if isCohort {
            columns.append(.init("Go on, 95 % interval", hint: "Of those who reached this stage, the share that reached the next"))
            columns.append(.init("Will end between", hint: "What that share will be at least and at most, since some are still open"))
        }
        columns += [
            .init("Median", hint: "Days or hours in the stage, where both ends are known"),
            .init("9 in 10", hint: "90th percentile of the time in the stage"),
            .init("Stuck", hint: "Open here for longer than 9 in 10 were"),
        ]
        let scale = Self.scale(report.total.stages.compactMap(\.conversion))
        return Table(
            columns: columns,
            rows: report.total.stages.map { line in
                let stage = Stage(name: line.stage)
                var cells = [
                    number(line.in, leads(.total, .entered, at: stage)), number(line.out, leads(.total, .left, at: stage)),
                    number(line.reached, leads(.total, .reached, at: stage)), number(line.open, leads(.total, .open, at: stage)),
                ]
                if isCohort {
                    let bounds = line.isOpen ? line.low.flatMap { low in line.high.map { "\(Format.percent(low)) – \(Format.percent($0))" } } : nil
                    cells.append(line.stage == "won" ? .few("–") : .share(line.conversion, scale: scale))
                    cells.append(bounds.map { .number($0) } ?? .few("–"))
                }
                cells += [
                    line.time.medianSeconds.map { .number(time($0, line.time.unit)) } ?? .few("–"),
                    line.time.p90Seconds.map { .number(time($0, line.time.unit)) } ?? .few("–"),
                    line.stuck.map { number($0, leads(.total, .stuck, at: stage), isBad: $0 > 0) } ?? .few("–"),
                ]
                return Table.Row(.text(line.label, side: line.side), cells)
            })
    }

    /// Where leads leave, or come back.
    private var exits: Table? {
        let lines = report.total.stages.filter { $0.stage != "won" }
        let all: [(String, String, FunnelMeasure, (FunnelReport.StageLine) -> Int)] = [
            ("Handed back", "Came as far as this stage and were recycled", .recycled, { $0.recycled }),
            ("Disqualified", "Came as far as this stage", .disqualified, { $0.disqualified }),
            ("Lost", "Came as far as this stage", .lost, { $0.lost }),
            ("Ended, nobody said how", "Their record says they ended", .ended, { $0.ended }),
            ("May go on", "Came as far as this and are open", .waiting, { $0.waiting }),
            ("Passed over", "Came to a later stage without a move into this one", .skipped, { $0.skipped }),
            ("Came back", "From a later stage, or after they had ended", .reopened, { $0.reopened }),
            ("Open, day unknown", "Stand here since a day that no source told", .undated, { $0.openUndated }),
        ]
        let used = all.filter { column in lines.contains { column.3($0) > 0 } }
        guard !used.isEmpty else { return nil }
        return Table(
            columns: [.init("Stage", isText: true)] + used.map { .init($0.0, hint: $0.1) },
            rows: lines.map { line in
                Table.Row(
                    .text(line.label, side: line.side), used.map { number($0.3(line), leads(.total, $0.2, at: Stage(name: line.stage))) })
            })
    }

    static let shownGroups = 60

    private var rows: [FunnelReport.Row] { report.rows.sorted { ($1.volume, $1.deals.won, $0.label) < ($0.volume, $0.deals.won, $1.label) } }

    private var groups: Table? {
        guard !report.rows.isEmpty else { return nil }
        let path: [Stage] = [.mql, .sal, .sql, .opportunity],
            scale = Self.scale(rows.prefix(Self.shownGroups).compactMap(\.quality.share) + [report.total.quality.share].compactMap(\.self))
        var lines = rows.prefix(Self.shownGroups).map { line(.init(row: $0), $0.label, $0, path, scale, isTotal: false) }
        let none = report.noLeadKnown
        if none.deals + none.won + none.open + none.lost > 0 {
            lines.append(
                Table.Row(
                    .text("No lead known", note: "deals that nobody's lead is known for"),
                    Array(repeating: .few("–"), count: path.count + 2) + [number(none.won, deals(.noLead, .won)), money(none.revenue)]))
        }
        lines.append(line(.total, "All", report.total, path, scale, isTotal: true))
        return Table(
            columns: [
                .init(report.by.prefix(1).uppercased() + report.by.dropFirst(), isText: true), .init("Leads", hint: "Opened in the time: volume"),
            ]
                + path.map { .init($0.label, hint: "Came to \($0.label) or further") }
                + [
                    .init("Quality, 95 % interval", hint: "Share that reaches opportunity within the usual lag"),
                    .init("Won deals", hint: "One deal is one win, whatever the number of people"),
                    .init("Revenue"),
                ], rows: lines)
    }

    private func line(_ group: ListedGroup, _ label: String, _ row: FunnelReport.Row, _ path: [Stage], _ scale: Double, isTotal: Bool) -> Table.Row {
        Table.Row(
            .text(label),
            [number(row.volume, leads(group, .volume))]
                + path.map { stage in number(row.stages.first { $0.stage == stage.name }?.reached ?? 0, leads(group, .reached, at: stage)) }
                + [.share(row.quality.share, scale: scale), number(row.deals.won, deals(group, .won)), money(row.deals.revenue)],
            isTotal: isTotal)
    }

    private func money(_ money: Money?) -> Cell { money.map { $0.minor == 0 ? .number("0") : .number(Format.money($0)) } ?? .few("too large") }

    private var groupNote: String? {
        let more = report.rows.count - Self.shownGroups
        return more > 0 ? "\(Format.count(more)) smaller groups are in the CSV and in “All”." : nil
    }

    private var ownDeals: Table? {
        guard address.request.by.dealColumn != nil else { return nil }
        let labels = reading.loaded.labels, currency = reading.held.company.currency
        let lines = OwnDeals(reading).lines.sorted { ($1.value.revenue, $1.value.deals, $0.key) < ($0.value.revenue, $0.value.deals, $1.key) }
        guard !lines.isEmpty else { return nil }
        return Table(
            columns: [
                .init(report.by.prefix(1).uppercased() + report.by.dropFirst(), isText: true), .init("Deals"), .init("Open"), .init("Won"),
                .init("Lost"), .init("Won revenue"),
            ],
            rows: lines.prefix(Self.shownGroups).map { code, line in
                let label = labels.indices.contains(Int(code)) ? labels[Int(code)] : nil, group = label.map { ListedGroup.label($0) } ?? .none
                func cell(_ count: Int, _ measure: DealMeasure) -> Cell { number(count, deals(group, measure, isOfLeads: false)) }
                return Table.Row(
                    .text(label ?? "not known"),
                    [
                        cell(line.deals, .deals), cell(line.open, .open), cell(line.won, .won), cell(line.lost, .lost),
                        money(Money(minor: line.revenue, currency)),
                    ])
            })
    }

    // MARK: Over time

    private var trend: Trend? {
        guard report.periods.count > 1 else { return nil }
        let isCohort = !address.request.activity, lag = (report.usualLag.days ?? 0) * 86_400, count = reading.prepared.question.periods.count
        let points = report.periods.enumerated().map { index, period in
            let end = index + 1 < count ? Moment(micros: reading.prepared.question.periods[index + 1]) : report.to
            let reached = period.total.stages.count > 4 ? period.total.stages[4] : 0
            return Trend.Point(
                period.label, period.total.volume, share: isCohort && period.total.volume >= 10 ? Double(reached) / Double(period.total.volume) : nil,
                href: period.total.volume == 0 ? nil : leads(.total, .volume, period: index),
                isOpen: isCohort && report.asOf.seconds(since: end) < lag)
        }
        return Trend(
            points,
            label: "Leads opened by \(address.request.period?.rawValue ?? "period")" + (isCohort ? ", with the share that came to opportunity" : ""))
    }

    private var periodTitle: String { "By \(address.request.period?.rawValue ?? "period")" }

    private var periods: Table? {
        guard report.periods.count > 1 else { return nil }
        let measure: FunnelMeasure = address.request.activity ? .entered : .reached
        let stages: [Stage] = [.mql, .sal, .sql, .opportunity, .won]
        return Table(
            columns: [.init(periodTitle.dropFirst(3).prefix(1).uppercased() + periodTitle.dropFirst(4), isText: true), .init("Leads")]
                + stages.map {
                    .init(
                        $0.label,
                        hint: address.request.activity ? "Leads that entered it then" : "Of the leads opened then, those that came here or further")
                }
                + [.init("Won revenue")],
            rows: report.periods.enumerated().reversed().prefix(60).map { index, period in
                Table.Row(
                    .text(period.label),
                    [number(period.total.volume, leads(.total, .volume, period: index))]
                        + stages.map { stage in
                            number(
                                period.total.stages.count >= Int(stage.rawValue) ? period.total.stages[Int(stage.rawValue) - 1] : 0,
                                leads(.total, measure, at: stage, period: index))
                        } + [money(period.total.revenue)])
            })
    }

    // MARK: Beside the tables

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
        let fields = reading.held.details.fields.prefix(60).map { Choice("field:\($0)", $0) }
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
