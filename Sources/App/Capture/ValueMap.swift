// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// What the words of a source mean, as a person confirmed it once: reused by the next import, on a page or on the command line.
enum ValueMap {
    struct Entry: Hashable, Sendable {
        let system: String
        let domain: ValueDomain
        /// `valueKey` of the raw value.
        let key: String
        /// Empty where it stays raw although something was proposed.
        let meaning: String
    }

    /// system|domain|key → meaning.
    static func confirmed(_ read: Read) throws -> [String: String] {
        struct Saved: Decodable {
            let system: String
            let domain: String
            let raw: String
            let value: String
        }
        let saved = try read.rows(as: Saved.self, "select system, domain, raw, value from value_map")
        return Dictionary(saved.map { ("\($0.system)|\($0.domain)|\($0.raw)", $0.value) }, uniquingKeysWith: { $1 })
    }

    /// What `--map-value` said, for each source among the files.
    static func said(_ options: ImportOptions, _ planned: [Importing.Planned]) -> [Entry] {
        var entries: Set<Entry> = []
        for plan in planned.compactMap(\.plan) {
            for column in plan.columns {
                guard let field = column.field?.name, let domain = column.values?.domain, let said = options.values[field] else { continue }
                for (key, meaning) in said { entries.insert(Entry(system: plan.match.system.rawValue, domain: domain, key: key, meaning: meaning)) }
            }
        }
        return entries.sorted { ($0.system, $0.domain.rawValue, $0.key) < ($1.system, $1.domain.rawValue, $1.key) }
    }

    /// What was said of a word is unsaid: the next import proposes again.
    static func forget(_ tx: Write, system: String, domain: String, key: String) throws {
        try tx.execute("delete from value_map where system = $1 and domain = $2 and raw = $3", system, domain, key)
    }

    static func save(_ tx: Write, _ entries: [Entry], at now: Moment) throws {
        for entry in entries {
            try tx.execute(
                """
                insert into value_map (system, domain, raw, value, at) values ($1, $2, $3, $4, $5)
                on conflict (system, domain, raw) do update set value = excluded.value, at = excluded.at
                """, entry.system, entry.domain.rawValue, entry.key, entry.meaning, now)
        }
    }
}
