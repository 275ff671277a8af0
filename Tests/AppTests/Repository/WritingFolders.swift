// SPDX-License-Identifier: Apache-2.0

/// One folder writes each table; the others call its verbs. Here is who, and the rule that reads it out of the SQL.
enum WritingFolders {
    static let owners: [String: Set<String>] = [
        "Company": ["company", "calendar", "fx_rate"],
        "Access": ["member", "membership", "team", "session", "token", "audit"],
        "Ledger": [
            "account", "contact", "subject", "link", "identity", "fact", "touch", "lead", "move", "assignment", "deal", "deal_event", "deal_contact",
            "deal_line", "pipeline_stage", "product", "code", "field", "change", "search", "searched", "account_fact", "reference", "erased",
            "subject_before",
            "reference_before", "row_before",
        ],
        "Capture": ["import", "import_draft", "import_row", "value_map", "column_map", "spend", "exclusion"],
        "Leads": ["segment", "repair", "repair_lead"],
        "Audit": ["shared_audit"],
        "Outbox": ["job", "consumer"],
        "Storage": ["id_block", "migration", "owner"],
    ]

    static let folderOfTable: [String: String] = owners.reduce(into: [:]) { result, entry in
        for table in entry.value { result[table] = entry.key }
    }

    struct Mention: Hashable {
        let table: String
        let line: Int
        /// So surely a write that an unknown name is an error too, and not a sentence for people.
        let isCertain: Bool
    }

    static func findings(in file: SourceFile) -> [Finding] {
        guard let folder = file.writingFolder, ["App", "Storage"].contains(file.target) else { return [] }
        let temporary = Set(file.text.literals.flatMap { temporaryTables(SQLText($0)) })
        let mentions = file.text.literals.flatMap { writes(SQLText($0)) } + bulkWrites(file.text)
        return mentions.compactMap { mention in
            guard !temporary.contains(mention.table) else { return nil }
            if mention.table == "\\" {
                // Storage writes tables by the names that it is given; elsewhere a name that is not spelled out can't be checked.
                guard folder != "Storage", !namesOnlyOwn(file, folder) else { return nil }
                return Finding(path: file.path, line: mention.line, sentence: "spell out the name of the table that is written")
            }
            guard let owner = folderOfTable[mention.table] else {
                let sentence = "table \(mention.table) is written but has no folder in WritingFolders.owners"
                return mention.isCertain ? Finding(path: file.path, line: mention.line, sentence: sentence) : nil
            }
            return owner == folder
                ? nil : Finding(path: file.path, line: mention.line, sentence: "only \(owner) writes table \(mention.table), and this is \(folder)")
        }
    }

    /// A loop over tables that the file itself lists: every table that a literal of it names is the folder's own.
    private static func namesOnlyOwn(_ file: SourceFile, _ folder: String) -> Bool {
        let named = file.text.literals.compactMap { folderOfTable[$0.text] }
        return !named.isEmpty && named.allSatisfy { $0 == folder }
    }

    /// Tables that a text inserts into, updates, deletes from or creates.
    static func writes(_ sql: SQLText) -> [Mention] {
        sql.tokens.indices.compactMap { start in
            guard !sql.tokens[start].isProse else { return nil }
            func mention(_ at: Int, _ followers: Set<String>) -> Mention? {
                let name = sql[at]
                guard !name.isEmpty, name != "set" else { return nil }
                let follower = name == "\\" ? sql[at + 3] : sql[at + 1]
                return Mention(table: name, line: sql.tokens[start].line, isCertain: sql.begins(start) && followers.contains(follower))
            }
            switch sql[start] {
            case "insert", "replace":
                let into = sql[start + 1] == "or" ? start + 3 : start + 1
                return sql[into] == "into" ? mention(into + 1, ["", "(", "select", "values", "default", "as", "with"]) : nil
            case "update":
                let name = sql[start + 1] == "only" ? start + 2 : start + 1
                let behind = sql[name] == "\\" ? name + 3 : name + 1
                let isUpdate = sql[behind] == "set" || sql[behind + 1] == "set" || (sql[behind] == "as" && sql[behind + 2] == "set")
                return isUpdate ? mention(name, ["set", "as", sql[behind]]) : nil
            case "delete", "merge":
                return ["from", "into"].contains(sql[start + 1]) ? mention(start + 2, ["", ";", "where", "using", "returning", "as", ")"]) : nil
            case "truncate":
                return sql.begins(start) ? mention(sql[start + 1] == "table" ? start + 2 : start + 1, ["", ";", ","]) : nil
            case "create":
                guard sql[start + 1] == "table" || sql[start + 1] == "virtual" else { return nil }
                var name = start + (sql[start + 1] == "virtual" ? 3 : 2)
                if sql[name] == "if" { name += 3 }
                return mention(name, ["(", "as", "using"])
            default:
                return nil
            }
        }
    }

    private static func temporaryTables(_ sql: SQLText) -> [String] {
        sql.tokens.indices.compactMap { start in
            guard sql[start] == "create", ["temp", "temporary"].contains(sql[start + 1]), sql[start + 2] == "table" else { return nil }
            return sql[start + 3] == "if" ? sql[start + 6] : sql[start + 3]
        }
    }

    /// Names given to `bulk("table", …)`; one that is not a plain literal reads `\`.
    static func bulkWrites(_ text: SwiftText) -> [Mention] {
        zip(text.uncommented, text.code).enumerated().flatMap { index, line in
            line.0.ranges(of: "bulk(").compactMap { range -> Mention? in
                let before = line.0[..<range.lowerBound]
                let isCall = before.hasSuffix(".") || before.last.map { !$0.isLetter && !$0.isNumber && $0 != "_" } ?? true
                guard isCall, !before.hasSuffix("func ") else { return nil }
                let argument = line.0[range.upperBound...].drop(while: \.isWhitespace)
                guard argument.first == "\"" else {
                    // `.bulk(…)` may be a case of an enum; only a name in the place of the table is suspicious.
                    return before.hasSuffix(".") && argument.prefix(while: { $0.isLetter || $0 == "_" }).lowercased().hasSuffix("table")
                        ? Mention(table: "\\", line: index + 1, isCertain: true) : nil
                }
                let name = argument.dropFirst().prefix { $0 != "\"" }
                return Mention(table: name.contains("\\") ? "\\" : String(name), line: index + 1, isCertain: true)
            }
        }
    }
}
