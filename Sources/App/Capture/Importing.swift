// SPDX-License-Identifier: Apache-2.0
package import Domain
import Foundation
package import Storage

/// How far an import is, for terminal and browser.
package struct ImportProgress: Codable, Sendable {
    package var step = ""
    package var file = ""
    package var rows = 0
    package var total = 0
    package var seconds = 0.0
}

/// Loads planned files into the ledger under one import.
package struct Importing: Sendable {
    package let database: Database
    package let clock: Clock
    package let zone: Zone
    package let rejectFolder: String
    package let progress: @Sendable (ImportProgress) -> Void
    /// First in every transaction: throws where the import must end, for instance because another node runs it now. The flag says whether it
    /// may end here because somebody wishes so.
    package var fence: @Sendable (Write, _ mayStop: Bool) throws -> Void = { _, _ in }

    /// Called with the import's number before the first row.
    package var started: @Sendable (ImportID) -> Void = { _ in }

    package init(
        database: Database, clock: Clock, zone: Zone, rejectFolder: String, progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) {
        (self.database, self.clock, self.zone, self.rejectFolder, self.progress) = (database, clock, zone, rejectFolder, progress)
    }

    static let lane = Lane("import-read", threads: 1)

    /// A transaction of the import.
    func write<T: Sendable>(ids: Int = 0, _ body: @escaping @Sendable (Write) throws -> T) async throws -> T {
        try Task.checkCancellation()
        return try await database.write(.bulk, ids: ids) { [fence] tx in
            try fence(tx, true)
            return try body(tx)
        }
    }

    /// Recognizes and profiles files; a file that can't be taken comes back with its problem.
    /// - Parameter asks: what is ambiguous becomes a question of the plan instead of a problem.
    package func plan(_ paths: [String], options: ImportOptions, scratch: String, asks: Bool = false) async throws -> [Planned] {
        let (values, columns, currency) = try await database.read {
            (try ValueMap.confirmed($0), try ColumnMap.confirmed($0), try CompanyStore.get($0)?.currency ?? .eur)
        }
        let planning = Planning(options: options, zone: zone, confirmed: values, columnsBefore: columns, currency: currency, asks: asks)
        return try await Self.lane.run { [progress] in
            let gathered = try Gathering(scratch: scratch).files(paths)
            let beside = FolderPlans(gathered, planning)
            return try gathered.map { found in
                switch found {
                case .failure(let failure): return Planned(name: failure.name, plan: nil, problem: failure.problem)
                case .success(let file):
                    do {
                        var plan = try planning.plan(file)
                        if options.files[file.name]?.isLeftOut == true { return Planned(name: file.name, plan: plan, problem: .leftOut) }
                        if let near = beside.system(of: plan, in: file.folder) { plan = try planning.plan(file, system: near) }
                        if try planning.isSheet(file, plan) {
                            plan = try planning.plan(file, system: .generic, kind: .leads)
                            plan.readAsSheet()
                        }
                        plan.forgetLeadNames()
                        if plan.match.kind == .unknown {
                            let why = plan.match.reasons.first ?? "The headings do not say what the rows are."
                            let remedy = "Say what it is with --as, or name its columns with --map."
                            return Planned(name: file.name, plan: plan, problem: Problem("not_kept", why, at: file.name, remedy: remedy))
                        }
                        try planning.measure(&plan) {
                            progress(ImportProgress(step: "reading", file: file.name, rows: Int($0), total: Int(file.size)))
                        }
                        return Planned(name: file.name, plan: plan, problem: nil)
                    } catch let problem as Problem {
                        return Planned(name: file.name, plan: nil, problem: problem.at(file.name))
                    }
                }
            }
        }
    }

    package struct Planned: Sendable {
        package let name: String
        package var plan: FilePlan?
        package let problem: Problem?

        /// A person does not want it.
        var isLeftOut: Bool { problem?.code == Problem.leftOut.code }
    }

    /// Loads the planned files in the order of their dependencies, then publishes them together.
    package func load(_ planned: [Planned], options: ImportOptions, actor: Actor, existing: ImportID? = nil) async throws -> ImportReport {
        let started = clock.now
        let runs = ImportRuns(database: database)
        var report = ImportReport()
        for file in planned {
            if let problem = file.problem {
                var entry = FileReport(file: file.name)
                entry.kind = file.plan?.match.kind.rawValue ?? "unknown"
                entry.problem = problem
                report.add(entry)
            }
        }
        let plans = planned.filter { $0.problem == nil }.compactMap(\.plan).sorted { ($0.match.kind.rank, $0.name) < ($1.match.kind.rank, $1.name) }
        guard !plans.isEmpty else { return report }
        let id = if let existing { existing } else { try await runs.start(plans.map(\.name), actor: actor, now: started) }
        report.id = id.raw
        self.started(id)
        do {
            let rejects = Rejects(path: "\(rejectFolder)/import-\(id)-rejected.csv")
            var spans: [(place: Int, span: ExportSpan)] = []
            for plan in plans {
                let loading = FileLoading(importing: self, plan: plan, options: options, id: id, now: clock.now, rejects: rejects)
                rejects.begin()
                var (file, loaded, span) = try await loading.run()
                if let span { spans.append((report.files.count, span)) }
                file.firstRejected = rejects.first
                report.add(file)
                report.contacts += loaded.newContacts
                report.leads += loaded.newLeads
                report.moves += loaded.newMoves
                report.rowsWritten += loaded.rowsWritten
            }
            report.rejectedFile = try rejects.close()
            progress(ImportProgress(step: "publishing", file: ""))
            let publishing = Publishing(database: database, id: id, now: clock.now, fence: fence)
            report.seconds = clock.now.seconds(since: started)
            let absent = try await publishing.begin(report: try JSON.text(report), spans: spans.map(\.span))
            for (one, count) in zip(spans, absent) where report.files.indices.contains(one.place) { report.files[one.place].absent = count }
            let shared = try await publishing.finish()
            report.sharedLeads = shared > 0 ? shared : nil
            report.seconds = clock.now.seconds(since: started)
            try await runs.set("done", of: id, report: report, now: clock.now)
            return report
        } catch JobError.lost {
            // Whoever has it now begins by taking back what is here.
            throw JobError.lost
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // Where even that fails (a full disk), the import stays unseen and the next start takes it back.
            if (try? await runs.undo(id, actor: .system, now: clock.now)) != nil { try? await runs.set("failed", of: id, now: clock.now) }
            throw error
        }
    }
}

extension Problem {
    static let leftOut = Problem("left_out", "This file is left out.", remedy: "Choose what it holds to import it.")
}

/// Rows that were not taken, as a file that can be mended and imported again.
final class Rejects: @unchecked Sendable {
    // Used by one import, one row after another.
    private let path: String
    private var handle: FileHandle?
    private(set) var count = 0
    /// Of the file that is being read.
    private(set) var first: [String] = []

    func begin() { first = [] }

    init(path: String) { self.path = path }

    func add(_ file: String, line: Int, problem: Problem, cells: [String]) throws {
        if handle == nil {
            try FileManager.default.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
                throw Problem("disk_full", "\(path) can't be written.", remedy: "Check the disk and its permissions.", fault: .machine)
            }
            handle = FileHandle(forWritingAtPath: path)
            try handle?.write(contentsOf: Data("file,line,place,reason,what to do,row\r\n".utf8))
        }
        count += 1
        if first.count < 5 { first.append((problem.place == nil ? problem.at("line \(line)") : problem).description) }
        let row = [file, String(line), problem.place ?? "", problem.sentence, problem.remedy ?? "", cells.joined(separator: " | ")]
        try handle?.write(contentsOf: Data((row.map(Self.quoted).joined(separator: ",") + "\r\n").utf8))
    }

    /// Quoted; what a spreadsheet would run as a formula gets a quote before it.
    static func quoted(_ text: String) -> String {
        let safe = text.first.map { "=+-@\t\r".contains($0) } == true ? "'" + text : text
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    /// - Returns: the file's path, where there is one.
    func close() throws -> String? {
        try handle?.close()
        return handle == nil ? nil : path
    }
}
