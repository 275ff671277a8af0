// SPDX-License-Identifier: Apache-2.0
package import Domain

/// What the user said about an import beyond the files themselves.
package struct ImportOptions: Sendable, Codable {
    package var kind: RecordKind?
    /// Whose exports the files are, where the reader said so: ids of one system are one scope.
    package var system: SourceSystem?
    /// Column heading → canonical field, or "-" to leave the column out.
    package var map: [String: String] = [:]
    /// `status:Working=sal`: (field, raw value's key) → canonical value.
    package var values: [String: [String: String]] = [:]
    package var dryRun = false
    package var dateOrder: DateOrder?
    package var decimalMark: DecimalMark?
    /// Mail domains of the company itself.
    package var ownDomains: Set<String> = []
    package var competitors: Set<String> = []
    package var keepExcluded = false
    /// Which proposals are followed; nil for all of them.
    package var apart: Set<ExclusionReason>?
    /// What was said about one file, by its name; it stands above what was said about all.
    package var files: [String: FileChoice] = [:]
    /// Of amounts that name none; the company's where it is not said.
    package var currency: String?
    /// Of times without a zone; the company's where it is not said.
    package var zone: String?
    /// The time of the export; now where it is not said.
    package var asOf: Moment?

    package init() {}

    /// What was said about one file.
    package struct FileChoice: Sendable, Codable, Hashable {
        package var kind: RecordKind?
        package var isLeftOut = false
        /// Column, counted from 0, as text → canonical field, "-" to leave it out, "+" to keep it as a custom field, "@" as recognized.
        package var columns: [String: String] = [:]
        package var dateOrder: DateOrder?
        package var decimalMark: DecimalMark?

        package init() {}
    }

    /// The options as they are for one file.
    func of(_ file: String) -> ImportOptions {
        guard let choice = files[file] else { return self }
        var options = self
        options.kind = choice.kind ?? kind
        options.dateOrder = choice.dateOrder ?? dateOrder
        options.decimalMark = choice.decimalMark ?? decimalMark
        return options
    }

    /// Reads `Column=field`.
    package mutating func addMap(_ text: String) throws(Problem) {
        guard let mark = text.lastIndex(of: "="), mark != text.startIndex else {
            throw Problem("bad_map", "\"\(text)\" is not of the form Column=field.", remedy: "Write --map \"Lead Status=status\".", fault: .usage)
        }
        let field = String(text[text.index(after: mark)...]).trimmed
        guard field == "-" || CanonicalField.named(field) != nil else {
            throw Problem("unknown_field", "There is no field \"\(field)\".", remedy: "entente import --fields lists them.", fault: .usage)
        }
        map[wordKey(String(text[..<mark]))] = field
    }

    /// Reads `field:raw=canonical`.
    package mutating func addValue(_ text: String) throws(Problem) {
        guard let colon = text.firstIndex(of: ":"), let mark = text.lastIndex(of: "="), colon < mark,
            let field = CanonicalField.named(String(text[..<colon]))
        else {
            throw Problem(
                "bad_map_value", "\"\(text)\" is not of the form field:value=meaning.", remedy: "Write --map-value \"status:Working=sal\".",
                fault: .usage)
        }
        let meaning = String(text[text.index(after: mark)...]).trimmed
        if field.type == .stage || field.type == .status, Stage(name: meaning) == nil, !["open", "won", "lost"].contains(meaning) {
            throw Problem(
                "unknown_stage", "There is no stage \"\(meaning)\".", remedy: "The stages are \(Stage.allCases.map(\.name).joined(separator: ", ")).",
                fault: .usage)
        }
        values[field.name, default: [:]][valueKey(String(text[text.index(after: colon)..<mark]))] = meaning
    }
}

extension String {
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
