// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import TestSupport

/// A site with the pages of imports, whose jobs run when the test says so.
struct WizardFixture {
    let fixture: SiteFixture
    let imports: ImportRoutes
    let database: Database
    /// Where uploads and rejected rows go.
    let folder: URL

    func client() -> TestClient { TestClient(site: fixture.site, routes: fixture.routes + imports.routes) }

    func signedIn() async throws -> TestClient {
        let client = client()
        _ = try await fixture.first(client)
        return client
    }

    func text(_ sql: String) async throws -> String? { try await database.read { try $0.text(sql) } }
    func count(_ sql: String) async throws -> Int64 { try await database.read { try $0.int(sql) ?? 0 } }

    var uploads: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "uploads").path)) ?? []).sorted() }
}

func withWizard(_ engine: TestEngine, _ body: (WizardFixture) async throws -> Void) async throws {
    try await withDatabase(engine) { database in
        let folder = FileManager.default.temporaryDirectory.appending(path: "entente-wizard-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let fixture = try SiteFixture(AccessStore(database: database, hashing: try Hashing(cost: .init(logN: 4, r: 8, p: 1))))
        let imports = ImportRoutes(site: fixture.site, folder: folder.path)
        try await body(WizardFixture(fixture: fixture, imports: imports, database: database, folder: folder))
    }
}

extension TestClient {
    static let boundary = "----entente7MA4YWxk"

    /// As a browser sends chosen files, in pieces that end anywhere.
    func upload(_ files: [(name: String, bytes: [UInt8])], isCut: Bool = false) async throws -> Reply {
        var body: [UInt8] = []
        for file in files {
            body += Array(
                "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\(file.name)\"\r\nContent-Type: text/csv\r\n\r\n"
                    .utf8)
            body += file.bytes + Array("\r\n".utf8)
        }
        body += Array("--\(Self.boundary)--\r\n".utf8)
        if isCut { body.removeLast(body.count / 3) }
        let pieces = stride(from: 0, to: body.count, by: 1_000).map { Array(body[$0..<min(body.count, $0 + 1_000)]) }
        return try await send(
            "POST", "/imports/new",
            headers: ["sec-fetch-site": "same-origin", "content-type": "multipart/form-data; boundary=\(Self.boundary)"], body: pieces)
    }

    func upload(_ files: [(name: String, text: String)]) async throws -> Reply { try await upload(files.map { ($0.name, Array($0.text.utf8)) }) }

    /// Sends the form of a page as it stands, with some fields changed: hidden and chosen ones alike, as a browser would.
    func submit(_ page: Reply, to path: String, _ changes: [String: String] = [:]) async throws -> Reply {
        var pairs: [Fields.Pair] = []
        for select in page.text.matches(of: /<select name="([^"]+)"[^>]*>(.*?)<\/select>/.dotMatchesNewlines()) {
            let name = Self.plain(String(select.1))
            let chosen =
                select.2.firstMatch(of: /<option value="([^"]*)" selected>/)?.1 ?? select.2.firstMatch(of: /<option value="([^"]*)"/)?.1 ?? ""
            pairs.append(.init(name: name, value: changes[name] ?? Self.plain(String(chosen))))
        }
        for box in page.text.matches(of: /<input type="checkbox" name="([^"]+)" value="([^"]+)" checked>/) {
            pairs.append(.init(name: String(box.1), value: String(box.2)))
        }
        for (name, value) in changes where !pairs.contains(where: { $0.name == name }) { pairs.append(.init(name: name, value: value)) }
        return try await send(
            "POST", path, headers: ["sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"],
            body: [Array(Fields(pairs).urlEncoded.utf8)])
    }

    private static func plain(_ text: String) -> String {
        text.replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&amp;", with: "&")
    }
}

/// Small exports as HubSpot writes them.
enum WizardFiles {
    /// The days are at most 12, so that nobody can tell them from months.
    static let contacts: String = {
        var lines = ["Record ID,First Name,Last Name,Email,Company Name,Lifecycle Stage,Lead Status,Original Source,Create Date,Tier,Country/Region"]
        let stages = ["lead", "marketingqualifiedlead", "salesqualifiedlead", "customer"], statuses = ["New", "Working", "Waiting for spring"]
        for number in 0..<24 {
            lines.append(
                "\(9_000 + number),Ada\(number),Okafor,ada\(number)@kunde\(number).example,Kunde \(number),\(stages[number % 4]),\(statuses[number % 3]),PAID_SEARCH,0\(number % 9 + 1)/0\((number * 2) % 9 + 1)/2026,A,Germany"
            )
        }
        lines.append("9900,Test,Test,test@test.com,test,lead,New,PAID_SEARCH,01/02/2026,B,Germany")
        return lines.joined(separator: "\r\n") + "\r\n"
    }()

    static let deals = """
        Record ID,Deal Name,Deal Stage,Pipeline,Amount,Create Date,Close Date,Associated Contact IDs,Deal owner
        501,Fleet 1,closedwon,Sales Pipeline,1200,2026-03-02,2026-06-30,9000,Ben Osei
        502,Fleet 2,closedlost,Sales Pipeline,900,2026-03-02,2026-05-30,9003,Ada Ray
        503,Fleet 3,appointmentscheduled,Sales Pipeline,,2026-03-02,2026-09-30,9006;9007,Ben Osei

        """

    /// A ZIP archive whose files are stored as they are.
    static func zip(_ files: [(name: String, text: String)]) -> [UInt8] {
        var body: [UInt8] = [], directory: [UInt8] = []
        func number(_ value: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
        for file in files {
            let bytes = Array(file.text.utf8), name = Array(file.name.utf8), start = body.count
            let common =
                number(20, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(crc(bytes), 4) + number(bytes.count, 4) + number(bytes.count, 4)
                + number(name.count, 2) + number(0, 2)
            body += number(0x0403_4b50, 4) + common + name + bytes
            directory +=
                number(0x0201_4b50, 4) + number(20, 2) + common + number(0, 2) + number(0, 2) + number(0, 2) + number(0, 4) + number(start, 4) + name
        }
        let end =
            number(0x0605_4b50, 4) + number(0, 4) + number(files.count, 2) + number(files.count, 2) + number(directory.count, 4)
            + number(body.count, 4) + number(0, 2)
        return body + directory + end
    }

    private static func crc(_ bytes: [UInt8]) -> Int {
        var crc: UInt32 = ~0
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xedb8_8320 : crc >> 1 }
        }
        return Int(~crc)
    }
}
