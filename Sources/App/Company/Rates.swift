// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// Exchange rates into the company's currency, read once for a whole fold.
package struct Rates: Sendable {
    /// The company's currency.
    package let currency: Currency
    private var series: [Currency: [(day: Int32, rate: Double)]] = [:]

    /// - Parameter read: rates of imports that have not ended are left out.
    package init(_ read: Read, into currency: Currency) throws {
        self.currency = currency
        var series: [Currency: [(day: Int32, rate: Double)]] = [:]
        try read.scan(
            "select currency, day, rate from fx_rate where import_id not in (select id from import where state in ('running', 'failed')) order by currency, day"
        ) { row in
            if let foreign = Currency(row.text(0)) { series[foreign, default: []].append((Int32(clamping: row.int(1)), row.real(2))) }
        }
        self.series = series
    }

    /// Stores what one unit of a currency is worth in the company's currency from a day on: 0.92 where 1 USD is 0.92 EUR.
    /// - Throws: `Problem` where the rate is not a number above 0.
    /// - Parameter noting: is told the rate that is replaced, under the name that `restore` takes.
    package static func put(
        _ tx: Write, _ currency: Currency, on day: Day, rate: Double, import run: Int64, noting: (String, Double) throws -> Void = { _, _ in }
    ) throws -> Upserted {
        guard rate.isFinite, rate > 0 else { throw Problem("rate", "An exchange rate must be a number above 0.", at: currency.code) }
        let known = try tx.read.row(as: Double.self, "select rate from fx_rate where currency = $1 and day = $2", currency.code, day.number)
        guard known != rate else { return .unchanged }
        if let known { try noting("\(currency.code)|\(day.number)", known) }
        try tx.execute(
            """
            insert into fx_rate (currency, day, rate, import_id) values ($1, $2, $3, $4)
            on conflict (currency, day) do update set rate = excluded.rate
            """, currency.code, day.number, rate, run)
        return known == nil ? .created : .updated
    }

    /// Puts a rate back that an import had replaced.
    static func restore(_ tx: Write, _ name: String, rate: Double?) throws {
        let parts = name.split(separator: "|")
        guard parts.count == 2, let day = Int64(parts[1]), let rate else { return }
        try tx.execute("update fx_rate set rate = $3 where currency = $1 and day = $2", String(parts[0]), day, rate)
    }

    /// Takes back the rates that an import brought.
    static func undo(_ tx: Write, _ run: ImportID) throws { try tx.execute("delete from fx_rate where import_id = $1", run) }

    /// An amount in the company's currency, by the latest rate on or before the day.
    /// - Parameter minor: in minor units of `foreign` by ISO 4217: 0 decimals for JPY, 3 for KWD.
    /// - Returns: minor units of the company's currency, halves away from zero; nil where no rate is known or the amount is beyond 63 bits.
    package func convert(_ minor: Int64, _ foreign: Currency, on day: Day) -> Int64? {
        if foreign == currency { return minor }
        guard let rate = rate(of: foreign, on: day) else { return nil }
        var amount = Double(minor) * rate
        for _ in 0..<max(0, currency.exponent - foreign.exponent) { amount *= 10 }
        for _ in 0..<max(0, foreign.exponent - currency.exponent) { amount /= 10 }
        return Int64(exactly: amount.rounded(.toNearestOrAwayFromZero))
    }

    private func rate(of foreign: Currency, on day: Day) -> Double? {
        guard let days = series[foreign] else { return nil }
        var (low, high) = (0, days.count)
        while low < high {
            let middle = (low + high) / 2
            if days[middle].day <= day.number { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? days[low - 1].rate : nil
    }
}
