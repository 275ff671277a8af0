// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation

/// The report as a terminal shows it.
enum ImportText {
    static func of(_ report: ImportReport) -> String {
        var lines: [String] = []
        for file in report.files { lines += of(file) }
        let what = report.dryRun ? "Dry run, nothing was written" : report.id.map { "Import \($0)" } ?? "Nothing was imported"
        lines.append(
            "\(what): \(grouped(report.read)) rows read = \(grouped(report.created)) created + \(grouped(report.updated)) updated + \(grouped(report.unchanged)) unchanged + \(grouped(report.rejected)) rejected."
        )
        if report.leads > 0 || report.contacts > 0 {
            lines.append("\(grouped(report.contacts)) contacts and \(grouped(report.leads)) leads with \(grouped(report.moves)) moves are new.")
        }
        if let shared = report.shared { lines.append(shared) }
        if let missing = report.noLeads { lines.append(missing) }
        if let path = report.rejectedFile { lines.append("Rejected rows, each with its reason: \(path)") }
        if let id = report.id { lines.append("entente import undo \(id) takes it back; entente funnel shows it.") }
        return lines.joined(separator: "\n")
    }

    private static func of(_ file: FileReport) -> [String] {
        if let problem = file.problem { return [problem.at(file.file).description, ""] }
        var lines = [
            "\(file.file): \(file.kind.replacing("_", with: " ")) from \(file.system) (\(file.encoding), columns divided by \(file.delimiter == "tab" ? "tabs" : "\"\(file.delimiter)\""))"
        ]
        lines.append(
            "  \(grouped(file.read)) read, \(grouped(file.created)) created, \(grouped(file.updated)) updated, \(grouped(file.unchanged)) unchanged, \(grouped(file.rejected)) rejected"
        )
        let custom = file.columns.filter { $0.use == "custom" }.map(\.heading)
        let fields = file.columns.compactMap { column in column.field.map { "\(column.heading) → \($0)" } }
        if !fields.isEmpty { lines.append("  columns: \(fields.joined(separator: ", "))") }
        if !custom.isEmpty {
            lines.append(
                "  kept as custom fields: \(custom.prefix(20).joined(separator: ", "))\(custom.count > 20 ? " and \(custom.count - 20) more" : "")")
        }
        for column in file.columns where ["stage", "status", "outcome"].contains(column.field ?? "") && !column.values.isEmpty {
            let values = column.values.prefix(12).map { "\($0.raw) (\($0.count)) → \($0.meaning ?? "?")" }
            lines.append("  \(column.heading): \(values.joined(separator: ", "))")
        }
        for (field, values) in file.unknownValues.sorted(by: { $0.key < $1.key }) {
            let list = values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8).map { "\"\($0.key)\" (\($0.value))" }.joined(
                separator: ", ")
            lines.append("  unknown values of \(field), kept raw: \(list). Say what they mean with --map-value \"\(field):VALUE=MEANING\".")
        }
        if !file.excluded.isEmpty {
            lines.append("  counted apart: \(file.excluded.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))")
        }
        if file.absent > 0 { lines.append("  \(file.absent) records of an earlier export are not in this one; they are flagged, not deleted.") }
        lines += file.firstRejected.map { "  rejected: \($0)" }
        if file.rejected > file.firstRejected.count { lines.append("  … and \(grouped(file.rejected - file.firstRejected.count)) more") }
        lines += file.warnings.map { "  note: \($0)" }
        return lines + [""]
    }

    static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(abs(number)).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }
}

/// What `--fields` prints.
enum FieldList {
    static var text: String {
        let width = CanonicalField.all.map(\.name.count).max() ?? 0
        return CanonicalField.all.map { field in
            let name = field.name + String(repeating: " ", count: width - field.name.count)
            return "\(name)  \(field.type.rawValue)\t\(field.help)"
        }.joined(separator: "\n")
    }
}

/// One line on a terminal that says how far it is, with rate and time left. Silent where standard error is no terminal.
final class ProgressLine: Sendable {
    private let isTerminal = isatty(2) == 1

    func show(_ progress: ImportProgress) {
        guard isTerminal else { return }
        var text = "\(progress.step) \(progress.file)"
        if progress.total > 0 {
            text += "  \(progress.rows * 100 / max(1, progress.total)) %"
            if progress.seconds > 0.5, progress.rows > 0 {
                let rate = Double(progress.rows) / progress.seconds
                let left = Double(progress.total - progress.rows) / rate
                text += "  \(ImportText.grouped(Int(rate))) rows/s, \(Int(left.rounded(.up))) s left"
            }
        }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }

    func clear() { if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) } }
}
