// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// A scorecard in words: verdict, what was barred, the points, how it was judged.
struct ScoreWords: Sendable {
    let file: String
    let question: ScorecardQuestion
    let card: Scorecard
    let rows: Int
    let unlabelled: Int
    let notes: [String]

    // MARK: The answer

    func answer() -> ScoreAnswer {
        ScoreAnswer(
            file: file, label: question.label, positive: question.positive, rows: rows, unlabelled: unlabelled, split: splitName,
            verdict: card.verdict,
            sentence: verdictSentence, learnedRows: card.learned.n, learnedPositives: card.learned.successes,
            judged: card.judgement.map { judgement in
                ScoreAnswer.Judged(
                    rows: card.judged.n, positives: card.judged.successes, auc: judgement.auc, averagePrecision: judgement.averagePrecision,
                    brier: judgement.brier, logLoss: judgement.logLoss, liftTenth: judgement.liftTenth, liftFifth: judgement.liftFifth,
                    reliability: judgement.reliability.map {
                        .init(predicted: $0.mean, observed: $0.observed.value, low: $0.observed.low, high: $0.observed.high, rows: $0.observed.n)
                    })
            },
            drift: card.drift.map { drift in
                ScoreAnswer.Drifted(
                    baseRateLearned: drift.before.value, baseRateJudged: drift.after.value, difference: drift.baseRate,
                    inputs: drift.inputs.map { .init(column: $0.feature, stabilityIndex: $0.index) })
            },
            calibration: card.table?.calibration.name,
            barred: card.barred.map { .init(column: $0.feature, reason: Self.reason($0.reason), included: $0.isIncluded ? true : nil) },
            dropped: card.dropped.map { .init(column: $0.feature, reason: Self.reason($0.reason)) },
            importance: weights.map { .init(columns: $0.names, points: $0.points) }, table: card.table, notes: notes)
    }

    private var splitName: String {
        switch question.split {
        case .time: "time"
        case .rows: "rows"
        case .random: "random"
        }
    }

    private var verdictSentence: String {
        switch card.verdict {
        case .usable:
            guard let auc = card.judgement?.auc else { return "" }
            return
                "\(auc.value < 0.6 ? "A weak signal" : "Usable"): of two rows with different outcomes it puts the right one first in \(Format.percent(auc.value, decimals: 1)) (\(Format.percent(auc.low, decimals: 1)) to \(Format.percent(auc.high, decimals: 1))) of cases, on \(Format.plural(card.judged.n, "row")) that it had not seen."
        case .noSignal:
            guard let auc = card.judgement?.auc else {
                return card.barred.isEmpty
                    ? "No usable signal: no column divides the rows."
                    : "No usable signal: no column is left that divides the rows, after those that were filled in afterwards were barred."
            }
            return
                "No usable signal: on rows that it had not seen it does no better than chance (AUC \(Format.fixed(auc.value, 3)), \(Format.fixed(auc.low, 3)) to \(Format.fixed(auc.high, 3)), which holds 0.5)."
        case .tooFew:
            let few = min(
                card.learned.successes + card.judged.successes, card.learned.n + card.judged.n - card.learned.successes - card.judged.successes)
            return
                "Too few to tell: the rarer outcome occurs \(few == 1 ? "once" : "\(Format.count(few)) times") (\(Format.count(min(card.judged.successes, card.judged.n - card.judged.successes))) among the rows that judge); at least \(ScorecardQuestion.leastCases) and \(ScorecardQuestion.leastJudged) are needed."
        }
    }

    static func reason(_ reason: LeakGuard.Reason) -> String {
        switch reason {
        case .laterThanRow(let share): "\(Format.percent(share)) of its dates lie after the row's own moment"
        case .missingness(let positive, let negative):
            "it is filled in for \(Format.percent(positive, decimals: 1)) of successes and \(Format.percent(negative, decimals: 1)) of the others"
        case .oneSided(let share, let example):
            "values such as \"\(ReportText.cut(example, 30))\" occur with one outcome only and make up \(Format.percent(share)) of it"
        case .power(let auc): "alone it tells the outcome better than anything known beforehand could (AUC \(Format.fixed(auc, 3)))"
        case .rulesOut(let auc, let lift):
            "alone it has an AUC of \(Format.fixed(auc, 3)), and a fifth of the rows at one end has \(Format.percent(lift)) of the usual share of the rarer outcome, as what is measured afterwards has"
        }
    }

    static func reason(_ reason: Scorecard.Dropped.Reason) -> String {
        switch reason {
        case .allMissing: "it is empty in every row"
        case .constant: "it has one value"
        case .identifies: "nearly every row has a value of its own, as a name or a running number"
        case .noBins: "no value is frequent enough to stand alone"
        }
    }

    private var weights: [(names: [String], points: Double)] {
        guard let table = card.table else { return [] }
        let names = table.features.map { [$0.axis.feature] } + table.pairs.map { [$0.first.feature, $0.second.feature] }
        return zip(names, card.importance).map { ($0, ($1 * 100).rounded() / 100) }.sorted { $0.points > $1.points }
    }

    // MARK: The report

    func report() -> AnalysisReport {
        var report = AnalysisReport(title: "Scorecard for \(question.label) = \(question.positive)")
        let all = Share(card.learned.successes + card.judged.successes, of: card.learned.n + card.judged.n)
        report.basis = [
            "\(file): \(Format.plural(rows, "row")), \(Format.percent(all.value, decimals: 1)) with \(question.positive). Learned on \(Format.count(card.learned.n)), judged on \(Format.count(card.judged.n)) \(splitWords)."
        ]
        report.findings = [.init(verdictSentence, isWarning: card.verdict != .usable)]
        report.findings += included + drifts
        report.sections = [barredSection, judgementSection, reliabilitySection].compactMap { $0 } + tableSections
        report.notes = notes + card.dropped.prefix(20).map { "\($0.feature) is not used: \(Self.reason($0.reason))." }
        report.methods = methods
        return report
    }

    private var splitWords: String {
        switch question.split {
        case .time: "later ones"
        case .rows: "at the end of the file"
        case .random: "drawn at random (seed \(question.seed))"
        }
    }

    private var included: [AnalysisReport.Finding] {
        card.barred.filter(\.isIncluded).map {
            .init(
                "\($0.feature) is used because you said so, although \(Self.reason($0.reason)): the numbers below may be too good to be true.",
                isWarning: true)
        }
    }

    private var drifts: [AnalysisReport.Finding] {
        guard let drift = card.drift else { return [] }
        var findings: [AnalysisReport.Finding] = []
        let chance = card.judged.value * (1 - card.judged.value)
        if let brier = card.judgement?.brier, card.verdict == .usable, brier.value >= chance {
            findings.append(
                .init(
                    "Its order of rows is of use and its probabilities are not: they were no better than saying \(Format.percent(card.judged.value, decimals: 1)) of every row.",
                    isWarning: true))
        }
        if let rate = drift.baseRate, rate.p < 0.001, abs(rate.value) > 0.1 * drift.before.value {
            findings.append(
                .init(
                    "The share with \(question.positive) moved from \(Format.percent(drift.before.value, decimals: 1)) where it learned to \(Format.percent(drift.after.value, decimals: 1)) where it was judged: probabilities lag behind."
                ))
        }
        let moved = drift.inputs.filter { $0.index > 0.25 }
        if !moved.isEmpty {
            findings.append(
                .init(
                    "Between the two, the values of \(moved.prefix(4).map(\.feature).joined(separator: ", "))\(moved.count > 4 ? " and \(moved.count - 4) more" : "") changed much: what was learned may not hold on."
                ))
        }
        return findings
    }

    private var barredSection: AnalysisReport.Section? {
        let barred = card.barred.filter { !$0.isIncluded }
        guard !barred.isEmpty else { return nil }
        return AnalysisReport.Section(
            heading: "Barred: filled in after the outcome", text: ["Used all the same with --include, and the report then says so."],
            table: .init(
                columns: [.init(name: "Column", isNumber: false), .init(name: "Because", isNumber: false)],
                rows: barred.map { [$0.feature, Self.reason($0.reason)] }))
    }

    private var judgementSection: AnalysisReport.Section? {
        guard let judgement = card.judgement else { return nil }
        func row(_ name: String, _ estimate: Estimate, _ meaning: String) -> [String] {
            [name, Format.fixed(estimate.value, 3), "\(Format.fixed(estimate.low, 3)) to \(Format.fixed(estimate.high, 3))", meaning]
        }
        return AnalysisReport.Section(
            heading: "Judged on rows that it had not seen",
            table: .init(
                columns: [
                    .init(name: "Measure", isNumber: false), .init(name: "Value"), .init(name: "95 % interval"),
                    .init(name: "Means", isNumber: false),
                ],
                rows: [
                    row("AUC", judgement.auc, "0.5 is chance, 1 perfect order"),
                    row("Average precision", judgement.averagePrecision, "chance is \(Format.fixed(card.judged.value, 3))"),
                    row("Lift of the best tenth", judgement.liftTenth, "times as many as at random"),
                    row("Lift of the best fifth", judgement.liftFifth, "times as many as at random"),
                    row("Brier score", judgement.brier, "chance is \(Format.fixed(card.judged.value * (1 - card.judged.value), 3)), less is better"),
                    row("Log loss", judgement.logLoss, "less is better"),
                ]))
    }

    private var reliabilitySection: AnalysisReport.Section? {
        guard let judgement = card.judgement, let table = card.table else { return nil }
        let groups = judgement.reliability
        let most = groups.map { max($0.mean, $0.observed.high) }.max() ?? 1
        return AnalysisReport.Section(
            heading: "Said and seen",
            text: [
                "Ten groups of rows by the probability that was said (by \(table.calibration.name == "platt" ? "Platt's curve" : "isotonic steps"), chosen on rows kept back)."
            ],
            picture: .curves(
                [
                    .init(
                        label: "seen", x: groups.map(\.mean), y: groups.map(\.observed.value), low: groups.map(\.observed.low),
                        high: groups.map(\.observed.high),
                        hasDots: true), .init(label: "as said", x: [0, most], y: [0, most]),
                ], x: "probability said", y: "share seen"),
            table: .init(
                columns: [.init(name: "Said"), .init(name: "Seen"), .init(name: "95 % interval"), .init(name: "Rows")],
                rows: groups.map {
                    [
                        Format.percent($0.mean, decimals: 1), Format.percent($0.observed.value, decimals: 1),
                        "\(Format.percent($0.observed.low, decimals: 1)) to \(Format.percent($0.observed.high, decimals: 1))",
                        Format.count($0.observed.n),
                    ]
                }))
    }

    private var tableSections: [AnalysisReport.Section] {
        guard let table = card.table else { return [] }
        let overview = AnalysisReport.Section(
            heading: "The points",
            text: [
                "Begin with \(ScoreTableWords.signed(table.base)) and add. \(table.pointsToDouble) points double the odds of \(question.positive). Below, how many points a field moves scores up or down in the mean of rows."
            ],
            picture: .bars(
                weights.prefix(20).map { .init(label: $0.names.joined(separator: " with "), value: $0.points, text: Format.fixed($0.points, 1)) }))
        return [overview] + ScoreTableWords(table: table).sections(card.importance)
    }

    private var methods: [String] {
        [
            "Fields are cut into bins of about equally many rows; missing is a bin, and rare categories are pooled. A sum of one effect per field, and of a few pairs where rows that were kept back say that it pays, is learned by cyclic gradient boosting; eight such models (two of many rows) that each keep other rows back make the mean. Effects are rounded to whole points, and what is judged is the table as printed.",
            "Fields are barred on the data alone: dates later than the row; values missing by outcome; values of one outcome only; an area of \(LeakGuard.implausible) and more alone, or of \(LeakGuard.strong) where an end rules an outcome out.",
            "AUC's interval is DeLong's; the others come from drawing the judged rows anew. \"No usable signal\" is said when AUC's interval holds 0.5; nothing is claimed under \(ScorecardQuestion.leastCases) cases of the rarer outcome.",
        ]
    }
}
