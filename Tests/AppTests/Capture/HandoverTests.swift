// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import Testing

/// One process owns an SQLite file: what others type runs there.
@Suite(.enabled(if: Command.path != nil)) struct `A command for a served database` {
    /// Runs `body` while a server has the database.
    private func serving(_ body: (Files, String) async throws -> Void) async throws -> String {
        try await Files.with { files in
            let path = files.path("test.db")
            let server = try Command.start(["serve", "--database", path, "--port", "0"], folder: files.folder)
            do {
                try await Self.until { FileManager.default.fileExists(atPath: path + ".socket") }
                try await body(files, path)
            } catch {
                kill(server.process.id, SIGKILL)
                throw error
            }
            kill(server.process.id, SIGTERM)
            let ended = Command.wait(server, folder: files.folder)
            #expect(ended.status == 0 && !ended.isKilled, "\(ended.errors)")
            #expect(!FileManager.default.fileExists(atPath: path + ".socket"))
            return ended.errors
        }
    }

    private static func until(_ isSo: () async throws -> Bool) async throws {
        for _ in 0..<6_000 {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("it did not become so within a minute")
    }

    @Test func `runs in the server and answers as if it ran here`() async throws {
        let log = try await serving { files, path in
            try files.write("one.csv", "Email,Status\none@x.example,Open\ntwo@x.example,Nonsense\n")
            let first = try await Command.run(["import", "one.csv", "--json", "--database", "test.db"], folder: files.folder)
            #expect(first.status == 0 && first.output.contains("\"created\" : 2"), "\(first.output) \(first.errors)")
            let missing = try await Command.run(["import", "nothing.csv", "--database", path], folder: files.folder)
            #expect(missing.status == 3 && (missing.output + missing.errors).contains("There is no file"), "\(missing.output) \(missing.errors)")
            let usage = try await Command.run(["import", "one.csv", "--dates", "whenever", "--database", path], folder: files.folder)
            #expect(usage.status == 2 && usage.errors.contains("day-first"), "\(usage.errors)")
            let company = try await Command.run(["company", "--name", "Acme", "--json", "--database", path], folder: files.folder)
            #expect(company.status == 0 && company.output.contains("\"name\" : \"Acme\""), "\(company.output)")
            let undone = try await Command.run(["import", "undo", "1", "--database", path], folder: files.folder)
            #expect(undone.status == 0 && undone.output.contains("2 contacts"), "\(undone.output) \(undone.errors)")
        }
        #expect(log.components(separatedBy: "A command from the terminal runs here").count == 6, "\(log)")
    }

    @Test func `goes when whoever typed it goes, and leaves nothing that is seen`() async throws {
        _ = try await serving { files, path in
            let rows = (0..<150_000).map { "p\($0)@x.example,Name \($0),Open\n" }.joined()
            try files.write("many.csv", "Email,Last Name,Status\n" + rows)
            let typed = try Command.start(["import", "many.csv", "--database", path], folder: files.folder)
            let watching = try await Database.open(.file(path), options: Self.readOnly)
            try await Self.until { try await watching.read { try $0.int("select count(*) from (select 1 from contact limit 500) x") ?? 0 } == 500 }
            kill(typed.process.id, SIGKILL)
            #expect(Command.wait(typed, folder: files.folder).isKilled)
            try await Self.until { try await watching.read { try $0.text("select state from import") } == "failed" }
            #expect(try await watching.read { try $0.int("select count(*) from contact") } == 0)
            await watching.close()
        }
    }

    private static var readOnly: Database.Options {
        var options = Database.Options()
        options.readOnly = true
        return options
    }

    @Test func `a server that is gone is no server`() async throws {
        try await Files.with { files in
            let path = files.path("test.db")
            let server = try Command.start(["serve", "--database", path, "--port", "0"], folder: files.folder)
            try await Self.until { FileManager.default.fileExists(atPath: path + ".socket") }
            kill(server.process.id, SIGKILL)
            _ = Command.wait(server, folder: files.folder)
            try files.write("one.csv", "Email,Status\none@x.example,Open\n")
            let here = try await Command.run(["import", "one.csv", "--database", path], folder: files.folder)
            #expect(here.status == 0 && here.output.contains("1 created"), "\(here.errors)")
        }
    }
}
