// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Foundation

/// What `analyze score --apply` answers.
struct ScoredAnswer: Encodable, Sendable {
    struct Row: Encodable, Sendable {
        struct Reason: Encodable, Sendable {
            var column: String
            var value: String
            var points: Int
            /// Above or below what is usual for the field.
            var difference: Int
        }

        /// From 1, without the headings.
        var row: Int
        var score: Int
        var probability: Double
        var reasons: [Reason]
    }

    let analysis = "score"
    var file: String
    var label: String
    var positive: String
    var rows: Int
    var missingColumns: [String]
    var judged: Estimate?
    var scores: [Row]
    var notes: [String]
}

/// Scores the rows of a file with a saved table.
struct ScoreApplying: Sendable {
    let file: TableFile
    let formats: ColumnFormats
    /// Where all rows go, as CSV.
    let csv: String?
    /// The column that holds the outcome, where it is called otherwise than where it was learned.
    let label: String?

    func answer(_ table: ScoreTable) async throws -> (AnalysisReport, ScoredAnswer) {
        let scoring = Scoring(table)
        var wanted: [(name: String, kind: ScoreTable.Axis.Kind)] = []
        for axis in scoring.axes where !wanted.contains(where: { $0.name == axis.feature }) { wanted.append((axis.feature, axis.kind)) }
        let found = wanted.filter { field in file.headings.contains(field.name) }
        let missing = wanted.filter { field in !file.headings.contains(field.name) }.map(\.name)
        guard !found.isEmpty || wanted.isEmpty else {
            throw Problem(
                "no_columns", "None of the table's columns is in the file: it needs \(missing.prefix(6).joined(separator: ", ")).", at: file.name,
                remedy: "Give the file the headings of the one that was learned from.")
        }
        let places = found.compactMap { field in file.headings.firstIndex(of: field.name) }
        var kinds: [ColumnKind] = []
        for (field, place) in zip(found, places) {
            switch field.kind {
            case .category: kinds.append(.category)
            case .number: kinds.append(.number((try? await formats.numbers(place)) ?? NumberFormat(mark: .point)))
            case .date: kinds.append(.date(try await formats.dates(place)))
            }
        }
        let label = try label.map { try ColumnRoles.column($0, file.headings, in: file.name) } ?? file.headings.firstIndex(of: table.label)
        let read = try await TypedColumns(file: file, formats: formats).read(
            places + (label.map { [$0] } ?? []), kinds + (label == nil ? [] : [.category]))
        let columns = Dictionary(read.columns.prefix(places.count).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let points = scoring.score(bins: scoring.bins(columns, count: read.rows), count: read.rows)
        let explaining = Explaining(table: table, scoring: scoring, columns: columns)
        let rows = (0..<read.rows).map { explaining.row($0, score: Int(points[$0])) }
        if let csv { try await write(rows, csv) }
        var notes = read.notes
        if !missing.isEmpty { notes.append("The file lacks \(missing.joined(separator: ", ")): each row gets the points for missing.") }
        let judged = label.flatMap { _ in judge(read.columns.last, points, table) }
        let answer = ScoredAnswer(
            file: file.name, label: table.label, positive: table.positive, rows: read.rows, missingColumns: missing, judged: judged, scores: rows,
            notes: notes)
        return (report(answer, table), answer)
    }

    private func judge(_ column: FeatureColumn?, _ points: [Int32], _ table: ScoreTable) -> Estimate? {
        guard let column, case .categories(let codes, let levels) = column.values, let success = levels.firstIndex(of: table.positive) else {
            return nil
        }
        let rows = codes.indices.filter { codes[$0] >= 0 }
        return deLong(rows.map { Double(points[$0]) }, rows.map { Int(codes[$0]) == success ? 1 : 0 })
    }

    /// The file's own columns, and behind them score, probability and reasons.
    private func write(_ rows: [ScoredAnswer.Row], _ path: String) async throws {
        let width = file.headings.count
        let (parts, _) = try await file.read(workers: 1, into: { [String]() }) { lines, row in
            guard lines.count < rows.count else { return }
            let scored = rows[lines.count]
            let reasons = scored.reasons.map { "\($0.column) \($0.value): \(ScoreTableWords.signed($0.points))" }.joined(separator: "; ")
            lines.append(CSVFile.line((0..<width).map { row.string($0) } + [String(scored.score), String(scored.probability), reasons]))
        }
        let text = CSVFile.mark + CSVFile.line(file.headings + ["score", "probability", "reasons"]) + parts.joined().joined()
        do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
            throw Problem("cannot_write", "\(path) can't be written.", remedy: "Name a file in a folder that you may write to.", fault: .usage)
        }
        Terminal.say("entente: the scores are in \(path).")
    }

    private func report(_ answer: ScoredAnswer, _ table: ScoreTable) -> AnalysisReport {
        var report = AnalysisReport(title: "Scores of \(answer.file)")
        let mean = answer.scores.reduce(0.0) { $0 + $1.probability } / Double(max(1, answer.rows))
        report.basis = [
            "\(Format.plural(answer.rows, "row")), scored for \(table.label) = \(table.positive); mean probability \(Format.percent(mean, decimals: 1))."
        ]
        if let auc = answer.judged {
            report.findings.append(
                .init(
                    "The file has the outcome too: AUC \(Format.fixed(auc.value, 3)) (\(Format.fixed(auc.low, 3)) to \(Format.fixed(auc.high, 3))). Where the table was learned from these rows, that is too good."
                ))
        }
        let best = answer.scores.sorted { ($1.score, $0.row) < ($0.score, $1.row) }.prefix(100)
        report.sections = [
            AnalysisReport.Section(
                heading: "Best rows",
                text: [
                    "The highest scores; row 1 is the first below the headings. In brackets, how much more or fewer points than usual. --csv and --json have all rows."
                ],
                table: .init(
                    columns: [
                        .init(name: "Row"), .init(name: "Score"), .init(name: "Probability"), .init(name: "Mostly because of", isNumber: false),
                    ],
                    rows: best.map { row in
                        [
                            String(row.row), String(row.score), Format.percent(row.probability, decimals: 1),
                            row.reasons.prefix(3).map {
                                "\($0.column) \($0.value): \(ScoreTableWords.signed($0.points)) (\(ScoreTableWords.signed($0.difference)))"
                            }.joined(separator: ", "),
                        ]
                    }, most: 20))
        ]
        report.notes = answer.notes
        report.methods = [
            "A score is \(ScoreTableWords.signed(table.base)) plus the points of each field; named first are those whose points differ most from what is usual for them. \(table.pointsToDouble) points double the odds."
        ]
        return report
    }
}

/// Says for one row which fields made its score.
private struct Explaining: Sendable {
    let table: ScoreTable
    let scoring: Scoring
    let columns: [String: FeatureColumn]

    func row(_ row: Int, score: Int) -> ScoredAnswer.Row {
        let (_, parts) = scoring.reasons { axis in
            switch columns[axis.feature]?.values {
            case .numbers(let numbers, _): (numbers[row], "")
            case .categories(let codes, let levels): (.nan, codes[row] >= 0 ? levels[Int(codes[row])] : "")
            case nil: (.nan, "")
            }
        }
        var reasons: [ScoredAnswer.Row.Reason] = []
        for (place, points) in parts.enumerated() {
            if place < table.features.count {
                let feature = table.features[place]
                reasons.append(
                    .init(column: feature.axis.feature, value: value(feature.axis.feature, row), points: points, difference: points - feature.usual))
            } else if points != 0 {
                let pair = table.pairs[place - table.features.count]
                let names = [pair.first.feature, pair.second.feature]
                reasons.append(
                    .init(
                        column: names.joined(separator: " with "), value: names.map { value($0, row) }.joined(separator: " and "), points: points,
                        difference: points))
            }
        }
        reasons.sort { (abs($1.difference), $0.column) < (abs($0.difference), $1.column) }
        return .init(
            row: row + 1, score: score, probability: table.calibration.probability(Double(score)), reasons: reasons.filter { $0.points != 0 })
    }

    private func value(_ name: String, _ row: Int) -> String {
        switch columns[name]?.values {
        case .numbers(let numbers, let isDate):
            guard numbers[row].isFinite else { return "missing" }
            return isDate ? Format.day(Day(number: Int32(min(2.9e6, max(-7e5, numbers[row])).rounded(.down)))) : Format.compact(numbers[row])
        case .categories(let codes, let levels): return codes[row] >= 0 ? ReportText.cut(levels[Int(codes[row])], 30) : "missing"
        case nil: return "missing"
        }
    }
}
