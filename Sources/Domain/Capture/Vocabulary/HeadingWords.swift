// SPDX-License-Identifier: Apache-2.0

/// The tables of headings, read once into an index by `wordKey`.
enum HeadingWords {
    struct Entry: Sendable {
        let field: CanonicalField
        let kind: RecordKind
        /// Whose heading it is; nil where anybody's.
        let system: SourceSystem?
        /// Place in its list, 0 the best heading for the field.
        let order: Int
    }

    /// Entries by the key of the heading. Canonical names are headings too, unless a table says otherwise for that kind.
    static let index: [String: [Entry]] = {
        var index: [String: [Entry]] = [:]
        for table in [people, companies, deals, touches, histories] {
            for (key, entry) in read(table).entries { index[key, default: []].append(entry) }
        }
        for field in CanonicalField.all {
            let key = wordKey(field.name)
            let taken = Set(index[key, default: []].filter { $0.system == nil }.map(\.kind))
            for kind in field.kinds.subtracting(taken).sorted(by: { $0.rawValue < $1.rawValue }) {
                index[key, default: []].append(Entry(field: field, kind: kind, system: nil, order: 1))
            }
        }
        return index
    }()

    /// Lines of the tables that name no field or kind, or a field that rows of the kind can't have.
    static let mistakes: [String] = [people, companies, deals, touches, histories].flatMap { read($0).mistakes }

    /// How telling a heading is: 1 where one kind alone has it, less the more kinds share it.
    static func weight(ofKey key: String) -> Double {
        let kinds = Set(index[key, default: []].map(\.kind)).count
        return kinds == 0 ? 0 : 1 / Double(kinds).squareRoot()
    }

    /// - Returns: the entries, and the lines that name no field or kind (a test holds that there are none).
    static func read(_ table: String) -> (entries: [(String, Entry)], mistakes: [String]) {
        var entries: [(String, Entry)] = [], mistakes: [String] = []
        var kinds: [RecordKind] = [], system: SourceSystem?
        for line in table.split(separator: "\n") {
            if line.hasPrefix("[") {
                let names = line.dropFirst().prefix { $0 != "]" }.split(separator: " ").map(String.init)
                kinds = names.compactMap { RecordKind(rawValue: $0) }
                system = names.first { $0.hasPrefix("@") }.flatMap { SourceSystem(rawValue: String($0.dropFirst())) }
                if kinds.count + (system == nil ? 0 : 1) != names.count { mistakes.append(String(line)) }
                continue
            }
            let parts = line.split(separator: ":", maxSplits: 1)
            guard let name = parts.first, let words = parts.dropFirst().first, let field = CanonicalField.named(String(name)),
                field.name == name, field.kinds.isSuperset(of: kinds)
            else { mistakes.append(String(line)); continue }
            for (order, word) in words.split(separator: "|").enumerated() {
                for kind in kinds { entries.append((wordKey(String(word)), Entry(field: field, kind: kind, system: system, order: order))) }
            }
        }
        return (entries, mistakes)
    }
}
