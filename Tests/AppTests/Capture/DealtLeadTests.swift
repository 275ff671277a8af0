// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import TestSupport
import Testing

@Suite struct `A lead whose deal is closed` {
    private static let contacts =
        "Record ID,Email,Lifecycle Stage,Create Date,Phone Number,Associated Deal IDs\n7,hugo@x.example,opportunity,2025-01-10 09:00,PHONE,70\n"
    private static let deals =
        "Record ID,Deal Name,Deal Stage,Amount,Create Date,Close Date\n70,Seven,closedlost,100,2025-02-01 09:00,2025-04-15 09:00\n"

    @Test(arguments: TestEngine.available) func `stays closed when a later export repeats the person's stage`(engine: TestEngine) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("entente-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withDatabase(engine) { database in
            let importing = Importing(database: database, clock: .system, zone: .utc, rejectFolder: folder.path)
            for phone in ["1", "2"] {
                let files = [("contacts.csv", Self.contacts.replacing("PHONE", with: phone)), ("deals.csv", Self.deals)]
                for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
                let paths = files.map { folder.appendingPathComponent($0.0).path }
                let planned = try await importing.plan(paths, options: ImportOptions(), scratch: folder.path)
                let report = try await importing.load(planned, options: ImportOptions(), actor: .system)
                #expect(report.rejected == 0)
                let stages = try await database.read { try $0.rows(as: Int64.self, "select stage from lead") }
                #expect(stages == [Stage.lost.rawValue], "phone \(phone)")
            }
        }
    }
}
