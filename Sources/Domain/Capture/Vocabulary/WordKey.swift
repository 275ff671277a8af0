// SPDX-License-Identifier: Apache-2.0

/// A raw value folded for grouping: lower case, one space between words, none around. "  Web  Form" and "web form" are one value.
package func valueKey(_ raw: String) -> String {
    raw.lowercased().split(whereSeparator: { $0.isWhitespace || $0 == "\u{FEFF}" }).joined(separator: " ")
}

/// A word or heading folded for comparison: lower case letters and digits only, without accents, so that `Lead Source`,
/// `LeadSource`, `lead_source` and `LEAD-SOURCE` are one. Letters of other scripts stay as they are.
package func wordKey(_ raw: String) -> String {
    var key = String.UnicodeScalarView()
    for scalar in raw.lowercased().unicodeScalars {
        if let plain = accents[scalar] {
            key.append(contentsOf: plain.unicodeScalars)
        } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
            key.append(scalar)
        }
    }
    return String(key)
}

/// The Latin letters of the languages that these systems are sold in; combining marks fall away by themselves.
private let accents: [Unicode.Scalar: String] = {
    let plain = [
        "a": "àáâãäåāăą", "c": "çćč", "d": "ďđ", "e": "èéêëēęě", "g": "ğ", "i": "ìíîïīı", "l": "łľ", "n": "ñńň", "o": "òóôõöøōő",
        "r": "řŕ", "s": "śšşș", "t": "ťţț", "u": "ùúûüūůű", "y": "ýÿ", "z": "źžż", "ss": "ß", "ae": "æ", "oe": "œ",
    ]
    var map: [Unicode.Scalar: String] = [:]
    for (letter, marked) in plain { for scalar in marked.unicodeScalars { map[scalar] = letter } }
    return map
}()

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

    package init(_ heading: String) {
        var text = heading.lowercased().filter { $0 != "\u{FEFF}" }.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        while let last = text.last, last == "*" || last == ":" || last == " " { text.removeLast() }
        // "Create Date (CET)", "Associated Company IDs (Primary)": HubSpot says the zone, or which of several, in brackets.
        if text.hasSuffix(")"), let open = text.lastIndex(of: "("), Self.isRemark(text[text.index(after: open)...].dropLast()) {
            text = String(text[..<open])
            while text.last == " " { text.removeLast() }
        }
        if text.hasPrefix("property_") { text.removeFirst("property_".count) }
        var custom = false
        for suffix in ["__c", "_c"] where !custom && text.hasSuffix(suffix) && text.count > suffix.count + 1 {
            text.removeLast(suffix.count)
            custom = true
        }
        isCustom = custom
        fullKey = wordKey(text)
        let parts = text.split(separator: " - ", maxSplits: 1, omittingEmptySubsequences: true)
        if parts.count == 2, let first = parts.first, let last = parts.last, HeadingKey.scopes.contains(String(first)) {
            scope = String(first)
            key = wordKey(String(last))
        } else {
            scope = nil
            key = fullKey
        }
    }

    /// A time zone (`cet`, `gmt+2`, `europe/berlin`) or `primary`.
    private static func isRemark(_ text: Substring) -> Bool {
        if ["primary", "utc", "gmt", "cet", "cest", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "bst", "wet", "eet", "ist"].contains(text)
        {
            return true
        }
        return text.hasPrefix("gmt+") || text.hasPrefix("gmt-") || text.hasPrefix("utc+") || text.hasPrefix("utc-") || text.hasPrefix("europe/")
            || text.hasPrefix("america/")
    }

    private static let scopes: Set<String> = ["person", "organization", "deal", "lead", "activity", "note", "product"]
}
