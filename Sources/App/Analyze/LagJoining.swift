// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// What a part of the file holds; microseconds since 1970, or `absent`.
struct LagPart: Sendable {
    var starts: [Int64] = []
    var ends: [Int64] = []
    var durations: [Double] = []
    var entries: [Double] = []
    var events: [Int32] = []
    var groups: [Int32] = []
    var lines: [Int32] = []
    var eventNames = NameCodes()
    var groupNames = NameCodes()
    var leftOut = LagLeftOut()
    var rows = 0
    var lastLine = 0
    var (startHasTimes, endHasTimes) = (false, false)
}

/// Parts joined: durations from moments, outcomes and groups by one numbering.
struct LagJoining: Sendable {
    let parts: [LagPart]
    let columns: LagColumns
    let file: TableFile
    let unit: LagUnit?
    let zone: Zone
    let until: Timestamp?
    /// Values of the event column that somebody said mean open.
    let open: [String]

    func rows() throws -> LagRows {
        var rows = LagRows()
        var linesBefore = 0
        for part in parts {
            rows.rows += part.rows
            rows.leftOut.merge(part.leftOut, linesBefore: linesBefore)
            linesBefore += part.lastLine
        }
        rows.event = columns.event.map { file.headings[$0] }
        rows.group = columns.group.map { file.headings[$0] }
        let codes = try outcomes(&rows)
        let groups = grouped(&rows)
        if let start = columns.start, let end = columns.end {
            rows.what = "\(file.headings[start]) to \(file.headings[end])"
            fill(&rows, codes, groups)
        } else {
            rows.what = file.headings[columns.duration ?? 0]
            rows.unit = unit ?? LagUnit(heading: rows.what) ?? .days
            if unit == nil { rows.notes.append("Times are taken as \(rows.unit.rawValue); --unit says otherwise.") }
            rows.durations = parts.flatMap(\.durations)
            (rows.outcomes, rows.groups) = (codes, groups)
            if columns.entry != nil { rows.entries = parts.flatMap(\.entries) }
            if columns.event == nil {
                rows.notes.append("No column says which rows are still open, so every duration counts as over; --event COLUMN says it.")
            }
        }
        guard !rows.durations.isEmpty else {
            throw Problem(
                "no_times", "No row has a time that counts.\(rows.leftOut.sentences.first.map { " \($0)" } ?? "")", at: file.name,
                remedy: "Name other columns with --start and --end, or --duration.")
        }
        pool(&rows)
        return rows
    }

    private func outcomes(_ rows: inout LagRows) throws -> [UInt8] {
        guard let event = columns.event else {
            rows.outcomeNames = ["event"]
            return [UInt8](repeating: 1, count: parts.reduce(0) { $0 + $1.lines.count })
        }
        var (names, counts, all) = (NameCodes(), [Int](), [Int32]())
        for part in parts {
            let map = part.eventNames.names.map { names.code($0) }
            counts.append(contentsOf: repeatElement(0, count: names.count - counts.count))
            for code in part.events {
                let own = code < 0 ? -1 : map[Int(code)]
                if own >= 0 { counts[own] += 1 }
                all.append(Int32(truncatingIfNeeded: own))
            }
        }
        let outcomes = try LagOutcomes(
            levels: names.names, counts: counts, endless: endless(names.names), open: open, column: file.headings[event], file: file.name)
        rows.outcomeNames = outcomes.names
        rows.notes += outcomes.notes
        let empty = all.count { $0 < 0 }
        let words = outcomes.openWords.map { "\"\(ReportText.cut($0, 20))\"" } + (empty > 0 ? ["empty"] : [])
        if !words.isEmpty { rows.notes.append("Still open by \(file.headings[event]): \(words.prefix(8).joined(separator: ", ")).") }
        return all.map { $0 < 0 ? 0 : outcomes.codes[Int($0)] }
    }

    /// Values most of whose rows have no end: a stage that a case is in, not how it ended.
    private func endless(_ levels: [String]) -> Set<String> {
        guard columns.end != nil else { return [] }
        var (all, without) = ([String: Int](), [String: Int]())
        for part in parts {
            for (place, code) in part.events.enumerated() where code >= 0 {
                let level = part.eventNames.names[Int(code)]
                all[level, default: 0] += 1
                if part.ends[place] == LagReading.absent { without[level, default: 0] += 1 }
            }
        }
        return Set(levels.filter { (without[$0] ?? 0) * 2 > (all[$0] ?? 0) })
    }

    private func grouped(_ rows: inout LagRows) -> [Int] {
        guard columns.group != nil else { return [] }
        var (names, all) = (NameCodes(), [Int]())
        for part in parts {
            let map = part.groupNames.names.map { names.code($0) }
            for code in part.groups { all.append(code < 0 ? -1 : map[Int(code)]) }
        }
        rows.groupNames = names.names
        guard all.contains(-1) else { return all }
        rows.groupNames.append("(empty)")
        return all.map { $0 < 0 ? names.count : $0 }
    }

    // MARK: Durations from moments

    private func fill(_ rows: inout LagRows, _ codes: [UInt8], _ groups: [Int]) {
        let hasEnds = parts.contains { $0.ends.contains { $0 != LagReading.absent } }
        // Where one of the two is days alone, times of the other would only make the same day look negative.
        let hasTimes = parts.contains(where: \.startHasTimes) && (!hasEnds || parts.contains(where: \.endHasTimes))
        let day = 86_400_000_000.0
        func stamp(_ micros: Int64) -> Double {
            hasTimes ? Double(micros) : Double(zone.day(of: Moment(micros: micros)).number) * day
        }
        func text(_ micros: Int64) -> String { Format.moment(Moment(micros: micros), in: zone, precision: hasTimes ? .minute : .day) }
        let newest = parts.flatMap { [$0.starts.max(), $0.ends.max()] }.compactMap { $0 }.max() ?? 0
        var limit = until?.at.micros ?? newest
        rows.isUntilSaid = until != nil
        rows.until = Format.day(zone.day(of: Moment(micros: limit)))
        if hasTimes, let until, until.precision <= .day { limit = zone.start(of: zone.day(of: until.at).adding(days: 1)).micros }
        let last = stamp(limit), hasEntry = columns.entry != nil
        var (row, linesBefore, entries) = (0, 0, [Double]())
        for part in parts {
            for place in part.starts.indices {
                let (code, line) = (codes[row], Int(part.lines[place]) + linesBefore), start = stamp(part.starts[place])
                let isOpen = part.ends[place] == LagReading.absent
                let end = isOpen ? last : stamp(part.ends[place]), group = groups.isEmpty ? 0 : groups[row]
                row += 1
                let entry = hasEntry && part.entries[place].isFinite ? stamp(Int64(part.entries[place])) - start : 0
                if isOpen, columns.event != nil, code > 0 {
                    rows.leftOut.add(.noEnd, line: line, "\"\(rows.outcomeNames[Int(code) - 1])\"")
                } else if end < start, !isOpen {
                    rows.leftOut.add(.negative, line: line, "from \(text(part.starts[place])) to \(text(part.ends[place]))")
                } else if start > last {
                    rows.leftOut.add(.later, line: line, text(part.starts[place]))
                } else if entry > 0, entry >= min(end, last) - start {
                    rows.leftOut.add(.lateEntry, line: line, "from \(text(part.starts[place]))")
                } else {
                    rows.durations.append((min(end, last) - start) / day)
                    rows.outcomes.append(end > last || isOpen ? 0 : code)
                    if columns.group != nil { rows.groups.append(group) }
                    if hasEntry { entries.append(entry / day) }
                }
            }
            linesBefore += part.lastLine
        }
        let longest = rows.durations.max() ?? 0
        rows.unit = unit ?? (!hasTimes || longest >= 3 ? .days : longest >= 0.25 ? .hours : .minutes)
        let scale = 1 / rows.unit.days
        if rows.unit != .days { for place in rows.durations.indices { rows.durations[place] *= scale } }
        rows.entries = hasEntry ? entries.map { $0 * scale } : nil
    }

    // MARK: Groups

    /// The largest groups as they are, the rest as one; largest first.
    private func pool(_ rows: inout LagRows) {
        guard !rows.groupNames.isEmpty else { return }
        var sizes = [Int](repeating: 0, count: rows.groupNames.count)
        for group in rows.groups { sizes[group] += 1 }
        let order = sizes.indices.filter { sizes[$0] > 0 }.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
        let gone = sizes.indices.filter { sizes[$0] == 0 }
        if !gone.isEmpty {
            let names = gone.prefix(5).map { "\"\(ReportText.cut(rows.groupNames[$0], 30))\"" }.joined(separator: ", ")
            rows.notes.append(
                "\(gone.count == 1 ? "One group has" : "\(Format.count(gone.count)) groups have") no row that counts: \(names)\(gone.count > 5 ? " and more" : "")."
            )
        }
        let most = LagReading.mostGroups, kept = order.prefix(order.count > most ? most - 1 : most), rest = order.count - kept.count
        var map = [Int](repeating: kept.count, count: sizes.count)
        for (place, group) in kept.enumerated() { map[group] = place }
        rows.groupNames = kept.map { rows.groupNames[$0] }
        if rest > 0 {
            rows.groupNames.append("(\(Format.count(rest)) other groups)")
            rows.notes.append(
                "There are \(Format.count(order.count)) groups; the \(most - 1) largest are shown, the other \(Format.count(rest)) together.")
        }
        for place in rows.groups.indices { rows.groups[place] = map[rows.groups[place]] }
    }
}
