// SPDX-License-Identifier: Apache-2.0
import Domain

/// Amounts of money, and which currency is meant: what the cell says, else the heading, else the row's column of currencies, else what the
/// reader or the company named.
extension RecordReader {
    func money(_ record: Record, _ field: String) throws(Problem) -> Money? {
        guard let column = columns[field], let cell = record.cells[column.index] else { return nil }
        return try money(cell, column, record)
    }

    func money(_ cell: String, _ column: ColumnPlan, _ record: Record) throws(Problem) -> Money? {
        var text = cell
        let result = text.withUTF8 { parseMoney(UnsafeRawBufferPointer($0), as: column.number) }
        switch result {
        case .absent: return nil
        case .bad(let fault): throw bad(record, column, "\"\(cell.prefix(60))\" is no amount: \(fault.sentence)")
        case .value(let number):
            let own = try currency(of: number, cell, column, record)
            guard let minor = number.value.times(column.factor)?.minor(exponent: own.exponent) else {
                throw bad(record, column, "\"\(cell.prefix(60))\" is too large for an amount.")
            }
            return Money(minor: minor, own)
        }
    }

    private func currency(of number: NumberCell, _ cell: String, _ column: ColumnPlan, _ record: Record) throws(Problem) -> Currency {
        let isFormat = cell.contains(WorkbookParts.gap)
        if let code = number.currency, !isFormat { return code }
        var named: Currency?
        let mark = if let heading = column.currency { heading } else { try rowCurrency(record) }
        if isFormat {
            if case .code(let code)? = mark { return code }
            if let code = number.currency { return code }
        }
        switch mark {
        case .code(let code): named = code
        case .sign(let sign): named = try meant(by: sign, [currency], cell, record)
        case nil: break
        }
        guard let sign = number.sign else { return named ?? currency }
        if let named, !sign.candidates.contains(named) {
            throw Problem(
                "contradicting_currency", "\"\(cell.prefix(60))\" is written with \(sign.rawValue), and the row or the heading says \(named.code).",
                at: "line \(record.line), column \"\(column.heading)\"", remedy: "Correct one of them.")
        }
        return try meant(by: sign, [named, currency], cell, record)
    }

    private func rowCurrency(_ record: Record) throws(Problem) -> CurrencyMark? {
        // A converted amount stands in another currency than the row's, whose column was unmapped with it.
        guard let cell = text(record, "currency") else { return nil }
        guard let mark = currencyMark(cell) else {
            throw Problem(
                "bad_currency", "\"\(cell.prefix(20))\" is no currency.", at: "line \(record.line)", remedy: "Use its three letters, as in EUR.")
        }
        return mark
    }

    private func meant(by sign: CurrencySign, _ named: [Currency?], _ cell: String, _ record: Record) throws(Problem) -> Currency {
        if let currency = sign.meant(among: named) { return currency }
        let codes = sign.candidates.prefix(3).map(\.code).joined(separator: ", ")
        throw Problem(
            "ambiguous_currency", "\"\(cell.prefix(60))\" is written with \(sign.rawValue), which is the sign of several currencies (\(codes)).",
            at: "line \(record.line)", remedy: "Say which one with --currency, or add a column that names it.")
    }
}
