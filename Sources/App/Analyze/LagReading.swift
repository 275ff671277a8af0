// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// Durations of a table, each with its outcome and group.
struct LagRows: Sendable {
    var durations: [Double] = []
    /// 0 where it is still open, else 1...outcomes.count.
    var outcomes: [UInt8] = []
    var outcomeNames: [String] = []
    var groups: [Int] = []
    /// Empty where nothing makes groups.
    var groupNames: [String] = []
    var entries: [Double]?
    var unit = LagUnit.days
    var rows = 0
    /// `Created to Closed`, or the heading of the durations.
    var what = ""
    var event: String?
    var group: String?
    var until: String?
    var isUntilSaid = false
    var leftOut = LagLeftOut()
    var notes: [String] = []
}

/// Reads a table's times in one pass.
struct LagReading: Sendable {
    let command: LagCommand
    let file: TableFile

    static let mostGroups = 12

    private enum Kind: Sendable {
        case dates(start: DateFormat, end: DateFormat)
        case numbers(NumberFormat)
    }

    static let absent = Int64.min

    func rows() async throws -> LagRows {
        let columns = try LagColumns(file, command)
        let unit = try unit()
        let formats = try ColumnFormats(file, command.options)
        let until = try command.until.map { try self.until($0, formats) }
        let kind: Kind
        if let start = columns.start, let end = columns.end {
            let both = try await LagDates(file: file, formats: formats).formats(start, end)
            kind = .dates(start: both.0, end: both.1)
        } else {
            kind = .numbers(try await formats.numbers(columns.duration ?? 0))
        }
        var entry = EntryFormat.none
        if let column = columns.entry {
            if case .dates = kind { entry = .date(try await formats.dates(column)) } else { entry = .number(try await formats.numbers(column)) }
        }
        let reader = RowReading(columns: columns, zone: formats.zone, entry: entry)
        let (parts, unread) = try await file.read(workers: AnalysisOptions.workers, into: { LagPart() }) { part, row in
            part.rows += 1
            part.lastLine = row.line
            switch kind {
            case .dates(let start, let end): reader.dates(&part, row, start, end)
            case .numbers(let format): reader.number(&part, row, format)
            }
        }
        var joined = try LagJoining(parts: parts, columns: columns, file: file, unit: unit, zone: formats.zone, until: until, open: command.open)
            .rows()
        joined.notes = unread.sentences + joined.notes
        return joined
    }

    private func unit() throws(Problem) -> LagUnit? {
        guard let text = command.unit else { return nil }
        if let unit = LagUnit(rawValue: text.lowercased()) ?? LagUnit(rawValue: text.lowercased() + "s") { return unit }
        throw Problem("bad_unit", "--unit takes minutes, hours, days, weeks, months or years.", fault: .usage)
    }

    private func until(_ text: String, _ formats: ColumnFormats) throws(Problem) -> Timestamp {
        var cell = text.trimmed
        let read = cell.withUTF8 { DateFormat(order: formats.order).parse(UnsafeRawBufferPointer($0), zone: formats.zone).value }
        if let read { return read }
        throw Problem("bad_until", "--until \"\(text)\" is no date.", remedy: "Write it as 2026-03-31.", fault: .usage)
    }

    fileprivate enum EntryFormat: Sendable {
        case none
        case date(DateFormat)
        case number(NumberFormat)
    }

    /// One row into its part.
    private struct RowReading: Sendable {
        let columns: LagColumns
        let zone: Zone
        let entry: EntryFormat

        @inline(__always)
        func dates(_ part: inout LagPart, _ row: borrowing Row, _ startFormat: DateFormat, _ endFormat: DateFormat) {
            let first = row[columns.start ?? -1], last = row[columns.end ?? -1]
            guard let start = moment(first, startFormat, &part.startHasTimes) else {
                return part.leftOut.add(.badStart, line: row.line, "\"\(String(decoding: first.prefix(60), as: UTF8.self))\"")
            }
            guard start != absent else { return part.leftOut.add(.noStart, line: row.line, "") }
            guard let end = moment(last, endFormat, &part.endHasTimes) else {
                return part.leftOut.add(.badEnd, line: row.line, "\"\(String(decoding: last.prefix(60), as: UTF8.self))\"")
            }
            guard let entry = entryValue(&part, row) else { return }
            part.starts.append(start)
            part.ends.append(end)
            rest(&part, row, entry)
        }

        @inline(__always)
        func number(_ part: inout LagPart, _ row: borrowing Row, _ format: NumberFormat) {
            let cell = row[columns.duration ?? -1]
            guard !cell.isEmpty, !saysNothing(cell) else { return part.leftOut.add(.noDuration, line: row.line, "") }
            guard let value = plainInteger(cell).map(Double.init) ?? format.parse(cell).value?.value.double, value.isFinite else {
                return part.leftOut.add(.badDuration, line: row.line, "\"\(String(decoding: cell.prefix(60), as: UTF8.self))\"")
            }
            guard value >= 0 else { return part.leftOut.add(.negative, line: row.line, String(decoding: cell.prefix(60), as: UTF8.self)) }
            guard let entry = entryValue(&part, row) else { return }
            if entry > 0, entry >= value { return part.leftOut.add(.lateEntry, line: row.line, "") }
            part.durations.append(value)
            rest(&part, row, entry)
        }

        private func rest(_ part: inout LagPart, _ row: borrowing Row, _ entry: Double) {
            if case .none = self.entry {} else { part.entries.append(entry) }
            part.lines.append(Int32(clamping: row.line))
            if let event = columns.event {
                let cell = row[event]
                part.events.append(cell.isEmpty || saysNothing(cell) ? -1 : Int32(truncatingIfNeeded: part.eventNames.code(cell)))
            }
            if let group = columns.group {
                let cell = row[group]
                part.groups.append(cell.isEmpty || saysNothing(cell) ? -1 : Int32(truncatingIfNeeded: part.groupNames.code(cell)))
            }
        }

        /// −∞ where there is none; nil where it can't be read.
        private func entryValue(_ part: inout LagPart, _ row: borrowing Row) -> Double? {
            let cell = row[columns.entry ?? -1]
            switch entry {
            case .none: return -.infinity
            case .date(let format):
                var hasTimes = false
                if let found = moment(cell, format, &hasTimes) { return found == absent ? -.infinity : Double(found) }
            case .number(let format):
                if cell.isEmpty || saysNothing(cell) { return -.infinity }
                if let value = format.parse(cell).value?.value.double, value.isFinite { return value }
            }
            part.leftOut.add(.badEntry, line: row.line, "\"\(String(decoding: cell.prefix(60), as: UTF8.self))\"")
            return nil
        }

        @inline(__always)
        private func moment(_ cell: UnsafeRawBufferPointer, _ format: DateFormat, _ hasTimes: inout Bool) -> Int64? {
            if cell.isEmpty { return absent }
            switch format.parse(cell, zone: zone) {
            case .value(let stamp):
                if stamp.precision > .day { hasTimes = true }
                return isNoDate(day: Int(zone.day(of: stamp.at).number)) ? absent : stamp.at.micros
            case .absent: return absent
            case .bad: return saysNothing(cell) ? absent : nil
            }
        }

        private var absent: Int64 { LagReading.absent }
    }
}

/// The formats of a start and an end: one may say for both whether days come first, and an end may be empty in every row.
private struct LagDates: Sendable {
    let file: TableFile
    let formats: ColumnFormats

    func formats(_ start: Int, _ end: Int) async throws -> (DateFormat, DateFormat) {
        let first = await found(start), last = await found(end)
        switch (first, last) {
        case (.success(let start), .success(let end)): return (start, end)
        case (.success(let known), .failure(let problem)):
            if problem.code == "undecided_order", let order = known.order { return (known, DateFormat(order: order, numbers: known.numbers)) }
            if problem.code == "not_dates", try await isEmpty(end) { return (known, known) }
            throw problem
        case (.failure(let problem), .success(let known)):
            if problem.code == "undecided_order", let order = known.order { return (DateFormat(order: order, numbers: known.numbers), known) }
            throw problem
        case (.failure(let problem), .failure): throw problem
        }
    }

    private func found(_ column: Int) async -> Result<DateFormat, Problem> {
        do { return .success(try await formats.dates(column)) } catch { return .failure(Problem(describing: error)) }
    }

    private func isEmpty(_ column: Int) async throws -> Bool {
        let (parts, _) = try await file.read(workers: AnalysisOptions.workers, into: { 0 }) { count, row in
            if !row[column].isEmpty, !saysNothing(row[column]) { count += 1 }
        }
        return parts.allSatisfy { $0 == 0 }
    }
}
