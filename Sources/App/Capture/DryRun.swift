// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Storage

/// Where a dry run writes: a copy that is thrown away, so that the report is the real one.
enum DryRun {
    static func open(_ location: Location, scratch: String) async throws -> Database {
        let target = "\(scratch)/dry-run.db"
        switch location {
        case .file(let path):
            if FileManager.default.fileExists(atPath: path) {
                var reading = Database.Options()
                reading.readOnly = true
                let source = try await Database.open(.file(path), options: reading)
                try await source.copy(to: target)
                await source.close()
            }
        case .server(let url): return try await schema(url)
        }
        let copy = try await Database.open(.file(target))
        try await copy.migrate(Schema.migrations)
        return copy
    }

    /// On a server the copy is a schema of its own, which goes when the run is over.
    private static func schema(_ url: String) async throws -> Database {
        let source = try await Database.open(.server(url))
        try await source.migrate(Schema.migrations)
        // What foreign keys point to comes first.
        let copy = try await source.scratchCopy(migrations: Schema.migrations, first: ["member", "team"])
        await source.close()
        return copy
    }

    /// Takes the copy away.
    static func drop(_ copy: Database) async {
        await copy.dropScratch()
        await copy.close()
    }
}
