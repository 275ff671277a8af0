// SPDX-License-Identifier: Apache-2.0

/// A Swift source taken apart: code, comments and string literals, each with its line. Enough for the rules here, not a parser.
struct SwiftText: Sendable {
    struct Piece: Hashable, Sendable {
        let line: Int
        let text: String
    }

    /// Lines as written.
    let lines: [String]
    /// Lines with comments, the insides of strings and raw identifiers blanked; what is interpolated into a string stays.
    private(set) var code: [String] = []
    /// Lines with comments blanked only.
    private(set) var uncommented: [String] = []
    /// String literals; an interpolation reads `\()`. Its line is where the literal opens.
    private(set) var literals: [Piece] = []

    init(_ source: String) {
        lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var lexer = Lexer(source)
        lexer.code(until: nil)
        code = Self.lines(lexer.blanked)
        uncommented = Self.lines(lexer.bytes.indices.map { lexer.isComment[$0] ? Lexer.space : lexer.bytes[$0] })
        literals = lexer.literals
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: 10, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }
}

private struct Lexer {
    static let space = UInt8(ascii: " ")
    let bytes: [UInt8]
    var blanked: [UInt8]
    var isComment: [Bool]
    var literals: [SwiftText.Piece] = []
    private var at = 0
    private var line = 1

    init(_ source: String) {
        bytes = Array(source.utf8)
        blanked = bytes
        isComment = Array(repeating: false, count: bytes.count)
    }

    private func starts(_ word: String) -> Bool { bytes[at...].starts(with: word.utf8) }

    private mutating func step(blank: Bool = false, comment: Bool = false) {
        if bytes[at] == 10 {
            line += 1
        } else {
            if blank { blanked[at] = Self.space }
            if comment { isComment[at] = true }
        }
        at += 1
    }

    private mutating func steps(_ count: Int, blank: Bool = false, comment: Bool = false) {
        for _ in 0..<count where at < bytes.count { step(blank: blank, comment: comment) }
    }

    /// Reads code up to the parenthesis that closes an interpolation, or to the end.
    mutating func code(until close: UInt8?) {
        var depth = 0
        while at < bytes.count {
            if starts("//") {
                while at < bytes.count, bytes[at] != 10 { step(blank: true, comment: true) }
            } else if starts("/*") {
                blockComment()
            } else if bytes[at] == UInt8(ascii: "`") {
                step(blank: true)
                while at < bytes.count, bytes[at] != UInt8(ascii: "`"), bytes[at] != 10 { step(blank: true) }
                if at < bytes.count { step(blank: true) }
            } else if let pounds = openingPounds() {
                string(pounds: pounds)
            } else {
                if bytes[at] == UInt8(ascii: "(") { depth += 1 }
                if bytes[at] == UInt8(ascii: ")") {
                    if depth == 0, close != nil { return }
                    depth -= 1
                }
                step()
            }
        }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            if starts("/*") {
                depth += 1
                steps(2, blank: true, comment: true)
            } else if starts("*/") {
                depth -= 1
                steps(2, blank: true, comment: true)
            } else {
                step(blank: true, comment: true)
            }
        } while depth > 0 && at < bytes.count
    }

    /// How many `#` stand before the quote that opens a string here; nil where none opens.
    private func openingPounds() -> Int? {
        var end = at
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - at : nil
    }

    private mutating func string(pounds: Int) {
        let opened = line
        let fence = String(repeating: "#", count: pounds)
        steps(pounds, blank: true)
        let quotes = starts("\"\"\"") ? "\"\"\"" : "\""
        steps(quotes.utf8.count)
        var text: [UInt8] = []
        while at < bytes.count, !starts(quotes + fence) {
            if starts("\\\(fence)(") {
                steps(2 + pounds, blank: true)
                code(until: UInt8(ascii: ")"))
                if at < bytes.count { step(blank: true) }
                text += Array("\\()".utf8)
            } else if starts("\\\(fence)") {
                steps(1 + pounds, blank: true)
                if at < bytes.count {
                    if bytes[at] == 10 || bytes[at] == UInt8(ascii: "n") { text.append(10) } else { text.append(bytes[at]) }
                    step(blank: true)
                }
            } else {
                if quotes == "\"", bytes[at] == 10 { break }  // an unclosed string does not swallow the rest of the file
                text.append(bytes[at])
                step(blank: true)
            }
        }
        steps(quotes.utf8.count + pounds)
        literals.append(.init(line: opened, text: String(decoding: text, as: UTF8.self)))
    }
}
