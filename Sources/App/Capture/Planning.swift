// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation

/// The first look at a file: how it is written, what its rows and columns are, and, in one pass over all of it, how each column is to be read.
struct Planning: Sendable {
    var options: ImportOptions
    let zone: Zone
    /// (system, domain, raw key) → meaning, as confirmed before.
    let confirmed: [String: String]
    /// (system, kind, heading) → field, as somebody said it for an earlier export.
    var columnsBefore: [String: String] = [:]
    /// The company's, against which a sign that several currencies share is read.
    var currency = Currency.eur
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
        let shape = try FileShape.sniff(prefix, complete: isLast, name: file.name, delimiter: file.isSheet ? CSVByte.comma : nil)
        let sample = sampleRows(prefix, shape, isLast: isLast)
        let match = recognizeFile(
            name: file.sheet.isEmpty || file.name.hasSuffix(")") ? file.name : "\(file.name) (\(file.sheet))", headings: shape.headings,
            sample: sample, as: options.of(file.name).kind ?? kind, system: options.system ?? system)
        var plan = FilePlan(path: file.path, name: file.name, shape: shape, match: match, columns: [])
        plan.size = file.size
        let choices = options.files[file.name]?.columns ?? [:], before = remembered(shape, match, choices)
        plan.columns = columns(shape, match, before.merging(choices) { $1 })
        let said = before.sorted { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }.compactMap { index, field in
            Int(index).map { "“\(shape.headings[$0])” is \(field == "-" ? "left out" : field == "+" ? "a field of its own" : field)" }
        }
        if !said.isEmpty { plan.warnings.append("As you said before: \(said.joined(separator: ", ")).") }
        for place in plan.columns.indices {
            let column = plan.columns[place].index
            for row in sample where row.indices.contains(column) && plan.columns[place].samples.count < 3 {
                let cell = String(row[column].prefix(60))
                if !cell.trimmed.isEmpty, !plan.columns[place].samples.contains(cell) { plan.columns[place].samples.append(cell) }
            }
        }
        return plan
    }

    /// Whether it is one sheet for everything; whoever calls that leads means so too.
    func isSheet(_ file: SourceFile, _ plan: FilePlan) throws(Problem) -> Bool {
        switch options.of(file.name).kind {
        case nil: return plan.looksLikeSheet
        case .leads:
            var unsaid = self
            unsaid.options.kind = nil
            unsaid.options.files[file.name]?.kind = nil
            return try unsaid.plan(file).looksLikeSheet
        default: return false
        }
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

    /// Column, counted from 0, as text → field: what was said before of columns that nothing is said of now.
    private func remembered(_ shape: FileShape, _ match: FileMatch, _ choices: [String: String]) -> [String: String] {
        var before: [String: String] = [:]
        for (index, heading) in shape.headings.enumerated() where choices[String(index)] == nil && options.map[wordKey(heading)] == nil {
            guard let field = columnsBefore[ColumnMap.key(match, heading)] else { continue }
            // A field that this version does not know any more is not worth a stop.
            if field == "-" || field == "+" || CanonicalField.named(field) != nil { before[String(index)] = field }
        }
        return before
    }

    private func columns(_ shape: FileShape, _ match: FileMatch, _ choices: [String: String]) -> [ColumnPlan] {
        let technical = Set(match.technical)
        // Only what is said of a column that this file has: a folder's other files keep theirs.
        let said = shape.headings.compactMap { options.map[wordKey($0)] }
        let taken = Set((said + Array(choices.values)).compactMap { CanonicalField.named($0)?.name })
        var columns = shape.headings.enumerated().map { index, heading in
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
            if column.field?.type == .money { (column.currency, column.factor) = (HeadingKey(heading).currency, HeadingKey(heading).factor) }
            return column
        }
        if let medium = columns.first(where: { $0.field?.name == "medium" && !$0.leftOut }),
            let source = columns.firstIndex(where: { $0.field?.name == "source" && !$0.leftOut })
        {
            columns[source].medium = MediumColumn(index: medium.index)
        }
        return columns
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
        case "channel": return kind == .spend ? .source : nil
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
        try checkMonths(plan)
        let across = Set(plan.match.spread)
        var sights = plan.columns.indices.compactMap { place -> ColumnSight? in
            let column = plan.columns[place]
            let sight = ColumnSight(column, place: place, isAmount: across.contains(column.index))
            return !column.leftOut && sight.looks ? sight : nil
        }
        var totals = TotalRows(plan)
        let rows = try eachRow(of: plan, progress) { row in
            if totals.holds(row) { return }
            for at in sights.indices {
                let cell = row[sights[at].index]
                if !cell.isEmpty { sights[at].see(cell, beside: row[sights[at].beside], line: row.line) }
            }
        }
        (plan.rows, plan.warnings) = (rows.rows, plan.warnings + PlanWarnings.of(rows, plan))
        try decide(sights.compactMap { sight in sight.dates.map { (sight.index, $0) } }, &plan)
        try decide(sights.compactMap { sight in sight.numbers.map { (sight.index, $0) } }, &plan)
        let lines = try totals.settled(plan) { try sums(plan, except: Set(totals.candidates.map(\.line))) }
        for row in totals.candidates where !lines.contains(row.line) {
            for at in sights.indices {
                guard let cell = row.cells[sights[at].index] else { continue }
                let beside = row.cells[sights[at].beside] ?? []
                cell.withUnsafeBytes { cell in beside.withUnsafeBytes { sights[at].see(cell, beside: $0, line: row.line) } }
            }
        }
        (plan.shape.totals, plan.rows) = (lines, plan.rows - lines.count)
        for sight in sights { (plan.columns[sight.place].values, plan.columns[sight.place].medium) = (sight.values, sight.medium) }
        plan.warnings += PlanWarnings.of(
            sights, plan, footers: rows.footerRows + lines.count, currencies: [options.currency.flatMap { Currency($0) } ?? currency])
        mean(&plan)
    }

    private func eachRow(of plan: FilePlan, _ progress: (Int64) -> Void = { _ in }, _ body: (borrowing Row) throws -> Void) throws -> RowReader {
        var rows = RowReader(shape: plan.shape)
        let chunks = try ChunkReader(path: plan.path)
        defer { chunks.close() }
        var isLast = false
        while !isLast {
            let piece = try chunks.next(1 << 20)
            isLast = piece.isLast
            try rows.feed(piece.0, isLast: isLast, body)
            progress(chunks.done)
        }
        return rows
    }

    /// The sums of the columns of numbers. A second pass, which only files with a row that may be a total cost.
    private func sums(_ plan: FilePlan, except lines: Set<Int>) throws -> [Int: Double] {
        let across = Set(plan.match.spread)
        let columns = plan.columns.filter { [.money, .number, .integer].contains($0.field?.type) || across.contains($0.index) }
        var sums: [Int: Double] = [:]
        _ = try eachRow(of: plan) { row in
            if lines.contains(row.line) { return }
            for column in columns {
                if let value = parseMoney(row[column.index], as: column.number).value?.value.double { sums[column.index, default: 0] += value }
            }
        }
        return sums
    }

    /// Months across that name no year, and neither does the file.
    private func checkMonths(_ plan: FilePlan) throws(Problem) {
        guard plan.match.kind == .spend, plan.shape.months.isEmpty, !plan.match.spread.isEmpty else { return }
        let named = plan.match.spread.prefix(3).map { "\"\(plan.shape.headings[$0])\"" }.joined(separator: ", ")
        throw Problem(
            "months_without_year", "The columns are months, and nothing says of which year: \(named).", at: plan.name,
            remedy: "Put the year into the headings (Jan 2026) or into the file's name (spend_2026.csv).")
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
            let hasMedium = plan.columns[place].medium != nil
            plan.columns[place].values?.update { entry in
                let key = valueKey(entry.raw)
                var told = said[key]
                // What is said of a source now holds beside each medium; what was confirmed of it alone before does not: `cpc` changes it.
                if told == nil, hasMedium, let end = entry.raw.lastIndex(of: "/") { told = said[valueKey(String(entry.raw[..<end]))] }
                let proposed = proposeValue(entry.raw, in: domain, system: system)
                // Confirmed as nothing: it stays raw although something was proposed.
                let meaning = told ?? confirmed["\(system.rawValue)|\(domain.rawValue)|\(key)"] ?? proposed?.canonical
                entry.meaning = meaning == "" ? nil : meaning
                entry.position = proposed?.position
            }
        }
    }
}
