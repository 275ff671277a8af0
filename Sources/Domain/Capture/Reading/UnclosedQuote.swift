// SPDX-License-Identifier: Apache-2.0

/// A quote that never closes would swallow the file, or all lines up to the next quote, without a word. What betrays it is that the
/// lines inside the "cell" are full rows of the table.
extension RowScanner {
    enum Suspicion { case none, needMore, unclosed(resume: Int) }

    /// Where an open quote is looked at first, in bytes after it, and again at each doubling.
    private static let patience = 65_536
    /// Longest line that is counted whole when a stray quote has to be judged.
    private static let longestLine = 65_536

    /// The end of the text came before the quote closed.
    func openAtEnd(_ open: Int, _ end: Int, _ isLast: Bool) -> QuotedEnd {
        if let resume = lostPatience(open: open, known: end) { return .unclosed(resume: resume) }
        guard isLast else { return .needMore }
        let next = lineEnd(from: open, to: end)
        if columns <= 1 { return .unclosed(resume: next) }
        return .unclosed(resume: firstFullLine(from: next, to: end) ?? end)
    }

    /// The quote closed, after line ends: was it its own end, or the beginning of another cell?
    func suspicion(open: Int, close: Int, inside: Int, loose: Bool, end: Int, isLast: Bool) -> Suspicion {
        if let resume = lostPatience(open: open, known: close) { return .unclosed(resume: resume) }
        guard columns >= 2, isMalformed || (columns >= 4 && inside >= 3) || inside >= 50 else { return .none }
        var (from, stop) = (lineEnd(from: open, to: close), close)
        if isMalformed {
            // The line on which the odd quote stands counts too, so it must be known whole.
            stop = lineEnd(from: close, to: min(end, close + Self.longestLine))
            if stop == end, !isLast { return .needMore }
        } else {
            while stop > from, bytes[stop - 1] != CSVByte.lineFeed, bytes[stop - 1] != CSVByte.carriageReturn { stop -= 1 }
        }
        let first = from
        var (lines, full) = (0, 0)
        while from < stop, lines < 200 {
            let next = lineEnd(from: from, to: stop)
            if !isBlank(from, next) {
                lines += 1
                // The quote that seemed to close stands inside a cell then, as in `5" pipe`.
                if isFullRow(from, next) || isMalformed && from <= close && close < next && isFullRow(from, next, but: close) { full += 1 }
            }
            from = next
        }
        guard lines >= (isMalformed ? 1 : 2), full * 5 >= lines * 4, let resume = firstFullLine(from: first, to: stop) else { return .none }
        return .unclosed(resume: resume)
    }

    /// At fixed distances from the quote: are the last lines before that point full rows?
    private func lostPatience(open: Int, known: Int) -> Int? {
        guard columns >= 1, known - open >= Self.patience else { return nil }
        var distance = Self.patience
        while distance <= known - open {
            if let resume = looksLost(open: open, to: open + distance) { return resume }
            distance *= 2
        }
        return nil
    }

    private func looksLost(open: Int, to point: Int) -> Int? {
        let next = lineEnd(from: open, to: point)
        guard next < point else { return nil }
        if columns == 1 { return next }
        var (stop, lines, full) = (point, 0, 0)
        while stop > next, !isBreak(stop - 1) { stop -= 1 }
        while stop > next, lines < 20 {
            var start = stop - 1
            while start > next, !isBreak(start - 1) { start -= 1 }
            if !isBlank(start, stop) {
                lines += 1
                if isFullRow(start, stop) { full += 1 }
            }
            stop = start
        }
        guard lines >= 3, full * 5 >= lines * 4 else { return nil }
        return firstFullLine(from: next, to: point)
    }

    private func firstFullLine(from start: Int, to end: Int) -> Int? {
        var at = start
        while at < end {
            let next = lineEnd(from: at, to: end)
            if isFullRow(at, next) { return at }
            at = next
        }
        return nil
    }

    /// Exactly the columns of the table, with its quotes in pairs.
    /// - Parameter but: a quote that counts as a letter.
    private func isFullRow(_ start: Int, _ end: Int, but: Int = -1) -> Bool {
        var (found, inside, at) = (1, false, start)
        while at < end {
            let byte = bytes[at]
            if byte == CSVByte.quote, at != but {
                inside.toggle()
            } else if byte == delimiter, !inside {
                found += 1
            }
            at += 1
        }
        return found == columns && !inside
    }

    private func isBlank(_ start: Int, _ end: Int) -> Bool {
        var at = start
        while at < end, bytes[at] <= CSVByte.space { at += 1 }
        return at == end
    }

    private func isBreak(_ at: Int) -> Bool { bytes[at] == CSVByte.lineFeed || bytes[at] == CSVByte.carriageReturn }

    /// The start of the next line, or `end`.
    func lineEnd(from start: Int, to end: Int) -> Int {
        var at = start
        while at < end {
            if bytes[at] == CSVByte.lineFeed { return at + 1 }
            if bytes[at] == CSVByte.carriageReturn { return at + 1 < end && bytes[at + 1] == CSVByte.lineFeed ? at + 2 : at + 1 }
            at += 1
        }
        return end
    }
}
