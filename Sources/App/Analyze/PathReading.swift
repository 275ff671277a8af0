// SPDX-License-Identifier: Apache-2.0
package import Analytics
import Domain

/// Journeys as read from a file, with the names of their channels.
package struct ReadJourneys: Sendable {
    package var paths = PathList()
    package var channels: [String] = []
    /// What was left out or understood in a way that must be said.
    package var notes: [String] = []
    /// Rows of the file.
    package var rows = 0
    var hasValue = false
    /// Decimals of a unit of value.
    var exponent = 2
}

/// Reads a table of paths: `search > mail > direct` with conversions, value and journeys without success.
struct PathReading: Sendable {
    static let roles: [(role: String, names: [String])] = [
        (
            "path",
            [
                "path", "paths", "journey", "journeys", "channelpath", "conversionpath", "touchpath", "touchpoints", "channels", "channelsequence",
                "userjourney", "customerjourney", "pfad", "kundenpfad", "pfade",
            ]
        ),
        (
            "conversions",
            [
                "conversions", "conversion", "conv", "totalconversions", "totalconversion", "converted", "convs", "numconversions", "hastransaction",
                "conversioncount", "transactions", "y", "konversionen", "abschluesse", "abschlüsse",
            ]
        ),
        (
            "value",
            [
                "value", "conversionvalue", "totalconversionvalue", "convvalue", "convval", "conversionsvalue", "revenue", "totalvalue",
                "totalrevenue", "amount", "transactionvalue", "sales", "wert", "umsatz",
            ]
        ),
        (
            "nulls",
            [
                "nulls", "null", "nul", "totalnull", "totalnulls", "nullpaths", "nullcount", "nonconversions", "nonconverted", "noconversion",
                "notconverted",
            ]
        ),
    ]

    let file: TableFile
    let roles: ColumnRoles
    var separator: String?

    private struct Part: Sendable {
        var paths = PathList()
        var names = NameCodes()
        var rows = 0
        var empty = 0
        var without = 0
        var bad = BadCells(), outside = BadCells(), fractions = BadCells()
        var tooLarge = 0
        var unearned = 0
    }

    /// Journeys that one row may stand for.
    private static let largestCount: Int64 = 1_000_000_000

    func read(_ formats: ColumnFormats) async throws -> ReadJourneys {
        let path = try roles.need("path", "the paths")
        let (conversions, value, nulls) = (roles["conversions"], roles["value"], roles["nulls"])
        let mark = try separatorBytes(path)
        let format = try await anyFormat(formats, [conversions, value, nulls])
        let (parts, unread) = try await file.read(workers: AnalysisOptions.workers, into: { Part() }) { part, row in
            part.rows += 1
            let converted = conversions.map { Self.count(row[$0], format, row.line, &part) } ?? 1
            let lost = nulls.map { Self.count(row[$0], format, row.line, &part) } ?? (converted == 0 ? 1 : 0)
            let amount = value.map { Self.amount(row[$0], format, row.line, &part) } ?? 0
            if converted == 0, amount != 0 { part.unearned += 1 }
            guard converted > 0 || lost > 0 else { return part.without += 1 }
            Self.steps(row[path], mark, &part)
            if part.paths.steps.count == Int(part.paths.starts[part.paths.count]) {
                part.empty += 1
                return
            }
            part.paths.close(conversions: converted, nulls: lost, value: amount)
        }
        return join(parts, unread)
    }

    /// Splits a path at its marks; each name is trimmed, empty ones are passed over.
    @inline(__always)
    private static func steps(_ cell: UnsafeRawBufferPointer, _ mark: [UInt8], _ part: inout Part) {
        var start = 0
        let end = cell.count
        let first = mark[0]
        while start <= end {
            var stop = start
            while stop < end, cell[stop] != first || !begins(cell, mark, at: stop) { stop += 1 }
            var (from, to) = (start, stop)
            while from < to, cell[from] <= 32 { from += 1 }
            while to > from, cell[to - 1] <= 32 { to -= 1 }
            if to > from {
                let code = part.names.code(UnsafeRawBufferPointer(rebasing: cell[from..<to]))
                part.paths.add(step: UInt16(truncatingIfNeeded: min(code, TransitionCounts.mostChannels)))
            }
            start = stop + mark.count
        }
    }

    @inline(__always)
    private static func begins(_ cell: UnsafeRawBufferPointer, _ mark: [UInt8], at place: Int) -> Bool {
        guard mark.count > 1 else { return true }
        guard place + mark.count <= cell.count else { return false }
        for index in 1..<mark.count where cell[place + index] != mark[index] { return false }
        return true
    }

    @inline(__always)
    private static func count(_ cell: UnsafeRawBufferPointer, _ format: NumberFormat, _ line: Int, _ part: inout Part) -> UInt32 {
        if let plain = plainInteger(cell), plain <= largestCount { return UInt32(plain) }
        if cell.isEmpty || saysNothing(cell) { return 0 }
        if case .value(let yes) = parseBoolean(cell) { return yes ? 1 : 0 }
        guard let number = format.parse(cell).value?.value.double else {
            part.bad.add(cell, line: line)
            return 0
        }
        guard number >= 0, number <= Double(largestCount) else {
            part.outside.add(cell, line: line)
            return 0
        }
        if number != number.rounded() { part.fractions.add(cell, line: line) }
        return UInt32(number.rounded())
    }

    @inline(__always)
    private static func amount(_ cell: UnsafeRawBufferPointer, _ format: NumberFormat, _ line: Int, _ part: inout Part) -> Int64 {
        if let plain = plainHundredths(cell) { return plain }
        if cell.isEmpty || saysNothing(cell) { return 0 }
        guard let number = parseMoney(cell, as: format).value?.value.minor(exponent: 2) else {
            part.bad.add(cell, line: line)
            return 0
        }
        guard number.magnitude < largestAmount else {
            part.tooLarge += 1
            return 0
        }
        return number
    }

    /// Sums of more would not be exact.
    static let largestAmount: UInt64 = 1_000_000_000_000_00

    private func anyFormat(_ formats: ColumnFormats, _ columns: [Int?]) async throws -> NumberFormat {
        for column in [columns[1], columns[0]] {
            if let column, let format = try? await formats.numbers(column) { return format }
        }
        return NumberFormat(mark: formats.mark ?? .point)
    }

    /// What stands between the steps: as said, else the mark that most of the first paths hold.
    private func separatorBytes(_ path: Int) throws(Problem) -> [UInt8] {
        if let separator {
            let bytes = Array((separator.trimmed.isEmpty ? separator : separator.trimmed).utf8)
            guard !bytes.isEmpty else { throw Problem("bad_separator", "--separator is empty.", remedy: "Write it as \">\".", fault: .usage) }
            return bytes
        }
        let cells = file.sample.compactMap { $0.indices.contains(path) ? $0[path] : nil }
        let marks = ["->", "=>", ">", "→", "»", "|", ";", ",", "/"]
        let counts = marks.map { mark in cells.count { $0.contains(mark) } }
        guard let most = counts.max(), most > 0, let place = counts.firstIndex(of: most) else { return Array(">".utf8) }
        return Array(marks[place].utf8)
    }

    private func join(_ parts: [Part], _ unread: UnreadRows) -> ReadJourneys {
        var (names, read, bad) = (NameCodes(), ReadJourneys(), BadCells())
        var (empty, without, tooLarge, unearned) = (0, 0, 0, 0)
        var (outside, fractions) = (BadCells(), BadCells())
        var lists: [PathList] = []
        for part in parts {
            let codes = part.names.names.prefix(TransitionCounts.mostChannels + 1).map {
                UInt16(truncatingIfNeeded: min(names.code($0), TransitionCounts.mostChannels))
            }
            var list = part.paths
            list.recode(codes)
            lists.append(list)
            read.rows += part.rows
            (empty, without, tooLarge) = (empty + part.empty, without + part.without, tooLarge + part.tooLarge)
            bad.merge(part.bad)
            outside.merge(part.outside)
            fractions.merge(part.fractions)
            unearned += part.unearned
        }
        read.paths = PathList(joining: lists)
        read.channels = names.names
        read.hasValue = roles["value"] != nil
        read.notes = unread.sentences
        if empty > 0 { read.notes.append("\(Format.plural(empty, "row")) without a path left out.") }
        if without > 0 { read.notes.append("\(Format.plural(without, "row")) that neither converted nor failed left out.") }
        if tooLarge > 0 { read.notes.append("\(Format.plural(tooLarge, "amount")) beyond a million million counted as 0.") }
        if let example = outside.example {
            read.notes.append("\(Format.plural(outside.count, "count")) below 0 or beyond a thousand million counted as 0, as \"\(example)\".")
        }
        if let example = fractions.example {
            read.notes.append("\(Format.plural(fractions.count, "fraction")) of journeys rounded to whole ones, as \"\(example)\".")
        }
        if unearned > 0 { read.notes.append("The value of \(Format.plural(unearned, "row")) without a conversion is not counted.") }
        if let sentence = bad.sentence("number") { read.notes.append(sentence) }
        if roles["conversions"] == nil { read.notes.append("No column says how many journeys converted: each row counts as one conversion.") }
        if roles["nulls"] == nil, roles["conversions"] != nil {
            read.notes.append("No column says how many journeys did not convert: each row without conversions counts as one.")
        }
        return read
    }
}

/// Cells that could not be read, counted, with the first as an example.
struct BadCells: Sendable {
    private(set) var count = 0
    private var first: (text: String, line: Int)?
    var example: String? { first?.text }

    mutating func add(_ cell: UnsafeRawBufferPointer, line: Int) {
        count += 1
        if first == nil { first = (String(decoding: cell.prefix(40), as: UTF8.self), line) }
    }

    mutating func merge(_ other: BadCells) {
        count += other.count
        if first == nil { first = other.first }
    }

    func sentence(_ what: String) -> String? {
        guard count > 0, let example else { return nil }
        return "\(Format.plural(count, "cell")) counted as empty because \(count == 1 ? "it is" : "they are") no \(what), as \"\(example)\"."
    }
}
