// SPDX-License-Identifier: Apache-2.0

/// What was found out about a row before it is handed over.
struct FoundRow {
    let line: Int
    let count: Int
    var filled = 0
    /// Index of the first filled cell.
    var first = 0
    var extra = 0
    var defect: Row.Defect?
}

/// A row with only its first cell filled: a report's name above its notices, or data. The next rows tell.
struct HeldRow: Sendable {
    let line: Int
    let count: Int
    let text: [UInt8]
}

/// Reports are not tables: they end with totals and notices, and their groups leave out what repeats.
extension RowReader {
    /// More lone cells than a report has above its notices are data.
    private static let mostHeld = 12

    /// Hands a row over, unless it is one that the report added.
    mutating func hand(_ found: FoundRow, _ place: RowWorkplace, _ body: (borrowing Row) throws -> Void) rethrows {
        let isGrouped = !shape.fillDown.isEmpty
        if isNoData(found, place) {
            try release(place, body, keeping: found.count)
            footerRows += 1
            return
        }
        if found.filled <= 3 || isGrouped || found.extra > 0 {
            switch ReportFooter.of(place.views[found.first], filled: found.filled, isGrouped: isGrouped) {
            case .notice:
                footerRows += held.count + 1
                (held, isInFooter) = ([], true)
                return
            case .total:
                try release(place, body, keeping: found.count)
                footerRows += 1
                if place.views[found.first].starts(with: "Subtotal".utf8) { subtotals += 1 }
                return
            case nil: break
            }
        }
        if isInFooter {
            if found.filled == 1 {
                footerRows += 1
                return
            }
            isInFooter = false
        }
        if isGrouped { return try handFilled(found, place, body) }
        if found.filled == 1, found.first == 0, shape.headings.count >= 2, found.defect == nil {
            if held.count >= Self.mostHeld { try release(place, body, keeping: found.count) }
            held.append(HeldRow(line: found.line, count: found.count, text: Array(place.views[0])))
            return
        }
        if !held.isEmpty { try release(place, body, keeping: found.count) }
        try give(found, place, body)
    }

    /// A total that was found out before, or the header once more, as files that were pasted together have it.
    @inline(__always)
    private func isNoData(_ found: FoundRow, _ place: RowWorkplace) -> Bool {
        if !shape.totals.isEmpty, shape.totals.contains(found.line) { return true }
        guard !firstHeading.isEmpty, found.first == 0, found.extra == 0, found.filled >= 2, place.views[0].elementsEqual(firstHeading) else {
            return false
        }
        for index in 1..<found.count where index < shape.headings.count && !place.views[index].isEmpty {
            let cell = String(decoding: place.views[index], as: UTF8.self)
            guard HeaderGuess.headings([cell], count: 1).first == shape.headings[index] else { return false }
        }
        return true
    }

    /// Gives the held rows after all: what followed was data.
    /// - Parameter keeping: so many cells of the row at hand must survive in `place`.
    mutating func release(_ place: RowWorkplace, _ body: (borrowing Row) throws -> Void, keeping: Int = 0) rethrows {
        guard !held.isEmpty else { return }
        let waiting = held
        held = []
        let saved = Array(UnsafeBufferPointer(start: place.views, count: keeping))
        for row in waiting {
            for index in 0..<row.count { (place.views + index).initialize(to: UnsafeRawBufferPointer(start: nil, count: 0)) }
            try row.text.withUnsafeBytes { text in
                place.views[0] = text
                try give(FoundRow(line: row.line, count: row.count, filled: 1), place, body)
            }
        }
        for (index, view) in saved.enumerated() { (place.views + index).initialize(to: view) }
    }

    /// Hands over a bad row, of which no cell is kept.
    mutating func giveUp(_ defect: Row.Defect, line: Int, _ place: RowWorkplace, _ body: (borrowing Row) throws -> Void) rethrows {
        try release(place, body)
        try give(FoundRow(line: line, count: 0, defect: defect), place, body)
    }

    @inline(__always)
    private mutating func give(_ found: FoundRow, _ place: RowWorkplace, _ body: (borrowing Row) throws -> Void) rethrows {
        rows += 1
        switch found.defect {
        case nil, .extraCells: break
        default: badRows += 1
        }
        try body(Row(line: found.line, count: found.count, extra: found.extra, cells: UnsafePointer(place.views), defect: found.defect))
    }

    /// A row of a grouped report: blanks in its group columns repeat the value above.
    private mutating func handFilled(_ found: FoundRow, _ place: RowWorkplace, _ body: (borrowing Row) throws -> Void) rethrows {
        var own = 0
        for (order, column) in shape.fillDown.enumerated() where column >= 0 && column < found.count {
            let view = place.views[column]
            if view.isEmpty { continue }
            own += 1
            above[order] = Array(view)
            // A new outer group ends the inner ones.
            for inner in above.indices.dropFirst(order + 1) { above[inner] = [] }
        }
        if own == found.filled {
            footerRows += 1
            return
        }
        let joined = above.flatMap(\.self)
        try joined.withUnsafeBytes { bytes in
            var from = 0
            for (order, column) in shape.fillDown.enumerated() {
                let length = above[order].count
                if column >= 0, column < found.count { place.views[column] = UnsafeRawBufferPointer(rebasing: bytes[from..<(from + length)]) }
                from += length
            }
            try give(found, place, body)
        }
    }
}
