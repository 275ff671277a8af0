// SPDX-License-Identifier: Apache-2.0

/// How surely the first cell of a row says that the row is a total: a company may be called "Total", and none "Grand total".
package enum TotalWord: Sendable {
    case plain, sure
    /// `Total deals`: only the numbers beside it tell, since `Total Wine` is a company.
    case perhaps

    /// - Parameter cell: trimmed UTF-8.
    @inline(__always)
    package static func of(_ cell: UnsafeRawBufferPointer) -> TotalWord? {
        guard let first = cell.first, cell.count <= 60 else { return nil }
        switch first | 0x20 {
        case UInt8(ascii: "g"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "z"):
            return look(String(decoding: cell, as: UTF8.self).lowercased())
        default: return nil
        }
    }

    private static func look(_ text: String) -> TotalWord? {
        let key = wordKey(text)
        if plainWords.contains(key) { return text.hasSuffix(":") ? .sure : .plain }
        if sureWords.contains(key) { return .sure }
        // "Total: Account", "Summe: 2 Leads", "Total (3)", "Totals for January".
        for mark in [":", " (", " for ", " für "] {
            guard let end = text.start(of: mark) else { continue }
            let head = wordKey(String(text[..<end]))
            if plainWords.contains(head) || sureWords.contains(head) { return .sure }
        }
        guard let space = text.firstIndex(where: \.isWhitespace) else { return nil }
        return plainWords.contains(wordKey(String(text[..<space]))) ? .perhaps : nil
    }

    private static let plainWords: Set<String> = [
        "total", "totals", "totale", "totali", "totaux", "sum", "summe", "somme", "suma", "gesamt", "insgesamt", "totaal",
    ]
    private static let sureWords: Set<String> = [
        "grandtotal", "grandtotals", "subtotal", "subtotals", "gesamtsumme", "gesamtergebnis", "gesamttotal", "zwischensumme", "teilergebnis",
        "totalgeneral", "totalgenerale", "totalgeneraux", "soustotal", "sumatotal", "totalsum", "overalltotal", "totaloverall", "summegesamt",
        "totalgeral", "totaalgeneraal", "sumtotal",
    ]
}

extension String {
    /// Where a short text begins.
    fileprivate func start(of mark: String) -> String.Index? {
        var at = startIndex
        while at < endIndex {
            if self[at...].hasPrefix(mark) { return at }
            at = index(after: at)
        }
        return nil
    }
}
