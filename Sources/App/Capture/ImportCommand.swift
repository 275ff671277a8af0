// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser
import Domain
import Foundation
import Storage
import Synchronization

/// `entente import`: files of other systems into the ledger.
package struct ImportCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Load exports of your CRM: files, folders, archives; in any order, again without harm.",
        discussion:
            "entente import FILE… loads files; entente import files --help lists its options: --dry-run, --map, --map-value, --dates, --as, …",
        subcommands: [ImportFiles.self, ImportUndo.self, ImportList.self], defaultSubcommand: ImportFiles.self)

    package init() {}
}

struct DatabaseOption: ParsableArguments {
    @Option(help: "A file, or postgres://user@host/name.") var database: String =
        ProcessInfo.processInfo.environment["ENTENTE_DATABASE"] ?? "var/entente.db"

    func open() async throws -> Database {
        let location = Location(database)
        if case .file(let path) = location {
            let folder = (path as NSString).deletingLastPathComponent
            if !folder.isEmpty {
                try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            }
        }
        let opened = try await Database.open(location)
        try await opened.migrate(Schema.migrations)
        return opened
    }

    /// Where files beside the database go.
    var folder: String {
        if case .file(let path) = Location(database) {
            let folder = (path as NSString).deletingLastPathComponent
            return folder.isEmpty ? "." : folder
        }
        return "var"
    }
}

struct ImportFiles: WritingCommand {
    static let configuration = CommandConfiguration(commandName: "files", abstract: "Import files, folders or archives.")

    @Argument(help: "Files, folders or ZIP archives.") var paths: [String] = []
    @Option(name: .customLong("as"), help: "What the rows are: leads, contacts, accounts, deals, activities, … (see --kinds).") var kind: String?
    @Option(help: "Whose exports they are, where the headings do not tell: hubspot, salesforce, mautic, odoo, pipedrive, krayin, zoho or generic.")
    var system: String?
    @OptionGroup var reading: ReadingOptions
    @Flag(help: "Write nothing; give the same report.") var dryRun = false
    @Flag(help: "The report as JSON.") var json = false
    @Flag(help: "List the canonical fields and stop.") var fields = false
    @Flag(help: "List the kinds of rows and stop.") var kinds = false
    @OptionGroup var database: DatabaseOption

    var place: DatabaseOption { database }
    var writes: Bool { !dryRun && !paths.isEmpty }

    mutating func run() async throws {
        if fields { return print(FieldList.text) }
        if kinds { return print(RecordKind.allCases.filter(\.isImported).map(\.rawValue).joined(separator: "\n")) }
        if writes { return await start() }
        let command = self
        await Terminal.run(json: json) { try await command.tryOut() }
    }

    private func options() throws -> ImportOptions {
        var options = ImportOptions()
        if let kind {
            guard let known = RecordKind(rawValue: kind.replacing("-", with: "_")), known.isImported else {
                throw Problem("unknown_kind", "There is no kind \"\(kind)\".", remedy: "entente import --kinds lists them.", fault: .usage)
            }
            options.kind = known
        }
        if let system {
            guard let known = SourceSystem(rawValue: system.lowercased()) else {
                let names = SourceSystem.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem("unknown_system", "There is no system \"\(system)\".", remedy: "They are \(names).", fault: .usage)
            }
            options.system = known
        }
        try reading.read(into: &options)
        options.dryRun = dryRun
        return options
    }

    func perform(_ workplace: Workplace) async throws -> Terminal.Outcome {
        let run = ImportRun(workplace: workplace, options: try options())
        return try end(try await run.load(paths), workplace.console)
    }

    /// Nothing is kept: the ledger is a copy that is thrown away.
    private func tryOut() async throws -> Terminal.Outcome {
        guard !paths.isEmpty else {
            throw Problem("no_files", "No file was named.", remedy: "Write entente import FILE, or a folder.", fault: .usage)
        }
        let options = try options(), folder = FileManager.default.currentDirectoryPath
        let report = try await ImportRun.scratch { scratch in
            let copy = try await DryRun.open(Location(database.database), scratch: scratch)
            let workplace = Workplace(database: copy, beside: scratch, folder: folder, console: .terminal)
            do {
                let report = try await ImportRun(workplace: workplace, options: options).load(paths)
                await DryRun.drop(copy)
                return report
            } catch {
                await DryRun.drop(copy)
                throw error
            }
        }
        return try end(report, .terminal)
    }

    private func end(_ report: ImportReport, _ console: Console) throws -> Terminal.Outcome {
        console.print(json ? try JSON.text(report, pretty: true) : ImportText.of(report))
        let refused = report.files.compactMap(\.problem)
        let isAllRejected = report.files.contains { $0.rejected > 0 && $0.rejected == $0.read }
        return refused.isEmpty && !isAllRejected ? .done : .badInput
    }
}

/// Files named on a command line, loaded by whoever owns the database.
struct ImportRun: Sendable {
    let workplace: Workplace
    let options: ImportOptions

    var database: Database { workplace.database }

    /// A folder for what is unpacked, gone afterwards.
    static func scratch<T>(_ body: (String) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("entente-\(UInt64.random(in: 0 ... .max))").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    func load(_ paths: [String]) async throws -> ImportReport {
        let started = Mutex<ImportID?>(nil)
        do {
            return try await Self.scratch { try await load(paths.map(workplace.path), $0) { id in started.withLock { $0 = id } } }
        } catch is CancellationError {
            // Whoever typed the command went away, and this process lives on: what was loaded so far is not left lying.
            if let id = started.withLock({ $0 }) {
                _ = try await ImportRuns(database: database).undo(id, actor: .system, now: Clock.system.now)
                try await ImportRuns(database: database).set("failed", of: id, now: Clock.system.now)
            }
            throw CancellationError()
        }
    }

    private func load(_ paths: [String], _ scratch: String, started: @escaping @Sendable (ImportID) -> Void) async throws -> ImportReport {
        for sentence in try await ImportRuns(database: database).recover(now: Clock.system.now) { workplace.console.say(sentence) }
        let company = try await database.read { try CompanyStore.get($0) }
        var options = options
        options.ownDomains.formUnion(company?.domains ?? [])
        var importing = Importing(
            database: database, clock: .system, zone: (options.zone ?? company?.zone).flatMap { Zones.expand($0) } ?? .utc,
            rejectFolder: "\(workplace.beside)/imports", progress: workplace.console.progress)
        importing.started = started
        let planned = try await importing.plan(paths, options: options, scratch: scratch)
        let headings = Set(planned.compactMap(\.plan).flatMap { $0.columns.map { wordKey($0.heading) } })
        if let column = options.map.keys.sorted().first(where: { !headings.contains($0) }), !headings.isEmpty {
            throw Problem(
                "unknown_column",
                "No file has the column that --map makes \"\(options.map[column] ?? "")\": none is called \"\(column)\", capitals and spaces aside.",
                remedy: "Write --map with the heading as it stands in the file.", fault: .usage)
        }
        var report = try await importing.load(planned, options: options, actor: .system)
        report.dryRun = options.dryRun
        // What was said of columns and values is kept for the next export of the same source.
        let columns = ColumnMap.said(options, planned), values = ValueMap.said(options, planned)
        if !options.dryRun, report.id != nil, !columns.isEmpty || !values.isEmpty {
            try await database.write { tx in
                try ColumnMap.save(tx, columns, at: Clock.system.now)
                try ValueMap.save(tx, values, at: Clock.system.now)
            }
        }
        if options.dryRun { (report.id, report.rejectedFile) = (nil, nil) }
        return report
    }
}

struct ImportUndo: WritingCommand {
    static let configuration = CommandConfiguration(commandName: "undo", abstract: "Take an import back; what people did since is kept and listed.")

    @Argument(help: "The import's number.") var id: Int64
    @Flag(help: "The result as JSON.") var json = false
    @OptionGroup var database: DatabaseOption

    var place: DatabaseOption { database }

    mutating func run() async throws { await start() }

    func perform(_ workplace: Workplace) async throws -> Terminal.Outcome {
        let undone = try await ImportRuns(database: workplace.database).undo(ImportID(id), actor: .system, now: Clock.system.now)
        guard !json else {
            workplace.console.print(try JSON.text(undone, pretty: true))
            return .done
        }
        let (contacts, leads, deals) = (undone.removed["contact"] ?? 0, undone.removed["lead"] ?? 0, undone.removed["deal"] ?? 0)
        workplace.console.print("Import \(id) is taken back: \(contacts) contacts, \(leads) leads, \(deals) deals removed.")
        for kept in undone.kept { workplace.console.print("Kept: \(kept.kind) \(kept.id), because \(kept.why).") }
        return .done
    }
}

struct ImportList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List imports.")

    @OptionGroup var database: DatabaseOption

    mutating func run() async throws {
        let command = self
        await Terminal.run(json: false) {
            let opened = try await command.database.open()
            for row in try await ImportRuns(database: opened).all() { print("\(row.id)\t\(row.state)\t\(row.name)") }
            await opened.close()
            return .done
        }
    }
}
