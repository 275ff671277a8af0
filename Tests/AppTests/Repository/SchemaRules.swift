// SPDX-License-Identifier: Apache-2.0

/// What the schema must look like to be distributed on Citus, and to know which of its columns tell about people.
enum SchemaRules {
    /// Distributed by `contact_id`; `contact` itself by its id.
    static let distributed: Set<String> = ["subject", "link", "fact", "touch", "lead", "move", "assignment", "deal_contact"]
    /// Small, and copied to every node, so that distributed tables may refer to them.
    static let reference: Set<String> = ["company", "calendar", "member", "team", "code", "field", "product", "pipeline_stage", "fx_rate", "import"]

    static func citusFindings(in file: SourceFile) -> [Finding] {
        file.text.literals.flatMap { literal -> [Finding] in
            let sql = SQLText(literal)
            let tables = SQLTable.all(in: sql).filter { distributed.contains($0.name) }
            let problems = tables.flatMap(keyProblems) + indexProblems(sql) + updateProblems(sql)
            return problems.map { Finding(path: file.path, line: $0.line, sentence: $0.sentence) }
        }
    }

    private typealias Problem = (line: Int, sentence: String)

    private static func keyProblems(_ table: SQLTable) -> [Problem] {
        var problems: [Problem] = []
        let columns = table.columns
        if !columns.contains(where: { $0.words.first == "contact_id" }) {
            problems.append((table.line, "\(table.name) is distributed and has no contact_id"))
        }
        let inline = columns.first { $0.words.containsSequence(["primary", "key"]) }.flatMap(\.words.first)
        let constraint = table.constraints.first { $0.words.containsSequence(["primary", "key"]) }
        let key = inline.map { [$0] } ?? constraint.map { names(in: $0, after: "key") } ?? []
        if key.first != "contact_id" { problems.append((table.line, "the primary key of \(table.name) must begin with contact_id")) }
        for column in columns where column.words.contains("unique") && column.words.first != "contact_id" {
            problems.append(
                (column.line, "a unique column of \(table.name) can't be enforced across shards; add contact_id, or put it into identity"))
        }
        for constraint in table.constraints where constraint.words.contains("unique") {
            if names(in: constraint, after: "unique").contains("contact_id") { continue }
            problems.append((constraint.line, "a unique constraint of \(table.name) must hold contact_id"))
        }
        for item in table.items {
            guard let reference = item.words.firstIndex(of: "references"), reference + 1 < item.words.count else { continue }
            let other = item.words[reference + 1]
            let own = item.words.contains("foreign") ? names(in: item, after: "key") : [item.words[0]]
            if distributed.union(["contact"]).contains(other) {
                if !own.contains("contact_id") { problems.append((item.line, "the foreign key from \(table.name) to \(other) must hold contact_id")) }
            } else if !SchemaRules.reference.contains(other) {
                problems.append((item.line, "\(table.name) is distributed and \(other) is local: no foreign key; the doctor checks instead"))
            }
        }
        return problems
    }

    private static func names(in item: SQLTable.Item, after word: String) -> [String] {
        let words = item.words
        guard let start = words.firstIndex(of: word) else { return [] }
        return words[start...].drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }.filter { $0 != "," }
    }

    private static func indexProblems(_ sql: SQLText) -> [Problem] {
        sql.tokens.indices.compactMap { start in
            guard sql[start] == "create", sql[start + 1] == "unique", sql[start + 2] == "index" else { return nil }
            let statement = sql.tokens[start...].prefix { $0.text != ";" }.map(\.text)
            guard let on = statement.firstIndex(of: "on"), on + 1 < statement.count else { return nil }
            guard distributed.contains(statement[on + 1]) else { return nil }
            let columns = statement[on...].drop { $0 != "(" }.prefix { $0 != ")" }
            return columns.contains("contact_id") ? nil : (sql.tokens[start].line, "a unique index of \(statement[on + 1]) must hold contact_id")
        }
    }

    /// A distribution column can't be updated: what moves to another contact is inserted there and deleted here.
    private static func updateProblems(_ sql: SQLText) -> [Problem] {
        sql.tokens.indices.compactMap { start in
            guard sql[start] == "set", let table = updatedTable(sql, before: start), distributed.contains(table) else { return nil }
            let assignments: [String] = sql.tokens[(start + 1)...].prefix { !["where", "from", "returning", ";"].contains($0.text) }.map(\.text)
            let isChanged = assignments.indices.contains { (at: Int) -> Bool in
                guard assignments[at] == "contact_id", at + 1 < assignments.count, assignments[at + 1] == "=" else { return false }
                return at == 0 || assignments[at - 1] == ","
            }
            guard isChanged else { return nil }
            return (sql.tokens[start].line, "contact_id of \(table) can't be updated on Citus: insert the row anew and delete the old one")
        }
    }

    /// The table whose `set` this is: of `update T [as x] set`, or of the `insert into T` whose conflict it resolves.
    private static func updatedTable(_ sql: SQLText, before set: Int) -> String? {
        if sql[set - 1] == "update" {
            return sql.tokens[..<set].indices.last { sql[$0] == "into" }.map { sql[$0 + 1] }
        }
        return sql.tokens[..<set].indices.suffix(5).last { sql[$0] == "update" }.map { sql[sql[$0 + 1] == "only" ? $0 + 2 : $0 + 1] }
    }

    /// Every column that holds text or bytes says on its line whether that is about a person, so that erasing reaches it.
    static func markFindings(in file: SourceFile) -> [Finding] {
        file.text.literals.flatMap { literal -> [Finding] in
            let sql = SQLText(literal)
            let created = SQLTable.all(in: sql).flatMap { table in table.columns.map { (table.name, $0) } }
            return (created + addedColumns(sql)).compactMap { table, column in
                let words = column.words
                guard words.count > 1, ["text", "blob"].contains(words[1]) else { return nil }
                let comment = column.tokens.compactMap { sql.comments[$0.line] }.first ?? ""
                let first = comment.split { !$0.isLetter }.prefix(2)
                if first.first == "personal" || first == ["not", "personal"] { return nil }
                let sentence = "\(table).\(words[0]) must say '-- personal' or '-- not personal' on its line"
                return Finding(path: file.path, line: column.line, sentence: sentence)
            }
        }
    }

    private static func addedColumns(_ sql: SQLText) -> [(String, SQLTable.Item)] {
        sql.tokens.indices.compactMap { start in
            guard sql[start] == "alter", sql[start + 1] == "table", sql[start + 3] == "add" else { return nil }
            let column = start + (sql[start + 4] == "column" ? 5 : 4)
            return (sql[start + 2], SQLTable.Item(tokens: Array(sql.tokens[column...].prefix { $0.text != ";" })))
        }
    }
}

extension [String] {
    fileprivate func containsSequence(_ words: [String]) -> Bool { ranges(of: words).isEmpty == false }
}
