// SPDX-License-Identifier: Apache-2.0
package import Analytics
package import Domain
package import Storage

/// What became of the ledger's people, as units of journeys: whose touches, until when, won or not, how much.
///
/// One deal is one win, whatever the number of people: by contact and by lead its amount is divided among them, to the last cent.
package struct LedgerUnits: Sendable {
    package let database: Database
    package let unit: JourneyUnit

    package init(database: Database, unit: JourneyUnit) { (self.database, self.unit) = (database, unit) }

    package struct Loaded: Sendable {
        package var units: JourneyUnits
        package var currency: Currency
        package var notes: [String]
    }

    private struct Deal: Sendable {
        var id: Int64
        var account: Int64
        var opened: Int64
        var closed: Int64
        var isWon: Bool
        var amount: Int64
        var people: [(contact: Int64, lead: Int64)] = []
        /// When the first of its leads was made; `Int64.min` where none is known.
        var leadMade = Int64.min
    }

    package func load(_ touches: LedgerTouches.Loaded) async throws -> Loaded {
        let (deals, currency, notes) = try await database.read { try Self.deals($0) }
        var loaded = Loaded(units: JourneyUnits(unit), currency: currency, notes: notes)
        switch unit {
        case .deal: byDeal(deals, &loaded)
        case .account: byAccount(deals, touches, &loaded)
        case .contact: byContact(deals, touches, &loaded)
        case .lead: try await byLead(deals, &loaded)
        }
        loaded.units.seal()
        return loaded
    }

    /// Deals that are over, with their people; amounts in the company's currency.
    private static func deals(_ read: Read) throws -> ([Deal], Currency, [String]) {
        let company = try CompanyStore.current(read)
        let rates = try Rates(read, into: company.currency)
        let zone = Zones.expand(company.zone) ?? .utc
        var (deals, places, open, unconverted, alone) = ([Deal](), [Int64: Int](), 0, 0, 0)
        try read.scan(
            "select id, account_id, opened_at, closed_at, outcome, amount, currency from deal where absent < 2 and \(Ledger.seen) order by id"
        ) { row in
            guard row.int(4) != DealOutcome.open.rawValue, !row.isNull(3) else { return open += 1 }
            var deal = Deal(
                id: row.int(0), account: row.int(1), opened: row.int(2), closed: row.int(3), isWon: row.int(4) == DealOutcome.won.rawValue, amount: 0)
            if !row.isNull(5), deal.isWon {
                if let own = Currency(row.text(6)), let amount = rates.convert(row.int(5), own, on: zone.day(of: Moment(micros: deal.closed))) {
                    deal.amount = amount
                } else {
                    unconverted += 1
                }
            }
            places[deal.id] = deals.count
            deals.append(deal)
        }
        try read.scan("select deal_id, contact_id, lead_id from deal_contact where \(Ledger.seen) order by deal_id, contact_id, lead_id desc") {
            row in
            guard let place = places[row.int(0)], deals[place].people.last?.contact != row.int(1) else { return }
            deals[place].people.append((row.int(1), row.int(2)))
        }
        try read.scan(
            """
            select x.deal_id, min(l.opened_at) from deal_contact x join lead l on l.contact_id = x.contact_id and l.id = x.lead_id
            where x.lead_id <> 0 and x.\(Ledger.seen) group by x.deal_id
            """
        ) { row in
            if let place = places[row.int(0)] { deals[place].leadMade = row.int(1) }
        }
        alone = deals.count { $0.isWon && $0.people.isEmpty }
        var notes: [String] = []
        if open > 0 {
            notes.append(
                "\(Format.plural(open, "deal")) that \(open == 1 ? "is" : "are") still open left out: nobody knows yet what came of \(open == 1 ? "it" : "them")."
            )
        }
        if alone > 0 { notes.append("\(Format.plural(alone, "won deal")) without a known person left out: no lead is known.") }
        if unconverted > 0 { notes.append("\(Format.plural(unconverted, "amount")) without a rate into \(company.currency.code) counted as 0.") }
        return (deals, company.currency, notes)
    }

    private func byDeal(_ deals: [Deal], _ loaded: inout Loaded) {
        for deal in deals where !deal.people.isEmpty {
            loaded.units.add(
                id: deal.id, people: deal.people.map(\.contact), until: deal.closed, conversions: deal.isWon ? 1 : 0, value: deal.amount,
                leadMade: deal.leadMade, dealOpened: deal.opened)
        }
    }

    private func byAccount(_ deals: [Deal], _ touches: LedgerTouches.Loaded, _ loaded: inout Loaded) {
        var people: [Int64: [Int64]] = [:]
        for person in touches.journal.people { if let account = touches.accounts[person] { people[account, default: []].append(person) } }
        let byAccount = Dictionary(grouping: deals.filter { $0.account != 0 }, by: \.account)
        for account in people.keys.sorted() {
            add(account, people[account] ?? [], (byAccount[account] ?? []).map { ($0, $0.amount) }, &loaded)
        }
    }

    private func byContact(_ deals: [Deal], _ touches: LedgerTouches.Loaded, _ loaded: inout Loaded) {
        var parts: [Int64: [(Deal, Int64)]] = [:]
        for deal in deals where !deal.people.isEmpty {
            let amounts = largestRemainder(deal.people.map { _ in 1 }, total: deal.amount)
            for (person, amount) in zip(deal.people, amounts) { parts[person.contact, default: []].append((deal, amount)) }
        }
        for person in touches.journal.people { add(person, [person], parts[person] ?? [], &loaded) }
    }

    /// One journey until the last win; without a win all that is known.
    private func add(_ id: Int64, _ people: [Int64], _ deals: [(deal: Deal, amount: Int64)], _ loaded: inout Loaded) {
        let won = deals.filter(\.deal.isWon)
        loaded.units.add(
            id: id, people: people, until: won.map(\.deal.closed).max() ?? .max, conversions: UInt32(clamping: won.count),
            value: won.reduce(0) { $0.addingReportingOverflow($1.amount).partialValue },
            leadMade: won.map(\.deal.leadMade).filter { $0 != .min }.min() ?? .min, dealOpened: won.map(\.deal.opened).min() ?? .min)
    }

    private func byLead(_ deals: [Deal], _ loaded: inout Loaded) async throws {
        var parts: [Int64: [(deal: Deal, amount: Int64)]] = [:]
        for deal in deals {
            let known = deal.people.filter { $0.lead != 0 }
            let amounts = largestRemainder(known.map { _ in 1 }, total: deal.amount)
            for (person, amount) in zip(known, amounts) { parts[person.lead, default: []].append((deal, amount)) }
        }
        struct Row: Sendable {
            var contact: Int64
            var id: Int64
            var opened: Int64
            var ended: Int64
        }
        let leads = try await database.read { read in
            var rows: [Row] = []
            try read.scan(
                "select contact_id, id, opened_at, ended_at from lead where part_of = 0 and \(Ledger.seen) order by contact_id, opened_at, id"
            ) { row in
                rows.append(Row(contact: row.int(0), id: row.int(1), opened: row.int(2), ended: row.isNull(3) ? .max : row.int(3)))
            }
            return rows
        }
        for (place, lead) in leads.enumerated() {
            // An attempt begins where the one before it ended.
            let before =
                place > 0 && leads[place - 1].contact == lead.contact && leads[place - 1].ended < lead.opened ? leads[place - 1].ended : Int64.min
            let won = (parts[lead.id] ?? []).filter(\.deal.isWon)
            loaded.units.add(
                id: lead.id, people: [lead.contact], from: before, until: won.map(\.deal.closed).max() ?? lead.ended,
                conversions: UInt32(clamping: won.count),
                value: won.reduce(0) { $0.addingReportingOverflow($1.amount).partialValue }, leadMade: lead.opened,
                dealOpened: won.map(\.deal.opened).min() ?? .min)
        }
    }
}
