// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import HTTPTypes
import Hummingbird
package import ServiceLifecycle
import Storage

/// Imports in the browser: upload, columns, values, start, progress, report, undo.
package struct ImportRoutes: Sendable {
    let desk: ImportDesk
    let log: @Sendable (String) -> Void

    /// - Parameter folder: where uploads and rejected rows go; nil for beside the database.
    package init(site: Site, folder: String? = nil) {
        desk = ImportDesk(database: site.access.database, clock: site.clock, folder: folder)
        log = site.log
    }

    package var jobs: ImportJobs { ImportJobs(desk: desk, log: log) }

    /// Waits for a draft whose last page was opened, and tries it on a copy.
    @discardableResult
    package func tryNext() async -> Bool { await desk.trials.next(desk) }

    /// Runs what was started; only `serve` has it.
    package var service: any Service { ImportService(jobs: jobs) }

    package var routes: [Route] {
        let may = Rule.roles([.marketing, .operations, .leader])
        return [
            .get("/imports", may) { try await .page(list($0)) },
            .get("/imports/new", may) { _ in .page(try await upload()) },
            .post("/imports/new", may, limit: ImportUploads.mostBytes, receive),
            .get("/imports/drafts/:id/columns", may) { try await .page(columns($0).page()) },
            .post("/imports/drafts/:id/columns", may, limit: 4 << 20, saveColumns),
            .get("/imports/drafts/:id/values", may, showValues),
            .post("/imports/drafts/:id/values", may, limit: 4 << 20, saveValues),
            .get("/imports/drafts/:id/start", may, showStart),
            .post("/imports/drafts/:id/start", may, limit: 65_536, start),
            .post("/imports/drafts/:id/discard", may, limit: 1_024, discard),
            .get("/imports/:id", may) { try await .page(status($0).page) },
            .get("/imports/:id/rejected", may, rejected),
            .post("/imports/:id/cancel", may, limit: 1_024, cancel),
            .post("/imports/:id/undo", may, limit: 1_024, undo),
        ]
    }

    // MARK: List and upload

    private func list(_ visit: Visit) async throws -> ImportsPage {
        let runs = try await desk.runs.all(), drafts = try await desk.drafts.all().filter { $0.importID == nil }
        let actors = runs.map(\.actor) + drafts.map { Actor.member($0.member).text }
        return ImportRunList(
            runs: runs, drafts: drafts, names: try await names(of: actors), zone: try await desk.zone(),
            states: Dictionary(runs.compactMap { run in desk.board.state(of: ImportID(run.id)).map { (run.id, $0) } }, uniquingKeysWith: { $1 }),
            files: { desk.uploads.names(in: $0.folder) }
        ).page
    }

    /// Actors as a page names them.
    private func names(of actors: [String]) async throws -> [String: String] {
        try await desk.database.read { read in
            var names: [String: String] = [:]
            for actor in Set(actors) {
                switch Actor(text: actor) {
                case .member(let id): names[actor] = try read.text("select name from member where id = $1", id) ?? "a former member"
                default: names[actor] = "command line"
                }
            }
            return names
        }
    }

    private func upload(_ problem: Problem? = nil) async throws -> UploadPage {
        let (isEmpty, demo) = try await desk.database.read { read in
            (
                try read.int("select id from contact where \(Ledger.seen) limit 1") == nil,
                try read.int("select id from import where kind = 'demo' and state = 'done' limit 1")
            )
        }
        return UploadPage(
            action: "/imports/new", limit: "4 GB", problem: problem?.advice, sample: isEmpty ? SampleRoutes.address : nil,
            demo: demo.map { "/imports/\($0)" })
    }

    private func receive(_ visit: Visit) async throws -> Answer {
        let member = try visit.signedIn().member
        do {
            let folder = try await desk.uploads.receive(visit)
            var options = ImportOptions()
            options.ownDomains = Set(try await desk.database.read { try CompanyStore.get($0)?.domains } ?? [])
            let draft = try await desk.drafts.add(folder: folder, options: options, by: member, at: visit.now)
            return .redirect(to: "/imports/drafts/\(draft)/columns")
        } catch let problem as Problem where problem.fault == .input || problem.fault == .usage {
            return .page(try await upload(problem), status: problem.status)
        }
    }

    // MARK: Columns

    /// - Throws: `Problem` where it was started: the files are the import's then.
    private func draft(_ visit: Visit) async throws -> ImportDraft {
        let draft = try await desk.drafts.find(try visit.id("id"))
        guard draft.importID == nil else {
            throw Problem("started", "The import of these files has begun.", remedy: "Look at the list of imports.", fault: .conflict)
        }
        return draft
    }

    private func columns(_ visit: Visit) async throws -> ImportWizardColumns { try await columns(try await draft(visit)) }

    private func columns(_ draft: ImportDraft) async throws -> ImportWizardColumns {
        ImportWizardColumns(draft: draft, planned: try await desk.planned(draft))
    }

    private func saveColumns(_ visit: Visit) async throws -> Answer {
        let step = try await columns(visit), form = try await visit.form()
        let said: ImportWizardColumns.Said
        do throws(Problem) { said = try step.read(form) } catch { return .page(step.page(problem: error.advice), status: error.status) }
        try await desk.drafts.save(said.options, of: step.draft.id)
        let base = "/imports/drafts/\(step.draft.id)"
        if said.isReread { return .redirect(to: "\(base)/columns", notice: "The file is read anew; look at its columns.") }
        var draft = step.draft
        draft.options = said.options
        let now = try await columns(draft)
        if now.openQuestions > 0 { return .page(now.page(problem: "Say how the marked columns are to be read."), status: .unprocessableContent) }
        if now.usable.isEmpty { return .page(now.page(problem: "There is no file left that could be imported."), status: .unprocessableContent) }
        return .redirect(to: "\(base)/values")
    }

    private func discard(_ visit: Visit) async throws -> Answer {
        let draft = try await draft(visit)
        try await desk.database.write { try ImportDrafts.remove($0, draft.id) }
        desk.uploads.remove(draft.folder)
        await desk.plans.forget(draft.id)
        desk.trials.forget(draft.id)
        return .redirect(to: "/imports", notice: "The files are gone; nothing was imported.")
    }

    // MARK: Values

    private func values(_ visit: Visit) async throws -> ImportWizardValues {
        let draft = try await draft(visit), confirmed = try await desk.database.read { try ValueMap.confirmed($0) }
        return ImportWizardValues(draft: draft, planned: try await desk.planned(draft), confirmed: confirmed)
    }

    private func showValues(_ visit: Visit) async throws -> Answer { .page(try await values(visit).page()) }

    private func saveValues(_ visit: Visit) async throws -> Answer {
        let step = try await values(visit), entries = step.read(try await visit.form()), now = visit.now
        try await desk.database.write { try ValueMap.save($0, entries, at: now) }
        return .redirect(to: "/imports/drafts/\(step.draft.id)/start")
    }

    // MARK: Start

    private func starting(_ visit: Visit) async throws -> (ImportWizardStart, ImportWizardColumns) {
        let columns = try await columns(visit)
        let apart = try await desk.plans.apart(columns.draft, columns.planned)
        return (ImportWizardStart(draft: columns.draft, planned: columns.planned, apart: apart), columns)
    }

    private func showStart(_ visit: Visit) async throws -> Answer {
        let (step, columns) = try await starting(visit)
        guard columns.openQuestions == 0, !columns.usable.isEmpty else {
            return .redirect(to: "/imports/drafts/\(step.draft.id)/columns", notice: "Columns come first.")
        }
        var shown = step
        shown.trial = try desk.trials.state(
            step.draft, start: visit.query["try"] != nil || ImportTrials.isQuick(desk.database, rows: step.rows))
        return .page(shown.page())
    }

    private func start(_ visit: Visit) async throws -> Answer {
        let draft = try await desk.drafts.find(try visit.id("id"))
        if let run = draft.importID { return .redirect(to: "/imports/\(run)") }
        let (step, columns) = try await starting(visit), form = try await visit.form(), actor = try visit.signedIn().actor, now = visit.now
        let options: ImportOptions
        do throws(Problem) { options = try step.read(form) } catch { return .page(step.page(problem: error.advice), status: error.status) }
        try await desk.drafts.save(options, of: draft.id)
        if form["do"] == "count" { return .redirect(to: "/imports/drafts/\(draft.id)/start") }
        guard columns.openQuestions == 0, !columns.usable.isEmpty else { return .redirect(to: "/imports/drafts/\(draft.id)/columns") }
        let names = columns.usable.map(\.name)
        let said = ColumnMap.said(options, columns.planned)
        let run = try await desk.database.write { tx in
            try ColumnMap.save(tx, said, at: now)
            return try ImportJobs.start(tx, draft, names: names, by: actor, at: now)
        }
        return .redirect(to: "/imports/\(run)")
    }

    // MARK: One import

    private func row(_ visit: Visit) async throws -> ImportRuns.Row {
        guard let row = try await desk.runs.find(try visit.id("id")) else { throw Problem.nothingHere }
        return row
    }

    private func status(_ visit: Visit) async throws -> ImportStatus {
        let row = try await row(visit), run = ImportID(row.id)
        let job = try await desk.database.read { try Jobs.find($0, once: ImportJobs.key(run)) }
        let kept = job.flatMap { try? JSON.read(ImportState.self, $0.progress) }
        return ImportStatus(
            row: row, report: (try? JSON.read(ImportReport.self, row.report)) ?? ImportReport(),
            who: try await names(of: [row.actor])[row.actor] ?? "",
            zone: try await desk.zone(), job: job, state: desk.board.state(of: run) ?? kept,
            hasRejects: FileManager.default.fileExists(atPath: desk.rejected(run)))
    }

    private func rejected(_ visit: Visit) async throws -> Answer {
        let row = try await row(visit)
        guard let reader = try? ChunkReader(path: desk.rejected(ImportID(row.id))) else {
            throw Problem("no_rejects", "No rows of this import were rejected.", fault: .missing)
        }
        let reading = RejectedRows(reader: reader)
        var headers: HTTPFields = [:]
        headers.set("content-type", "text/csv; charset=utf-8")
        headers.set("content-disposition", "attachment; filename=\"import-\(row.id)-rejected.csv\"")
        return .response(
            Response(
                status: .ok, headers: headers,
                body: ResponseBody { writer in
                    while let bytes = try await reading.next() { try await writer.write(ByteBuffer(bytes: bytes)) }
                    try await writer.finish(nil)
                }))
    }

    private func cancel(_ visit: Visit) async throws -> Answer {
        let row = try await row(visit), actor = try visit.signedIn().actor, now = visit.now
        guard row.state == "running" else { return .redirect(to: "/imports/\(row.id)", notice: "It had ended already.") }
        try await desk.database.write { try ImportJobs.cancel($0, ImportID(row.id), by: actor, at: now) }
        return .redirect(to: "/imports/\(row.id)")
    }

    private func undo(_ visit: Visit) async throws -> Answer {
        let row = try await row(visit), run = ImportID(row.id), actor = try visit.signedIn().actor, now = visit.now
        guard row.state == "done" else {
            throw Problem("not_done", "Only an import that is done can be taken back.", remedy: "Stop it while it runs.", fault: .conflict)
        }
        _ = try await desk.runs.undo(run, actor: actor, now: now) {
            try Audit.note($0, by: actor, "import undone", "import:\(run)", row.name, at: now)
        }
        try? FileManager.default.removeItem(atPath: desk.rejected(run))
        return .redirect(to: "/imports/\(run)", notice: "The import is taken back.")
    }
}

/// The file of rejected rows, piece by piece, read where waiting for a disk harms nobody.
private final class RejectedRows: @unchecked Sendable {
    // `next` is called by one response, one piece after another.
    private let reader: ChunkReader
    private var isDone = false

    init(reader: ChunkReader) { self.reader = reader }

    deinit { reader.close() }

    func next() async throws -> [UInt8]? {
        guard !isDone else { return nil }
        return try await ImportUploads.lane.run { [self] in
            let (bytes, isLast) = try reader.next(1 << 18)
            isDone = isLast
            return Array(bytes)
        }
    }
}
