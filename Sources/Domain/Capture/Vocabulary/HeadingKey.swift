// SPDX-License-Identifier: Apache-2.0

/// A heading taken apart: its key, what it is a heading of, and whether somebody added it to the other system.
package struct HeadingKey: Hashable, Sendable {
    /// Letters and digits only, without prefix and suffix.
    package let key: String
    /// The whole heading as a key, with the prefix: `personname` for `Person - Name`.
    package let fullKey: String
    /// `person`, `organization`, `deal`, `lead`, `activity`, `note`, `product`: Pipedrive's prefix `Person - `.
    package let scope: String?
    /// Salesforce's `__c`, or `_c` as Fivetran writes it: a field that the company added by itself.
    package let isCustom: Bool
    /// The currency that the heading names: USD for `Amount (USD)`, `Amount in USD`, `cost_usd`; nil where it names none.
    package let currency: CurrencyMark?
    /// How many of it a 1 in the column stands for: 1000 for `Amount (k€)`, `Betrag in TEUR`.
    package let factor: Int64
    /// `key` without that currency: `amount`.
    package let moneyKey: String?

    package init(_ heading: String) {
        var text = Self.plain(heading)
        var custom = false
        for suffix in ["__c", "_c"] where !custom && text.hasSuffix(suffix) && text.count > suffix.count + 1 {
            text.removeLast(suffix.count)
            custom = true
        }
        isCustom = custom
        fullKey = wordKey(text)
        let parts = text.split(separator: " - ", maxSplits: 1, omittingEmptySubsequences: true)
        var own = text[...]
        if parts.count == 2, let first = parts.first, let last = parts.last, HeadingKey.scopes.contains(String(first)) {
            (scope, own) = (String(first), last)
            key = wordKey(String(last))
        } else {
            scope = nil
            key = fullKey
        }
        let money = HeadingCurrency.of(own, as: heading)
        (currency, factor, moneyKey) = (money?.mark, money?.factor ?? 1, money.map { wordKey(String($0.rest)) })
    }

    /// Lower case, one space between words, without what is around it: a prefix of HubSpot's, a star, a remark in brackets.
    static func plain(_ heading: String) -> String {
        var text = heading.lowercased().filter { $0 != "\u{FEFF}" }.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        while let last = text.last, last == "*" || last == ":" || last == " " { text.removeLast() }
        // "Create Date (CET)", "Associated Company IDs (Primary)": HubSpot says the zone, or which of several, in brackets.
        if text.hasSuffix(")"), let open = text.lastIndex(of: "("), isRemark(text[text.index(after: open)...].dropLast()) {
            text = String(text[..<open])
            while text.last == " " { text.removeLast() }
        }
        if text.hasPrefix("property_") { text.removeFirst("property_".count) }
        // "What's your *first name*?": a form that asks.
        for question in ["what's your ", "what’s your ", "what is your ", "your "] where text.hasPrefix(question) {
            text.removeFirst(question.count)
            return text.filter { !"*?".contains($0) }
        }
        return text
    }

    /// A time zone (`cet`, `in utc`, `gmt+2`, `europe/berlin`), how a duration is written (`hh:mm:ss`), or `primary`.
    private static func isRemark(_ remark: Substring) -> Bool {
        let text = remark.hasPrefix("in ") ? remark.dropFirst(3) : remark
        if [
            "primary", "utc", "gmt", "cet", "cest", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "bst", "wet", "eet", "ist", "hh:mm:ss",
        ].contains(text) {
            return true
        }
        return text.hasPrefix("gmt+") || text.hasPrefix("gmt-") || text.hasPrefix("utc+") || text.hasPrefix("utc-") || text.hasPrefix("europe/")
            || text.hasPrefix("america/")
    }

    private static let scopes: Set<String> = ["person", "organization", "deal", "lead", "activity", "note", "product"]
}

/// A currency in a heading: in brackets, after `in`, or as its last word.
private enum HeadingCurrency {
    /// Codes that are believed in small letters too; the others are words of some language (`all`, `top`, `try`).
    private static let common: Set<Substring> = ["usd", "eur", "gbp", "chf", "sek", "nok", "dkk", "pln", "czk", "cad", "aud", "jpy"]

    /// - Parameters: `text` the heading in lower case; `written` as it stands in the file.
    static func of(_ text: Substring, as written: String) -> (rest: Substring, mark: CurrencyMark?, factor: Int64)? {
        guard !text.isEmpty else { return nil }
        if text.last == ")" || text.last == "]", let open = text.lastIndex(where: { $0 == "(" || $0 == "[" }) {
            var inside = text[text.index(after: open)...].dropLast()
            if inside.hasPrefix("in ") { inside = inside.dropFirst(3) }
            return unit(inside, written).map { (text[..<open], $0, $1) }
        }
        for link in [" in ", "_in_", " en "] {
            guard let range = text.ranges(of: link).last, let (mark, factor) = unit(text[range.upperBound...], written) else { continue }
            return (text[..<range.lowerBound], mark, factor)
        }
        guard let space = text.lastIndex(where: { $0 == " " || $0 == "_" }), space != text.startIndex else { return nil }
        let last = text[text.index(after: space)...], before = text[..<space]
        guard common.contains(last) || !last.contains(where: \.isLetter) else { return nil }
        return mark(last, written).map { (before, $0, 1) }
    }

    private static let sizes: [(word: String, factor: Int64, isWhole: Bool)] = [
        ("thousands", 1000, true), ("thousand", 1000, true), ("tausend", 1000, true), ("tsd.", 1000, true), ("tsd", 1000, true), ("000s", 1000, true),
        ("000", 1000, true), ("1000", 1000, true), ("millions", 1_000_000, true), ("million", 1_000_000, true), ("mio.", 1_000_000, true),
        ("mio", 1_000_000, true), ("k", 1000, true), ("t", 1000, false), ("m", 1_000_000, false),
    ]

    /// `usd`, `k€`, `teur`, `mio. chf`, `thousands`.
    private static func unit(_ text: Substring, _ written: String) -> (CurrencyMark?, Int64)? {
        if let mark = mark(text, written) { return (mark, 1) }
        for (word, factor, isWhole) in sizes where text.hasPrefix(word) {
            let rest = text.dropFirst(word.count).drop { $0 == " " }
            if rest.isEmpty { return isWhole ? (nil, factor) : nil }
            return mark(rest, written).map { ($0, factor) }
        }
        return nil
    }

    private static func mark(_ word: Substring, _ written: String) -> CurrencyMark? {
        guard word.utf8.count <= 4, let mark = currencyMark(String(word)) else { return nil }
        if case .code = mark, word.utf8.allSatisfy({ (97...122).contains($0) }), !common.contains(word) {
            let code = word.uppercased()
            return written.contains(code) && code != "ALL" && code != "TOP" ? mark : nil
        }
        return mark
    }
}
