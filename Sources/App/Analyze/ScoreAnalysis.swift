// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// What `analyze score` answers when it learns.
struct ScoreAnswer: Encodable, Sendable {
    struct Field: Encodable, Sendable {
        var column: String
        var reason: String
        var included: Bool?
    }

    struct Judged: Encodable, Sendable {
        struct Group: Encodable, Sendable {
            var predicted: Double
            var observed: Double
            var low: Double
            var high: Double
            var rows: Int
        }

        var rows: Int
        var positives: Int
        var auc: Estimate
        var averagePrecision: Estimate
        var brier: Estimate
        var logLoss: Estimate
        var liftTenth: Estimate
        var liftFifth: Estimate
        var reliability: [Group]
    }

    /// How far the points of a field, or of two together, lie from their mean in the mean of rows.
    struct Weight: Encodable, Sendable {
        var columns: [String]
        var points: Double
    }

    struct Drifted: Encodable, Sendable {
        struct Input: Encodable, Sendable {
            var column: String
            var stabilityIndex: Double
        }

        var baseRateLearned: Double
        var baseRateJudged: Double
        var difference: Comparison?
        var inputs: [Input]
    }

    let analysis = "score"
    var file: String
    var label: String
    var positive: String
    var rows: Int
    var unlabelled: Int
    var split: String
    var verdict: Scorecard.Verdict
    var sentence: String
    var learnedRows: Int
    var learnedPositives: Int
    var judged: Judged?
    var drift: Drifted?
    var calibration: String?
    var barred: [Field]
    var dropped: [Field]
    var importance: [Weight]
    var table: ScoreTable?
    var notes: [String]
}

/// Learns and judges a points table.
struct ScoreAnalysis: Sendable {
    let command: ScoreCommand
    let file: TableFile

    func answer() async throws -> (AnalysisReport, ScoreAnswer) {
        let label = try ColumnRoles.column(command.label ?? "", file.headings, in: file.name)
        let time = try command.time.map { try ColumnRoles.column($0, file.headings, in: file.name) }
        let excluded = Set(try command.exclude.map { try ColumnRoles.column($0, file.headings, in: file.name) })
        let included = Set(try command.include.map { file.headings[try ColumnRoles.column($0, file.headings, in: file.name)] })
        let monotone = try Dictionary(
            command.rising.map { (file.headings[try ColumnRoles.column($0, file.headings, in: file.name)], Monotone.rising) }
                + command.falling.map { (file.headings[try ColumnRoles.column($0, file.headings, in: file.name)], .falling) },
            uniquingKeysWith: { $1 })
        try check(included, excluded.map { file.headings[$0] })
        let formats = try ColumnFormats(file, command.options)
        let inputs = file.headings.indices.filter { $0 != label && $0 != time && !excluded.contains($0) }
        guard !inputs.isEmpty else { throw Problem("no_fields", "No column is left to learn from.", at: file.name, remedy: "Exclude fewer columns.") }
        let typed = TypedColumns(file: file, formats: formats)
        let all = inputs + [label] + (time.map { [$0] } ?? [])
        var kinds = try await typed.kinds(inputs) + [.category]
        if let time { kinds.append(try await timeKind(time, typed, formats)) }
        var read = try await typed.read(all, kinds)
        let moments: [Double]? = if time != nil, case .numbers(let numbers, _) = read.columns.removeLast().values { numbers } else { nil }
        let labels = try LabelReading(file: file, column: read.columns.removeLast(), positive: command.positive).read()
        let kept = labels.rows
        var question = ScorecardQuestion(
            columns: kept.count == read.rows ? read.columns : read.columns.map { $0.taking(kept) }, outcomes: labels.outcomes,
            split: moments.map { moments in .time(kept.map { moments[$0] }) } ?? (command.split == "rows" ? .rows : .random))
        question.judged = command.judge / 100
        (question.included, question.monotone, question.mostPairs) = (included, monotone, command.pairs)
        (question.pointsToDouble, question.seed, question.workers) = (command.pointsToDouble, command.options.seed, AnalysisOptions.workers)
        (question.label, question.positive) = (file.headings[label], labels.positive)
        let card = await question.learn()
        var notes = read.notes
        if let moments {
            let undated = kept.count { !moments[$0].isFinite }
            if undated > 0 { notes.append("\(Format.plural(undated, "row")) without a readable time neither taught nor judged.") }
        }
        if read.rows > kept.count { notes.append("\(Format.plural(read.rows - kept.count, "row")) without an outcome left out.") }
        let words = ScoreWords(file: file.name, question: question, card: card, rows: read.rows, unlabelled: read.rows - kept.count, notes: notes)
        return (words.report(), words.answer())
    }

    private func check(_ included: Set<String>, _ excluded: [String]) throws(Problem) {
        if let both = excluded.first(where: included.contains) {
            throw Problem("both_ways", "\"\(both)\" is both included and excluded.", remedy: "Say one of the two.", fault: .usage)
        }
        if let both = command.rising.first(where: command.falling.contains) {
            throw Problem("both_ways", "\"\(both)\" can't both rise and fall.", remedy: "Say one of the two.", fault: .usage)
        }
        if command.csv != nil {
            throw Problem(
                "csv_without_table", "--csv writes scores of a saved table.", remedy: "Save one with --save, then use --apply with --csv.",
                fault: .usage)
        }
        guard ["random", "rows"].contains(command.split) else { throw Problem("bad_split", "--split takes random or rows.", fault: .usage) }
        guard command.judge >= 5, command.judge <= 90 else { throw Problem("bad_judge", "--judge takes 5 to 90 percent.", fault: .usage) }
        guard (0...100).contains(command.pairs) else { throw Problem("bad_pairs", "--pairs takes 0 to 100.", fault: .usage) }
        guard (1...1000).contains(command.pointsToDouble) else { throw Problem("bad_points", "--points-to-double takes 1 to 1000.", fault: .usage) }
    }

    /// A moment is a date, or a number that grows with time.
    private func timeKind(_ column: Int, _ typed: TypedColumns, _ formats: ColumnFormats) async throws -> ColumnKind {
        switch try await typed.kinds([column]).first {
        case .number(let format): .number(format)
        default: .date(try await formats.dates(column))
        }
    }
}

/// Reads the outcome of each row.
struct LabelReading: Sendable {
    let file: TableFile
    let column: FeatureColumn
    let positive: String?

    struct Labels: Sendable {
        /// Places of rows that have an outcome, and that outcome.
        var rows: [Int] = []
        var outcomes: [UInt8] = []
        var positive = ""
    }

    func read() throws(Problem) -> Labels {
        guard case .categories(let codes, let levels) = column.values else { return Labels() }
        guard !levels.isEmpty else {
            throw Problem(
                "empty_label", "The label \"\(column.name)\" is empty in every row.", at: file.name, remedy: "Name another column with --label.")
        }
        guard levels.count > 1 else {
            throw Problem(
                "one_label", "The label \"\(column.name)\" has one value, \"\(ReportText.cut(levels[0], 40))\", so there is nothing to tell apart.",
                at: file.name,
                remedy: "Name a column with two values, or export the other rows too.")
        }
        let success = try successLevel(levels)
        var labels = Labels()
        labels.positive = levels[success]
        for (row, code) in codes.enumerated() where code >= 0 {
            labels.rows.append(row)
            labels.outcomes.append(Int(code) == success ? 1 : 0)
        }
        return labels
    }

    private func successLevel(_ levels: [String]) throws(Problem) -> Int {
        if let positive {
            if let place = levels.firstIndex(of: positive) ?? levels.firstIndex(where: { $0.lowercased() == positive.lowercased() }) { return place }
            throw Problem(
                "unknown_value", "The label \"\(column.name)\" never is \"\(positive)\".", at: file.name,
                remedy: "It is \(levels.prefix(8).map { "\"\(ReportText.cut($0, 30))\"" }.joined(separator: ", ")).", fault: .usage)
        }
        guard levels.count <= 20 || levels.contains(where: { Double($0) == nil }) else {
            throw Problem(
                "many_labels", "The label \"\(column.name)\" is a column of numbers, \(Format.count(levels.count)) different ones.", at: file.name,
                remedy: "Name a column that says what came of each row, with two values.")
        }
        guard levels.count == 2 else {
            throw Problem(
                "many_labels", "The label \"\(column.name)\" has \(Format.count(levels.count)) values.", at: file.name,
                remedy:
                    "Say which one is success with --positive, as \"\(ReportText.cut(levels[0], 30))\"; every other value then counts as no success.")
        }
        let words = [
            "won", "win", "gewonnen", "erfolg", "closed won", "converted", "conversion", "success", "positive", "qualified", "accepted", "subscribed",
            "bought", "churned",
            "churn", "event", "good", "pass", "customer", "sql", "opportunity",
        ]
        for (place, level) in levels.enumerated() {
            var text = level
            if case .value(true) = text.withUTF8({ parseBoolean(UnsafeRawBufferPointer($0)) }) { return place }
            if words.contains(level.lowercased()) { return place }
        }
        for (place, level) in levels.enumerated() {
            var text = level
            if case .value(false) = text.withUTF8({ parseBoolean(UnsafeRawBufferPointer($0)) }) { return 1 - place }
            let low = level.lowercased()
            if ["lost", "verloren", "closed lost", "not ", "non", "un", "fail", "dis", "reject", "negative", "bad"].contains(where: {
                low.hasPrefix($0)
            }) {
                return 1 - place
            }
        }
        if let a = Double(levels[0]), let b = Double(levels[1]) { return a > b ? 0 : 1 }
        throw Problem(
            "unclear_label",
            "Nothing says which value of \"\(column.name)\" is success: \"\(ReportText.cut(levels[0], 30))\" or \"\(ReportText.cut(levels[1], 30))\".",
            at: file.name, remedy: "Say it with --positive \"\(ReportText.cut(levels[0], 30))\".")
    }
}
