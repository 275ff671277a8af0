// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Loads a file of anything but people: row by row with the ledger's verbs, some hundred rows in a transaction.
struct RecordLoading: Sendable {
    let file: FileLoading

    func run() async throws -> (FileReport, Loaded, ExportSpan?) {
        let (database, plan, now, actor, id) = (file.database, file.plan, file.now, file.actor, file.id)
        let company = try await database.read { try CompanyStore.get($0) }
        var reader = RecordReader(
            plan: plan, zone: file.importing.zone, currency: file.options.currency.flatMap { Currency($0) } ?? company?.currency ?? .eur,
            asOf: file.options.asOf ?? now)
        if plan.match.kind == .deals { reader.stages = try await database.read { try PipelineStages.all($0, of: id) } }
        let source = try RecordSource(plan: plan)
        var report = FileReport(file: plan.name)
        report.describe(plan)
        let started = now
        var ahead = 0
        var occurrences = Occurrences(reader)
        var span = ExportSpan(kind: plan.keyKind("deal"), isDeals: true)
        var next = try await Importing.lane.run { try source.next() }
        while let piece = next {
            async let following = Importing.lane.run { try source.next() }
            if plan.match.kind == .deals { ahead += piece.count { ((try? reader.time($0.record, "created_at"))??.at.micros ?? 0) > now.micros } }
            for start in stride(from: 0, to: piece.count, by: 500) {
                var rows = Array(piece[start..<min(piece.count, start + 500)])
                for place in rows.indices {
                    occurrences.count(&rows[place].record)
                    guard plan.match.kind == .deals, let created = try? reader.time(rows[place].record, "created_at") else { continue }
                    span.add(created.at)
                }
                let outcomes = try await file.importing.write(ids: rows.count * 60 + 1000) { [rows, reader] tx in
                    let storing = RecordStoring(reader: reader, ledger: Ledger(tx, now: now, actor: actor), run: id)
                    return try rows.map { row -> Result<Upserted, Problem> in
                        if let problem = row.problem { return .failure(problem) }
                        do { return .success(try storing.store(row.record)) } catch let problem as Problem { return .failure(problem) }
                    }
                }
                for (row, outcome) in zip(rows, outcomes) {
                    report.read += 1
                    switch outcome {
                    case .success(.created): report.created += 1
                    case .success(.updated): report.updated += 1
                    case .success(.unchanged): report.unchanged += 1
                    case .failure(let problem):
                        report.rejected += 1
                        try file.rejects.add(
                            plan.name, line: row.record.line, problem: problem, cells: row.record.cells.sorted { $0.key < $1.key }.map(\.value))
                    }
                }
                file.importing.progress(
                    ImportProgress(
                        step: "loading", file: plan.name, rows: report.read, total: plan.rows,
                        seconds: file.importing.clock.now.seconds(since: started)))
            }
            next = try await following
        }
        if plan.match.kind == .deals { report.warnings += LoadWarnings.ofDeals(plan, created: report.created, ahead: ahead) }
        report.warnings += SelectionSigns.of(plan, rows: report.read)
        let isExport = plan.match.kind == .deals && (span.made != nil || !reader.has("created_at"))
        return (report, Loaded(), isExport ? span : nil)
    }
}

/// Reads records piece by piece. Used by one thread at a time.
final class RecordSource: @unchecked Sendable {
    struct Item: Sendable {
        var record: Record
        let problem: Problem?
    }

    // `next` is only called when the call before has returned.
    private let plan: FilePlan
    private let chunks: ChunkReader
    private var reader: RowReader
    private var isDone = false

    init(plan: FilePlan) throws {
        self.plan = plan
        chunks = try ChunkReader(path: plan.path)
        reader = RowReader(shape: plan.shape)
    }

    /// - Returns: nil after the last.
    func next() throws -> [Item]? {
        guard !isDone else { return nil }
        var items: [Item] = []
        let piece = try chunks.next(1 << 20)
        isDone = piece.isLast
        reader.feed(piece.0, isLast: piece.isLast) { row in
            var problem = row.problem
            // Extra cells are told about, but the row can be read.
            if problem?.code == "extra_cells" { problem = nil }
            items.append(Item(record: Record(row, plan), problem: problem))
        }
        if isDone { chunks.close() }
        return items
    }
}
