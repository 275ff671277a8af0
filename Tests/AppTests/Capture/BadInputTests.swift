// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import TestSupport
import Testing

/// Input that a file may hold and nobody meant. The real command answers with a sentence and exit code 3, and never with a trap.
@Suite(.enabled(if: Command.path != nil)) struct `Bad input` {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var file = "leads.csv"
        let bytes: @Sendable () -> [UInt8]
        let status: Int32
        /// Parts of the sentence, or of the report where the rest of the file is taken.
        let says: [String]
        var testDescription: String { name }
    }

    private static func text(_ text: String) -> @Sendable () -> [UInt8] { { Array(text.utf8) } }

    static let cases: [Case] = [
        Case(name: "an empty file", bytes: text(""), status: 3, says: ["empty"]),
        Case(name: "headings only", bytes: text("Id,Email,Status\n"), status: 0, says: ["0 rows read"]),
        Case(
            name: "a quote that is never closed",
            bytes: text("Email,Status,Company\na@x.example,Open,Acme\nb@x.example,\"Open,Acme\nc@x.example,Open,Acme\n"), status: 0,
            says: ["line 3"]),
        Case(name: "NUL bytes", bytes: text("Email,Status\na\0@x.example,Open\n\0\0\0\n"), status: 0, says: ["NUL"]),
        Case(
            name: "random bytes", bytes: { (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) } }, status: 3, says: ["leads.csv"]),
        Case(
            name: "a workbook named .csv", bytes: { [0x50, 0x4b, 3, 4] + Array("\u{14}\0\0\0\0\0[Content_Types].xml xl/workbook.xml".utf8) },
            status: 3, says: ["CSV"]),
        Case(
            name: "500 columns",
            bytes: {
                Array(
                    ("Email,Status," + (0..<498).map { "C\($0)" }.joined(separator: ",") + "\na@x.example,Open,"
                        + (0..<498).map { "v\($0)" }.joined(separator: ",") + "\n").utf8)
            }, status: 0, says: ["1 created"]),
        Case(
            name: "years 0 and 9999",
            bytes: text("Email,Status,Created Date\na@x.example,Open,0000-01-01\nb@x.example,Open,9999-12-31\nc@x.example,Open,2025-01-01\n"),
            status: 0, says: ["3 rows read", "rejected"]),
        Case(
            name: "numbers beyond 64 bits", file: "deals.csv",
            bytes: text(
                "Deal Name,Deal Stage,Amount,Close Date\nA,Won,99999999999999999999999,2025-01-01\nB,Won,-1e400,2025-01-01\nC,Won,12,2025-01-01\n"),
            status: 0,
            says: ["3 rows read = 1 created", "2 rejected"]),
        Case(
            name: "a date that is none", file: "deals.csv",
            bytes: text("Deal Name,Deal Stage,Amount,Close Date\nA,Won,1,2025-02-30\nB,Won,2,2025-02-28\n"), status: 0,
            says: ["1 rejected"]),
        Case(
            name: "rows of other lengths", bytes: text("Email,Status\na@x.example\nb@x.example,Open,more,and more\n,\nc@x.example,Open\n"), status: 0,
            says: ["rows read"]),
        Case(
            name: "a whole row in quotes", bytes: text("\"Email,Status\"\n\"a@x.example,Open\"\n\"b@x.example,\"\"Open\"\"\"\n"), status: 0,
            says: ["2 created"]),
        Case(
            name: "Windows-1252", bytes: { Array("Email,Last Name,Status\na@x.example,M".utf8) + [0xfc] + Array("ller,Open\n".utf8) }, status: 0,
            says: ["1 created"]),
    ]

    @Test(arguments: cases) func `gets a sentence`(input: Case) async throws {
        try await Files.with { files in
            let path = try files.write(input.file, input.bytes())
            let ended = try await Command.run(["import", path, "--database", files.path("test.db")], folder: files.folder)
            let said = ended.output + ended.errors
            #expect(!ended.isKilled && ended.status == input.status, "\(said)")
            for part in input.says { #expect(said.contains(part), "\(said)") }
            if input.status == 3 {
                let database = try await Database.open(.file(files.path("test.db")))
                #expect(try await database.read { try $0.int("select (select count(*) from contact) + (select count(*) from import)") } == 0)
                await database.close()
            }
        }
    }

    @Test func `in a rejected row says line and column in a file that can be mended`() async throws {
        try await Files.with { files in
            let path = try files.write("deals.csv", "Deal Name,Deal Stage,Amount,Close Date\nA,Won,1,2025-02-30\nB,Won,2,2025-02-28\n")
            let ended = try await Command.run(["import", path, "--database", files.path("test.db"), "--json"], folder: files.folder)
            #expect(ended.output.contains("\"rejected\" : 1"))
            let rejected = try String(contentsOfFile: files.path("imports/import-1-rejected.csv"), encoding: .utf8)
            #expect(rejected.contains("line 2, column \"\"Close Date\"\"") && rejected.contains("2025-02-30"), "\(rejected)")
        }
    }

    @Test func `a line of 100 MB is refused without taking memory`() async throws {
        try await Files.with { files in
            let path = files.path("leads.csv")
            FileManager.default.createFile(atPath: path, contents: Data("Email,Status\n".utf8))
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try handle.seekToEnd()
            let piece = Data(repeating: 0x61, count: 1 << 20)
            for _ in 0..<100 { try handle.write(contentsOf: piece) }
            try handle.write(contentsOf: Data("\nb@x.example,Open\n".utf8))
            try handle.close()
            let ended = try await Command.run(["import", path, "--database", files.path("test.db")], folder: files.folder)
            let said = ended.output + ended.errors
            #expect(!ended.isKilled && [0, 3].contains(ended.status), "\(said.prefix(500))")
            #expect(said.contains("rejected") || said.contains("line 2"), "\(said.prefix(500))")
        }
    }

    @Test func `invalid UTF-8 in row 900,000 is told with its line, and the rest is taken`() async throws {
        try await Files.with { files in
            var bytes = Array("a,Email\n".utf8)
            bytes.reserveCapacity(12 << 20)
            // People at rest are the cheapest rows.
            for row in 2...900_100 {
                if row == 900_000 { bytes += [0xff, 0xfe, 0x2c] } else { bytes += Array("\(row % 7),".utf8) }
                bytes += row % 1000 == 0 ? Array("p\(row)@x.example\n".utf8) : [10]
            }
            let path = try files.write("people.csv", bytes)
            let ended = try await Command.run(
                ["import", path, "--as", "contacts", "--dry-run", "--database", files.path("test.db")], folder: files.folder)
            #expect(!ended.isKilled && ended.status == 0, "\(ended.errors)")
            #expect(ended.output.contains("line 900000") || ended.output.contains("line 900,000"), "\(ended.output)")
        }
    }

    @Test func `a bomb of an archive is not unpacked`() async throws {
        try await Files.with { files in
            try #require(Command.find("python3") != nil)
            let script =
                "import zipfile\nz=zipfile.ZipFile('bomb.zip','w',zipfile.ZIP_DEFLATED,compresslevel=9)\nz.writestr('leads.csv','Email,Status\\n'+'a'*(300<<20))\nz.close()"
            try files.write("make.py", script)
            #expect(try ChildProcess(Command.find("python3") ?? "", ["make.py"], folder: files.folder).wait().status == 0)
            let ended = try await Command.run(["import", files.path("bomb.zip"), "--database", files.path("test.db")], folder: files.folder)
            #expect(!ended.isKilled && ended.status == 3, "\(ended.output.prefix(500)) \(ended.errors)")
        }
    }

    @Test func `a folder without files, and a file that is not there`() async throws {
        try await Files.with { files in
            try FileManager.default.createDirectory(atPath: files.path("empty"), withIntermediateDirectories: true)
            for name in ["empty", "nowhere.csv"] {
                let ended = try await Command.run(["import", files.path(name), "--database", files.path("test.db")], folder: files.folder)
                #expect(ended.status == 3 && (ended.output + ended.errors).contains(name), "\(ended.output) \(ended.errors)")
            }
        }
    }
}
