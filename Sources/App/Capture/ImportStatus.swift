// SPDX-License-Identifier: Apache-2.0
import Domain

/// One import as its page shows it: under way, done, taken back.
struct ImportStatus {
    let row: ImportRuns.Row
    let report: ImportReport
    let who: String
    let zone: Zone
    let job: Jobs.Row?
    let state: ImportState?
    /// There is a file of rejected rows.
    let hasRejects: Bool

    private var path: String { "/imports/\(row.id)" }
    private var isRunning: Bool { row.state == "running" || row.state == "publishing" }
    /// Begun in a browser, so that it can be stopped there.
    private var isJob: Bool { job?.state == "waiting" || job?.state == "running" }

    var page: ImportPage {
        isRunning
            ? ImportPage(
                title: "Import", headline: runningHeadline, basis: basis, steps: Steps(current: 3), progress: progress, poll: path,
                cancel: isJob && row.state == "running" && job?.cancel != true ? "\(path)/cancel" : nil)
            : ended
    }

    private var basis: String {
        let began = Format.moment(Moment(micros: row.startedAt), in: zone)
        let took = row.finishedAt.map { max(0, $0 - row.startedAt) }.map { ", took \(Self.took(Double($0) / 1e6))" } ?? ""
        return "\(row.name.isEmpty ? "Import \(row.id)" : row.name) · \(who), \(began)\(row.state == "done" ? took : "")"
    }

    private static func took(_ seconds: Double) -> String { seconds < 10 ? "\(Format.fixed(max(0.1, seconds), 1)) s" : Format.duration(seconds) }

    // MARK: Under way

    private var runningHeadline: String {
        if job?.cancel == true { return "Stopping; what was loaded disappears." }
        if job?.state == "waiting" { return job?.attempts == 0 ? "Another import is under way; this one is next." : "It begins again." }
        return switch state?.step {
        case "loading": "\(Format.count(state?.done ?? 0)) of \(Format.count(state?.total ?? 0)) rows are in."
        case "publishing": "All rows are in; the pieces are put together."
        case "undoing": "An attempt was interrupted; what it left is taken away."
        default: "The files are read."
        }
    }

    private var progress: Progress {
        guard let state, state.total > 0 else { return Progress(done: 0, total: nil, text: state.map { $0.file } ?? "It begins in a moment.") }
        if state.step != "loading" { return Progress(done: state.done, total: state.total, text: "Looking through \(state.file)") }
        var text = state.file
        if state.seconds > 0.5, state.done > 0 {
            let rate = Double(state.done) / state.seconds
            text +=
                " · \(Format.count(Int(rate))) rows a second, \(Format.duration((Double(max(0, state.total - state.done)) / rate).rounded(.up))) left"
        }
        return Progress(done: state.done, total: state.total, text: text)
    }

    // MARK: After

    private var ended: ImportPage {
        ImportPage(
            title: "Import", headline: headline, basis: basis, figures: row.state == "done" ? figures : [],
            counts: report.kinds.isEmpty || row.state != "done" ? nil : Self.counts(report, rejects: hasRejects ? "\(path)/rejected" : nil),
            notes: notes,
            rejected: hasRejects && row.state == "done"
                ? Link("The \(Format.count(report.rejected)) rejected \(report.rejected == 1 ? "row" : "rows"), with reasons", "\(path)/rejected")
                : nil,
            undo: row.state == "done" ? "\(path)/undo" : nil,
            undoHint:
                "Removes the people, leads, deals and touches that only this import knows. What somebody did with them since stays, and is listed.",
            kept: kept, next: row.state == "done" ? Link("See what to talk about", "/audit") : Link("Import files", "/imports/new"),
            computed: row.state == "done" ? Self.computed : [])
    }

    private static let computed = [
        Term("Rows", "Read is created, updated, unchanged and rejected together; lines of totals and repeated headings are left out and told."),
        Term(
            "Created, updated", "A row creates what the ledger did not know, or changes something of what it knew: a fact, a stage, an owner, a link."
        ),
        Term("Unchanged", "The same row was read before, word for word, or an older export says what a newer one said already."),
        Term("Rejected", "A row that names nobody, or states what can't be: the file of rejected rows has each with its reason, ready to be mended."),
        Term(
            "New leads, moves", "Leads opened by these rows, and changes of stage that they tell, with their dates or as inferred from a later stage."
        ),
    ]

    private var headline: String {
        switch row.state {
        case "undone":
            let removed = report.undone?.removed ?? [:]
            let parts = [("contact", "contacts"), ("lead", "leads"), ("deal", "deals")].compactMap { key, name in
                removed[key].map { "\(Format.count($0)) \(name)" }
            }
            return parts.isEmpty ? "This import was taken back." : "Taken back: \(parts.joined(separator: ", ")) are gone."
        case "failed": return report.problem?.code == "cancelled" ? "This import was stopped." : "This import failed; nothing of it was kept."
        default:
            guard report.read > 0 else { return "Nothing in these files was new." }
            var parts = ["\(Format.count(report.created)) \(report.created == 1 ? "row is" : "rows are") new"]
            if report.updated > 0 { parts.append("\(Format.count(report.updated)) changed something") }
            if report.unchanged > 0 { parts.append("\(Format.count(report.unchanged)) were known") }
            if report.rejected > 0 { parts.append("\(Format.count(report.rejected)) could not be used") }
            return parts.joined(separator: ", ") + "."
        }
    }

    private var figures: [Figure] {
        var figures = [Figure(Format.count(report.read), "rows read")]
        if report.contacts > 0 { figures.append(Figure(Format.count(report.contacts), "new contacts")) }
        if report.ownLeads > 0 { figures.append(Figure(Format.count(report.ownLeads), "new leads")) }
        if report.moves > 0 { figures.append(Figure(Format.count(report.moves), "moves between stages")) }
        let excluded = report.files.reduce(0) { $0 + $1.excluded.values.reduce(0, +) }
        if excluded > 0 { figures.append(Figure(Format.count(excluded), "rows counted apart")) }
        return figures
    }

    /// Rows of each kind, and what became of them.
    /// - Parameter rejects: where the rejected rows are; nil where they are nowhere.
    static func counts(_ report: ImportReport, rejects: String?) -> Table {
        func cells(_ counts: RowCounts) -> [Cell] {
            [counts.read, counts.created, counts.updated, counts.unchanged].map { .number(Format.count($0)) }
                + [
                    .number(Format.count(counts.rejected), href: counts.rejected > 0 ? rejects : nil, isBad: counts.rejected > 0)
                ]
        }
        let kinds = report.kinds.sorted { (RecordKind(rawValue: $0.key)?.rank ?? 0, $0.key) < (RecordKind(rawValue: $1.key)?.rank ?? 0, $1.key) }
        let all = RowCounts(
            read: report.read, created: report.created, updated: report.updated, unchanged: report.unchanged, rejected: report.rejected)
        let total = kinds.count > 1 ? [Table.Row(.text("All"), cells(all), isTotal: true)] : []
        return Table(
            columns: [.init("Kind", isText: true), .init("Read"), .init("Created"), .init("Updated"), .init("Unchanged"), .init("Rejected")],
            rows: kinds.map { .init(.text(RecordKind(rawValue: $0.key)?.label ?? $0.key), cells($0.value)) } + total)
    }

    private var notes: [Note] {
        var notes: [Note] = []
        if let problem = report.problem { notes.append(Note(problem.sentence, remedy: problem.remedy)) }
        if row.state == "undone" { return notes }
        if let shared = report.shared { notes.append(Note(shared)) }
        if let missing = report.noLeads { notes.append(Note(missing)) }
        for file in report.files {
            if let problem = file.problem, problem != report.problem {
                notes.append(Note("\(file.file): \(problem.sentence)", remedy: problem.remedy))
            }
            notes += file.warnings.map { Note("\(file.file): \($0)") }
            for (field, values) in file.unknownValues.sorted(by: { $0.key < $1.key }) {
                let list = values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5).map { "\"\($0.key)\" (\(Format.count($0.value)))" }
                let more = values.count > 5 ? " and \(values.count - 5) more" : ""
                notes.append(Note("\(file.file): these words of \(field) stay as written: \(list.joined(separator: ", "))\(more)."))
            }
            for (reason, rows) in file.excluded.sorted(by: { $0.key < $1.key }) {
                let label = ExclusionReason(rawValue: reason)?.label ?? reason
                notes.append(Note("\(file.file): \(Format.count(rows)) \(rows == 1 ? "row is" : "rows are") counted apart: \(label)."))
            }
            if file.absent > 0 {
                notes.append(
                    Note("\(Format.count(file.absent)) records of an earlier export are not in \(file.file); they are flagged, not deleted."))
            }
        }
        return notes
    }

    private var kept: Table? {
        guard let kept = report.undone?.kept, !kept.isEmpty, row.state == "undone" else { return nil }
        return Table(
            columns: [.init("What stayed", isText: true), .init("Why", isText: true)],
            rows: kept.prefix(200).map { one in
                let href = one.kind == "contact" ? "/contacts/\(one.id)" : nil
                return .init(.text("\(one.kind.prefix(1).uppercased() + one.kind.dropFirst()) \(one.id)", href: href), [.text(one.why)])
            })
    }
}
