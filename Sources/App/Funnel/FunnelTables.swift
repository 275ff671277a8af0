// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// The tables of the page, and the picture over time.
extension FunnelPageMaking {
    var stages: Table {
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
    var exits: Table? {
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

    var groups: Table? {
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

    var groupNote: String? {
        let more = report.rows.count - Self.shownGroups
        return more > 0 ? "\(Format.count(more)) smaller groups are in the CSV and in “All”." : nil
    }

    var ownDeals: Table? {
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

    var trend: Trend? {
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

    var periodTitle: String { "By \(address.request.period?.rawValue ?? "period")" }

    var periods: Table? {
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
}
