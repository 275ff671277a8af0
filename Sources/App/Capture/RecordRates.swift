// SPDX-License-Identifier: Apache-2.0
import Domain

/// Exchange rates as files write them, and periods of spend.
extension RecordReader {
    struct Rate {
        let day: Day
        let currency: Currency
        /// What one unit is worth in the company's currency.
        let value: Double
    }

    /// The rates of a row: one, or one for each column that is a currency.
    func rates(_ record: Record) throws(Problem) -> [Rate] {
        guard let time = try time(record, "day") else { throw missing("day", record, "Map it with --map \"Column=day\".") }
        let day = zone.day(of: time.at)
        let base = text(record, "base").flatMap { Currency($0) }
        let isAcross = !plan.match.spread.isEmpty && !has("rate")
        let told = isAcross ? try across(record) : try single(record)
        guard !told.isEmpty else { throw missing("rate", record, "Map the columns with --map \"Column=currency\" and \"Column=rate\".") }
        // A table of currencies across is in units of each for one of the base, as central banks publish them: the euro, where none is named.
        // So are Salesforce's dated conversion rates, whose base is the company's.
        let implied: Currency? = isAcross && told[currency] != nil ? .eur : isAcross || plan.hasConversionRates ? currency : nil
        guard let base = base ?? implied else {
            return told.compactMap { $0 == currency ? nil : Rate(day: day, currency: $0, value: $1) }
        }
        guard let own = base == currency ? 1 : told[currency] else {
            throw Problem(
                "other_base", "The rate is for one \(base.code), and the company counts in \(currency.code).", at: "line \(record.line)",
                remedy: "Give rates for one \(currency.code), or a table that has \(currency.code) too.")
        }
        var rates = told.filter { $0.key != currency }.map { Rate(day: day, currency: $0, value: own / $1) }
        if base != currency { rates.append(Rate(day: day, currency: base, value: own)) }
        return rates.sorted { $0.currency.code < $1.currency.code }
    }

    private func single(_ record: Record) throws(Problem) -> [Currency: Double] {
        guard case .code(let currency)? = text(record, "currency").flatMap(currencyMark), let value = try number(record, "rate")?.value.double,
            value > 0
        else { throw missing("currency or rate", record, "Map them with --map \"Column=currency\" and \"Column=rate\".") }
        return [currency: value]
    }

    private func across(_ record: Record) throws(Problem) -> [Currency: Double] {
        var rates: [Currency: Double] = [:]
        for index in plan.match.spread {
            guard let column = plan.columns.first(where: { $0.index == index }), !column.leftOut, let cell = record.cells[index],
                let currency = Currency(column.heading), let value = try rate(cell, column, record), value > 0
            else { continue }
            rates[currency] = value
        }
        return rates
    }

    private func rate(_ text: String, _ column: ColumnPlan, _ record: Record) throws(Problem) -> Double? {
        var cell = text
        let blank = cell.withUTF8 { saysNothing(UnsafeRawBufferPointer($0)) }
        if blank { return nil }
        return try number(cell, column, record)?.value.double
    }

    /// The last day of a row of spend that says until when it reaches; nil where it does not, or not after its first.
    func lastDay(_ record: Record, from first: Day) throws(Problem) -> Day? {
        guard let end = try time(record, "ends_at") else { return nil }
        let last = zone.day(of: end.at)
        return last >= first ? last : nil
    }
}
