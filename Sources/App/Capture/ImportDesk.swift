// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
package import Storage
import Synchronization

extension Database {
    /// Where files beside the database go: its own folder, or `var` beside a server.
    var folderBeside: String {
        guard case .file(let path) = location else { return "var" }
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }
}

/// What the pages of imports and the job behind them share; one per server.
package struct ImportDesk: Sendable {
    let database: Database
    let clock: Clock
    let uploads: ImportUploads
    let rejectFolder: String
    private let place: String
    let board = ImportBoard()
    let plans = ImportPlans()
    let trials = ImportTrials()

    /// - Parameter folder: where files beside the database go; nil for the database's own, or `var` beside a server.
    package init(database: Database, clock: Clock, folder: String? = nil) {
        (self.database, self.clock) = (database, clock)
        let place = folder ?? database.folderBeside
        self.place = place
        uploads = ImportUploads(folder: "\(place)/uploads")
        rejectFolder = "\(place)/imports"
    }

    var forgetting: Forgetting { Forgetting(database: database, clock: clock, beside: place) }
    var runs: ImportRuns { ImportRuns(database: database) }
    var drafts: ImportDrafts { ImportDrafts(database: database) }

    func rejected(_ run: ImportID) -> String { "\(rejectFolder)/import-\(run)-rejected.csv" }

    /// Dates without a zone are of the company's.
    func importing(progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }) async throws -> Importing {
        Importing(database: database, clock: clock, zone: try await zone(), rejectFolder: rejectFolder, progress: progress)
    }

    func zone() async throws -> Zone { try await database.read { try CompanyStore.get($0) }.flatMap { Zones.expand($0.zone) } ?? .utc }

    /// The files of a draft as they would be read now.
    func planned(_ draft: ImportDraft) async throws -> [Importing.Planned] {
        try await plans.planned(draft, importing: try await importing(), folder: uploads.path(draft.folder))
    }
}

/// How far an import is.
struct ImportState: Codable, Sendable {
    var step = ""
    var file = ""
    /// Rows, or bytes while files are read for the first time.
    var done = 0
    var total = 0
    /// Since rows are loaded.
    var seconds = 0.0
}

/// How far each import of this server is, in memory; the job's row has it too, a second later.
final class ImportBoard: Sendable {
    private struct Entry {
        var state = ImportState()
        var rows: [String: Int] = [:]
        var total = 0
        var began: Moment?
    }

    private let entries = Mutex<[Int64: Entry]>([:])

    /// - Parameter total: rows of all files together.
    func expect(_ total: Int, of run: ImportID, at now: Moment) {
        entries.withLock { entries in
            entries[run.raw, default: Entry()].total = total
            entries[run.raw]?.began = now
        }
    }

    func note(_ progress: ImportProgress, of run: ImportID, at now: Moment) {
        entries.withLock { entries in
            var entry = entries[run.raw] ?? Entry()
            entry.state.step = progress.step
            entry.state.file = progress.file
            if progress.step == "loading" {
                let began = entry.began ?? now
                entry.began = began
                entry.rows[progress.file] = progress.rows
                (entry.state.done, entry.state.total) = (entry.rows.values.reduce(0, +), entry.total)
                entry.state.seconds = now.seconds(since: began)
            } else {
                (entry.state.done, entry.state.total) = (progress.rows, progress.total)
            }
            entries[run.raw] = entry
        }
    }

    func state(of run: ImportID) -> ImportState? { entries.withLock { $0[run.raw]?.state } }

    func forget(_ run: ImportID) { entries.withLock { $0[run.raw] = nil } }
}

/// Plans of the drafts that people look at now: reading big files again for each page would take seconds.
actor ImportPlans {
    private struct Entry {
        let draft: ImportDraftID
        let key: String
        let planned: [Importing.Planned]
        var apart: (key: String, counts: [ExclusionReason: ExclusionCount])?
    }

    private var entries: [Entry] = []
    private static let most = 3

    func planned(_ draft: ImportDraft, importing: Importing, folder: String) async throws -> [Importing.Planned] {
        // What is counted apart does not change how files are read.
        var reading = draft.options
        (reading.ownDomains, reading.competitors, reading.apart) = ([], [], nil)
        let key = try ImportDrafts.text(reading)
        if let known = entries.first(where: { $0.draft == draft.id && $0.key == key }) { return try await mean(known.planned, draft, importing) }
        let planned = try await importing.plan([folder], options: draft.options, scratch: "\(folder)/.scratch", asks: true)
        entries.removeAll { $0.draft == draft.id }
        entries.append(Entry(draft: draft.id, key: key, planned: planned))
        if entries.count > Self.most { entries.removeFirst() }
        return planned
    }

    /// With the words as they are confirmed by now.
    private func mean(_ planned: [Importing.Planned], _ draft: ImportDraft, _ importing: Importing) async throws -> [Importing.Planned] {
        let confirmed = try await importing.database.read { try ValueMap.confirmed($0) }
        let planning = Planning(options: draft.options, zone: importing.zone, confirmed: confirmed)
        return planned.map { file in
            var file = file
            if var plan = file.plan {
                planning.mean(&plan)
                file.plan = plan
            }
            return file
        }
    }

    func apart(_ draft: ImportDraft, _ planned: [Importing.Planned]) async throws -> [ExclusionReason: ExclusionCount] {
        let options = draft.options
        let key = "\(options.ownDomains.sorted()) \(options.competitors.sorted())"
        if let known = entries.first(where: { $0.draft == draft.id })?.apart, known.key == key { return known.counts }
        let plans = planned.filter { $0.problem == nil }.compactMap(\.plan)
        let counts = try await Importing.lane.run {
            try ExclusionCount.of(plans, ownDomains: options.ownDomains, competitors: options.competitors)
        }
        if let place = entries.firstIndex(where: { $0.draft == draft.id }) { entries[place].apart = (key, counts) }
        return counts
    }

    func forget(_ draft: ImportDraftID) { entries.removeAll { $0.draft == draft } }
}

/// Rows that are proposed to be counted apart.
struct ExclusionCount: Sendable {
    var rows = 0
    /// An address or name of the first.
    var example = ""

    /// Rows of a file that are looked at: beyond them the count is a lower bound.
    static let most = 100_000

    static func of(_ plans: [FilePlan], ownDomains: Set<String>, competitors: Set<String>) throws -> [ExclusionReason: ExclusionCount] {
        var counts: [ExclusionReason: ExclusionCount] = [:]
        for plan in plans where plan.match.kind == .contacts || plan.match.kind == .leads {
            func column(_ name: String) -> Int? { plan.column(name)?.index }
            let (email, company, title, source) = (column("email"), column("company"), column("title"), column("source"))
            let (first, last) = (column("first_name"), column("last_name") ?? column("name"))
            var reader = RowReader(shape: plan.shape), seen = 0
            try SourceFile(path: plan.path).read { bytes, isLast in
                reader.feed(bytes, isLast: isLast) { row in
                    seen += 1
                    guard seen <= most else { return }
                    let signs = ExclusionSigns(
                        email: text(row, email), company: text(row, company), title: text(row, title),
                        name: "\(text(row, first)) \(text(row, last))".trimmed, source: text(row, source))
                    guard let reason = proposeExclusion(signs, ownDomains: ownDomains, competitors: competitors) else { return }
                    counts[reason, default: ExclusionCount()].rows += 1
                    if counts[reason]?.example.isEmpty == true { counts[reason]?.example = signs.email.isEmpty ? signs.name : signs.email }
                }
                return seen < most
            }
        }
        return counts
    }

    private static func text(_ row: borrowing Row, _ column: Int?) -> String {
        if let column { row.string(column) } else { "" }
    }
}
