// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// What deals were at a moment, as their rows and histories tell it now.
///
/// A row counts from when it was so, and a row that says how a deal closed from that close on: it tells what happened then. A deal that was
/// there before any row told of it is what its first row says, open, at the stage that a history knows.
struct DealsThen {
    /// What may have been different from today.
    struct Then: Hashable {
        var outcome = DealOutcome.open
        var closed: Timestamp?
        /// The word; nil where nobody knows it.
        var stage: String?
        var amount: Int64?
        var currency = ""
        var expected: Day?
        /// The id of a member as its row knew it; 0 for none.
        var owner: Int64 = 0
        var reason = ""
    }

    private struct Entry {
        let stage, before: String
        let time: Timestamp
    }

    private var rows: [Int64: [Observation]] = [:]
    private var entries: [Int64: [Entry]] = [:]
    private let until: Moment

    init(_ read: Read, deals: [Int64], until: Moment) throws {
        self.until = until
        for span in spans(of: deals) {
            try read.scan(
                """
                select deal_id, id, at, precision, recorded_at, field, new_value, old_value from deal_event
                where deal_id >= $1 and deal_id <= $2 and (field = 'row' or (field = 'stage' and basis = 3)) and \(Ledger.seen) order by deal_id, id
                """, span.lowerBound, span.upperBound
            ) { row in
                let deal = row.int(0), at = Moment(micros: row.int(2))
                if row.text(5) == "row" {
                    rows[deal, default: []].append(
                        Observation(id: row.int(1), at: at, recordedAt: Moment(micros: row.int(4)), byHand: false, fields: Ledger.fields(row.text(6)))
                    )
                } else {
                    let time = Timestamp(at, Precision(rawValue: row.int(3)) ?? .unknown)
                    entries[deal, default: []].append(Entry(stage: row.text(6), before: row.isNull(7) ? "" : row.text(7), time: time))
                }
            }
        }
    }

    /// - Parameter today: what its columns say.
    /// - Returns: `today` where nothing came after the moment.
    func then(_ deal: Int64, today: Then) -> Then {
        let entries = (entries[deal] ?? []).sorted { $0.time.at < $1.time.at }
        let entered = entries.map { DealReplay.Entry(stage: $0.stage, time: $0.time) }
        guard let rows = rows[deal] else { return withoutRows(today, entries) }
        func counts(_ row: Observation) -> Moment {
            let alone = DealReplay([row], entered: entered)
            return alone.outcome == .open ? row.at : alone.closed?.at ?? row.at
        }
        let said = rows.filter { counts($0) <= until }
        if said.count == rows.count, today.closed.map({ $0.at <= until }) ?? true { return today }
        let known = entered.filter { $0.time.at <= until }
        guard !said.isEmpty else {
            let first = rows.min { ($0.at.micros, $0.recordedAt.micros, $0.id) < ($1.at.micros, $1.recordedAt.micros, $1.id) }
            var then = Self.then(DealReplay(first.map { [$0] } ?? [], entered: known))
            (then.outcome, then.closed, then.reason, then.stage) = (.open, nil, "", stage(entries))
            return then
        }
        let replay = DealReplay(said, entered: known)
        var then = Self.then(replay)
        if let closed = then.closed, closed.at > until { (then.outcome, then.closed, then.reason) = (.open, nil, "") }
        if said.count < rows.count {
            let told = said.map(counts).max() ?? until
            if let last = known.last, last.time.at >= told { then.stage = last.stage }
        }
        return then
    }

    /// Of a deal that no row tells of, only the close and the stages have dates.
    private func withoutRows(_ today: Then, _ entries: [Entry]) -> Then {
        var then = today
        if entries.contains(where: { $0.time.at > until }) { then.stage = stage(entries) }
        if let closed = today.closed, closed.at > until { (then.outcome, then.closed, then.reason) = (.open, nil, "") }
        return then
    }

    /// The stage that was entered last; before the first entry, what that came from.
    private func stage(_ entries: [Entry]) -> String? {
        if let last = entries.last(where: { $0.time.at <= until }) { return last.stage }
        return entries.first { $0.time.at > until && !$0.before.isEmpty }?.before
    }

    private static func then(_ deal: DealReplay) -> Then {
        Then(
            outcome: deal.outcome, closed: deal.closed, stage: deal["@stage"], amount: deal.amount, currency: deal.currency,
            expected: deal.number("@expected").map { Day(number: Int32(clamping: $0)) }, owner: deal.number("@owner") ?? 0,
            reason: deal["@reason"] ?? "")
    }
}
