// SPDX-License-Identifier: Apache-2.0
import Domain

/// Tells rows without an id apart that look the same in one file: the second is another thing, and the same file again has it second again.
struct Occurrences {
    private let reader: RecordReader
    private var counts: [String: Int] = [:]

    init(_ reader: RecordReader) { self.reader = reader }

    mutating func count(_ record: inout Record) {
        let key: String
        switch reader.plan.match.kind {
        case .spend: key = reader.spendPlace(record).joined(separator: "|") + "|" + (reader.text(record, "day") ?? "")
        case .deals where reader.text(record, "external_id") == nil: key = reader.dealName(record)
        default: return
        }
        record.occurrence = counts[key, default: 0]
        counts[key, default: 0] += 1
    }
}

extension RecordReader {
    /// What a deal is called; in a list of deals that have no names, as their company.
    func dealTitle(_ record: Record) -> String {
        text(record, "deal_name") ?? text(record, "name") ?? (plan.match.kind == .deals ? text(record, "company") : nil) ?? ""
    }

    /// A deal without an id is known by its name and company.
    func dealName(_ record: Record) -> String {
        let name = dealTitle(record)
        return name.isEmpty ? "" : "\(name.lowercased())|\(text(record, "company")?.lowercased() ?? "")"
    }

    /// What tells deals of one name apart.
    func dealTerms(_ record: Record) -> String {
        // Of a lead's row the creation is the lead's.
        (plan.match.kind == .leads ? [] : ["created_at"]).map { text(record, $0) ?? "" }.joined() + "|"
            + ["closed_at", "won_at", "lost_at", "expected_at", "amount", "account_id"].map { text(record, $0) ?? "" }.joined(separator: "|")
    }

    /// What money was spent on, without the day and the figures: source, campaign, and whatever else names it (ad group, account, market).
    func spendPlace(_ record: Record) -> [String] {
        let months = Set(plan.shape.months.map(\.index))
        return plan.columns.filter { !$0.leftOut && !months.contains($0.index) }.compactMap { column in
            guard let cell = record.cells[column.index], !Self.isFigure(column, cell) else { return nil }
            return "\(column.key)=\(cell)"
        }
    }

    private static let figures: Set<String> = ["amount", "day", "currency"]

    /// Clicks and impressions are corrected as costs are; a number that is an id names something.
    private static func isFigure(_ column: ColumnPlan, _ cell: String) -> Bool {
        if let field = column.field { return figures.contains(field.name) || [.number, .integer, .money].contains(field.type) }
        if column.heading.lowercased().split(whereSeparator: { !$0.isLetter }).contains("id") { return false }
        return cell.contains { $0.isNumber } && !cell.contains { $0.isLetter }
    }
}
