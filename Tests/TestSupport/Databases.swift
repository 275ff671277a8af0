// SPDX-License-Identifier: Apache-2.0
package import App
import Foundation
package import Storage
package import Testing

/// The engines that tests run on: SQLite always, PostgreSQL where `ENTENTE_TEST_POSTGRES` names a server.
package enum TestEngine: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite, postgres

    package static let server = ProcessInfo.processInfo.environment["ENTENTE_TEST_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }
    package static var available: [TestEngine] { server == nil ? [.sqlite] : [.sqlite, .postgres] }
    package var testDescription: String { rawValue }
}

/// Runs a test on its own database: a file in a folder of its own, or a schema of its own, both removed after.
package func withDatabase<T: Sendable>(
    _ engine: TestEngine, migrations: [Migration] = Schema.migrations, _ body: (Database) async throws -> T
) async throws -> T {
    let name = "entente_test_\(UInt64.random(in: 0 ... .max))"
    switch engine {
    case .sqlite:
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await run(.file(folder.appendingPathComponent("test.db").path), Database.Options(), migrations, body)
    case .postgres:
        await PostgresPlaces.shared.take()
        defer { Task { await PostgresPlaces.shared.leave() } }
        let url = TestEngine.server ?? ""
        let admin = try await Database.open(.server(url))
        try await admin.write { _ = try $0.execute("create schema \(name)") }
        var options = Database.Options()
        options.schema = name
        let result: Result<T, any Error>
        do { result = .success(try await run(.server(url), options, migrations, body)) } catch { result = .failure(error) }
        try await admin.write { _ = try $0.execute("drop schema \(name) cascade") }
        await admin.close()
        return try result.get()
    }
}

/// A server takes about a hundred connections, and a database of ours some of them: so only a few tests use it at a time.
private actor PostgresPlaces {
    static let shared = PostgresPlaces()
    private var free = 6
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

private func run<T: Sendable>(
    _ location: Location, _ options: Database.Options, _ migrations: [Migration], _ body: (Database) async throws -> T
) async throws -> T {
    let database = try await Database.open(location, options: options)
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
