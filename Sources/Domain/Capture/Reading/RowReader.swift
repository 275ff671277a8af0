// SPDX-License-Identifier: Apache-2.0

/// Reads the rows of one file, chunk by chunk. Memory is bounded by the longest row, whatever the file; no bytes make it trap;
/// and where chunks end makes no difference to what comes out.
package struct RowReader: Sendable {
    package let shape: FileShape
    package let limits: RowLimits
    /// Rows given to the closure, bad ones included.
    package internal(set) var rows = 0
    /// Rows among them that could not be read (`Row.count` 0, or cells that can't be trusted).
    package internal(set) var badRows = 0
    /// Rows without a filled cell, left out.
    package internal(set) var blankRows = 0
    /// Totals, notices and group headings that a report adds, left out.
    package internal(set) var footerRows = 0
    /// Cells longer than `RowLimits.cell`, of which only so much was given.
    package internal(set) var cutCells = 0
    /// The physical line of the first character that was not valid in the file's encoding.
    package private(set) var firstInvalidLine: Int?
    /// Characters that were not valid and became U+FFFD.
    package var invalidCharacters: Int { decoder.invalidCharacters }
    /// NUL characters, which were dropped.
    package var nulBytes: Int { decoder.nulBytes }

    /// Rows with a quote where none belongs, and rows that were unwrapped, and subtotals: what guessing a dialect needs.
    private(set) var strayQuotes = 0
    private(set) var unwrapped = 0
    var subtotals = 0
    var held: [HeldRow] = []
    var isInFooter = false
    var above: [[UInt8]]
    /// The first heading, by which the header is known where it is repeated; empty where there is none.
    let firstHeading: [UInt8]
    private var decoder: TextDecoder
    private var text: [UInt8] = []
    /// How much of `text` was tried in vain; trying again waits for half as much more, so that long rows cost linear time.
    private var tried = 0
    private var line = 1
    private var consumed = 0
    private var skipLines: Int
    private var isHeaderNext: Bool

    package init(shape: FileShape, limits: RowLimits = .standard) {
        (self.shape, self.limits) = (shape, limits)
        decoder = TextDecoder(encoding: shape.encoding, bomLength: shape.bomLength)
        (skipLines, isHeaderNext) = (max(0, shape.preambleLines), shape.hasHeader)
        above = Array(repeating: [], count: shape.fillDown.count)
        firstHeading = shape.hasHeader ? Array((shape.headings.first ?? "").utf8) : []
    }

    /// Small enough to stay in the cache between decoding and scanning.
    private static let slice = 262_144

    /// Reads on.
    /// - Parameters:
    ///   - bytes: the next bytes of the file, any number of them.
    ///   - isLast: nothing follows; what is open is over.
    ///   - body: called with each row that these bytes complete; what it throws ends the reading.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer, isLast: Bool, _ body: (borrowing Row) throws -> Void) rethrows {
        let place = RowWorkplace(columns: limits.columns)
        defer { place.free() }
        var at = 0
        repeat {
            let stop = min(bytes.count, at + Self.slice)
            let isEnd = isLast && stop == bytes.count
            decoder.decode(UnsafeRawBufferPointer(rebasing: bytes[at..<stop]), isLast: isEnd, into: &text)
            at = stop
            try drain(isLast: isEnd, place, body)
        } while at < bytes.count
        if isLast { try release(place, body) }
    }

    private mutating func drain(isLast: Bool, _ place: RowWorkplace, _ body: (borrowing Row) throws -> Void) rethrows {
        guard isLast || text.count >= min(tried + tried / 2 + 1, limits.row + 1) else { return }
        var (buffer, done) = ([UInt8](), 0)
        swap(&buffer, &text)
        defer {
            buffer.removeFirst(done)
            consumed += done
            tried = buffer.count
            swap(&buffer, &text)
        }
        try buffer.withUnsafeMutableBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            try read(base, end: bytes.count, isLast: isLast, place, &done, body)
        }
    }

    private mutating func read(
        _ bytes: UnsafeMutablePointer<UInt8>, end: Int, isLast: Bool, _ place: RowWorkplace, _ at: inout Int, _ body: (borrowing Row) throws -> Void
    ) rethrows {
        var scanner = RowScanner(
            bytes: bytes, cells: place.cells, capacity: limits.columns, delimiter: shape.delimiter, backslash: shape.quoting == .backslash,
            columns: shape.quoting == .wrapped ? 1 : shape.headings.count)
        while at < end {
            if skipLines > 0 {
                guard skipLine(scanner, bytes, end, isLast, &at) else { return }
                continue
            }
            let (start, startLine) = (at, line)
            let window = min(end, start + limits.row)
            switch scanner.scan(from: start, to: window, isLast: isLast && window == end) {
            case .row(let next):
                advance(scanner, from: start, to: next, breaks: scanner.breaks)
                at = next
                if isHeaderNext { isHeaderNext = false } else { try deliver(&scanner, line: startLine, place, body) }
            case .needMore:
                guard end > window else { return }
                // A CR at the cut may have its LF behind it.
                at = bytes[window - 1] == CSVByte.carriageReturn ? window - 1 : window
                advance(scanner, from: start, to: at, breaks: scanner.breakCount(start, at))
                (skipLines, isHeaderNext) = (1, false)
                try giveUp(.tooLong, line: startLine, place, body)
            case .unclosed(let quote, let resume):
                let quoteLine = line + scanner.breakCount(start, quote)
                advance(scanner, from: start, to: resume, breaks: scanner.breakCount(start, resume))
                (at, isHeaderNext) = (resume, false)
                try giveUp(.unclosedQuote, line: quoteLine, place, body)
            }
        }
    }

    /// Passes over a line that is not part of the table, or the rest of one.
    /// - Returns: false when the line is not over yet.
    private mutating func skipLine(_ scanner: RowScanner, _ bytes: UnsafeMutablePointer<UInt8>, _ end: Int, _ isLast: Bool, _ at: inout Int) -> Bool {
        let start = at
        var next = scanner.lineEnd(from: start, to: end)
        var isOver = isLast || next < end
        if !isOver {
            isOver = bytes[end - 1] == CSVByte.lineFeed
            if bytes[end - 1] == CSVByte.carriageReturn { next = end - 1 }
        }
        advance(scanner, from: start, to: next, breaks: isOver ? 1 : 0)
        at = next
        if isOver { skipLines -= 1 }
        return isOver
    }

    /// Keeps the count of lines, and places the first invalid character.
    @inline(__always)
    private mutating func advance(_ scanner: RowScanner, from start: Int, to next: Int, breaks: Int) {
        if decoder.firstInvalid < consumed + next, firstInvalidLine == nil {
            firstInvalidLine = line + scanner.breakCount(start, max(start, decoder.firstInvalid - consumed))
        }
        line += breaks
    }

    // MARK: A row that was found

    private mutating func deliver(
        _ scanner: inout RowScanner, line: Int, _ place: RowWorkplace, _ body: (borrowing Row) throws -> Void
    ) rethrows {
        if scanner.isMalformed { strayQuotes += 1 }
        if shape.quoting == .wrapped, scanner.count == 1, place.cells[0].isQuoted, !unwrap(&scanner) {
            return try giveUp(.strayQuote, line: line, place, body)
        }
        let count = scanner.count
        if count > limits.columns { return try giveUp(.tooManyColumns, line: line, place, body) }
        let columns = shape.headings.count
        var found = FoundRow(line: line, count: count)
        for index in 0..<count {
            let view = value(of: place.cells[index], in: scanner)
            (place.views + index).initialize(to: view)
            if view.isEmpty { continue }
            if found.filled == 0 { found.first = index }
            found.filled += 1
            if index >= columns { found.extra += 1 }
        }
        if found.filled == 0 {
            blankRows += 1
            return
        }
        if columns == 0 { found.extra = 0 }
        if scanner.isMalformed, columns > 0, count != columns {
            found.defect = .strayQuote
        } else if found.extra > 0 {
            found.defect = .extraCells(found.extra)
        }
        try hand(found, place, body)
    }

    /// Puts the real row, which its one quoted cell holds, in the place of that cell.
    private mutating func unwrap(_ scanner: inout RowScanner) -> Bool {
        let outer = scanner.cells[0]
        let end = outer.isEscaped ? scanner.unescape(outer) : outer.end
        unwrapped += 1
        let outcome = scanner.scan(from: outer.start, to: end, isLast: true)
        return outcome == .row(next: end)
    }

    @inline(__always)
    private mutating func value(of cell: ScannedCell, in scanner: RowScanner) -> UnsafeRawBufferPointer {
        var (start, end) = (cell.start, cell.isEscaped ? scanner.unescape(cell) : cell.end)
        while start < end, scanner.bytes[start] <= CSVByte.space { start += 1 }
        while start < end, scanner.bytes[end - 1] <= CSVByte.space { end -= 1 }
        if end - start > limits.cell {
            cutCells += 1
            end = start + limits.cell
            while end > start, scanner.bytes[end] & 0xC0 == 0x80 { end -= 1 }
        }
        return UnsafeRawBufferPointer(start: scanner.bytes + start, count: end - start)
    }
}

/// Memory for the cells of one row, owned by one call of `feed`.
struct RowWorkplace {
    let cells: UnsafeMutablePointer<ScannedCell>
    let views: UnsafeMutablePointer<UnsafeRawBufferPointer>

    init(columns: Int) { (cells, views) = (.allocate(capacity: columns + 1), .allocate(capacity: columns + 1)) }

    func free() {
        cells.deallocate()
        views.deallocate()
    }
}

extension RowScanner {
    /// Undoes a cell's escapes where it lies; what it frees stays unused. Never called before the row is complete.
    /// - Returns: the new end of the cell.
    func unescape(_ cell: ScannedCell) -> Int {
        var (from, to) = (cell.start, cell.start)
        while from < cell.end {
            let byte = bytes[from]
            let next = from + 1 < cell.end ? bytes[from + 1] : 0
            let isPair =
                (byte == CSVByte.quote && next == CSVByte.quote && cell.isQuoted)
                || (backslash && byte == CSVByte.backslash && (next == CSVByte.quote || (next == CSVByte.backslash && cell.isQuoted)))
            bytes[to] = isPair ? next : byte
            from += isPair ? 2 : 1
            to += 1
        }
        return to
    }
}
