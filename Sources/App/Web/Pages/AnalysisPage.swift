// SPDX-License-Identifier: Apache-2.0

/// An analysis as a page that leaves the program: pictures and tables in one file.
package struct AnalysisPage: Page {
    package static let template = "analysis"

    package struct Finding: Sendable {
        package let text: String
        package let isWarning: Bool
    }

    package struct Section: Sendable {
        package let heading: String
        package let texts: [String]
        /// SVG, escaped already.
        package let picture: String
        /// One or none.
        package let tables: [Table]
    }

    package let title: String
    package let headline: String
    package let basis: String
    package let findings: [Finding]
    package let sections: [Section]
    package let hasNotes: Bool
    package let notes: [String]
    package let hasMethods: Bool
    package let methods: [String]

    init(_ report: AnalysisReport) {
        title = report.title
        headline = report.title
        basis = report.basis.joined(separator: " ")
        findings = report.findings.map { Finding(text: $0.text.replacing(" %", with: "\u{A0}%"), isWarning: $0.isWarning) }
        sections = report.sections.map { section in
            Section(
                heading: section.heading, texts: section.text, picture: section.picture.map { ReportPicture.svg($0, label: section.heading) } ?? "",
                tables: section.table.map { [Self.table($0, named: section.heading)] } ?? [])
        }
        (hasNotes, notes) = (!report.notes.isEmpty, report.notes)
        (hasMethods, methods) = (!report.methods.isEmpty, report.methods)
    }

    private static func table(_ table: AnalysisReport.Table, named heading: String) -> Table {
        Table(
            columns: table.columns.enumerated().map { Table.Column($1.name, isText: !$1.isNumber || $0 == 0) },
            rows: table.rows.map { row in
                Table.Row(
                    .text(row.first ?? ""),
                    table.columns.indices.dropFirst().map { index in
                        let text = index < row.count ? row[index] : ""
                        return table.columns[index].isNumber ? .number(text) : .text(text)
                    })
            })
    }
}
