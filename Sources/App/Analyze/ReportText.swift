// SPDX-License-Identifier: Apache-2.0
import Analytics
import Foundation

/// A report as a terminal shows it: aligned columns, bars and lines of block characters.
enum ReportText {
    static func of(_ report: AnalysisReport, width: Int = 100) -> String {
        var lines = [report.title.uppercased()]
        lines += report.basis.flatMap { wrapped($0, width) }
        if !report.findings.isEmpty { lines.append("") }
        for finding in report.findings { lines += wrapped(finding.isWarning ? "!! \(finding.text) !!" : finding.text, width) }
        for section in report.sections {
            lines += ["", section.heading.uppercased()]
            lines += section.text.flatMap { wrapped($0, width) }
            switch section.picture {
            case .bars(let bars): lines += self.bars(bars, width: width)
            case .curves(let curves, let x, let y): lines += TextPlot.lines(curves, x: x, y: y)
            case nil: break
            }
            if let table = section.table { lines += self.table(table, width: width) }
        }
        if !report.notes.isEmpty { lines += ["", "TO KNOW"] + report.notes.flatMap { wrapped("- \($0)", width, indent: "  ") } }
        if !report.methods.isEmpty { lines += ["", "HOW THIS IS COMPUTED"] + report.methods.flatMap { wrapped($0, width) } }
        return lines.joined(separator: "\n")
    }

    /// Columns side by side; a last one of text takes the room that is left, on as many lines as it needs.
    static func table(_ table: AnalysisReport.Table, width: Int = 100) -> [String] {
        let shown = table.rows.prefix(table.most)
        var widths = table.columns.indices.map { column in
            max(table.columns[column].name.count, shown.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0)
        }
        let last = widths.count - 1, wraps = last > 0 && !table.columns[last].isNumber
        for column in widths.indices where column < last || !wraps { widths[column] = min(44, widths[column]) }
        func room() -> Int { width - widths.dropLast().reduce(0) { $0 + $1 + 2 } }
        if wraps, widths[last] > room() { for column in 0..<last { widths[column] = min(32, widths[column]) } }
        if wraps { widths[last] = min(widths[last], max(24, room())) }
        func line(_ cells: [String]) -> String {
            table.columns.indices.map { column in
                let cell = cut(column < cells.count ? cells[column] : "", widths[column])
                let pad = String(repeating: " ", count: max(0, widths[column] - cell.count))
                return table.columns[column].isNumber ? pad + cell : cell + pad
            }.joined(separator: "  ").trimmedEnd
        }
        func lines(_ cells: [String]) -> [String] {
            guard wraps, last < cells.count, cells[last].count > widths[last] else { return [line(cells)] }
            let parts = wrapped(cells[last].replacing("\n", with: " "), widths[last])
            return parts.enumerated().map { index, part in
                line((index == 0 ? Array(cells.dropLast(cells.count - last)) : Array(repeating: "", count: last)) + [part])
            }
        }
        var all = [line(table.columns.map(\.name)), widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")]
        all += shown.flatMap(lines)
        if table.rows.count > table.most {
            all.append("… and \(Format.plural(table.rows.count - table.most, "more row")); --html and --json have them all.")
        }
        return all
    }

    private static func bars(_ bars: [AnalysisReport.Bar], width: Int) -> [String] {
        let most = bars.map { max($0.value, $0.high ?? 0) }.max() ?? 0
        let label = min(28, bars.map(\.label.count).max() ?? 0)
        let room = max(10, width - label - 24)
        return bars.prefix(30).map { bar in
            let name = cut(bar.label, label)
            let length = most > 0 ? max(0, bar.value / most) * Double(room) : 0
            let whole = Int(length)
            let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
            let drawn = String(repeating: "█", count: whole) + eighths[min(7, Int((length - Double(whole)) * 8))]
            return name + String(repeating: " ", count: label - name.count) + "  " + drawn + " " + bar.text
        }
    }

    static func cut(_ text: String, _ width: Int) -> String {
        let flat = text.replacing("\n", with: " ")
        return flat.count > width ? String(flat.prefix(max(1, width - 1))) + "…" : flat
    }

    static func wrapped(_ text: String, _ width: Int, indent: String = "") -> [String] {
        var (lines, line) = ([String](), "")
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = indent + word
            } else {
                line += line.isEmpty ? String(word) : " \(word)"
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }
}

extension String {
    /// Without blanks at its end.
    var trimmedEnd: String { String(prefix(upTo: lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)) }
}
