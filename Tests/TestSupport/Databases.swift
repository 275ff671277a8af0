// SPDX-License-Identifier: Apache-2.0
import Foundation
package import Storage

/// The engines that a store test runs on: SQLite always, PostgreSQL where `ENTENTE_TEST_POSTGRES` names a server.
package enum TestEngine: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite, postgres

    package var description: String { rawValue }

    package static var server: String? { ProcessInfo.processInfo.environment["ENTENTE_TEST_POSTGRES"] }

    /// Says once on standard error where PostgreSQL is left out.
    package static let available: [TestEngine] = {
        if server != nil { return allCases }
        FileHandle.standardError.write(Data("skipped on PostgreSQL: ENTENTE_TEST_POSTGRES is not set\n".utf8))
        return [.sqlite]
    }()
}

/// Runs `body` on a database of its own, brought up to `migrations`: a file in a new folder, or a new schema. Both are gone afterwards.
package func withDatabase<T>(_ engine: TestEngine, _ migrations: [Migration], _ body: (Database) async throws -> T) async throws -> T {
    let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
    switch engine {
    case .sqlite:
        let folder = FileManager.default.temporaryDirectory.appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await use(try await Database.open(.file(folder.appending(path: "entente.db").path)), migrations, body)
    case .postgres:
        guard let server = TestEngine.server else { throw StorageError.unavailable("ENTENTE_TEST_POSTGRES is not set") }
        let keeper = try await Database.open(.server(server))
        _ = try await keeper.write { try $0.execute("create schema \(name)") }
        var options = Database.Options()
        options.schema = name
        let result: Result<T, any Error>
        do {
            result = .success(try await use(try await Database.open(.server(server), options: options), migrations, body))
        } catch {
            result = .failure(error)
        }
        _ = try await keeper.write { try $0.execute("drop schema \(name) cascade") }
        await keeper.close()
        return try result.get()
    }
}

private func use<T>(_ database: Database, _ migrations: [Migration], _ body: (Database) async throws -> T) async throws -> T {
    do {
        try await database.migrate(migrations)
        let result = try await body(database)
        await database.close()
        return result
    } catch {
        await database.close()
        throw error
    }
}
