// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import TestSupport

/// Files for an import, in a folder of their own that is removed after.
struct Files: Sendable {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("entente_files_\(UInt64.random(in: 0 ... .max))").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    static func with<T>(_ body: (Files) async throws -> T) async throws -> T {
        let files = try Files()
        defer { files.remove() }
        return try await body(files)
    }
}

/// Data that others made; absent on most machines, and tests that need it are skipped there.
enum SharedData {
    static let root =
        URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/").replacing("//", with: "/") + "/../shared/data/crm"
    static let isHere = FileManager.default.fileExists(atPath: root)
}

/// A real import of files that a test names, at a moment that it chooses.
struct Load {
    static let start = Moment(micros: 1_767_225_600_000_000)  // 2026-01-01T00:00:00Z
    static let day: Int64 = 86_400

    let database: Database
    var now = start
    var options = ImportOptions()

    func callAsFunction(_ paths: [String]) async throws -> ImportReport {
        let scratch = try Files()
        defer { scratch.remove() }
        let now = now
        let importing = Importing(database: database, clock: Clock { now }, zone: .utc, rejectFolder: scratch.path("rejected"))
        return try await importing.load(try await importing.plan(paths, options: options, scratch: scratch.folder), options: options, actor: .system)
    }

    /// - Parameter files: name and content of each.
    func texts(_ files: [(String, String)]) async throws -> ImportReport {
        try await Files.with { folder in try await self(try files.map { try folder.write($0.0, $0.1) }) }
    }
}

/// The ledger as sentences without ids and times of recording, sorted: the same for two databases that know the same.
struct LedgerDump {
    private let read: Read
    private var words: [Int64: String] = [:]
    private var members: [Int64: String] = [:]
    private var accounts: [Int64: String] = [:]
    private var keys: [Int64: [String]] = [:]

    static func of(_ database: Database) async throws -> [String] { try await database.read { try LedgerDump($0).lines() } }

    private init(_ read: Read) throws {
        self.read = read
        var words: [Int64: String] = [:], members: [Int64: String] = [:], accounts: [Int64: String] = [:], keys: [Int64: [String]] = [:]
        try read.scan("select id, value from code") { words[$0.int(0)] = $0.text(1) }
        try read.scan("select id, name from member") { members[$0.int(0)] = $0.text(1) }
        try read.scan("select id, name, domain from account") { accounts[$0.int(0)] = "\($0.text(1))/\($0.text(2))" }
        try read.scan("select contact_id, kind, value from identity") {
            keys[$0.int(0), default: []].append("\(words[$0.int(1)] ?? "?"):\($0.text(2))")
        }
        (self.words, self.members, self.accounts, self.keys) = (words, members, accounts, keys)
    }

    private func person(_ id: Int64) -> String { (keys[id] ?? ["nobody"]).sorted().joined(separator: "+") }
    private func word(_ id: Int64) -> String { words[id] ?? "" }

    private func lines() throws -> [String] {
        var lines: [String] = []
        // Who was merged into another has no subject left.
        let own = Set(try read.rows(as: Int64.self, "select distinct contact_id from subject"))
        try read.scan(
            "select id, known, excluded, account_id, country, industry, first_source, latest_source, email, first_name, last_name, title, phone, company, fields from contact"
        ) { row in
            guard own.contains(row.int(0)) else { return }
            let codes = (4...7).map { word(row.int($0)) }.joined(separator: ","), texts = (8...14).map { row.text($0) }.joined(separator: "|")
            lines.append("contact \(person(row.int(0))) \(row.int(1)) \(row.int(2)) \(accounts[row.int(3)] ?? "-") \(codes) \(texts)")
        }
        try read.scan("select contact_id, at, data from fact") { row in
            let data = FlatJSON.read(row.text(2)).filter { !$0.key.hasPrefix("key:") && $0.key != "email" }
            // Keys alone are told at the moment of the import.
            if !data.isEmpty { lines.append("fact \(person(row.int(0))) \(row.int(1)) \(data.sorted { $0.key < $1.key })") }
        }
        var deals: [Int64: String] = [:]
        try read.scan(
            """
            select id, name, account_id, pipeline, stage, outcome, amount, currency, opened_at, closed_at, expected_day, owner_id, source, campaign, product, reason,
                absent, fields from deal
            """
        ) { row in
            let numbers = [5, 6, 8, 9, 10, 16].map { row.isNull($0) ? "-" : String(row.int($0)) }.joined(separator: " ")
            let name = "\(row.text(1))@\(accounts[row.int(2)] ?? "-")"
            deals[row.int(0)] = name
            lines.append(
                "deal \(name) \(word(row.int(3)))/\(word(row.int(4))) \(numbers) \(row.text(7)) \(members[row.int(11)] ?? "-") "
                    + (12...15).map { word(row.int($0)) }.joined(separator: ",") + " \(row.text(17))")
        }
        try read.scan("select contact_id, deal_id, lead_id, role, how from deal_contact") { row in
            lines.append(
                "link \(person(row.int(0))) \(deals[row.int(1)] ?? "?") \(row.int(2) == 0 ? "no lead" : "lead") \(word(row.int(3))) \(row.int(4))")
        }
        try read.scan(
            "select contact_id, opened_at, ended_at, stage, stage_at, owner_id, first_owner_id, source, campaign, line, reason, part_of from lead"
        ) {
            row in
            let end = row.isNull(2) ? "open" : String(row.int(2))
            lines.append(
                "lead \(person(row.int(0)))\(row.int(11) == 0 ? "" : " (part)") \(row.int(1)) \(end) \(row.int(3)) \(row.int(4)) \(members[row.int(5)] ?? "-") \(members[row.int(6)] ?? "-") "
                    + (7...10).map { word(row.int($0)) }.joined(separator: ","))
        }
        try read.scan("select contact_id, at, precision, to_stage, basis, reason, deal_id from move where superseded_by = 0") { row in
            lines.append(
                "move \(person(row.int(0))) \(row.int(1)) \(row.int(2)) \(row.int(3)) \(row.int(4)) \(word(row.int(5))) \(deals[row.int(6)] ?? "-")")
        }
        try read.scan("select contact_id, at, kind, side, outcome, channel, member_id, deal_id, coalesce(title, '') from touch") { row in
            lines.append(
                "touch \(person(row.int(0))) \(row.int(1)) \(row.int(2)) \(row.int(3)) \(row.int(4)) \(word(row.int(5))) \(members[row.int(6)] ?? "-") "
                    + "\(deals[row.int(7)] ?? "-") \(row.text(8))")
        }
        try read.scan("select name, domain, parent_id, owner_id, country, industry, fields from account") { row in
            lines.append(
                "account \(row.text(0)) \(row.text(1)) \(accounts[row.int(2)] ?? "-") \(members[row.int(3)] ?? "-") \(word(row.int(4))) \(word(row.int(5))) \(row.text(6))"
            )
        }
        try read.scan("select name, coalesce(email, '') from member") { lines.append("member \($0.text(0)) \($0.text(1))") }
        try read.scan("select day, upto, source, campaign, amount, currency from spend") { row in
            lines.append("spend \(row.int(0)) \(row.int(1)) \(word(row.int(2))) \(word(row.int(3))) \(row.int(4)) \(row.text(5))")
        }
        try read.scan("select currency, day, rate from fx_rate") { lines.append("rate \($0.text(0)) \($0.int(1)) \($0.real(2))") }
        return lines.sorted()
    }
}
