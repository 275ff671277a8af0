// SPDX-License-Identifier: Apache-2.0
import Domain

/// The wizard's last step: what would happen, before it does.
struct ImportWizardStart {
    let draft: ImportDraft
    let planned: [Importing.Planned]
    let apart: [ExclusionReason: ExclusionCount]
    var trial: ImportTrials.State?

    var rows: Int { planned.filter(\.isTaken).compactMap(\.plan).reduce(0) { $0 + $1.rows } }

    func page(problem: String? = nil) -> StartPage {
        let base = "/imports/drafts/\(draft.id)"
        let plans = planned.filter(\.isTaken).compactMap(\.plan).sorted { ($0.match.kind.rank, $0.name) < ($1.match.kind.rank, $1.name) }
        let rows = plans.reduce(0) { $0 + $1.rows }
        return StartPage(
            headline: "\(Format.count(rows)) \(rows == 1 ? "row" : "rows") would be read. Nothing is written yet.", action: "\(base)/start",
            counts: table(plans, rows), notes: notes(plans), exclusions: exclusions, own: draft.options.ownDomains.sorted().joined(separator: ", "),
            competitors: draft.options.competitors.sorted().joined(separator: ", "),
            hrefs: ["/imports/new", "\(base)/columns", "\(base)/values"], trial: told("\(base)/start"), problem: problem)
    }

    /// What a copy of the ledger made of it.
    private func told(_ address: String) -> StartPage.Trial {
        switch trial {
        case nil:
            return .init(
                text: "So many rows, or a ledger on a server, take about as long to try as to import.",
                offer: Link("Try it on a copy first", "\(address)?try=1"))
        case .waiting: return .init(text: "A copy of the ledger is made, to try it on.", poll: address)
        case .running(let progress):
            return .init(
                text: progress.total > 0
                    ? "Tried on a copy: \(Format.count(progress.rows)) of \(Format.count(progress.total)) rows of \(progress.file)."
                    : "Tried on a copy: \(progress.file).", poll: address)
        case .failed(let problem): return .init(text: "It could not be tried: \(problem.advice)")
        case .done(let report):
            var parts = ["\(Format.plural(report.contacts, "new contact"))", Format.plural(report.ownLeads, "new lead")]
            if report.moves > 0 { parts.append(Format.plural(report.moves, "move") + " between stages") }
            let rejected = report.files.flatMap { file in file.firstRejected.prefix(3).map { "\(file.file), \($0)" } }.prefix(6)
            return .init(
                text: (["Tried on a copy of the ledger: \(parts.joined(separator: ", "))."] + [report.shared, report.noLeads].compactMap(\.self))
                    .joined(separator: " "),
                table: report.kinds.isEmpty ? nil : ImportStatus.counts(report, rejects: nil), rejected: Array(rejected))
        }
    }

    private func table(_ plans: [FilePlan], _ rows: Int) -> Table {
        let total = plans.count > 1 ? [Table.Row(.text("All"), [.number(Format.count(rows)), .text(""), .text(""), .text("")], isTotal: true)] : []
        return Table(
            columns: [
                .init("File", isText: true), .init("Rows"), .init("Holds", isText: true), .init("From", isText: true),
                .init("Columns used", isText: true),
            ],
            rows: plans.map { plan in
                let used = plan.columns.filter { $0.field != nil && !$0.leftOut }.count, left = plan.columns.filter(\.leftOut).count
                let custom = plan.columns.count - used - left
                let detail = [
                    "\(used) known", custom > 0 ? "\(custom) custom" : nil, left > 0 ? "\(left) left out" : nil,
                ].compactMap(\.self).joined(separator: ", ")
                return .init(
                    .text(plan.name),
                    [
                        .number(Format.count(plan.rows)), .text(plan.match.kind.label), .text(plan.match.system.label ?? "a spreadsheet"),
                        .text(detail),
                    ])
            } + total)
    }

    private func notes(_ plans: [FilePlan]) -> [Note] {
        var notes: [Note] = []
        for file in planned where !file.isTaken {
            guard let problem = file.problem else {
                notes.append(Note("\(file.name) is not kept: \(file.plan?.match.kind.whyNotKept ?? "")"))
                continue
            }
            notes.append(
                file.isLeftOut ? Note("\(file.name) is left out.") : Note("\(file.name) can't be read: \(problem.sentence)", remedy: problem.remedy))
        }
        for plan in plans {
            notes += (plan.warnings + SelectionSigns.of(plan, rows: plan.rows)).map { Note("\(plan.name): \($0)") }
            let unknown = plan.columns.filter { $0.values?.domain != nil && !$0.leftOut }.flatMap {
                $0.values?.entries.filter { $0.meaning == nil } ?? []
            }
            if !unknown.isEmpty {
                let words = unknown.sorted { ($1.count, $0.raw) < ($0.count, $1.raw) }.prefix(3).map { "\"\($0.raw)\"" }.joined(separator: ", ")
                notes.append(
                    Note(
                        "\(plan.name): \(Format.count(unknown.count)) \(unknown.count == 1 ? "word has" : "words have") no meaning and \(unknown.count == 1 ? "stays" : "stay") as written: \(words).",
                        link: Link("Say what they mean", "/imports/drafts/\(draft.id)/values")))
            }
        }
        return notes
    }

    private var exclusions: [Choice] {
        ExclusionReason.allCases.compactMap { reason in
            guard let count = apart[reason], count.rows > 0 else { return nil }
            let example = count.example.isEmpty ? "" : ", such as \(count.example)"
            return Choice(
                reason.rawValue, "\(Format.count(count.rows)) \(count.rows == 1 ? "row" : "rows"): \(reason.label)\(example)",
                selected: draft.options.apart?.contains(reason) ?? true)
        }
    }

    // MARK: The form

    /// - Throws: `Problem` where a domain is none.
    func read(_ form: Fields) throws(Problem) -> ImportOptions {
        var options = draft.options
        options.ownDomains = try Self.domains(form["own"] ?? "")
        options.competitors = try Self.domains(form["competitors"] ?? "")
        let chosen = Set(form.all("exclude").compactMap { ExclusionReason(rawValue: $0) })
        // What was not on the page was not decided against.
        options.apart = Set(ExclusionReason.allCases.filter { chosen.contains($0) || (apart[$0]?.rows ?? 0) == 0 })
        return options
    }

    static func domains(_ text: String) throws(Problem) -> Set<String> {
        var domains: Set<String> = []
        for piece in text.split(whereSeparator: { $0 == "," || $0 == ";" || $0.isWhitespace }) {
            let domain = piece.lowercased().split(separator: "@").last.map(String.init) ?? ""
            guard domain.contains("."), domain.utf8.count <= 253, !domain.hasPrefix("."), !domain.hasSuffix(".") else {
                throw Problem(
                    "bad_domain", "\"\(piece.prefix(80))\" is no mail domain.", remedy: "Write it like nordwind.example, with commas between several."
                )
            }
            domains.insert(domain)
        }
        return domains
    }
}
