// SPDX-License-Identifier: Apache-2.0

/// One cell as the scanner found it: offsets into the text, quotes left out, nothing unescaped yet.
struct ScannedCell {
    var start: Int
    var end: Int
    var isQuoted: Bool
    var isEscaped: Bool
}

/// Finds the cells of one row in decoded text. Whatever it answers depends on the bytes alone and never on where a chunk ended:
/// where more bytes could change the answer it asks for them.
struct RowScanner {
    enum Outcome: Equatable {
        /// A whole row; the next one starts at `next`.
        case row(next: Int)
        /// The row is not over at the end of the text.
        case needMore
        /// The quote at `quote` never closes; reading goes on at `resume`, the start of a later line.
        case unclosed(quote: Int, resume: Int)
    }

    let bytes: UnsafeMutablePointer<UInt8>
    let cells: UnsafeMutablePointer<ScannedCell>
    /// Cells beyond it are counted and not kept.
    let capacity: Int
    let delimiter: UInt8
    /// Quotes inside quotes are written with a backslash.
    let backslash: Bool
    /// How many cells a full row has; 0 while unknown.
    let columns: Int

    private(set) var count = 0
    /// Line ends inside the row, its own included.
    private(set) var breaks = 0
    /// A quote stood where none belongs.
    private(set) var isMalformed = false

    init(
        bytes: UnsafeMutablePointer<UInt8>, cells: UnsafeMutablePointer<ScannedCell>, capacity: Int, delimiter: UInt8, backslash: Bool, columns: Int
    ) {
        (self.bytes, self.cells, self.capacity) = (bytes, cells, capacity)
        (self.delimiter, self.backslash, self.columns) = (delimiter, backslash, columns)
    }

    /// Scans the row that starts at `start`.
    /// - Parameter isLast: nothing follows `end`, so what is open there is over.
    mutating func scan(from start: Int, to end: Int, isLast: Bool) -> Outcome {
        (count, breaks, isMalformed) = (0, 0, false)
        var at = start
        while true {
            var first = at
            while first < end, bytes[first] == CSVByte.space || (bytes[first] == CSVByte.tab && delimiter != CSVByte.tab) { first += 1 }
            if first < end, bytes[first] == CSVByte.quote {
                switch quoted(open: first, end: end, isLast: isLast) {
                case .over(let stop): at = stop
                case .needMore: return .needMore
                case .unclosed(let resume): return .unclosed(quote: first, resume: resume)
                }
            } else {
                let stop = stopOfCell(from: first, to: end)
                if stop == end, !isLast { return .needMore }
                store(ScannedCell(start: first, end: stop, isQuoted: false, isEscaped: backslash && hasEscape(first, stop)))
                at = stop
            }
            guard at < end else { return .row(next: end) }
            let byte = bytes[at]
            if byte == delimiter {
                at += 1
                continue
            }
            breaks += 1
            guard byte == CSVByte.carriageReturn else { return .row(next: at + 1) }
            if at + 1 == end { return isLast ? .row(next: end) : .needMore }
            return .row(next: bytes[at + 1] == CSVByte.lineFeed ? at + 2 : at + 1)
        }
    }

    // MARK: A quoted cell

    enum QuotedEnd { case over(Int), needMore, unclosed(resume: Int) }

    @inline(__always)
    private mutating func quoted(open: Int, end: Int, isLast: Bool) -> QuotedEnd {
        var (at, escaped, sawBreak, loose) = (open + 1, false, false, false)
        while true {
            at = quoteOrEscape(from: at, to: end, &sawBreak)
            guard at < end else { return openAtEnd(open, end, isLast) }
            if bytes[at] != CSVByte.quote {
                guard at + 1 < end else { return openAtEnd(open, end, isLast) }
                // The escaped byte may be a line end, which is passed over here.
                if bytes[at + 1] < 14 { sawBreak = true }
                escaped = true
                at += 2
                continue
            }
            let next = at + 1
            if next == end, !isLast { return .needMore }
            let byte = next < end ? bytes[next] : CSVByte.lineFeed
            if byte == CSVByte.quote {
                escaped = true
                at += 2
                continue
            }
            var stop = next
            if byte != delimiter, byte != CSVByte.lineFeed, byte != CSVByte.carriageReturn {
                switch afterStrayQuote(next, end: end, isLast: isLast) {
                case .needMore: return .needMore
                case .onlySpaces(let over): stop = over
                case .literal:
                    (escaped, isMalformed) = (true, true)
                    at += 1
                    continue
                case .textToDelimiter(let over): (escaped, isMalformed, loose, stop) = (true, true, true, over)
                }
            }
            if sawBreak {
                let inside = breakCount(open + 1, at)
                if inside > 0 {
                    switch suspicion(open: open, close: at, inside: inside, loose: loose, end: end, isLast: isLast) {
                    case .needMore: return .needMore
                    case .unclosed(let resume): return .unclosed(resume: resume)
                    case .none: breaks += inside
                    }
                }
            }
            store(ScannedCell(start: open + 1, end: loose ? stop : at, isQuoted: true, isEscaped: escaped))
            return .over(stop)
        }
    }

    private enum AfterQuote { case needMore, onlySpaces(Int), literal, textToDelimiter(Int) }

    /// How far to look for the quote that closes after one that stands inside: a bound, so that odd input stays linear.
    private static let lookahead = 1024

    /// Decides what a quote is that neither a delimiter nor a line end follows.
    private func afterStrayQuote(_ next: Int, end: Int, isLast: Bool) -> AfterQuote {
        var at = next
        while at < end, bytes[at] == CSVByte.space || (bytes[at] == CSVByte.tab && delimiter != CSVByte.tab) { at += 1 }
        if at == end { return isLast ? .onlySpaces(end) : .needMore }
        if isStop(bytes[at]) { return .onlySpaces(at) }
        // `,"x` opens a cell, so an earlier quote was never closed: keep this line's cells apart.
        let before = bytes[next - 2]
        if before != delimiter, before != CSVByte.lineFeed, before != CSVByte.carriageReturn {
            at = next
            let bound = min(end, next + Self.lookahead)
            while at < bound, bytes[at] != CSVByte.lineFeed, bytes[at] != CSVByte.carriageReturn {
                if bytes[at] == CSVByte.quote {
                    if at + 1 == end, !isLast { return .needMore }
                    let closes = at + 1 == end || isStop(bytes[at + 1])
                    let opens = bytes[at - 1] == delimiter && !closes
                    if closes, bytes[at - 1] != delimiter { return .literal }
                    if opens { break }
                }
                at += 1
            }
            if at == end, end < next + Self.lookahead, !isLast { return .needMore }
        }
        let stop = stopOfCell(from: next, to: end)
        return stop == end && !isLast ? .needMore : .textToDelimiter(stop)
    }

    @inline(__always)
    private func isStop(_ byte: UInt8) -> Bool { byte == delimiter || byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn }

    // MARK: Looking for bytes

    /// The next quote (or backslash, where that escapes) at or after `start`; `end` where there is none.
    /// `sawBreak` turns true where a byte below 14 was passed, which may be a line end.
    @inline(__always)
    private func quoteOrEscape(from start: Int, to end: Int, _ sawBreak: inout Bool) -> Int {
        var at = start
        let quotes = Swar.spread(CSVByte.quote)
        let escapes = backslash ? Swar.spread(CSVByte.backslash) : quotes
        var low: UInt64 = 0
        while at + 8 <= end {
            let word = Swar.load(bytes, at)
            // Bytes below 14 give a top bit; so may their neighbours, which costs a count and no error.
            low |= (word &- Swar.spread(14)) & ~word & Swar.highs
            let found = Swar.zeros(word ^ quotes) | Swar.zeros(word ^ escapes)
            if found != 0 {
                if low != 0 { sawBreak = true }
                return at + found.trailingZeroBitCount / 8
            }
            at += 8
        }
        if low != 0 { sawBreak = true }
        while at < end {
            let byte = bytes[at]
            if byte == CSVByte.quote || (backslash && byte == CSVByte.backslash) { return at }
            if byte < 14 { sawBreak = true }
            at += 1
        }
        return end
    }

    /// The next delimiter or line end at or after `start`; `end` where there is none.
    @inline(__always)
    private func stopOfCell(from start: Int, to end: Int) -> Int {
        var at = start
        let (delimiters, feeds) = (Swar.spread(delimiter), Swar.spread(CSVByte.lineFeed))
        let returns = Swar.spread(CSVByte.carriageReturn)
        while at + 8 <= end {
            let word = Swar.load(bytes, at)
            let found = Swar.zeros(word ^ delimiters) | Swar.zeros(word ^ feeds) | Swar.zeros(word ^ returns)
            if found != 0 { return at + found.trailingZeroBitCount / 8 }
            at += 8
        }
        while at < end, !isStop(bytes[at]) { at += 1 }
        return at
    }

    private func hasEscape(_ start: Int, _ end: Int) -> Bool {
        var at = start
        while at + 1 < end {
            if bytes[at] == CSVByte.backslash, bytes[at + 1] == CSVByte.quote { return true }
            at += 1
        }
        return false
    }

    @inline(__always)
    private mutating func store(_ cell: ScannedCell) {
        if count < capacity { (cells + count).initialize(to: cell) }
        count += 1
    }

    /// Line ends in a range: LF, CR, and CR LF as one.
    func breakCount(_ start: Int, _ end: Int) -> Int {
        var (found, at) = (0, start)
        while at < end {
            let byte = bytes[at]
            if byte == CSVByte.lineFeed { found += 1 }
            if byte == CSVByte.carriageReturn, at + 1 >= end || bytes[at + 1] != CSVByte.lineFeed { found += 1 }
            at += 1
        }
        return found
    }
}
