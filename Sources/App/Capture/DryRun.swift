// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Storage

/// Where a dry run writes: a copy that is thrown away, so that the report is the real one.
enum DryRun {
    static func open(_ option: DatabaseOption, scratch: String) async throws -> Database {
        let target = "\(scratch)/dry-run.db"
        switch Location(option.database) {
        case .file(let path):
            if FileManager.default.fileExists(atPath: path) {
                let source = try await Database.open(.file(path))
                try await source.copy(to: target)
                await source.close()
            }
        case .server:
            throw Problem(
                "dry_run_server", "A dry run can't copy a PostgreSQL database.", remedy: "Try the files with --dry-run on an empty --database FILE.", fault: .usage)
        }
        let copy = try await Database.open(.file(target))
        try await copy.migrate(Schema.migrations)
        return copy
    }
}
