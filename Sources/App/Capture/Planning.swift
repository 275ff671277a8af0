// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation

/// The first look at a file: how it is written, what its rows and columns are, and, in one pass over all of it, how each column is to be read.
struct Planning: Sendable {
    let options: ImportOptions
    let zone: Zone
    /// (system, domain, raw key) → meaning, as confirmed before.
    let confirmed: [String: String]
    /// Somebody can be asked: what is ambiguous becomes a question of the plan instead of a problem.
    var asks = false

    static let prefixBytes = 1 << 20

    /// Recognizes a file; nothing is decided yet that needs every row.
    /// - Parameter system: whose export it is, where the files beside it say so.
    func plan(_ file: SourceFile, system: SourceSystem? = nil, kind: RecordKind? = nil) throws(Problem) -> FilePlan {
        var prefix: [UInt8] = []
        let reader = try ChunkReader(path: file.path)
        defer { reader.close() }
        let (bytes, isLast) = try reader.next(Self.prefixBytes)
        prefix.append(contentsOf: bytes)
        let shape = try FileShape.sniff(prefix, complete: isLast, name: file.name)
        let sample = sampleRows(prefix, shape, isLast: isLast)
        let match = recognizeFile(
            name: file.name, headings: shape.headings, sample: sample, as: options.of(file.name).kind ?? kind, system: options.system ?? system)
        var plan = FilePlan(path: file.path, name: file.name, shape: shape, match: match, columns: [])
        plan.size = file.size
        plan.columns = columns(shape, match, options.files[file.name]?.columns ?? [:])
        for place in plan.columns.indices {
            let column = plan.columns[place].index
            for row in sample where row.indices.contains(column) && plan.columns[place].samples.count < 3 {
                let cell = String(row[column].prefix(60))
                if !cell.trimmed.isEmpty, !plan.columns[place].samples.contains(cell) { plan.columns[place].samples.append(cell) }
            }
        }
        return plan
    }

    private func sampleRows(_ prefix: [UInt8], _ shape: FileShape, isLast: Bool) -> [[String]] {
        var reader = RowReader(shape: shape)
        var rows: [[String]] = []
        prefix.withUnsafeBytes { bytes in
            reader.feed(bytes, isLast: isLast) { row in
                guard rows.count < 50, row.count > 0 else { return }
                rows.append((0..<row.count).map { row.string($0) })
            }
        }
        return rows
    }

    private func columns(_ shape: FileShape, _ match: FileMatch, _ choices: [String: String]) -> [ColumnPlan] {
        let technical = Set(match.technical)
        // Only what is said of a column that this file has: a folder's other files keep theirs.
        let said = shape.headings.compactMap { options.map[wordKey($0)] }
        let taken = Set((said + Array(choices.values)).compactMap { CanonicalField.named($0)?.name })
        return shape.headings.enumerated().map { index, heading in
            var column = ColumnPlan(index: index, heading: heading)
            column.field = match.mapping[index]
            column.stage = match.stageColumns[index]
            column.leftOut = technical.contains(index)
            if let said = choices[String(index)] ?? options.map[wordKey(heading)] {
                if said != "@" {
                    column.leftOut = said == "-"
                    column.field = CanonicalField.named(said)
                    column.stage = nil
                }
            } else if let field = column.field, taken.contains(field.name) {
                // Somebody said which column it is; the one that was recognized gives way.
                column.field = nil
            }
            if let field = column.field, let domain = domain(of: field, match.kind) { column.values = ValueTable(domain: domain) }
            if column.field?.type == .member || ["owner_id", "campaign", "industry", "line", "product"].contains(column.field?.name) {
                column.values = ValueTable(domain: nil)
            }
            return column
        }
    }

    private func domain(of field: CanonicalField, _ kind: RecordKind) -> ValueDomain? {
        let ofDeals = kind == .deals || kind == .stageHistory || kind == .dealHistory || kind == .stages
        switch field.name {
        case "stage", "status":
            return ofDeals
                ? .dealStage
                : kind == .activities
                    ? .contactOutcome : kind == .campaignMembers || kind == .emailEvents ? nil : field.type == .stage ? .stage : .status
        case "source", "first_source", "latest_source": return .source
        case "country": return .country
        case "reason": return .reason
        case "outcome": return kind == .activities ? .contactOutcome : .outcome
        case "direction": return .direction
        case "kind": return kind == .deals ? .dealKind : kind == .activities || kind == .emailEvents ? .activityKind : nil
        default: return nil
        }
    }

    /// Reads the whole file once: how dates and numbers are written, and which values there are. Constant memory but for the values.
    func measure(_ plan: inout FilePlan, progress: (Int64) -> Void) throws {
        if plan.match.kind != .unknown, let why = plan.match.kind.whyNotKept { plan.warnings.append(why) }
        var dates: [(Int, DateProfile)] = [], numbers: [(Int, NumberProfile)] = []
        for column in plan.columns where !column.leftOut {
            let type = column.field?.type
            if type == .date || column.stage != nil { dates.append((column.index, DateProfile(expected: true))) }
            if type == .number || type == .money { numbers.append((column.index, NumberProfile(expected: true))) }
        }
        let counted = plan.columns.indices.filter { plan.columns[$0].values != nil && !plan.columns[$0].leftOut }
        var rows = RowReader(shape: plan.shape)
        let chunks = try ChunkReader(path: plan.path)
        defer { chunks.close() }
        var isLast = false
        while !isLast {
            let piece = try chunks.next(1 << 20)
            isLast = piece.isLast
            rows.feed(piece.0, isLast: isLast) { row in
                for place in dates.indices where !row[dates[place].0].isEmpty { dates[place].1.see(row[dates[place].0], line: row.line) }
                for place in numbers.indices where !row[numbers[place].0].isEmpty { numbers[place].1.see(row[numbers[place].0], line: row.line) }
                for place in counted {
                    let cell = row[plan.columns[place].index]
                    if !cell.isEmpty { plan.columns[place].values?.count(cell) }
                }
            }
            progress(chunks.done)
        }
        plan.rows = rows.rows
        if let line = rows.firstInvalidLine {
            plan.warnings.append(
                "\(rows.invalidCharacters) characters are not valid \(plan.shape.encoding.rawValue), first on line \(line); they stand as \u{FFFD}.")
        }
        if rows.nulBytes > 0 { plan.warnings.append("\(rows.nulBytes) NUL characters were left out.") }
        if rows.footerRows > 0 { plan.warnings.append("\(rows.footerRows) report rows (totals, notices) were left out.") }
        try decide(dates, &plan)
        try decide(numbers, &plan)
        mean(&plan)
    }

    private func decide(_ dates: [(Int, DateProfile)], _ plan: inout FilePlan) throws(Problem) {
        let said = options.of(plan.name).dateOrder
        // Another column of the file that proves the order speaks for those that do not.
        let shown = dates.lazy.compactMap { $0.1.provenOrder }.first
        for (index, profile) in dates {
            if asks, case .ambiguous(_, let examples) = profile.decide(preference: shown) {
                plan.questions.append(PlanQuestion(column: index, about: .dates(answer: said), examples: examples))
            }
            switch profile.decide(preference: said ?? shown) {
            case .format(let format): plan.columns[index].date = format
            case .none: plan.columns[index].date = DateFormat(order: said ?? shown)
            case .ambiguous(let candidates, let examples):
                guard let first = candidates.first, said != nil || asks else {
                    throw Problem(
                        "ambiguous_dates", "Day and month can't be told apart: \(Self.list(examples)).",
                        at: "\(plan.name), column \"\(plan.columns[index].heading)\"", remedy: "Say it with --dates day-first or --dates month-first."
                    )
                }
                plan.columns[index].date = first
            }
        }
    }

    private func decide(_ numbers: [(Int, NumberProfile)], _ plan: inout FilePlan) throws(Problem) {
        let said = options.of(plan.name).decimalMark
        let shown = numbers.lazy.compactMap { $0.1.provenMark }.first
        for (index, profile) in numbers {
            if asks, case .ambiguous(_, let examples) = profile.decide(preference: shown) {
                plan.questions.append(PlanQuestion(column: index, about: .numbers(answer: said), examples: examples))
            }
            switch profile.decide(preference: said ?? shown) {
            case .format(let format): plan.columns[index].number = format
            case .none: plan.columns[index].number = NumberFormat(mark: said ?? shown ?? .point)
            case .ambiguous(_, let examples):
                guard let mark = said ?? (asks ? .point : nil) else {
                    throw Problem(
                        "ambiguous_numbers", "It can't be told whether the mark divides thousands or decimals: \(Self.list(examples)).",
                        at: "\(plan.name), column \"\(plan.columns[index].heading)\"", remedy: "Say it with --decimal comma or --decimal point.")
                }
                plan.columns[index].number = NumberFormat(mark: mark)
            }
        }
    }

    static func list(_ examples: [CellExample]) -> String { examples.map { "\"\($0.text)\" (line \($0.line))" }.joined(separator: ", ") }

    /// What each value means: as said now, as confirmed before, as proposed; else it stays raw.
    func mean(_ plan: inout FilePlan) {
        let system = plan.match.system
        for place in plan.columns.indices {
            guard let domain = plan.columns[place].values?.domain, let field = plan.columns[place].field else { continue }
            let said = options.values[field.name] ?? [:]
            plan.columns[place].values?.update { entry in
                let key = valueKey(entry.raw)
                let proposed = proposeValue(entry.raw, in: domain, system: system)
                // Confirmed as nothing: it stays raw although something was proposed.
                let meaning = said[key] ?? confirmed["\(system.rawValue)|\(domain.rawValue)|\(key)"] ?? proposed?.canonical
                entry.meaning = meaning == "" ? nil : meaning
                entry.position = proposed?.position
            }
        }
    }
}
