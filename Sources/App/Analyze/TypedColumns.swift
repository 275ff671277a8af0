// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Foundation

/// How the cells of a column are taken.
enum ColumnKind: Sendable {
    case number(NumberFormat)
    case date(DateFormat)
    case category
    case empty
}

/// A table's columns as numbers, dates and categories, recognized from all rows.
struct TypedColumns: Sendable {
    let file: TableFile
    let formats: ColumnFormats

    /// What each column holds; one pass over the file.
    /// - Parameter only: the columns that are asked about.
    func kinds(_ only: [Int]) async throws -> [ColumnKind] {
        let (parts, _) = try await file.read(workers: AnalysisOptions.workers, into: { only.map { _ in ColumnProfile() } }) { profiles, row in
            for (place, column) in only.enumerated() {
                let cell = row[column]
                if !cell.isEmpty, !saysNothing(cell) { profiles[place].see(cell, line: row.line) }
            }
        }
        guard var all = parts.first else { return only.map { _ in .empty } }
        for part in parts.dropFirst() { for place in all.indices { all[place].merge(part[place]) } }
        return only.indices.map { place in
            switch all[place].decide(order: formats.order, mark: formats.mark) {
            case .empty: return .empty
            case .boolean, .email: return .category
            case .text: return isScientific(only[place]) ? .number(NumberFormat(mark: .point)) : .category
            case .date(.format(let format)): return .date(format)
            case .date(.ambiguous(let formats, _)): return formats.first.map { .date($0) } ?? .category
            case .number(.format(let format)): return .number(NumberFormat(mark: format.mark ?? .point))
            case .number(.ambiguous(let likely, _)): return .number(NumberFormat(mark: likely ?? .point))
            case .date(.none), .number(.none): return .category
            }
        }
    }

    /// `1e-05`, `inf`: what programs write and people do not.
    private func isScientific(_ column: Int) -> Bool {
        let cells = file.sample.compactMap { $0.indices.contains(column) && !$0[column].isEmpty ? $0[column] : nil }.filter { cell in
            var cell = cell
            return !cell.withUTF8 { saysNothing(UnsafeRawBufferPointer($0)) }
        }
        return !cells.isEmpty && cells.count { Double($0) != nil } * 20 >= cells.count * 19
    }

    struct Read: Sendable {
        var columns: [FeatureColumn]
        var rows: Int
        var notes: [String]
    }

    private struct Part: Sendable {
        var numbers: [[Double]]
        var codes: [[Int32]]
        var names: [NameCodes]
        var bad: [BadCells]
        var infinite: [Int]
        var rows = 0
    }

    /// - Parameter kinds: one per column that is asked for.
    func read(_ only: [Int], _ kinds: [ColumnKind]) async throws -> Read {
        let zone = formats.zone
        let empty: @Sendable () -> Part = {
            Part(
                numbers: only.map { _ in [] }, codes: only.map { _ in [] }, names: only.map { _ in NameCodes() }, bad: only.map { _ in BadCells() },
                infinite: only.map { _ in 0 })
        }
        let (parts, unread) = try await file.read(workers: AnalysisOptions.workers, into: empty) { part, row in
            part.rows += 1
            for (place, column) in only.enumerated() {
                let cell = row[column]
                switch kinds[place] {
                case .number(let format): part.numbers[place].append(Self.number(cell, format, row.line, place, &part))
                case .date(let format):
                    switch format.parse(cell, zone: zone) {
                    case .value(let stamp): part.numbers[place].append(Double(stamp.at.micros) / 86_400e6)
                    case .absent: part.numbers[place].append(.nan)
                    case .bad:
                        part.numbers[place].append(.nan)
                        if !saysNothing(cell) { part.bad[place].add(cell, line: row.line) }
                    }
                case .category:
                    part.codes[place].append(cell.isEmpty || saysNothing(cell) ? -1 : Int32(truncatingIfNeeded: part.names[place].code(cell)))
                case .empty: part.codes[place].append(-1)
                }
            }
        }
        return joined(parts, unread, only, kinds)
    }

    @inline(__always)
    private static func number(_ cell: UnsafeRawBufferPointer, _ format: NumberFormat, _ line: Int, _ place: Int, _ part: inout Part) -> Double {
        if let plain = plainInteger(cell) { return Double(plain) }
        if cell.isEmpty { return .nan }
        if let value = format.parse(cell).value?.value.double { return value }
        if saysNothing(cell) { return .nan }
        if let value = Double(String(decoding: cell.prefix(64), as: UTF8.self)) {
            if value.isFinite { return value }
            if !value.isNaN { part.infinite[place] += 1 }
            return .nan
        }
        part.bad[place].add(cell, line: line)
        return .nan
    }

    private func joined(_ parts: [Part], _ unread: UnreadRows, _ only: [Int], _ kinds: [ColumnKind]) -> Read {
        var read = Read(columns: [], rows: parts.reduce(0) { $0 + $1.rows }, notes: unread.sentences)
        for (place, column) in only.enumerated() {
            let name = file.headings[column]
            var (bad, infinite) = (BadCells(), 0)
            for part in parts {
                bad.merge(part.bad[place])
                infinite += part.infinite[place]
            }
            switch kinds[place] {
            case .number, .date:
                let isDate = if case .date = kinds[place] { true } else { false }
                read.columns.append(FeatureColumn(name, .numbers(parts.flatMap { $0.numbers[place] }, isDate: isDate)))
                if let sentence = bad.sentence(isDate ? "date" : "number") { read.notes.append("\(name): \(sentence)") }
                if infinite > 0 { read.notes.append("\(name): \(Format.plural(infinite, "infinite number")) counted as missing.") }
            case .category, .empty:
                var (names, codes) = (NameCodes(), [Int32]())
                codes.reserveCapacity(read.rows)
                for part in parts {
                    let map = part.names[place].names.map { Int32(truncatingIfNeeded: names.code($0)) }
                    for code in part.codes[place] { codes.append(code >= 0 ? map[Int(code)] : -1) }
                }
                read.columns.append(FeatureColumn(name, .categories(codes, levels: names.names)))
            }
        }
        return read
    }
}
