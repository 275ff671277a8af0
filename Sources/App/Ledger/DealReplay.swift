// SPDX-License-Identifier: Apache-2.0
package import Domain
import Storage

/// A deal's columns as they follow from its events: what rows told, the latest first, made exact by the stages that a history dates.
struct DealReplay: Hashable {
    private let told: [String: String]
    private let entered: [Entry]
    private let first: Moment?

    struct Entry: Hashable {
        let stage: String
        let time: Timestamp
    }

    init(_ rows: [Observation], entered: [Entry]) {
        (told, self.entered, first) = (currentFields(rows), entered, rows.map(\.at).min())
    }

    /// Others have named the deal, and no row of its own has come.
    var isStub: Bool { told.isEmpty }

    subscript(_ name: String) -> String? { told[name] }
    func number(_ name: String) -> Int64? { told[name].flatMap { Int64($0) } }

    var outcome: DealOutcome { number("@outcome").flatMap { DealOutcome(rawValue: $0) } ?? .open }
    var amount: Int64? { number("@amount") }
    var currency: String { told["@currency"] ?? "" }
    /// `125000 EUR`, in minor units.
    var money: String? { amount.map { "\($0) \(currency)" } }
    var fields: [String: String] { told.filter { !$0.key.hasPrefix("@") } }

    private func time(_ name: String) -> Timestamp? {
        let parts = (told[name] ?? "").split(separator: "/")
        guard parts.count == 2, let micros = Int64(parts[0]), let raw = Int64(parts[1]), let precision = Precision(rawValue: raw) else { return nil }
        return Timestamp(Moment(micros: micros), precision)
    }

    /// A day's deal was opened when a history says so on that day; without any date, when it first stood anywhere.
    var opened: Timestamp {
        let earliest = entered.map(\.time).min { $0.at < $1.at }
        if let told = time("@opened") {
            guard told.precision <= .day, let earliest, earliest.precision > told.precision, Self.isWithin(earliest, told) else { return told }
            return earliest
        }
        if let earliest { return earliest }
        let bound = [first, told["@closed"] == nil ? nil : time("@closed")?.at].compactMap(\.self).min()
        return Timestamp(bound ?? .earliest, .unknown)
    }

    /// A won or lost deal has a time: its close date, made exact by the history of that day; else its last stage's; else when it was opened.
    var closed: Timestamp? {
        guard outcome != .open else { return nil }
        let last = entered.filter { $0.stage == told["@stage"] }.map(\.time).max { $0.at < $1.at }
        guard let told = time("@closed") else { return last ?? Timestamp(opened.at, .unknown) }
        guard told.precision <= .day, let last, last.precision > told.precision, told.precision == .unknown || Self.isWithin(last, told) else {
            return told
        }
        return last
    }

    /// Within the day that a date names, wherever in it the date was put.
    private static func isWithin(_ exact: Timestamp, _ date: Timestamp) -> Bool { (0..<86_400).contains(exact.at.seconds(since: date.at)) }
}

extension DealReplay {
    /// The replays of a range of deals, as far as they have events.
    static func all(_ read: Read, after: Int64, upto: Int64) throws -> [Int64: DealReplay] {
        var rows: [Int64: [Observation]] = [:], entered: [Int64: [Entry]] = [:]
        try read.scan(
            """
            select deal_id, id, at, precision, recorded_at, field, new_value from deal_event
            where deal_id > $1 and deal_id <= $2 and (field = 'row' or (field = 'stage' and basis = 3)) and \(Ledger.seen) order by deal_id, id
            """, after, upto
        ) { row in
            let at = Moment(micros: row.int(2))
            if row.text(5) == "row" {
                rows[row.int(0), default: []].append(
                    Observation(
                        id: row.int(1), at: at, recordedAt: Moment(micros: row.int(4)), byHand: false, fields: Ledger.fields(row.text(6))))
            } else {
                entered[row.int(0), default: []].append(Entry(stage: row.text(6), time: Timestamp(at, Precision(rawValue: row.int(3)) ?? .unknown)))
            }
        }
        return rows.reduce(into: [:]) { $0[$1.key] = DealReplay($1.value, entered: entered[$1.key] ?? []) }
    }
}

extension Ledger {
    /// - Parameter run: an import that still runs and whose events count all the same; -1 for none.
    func replay(deal id: Int64, including run: Int64) throws -> DealReplay {
        var rows: [Observation] = [], entered: [DealReplay.Entry] = []
        try tx.read.scan(
            """
            select id, at, precision, recorded_at, field, new_value from deal_event
            where deal_id = $1 and (field = 'row' or (field = 'stage' and basis = 3)) and (import_id = $2 or \(Self.seen)) order by id
            """, id, run
        ) { row in
            let at = Moment(micros: row.int(1))
            if row.text(4) == "row" {
                rows.append(
                    Observation(
                        id: row.int(0), at: at, recordedAt: Moment(micros: row.int(3)), byHand: false, fields: Self.fields(row.text(5))))
            } else {
                entered.append(DealReplay.Entry(stage: row.text(5), time: Timestamp(at, Precision(rawValue: row.int(2)) ?? .unknown)))
            }
        }
        return DealReplay(rows, entered: entered)
    }

    /// Makes a deal's columns equal to a replay of its events.
    /// What an import that still runs says counts for the deals that it made itself; the others are replayed when it is published.
    package func project(deal id: Int64) throws {
        let isOwn = try tx.read.int("select import_id from deal where id = $1", id) == importID
        let deal = try replay(deal: id, including: isOwn ? importID : -1)
        if !deal.isStub { return try save(deal, deal: id) }
        // Its row was taken back and others still name it.
        try tx.execute(
            """
            update deal set absent = 2, outcome = 0, closed_at = null, closed_precision = 0, amount = null, currency = '', account_id = 0, owner_id = 0,
                name = '', pipeline = 0, stage = 0, expected_day = null, kind = 0, source = 0, campaign = 0, product = 0, reason = 0, fields = '{}'
            where id = $1 and absent <> 2
            """, id)
    }

    func save(_ deal: DealReplay, deal id: Int64) throws {
        guard !deal.isStub else { return }
        let (opened, closed) = (deal.opened, deal.closed)
        try tx.execute(
            """
            update deal set account_id = $2, name = $3, pipeline = $4, stage = $5, outcome = $6, amount = $7, currency = $8, opened_at = $9,
                opened_precision = $10, closed_at = $11, closed_precision = $12, expected_day = $13, owner_id = $14, kind = $15, source = $16,
                campaign = $17, product = $18, reason = $19, fields = $20,
                absent = case when $21 = 1 then 3 when absent = 1 then 1 else 0 end where id = $1
            """, id, resolve(.account, deal.number("@account") ?? 0), deal["@name"] ?? "", code(.pipeline, deal["@pipeline"] ?? ""),
            code(.stage, deal["@stage"] ?? ""), deal.outcome.rawValue, deal.amount, deal.currency, opened.at, opened.precision.rawValue, closed?.at,
            closed?.precision.rawValue ?? 0, deal.number("@expected"), resolve(.member, deal.number("@owner") ?? 0), deal.number("@kind") ?? 0,
            code(.source, deal["@source"] ?? ""), code(.campaign, deal["@campaign"] ?? ""), code(.product, deal["@product"] ?? ""),
            code(.reason, deal["@reason"] ?? ""), Self.json(deal.fields), deal["@deleted"] == "1")
    }

    /// Accounts and deals that were there before an import and that it told more about: what it told counts from its publication on.
    package func projectRecords(of run: ImportID) throws {
        for id in try tx.read.rows(as: Int64.self, "select distinct account_id from account_fact where import_id = $1", run) {
            try project(account: id)
        }
        let deals = try tx.read.rows(
            as: Int64.self,
            "select distinct e.deal_id from deal_event e join deal d on d.id = e.deal_id where e.import_id = $1 and d.import_id <> $1", run)
        for id in deals { try project(deal: id) }
    }
}
