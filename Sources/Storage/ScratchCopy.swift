// SPDX-License-Identifier: Apache-2.0

/// A copy of a PostgreSQL database in a schema of its own, for trying things out; gone after `dropScratch`.
extension Database {
    private static let prefix = "entente_scratch_"

    /// - Parameters: `first` names tables that others point to; the rest follows by name.
    package func scratchCopy(migrations: [Migration], first: [String]) async throws -> Database {
        guard case .server = location else { throw StorageError.unavailable("a file is copied with copy(to:)") }
        let name = "\(Self.prefix)\(UInt64.random(in: 0 ... .max))"
        let (home, tables) = try await read { read -> (String, [String]) in
            let home = try read.text("select cast(current_schema() as text)") ?? "public"
            let all = try read.rows(
                as: String.self,
                "select cast(table_name as text) from information_schema.tables where table_schema = $1 and table_name <> 'migration' order by 1",
                home)
            return (home, first + all.filter { !first.contains($0) })
        }
        try await write { _ = try $0.execute("create schema \(name)") }
        var options = Options()
        options.schema = name
        let copy = try await Database.open(location, options: options)
        do {
            try await copy.migrate(migrations)
            try await copy.write(.bulk) { tx in
                for table in tables {
                    let columns = try tx.read.rows(
                        as: String.self,
                        "select cast(column_name as text) from information_schema.columns where table_schema = $1 and table_name = $2 order by ordinal_position",
                        home,
                        table
                    ).joined(separator: ", ")
                    try tx.execute("insert into \(name).\(table) (\(columns)) select \(columns) from \(home).\(table) on conflict do nothing")
                }
                try tx.execute("update \(name).id_block set next = (select max(next) from \(home).id_block) + 1000000")
            }
            return copy
        } catch {
            await copy.dropScratch()
            await copy.close()
            throw error
        }
    }

    /// Takes a scratch copy away; does nothing to any other database.
    package func dropScratch() async {
        guard engine == .postgres else { return }
        _ = try? await write { tx in
            guard let name = try tx.read.text("select cast(current_schema() as text)"), name.hasPrefix(Self.prefix) else { return }
            try tx.execute("drop schema \(name) cascade")
        }
    }
}
