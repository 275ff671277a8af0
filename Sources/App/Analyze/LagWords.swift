// SPDX-License-Identifier: Apache-2.0
import Analytics

/// Waiting times in words, tables and curves.
struct LagWords: Sendable {
    let answer: LagAnswer
    let rows: LagRows

    private var unit: LagUnit { rows.unit }
    private var competing: Bool { answer.outcomes.count > 1 }
    private var shown: [LagAnswer.Group] { [answer.all] + answer.groups }

    func report() -> AnalysisReport {
        var report = AnalysisReport(
            title: rows.until == nil ? "Time by \(answer.what) in \(answer.file)" : "Time from \(answer.what) in \(answer.file)")
        report.basis = [basis]
        report.findings = findings
        report.sections = [summary, done, curves, test].compactMap { $0 } + incidences
        report.notes = answer.notes
        report.methods = methods
        return report
    }

    // MARK: In short

    private var basis: String {
        let all = answer.all
        var text =
            "\(Format.plural(answer.rows, "row")), \(Format.count(all.n)) counted: \(Format.count(all.events)) over, \(Format.count(all.censored)) still open"
        if let until = answer.until { text += " on \(until), \(rows.isUntilSaid ? "as --until says" : "the newest date in the file")" }
        if let event = answer.event { text += competing ? "; the outcomes stand in \(event)" : "; what is over stands in \(event)" }
        return text + ". Times in \(answer.unit)."
    }

    private var findings: [AnalysisReport.Finding] {
        let all = answer.all
        guard all.events > 0 else {
            return [
                .init(
                    "Nothing is over yet: \(all.n == 1 ? "the only row that counts is" : "all \(Format.count(all.n)) rows are") still open, so no time can be told.",
                    isWarning: true)
            ]
        }
        var found = [AnalysisReport.Finding(median(all, named: nil))]
        if competing, let last = all.done.last(where: { $0.share != nil }) {
            let parts = (all.incidence ?? []).compactMap { one in
                one.done.first { $0.time == last.time }?.share.map { "\(ReportText.cut(one.outcome, 40)) \(Format.percent($0))" }
            }
            found.append(.init("By \(unit.text(last.time)): \(parts.joined(separator: ", "))."))
        }
        if let difference { found.append(difference) }
        if all.events < 20 {
            found.append(
                .init(
                    "\(all.events == 1 ? "A single end says little" : "\(Format.count(all.events)) ends are few"): the intervals say more than the numbers.",
                    isWarning: true))
        }
        return found
    }

    private func median(_ group: LagAnswer.Group, named name: String?) -> String {
        let subject = name.map { "\($0): half" } ?? "Half"
        guard let value = group.median.value else {
            return "\(subject) have not come to an end within \(unit.text(group.longest)): the median isn't reached, since less than half have ended."
        }
        var text = "\(subject) are over after \(unit.text(value))"
        switch (group.median.low, group.median.high) {
        case (let low?, let high?): text += " (95 % interval \(Format.compact(low)) to \(Format.compact(high)))"
        case (let low?, nil): text += " (95 % interval from \(Format.compact(low)), with no upper end)"
        default: break
        }
        return text + "."
    }

    private var difference: AnalysisReport.Finding? {
        guard answer.groups.count > 1 else {
            return answer.groups.first.map { .init("All rows are of one group, \($0.name ?? ""): there is nothing to compare.") }
        }
        guard let test = answer.logRank else {
            return .init("The groups can't be compared: none of them had rows at risk when rows of another ended at another time.")
        }
        let p = Self.p(test.p)
        if test.p >= 0.05 {
            return .init("No difference between the groups is shown: chance alone would give one as large with a probability of \(p).")
        }
        let known = answer.groups.filter { $0.median.value != nil }.sorted { ($0.median.value ?? 0) < ($1.median.value ?? 0) }
        var text = "The groups differ by more than chance (log-rank p \(test.p < 0.001 ? p : "= \(p)"))"
        if let first = known.first, let last = known.last, known.count > 1, let fast = first.median.value, let slow = last.median.value, slow > fast {
            text +=
                ": \(first.name ?? "") \(answer.groups.count > 2 ? "is fastest" : "is faster"), half over after \(unit.text(fast)); \(last.name ?? "") takes \(unit.text(slow))"
        } else if known.count == 1, let only = known.first, let value = only.median.value {
            text += ": of \(only.name ?? "") half are over after \(unit.text(value)), of the others less than half ever"
        }
        let open = answer.groups.filter { $0.median.value == nil }
        if known.count > 1, !open.isEmpty { text += "; \(names(open)) never reached half" }
        return .init(text + ".")
    }

    static func p(_ value: Double) -> String { value < 0.001 ? "< 0.001" : Format.fixed(value, 3) }

    // MARK: Tables

    private func time(_ value: Double?) -> String { value.map { Format.compact($0) } ?? "–" }

    private func range(_ low: Double?, _ high: Double?) -> String {
        low == nil && high == nil ? "–" : "\(low.map { Format.compact($0) } ?? "–") to \(high.map { Format.compact($0) } ?? "no end")"
    }

    private var summary: AnalysisReport.Section? {
        guard answer.all.events > 0 else { return nil }
        var columns = [AnalysisReport.Column(name: answer.by ?? "Rows", isNumber: false)]
        columns += ["n", "Over", "Open", "25 %", "Median", "95 % interval", "75 %", "90 %"].map { .init(name: $0) }
        let mean = answer.all.restrictedMean
        if let mean { columns += [.init(name: "Mean to \(Format.compact(mean.to))"), .init(name: "95 % interval")] }
        let table = shown.map { group in
            var row = [group.name ?? "All", Format.count(group.n), Format.count(group.events), Format.count(group.censored)]
            let quantiles = group.quantiles
            row += [
                time(quantiles[0].value), time(group.median.value), range(group.median.low, group.median.high), time(quantiles[2].value),
                time(quantiles[3].value),
            ]
            if mean != nil { row += [time(group.restrictedMean?.value), range(group.restrictedMean?.low, group.restrictedMean?.high)] }
            return row
        }
        var text = ["Time until so many are over, in \(answer.unit)."]
        let waiting = answer.groups.filter { $0.events == 0 }, open = answer.groups.filter { $0.events > 0 && $0.median.value == nil }
        if !waiting.isEmpty { text.append("\(names(waiting)): nothing is over yet, so there is no time to tell.") }
        if !open.isEmpty { text.append("\(names(open)): the median isn't reached; less than half have ended.") }
        return .init(heading: "How long it takes", text: text, table: .init(columns: columns, rows: table))
    }

    static func share(_ done: LagAnswer.Done) -> String {
        guard let share = done.share else { return "–" }
        guard let low = done.low, let high = done.high else { return Format.percent(share) }
        return "\(Format.percent(share)) (\(bare(low))–\(bare(high)))"
    }

    private static func bare(_ share: Double) -> String { Format.percent(share).replacing(" %", with: "") }

    private func names(_ groups: [LagAnswer.Group]) -> String {
        let shown = groups.prefix(4).map { ReportText.cut($0.name ?? "", 40) }.joined(separator: ", ")
        return groups.count > 4 ? "\(shown) and \(groups.count - 4) more" : shown
    }

    private var done: AnalysisReport.Section? {
        guard !answer.all.done.isEmpty, answer.all.events > 0 else { return nil }
        return .init(
            heading: "Share over by a time", text: ["With 95 % intervals; – where nothing was watched so long."],
            table: .init(
                columns: [.init(name: answer.by ?? "Rows", isNumber: false)] + answer.all.done.map { .init(name: unit.text($0.time)) },
                rows: shown.map { [$0.name ?? "All"] + $0.done.map(Self.share) }))
    }

    private var curves: AnalysisReport.Section? {
        guard answer.all.events > 0 else { return nil }
        let groups = answer.groups.count > 1 ? answer.groups : [answer.all]
        let drawn = groups.map { group in
            AnalysisReport.Curve(
                label: groups.count > 1 ? group.name ?? "" : "", x: [0] + group.steps.map(\.time) + [group.longest],
                y: closed([0] + group.steps.map { (1 - $0.survival) * 100 }),
                low: groups.count > 3 ? [] : closed([0] + group.steps.map { (1 - ($0.high ?? $0.survival)) * 100 }),
                high: groups.count > 3 ? [] : closed([0] + group.steps.map { (1 - ($0.low ?? $0.survival)) * 100 }), isStep: true)
        }
        return .init(
            heading: competing ? "Curve of any outcome" : "Curve",
            text: groups.count > 3
                ? [] : ["Share that is over by a time\(groups.count > 1 ? ", for each group" : "") (percent), with its 95 % band."],
            picture: .curves(drawn, x: answer.unit, y: "percent over"))
    }

    private func closed(_ values: [Double]) -> [Double] { values + [values.last ?? 0] }

    private var test: AnalysisReport.Section? {
        guard let test = answer.logRank else { return nil }
        return .init(
            heading: "Log-rank test",
            text: [
                "Chi-square \(Format.fixed(test.statistic, 2)) with \(Format.plural(test.df, "degree")) of freedom, p \(test.p < 0.001 ? "< 0.001" : "= \(Self.p(test.p))")\(competing ? "; any outcome counts as the end" : "")."
            ],
            table: .init(
                columns: [
                    .init(name: answer.by ?? "Group", isNumber: false), .init(name: "Over"), .init(name: "Expected if alike"), .init(name: "Ratio"),
                ],
                rows: answer.groups.enumerated().map { index, group in
                    let expected = test.expected[index]
                    return [
                        group.name ?? "", Format.count(test.observed[index]), Format.fixed(expected, 1),
                        expected > 0 ? Format.fixed(Double(test.observed[index]) / expected, 2) : "–",
                    ]
                }))
    }

    // MARK: Several outcomes

    private var incidences: [AnalysisReport.Section] {
        guard competing, answer.all.events > 0 else { return [] }
        return shown.enumerated().compactMap { index, group in
            guard let incidence = group.incidence, group.events > 0 else { return nil }
            var text: [String] = []
            if index == 0 {
                text = ["Share that has come to each outcome by a time; with what is still open they make 100 %."]
                if let warning = overstating(incidence) { text.append(warning) }
            }
            let drawn = incidence.map { one in
                AnalysisReport.Curve(
                    label: one.outcome, x: [0] + one.steps.map(\.time) + [group.longest], y: closed([0] + one.steps.map { $0.share * 100 }),
                    low: incidence.count > 3 ? [] : closed([0] + one.steps.map { ($0.low ?? $0.share) * 100 }),
                    high: incidence.count > 3 ? [] : closed([0] + one.steps.map { ($0.high ?? $0.share) * 100 }), isStep: true)
            }
            return .init(
                heading: group.name.map { "Outcomes of \($0)" } ?? "Outcomes", text: text,
                picture: index == 0 ? .curves(drawn, x: answer.unit, y: "percent") : nil,
                table: .init(
                    columns: [.init(name: "Outcome", isNumber: false), .init(name: "Rows")] + answer.all.done.map { .init(name: unit.text($0.time)) },
                    rows: incidence.map { [$0.outcome, Format.count($0.events)] + $0.done.map(Self.share) }))
        }
    }

    /// Why an outcome is not to be read from a curve that takes the others as still open.
    private func overstating(_ all: [LagAnswer.Incidence]) -> String? {
        let gaps = all.compactMap { one -> (name: String, told: Double, wrong: Double, time: Double)? in
            guard let last = one.done.last(where: { $0.share != nil }), let share = last.share, let wrong = one.overstated else { return nil }
            return (one.outcome, share, wrong, last.time)
        }
        guard let worst = gaps.max(by: { $0.wrong - $0.told < $1.wrong - $1.told }), worst.wrong > worst.told + 0.005 else { return nil }
        return
            "1 − Kaplan-Meier of one outcome alone would overstate: it takes what ended otherwise as still able to come. For \(worst.name) it would say \(Format.percent(worst.wrong)) by \(unit.text(worst.time)) rather than \(Format.percent(worst.told))."
    }

    // MARK: Method

    private var methods: [String] {
        var texts = [
            "Share over: 1 − Kaplan and Meier's estimate. Rows that are still open count as open for as long as they were watched; leaving them out would make all look faster. Intervals of 95 % on the log(−log) scale, variance by Greenwood.",
            "Median and quantiles: the first time at which so many are over; where the curve lies exactly there, the middle of the level. Ends of intervals by Brookmeyer and Crowley.",
        ]
        if let mean = answer.all.restrictedMean {
            texts.append(
                "Mean to \(Format.compact(mean.to)): mean time, none counted longer than \(unit.text(mean.to)), the longest time that all \(answer.groups.count > 1 ? "groups" : "rows") reach together."
            )
        }
        if competing { texts.append("Several outcomes: cumulative incidence by Aalen and Johansen; intervals on the log(−log) scale.") }
        if answer.logRank != nil {
            texts.append("Log-rank test: each group's ends against what it would have had at the pace of all. It tells a difference, not a cause.")
        }
        if rows.entries != nil { texts.append("A row counts as at risk only from its entry on.") }
        return texts
    }
}
