// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser
import Domain
import Foundation
import Storage

/// `entente import`: files of other systems into the ledger.
package struct ImportCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Load exports of your CRM: files, folders, archives; in any order, again without harm.",
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

struct ImportFiles: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "files", abstract: "Import files, folders or archives.")

    @Argument(help: "Files, folders or ZIP archives.") var paths: [String] = []
    @Option(name: .customLong("as"), help: "What the rows are: leads, contacts, accounts, deals, activities, … (see --kinds).") var kind: String?
    @Option(help: "Whose exports they are, where the headings do not tell: hubspot, salesforce, mautic, odoo, pipedrive, krayin, zoho or generic.")
    var system: String?
    @Option(help: "\"Column=field\"; \"Column=-\" leaves a column out. May be given again.") var map: [String] = []
    @Option(help: "\"status:Working=sal\". May be given again.") var mapValue: [String] = []
    @Option(help: "Where 03/04/2026 is: day-first or month-first.") var dates: String?
    @Option(help: "Which mark divides decimals: comma or point.") var decimal: String?
    @Option(help: "Currency of amounts that name none, as EUR; your company's where it is not said.") var currency: String?
    @Option(help: "Time zone of times that name none, as Europe/Berlin; your company's where it is not said.") var zone: String?
    @Option(help: "Your own mail domains, whose rows are counted apart. May be given again.") var ownDomain: [String] = []
    @Option(help: "Mail domains of competitors. May be given again.") var competitor: [String] = []
    @Flag(help: "Count rows of your own, tests, competitors and applicants like others.") var keepExcluded = false
    @Flag(help: "Write nothing; give the same report.") var dryRun = false
    @Flag(help: "The report as JSON.") var json = false
    @Flag(help: "List the canonical fields and stop.") var fields = false
    @Flag(help: "List the kinds of rows and stop.") var kinds = false
    @OptionGroup var database: DatabaseOption

    mutating func run() async throws {
        if fields { return print(FieldList.text) }
        if kinds { return print(RecordKind.allCases.filter(\.isImported).map(\.rawValue).joined(separator: "\n")) }
        let command = self
        await Terminal.run(json: json) { try await command.load() }
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
        for text in map { try options.addMap(text) }
        for text in mapValue { try options.addValue(text) }
        switch dates {
        case nil: break
        case "day-first": options.dateOrder = .dayFirst
        case "month-first": options.dateOrder = .monthFirst
        default: throw Problem("bad_dates", "--dates takes day-first or month-first.", fault: .usage)
        }
        switch decimal {
        case nil: break
        case "comma": options.decimalMark = .comma
        case "point": options.decimalMark = .point
        default: throw Problem("bad_decimal", "--decimal takes comma or point.", fault: .usage)
        }
        if let currency, Currency(currency) == nil {
            throw Problem("bad_currency", "\"\(currency)\" is no currency.", remedy: "Use its three letters, as in EUR.", fault: .usage)
        }
        if let zone, Zones.expand(zone) == nil {
            throw Problem("bad_zone", "\"\(zone)\" is no time zone.", remedy: "Write it as Europe/Berlin.", fault: .usage)
        }
        (options.currency, options.zone) = (currency, zone)
        options.ownDomains = Set(ownDomain.map { $0.lowercased() })
        options.competitors = Set(competitor.map { $0.lowercased() })
        options.keepExcluded = keepExcluded
        options.dryRun = dryRun
        return options
    }

    private func load() async throws -> Terminal.Outcome {
        guard !paths.isEmpty else {
            throw Problem("no_files", "No file was named.", remedy: "Write entente import FILE, or a folder.", fault: .usage)
        }
        let options = try options()
        let line = ProgressLine()
        let runner = ImportRunner(database: database, options: options) { line.show($0) }
        let report = try await runner.run(paths)
        line.clear()
        print(json ? try JSON.text(report, pretty: true) : ImportText.of(report))
        let refused = report.files.compactMap(\.problem)
        let isAllRejected = report.files.contains { $0.rejected > 0 && $0.rejected == $0.read }
        return refused.isEmpty && !isAllRejected ? .done : .badInput
    }
}

/// A dry run uses a database of its own: a copy of the real one where there is one, thrown away after.
struct ImportRunner: Sendable {
    let database: DatabaseOption
    let options: ImportOptions
    let progress: @Sendable (ImportProgress) -> Void

    func run(_ paths: [String]) async throws -> ImportReport {
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent("entente-\(UInt64.random(in: 0 ... .max))").path
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let opened = options.dryRun ? try await DryRun.open(database, scratch: scratch) : try await database.open()
        do {
            let report = try await load(paths, opened, scratch)
            await options.dryRun ? DryRun.drop(opened) : opened.close()
            return report
        } catch {
            await options.dryRun ? DryRun.drop(opened) : opened.close()
            throw error
        }
    }

    private func load(_ paths: [String], _ opened: Database, _ scratch: String) async throws -> ImportReport {
        for sentence in try await ImportRuns(database: opened).recover(now: Clock.system.now) { Terminal.say(sentence) }
        let company = try await opened.read { try CompanyStore.get($0) }
        var options = options
        options.ownDomains.formUnion(company?.domains ?? [])
        let importing = Importing(
            database: opened, clock: .system, zone: (options.zone ?? company?.zone).flatMap { Zones.expand($0) } ?? .utc,
            rejectFolder: options.dryRun ? "\(scratch)/rejected" : "\(database.folder)/imports", progress: progress)
        let planned = try await importing.plan(paths, options: options, scratch: scratch)
        let headings = Set(planned.compactMap(\.plan).flatMap { $0.columns.map { wordKey($0.heading) } })
        if let column = options.map.keys.sorted().first(where: { !headings.contains($0) }), !headings.isEmpty {
            throw Problem(
                "unknown_column", "No file has the column of \"\(column)=\(options.map[column] ?? "")\".",
                remedy: "Write --map with the heading as it stands in the file.",
                fault: .usage)
        }
        var report = try await importing.load(planned, options: options, actor: .system)
        report.dryRun = options.dryRun
        // What was said of values is kept for the next export of the same source.
        let said = ValueMap.said(options, planned)
        if !options.dryRun, report.id != nil, !said.isEmpty { try await opened.write { try ValueMap.save($0, said, at: Clock.system.now) } }
        if options.dryRun { (report.id, report.rejectedFile) = (nil, nil) }
        return report
    }
}

struct ImportUndo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "undo", abstract: "Take an import back; what people did since is kept and listed.")

    @Argument(help: "The import's number.") var id: Int64
    @Flag(help: "The result as JSON.") var json = false
    @OptionGroup var database: DatabaseOption

    mutating func run() async throws {
        let command = self
        await Terminal.run(json: json) {
            let opened = try await command.database.open()
            let undone = try await ImportRuns(database: opened).undo(ImportID(command.id), actor: .system, now: Clock.system.now)
            await opened.close()
            if command.json {
                print(try JSON.text(undone, pretty: true))
            } else {
                let count = undone.removed["contact"] ?? 0
                print(
                    "Import \(command.id) is taken back: \(count) contacts, \(undone.removed["lead"] ?? 0) leads, \(undone.removed["deal"] ?? 0) deals removed."
                )
                for kept in undone.kept { print("Kept: \(kept.kind) \(kept.id), because \(kept.why).") }
            }
            return .done
        }
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
