// SPDX-License-Identifier: Apache-2.0
import Domain

/// Which column of a table plays which part in an analysis: as said with `--map`, or known by its heading.
struct ColumnRoles: Sendable {
    let headings: [String]
    private var found: [String: Int] = [:]

    /// - Parameters: `known` role → headings as word keys, the surest first; `maps` as "Column=role".
    /// - Throws: where `--map` names a column or a role that is not there.
    init(_ file: TableFile, known: [(role: String, names: [String])], maps: [String]) throws(Problem) {
        headings = file.headings
        for text in maps {
            let parts = text.split(separator: "=").map { String($0).trimmed }
            guard parts.count >= 2, let role = parts.last else {
                throw Problem("bad_map", "--map \"\(text)\" has no \"=\".", remedy: "Write it as \"Column=role\".", fault: .usage)
            }
            guard known.contains(where: { $0.role == role }) else {
                throw Problem(
                    "unknown_role", "\"\(role)\" is no part that a column can play here.",
                    remedy: "There are \(known.map(\.role).joined(separator: ", ")).", fault: .usage)
            }
            found[role] = try Self.column(parts.dropLast().joined(separator: "="), headings, in: file.name)
        }
        let keys = headings.map { wordKey($0) }
        for entry in known where found[entry.role] == nil {
            let taken = Set(found.values)
            found[entry.role] = entry.names.lazy.compactMap { name in keys.indices.first { keys[$0] == name && !taken.contains($0) } }.first
        }
    }

    subscript(role: String) -> Int? { found[role] }
    func heading(_ role: String) -> String? { found[role].map { headings[$0] } }

    /// A role that the analysis can't do without.
    func need(_ role: String, _ what: String) throws(Problem) -> Int {
        if let column = found[role] { return column }
        throw Problem(
            "column_needed", "No column is known to hold \(what).",
            remedy: "Name it with --map \"Column=\(role)\"; there are \(Self.list(headings)).")
    }

    /// The place of a column that somebody named: exactly, else by its letters and digits.
    static func column(_ name: String, _ headings: [String], in file: String) throws(Problem) -> Int {
        if let exact = headings.firstIndex(of: name) { return exact }
        let key = wordKey(name)
        let alike = headings.indices.filter { !key.isEmpty && wordKey(headings[$0]) == key }
        if alike.count == 1, let only = alike.first { return only }
        throw Problem("unknown_column", "There is no column \"\(name)\".", at: file, remedy: "There are \(list(headings)).", fault: .usage)
    }

    private static func list(_ headings: [String]) -> String {
        let shown = headings.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
        return headings.count > 12 ? "\(shown) and \(headings.count - 12) more" : shown
    }
}
