// SPDX-License-Identifier: Apache-2.0

/// Whether a cell says that nothing is known, as systems and spreadsheets write it: `N/A`, `NULL`, `-`, `(No value)`, `#REF!`, `(leer)`.
/// Only for cells that refer to something or hold a typed value; in free text such a word may be what somebody wrote, or a name.
/// - Parameter cell: trimmed UTF-8. `NA` counts too; in a column of countries it is Namibia, which the caller knows.
@inline(__always)
package func saysNothing(_ cell: UnsafeRawBufferPointer) -> Bool {
    BlankWords.stated.contains(cell)
}

/// An id of many digits that a spreadsheet wrote as `1.23457E+11`: most of its digits are lost, and several records share what is left.
package func isShortenedID(_ cell: UnsafeRawBufferPointer) -> Bool {
    guard (5...24).contains(cell.count), (49...57).contains(cell[0]) else { return false }
    var cursor = ByteCursor(cell)
    guard cursor.digits().count == 1 else { return false }
    if cursor.byte == 46 || cursor.byte == 44 {
        cursor.at += 1
        guard cursor.digits().count > 0 else { return false }
    }
    guard cursor.byte | 0x20 == 101, cursor[cursor.at + 1] == 43 else { return false }
    cursor.at += 2
    return cursor.digits().count > 0 && cursor.isAtEnd
}

/// Whether a cell of names names nobody: `N/A`, `-`, `unknown`. Not `Na`, `Nan` and `Nil`, which people are called.
@inline(__always)
package func namesNobody(_ cell: UnsafeRawBufferPointer) -> Bool { BlankWords.ofNames.contains(cell) }

/// Words that are looked for in every cell of a column.
private struct BlankWords {
    private let longest: Int
    /// By the first byte, capital letters too: most cells need no further look.
    private let starts: [Bool]
    /// Words of up to eight bytes, packed: "New" is asked about in every row of some files, and a string each would cost more than the row.
    private let short: Set<UInt64>
    private let long: Set<String>

    init(_ words: Set<String>) {
        longest = words.map(\.utf8.count).max() ?? 0
        var starts = Array(repeating: false, count: 256)
        for byte in words.compactMap(\.utf8.first) {
            starts[Int(byte)] = true
            if (97...122).contains(byte) { starts[Int(byte) - 32] = true }
        }
        self.starts = starts
        short = Set(words.filter { $0.utf8.count <= 8 }.map { ByteCursor.key($0) })
        long = words.filter { $0.utf8.count > 8 }
    }

    @inline(__always)
    func contains(_ cell: UnsafeRawBufferPointer) -> Bool {
        guard let first = cell.first, cell.count <= longest, starts[Int(first)] else { return false }
        return isOne(cell)
    }

    private func isOne(_ cell: UnsafeRawBufferPointer) -> Bool {
        guard cell.count <= 8 else { return long.contains(String(decoding: cell, as: UTF8.self).lowercased()) }
        var key: UInt64 = 0
        for (index, byte) in cell.enumerated() { key |= UInt64((65...90).contains(byte) ? byte | 0x20 : byte) << UInt64(index * 8) }
        return short.contains(key)
    }

    static let stated = BlankWords(words)
    static let ofNames = BlankWords(
        words.subtracting(["na", "nan", "nil"]).union([
            "unknown", "[unknown]", "[[unknown]]", "(unknown)", "[not provided]", "not provided", "unbekannt", "inconnu", ".", "?", "xxx",
        ]))

    /// In lower case. What several systems mean by it is a value elsewhere (`unknown` is a source, `0` a number) and not listed.
    private static let words: Set<String> = [
        "n/a", "n.a.", "n.a", "na", "n/d", "n.d.", "k.a.", "k. a.", "#n/a", "#n/a!", "#nv", "#ref!", "#bezug!", "#value!", "#wert!", "#name?",
        "#null!",
        "#div/0!", "#num!", "#zahl!", "null", "<null>", "[null]", "(null)", "\\n", "nil", "none", "(none)", "<none>", "[none]", "nan", "-", "--",
        "---",
        "–", "—", "(no value)", "no value", "--none--", "-none-", "- none -", "(blank)", "(empty)", "<empty>", "(leer)", "(keine)", "(kein wert)",
        "kein wert", "keine angabe", "(vide)", "(vacío)", "(vacio)", "(en blanco)", "(vuoto)", "(not set)", "not set", "not available",
        "not applicable", "undefined", "(undefined)", "(unbekannt)",
    ]
}
