// SPDX-License-Identifier: Apache-2.0
import Domain

/// What a reader of the report should know of a file as it was read.
enum PlanWarnings {
    /// Of its characters.
    static func of(_ rows: RowReader, _ plan: FilePlan) -> [String] {
        var warnings: [String] = []
        if let line = rows.firstInvalidLine {
            warnings.append(
                "\(rows.invalidCharacters) characters are not valid \(plan.shape.encoding.rawValue), first on line \(line); they stand as \u{FFFD}.")
        }
        if rows.nulBytes > 0 { warnings.append("\(rows.nulBytes) NUL characters were left out.") }
        return warnings
    }

    /// Of its cells.
    /// - Parameters: `footers` rows that the report added; `currencies` that the reader or the company named.
    static func of(_ sights: [ColumnSight], _ plan: FilePlan, footers: Int, currencies: [Currency]) -> [String] {
        var warnings: [String] = []
        if footers > 0 {
            warnings.append(
                "\(footers) report \(footers == 1 ? "row" : "rows") (totals, notices, repeated headings) \(footers == 1 ? "was" : "were") left out.")
        }
        if plan.match.kind == .rates, plan.column("rate") != nil, plan.column("base") == nil, !plan.hasConversionRates {
            warnings.append(
                "No column names the base, so each rate is taken as what one unit of its currency is worth in \(currencies.first?.code ?? "the company's currency"). Where they are the other way round, add a column \"Base\"."
            )
        }
        if let unread = unreadAmount(plan) { warnings.append(unread) }
        if plan.match.kind == .campaigns, let cost = plan.column("cost"),
            plan.columns.contains(where: { KindSigns.deliveryWords.contains(HeadingKey($0.heading).key) })
        {
            warnings.append(
                "\"\(cost.heading)\" is not counted as spend, since no column says when it was spent: export the report by day or by month.")
        }
        for sight in sights {
            let column = plan.columns[sight.place]
            if sight.shortened > 0 {
                warnings.append(
                    "Ids in \"\(column.heading)\" (\(sight.shortened)) are written like 1.23457E+11: a spreadsheet has shortened them, and they count as empty. Export the file again, or format the column as text before saving."
                )
            }
            if let zeros = sight.dates?.zeros, zeros > 0 {
                warnings.append(
                    "\(zeros) \(zeros == 1 ? "date" : "dates") in \"\(column.heading)\" \(zeros == 1 ? "is" : "are") one that systems write where there is none (1899-12-30, 1900-01-01, 1970-01-01); \(zeros == 1 ? "it counts" : "they count") as empty."
                )
            }
            // A company's revenue is kept as it is written.
            if column.field?.type == .money && column.field?.name != "annual_revenue" || plan.match.kind == .spend {
                warnings += signs(sight, column, plan, currencies)
            }
        }
        return warnings
    }

    /// Deals without an amount, though a column looks like one.
    private static func unreadAmount(_ plan: FilePlan) -> String? {
        guard plan.match.kind == .deals, plan.column("amount") == nil, plan.column("recurring_amount") == nil else { return nil }
        let column = plan.columns.first { column in
            column.field == nil && !column.leftOut && moneyWords.contains(where: wordKey(column.heading).contains) && !column.samples.isEmpty
                && column.samples.allSatisfy { CellSigns.isAmount($0.trimmed) }
        }
        guard let heading = column?.heading else { return nil }
        return "No column is known as the amount of the deals, and \"\(heading)\" looks like one: say --map \"\(heading)=amount\" if it is."
    }

    private static let moneyWords = [
        "amount", "value", "revenue", "price", "total", "worth", "betrag", "wert", "summe", "umsatz", "preis", "volumen", "montant", "valeur", "prix",
        "importe", "valor", "precio", "importo", "valore",
    ]

    /// A sign that several currencies share, where none of those that are named writes it.
    private static func signs(_ sight: ColumnSight, _ column: ColumnPlan, _ plan: FilePlan, _ currencies: [Currency]) -> [String] {
        var named = currencies
        if case .code(let code)? = column.currency { named.append(code) }
        return (sight.numbers?.signs ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { sign, count in
            guard !named.contains(where: sign.candidates.contains), plan.column("currency") == nil, let usual = sign.usual else { return nil }
            return
                "\(count) \(count == 1 ? "amount" : "amounts") in \"\(column.heading)\" \(count == 1 ? "is" : "are") written with \(sign.rawValue) and taken as \(usual.code), since \(named.first?.code ?? "the company's currency") is not written so. If another is meant, say it with --currency."
        }
    }
}
