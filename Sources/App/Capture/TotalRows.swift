// SPDX-License-Identifier: Apache-2.0
import Domain

/// Rows that sum up a table instead of belonging to it. They are kept aside in the first pass and judged when all rows are known: a company
/// may be called "Total", so a row with an id, an address or any other text of its own is never one.
struct TotalRows {
    struct Candidate {
        let line: Int
        /// Nil where no cell says so and only the numbers may be sums.
        let word: TotalWord?
        let cells: [Int: [UInt8]]
    }

    private(set) var candidates: [Candidate] = []
    private var lastData = 0, dataRows = 0
    /// Columns that name the record or what it belongs to.
    private let keys: Set<Int>

    /// A file with more of them has another reason than totals.
    private static let most = 200

    init(_ plan: FilePlan) {
        keys = Set(plan.columns.filter { [.id, .ids, .email, .emails].contains($0.field?.type) && !$0.leftOut }.map(\.index))
    }

    /// Keeps the row aside where it may be a total.
    mutating func holds(_ row: borrowing Row) -> Bool {
        if let candidate = candidate(row), candidates.count < Self.most {
            candidates.append(candidate)
            return true
        }
        (lastData, dataRows) = (row.line, dataRows + 1)
        return false
    }

    private func candidate(_ row: borrowing Row) -> Candidate? {
        guard row.problem == nil, let first = (0..<row.count).first(where: { !row[$0].isEmpty }) else { return nil }
        let word = TotalWord.of(row[first])
        guard word != nil || first > 0 else { return nil }
        var numbers = 0
        for index in (word == nil ? first : first + 1)..<max(row.count, first + 1) where !row[index].isEmpty {
            let cell = row[index]
            if Self.number(cell) != nil {
                // An id of digits: somebody's own row.
                if keys.contains(index), word != .sure || cell.count > 9 { guard word != nil, isCount(cell) else { return nil } }
                numbers += 1
            } else if !saysNothing(cell), TotalWord.of(cell) == nil, currencyMark(String(decoding: cell.prefix(20), as: UTF8.self)) == nil {
                return nil
            }
        }
        guard word != nil || numbers > 0 else { return nil }
        var cells: [Int: [UInt8]] = [:]
        for index in 0..<row.count where !row[index].isEmpty { cells[index] = Array(row[index]) }
        return Candidate(line: row.line, word: word, cells: cells)
    }

    /// A total may count the rows in the column of their ids.
    private func isCount(_ cell: UnsafeRawBufferPointer) -> Bool { parseInteger(cell).value.map { $0 == Int64(dataRows) } ?? false }

    private static func number(_ cell: UnsafeRawBufferPointer) -> Double? {
        parseMoney(cell, as: NumberFormat(mark: .point)).value?.value.double ?? NumberFormat(mark: .point).parse(cell).value?.value.double
    }

    /// The candidates that are totals, by their lines; the others are data.
    /// - Parameter sums: the sums of the columns of numbers over all rows that are data, asked for only where a candidate needs them.
    func settled(_ plan: FilePlan, sums: () throws -> [Int: Double]) rethrows -> Set<Int> {
        var totals: Set<Int> = [], known: [Int: Double]?
        // In a list of companies the word alone may be a name: only the numbers tell.
        let isName = plan.match.kind == .accounts
        for candidate in candidates {
            let isTrailing = candidate.line > lastData, isLone = candidate.cells.count == 1
            switch candidate.word {
            case .sure where !isLone || plan.shape.headings.count >= 2: totals.insert(candidate.line)
            case .plain where isTrailing && !isName && (!isLone || plan.shape.headings.count >= 3): totals.insert(candidate.line)
            case .sure, .plain: if !isLone, dataRows >= 2, try sumsUp(candidate, plan, &known, sums) { totals.insert(candidate.line) }
            case .perhaps, nil: if isTrailing, dataRows >= 2, try sumsUp(candidate, plan, &known, sums) { totals.insert(candidate.line) }
            }
        }
        return totals
    }

    private func sumsUp(_ candidate: Candidate, _ plan: FilePlan, _ known: inout [Int: Double]?, _ sums: () throws -> [Int: Double]) rethrows -> Bool
    {
        let all = try known ?? sums()
        known = all
        for (index, cell) in candidate.cells {
            guard let sum = all[index], sum != 0, let column = plan.columns.first(where: { $0.index == index }) else { continue }
            let value = cell.withUnsafeBytes { parseMoney($0, as: column.number).value?.value.double }
            if let value, abs(value - sum) <= 0.005 + abs(sum) * 1e-9 { return true }
        }
        return false
    }
}
