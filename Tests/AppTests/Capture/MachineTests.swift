// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import TestSupport
import Testing

/// What the machine may do to an import: no disk left, no right to write, the process killed, the power gone.
@Suite(.enabled(if: Command.path != nil)) struct `The machine` {
    private static let leads =
        "Email,Last Name,Status,Created Date\n"
        + (0..<200_000).map { "p\($0)@x.example,Name \($0),Open,2025-01-\($0 % 28 < 9 ? "0" : "")\($0 % 28 + 1)\n" }.joined()

    private static func counts(_ path: String) async throws -> [Int64] {
        let database = try await Database.open(.file(path))
        let result = try await database.read { read in
            try ["contact", "lead", "move", "fact", "identity", "subject"].map { try read.int("select count(*) from \($0)") ?? -1 }
        }
        await database.close()
        return result
    }

    @Test func `kills an import, whose rows were never seen and then are gone`() async throws {
        try await Files.with { files in
            let path = files.path("test.db"), file = try files.write("leads.csv", Self.leads)
            let running = try Command.start(["import", file, "--database", path], folder: files.folder)
            // Until rows that were committed are copied from the journal. On a thread of its own: tests beside this one would make it late.
            let pid = running.process.id
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                Thread.detachNewThread {
                    for _ in 0..<60_000 {
                        var status = stat()
                        if stat(path, &status) == 0, status.st_size > 1 << 20 { break }
                        usleep(1000)
                    }
                    kill(pid, SIGKILL)
                    continuation.resume()
                }
            }
            #expect(Command.wait(running, folder: files.folder).isKilled)
            #expect(try await Self.counts(path)[1] > 0, "it was killed before anything was written")
            let funnel = try await Command.run(["funnel", "--json", "--database", path], folder: files.folder)
            #expect(funnel.output.contains("\"volume\" : 0"), "\(funnel.output.prefix(300)) \(funnel.errors)")
            let next = try await Command.run(
                ["import", try files.write("one.csv", "Email,Status\none@x.example,Open\n"), "--database", path], folder: files.folder)
            #expect(next.status == 0 && next.errors.contains("interrupted"), "\(next.errors)")
            let left = try await Self.counts(path)
            #expect(left == [1, 1, 1, 1, 2, 1])
        }
    }

    @Test func `writes nothing in a dry run, which says the same`() async throws {
        try await Files.with { files in
            let path = files.path("test.db")
            let folder = files.path("export")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for (name, text) in Samples.salesforce { try files.write("export/\(name)", text) }
            _ = try await Command.run(
                ["import", try files.write("one.csv", "Email,Status\none@x.example,Open\n"), "--database", path], folder: files.folder)
            func bytes() throws -> [Data] { try [path, "\(path)-wal"].map { try Data(contentsOf: URL(fileURLWithPath: $0)) } }
            let before = try bytes()
            let list = try FileManager.default.contentsOfDirectory(atPath: files.folder).sorted()
            let dry = try await Command.run(["import", folder, "--dry-run", "--json", "--database", path], folder: files.folder)
            #expect(try bytes() == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: files.folder).sorted() == list)
            let real = try await Command.run(["import", folder, "--json", "--database", path], folder: files.folder)
            func numbers(_ text: String) throws -> [String: Int] {
                let report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
                return report.compactMapValues { $0 as? Int }.filter {
                    ["read", "created", "updated", "unchanged", "rejected", "contacts", "leads", "moves"].contains($0.key)
                }
            }
            #expect(try numbers(dry.output) == numbers(real.output), "\(dry.errors)")
            #expect(try numbers(dry.output)["read"] == 17)
        }
    }

    @Test func `dry run of a database that is not there makes none`() async throws {
        try await Files.with { files in
            let file = try files.write("one.csv", "Email,Status\none@x.example,Open\n")
            let ended = try await Command.run(["import", file, "--dry-run", "--database", files.path("new/test.db")], folder: files.folder)
            #expect(ended.status == 0 && ended.output.contains("1 created"), "\(ended.output) \(ended.errors)")
            #expect(!FileManager.default.fileExists(atPath: files.path("new")))
        }
    }

    @Test(.enabled(if: getuid() == 0 && Command.find("mount") != nil)) func `has no disk left: a sentence, and nothing of the import is seen`()
        async throws
    {
        try await Files.with { files in
            let disk = files.path("disk")
            try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
            func tool(_ arguments: [String]) throws -> Int32 {
                try ChildProcess(Command.find(arguments[0]) ?? "/bin/false", Array(arguments.dropFirst()), folder: files.folder).wait().status
            }
            // Not every container may mount.
            guard try tool(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk]) == 0 else {
                try Test.cancel("this machine may not mount a disk")
            }
            defer { _ = try? tool(["umount", disk]) }
            let file = try files.write("leads.csv", Self.leads)
            let ended = try await Command.run(["import", file, "--database", "\(disk)/test.db"], folder: files.folder)
            #expect(!ended.isKilled && ended.status == 1 || ended.status == 3, "\(ended.errors)")
            #expect(ended.errors.contains("disk"), "\(ended.errors)")
            let funnel = try await Command.run(["funnel", "--json", "--database", "\(disk)/test.db"], folder: files.folder)
            #expect(!funnel.isKilled && (funnel.status != 0 || funnel.output.contains("\"volume\" : 0")), "\(funnel.output.prefix(200))")
        }
    }

    @Test func `holds a database of a newer version, or a file that is none`() async throws {
        try await Files.with { files in
            let file = try files.write("one.csv", "Email,Status\none@x.example,Open\n"), path = files.path("test.db")
            _ = try await Command.run(["import", file, "--database", path], folder: files.folder)
            let database = try await Database.open(.file(path))
            let columns = try await database.read { read in try read.rows(as: String.self, "select name from pragma_table_info('migration')") }
            try await database.write { tx in
                let others = columns.dropFirst().map { _ in "0" }.joined(separator: ", ")
                try tx.execute("insert into migration values ('zz-from-the-future'\(others.isEmpty ? "" : ", " + others))")
            }
            await database.close()
            let newer = try await Command.run(["import", file, "--database", path], folder: files.folder)
            #expect(newer.status == 1 && newer.errors.contains("newer"), "\(newer.status) \(newer.errors)")
            try files.write("text.db", "This is a letter, not a database, and it is long enough to be told from one.\n")
            let letter = try await Command.run(["import", file, "--database", files.path("text.db")], folder: files.folder)
            #expect(letter.status == 1 && letter.errors.contains("no database"), "\(letter.errors)")
            #expect(try String(contentsOfFile: files.path("text.db"), encoding: .utf8).hasPrefix("This is a letter"))
            let folder = try await Command.run(["import", file, "--database", files.folder], folder: files.folder)
            #expect(folder.status == 1 && !folder.isKilled && !folder.errors.isEmpty, "\(folder.errors)")
        }
    }

    /// Root may write everywhere, so there the database is on a file system that is read-only.
    @Test func `lets nobody write the database`() async throws {
        try await Files.with { files in
            let file = try files.write("one.csv", "Email,Status\none@x.example,Open\n"), path = files.path("test.db")
            _ = try await Command.run(["import", file, "--database", path], folder: files.folder)
            let user = getuid() == 0 ? Command.find("setpriv").map { [$0, "--reuid=65534", "--regid=65534", "--clear-groups"] } : []
            guard let user else { try Test.cancel("there is nobody who may not write") }
            try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: files.folder)
            try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
            defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: files.folder) }
            let scratch = try Files()
            defer { scratch.remove() }
            let ended = try await Command.run(["import", file, "--database", path], by: user, folder: scratch.folder)
            #expect(!ended.isKilled && ended.status == 1 && !ended.errors.isEmpty, "\(ended.status) \(ended.errors)")
        }
    }

    // MARK: Durability

    @Test(arguments: TestEngine.available) func `keeps what was acknowledged: the settings that it rests on`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            let settings = try await database.durability()
            switch engine {
            case .sqlite: #expect(settings["synchronous"] == "2" && settings["journal_mode"] == "wal", "\(settings)")
            case .postgres: #expect(settings["synchronous_commit"] == "on" && settings["fsync"] != nil, "\(settings)")
            }
        }
    }

    /// No answer without an fdatasync of the journal after the last write to it.
    @Test(.enabled(if: Command.find("strace") != nil)) func `has the rows on disk before the answer is given`() async throws {
        try await Files.with { files in
            let file = try files.write("one.csv", "Email,Status\none@x.example,Open\n"), trace = files.path("trace")
            let tool = [Command.find("strace") ?? "", "-f", "-y", "-qq", "-e", "trace=write,pwrite64,fdatasync,fsync", "-o", trace]
            let ended = try await Command.run(["import", file, "--database", files.path("test.db")], by: tool, folder: files.folder)
            guard ended.status == 0 else { try Test.cancel("this machine may not trace") }
            let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
            let answer = try #require(calls.lastIndex { $0.contains("write(1<") })
            let written = try #require(calls[..<answer].lastIndex { $0.contains("pwrite64(") && $0.contains("-wal") })
            let synced = try #require(calls[..<answer].lastIndex { ($0.contains("fdatasync(") || $0.contains("fsync(")) && $0.contains("-wal") })
            #expect(written < synced, "the journal was written after it was last synced")
        }
    }
}
