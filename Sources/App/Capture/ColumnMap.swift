// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Which field a column of a source is, as a person said it once: the next export of the same kind is read the same way.
enum ColumnMap {
    struct Entry: Hashable, Sendable {
        let system: String
        let kind: String
        /// `wordKey` of the heading.
        let heading: String
        /// Canonical name, "-" left out, "+" a field of its own; "@" forgets what was said.
        let field: String
    }

    static func key(_ match: FileMatch, _ heading: String) -> String { "\(match.system.rawValue)|\(match.kind.rawValue)|\(wordKey(heading))" }

    /// system|kind|heading → field.
    static func confirmed(_ read: Read) throws -> [String: String] {
        var saved: [String: String] = [:]
        try read.scan("select system, kind, heading, field from column_map") { row in
            saved["\(row.text(0))|\(row.text(1))|\(row.text(2))"] = row.text(3)
        }
        return saved
    }

    /// What `--map` and the step of columns said, for each source among the files.
    static func said(_ options: ImportOptions, _ planned: [Importing.Planned]) -> [Entry] {
        var entries: Set<Entry> = []
        for file in planned where !file.isLeftOut {
            guard let plan = file.plan else { continue }
            let choices = options.files[file.name]?.columns ?? [:]
            for column in plan.columns {
                let heading = wordKey(column.heading)
                guard !heading.isEmpty, let said = choices[String(column.index)] ?? options.map[heading] else { continue }
                entries.insert(Entry(system: plan.match.system.rawValue, kind: plan.match.kind.rawValue, heading: heading, field: said))
            }
        }
        return entries.sorted { ($0.system, $0.kind, $0.heading, $0.field) < ($1.system, $1.kind, $1.heading, $1.field) }
    }

    static func save(_ tx: Write, _ entries: [Entry], at now: Moment) throws {
        for entry in entries {
            guard entry.field != "@" else {
                try tx.execute(
                    "delete from column_map where system = $1 and kind = $2 and heading = $3", entry.system, entry.kind, entry.heading)
                continue
            }
            try tx.execute(
                """
                insert into column_map (system, kind, heading, field, at) values ($1, $2, $3, $4, $5)
                on conflict (system, kind, heading) do update set field = excluded.field, at = excluded.at
                """, entry.system, entry.kind, entry.heading, entry.field, now)
        }
    }
}
