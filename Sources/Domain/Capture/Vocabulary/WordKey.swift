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
