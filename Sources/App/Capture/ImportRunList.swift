// SPDX-License-Identifier: Apache-2.0
import Domain

/// All imports as a page lists them, begun ones first.
struct ImportRunList {
    let runs: [ImportRuns.Row]
    let drafts: [ImportDraft]
    let names: [String: String]
    let zone: Zone
    let states: [Int64: ImportState]
    let files: (ImportDraft) -> [String]

    var page: ImportsPage {
        guard !runs.isEmpty || !drafts.isEmpty else {
            return ImportsPage(
                headline: "Nothing was imported yet.",
                empty: EmptyState(
                    "One funnel from the files that you have.",
                    "Export contacts, leads and deals from your CRM as CSV; Entente finds out what is what."))
        }
        return ImportsPage(
            headline: headline,
            table: Table(
                columns: [
                    .init("Import", isText: true), .init("State", isText: true), .init("Read"), .init("Created"), .init("Rejected"),
                    .init("By", isText: true), .init("When", isText: true),
                ], rows: drafts.map(row) + runs.map(row)))
    }

    private var headline: String {
        let done = runs.filter { $0.state == "done" }.count, running = runs.filter { $0.state == "running" || $0.state == "publishing" }.count
        var parts: [String] = []
        if running > 0 { parts.append("\(running) \(running == 1 ? "import is" : "imports are") under way") }
        if done > 0 { parts.append("\(Format.count(done)) \(done == 1 ? "import is" : "imports are") in the funnel") }
        if !drafts.isEmpty { parts.append("\(drafts.count) \(drafts.count == 1 ? "waits" : "wait") for your word") }
        return (parts.isEmpty ? "No import counts at this moment" : parts.joined(separator: ", ")) + "."
    }

    private func row(_ draft: ImportDraft) -> Table.Row {
        let names = files(draft)
        return .init(
            .text(Self.short(names.joined(separator: ", ")), href: "/imports/drafts/\(draft.id)/columns"),
            [
                .text("not started"), .number(""), .number(""), .number(""), .text(self.names[Actor.member(draft.member).text] ?? ""),
                .text(Format.moment(draft.createdAt, in: zone)),
            ])
    }

    private func row(_ run: ImportRuns.Row) -> Table.Row {
        let report = (try? JSON.read(ImportReport.self, run.report)) ?? ImportReport(), isDone = run.state == "done"
        func number(_ value: Int) -> Cell { .number(isDone ? Format.count(value) : "") }
        return .init(
            .text(Self.short(run.name.isEmpty ? "Import \(run.id)" : run.name), href: "/imports/\(run.id)"),
            [
                .text(state(run, report)), number(report.read), number(report.created),
                .number(isDone ? Format.count(report.rejected) : "", isBad: isDone && report.rejected > 0), .text(names[run.actor] ?? ""),
                .text(Format.moment(Moment(micros: run.startedAt), in: zone)),
            ])
    }

    private func state(_ run: ImportRuns.Row, _ report: ImportReport) -> String {
        switch run.state {
        case "running":
            guard let state = states[run.id], state.step == "loading", state.total > 0 else { return "running" }
            return "running, \(Format.percent(Double(state.done) / Double(state.total)))"
        case "publishing": return "running, 99 %"
        case "undone": return "taken back"
        case "failed": return report.problem?.code == "cancelled" ? "stopped" : "failed"
        default: return run.state
        }
    }

    private static func short(_ text: String) -> String { text.count > 80 ? "\(text.prefix(78))…" : text }
}
