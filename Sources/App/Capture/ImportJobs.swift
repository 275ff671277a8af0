// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import ServiceLifecycle
import Storage

/// Imports that were started in a browser, as jobs: they survive the request, the tab and a restart.
package struct ImportJobs: Sendable {
    let desk: ImportDesk
    let log: @Sendable (String) -> Void

    static let kind = "import"
    /// Begun so often without an end, an import is given up: it may be what takes the server down.
    static let mostAttempts = 3

    struct Payload: Codable, Sendable {
        let draft: Int64
        let run: Int64
    }

    static func key(_ run: ImportID) -> String { "import:\(run)" }

    package init(desk: ImportDesk, log: @escaping @Sendable (String) -> Void) { (self.desk, self.log) = (desk, log) }

    package var runner: JobRunner {
        JobRunner(
            jobs: Jobs(database: desk.database), kind: Self.kind, owner: ImportRuns.owner, clock: desk.clock, log: log,
            progress: { [board = desk.board] claim in
                guard let payload = try? Self.payload(claim), let state = board.state(of: ImportID(payload.run)) else { return "" }
                return (try? JSON.text(state)) ?? ""
            }, work: { try await run($0) })
    }

    private static func payload(_ claim: Jobs.Claim) throws -> Payload { try JSON.read(Payload.self, claim.payload) }

    // MARK: Starting and stopping

    /// - Returns: the import; where the draft was started before, that one.
    static func start(_ tx: Write, _ draft: ImportDraft, names: [String], by actor: Actor, at now: Moment) throws -> ImportID {
        if let known = try tx.read.int("select import_id from import_draft where id = $1", draft.id), known != 0 { return ImportID(known) }
        let run = try ImportRuns.begin(tx, names, actor: actor, owner: "job", now: now)
        guard try ImportDrafts.take(tx, draft.id, for: run) else {
            throw Problem("started", "Somebody just started this import.", remedy: "Look at the list of imports.", fault: .conflict)
        }
        let payload = Payload(draft: draft.id.raw, run: run.raw)
        try Jobs.add(tx, kind: kind, once: key(run), payload: try JSON.text(payload), at: now)
        try Audit.note(tx, by: actor, "import started", "import:\(run)", names.joined(separator: ", "), at: now)
        return run
    }

    static func cancel(_ tx: Write, _ run: ImportID, by actor: Actor, at now: Moment) throws {
        let isOver = try Jobs.cancel(tx, once: key(run), at: now)
        if isOver { try keepNothing(tx, run, ImportReport(), Self.cancelled, at: now) }
        try Audit.note(tx, by: actor, "import stopped", "import:\(run)", at: now)
    }

    private static let cancelled = Problem(
        "cancelled", "It was stopped; nothing of it was kept.", remedy: "The files are still here and can be started again.")

    /// The import has failed; its files can be tried again.
    private static func keepNothing(_ tx: Write, _ run: ImportID, _ report: ImportReport, _ problem: Problem, at now: Moment) throws {
        var report = report
        (report.problem, report.undone) = (problem, nil)
        try ImportRuns.fail(tx, run, report: report, at: now)
        try ImportDrafts.giveBack(tx, run)
    }

    // MARK: The work

    private func run(_ claim: Jobs.Claim) async throws {
        let payload = try Self.payload(claim), run = ImportID(payload.run)
        defer { desk.board.forget(run) }
        guard let row = try await desk.runs.find(run) else { return }
        switch row.state {
        case "publishing": try await finish(run, claim)
        case "running": try await load(run, of: ImportDraftID(payload.draft), claim, actor: Actor(text: row.actor) ?? .system)
        default: break
        }
        if try await desk.runs.find(run)?.state == "done" { try await cleanUp(ImportDraftID(payload.draft)) }
    }

    /// It was seen already when it was interrupted.
    private func finish(_ run: ImportID, _ claim: Jobs.Claim) async throws {
        try await Publishing(database: desk.database, id: run, now: desk.clock.now, fence: { try claim.hold($0, mayStop: $1) }).finish()
        try await desk.runs.set("done", of: run, now: desk.clock.now)
    }

    private func load(_ run: ImportID, of draft: ImportDraftID, _ claim: Jobs.Claim, actor: Actor) async throws {
        var report = ImportReport()
        do {
            if claim.attempt > Self.mostAttempts {
                throw Problem(
                    "gave_up", "It was interrupted \(Self.mostAttempts) times, so it was given up.", remedy: "Import its files one by one.",
                    fault: .machine)
            }
            if claim.attempt > 1 {
                desk.board.note(ImportProgress(step: "undoing"), of: run, at: desk.clock.now)
                _ = try await desk.runs.undo(run, actor: .system, now: desk.clock.now) { try claim.hold($0, mayStop: false) }
                try await desk.runs.set("running", of: run, now: desk.clock.now)
            }
            report = try await load(run, of: try await desk.drafts.find(draft), claim, actor: actor)
            guard report.id != nil else {
                throw report.files.count == 1
                    ? report.files.first?.problem ?? Self.nothingReadable : Self.nothingReadable
            }
        } catch JobError.lost {
            throw JobError.lost
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            try await giveUp(run, report, error, claim)
            throw error
        }
    }

    private static let nothingReadable = Problem("nothing_readable", "None of the files could be read.", remedy: "Look at what is said about each.")

    private func load(_ run: ImportID, of draft: ImportDraft, _ claim: Jobs.Claim, actor: Actor) async throws -> ImportReport {
        let folder = desk.uploads.path(draft.folder)
        guard FileManager.default.fileExists(atPath: folder) else {
            throw Problem(
                "no_upload", "The uploaded files are not on this server.",
                remedy: "Upload them again; several servers must share the folder of uploads.", fault: .machine)
        }
        var importing = try await desk.importing { [board = desk.board, clock = desk.clock] in board.note($0, of: run, at: clock.now) }
        importing.fence = { try claim.hold($0, mayStop: $1) }
        let planned = try await importing.plan([folder], options: draft.options, scratch: "\(folder)/.scratch").filter { !$0.isLeftOut }
        desk.board.expect(planned.filter { $0.problem == nil }.reduce(0) { $0 + ($1.plan?.rows ?? 0) }, of: run, at: desk.clock.now)
        return try await importing.load(planned, options: draft.options, actor: actor, existing: run)
    }

    private func giveUp(_ run: ImportID, _ report: ImportReport, _ error: any Error, _ claim: Jobs.Claim) async throws {
        if let state = try await desk.runs.find(run)?.state, state == "running" || state == "publishing" {
            _ = try await desk.runs.undo(run, actor: .system, now: desk.clock.now) { try claim.hold($0, mayStop: false) }
        }
        let problem = if case JobError.cancelled = error { Self.cancelled } else { Problem(describing: error) }
        let now = desk.clock.now
        try await desk.database.write { tx in
            try claim.hold(tx, mayStop: false)
            try Self.keepNothing(tx, run, report, problem, at: now)
        }
        try? FileManager.default.removeItem(atPath: desk.rejected(run))
    }

    /// Imports whose job ended without being able to say so, for instance on a full disk: finished, or taken away.
    package func tidy() async throws {
        struct Left: Decodable, Sendable {
            let id: Int64
            let state: String
        }
        let left = try await desk.database.read {
            try $0.rows(
                as: Left.self,
                """
                select i.id, i.state from import i where i.owner = 'job' and i.state in ('running', 'publishing')
                    and not exists (select 1 from job j where j.once = 'import:' || i.id and j.state in ('waiting', 'running'))
                """)
        }
        for row in left {
            let run = ImportID(row.id), now = desk.clock.now
            if row.state == "publishing" {
                try await Publishing(database: desk.database, id: run, now: now).finish()
                try await desk.runs.set("done", of: run, now: now)
            } else {
                _ = try await desk.runs.undo(run, actor: .system, now: now)
                try await desk.database.write { try Self.keepNothing($0, run, ImportReport(), Self.interrupted, at: now) }
            }
        }
    }

    private static let interrupted = Problem(
        "interrupted", "It was interrupted; nothing of it was kept.", remedy: "The files are still here and can be started again.")

    /// The uploaded files hold people's data and are in the ledger now.
    private func cleanUp(_ draft: ImportDraftID) async throws {
        guard let known = try? await desk.drafts.find(draft) else { return }
        try await desk.database.write { try ImportDrafts.remove($0, draft) }
        desk.uploads.remove(known.folder)
        await desk.plans.forget(draft)
        desk.trials.forget(draft)
    }
}

/// Runs imports while the server is up, after tidying up what an earlier server left.
struct ImportService: Service {
    let jobs: ImportJobs

    func run() async throws {
        let desk = jobs.desk
        do {
            try await jobs.tidy()
            try await Jobs(database: desk.database).takeBack { !ImportRuns.isAlive($0) }
            try await sweep()
        } catch { jobs.log("tidying up imports: \(type(of: error))") }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await jobs.runner.serve() }
            group.addTask { await desk.trials.run(desk) }
            await group.next()
            group.cancelAll()
        }
    }

    private func sweep() async throws {
        let desk = jobs.desk, oldest = desk.clock.now.adding(seconds: -ImportDrafts.seconds)
        let drafts = try await desk.drafts.all()
        for draft in drafts where draft.importID == nil && draft.createdAt < oldest {
            try await desk.database.write { try ImportDrafts.remove($0, draft.id) }
            desk.uploads.remove(draft.folder)
        }
        desk.uploads.removeUnknown(Set(drafts.map(\.folder)))
    }
}
