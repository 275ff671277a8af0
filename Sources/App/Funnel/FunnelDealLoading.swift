// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

extension FunnelLoading {
    private struct DealLine {
        let deal, account, opened, group: Int64
        var closed: Int64
        var outcome: UInt8
        var amount: Int64?
        var currency: String

        init(_ row: borrowing Cursor) {
            (deal, account, opened, group) = (row.int(0), row.int(1), row.int(2), row.int(7))
            closed = row.isNull(3) ? .max : row.int(3)
            (outcome, amount, currency) = (UInt8(truncatingIfNeeded: row.int(4)), row.isNull(5) ? nil : row.int(5), row.text(6))
        }

        /// As it was at a moment.
        func at(_ then: DealsThen) -> DealLine {
            var today = DealsThen.Then(outcome: DealOutcome(rawValue: Int64(outcome)) ?? .open, amount: amount, currency: currency)
            if closed != .max { today.closed = Timestamp(Moment(micros: closed), .exact) }
            let was = then.then(deal, today: today)
            var line = self
            (line.closed, line.outcome) = (was.closed?.at.micros ?? .max, UInt8(truncatingIfNeeded: was.outcome.rawValue))
            (line.amount, line.currency) = (was.amount, was.currency)
            return line
        }
    }

    /// Deals replayed at once.
    private static let step = 5_000

    /// Deals with the lead that each belongs to, their amounts in the company's currency at the rate of their own day.
    static func deals(_ read: Read, _ loaded: LoadedFunnel, _ dimension: FunnelDimension, _ until: Moment?) throws -> LoadedFunnel {
        var loaded = loaded
        var grouping = try Grouping(dimension, read)
        for label in loaded.labels { _ = grouping.code(label) }
        var leadOf: [Int64: Int64] = [:]
        try read.scan("select deal_id, lead_id from deal_contact where lead_id <> 0 and \(Ledger.seen) order by deal_id, confidence, lead_id desc") {
            leadOf[$0.int(0)] = $0.int(1)
        }
        var index: [Int64: Int] = [:]
        if !leadOf.isEmpty {
            let wanted = Set(leadOf.values)
            for place in 0..<loaded.journal.leads.count where wanted.contains(loaded.journal.leads.lead[place]) {
                index[loaded.journal.leads.lead[place]] = place
            }
        }
        let company = try CompanyStore.current(read)
        let rates = try Rates(read, into: company.currency)
        let zone = Zones.expand(company.zone) ?? .utc
        func append(_ line: DealLine) {
            var amount = Int64.min
            if let told = line.amount {
                let day = zone.day(of: Moment(micros: line.closed == .max ? line.opened : line.closed))
                if let own = Currency(line.currency), let converted = rates.convert(told, own, on: day) {
                    amount = converted
                } else {
                    loaded.unconverted += 1
                }
            }
            let lead = leadOf[line.deal], place = lead.flatMap { index[$0] }
            loaded.journal.appendDeal(
                deal: line.deal, account: line.account, opened: line.opened, closed: line.closed, outcome: line.outcome, amount: amount,
                link: lead == nil ? .noLead : place.map { .lead($0) } ?? .leadElsewhere)
            // What a deal does not say of itself, its lead may.
            let own = grouping.code(id: line.group, at: line.closed == .max ? line.opened : line.closed)
            loaded.dealGroups.append(own >= 0 ? own : place.map { loaded.groups[$0] } ?? -1)
        }
        var waiting: [DealLine] = []
        try read.scan(
            """
            select d.id, d.account_id, d.opened_at, d.closed_at, d.outcome, d.amount, d.currency, \(dimension.dealColumn ?? "0") from deal d
            where d.absent < 2 and d.\(Ledger.seen)\(until == nil ? "" : " and d.opened_at <= $1") order by d.id
            """, values: until.map { [$0.bound] } ?? []
        ) { row in
            let line = DealLine(row)
            if until == nil { append(line) } else { waiting.append(line) }
        }
        if let until {
            for start in stride(from: 0, to: waiting.count, by: step) {
                let lines = waiting[start..<min(waiting.count, start + step)]
                let then = try DealsThen(read, deals: lines.map(\.deal), until: until)
                for line in lines { append(line.at(then)) }
            }
        }
        loaded.labels = grouping.labels
        return loaded
    }
}
