// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// The sample company's own row and its rates. What a real company set up already stays.
enum DemoCompany {
    /// - Parameter rates: how much of the company's currency one unit of the other is worth, from a day on.
    static func write(
        _ tx: Write, name: String, zone: String, currency: Currency, domain: String, rates: [(currency: Currency, day: Day, rate: Double)],
        import run: ImportID, now: Moment
    ) throws {
        try tx.execute(
            """
            insert into company (id, name, zone, currency, fiscal, domains, created_at) values (1, $1, $2, $3, '', $4, $5) on conflict (id) do nothing
            """, name, zone, currency.code, domain, now.micros)
        for rate in rates {
            try tx.execute(
                "insert into fx_rate (currency, day, rate, import_id) values ($1, $2, $3, $4) on conflict (currency, day) do nothing",
                rate.currency.code, rate.day.number, rate.rate, run.raw)
        }
    }
}
