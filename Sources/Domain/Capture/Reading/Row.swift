// SPDX-License-Identifier: Apache-2.0

/// How much of a file is held at once; more than that is cut or refused, never allowed to fill the memory.
package struct RowLimits: Sendable, Hashable {
    /// Bytes of a cell that are kept; what is longer is cut and counted.
    package var cell: Int
    /// Bytes of a row; a longer one is a bad row, and reading goes on at the next line.
    package var row: Int
    /// Cells of a row.
    package var columns: Int

    package init(cell: Int = 1 << 20, row: Int = 16 << 20, columns: Int = 5000) {
        (self.cell, self.row, self.columns) = (max(16, cell), max(64, row), max(1, columns))
    }

    package static let standard = RowLimits()
}

/// One row of a file, never blank. Valid only inside the closure that it is given to: its cells point into the reader's memory.
package struct Row: ~Copyable {
    /// Why a row can't be taken as it stands.
    enum Defect {
        case unclosedQuote, tooLong, tooManyColumns, strayQuote, extraCells(Int)
    }

    /// The physical line, from 1, on which the row starts; for an unclosed quote, the line of the quote.
    package let line: Int
    /// Cells in the row, blank ones included, whatever the number of headings; 0 in a row that could not be read.
    package let count: Int
    /// Cells beyond the headings that hold something.
    package let extra: Int
    let cells: UnsafePointer<UnsafeRawBufferPointer>
    let defect: Defect?

    /// One cell as UTF-8: unquoted, unescaped, ASCII whitespace around it trimmed; empty beyond the last.
    package subscript(index: Int) -> UnsafeRawBufferPointer {
        @inline(__always) get { index >= 0 && index < count ? cells[index] : UnsafeRawBufferPointer(start: nil, count: 0) }
    }

    /// One cell as a string, which outlives the row.
    package func string(_ index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

    /// No cell holds anything, as in a row that could not be read.
    package var isBlank: Bool {
        for index in 0..<count where !cells[index].isEmpty { return false }
        return true
    }

    /// Nil for a sound row. A row with `extra` cells is readable all the same; of the other bad rows no cell can be trusted.
    package var problem: Problem? {
        let place = "line \(line)"
        switch defect {
        case nil: return nil
        case .unclosedQuote:
            return Problem(
                "unclosed_quote", "A quote is opened here and never closed.", at: place,
                remedy: "Close the quote, or write a quote inside a cell twice.")
        case .tooLong:
            return Problem("row_too_long", "The row is too long to be one.", at: place, remedy: "Check for a missing quote or line break.")
        case .tooManyColumns:
            return Problem("too_many_columns", "The row has too many columns.", at: place, remedy: "Leave out columns that are not needed.")
        case .strayQuote:
            return Problem(
                "stray_quote", "A quote inside a cell breaks the row apart.", at: place, remedy: "Write a quote inside a quoted cell twice.")
        case .extraCells(let extra):
            return Problem(
                "extra_cells", "The row has \(extra) more filled \(extra == 1 ? "cell" : "cells") than there are headings.", at: place,
                remedy: "Put quotes around cells that hold the delimiter.")
        }
    }
}
