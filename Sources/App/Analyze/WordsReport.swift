// SPDX-License-Identifier: Apache-2.0
import Analytics

/// Texts compared, in words and tables.
struct WordsReport: Sendable {
    let answer: WordsAnswer
    let listsAll: Bool

    func report() -> AnalysisReport {
        var report = AnalysisReport(title: "Words of \(answer.file)")
        report.basis = [
            "\(Format.plural(answer.rows, "row")), \(Format.plural(answer.texts, "text")) in \(answer.textColumns.joined(separator: " and ")); \(Format.plural(answer.words, "word")) that \(answer.words == 1 ? "counts" : "count"), \(Format.count(answer.terms)) different. \(language)"
        ]
        report.findings = findings
        report.sections = [overview].compactMap { $0 } + answer.groups.flatMap(carriers) + [rising, duplicates].compactMap { $0 }
        report.notes = answer.notes
        report.methods = methods
        return report
    }

    private var language: String {
        switch answer.language {
        case "english": "The language is English: words are cut to their stems, without stop words."
        case "german": "The language is German: words are cut to their stems, without stop words."
        default: "The language is neither English nor German, or mixed: words count as they stand, uncut."
        }
    }

    // MARK: In short

    private var findings: [AnalysisReport.Finding] {
        var found: [AnalysisReport.Finding] = []
        if let only = answer.groups.first, answer.groups.count == 1, let other = only.against {
            found.append(
                .init(
                    only.p < 0.05
                        ? "\(Self.quoted(only.name)) and \(Self.quoted(other)) use different words (p \(Self.equals(only.p))): most of all \(list(only.more)) in \(Self.quoted(only.name)), \(list(only.less)) in \(Self.quoted(other))."
                        : "The words of \(Self.quoted(only.name)) and \(Self.quoted(other)) do not differ more than texts dealt at random would (p \(Self.equals(only.p)))."
                ))
        } else if !answer.groups.isEmpty {
            let own = answer.groups.filter { ($0.adjusted ?? $0.p) < 0.05 }.sorted { $0.divergence > $1.divergence }
            if let first = own.first {
                found.append(
                    .init(
                        "\(own.count) of \(Format.plural(answer.groups.count, "group")) \(own.count == 1 ? "has" : "have") words of \(own.count == 1 ? "its" : "their") own; \(Self.quoted(first.name)) most: \(list(first.more))."
                    ))
            } else {
                found.append(.init("No group's words differ from the rest more than texts dealt at random would."))
            }
        }
        if let rising = answer.rising {
            found.append(
                .init(
                    rising.terms.isEmpty
                        ? "No word is rising: none occurs in more texts from \(rising.from) to \(rising.to) than its own past lets expect."
                        : "Rising from \(rising.from) to \(rising.to): \(rising.terms.prefix(6).map(\.term).joined(separator: ", "))\(rising.terms.count > 6 ? " and \(rising.terms.count - 6) more" : "")."
                ))
        }
        found.append(
            .init(
                answer.duplicates.isEmpty
                    ? "No two texts are nearly the same."
                    : "\(Format.plural(answer.duplicateTexts, "text")) are nearly the same as another, in \(Format.plural(answer.duplicates.count, "group"))."
            ))
        return found
    }

    private func list(_ terms: [WordsAnswer.Term]) -> String {
        terms.isEmpty ? "none that occurs three times" : terms.prefix(5).map(\.term).joined(separator: ", ")
    }

    private static func quoted(_ group: String) -> String { "\"\(name(group))\"" }
    private static func name(_ group: String) -> String { ReportText.cut(group, 40) }
    private static func equals(_ p: Double) -> String { p < 0.001 ? "< 0.001" : "= \(Format.fixed(p, 3))" }

    // MARK: Groups

    private var overview: AnalysisReport.Section? {
        guard answer.groups.count > 1 else { return nil }
        return .init(
            heading: "Groups against the rest",
            text: [
                "Divergence in bits: 0 for the same words in the same shares, 1 for none in common. Small groups diverge more by chance, which p allows for."
            ],
            picture: .bars(
                answer.groups.map {
                    .init(label: $0.name, value: $0.divergence, text: "\(Format.fixed($0.divergence, 3))\(($0.adjusted ?? $0.p) < 0.05 ? " *" : "")")
                }),
            table: .init(
                columns: [.init(name: answer.by ?? "Group", isNumber: false)]
                    + ["Texts", "Words per text", "Divergence", "p", "Adjusted"].map { .init(name: $0) } + [
                        .init(name: "Most its own", isNumber: false)
                    ],
                rows: answer.groups.map {
                    [
                        $0.name, Format.count($0.texts), Format.fixed($0.wordsPerText, 0), Format.fixed($0.divergence, 3), Format.fixed($0.p, 3),
                        $0.adjusted.map { Format.fixed($0, 3) } ?? "–", $0.more.prefix(5).map(\.term).joined(separator: ", "),
                    ]
                }))
    }

    private func carriers(_ group: WordsAnswer.Group) -> [AnalysisReport.Section] {
        let name = Self.name(group.name), other = group.against.map(Self.name) ?? "the rest"
        // Of many groups, those that can't be told from chance would only be noise to read.
        guard group.against != nil || (group.adjusted ?? group.p) < 0.05 else { return [] }
        let sides = [
            ("More in \(name) than in \(other)", group.more),
            (group.against == nil ? "Less in \(name) than in \(other)" : "More in \(other) than in \(name)", group.less),
        ]
        return sides.enumerated().compactMap { index, side in
            guard !side.1.isEmpty else { return nil }
            let text =
                index == 0 && group.against != nil
                ? [
                    "Divergence \(Format.fixed(group.divergence, 3)) bits, p \(Self.equals(group.p)) by \(Format.count(answer.shufflings ?? 0)) random dealings."
                ] : []
            return .init(
                heading: side.0, text: text,
                table: .init(
                    columns: [
                        .init(name: "Term", isNumber: false), .init(name: "Carries"), .init(name: "\(name), per 1,000 texts"),
                        .init(name: "\(other), per 1,000 texts"),
                    ],
                    rows: side.1.map {
                        [
                            $0.term, Format.percent($0.bits / max(group.divergence, 1e-12), decimals: 1), Format.compact($0.perThousandInGroup),
                            Format.compact($0.perThousandInRest),
                        ]
                    }))
        }
    }

    // MARK: Rising and duplicates

    private var rising: AnalysisReport.Section? {
        guard let rising = answer.rising else { return nil }
        let (days, unit) = rising.windowDays % 7 == 0 ? (rising.windowDays / 7, "week") : (rising.windowDays, "day")
        let text =
            "Windows of \(Format.plural(days, unit)). The last, \(rising.from) to \(rising.to), has \(Format.plural(rising.textsNow, "text")); the \(Format.plural(rising.pastWindows, "window")) before it have \(Format.count(rising.textsPast)). Counted are texts with the word."
        guard !rising.terms.isEmpty else { return .init(heading: "Rising", text: [text]) }
        let top = rising.terms.prefix(1).map { term in
            AnalysisReport.Curve(label: "", x: term.windows.indices.map { Double($0 + 1) }, y: term.windows.map(Double.init), hasDots: true)
        }
        return .init(
            heading: "Rising", text: [text],
            picture: .curves(top, x: "window, the last being \(rising.pastWindows + 1)", y: "texts with \"\(rising.terms[0].term)\""),
            table: .init(
                columns: [.init(name: "Term", isNumber: false)] + ["Now", "Expected", "Past", "p", "Adjusted"].map { .init(name: $0) }
                    + [.init(name: "Window by window", isNumber: false)],
                rows: rising.terms.map {
                    [
                        $0.term, Format.count($0.texts), Format.compact($0.expected), Format.count($0.past), Self.small($0.p),
                        Self.small($0.adjusted),
                        Self.drawn($0.windows),
                    ]
                }))
    }

    /// Counts as bars one character wide.
    private static func drawn(_ counts: [Int]) -> String {
        let bars = Array("▁▂▃▄▅▆▇█"), most = max(1, counts.max() ?? 1)
        return String(counts.map { $0 == 0 ? "·" : bars[min(7, ($0 * 8 - 1) / most)] })
    }

    private static func small(_ p: Double) -> String { p < 0.001 ? "< 0.001" : Format.fixed(p, 3) }

    private var duplicates: AnalysisReport.Section? {
        guard !answer.duplicates.isEmpty else { return nil }
        let shown = listsAll ? answer.duplicates : Array(answer.duplicates.prefix(10)), most = listsAll ? 1000 : 12
        var table = AnalysisReport.Table(
            columns: [
                .init(name: "Texts"), .init(name: "Alike at least"), .init(name: "Begins", isNumber: false), .init(name: "Rows", isNumber: false),
            ],
            rows: shown.map { group in
                let rows = group.rows.prefix(most).map { Format.count($0).replacing(",", with: "") }.joined(separator: ", ")
                return [
                    Format.count(group.size), Format.percent(group.similarity), group.example,
                    group.size > most ? "\(rows) and \(Format.count(group.size - most)) more" : rows,
                ]
            })
        if listsAll { table.most = .max }
        let more = answer.duplicates.count - shown.count
        return .init(
            heading: "Nearly the same",
            text: [
                "Rows are counted from the first below the headings.\(more > 0 ? " \(more == 1 ? "One more group is" : "\(Format.count(more)) more groups are") in --json and with --duplicates." : "")"
            ],
            table: table)
    }

    private var methods: [String] {
        var texts: [String] = []
        if let shufflings = answer.shufflings {
            texts.append(
                "Divergence by Jensen and Shannon of the shares of all words, both sides weighing the same. p: the share of \(Format.count(shufflings)) random dealings of whole texts that diverge as much. Carries: the term's part of the divergence."
            )
            if answer.groups.count > 1 {
                texts.append(
                    "Adjusted: p for \(answer.groups.count) groups by Benjamini and Hochberg; below 0.05 it is marked, and its words are listed.")
            }
        }
        if answer.rising != nil {
            texts.append(
                "Rising: more texts with the word in the last window than its own past lets expect, allowing for its restlessness; at most one in twenty of the words listed is chance (Benjamini and Hochberg, over all words)."
            )
        }
        texts.append(
            "Nearly the same: at least 80 % of runs of three words in common, found by MinHash and then counted exactly. Words are shown as they occur most often."
        )
        return texts
    }
}
