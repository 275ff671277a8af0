// SPDX-License-Identifier: Apache-2.0

/// One step of the schema. Its text is the same for both engines: types are `bigint`, `double precision`, `text`, `blob`.
package struct Migration: Sendable {
    package let id: String
    package let text: String

    package init(_ id: String, _ text: String) { (self.id, self.text) = (id, text) }
}

/// Turns schema text into an engine's own. Done once at migration, never for queries.
enum Dialect {
    static func schema(_ text: String, for engine: Engine) -> String {
        let plain = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in line.firstRange(of: "--").map { String(line[..<$0.lowerBound]) } ?? String(line) }.joined(separator: "\n")
        switch engine {
        case .sqlite:
            // STRICT knows integer, real, text and blob only.
            return plain.split(separator: ";").map { statement in
                let start = statement.drop(while: \.isWhitespace)
                guard start.hasPrefix("create table") || start.hasPrefix("alter table") else { return String(statement) }
                let typed = replaceWords(String(statement), ["bigint": "integer", "double precision": "real"])
                if start.hasPrefix("alter") { return typed }
                return typed.contains("without rowid") ? typed.replacing("without rowid", with: "strict, without rowid") : typed + " strict"
            }.joined(separator: ";")
        case .postgres:
            return replaceWords(plain, ["text": "text collate \"C\"", "blob": "bytea"]).replacing("without rowid", with: "")
        }
    }

    private static func replaceWords(_ text: String, _ words: [String: String]) -> String {
        words.reduce(text) { result, word in
            // Types stand after a column's name, so a space before and a separator behind tell them from names that contain them.
            [" ", ",", ")", "\n"].reduce(result) { $0.replacing(" \(word.key)\($1)", with: " \(word.value)\($1)") }
        }
    }
}

extension Dialect {
    /// What storage itself keeps; made when a database is opened, since even the first migration leases ids.
    static func own(for engine: Engine) -> String { schema(ownText, for: engine).replacing("create table", with: "create table if not exists") }

    private static let ownText = """
        create table migration (
            id text primary key -- not personal
        );
        create table id_block (
            name text primary key, -- not personal
            next bigint not null
        );
        """
}

extension Database {
    /// Brings the schema up to date; refuses a database that a newer version wrote.
    package func migrate(_ migrations: [Migration]) async throws {
        let engine = engine
        try await write { tx in
            let session = tx.read.session
            if engine == .postgres { try session.script("select pg_advisory_xact_lock(7242315)") }
            let done = Set(try tx.read.rows(as: String.self, "select id from migration"))
            if let unknown = done.subtracting(migrations.map(\.id)).sorted().last { throw StorageError.newer(unknown) }
            for migration in migrations where !done.contains(migration.id) {
                try session.script(Dialect.schema(migration.text, for: engine))
                try tx.execute("insert into migration (id) values ($1)", migration.id)
            }
        }
    }
}
