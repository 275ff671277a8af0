// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The words of a text as people read it, in small letters: without tags and their styles and scripts, without addresses of pages and mail, without
/// template tags such as {{ first_name }} and {% if %}.
enum PlainWords {
    /// Runs of Unicode letters and digits, ä ö ü ß kept, composed; of two characters at least.
    static func words(of text: String) -> [String] {
        let scalars = Array(text.precomposedStringWithCanonicalMapping.unicodeScalars)
        var (words, word, place) = ([String](), String.UnicodeScalarView(), 0)
        func end() {
            // Longer ones are no words: keys, data, addresses without their beginning.
            if (2...64).contains(word.count) { words.append(String(word).lowercased()) }
            word = String.UnicodeScalarView()
        }
        while place < scalars.count {
            let scalar = scalars[place]
            if let after = markupEnd(scalars, at: place) {
                end()
                place = after
            } else if word.isEmpty, let after = addressEnd(scalars, at: place) {
                place = after
            } else if let (decoded, after) = entity(scalars, at: place) {
                if let decoded { word.append(decoded) } else { end() }
                place = after
            } else {
                // The soft hyphen and marks of no width stand within words.
                if isWord(scalar) { word.append(scalar) } else if scalar != "\u{AD}", scalar != "\u{200B}", scalar != "\u{200D}" { end() }
                place += 1
            }
        }
        end()
        return words
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) }
        return scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal || scalar.properties.generalCategory == .nonspacingMark
    }

    /// A tag or template tag that has no end within so many characters is none, so that odd texts cost no more than their length.
    private static let longestTag = 2000

    /// Past a tag, a comment, a style or script with what is in it, or a template tag; nil where none starts here.
    private static func markupEnd(_ text: [Unicode.Scalar], at start: Int) -> Int? {
        guard text[start] == "<" || text[start] == "{", start + 1 < text.count else { return nil }
        let next = text[start + 1]
        if text[start] == "{" {
            let ends: [Unicode.Scalar: String] = ["{": "}}", "%": "%}", "#": "#}"]
            return ends[next].flatMap { find($0, in: text, from: start + 2, within: longestTag) }
        }
        if starts(text, at: start, with: "<!--") { return find("-->", in: text, from: start + 4) ?? text.count }
        for name in ["style", "script"] where starts(text, at: start, with: "<" + name) {
            return find("</" + name, in: text, from: start).flatMap { find(">", in: text, from: $0) } ?? text.count
        }
        guard next == "/" || next == "!" || ("a"..."z").contains(next) || ("A"..."Z").contains(next) else { return nil }
        return find(">", in: text, from: start + 1, within: longestTag)
    }

    /// Past the address of a page or of mail; nil where none starts here.
    private static func addressEnd(_ text: [Unicode.Scalar], at start: Int) -> Int? {
        let isPage = ["http://", "https://", "www.", "mailto:"].contains { starts(text, at: start, with: $0) }
        guard isPage || isWord(text[start]) else { return nil }
        var (end, hasAt) = (start, false)
        // An address of mail is short; words are looked at only so far.
        while end < text.count, isPage || end - start < 100, !" \t\r\n<>\"'()[]{},;".unicodeScalars.contains(text[end]) {
            hasAt = hasAt || text[end] == "@"
            end += 1
        }
        return isPage || hasAt && text[start] != "@" ? end : nil
    }

    private static let entities: [String: Unicode.Scalar] = [
        "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "eacute": "é",
    ]

    /// The letter of an HTML entity, nil for one that is none such as &nbsp;, and the place after it.
    private static func entity(_ text: [Unicode.Scalar], at start: Int) -> (Unicode.Scalar?, Int)? {
        guard text[start] == "&", let end = text[start..<min(text.count, start + 10)].firstIndex(of: ";"), end > start + 1 else { return nil }
        var name = String.UnicodeScalarView()
        name.append(contentsOf: text[start + 1..<end])
        guard text[start + 1..<end].allSatisfy({ $0.isASCII && (isWord($0) || $0 == "#") }) else { return nil }
        if let known = entities[String(name)] { return (known, end + 1) }
        let number = String(name).hasPrefix("#") ? UInt32(String(name).dropFirst()).flatMap(Unicode.Scalar.init) : nil
        return (number.flatMap { isWord($0) ? $0 : nil }, end + 1)
    }

    private static func starts(_ text: [Unicode.Scalar], at start: Int, with word: String) -> Bool {
        var place = start
        for scalar in word.unicodeScalars {
            guard place < text.count, text[place] == scalar || text[place].isASCII && text[place].properties.lowercaseMapping == String(scalar) else {
                return false
            }
            place += 1
        }
        return true
    }

    /// The place after the next `word`.
    private static func find(_ word: String, in text: [Unicode.Scalar], from start: Int, within limit: Int = .max) -> Int? {
        let length = word.unicodeScalars.count, first = word.unicodeScalars.first
        let end = limit < text.count - start ? start + limit : text.count
        var place = start
        while place + length <= end {
            if text[place] == first, starts(text, at: place, with: word) { return place + length }
            place += 1
        }
        return nil
    }
}
