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
        if try CompanyStore.get(tx.read) == nil {
            try CompanyStore.put(tx, Company(name: name, zone: zone, currency: currency, domains: [domain]), at: now)
        }
        for rate in rates {
            try tx.execute(
                "insert into fx_rate (currency, day, rate, import_id) values ($1, $2, $3, $4) on conflict (currency, day) do nothing",
                rate.currency.code, rate.day.number, rate.rate, run.raw)
        }
    }
}
