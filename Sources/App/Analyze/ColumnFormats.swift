// SPDX-License-Identifier: Apache-2.0
import Domain

/// How dates and numbers of a table's columns are written: from the first rows where they prove it, else from all of them.
struct ColumnFormats: Sendable {
    let file: TableFile
    let order: DateOrder?
    let mark: DecimalMark?
    let zone: Zone

    init(_ file: TableFile, _ options: AnalysisOptions) throws(Problem) {
        (self.file, order, mark, zone) = (file, try options.dateOrder, try options.decimalMark, try options.place)
    }

    /// - Throws: where a column that must hold dates holds none, or day and month can't be told apart.
    func dates(_ column: Int) async throws -> DateFormat {
        switch sampled(column, DateProfile(expected: true), { $0.see($1, line: $2) }).decide(preference: order) {
        case .format(let format): return format
        case .none(let parsed, let of) where parsed == 0 && of > 0:
            throw Problem(
                "not_dates", "The column \"\(file.headings[column])\" holds no dates: its first value is \"\(first(column))\".", at: file.name,
                remedy: "Name another column with --map.")
        default: break
        }
        let heading = file.headings[column]
        switch try await whole(column, DateProfile(expected: true), { $0.see($1, line: $2) }, { $0.merge($1) }).decide(preference: order) {
        case .format(let format): return format
        case .ambiguous(_, let examples):
            throw Problem(
                "undecided_order", "Nothing says whether the day or the month comes first in \"\(heading)\", as in \(examples.first?.text ?? "").",
                at: file.name, remedy: "Say it with --dates day-first or --dates month-first.")
        case .none:
            throw Problem(
                "not_dates", "The column \"\(heading)\" holds no dates: its first value is \"\(first(column))\".", at: file.name,
                remedy: "Name another column with --map.")
        }
    }

    func numbers(_ column: Int) async throws -> NumberFormat {
        if let mark { return NumberFormat(mark: mark) }
        switch sampled(column, NumberProfile(expected: true), { $0.see($1, line: $2) }).decide() {
        // Where no number of the first thousand has a mark, a later one is read with a point.
        case .format(let format): return NumberFormat(mark: format.mark ?? .point)
        default: break
        }
        switch try await whole(column, NumberProfile(expected: true), { $0.see($1, line: $2) }, { $0.merge($1) }).decide() {
        case .format(let format): return format
        case .ambiguous(let likely, let examples):
            if let likely { return NumberFormat(mark: likely) }
            throw Problem(
                "undecided_mark",
                "Nothing says whether the mark in \"\(file.headings[column])\" separates thousands or decimals, as in \(examples.first?.text ?? "").",
                at: file.name, remedy: "Say it with --decimal comma or --decimal point.")
        case .none:
            throw Problem(
                "not_numbers", "The column \"\(file.headings[column])\" holds no numbers: its first value is \"\(first(column))\".", at: file.name,
                remedy: "Name another column with --map.")
        }
    }

    private func first(_ column: Int) -> String {
        ReportText.cut(file.sample.lazy.compactMap { $0.indices.contains(column) && !$0[column].isEmpty ? $0[column] : nil }.first ?? "", 40)
    }

    private func sampled<Profile>(_ column: Int, _ empty: Profile, _ see: (inout Profile, UnsafeRawBufferPointer, Int) -> Void) -> Profile {
        var profile = empty
        for (index, row) in file.sample.enumerated() where row.indices.contains(column) {
            var cell = row[column]
            cell.withUTF8 { see(&profile, UnsafeRawBufferPointer($0), index + 2) }
        }
        return profile
    }

    private func whole<Profile: Sendable>(
        _ column: Int, _ empty: Profile, _ see: @escaping @Sendable (inout Profile, UnsafeRawBufferPointer, Int) -> Void,
        _ merge: (inout Profile, Profile) -> Void
    ) async throws -> Profile {
        let (parts, _) = try await file.read(workers: AnalysisOptions.workers, into: { empty }) { see(&$0, $1[column], $1.line) }
        var profile = empty
        for part in parts { merge(&profile, part) }
        return profile
    }
}

/// A whole number, read without the cost of formats where the cell is digits alone; else by the column's format.
@inline(__always)
func plainInteger(_ cell: UnsafeRawBufferPointer) -> Int64? {
    guard (1...15).contains(cell.count) else { return nil }
    var value: Int64 = 0
    for byte in cell {
        let digit = byte &- 48
        guard digit < 10 else { return nil }
        value = value &* 10 &+ Int64(digit)
    }
    return value
}

/// An amount with a decimal point and at most two digits after it, in hundredths.
@inline(__always)
func plainHundredths(_ cell: UnsafeRawBufferPointer) -> Int64? {
    guard (1...15).contains(cell.count) else { return nil }
    var value: Int64 = 0
    var decimals = -1
    for byte in cell {
        let digit = byte &- 48
        if digit < 10 {
            value = value &* 10 &+ Int64(digit)
            if decimals >= 0 { decimals += 1 }
        } else if byte == 46, decimals < 0 {
            decimals = 0
        } else {
            return nil
        }
    }
    return switch decimals {
    case -1: value &* 100
    case 1: value &* 10
    case 2: value
    default: nil
    }
}
