// SPDX-License-Identifier: Apache-2.0
import Domain

/// One row of a file that is not of people: its cells by canonical field, read as its columns were decided.
struct Record: Sendable {
    let line: Int
    let hash: Int64
    /// Cells by the column's place in the plan; those that are empty are missing.
    let cells: [Int: String]
    /// How many rows before this one say they are the same thing, where rows have no id of their own.
    var occurrence = 0

    init(_ row: borrowing Row, _ plan: FilePlan) {
        line = row.line
        var cells: [Int: String] = [:]
        var sum: Int64 = 0
        for column in plan.columns where !column.leftOut {
            let cell = row[column.index]
            guard !cell.isEmpty, !column.blanks.cover(cell) else { continue }
            var hash = RowHash()
            var key = column.key
            key.withUTF8 { hash.add(UnsafeRawBufferPointer($0)) }
            hash.add(cell)
            sum &+= hash.value
            cells[column.index] = row.string(column.index)
        }
        self.cells = cells
        hash = sum & .max
    }
}

/// Reads the cells of records by field. One per file.
struct RecordReader: Sendable {
    let plan: FilePlan
    let zone: Zone
    let currency: Currency
    let asOf: Moment
    /// What the ids of stages mean, by a file of stages.
    var stages: [String: PipelineStages] = [:]
    let columns: [String: ColumnPlan]

    init(plan: FilePlan, zone: Zone, currency: Currency, asOf: Moment) {
        (self.plan, self.zone, self.currency, self.asOf) = (plan, zone, currency, asOf)
        columns = Dictionary(
            plan.columns.filter { !$0.leftOut }.compactMap { column in column.field.map { ($0.name, column) } },
            uniquingKeysWith: { first, _ in first })
    }

    var system: String { plan.match.system.rawValue }

    func has(_ field: String) -> Bool { columns[field] != nil }

    func text(_ record: Record, _ field: String) -> String? { columns[field].flatMap { record.cells[$0.index] } }

    /// The value's meaning, where it has one; else the value itself.
    func meaning(_ record: Record, _ field: String) -> String? { known(record, field) ?? text(record, field) }

    /// The meaning only where one is known.
    func known(_ record: Record, _ field: String) -> String? {
        guard let column = columns[field], var cell = record.cells[column.index] else { return field == "outcome" ? impliedOutcome(record) : nil }
        if let medium = column.medium, let beside = record.cells[medium.index], medium.known.contains(beside) { cell += " / \(beside)" }
        return cell.withUTF8 { column.values?.find(UnsafeRawBufferPointer($0))?.meaning }
    }

    /// Odoo tells a lost lead by its archive, its chance and its reason; the stage is the one that it had.
    private func impliedOutcome(_ record: Record) -> String? {
        guard has("probability") || has("active") else { return nil }
        var end = ImpliedEnd()
        end.isActive = flag(record, "active")
        end.hasReason = text(record, "reason") != nil
        end.isHopeless = (try? number(record, "probability"))?.value.mantissa == 0
        guard end.isLost else { return nil }
        return ["stage", "status"].contains { known(record, $0) == "won" } || flag(record, "is_won") == true ? nil : "lost"
    }

    /// What the value was resolved to before the first row (a member).
    func code(_ record: Record, _ field: String) -> Int64 {
        guard let column = columns[field], var cell = record.cells[column.index] else { return 0 }
        return cell.withUTF8 { column.values?.find(UnsafeRawBufferPointer($0))?.code } ?? 0
    }

    func owner(_ record: Record) -> Int64 {
        let named = code(record, "owner")
        return named != 0 ? named : code(record, "owner_id")
    }

    func flag(_ record: Record, _ field: String) -> Bool? {
        // Pipedrive says in a deal's status that it was deleted.
        if field == "is_deleted", !has(field), has("status"), known(record, "status") == "deleted" { return true }
        return text(record, field).flatMap { isTrue($0) }
    }

    func list(_ record: Record, _ fields: String...) -> [String] {
        fields.flatMap { field -> [String] in
            guard var cell = text(record, field) else { return [] }
            return cell.withUTF8 { listValues(in: UnsafeRawBufferPointer($0)) }
        }
    }

    func emails(_ record: Record, _ fields: String...) -> [EmailAddress] {
        fields.flatMap { field -> [EmailAddress] in
            guard var cell = text(record, field) else { return [] }
            return cell.withUTF8 { EmailAddress.all(in: UnsafeRawBufferPointer($0)) }
        }
    }

    func domain(_ record: Record) -> String {
        guard var cell = text(record, "domain") else { return "" }
        return cell.withUTF8 { parseDomain(UnsafeRawBufferPointer($0)).value } ?? ""
    }

    func time(_ record: Record, _ field: String) throws(Problem) -> Timestamp? {
        guard let column = columns[field], let cell = record.cells[column.index], let time = try time(cell, column, record) else { return nil }
        return field == "at" && time.precision == .day ? exactly(cell, column, record) ?? time : time
    }

    private func time(_ text: String, _ column: ColumnPlan, _ record: Record) throws(Problem) -> Timestamp? {
        var cell = text
        let result = cell.withUTF8 { column.date.read(UnsafeRawBufferPointer($0), zone: zone) }
        switch result {
        case .value(let time): return time.isNone(in: zone) ? nil : time
        case .absent: return nil
        case .bad(let fault): throw bad(record, column, "\"\(cell.prefix(60))\" is no date: \(fault.sentence)")
        }
    }

    /// When the record entered which stage, by its columns of such times, the earliest first. A stage is called as its own column calls it.
    func stageEntries(_ record: Record) throws(Problem) -> [(stage: String, time: Timestamp)] {
        var entries: [(stage: String, time: Timestamp)] = []
        for column in plan.columns where !column.leftOut {
            guard let stage = column.stage, let cell = record.cells[column.index], let time = try time(cell, column, record) else { continue }
            let key = wordKey(stage)
            let written = columns["stage"]?.values?.entries.first { wordKey($0.raw) == key }?.raw
            entries.append((written ?? stage, time))
        }
        return entries.sorted { $0.time.at < $1.time.at }
    }

    /// The date with the time that stands in another column; nil where none does, or where both make no moment.
    private func exactly(_ date: String, _ column: ColumnPlan, _ record: Record) -> Timestamp? {
        guard let clock = text(record, "time_of_day") else { return nil }
        var both = "\(date) \(clock)"
        var format = column.date
        format.wholeDays = false
        return both.withUTF8 { format.parse(UnsafeRawBufferPointer($0), zone: zone) }.value
    }

    func number(_ record: Record, _ field: String) throws(Problem) -> NumberCell? {
        guard let column = columns[field], let cell = record.cells[column.index] else { return nil }
        return try number(cell, column, record)
    }

    func number(_ text: String, _ column: ColumnPlan, _ record: Record) throws(Problem) -> NumberCell? {
        var cell = text
        let result = cell.withUTF8 { column.number.parse(UnsafeRawBufferPointer($0)) }
        switch result {
        case .value(let number): return number
        case .absent: return nil
        case .bad(let fault): throw bad(record, column, "\"\(cell.prefix(60))\" is no number: \(fault.sentence)")
        }
    }

    func bad(_ record: Record, _ column: ColumnPlan, _ sentence: String) -> Problem {
        Problem(
            "bad_cell", sentence, at: "line \(record.line), column \"\(column.heading)\"",
            remedy: "Correct the cell, or leave the column out with --map \"\(column.heading)=-\".")
    }

    /// Cells that belong to no column of the ledger, by the name that facts give them.
    func others(_ record: Record, except taken: Set<String>) -> [String: String] {
        var fields: [String: String] = [:]
        for column in plan.columns where !column.leftOut && !taken.contains(column.field?.name ?? "") {
            if let cell = record.cells[column.index] { fields[column.key] = cell }
        }
        return fields
    }

    func missing(_ what: String, _ record: Record, _ remedy: String) -> Problem {
        Problem("no_key", "The row has no \(what).", at: "line \(record.line)", remedy: remedy)
    }
}
