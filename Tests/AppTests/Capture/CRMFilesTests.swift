// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import TestSupport
import Testing

/// One line of CRMFiles.tsv: a file of the shared data, and what the importer makes of it.
struct CRMFile: Sendable, CustomTestStringConvertible {
    let file: String
    let kind: String
    /// read, created, updated, unchanged, rejected; or a refusal's code.
    let counts: [Int]
    let refusal: String
    var testDescription: String { file }

    static let all: [CRMFile] = {
        let table = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("CRMFiles.tsv")
        let text = (try? String(contentsOf: table, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return CRMFile(file: cells[0], kind: cells[1], counts: cells[2...6].compactMap { Int($0) }, refusal: cells.count > 7 ? cells[7] : "")
        }
    }()

    static var found: Set<String> {
        Set(
            (FileManager.default.enumerator(atPath: SharedData.root)?.compactMap { $0 as? String } ?? []).filter {
                $0.contains(".") && !$0.hasSuffix("/")
            })
    }
}

/// Skipped where the shared data is absent: it is others', and not part of the repository.
@Suite(.enabled(if: SharedData.isHere)) struct `Files that others made` {
    @Test(arguments: CRMFile.all) func `become what the table says`(expected: CRMFile) async throws {
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database)(["\(SharedData.root)/\(expected.file)"])
            let file = try #require(report.files.first)
            #expect(file.kind == expected.kind)
            #expect(file.problem?.code ?? "" == expected.refusal)
            if expected.refusal.isEmpty {
                #expect([file.read, file.created, file.updated, file.unchanged, file.rejected] == expected.counts)
            } else {
                #expect(file.problem?.sentence.isEmpty == false && file.problem?.remedy?.isEmpty == false)
                #expect(try await database.read { try $0.int("select count(*) from contact") } == 0)
            }
            #expect(file.read == file.created + file.updated + file.unchanged + file.rejected)
            let breaches = try await database.read { try Doctor($0, now: Load.start).examine() }.filter { $0.kind == .breach }
            #expect(breaches == [])
        }
    }

    @Test func `are all in the table`() {
        let known = Set(CRMFile.all.map(\.file))
        let missing = CRMFile.found.filter { !known.contains($0) && ["csv", "txt", "xlsx"].contains(($0 as NSString).pathExtension) }
        #expect(missing.sorted() == [])
    }

    /// Only what can't be read as rows, or says nothing of whose rows they are, may be refused.
    @Test func `are not refused in the folders of real systems`() {
        let refused = CRMFile.all.filter { !$0.refusal.isEmpty && !$0.file.hasPrefix("csv_torture/") }.map(\.file)
        #expect(refused.allSatisfy { $0.hasPrefix("salesforce/tests/") }, "\(refused)")
    }

    @Test(arguments: ["hubspot_shapes", "salesforce_shapes", "salesforce", "maven", "templates"])
    func `come as a whole folder too, and again without harm`(folder: String) async throws {
        try await withDatabase(.sqlite) { database in
            let first = try await Load(database: database)(["\(SharedData.root)/\(folder)"])
            #expect(first.read == first.created + first.updated + first.unchanged + first.rejected && first.created > 0)
            let before = try await LedgerDump.of(database)
            let again = try await Load(database: database, now: Load.start.adding(seconds: 3600))(["\(SharedData.root)/\(folder)"])
            #expect(
                again.created == 0 && again.updated == 0,
                "\(again.files.filter { $0.created + $0.updated > 0 }.map { "\($0.file) \($0.created) \($0.updated)" })")
            #expect(try await LedgerDump.of(database) == before)
            let breaches = try await database.read { try Doctor($0, now: Load.start).examine() }.filter { $0.kind == .breach }
            #expect(breaches == [])
        }
    }

    @Test func `link people to deals, deals to companies, colleagues to teams`() async throws {
        try await withDatabase(.sqlite) { database in
            _ = try await Load(database: database)(["\(SharedData.root)/hubspot_shapes"])
            let counts = try await database.read { read in
                try [
                    "select count(*) from deal_contact where how = 2", "select count(*) from deal where account_id <> 0",
                    "select count(*) from identity where kind = (select id from code where kind = 'key' and value like 'generic/%')",
                    "select count(*) from membership where team_id is not null",
                ].map { try read.int($0) ?? -1 }
            }
            #expect(counts[0] == 11 && counts[1] == 2 && counts[2] == 0 && counts[3] > 0, "\(counts)")
        }
    }
}
