// SPDX-License-Identifier: Apache-2.0

/// SQL taken apart into words and signs, in lowercase, without comments and quoted text.
struct SQLText {
    struct Token: Hashable {
        let text: String
        let line: Int
        /// Written as a capitalized word, as in a sentence for people: `Delete from the list`.
        let isProse: Bool
    }

    private(set) var tokens: [Token] = []
    /// Comments by line.
    private(set) var comments: [Int: String] = [:]

    /// - Parameter line: the line of the literal's first character, so that tokens know theirs.
    init(_ literal: SwiftText.Piece) {
        // A multi-line literal's text begins with the line break behind its quotes, which counts.
        for (offset, raw) in literal.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = literal.line + offset
            var text = String(raw)
            if let comment = text.firstRange(of: "--") {
                comments[line] = String(text[comment.upperBound...])
                text = String(text[..<comment.lowerBound])
            }
            read(text, line)
        }
    }

    private mutating func read(_ text: String, _ line: Int) {
        var word = ""
        var isQuoted = false
        func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
        func flush(_ word: inout String, into tokens: inout [Token]) {
            guard !word.isEmpty else { return }
            let isProse = word.first?.isUppercase == true && word.dropFirst().contains(where: \.isLowercase)
            tokens.append(Token(text: word.lowercased(), line: line, isProse: isProse))
            word = ""
        }
        for character in text {
            if character == "'" { isQuoted.toggle() }
            if isQuoted || character == "'" {
                flush(&word, into: &tokens)
            } else if isWord(character) {
                word.append(character)
            } else {
                flush(&word, into: &tokens)
                if !character.isWhitespace, character != "\"" { tokens.append(Token(text: String(character), line: line, isProse: false)) }
            }
        }
        flush(&word, into: &tokens)
    }

    /// The token's text, or nothing beyond the end.
    subscript(_ index: Int) -> String { tokens.indices.contains(index) ? tokens[index].text : "" }

    /// Whether a statement can begin at this token: first of all, behind `;`, or behind a parenthesis of a common table expression.
    func begins(_ index: Int) -> Bool {
        tokens.indices.contains(index) && !tokens[index].isProse && (index == 0 || [";", "(", ")", "explain"].contains(self[index - 1]))
    }
}

/// A table as a `create table` statement tells it.
struct SQLTable {
    struct Item {
        let tokens: [SQLText.Token]
        var words: [String] { tokens.map(\.text) }
        var line: Int { tokens.first?.line ?? 0 }
    }

    let name: String
    let line: Int
    let items: [Item]

    private static let constraintWords: Set<String> = ["primary", "unique", "foreign", "check", "constraint", "exclude"]

    var columns: [Item] { items.filter { !Self.constraintWords.contains($0.words.first ?? "") } }
    var constraints: [Item] { items.filter { Self.constraintWords.contains($0.words.first ?? "") } }

    /// All tables that a text creates; temporary and virtual ones are left out.
    static func all(in sql: SQLText) -> [SQLTable] {
        sql.tokens.indices.compactMap { start in
            guard sql[start] == "create", sql[start + 1] == "table" else { return nil }
            var at = start + 2
            if sql[at] == "if" { at += 3 }
            let name = sql[at]
            guard sql[at + 1] == "(" else { return nil }
            return SQLTable(name: name, line: sql.tokens[at].line, items: items(in: sql, from: at + 2))
        }
    }

    private static func items(in sql: SQLText, from start: Int) -> [Item] {
        var items: [Item] = []
        var current: [SQLText.Token] = []
        var depth = 0
        for token in sql.tokens[start...] {
            if token.text == "(" { depth += 1 }
            if token.text == ")" {
                if depth == 0 { break }
                depth -= 1
            }
            if token.text == ",", depth == 0 {
                items.append(Item(tokens: current))
                current = []
            } else {
                current.append(token)
            }
        }
        return (items + [Item(tokens: current)]).filter { !$0.tokens.isEmpty }
    }
}
