// SPDX-License-Identifier: Apache-2.0

/// The first rows of a file as one dialect reads them.
struct SampleRow {
    let line: Int
    let cells: [String]
    var filled: Int { cells.reduce(0) { $0 + ($1.isEmpty ? 0 : 1) } }
}

/// Which delimiter and quoting a file has: the dialect under which its first rows agree best.
struct DialectGuess {
    let delimiter: UInt8
    let quoting: FileShape.Quoting
    /// The usual number of cells in a row, 1 or more.
    let columns: Int
    let rows: [SampleRow]
    /// Subtotals mark a grouped report; other totals and notices are a report's too.
    let grouping: HeaderGuess.Grouping
    private let score: Double

    private static let sampleRows = 200
    private static let sampleBytes = 262_144
    /// Delimiters in order of how usual they are, with what that is worth against an even better agreement of rows.
    private static let delimiters: [(byte: UInt8, prior: Double)] = [
        (CSVByte.comma, 0.05), (UInt8(ascii: ";"), 0.05), (CSVByte.tab, 0.05), (UInt8(ascii: "|"), 0.04), (UInt8(ascii: ":"), 0),
        (UInt8(ascii: "^"), 0), (UInt8(ascii: "~"), 0),
    ]

    /// - Parameters:
    ///   - text: decoded, valid UTF-8.
    ///   - forced: the delimiter that the file itself names (`sep=;`), or that we wrote.
    static func of(_ text: [UInt8], complete: Bool, forced: UInt8?) -> DialectGuess {
        let sample = Array(text.prefix(sampleBytes))
        let isWhole = complete && sample.count == text.count
        let hasBackslashQuote = zip(sample, sample.dropFirst()).contains { $0 == CSVByte.backslash && $1 == CSVByte.quote }
        let hasQuote = sample.contains(CSVByte.quote)
        var best: DialectGuess?
        for (delimiter, prior) in delimiters where forced == nil || forced == delimiter {
            guard forced != nil || sample.contains(delimiter) else { continue }
            var plain = read(sample, isWhole, delimiter, .doubled, prior)
            if hasBackslashQuote, plain.strays > 0 {
                let other = read(sample, isWhole, delimiter, .backslash, prior)
                if other.strays < plain.strays { plain = other }
            }
            var candidates = [plain.guess]
            if hasQuote {
                let wrapped = read(sample, isWhole, delimiter, .wrapped, prior)
                if wrapped.isWrapped { candidates.append(wrapped.guess) }
            }
            for case let guess? in candidates where forced != nil || isPlausible(guess, sample) {
                let score = guess.score - (forced == nil && isDecimal(guess, sample) ? 0.06 : 0)
                if score > best.map(\.score) ?? -1 { best = guess.scored(score) }
            }
        }
        return best ?? read(sample, isWhole, forced ?? CSVByte.comma, .doubled, 0, isKnown: forced != nil).single
    }

    private typealias Reading = (guess: DialectGuess?, single: DialectGuess, strays: Int, isWrapped: Bool)
    private struct Enough: Error {}

    private static func read(
        _ text: [UInt8], _ isWhole: Bool, _ delimiter: UInt8, _ quoting: FileShape.Quoting, _ prior: Double, isKnown: Bool = false
    )
        -> Reading
    {
        let shape = FileShape(delimiter: delimiter, quoting: quoting, headings: [], hasHeader: false)
        var reader = RowReader(shape: shape)
        var rows: [SampleRow] = []
        func collect(_ isLast: Bool) {
            // Enough rows end the reading: that is no failure.
            try? text.withUnsafeBytes { bytes in
                try reader.feed(bytes, isLast: isLast) { row in
                    rows.append(SampleRow(line: row.line, cells: (0..<row.count).map { String(row.string($0).prefix(250)) }))
                    if rows.count >= sampleRows { throw Enough() }
                }
            }
        }
        collect(isWhole)
        if rows.isEmpty, !isWhole {
            reader = RowReader(shape: shape)
            collect(true)
        }
        rows.removeAll { $0.cells.isEmpty }
        let grouping: HeaderGuess.Grouping = reader.subtotals > 0 ? .marked : reader.footerRows > 0 ? .perhaps : .no
        // Where the delimiter is known, rows that end at different columns are still rows of one table.
        let single = DialectGuess(
            delimiter: delimiter, quoting: quoting, columns: isKnown ? rows.map(\.cells.count).max() ?? 1 : 1, rows: rows, grouping: grouping,
            score: 0)
        let strays = reader.strayQuotes + reader.badRows
        let guess = agreement(rows, strays: strays).map { columns, score in
            DialectGuess(
                delimiter: delimiter, quoting: quoting, columns: columns, rows: rows, grouping: grouping, score: score + prior)
        }
        // A file of one column may quote "Smith, John" too, but then its heading has no comma.
        let isWrapped = reader.unwrapped > 0 && reader.unwrapped * 5 >= rows.count * 2 && rows.first?.cells.count == guess?.columns
        return (guess, single, strays, isWrapped)
    }

    /// The usual number of cells, and how well rows agree on it.
    private static func agreement(_ rows: [SampleRow], strays: Int) -> (columns: Int, score: Double)? {
        var times: [Int: Int] = [:]
        for row in rows where row.cells.count >= 2 { times[row.cells.count, default: 0] += 1 }
        guard let mode = times.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else { return nil }
        guard let start = rows.firstIndex(where: { $0.cells.count >= max(2, (mode + 1) / 2) }) else { return nil }
        let share = Double(times[mode] ?? 0) / Double(rows.count - start)
        if start > 0, share < 0.7 { return nil }
        let dirt = min(1, Double(strays) / Double(rows.count))
        let width = 0.03 * Double(mode.bitWidth - mode.leadingZeroBitCount)
        // Lines above the table are rare: a dialect that needs none is the better explanation.
        let above = start > 0 ? 0.1 + 0.002 * Double(start) : 0
        return (mode, share * (1 - 0.6 * dirt) + width - above)
    }

    /// Times (`10:30`), addresses (`http://`) and decimal commas make lines agree on what is no delimiter.
    private static func isPlausible(_ guess: DialectGuess, _ text: [UInt8]) -> Bool {
        let isFirstSingle = (guess.rows.first?.cells.count ?? 0) < 2
        guard guess.delimiter == UInt8(ascii: ":") || (guess.delimiter == CSVByte.comma && isFirstSingle) else { return true }
        let (all, inside) = betweenDigits(guess.delimiter, text)
        return inside * 2 <= all
    }

    /// Every comma stands between two digits: another delimiter that agrees as well is the better one.
    private static func isDecimal(_ guess: DialectGuess, _ text: [UInt8]) -> Bool {
        guard guess.delimiter == CSVByte.comma else { return false }
        let (all, inside) = betweenDigits(guess.delimiter, text)
        return inside == all
    }

    private static func betweenDigits(_ delimiter: UInt8, _ text: [UInt8]) -> (all: Int, inside: Int) {
        var (all, inside) = (0, 0)
        for index in text.indices.dropFirst().dropLast() where text[index] == delimiter {
            all += 1
            let (before, after) = (text[index - 1], text[index + 1])
            if (48...57).contains(before) && (48...57).contains(after) || after == UInt8(ascii: "/") { inside += 1 }
        }
        return (all, inside)
    }

    private func scored(_ score: Double) -> DialectGuess {
        DialectGuess(delimiter: delimiter, quoting: quoting, columns: columns, rows: rows, grouping: grouping, score: score)
    }
}
