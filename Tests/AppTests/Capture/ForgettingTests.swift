// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct `Forgetting a person` {
    /// Every table and column that holds text or bytes.
    private static func texts(_ read: Read) throws -> [String] {
        var columns: [(table: String, column: String)] = []
        let sql =
            read.engine == .sqlite
            ? "select m.name, p.name from sqlite_master m join pragma_table_info(m.name) p where m.type = 'table' and upper(p.type) in ('TEXT', 'BLOB', 'ANY')"
            : """
            select cast(table_name as text), cast(column_name as text) from information_schema.columns
            where table_schema = current_schema() and data_type in ('text', 'bytea')
            """
        try read.scan(sql) { columns.append(($0.text(0), $0.text(1))) }
        var found: [String] = []
        for (table, column) in columns where !column.contains("hash") && !(table == "member" && column == "password") {
            try read.scan("select \(column) from \(table) where \(column) is not null") { found.append("\(table).\(column): \($0.text(0))") }
        }
        return found
    }

    private static let leads = """
        Lead ID,Email,First Name,Last Name,Company,Status,Created Date,Value
        00Q1,ana.rey@blue.example,Ana,Rey,Blue,Qualified,2025-01-03,
        00Q2,bo.lind@red.example,Bo,Lind,Red,Open,2025-01-04,
        00Q3,ana.rey@blue.example,Ana,Rey,Blue,Open,not a date,
        """
    private static let deals = """
        Opportunity ID,Opportunity Name,Stage,Amount,Close Date,Contact Email,Remark
        006A,Blue for Ana Rey,Closed Won,900,2025-02-03,ana.rey@blue.example,ask ANA.REY@blue.example first
        006B,Red,Closed Won,800,2025-02-04,bo.lind@red.example,
        """

    private func company(_ engine: TestEngine, _ body: (Database, Files) async throws -> Void) async throws {
        try await Files.with { files in
            try await withDatabase(engine) { database in
                let paths = [try files.write("leads.csv", Self.leads), try files.write("opportunities.csv", Self.deals)]
                let importing = Importing(
                    database: database, clock: Clock { Load.start }, zone: .utc, rejectFolder: files.path("imports"))
                let planned = try await importing.plan(paths, options: ImportOptions(), scratch: files.folder)
                _ = try await importing.load(planned, options: ImportOptions(), actor: .system)
                _ = try await Feed(database: database).sequence()
                while try await SearchIndex.consumer.step(Feed(database: database), now: Load.start) {}
                try await body(database, files)
            }
        }
    }

    private static let signs = ["ana.rey", "ana rey", "\nrey", ": rey"]

    @Test(arguments: TestEngine.available) func `leaves no trace in any table, and the other people as they were`(engine: TestEngine) async throws {
        try await company(engine) { database, files in
            let before = try await database.read { try Self.texts($0) }
            #expect(Self.signs.allSatisfy { sign in before.contains { $0.lowercased().contains(sign) } }, "there is something to forget")
            let forgetting = Forgetting(database: database, clock: Clock { Load.start }, beside: files.folder)
            let traces = try await forgetting.find("ANA.REY@blue.example")
            #expect(traces.name == "Ana Rey" && traces.deals == 1 && traces.leads >= 1)
            try await forgetting.forget(traces.contact, by: .member(1))
            let after = try await database.read { try Self.texts($0) }
            for sign in Self.signs {
                #expect(!after.contains { $0.lowercased().contains(sign) }, "\(sign): \(after.filter { $0.lowercased().contains(sign) })")
            }
            #expect(after.contains { $0.contains("bo.lind@red.example") } && after.contains { $0.contains("Blue for (erased)") })
            #expect(try await database.read { try $0.int("select count(*) from erased") } ?? 0 >= 1)
            #expect(try await database.read { try $0.int("select count(*) from audit where verb = 'erased' and actor = 'member:1'") } == 1)
            let breaches = try await database.read { try Doctor($0, now: Load.start).examine() }.filter { $0.kind == .breach }
            #expect(breaches.isEmpty, "\(breaches)")
        }
    }

    @Test func `reaches rejected rows, waiting uploads and the log, and keeps the others`() async throws {
        try await company(.sqlite) { database, files in
            let rejected = try #require(
                try FileManager.default.contentsOfDirectory(atPath: files.path("imports")).first { $0.hasSuffix("-rejected.csv") })
            func text() throws -> String { try String(contentsOfFile: files.path("imports/\(rejected)"), encoding: .utf8) }
            #expect(try text().contains("ana.rey@blue.example"))
            for (name, bytes) in [
                ("plain", Array("Email\nAna.Rey@Blue.example\n".utf8)),
                ("wide", "Email\r\nana.rey@blue.example".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }),
                ("other", Array("Email\nbo.lind@red.example\n".utf8)),
            ] {
                try FileManager.default.createDirectory(atPath: files.path("uploads/\(name)/files"), withIntermediateDirectories: true)
                try files.write("uploads/\(name)/files/x.csv", bytes)
            }
            let forgetting = Forgetting(database: database, clock: Clock { Load.start }, beside: files.folder)
            try await forgetting.forget(try await forgetting.find("ana.rey@blue.example").contact, by: .system)
            #expect(try !text().lowercased().contains("ana.rey") && text().contains("(erased)"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: files.path("uploads")) == ["other"])
            guard case .file(let path) = database.location else { return }
            for name in [path, path + "-wal"] {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: name))
                #expect(bytes.range(of: Data("ana.rey@blue".utf8)) == nil, "\(name)")
            }
        }
    }

    @Test func `waits for an import that runs, and knows whom it does not know`() async throws {
        try await company(.sqlite) { database, files in
            let forgetting = Forgetting(database: database, clock: Clock { Load.start }, beside: files.folder)
            for nobody in ["nobody@x.example", "999999", ""] {
                await #expect(throws: Problem.self) { _ = try await forgetting.find(nobody) }
            }
            let contact = try await forgetting.find("bo.lind@red.example").contact
            try await database.write { try $0.execute("update import set state = 'running'") }
            let problem = await #expect(throws: Problem.self) { try await forgetting.forget(contact, by: .system) }
            #expect(problem?.code == "import_running")
            try await database.write { try $0.execute("update import set state = 'done'") }
            try await forgetting.forget(contact, by: .system)
            await #expect(throws: Problem.self) { try await forgetting.forget(contact, by: .system) }
        }
    }
}
