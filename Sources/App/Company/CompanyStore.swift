// SPDX-License-Identifier: Apache-2.0
package import Domain
import Foundation
package import Storage

/// The one company of a database.
package struct Company: Hashable, Sendable {
    package var name: String
    /// IANA name: `Europe/Berlin`. Days, weeks and quarters are of this zone.
    package var zone: String
    package var currency: Currency
    package var fiscal: FiscalCalendar
    /// Domains of its own people, in small letters.
    package var domains: [String]

    package init(
        name: String, zone: String = "UTC", currency: Currency = .eur, fiscal: FiscalCalendar = FiscalCalendar(.months(start: 1)),
        domains: [String] = []
    ) {
        (self.name, self.zone, self.currency, self.fiscal, self.domains) = (name, zone, currency, fiscal, domains)
    }
}

package enum CompanyStore {
    private struct Row: Decodable {
        let name: String
        let zone: String
        let currency: String
        let fiscal: String
        let domains: String
    }

    /// - Returns: nil before the first visit has said who the company is.
    package static func get(_ read: Read) throws -> Company? {
        guard let row = try read.row(as: Row.self, "select name, zone, currency, fiscal, domains from company where id = 1") else { return nil }
        return Company(
            name: row.name, zone: row.zone, currency: Currency(row.currency) ?? .eur,
            fiscal: (try? JSONDecoder().decode(FiscalCalendar.self, from: Data(row.fiscal.utf8))) ?? FiscalCalendar(.months(start: 1)),
            domains: row.domains.split(separator: " ").map(String.init))
    }

    /// The company; before the first visit one in UTC that counts in the currency of most of its deals.
    package static func current(_ read: Read) throws -> Company {
        if let company = try get(read) { return company }
        let usual = try read.text("select currency from deal where currency <> '' group by currency order by count(*) desc, currency limit 1")
        return Company(name: "", currency: usual.flatMap { Currency($0) } ?? .eur)
    }

    /// Creates the company, or changes all that it says about itself.
    /// - Throws: `Problem` where the time zone is not known here.
    package static func put(_ tx: Write, _ company: Company, at now: Moment) throws {
        guard Zones.expand(company.zone) != nil else {
            throw Problem(
                "unknown_zone", "There is no time zone named \"\(company.zone)\".", at: "time zone", remedy: "Write it like Europe/Berlin or UTC.")
        }
        let fiscal = String(decoding: try JSONEncoder().encode(company.fiscal), as: UTF8.self)
        let domains = company.domains.map { $0.lowercased().filter { !$0.isWhitespace } }.filter { !$0.isEmpty }.joined(separator: " ")
        try tx.execute(
            """
            insert into company (id, name, zone, currency, fiscal, domains, created_at) values (1, $1, $2, $3, $4, $5, $6)
            on conflict (id) do update set name = excluded.name, zone = excluded.zone, currency = excluded.currency, fiscal = excluded.fiscal,
                domains = excluded.domains
            """, company.name, company.zone, company.currency.code, fiscal, domains, now)
    }
}
