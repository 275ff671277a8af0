// SPDX-License-Identifier: Apache-2.0

/// Rules on Swift text that no compiler flag enforces.
enum SourceRules {
    static let longest = 400

    /// Which of our own and of others' modules a target may import; nil where anything goes.
    static func allows(_ module: String, in target: String) -> Bool {
        if ["GRDB", "GRDBSQLite", "CPostgres"].contains(module) { return target == "Storage" }
        if module == "ArgumentParser" { return target == "App" || target == "entente" }
        if module.hasPrefix("Hummingbird") || ["Mustache", "CAssets", "CCrypto", "CStemmer", "CZip"].contains(module) { return target == "App" }
        let walls: [String: Set<String>] = [
            "Storage": [], "Analytics": [], "Domain": ["Analytics"], "App": ["Analytics", "Domain", "Storage"], "entente": ["App"],
        ]
        if walls[module] != nil { return walls[target]?.contains(module) ?? true }
        switch target {
        case "Domain": return false
        case "Analytics": return !module.hasPrefix("Foundation")
        default: return true
        }
    }

    static func importFindings(in file: SourceFile) -> [Finding] {
        guard let target = file.target else { return [] }
        return file.text.code.enumerated().compactMap { index, line in
            guard let module = importedModule(line), !allows(module, in: target) else { return nil }
            return Finding(path: file.path, line: index + 1, sentence: "\(target) may not import \(module)")
        }
    }

    /// The module of an import line: `GRDB` for `@preconcurrency package import struct GRDB.Row`.
    static func importedModule(_ line: String) -> String? {
        let words = line.split(whereSeparator: \.isWhitespace).filter { !$0.hasPrefix("@") }
        guard let at = words.firstIndex(of: "import"), at <= 1 else { return nil }
        let levels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
        guard at == 0 || levels.contains(words[0]) else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor"]
        let name = words.dropFirst(at + 1).first { !kinds.contains($0) }
        return name.map { String($0.prefix { $0 != "." && $0 != ";" }) }
    }

    static func shapeFindings(in file: SourceFile) -> [Finding] {
        var findings: [Finding] = []
        if file.text.lines.first != "// SPDX-License-Identifier: Apache-2.0" {
            findings.append(Finding(path: file.path, line: 1, sentence: "the first line must be '// SPDX-License-Identifier: Apache-2.0'"))
        }
        let count = file.text.lines.count - (file.text.lines.last?.isEmpty == true ? 1 : 0)
        if count > longest {
            let sentence = "\(count) lines, more than \(longest); split it by what its parts are about"
            findings.append(Finding(path: file.path, line: count, sentence: sentence))
        }
        return findings
    }

    static func trapFindings(in file: SourceFile) -> [Finding] {
        file.text.code.enumerated().flatMap { index, line -> [Finding] in
            var sentences: [String] = []
            if line.contains("try!") { sentences.append("try! turns an error into a crash") }
            if line.contains("as!") { sentences.append("as! turns a wrong guess into a crash") }
            if hasForceUnwrap(line) { sentences.append("a force unwrap turns nothing into a crash; use guard, if let or ??") }
            for word in ["@unchecked Sendable", "nonisolated(unsafe)"] where line.contains(word) && !isExplained(index, file.text.lines) {
                sentences.append("\(word) needs a comment on the line above that proves it")
            }
            if line.contains("public ") && line.trimmingPrefix(while: \.isWhitespace).hasPrefix("public ") {
                sentences.append("nothing is public; 'package' is the widest")
            }
            return sentences.map { Finding(path: file.path, line: index + 1, sentence: $0) }
        }
    }

    /// `value!`, `call()!`, `list[0]!`, `Type!`; not `!=`, `try!` or `as!`, which have their own rule, and not the `!` of "not".
    static func hasForceUnwrap(_ line: String) -> Bool {
        let characters = Array(line)
        return characters.indices.contains { at in
            guard characters[at] == "!", at > 0 else { return false }
            let before = characters[at - 1]
            guard before.isLetter || before.isNumber || [")", "]", "_", "}"].contains(before) else { return false }
            if at + 1 < characters.count, characters[at + 1] == "=" { return false }
            let word = String(characters[..<at].reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
            return word != "try" && word != "as"
        }
    }

    private static func isExplained(_ index: Int, _ lines: [String]) -> Bool {
        index > 0 && lines[index - 1].trimmingPrefix(while: \.isWhitespace).hasPrefix("//")
    }
}
