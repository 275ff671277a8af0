// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Storage

/// Loads one planned file: a thread reads and types the next piece while the writer writes the one before.
struct FileLoading: Sendable {
    let importing: Importing
    var plan: FilePlan
    let options: ImportOptions
    let id: ImportID
    let now: Moment
    let rejects: Rejects

    var database: Database { importing.database }
    var actor: Actor { .import(id.raw) }

    /// - Returns: also what the file shows all records of, for the flags of those that it does not have.
    func run() async throws -> (FileReport, Loaded, ExportSpan?) {
        var ready = self
        try await ready.resolveWords()
        switch plan.match.kind {
        case let kind where !kind.isImported: return (notKept(), Loaded(), nil)
        case .leads:
            var (report, loaded, span) = try await ready.people()
            if let deals = LeadDeals(file: ready) {
                report.warnings += try await deals.run()
            } else if ready.plan.column("amount") != nil, ![.salesforce, .hubspot].contains(ready.plan.match.system) {
                report.warnings.append(
                    "Amounts stay with the leads: no column names a deal or says its outcome, so no deals were made of them; name one with --map \"Column=deal_name\" or \"Column=outcome\"."
                )
            }
            loaded.touched = []
            return (report, loaded, span)
        case .contacts: return try await ready.people()
        default: return try await RecordLoading(file: ready).run()
        }
    }

    /// Read and understood, and nothing of it belongs into the ledger.
    private func notKept() -> FileReport {
        var report = FileReport(file: plan.name)
        report.describe(plan)
        (report.read, report.unchanged) = (plan.rows, plan.rows)
        return report
    }

    /// The ids of the values of coded columns, and the members behind owners, before the first row.
    private mutating func resolveWords() async throws {
        let (columns, now, actor, system) = (plan.columns, now, actor, plan.match.system.rawValue)
        plan.columns = try await importing.write { tx in
            let ledger = Ledger(tx, now: now, actor: actor)
            var columns = columns
            for place in columns.indices {
                guard let field = columns[place].field, !columns[place].leftOut else { continue }
                let kind: CodeKind? =
                    switch field.name {
                    case "source", "first_source", "latest_source": .source
                    case "campaign": .campaign
                    case "country": .country
                    case "reason": .reason
                    case "industry": .industry
                    case "line": .line
                    case "product": .product
                    default: nil
                    }
                try columns[place].values?.update { entry in
                    if let kind { entry.code = try ledger.code(kind, entry.meaning ?? entry.raw) }
                    if field.name == "owner" || field.name == "owner_id" {
                        entry.code = try Colleagues(ledger).member(entry.raw, in: system, isKey: field.name == "owner_id")
                    }
                }
            }
            return columns
        }
    }

    private func people() async throws -> (FileReport, Loaded, ExportSpan?) {
        let kindNoun = plan.match.kind.noun
        let (plan, options, now, actor) = (plan, options, now, actor)
        let run = try await importing.write { tx in
            let ledger = Ledger(tx, now: now, actor: actor)
            var run = PeopleRun(
                emailKind: try ledger.code(.key, "email"), keyKind: try ledger.code(.key, plan.keyKind(kindNoun)),
                origin: try ledger.code(.origin, plan.match.system.rawValue), asOf: options.asOf ?? now)
            (run.looseKind, run.numbersRows) = (plan.keyKind(kindNoun), [.generic, .salesforce].contains(plan.match.system))
            run.lacksIDs = plan.match.kind == .leads && plan.column("external_id") == nil && plan.column("lead_id") == nil
            if plan.match.kind == .leads, !run.lacksIDs {
                run.hasIDless = try tx.read.int("select 1 from identity where kind = $1 and value like '%@%' limit 1", run.keyKind) != nil
            }
            if plan.column("is_deleted") != nil { run.deleted = try ledger.code(.reason, "Deleted in the other system") }
            return run
        }
        let accounts = try await database.read { read in
            var map: [String: Int64] = [:]
            try read.scan("select domain, id from account where domain <> ''") { map[$0.text(0)] = $0.int(1) }
            return map
        }
        let stages = try await stageMeanings()
        let seen = try await KeyFilter.of([run.emailKind, run.keyKind], in: database)
        let preparing = PeoplePreparing(plan: plan, options: options, zone: importing.zone, now: now, accounts: accounts, stages: stages)
        let source = try PeopleSource(preparing: preparing, filter: seen, rejects: rejects)
        var report = FileReport(file: plan.name)
        var total = Loaded(), ahead = 0
        var span = ExportSpan(kind: plan.keyKind(kindNoun))
        var misdated = 0
        let started = now
        try await withThrowingTaskGroup(of: Loaded.self) { group in
            var running = 0
            let isBusy = database.isBusy
            var next = try await Importing.lane.run { try source.next(quick: isBusy) }
            while let batch = next {
                let busy = database.isBusy
                async let following = Importing.lane.run { try source.next(quick: busy) }
                // Two batches may be written at once unless the second could name somebody of the first.
                let depends = batch.rows.contains { $0.mayBeKnown }
                while running > (depends ? 0 : 1), let loaded = try await group.next() { (total, running) = (total + loaded, running - 1) }
                for code in batch.rows.lazy.map(\.excluded) where code != 0 {
                    if let reason = Exclusion(rawValue: code) { report.excluded[reason.name, default: 0] += 1 }
                }
                ahead += batch.rows.count { ($0.created?.at.micros ?? 0) > now.micros }
                misdated += batch.misdated
                for row in batch.rows { if let created = row.created { span.add(created.at) } }
                group.addTask { try await write(batch, run) }
                running += 1
                if depends, let loaded = try await group.next() { (total, running) = (total + loaded, running - 1) }
                importing.progress(
                    ImportProgress(
                        step: "loading", file: plan.name, rows: source.rows, total: plan.rows, seconds: importing.clock.now.seconds(since: started)))
                next = try await following
            }
            for try await loaded in group { total += loaded }
        }
        report.describe(plan)
        report.created = total.created
        report.updated = total.updated
        report.unchanged = total.unchanged
        report.rejected = source.rejected
        report.read = source.rows
        report.warnings += SelectionSigns.of(plan, rows: source.rows)
        report.warnings += LoadWarnings.ofPeople(plan, leads: total.newLeads, rows: total.created, ahead: ahead)
        if misdated > 0 {
            report.warnings.append(
                "\(misdated) rows are dated as converted before they were created or came to an earlier stage; they count as converted, at an unknown time."
            )
        }
        if total.namesakes > 0 {
            report.warnings.append(
                "\(total.namesakes) rows have an id that somebody with another address and name has already: ids of different lists, or numbers that a spreadsheet shortened. They are kept as people of their own; what names such an id goes to the first."
            )
        }
        // A list without dates of no named system shows all of nothing.
        let isExport = span.made != nil || !hasCreation && plan.match.system != .generic
        return (report, total, isExport ? span : nil)
    }

    /// What the ids of stages mean by the file of stages, where leads name their stage by its id alone.
    private func stageMeanings() async throws -> [String: Stage] {
        guard plan.column("stage") == nil, plan.column("stage_id") != nil else { return [:] }
        let (id, system) = (id, plan.match.system)
        return try await database.read { read in try PipelineStages.all(read, of: id).compactMapValues { $0.meaning(in: system) } }
    }

    private var hasCreation: Bool { plan.column("created_at") != nil || plan.column("inquiry_at") != nil }

    private func write(_ batch: PeopleBatch, _ run: PeopleRun) async throws -> Loaded {
        let (now, actor, id, system) = (now, actor, id, plan.match.system.rawValue)
        return try await importing.write(ids: Ledger.ids(for: batch)) { tx in
            let ledger = Ledger(tx, now: now, actor: actor)
            var batch = batch
            try ledger.resolveAccounts(&batch, system: system)
            var loaded = try ledger.load(batch, run)
            for contact in loaded.touched {
                try tx.execute("insert into import_row (import_id, contact_id) values ($1, $2) on conflict do nothing", id, contact)
            }
            loaded.newContacts -= try ledger.joinAliases(of: batch, loaded)
            loaded.holders = []
            loaded.touched = []
            return loaded
        }
    }
}

extension FileReport {
    mutating func describe(_ plan: FilePlan) {
        kind = plan.match.kind.rawValue
        system = plan.match.system.rawValue
        reasons = plan.match.reasons
        encoding = plan.shape.encoding.rawValue
        delimiter = plan.shape.delimiter == 9 ? "tab" : String(decoding: [plan.shape.delimiter], as: UTF8.self)
        warnings += plan.warnings
        let months = Set(plan.match.kind == .spend ? plan.shape.months.map(\.index) : []), across = Set(plan.match.spread)
        columns = plan.columns.map { column in
            let values = column.values?.entries.sorted { ($1.count, $0.raw) < ($0.count, $1.raw) }.prefix(200).map {
                ValueReport(raw: $0.raw, count: $0.count, meaning: $0.meaning)
            }
            return ColumnReport(
                heading: column.heading, field: column.leftOut ? nil : column.field?.name,
                use: column.leftOut
                    ? "left out"
                    : months.contains(column.index) ? "month" : across.contains(column.index) ? "rate" : column.field == nil ? "custom" : "field",
                values: Array(values ?? []))
        }
        for column in plan.columns where !column.leftOut {
            guard let field = column.field?.name, let table = column.values, table.domain != nil else { continue }
            for entry in table.entries where entry.meaning == nil { unknownValues[field, default: [:]][entry.raw] = entry.count }
        }
    }
}
