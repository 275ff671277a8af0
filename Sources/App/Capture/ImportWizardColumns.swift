// SPDX-License-Identifier: Apache-2.0
import Domain

/// The wizard's second step: what each file is, and what its columns mean.
struct ImportWizardColumns {
    let draft: ImportDraft
    let planned: [Importing.Planned]

    var openQuestions: Int { planned.reduce(0) { $0 + ($1.problem == nil ? $1.plan?.questions.filter(\.isOpen).count ?? 0 : 0) } }
    var usable: [Importing.Planned] { planned.filter(\.isTaken) }

    // MARK: The page

    func page(problem: String? = nil) -> ColumnsPage {
        let base = "/imports/drafts/\(draft.id)"
        return ColumnsPage(
            headline: headline, action: "\(base)/columns", files: planned.enumerated().map { file($0, $1) }, hrefs: ["/imports/new"],
            discard: "\(base)/discard", problem: problem)
    }

    private var headline: String {
        let known = usable.count, all = planned.filter { !$0.isLeftOut }.count, open = openQuestions
        let found =
            switch (known, all) {
            case (1, 1): "The file was recognized."
            case (2, 2): "Both files were recognized."
            case (0, 1): "The file was not recognized."
            case (known, known): "All \(known) files were recognized."
            default: "\(known) of \(all) files \(known == 1 ? "was" : "were") recognized."
            }
        return open == 0 ? found : "\(found) \(open == 1 ? "One column needs" : "\(open) columns need") your word."
    }

    private func file(_ index: Int, _ file: Importing.Planned) -> ColumnsPage.File {
        guard let plan = file.plan else {
            return .init(
                name: file.name, detail: "", kindInput: "k\(index)", kindOptions: Options.html([Choice("-", "leave this file out", selected: true)]),
                reasons: [], columns: [], problem: file.problem.map { Note($0.sentence, remedy: $0.remedy) })
        }
        let columns = file.isTaken ? plan.columns.map { ($0, column($0, plan, index)) } : []
        let isMain = { (column: ColumnPlan) in (column.field != nil && !column.leftOut) || column.stage != nil }
        return .init(
            name: file.name, detail: detail(plan, measured: file.problem == nil), kindInput: "k\(index)",
            kindOptions: kinds(plan, isLeftOut: file.isLeftOut), reasons: Array(plan.match.reasons.prefix(3)),
            columns: columns.filter { isMain($0.0) }.map(\.1), others: columns.filter { !isMain($0.0) }.map(\.1),
            problem: file.isLeftOut
                ? nil
                : (file.problem?.sentence ?? plan.match.kind.whyNotKept).map { Note($0, remedy: "Choose what the rows are, or leave the file out.") })
    }

    private func detail(_ plan: FilePlan, measured: Bool) -> String {
        let divided = [9: "tabs", 44: "commas", 59: "semicolons", 124: "bars"][plan.shape.delimiter] ?? "other marks"
        let rows = measured ? "\(Format.count(plan.rows)) \(plan.rows == 1 ? "row" : "rows")" : Format.bytes(Int(plan.size))
        return "\(rows) · \(plan.columns.count) columns · \(plan.shape.encoding.label) · \(divided)"
    }

    private func kinds(_ plan: FilePlan, isLeftOut: Bool) -> String {
        let system = plan.match.system.label.map { " of \($0)" } ?? ""
        let known = RecordKind.allCases.filter(\.isImported).map { kind in
            Choice(kind.rawValue, kind.label + (kind == plan.match.kind ? system : ""), selected: kind == plan.match.kind && !isLeftOut)
        }
        let none = plan.match.kind.isImported || isLeftOut ? [] : [Choice("", "choose what the rows are", selected: true)]
        return Options.html(none + known + [Choice("-", "leave this file out", selected: isLeftOut)])
    }

    private func column(_ column: ColumnPlan, _ plan: FilePlan, _ file: Int) -> ColumnsPage.Column {
        let question = plan.questions.first { $0.column == column.index }
        // One answer holds for the file: only the first column of its kind asks.
        let isFirst = question.map { asked in plan.questions.first { $0.isAboutDates == asked.isAboutDates }?.column == column.index } ?? false
        let hint = question.map { "Both readings fit \(Planning.list($0.examples))." }
        return .init(
            input: "f\(file).\(column.index)", name: column.heading.isEmpty ? "Column \(column.index + 1)" : column.heading, samples: column.samples,
            options: fields(column, plan), hint: hint, needsAnswer: question?.isOpen ?? false,
            question: isFirst ? question.map { self.question($0, file) } : nil)
    }

    private func question(_ question: PlanQuestion, _ file: Int) -> ColumnsPage.Question {
        switch question.about {
        case .dates(let answer):
            return .init(
                input: "d\(file)", label: "Order of day and month",
                options: Options.html(
                    [
                        Choice("", "day or month first?"), Choice(DateOrder.dayFirst.rawValue, "day first"),
                        Choice(DateOrder.monthFirst.rawValue, "month first"),
                    ],
                    selected: answer?.rawValue ?? ""))
        case .numbers(let answer):
            return .init(
                input: "n\(file)", label: "Mark of decimals",
                options: Options.html(
                    [Choice("", "what does the mark divide?"), Choice(".", "a point divides decimals"), Choice(",", "a comma divides decimals")],
                    selected: answer?.rawValue ?? ""))
        }
    }

    private func fields(_ column: ColumnPlan, _ plan: FilePlan) -> String {
        var first = [Choice("+", "keep as custom field"), Choice("-", "leave out")]
        if let stage = plan.match.stageColumns[column.index] { first.append(Choice("@", "when it entered \(stage)")) }
        let fields = CanonicalField.fields(of: plan.match.kind)
        func group(_ label: String, _ need: CanonicalField.Need) -> ChoiceGroup {
            ChoiceGroup(label, fields.filter { $0.need == need }.map { Choice($0.name, $0.label) })
        }
        var groups = [ChoiceGroup("", first), group("Tells who or what it is", .key), group("Reports need it", .wanted), group("More", .extra)]
        // A field that was recognized although rows of this kind seldom have it.
        if let field = column.field, !fields.contains(where: { $0.name == field.name }) {
            groups[0] = ChoiceGroup("", first + [Choice(field.name, field.label)])
        }
        return Options.html(groups, selected: Self.chosen(column))
    }

    private static func chosen(_ column: ColumnPlan) -> String {
        column.stage != nil ? "@" : column.leftOut ? "-" : column.field?.name ?? "+"
    }

    // MARK: The form

    struct Said {
        var options: ImportOptions
        /// A file is read as something else now: its columns must be looked at again.
        var isReread = false
    }

    /// - Throws: `Problem` where two columns of a file mean the same.
    func read(_ form: Fields) throws(Problem) -> Said {
        var said = Said(options: draft.options)
        for (index, file) in planned.enumerated() {
            guard let plan = file.plan, let kind = form["k\(index)"] else { continue }
            var choice = draft.options.files[file.name] ?? ImportOptions.FileChoice()
            if kind == "-" {
                choice.isLeftOut = true
            } else if let known = RecordKind(rawValue: kind), known.isImported {
                if choice.isLeftOut { (choice.isLeftOut, said.isReread) = (false, true) }
                if known != plan.match.kind {
                    (choice.kind, choice.columns, said.isReread) = (known, [:], true)
                } else if file.problem == nil {
                    try columns(form, plan, index, &choice)
                }
            }
            said.options.files[file.name] = choice
        }
        return said
    }

    private func columns(_ form: Fields, _ plan: FilePlan, _ file: Int, _ choice: inout ImportOptions.FileChoice) throws(Problem) {
        var headings: [String: String] = [:]
        for column in plan.columns {
            let now = Self.chosen(column), asked = form["f\(file).\(column.index)"] ?? now
            let isKnown =
                ["+", "-"].contains(asked) || asked == now || (asked == "@" && plan.match.stageColumns[column.index] != nil)
                || CanonicalField.fields(of: plan.match.kind).contains { $0.name == asked }
            guard isKnown else { continue }
            if asked != now { choice.columns[String(column.index)] = asked }
            guard let field = CanonicalField.named(asked), asked != "+", asked != "-", asked != "@" else { continue }
            if let other = headings.updateValue(column.heading, forKey: field.name) {
                throw Problem(
                    "twice", "Of \(plan.name), \"\(other)\" and \"\(column.heading)\" both mean \(field.label).",
                    remedy: "Keep one of them as a custom field, or leave it out.")
            }
        }
        if let order = form["d\(file)"].flatMap({ DateOrder(rawValue: $0) }) { choice.dateOrder = order }
        if let mark = form["n\(file)"].flatMap({ DecimalMark(rawValue: $0) }) { choice.decimalMark = mark }
    }
}

extension Importing.Planned {
    /// Something of it would be imported.
    var isTaken: Bool { problem == nil && plan?.match.kind.isImported == true }
}

extension PlanQuestion {
    fileprivate var isAboutDates: Bool { if case .dates = about { true } else { false } }
}

extension CanonicalField {
    /// For a reader: `SQL at`, `External id`.
    var label: String {
        let words = name.split(separator: "_").map { ["mql", "sal", "sql"].contains($0) ? $0.uppercased() : String($0) }.joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

extension SourceSystem {
    /// nil for a spreadsheet.
    var label: String? {
        switch self {
        case .hubspot: "HubSpot"
        case .salesforce: "Salesforce"
        case .odoo: "Odoo"
        case .pipedrive: "Pipedrive"
        case .krayin: "Krayin"
        case .mautic: "Mautic"
        case .zoho: "Zoho"
        case .generic: nil
        }
    }
}

extension FileShape.Encoding {
    /// As people know it.
    fileprivate var label: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16le, .utf16be: "UTF-16"
        case .utf32le, .utf32be: "UTF-32"
        case .windows1252: "Windows-1252"
        }
    }
}
