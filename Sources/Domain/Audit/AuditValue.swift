// SPDX-License-Identifier: Apache-2.0
import Analytics

/// What worked leads turn into, by source: the measure of what unworked ones may have been worth.
struct AuditValue {
    /// Won among watched, worked leads of each source; of all where a source has fewer than 30.
    private let won: [Int32: Share]
    private let all: Share
    /// Won among leads that came to opportunity.
    private let wonOfOpportunities: Share
    /// The mean won amount and the ends of its 95 % interval, in minor units; nil with fewer than 10 amounts.
    let amount: (value: Double, low: Double, high: Double)?

    static let few = 30

    init(_ data: AuditData) {
        var won: [Int32: Share] = [:], all = Share(), opportunities = Share()
        for lead in 0..<data.count where data.isWatched(lead) && data.isHandedOver(lead) && data.isWorked(lead) {
            let share = Share(data.isWon(lead) ? 1 : 0, of: 1)
            won[data.sources.codes[lead], default: Share()] = won[data.sources.codes[lead], default: Share()] + share
            all = all + share
            if data.fates.reach[lead] >= 5 { opportunities = opportunities + share }
        }
        (self.won, self.all, wonOfOpportunities) = (won, all, opportunities)
        let amounts = (0..<data.journal.deals.count).compactMap { deal -> Double? in
            guard data.journal.deals.outcome[deal] == 1, data.journal.deals.amount[deal] != .min else { return nil }
            return Double(data.journal.deals.amount[deal])
        }
        guard amounts.count >= 10 else {
            amount = nil
            return
        }
        let n = Double(amounts.count), mean = amounts.reduce(0, +) / n
        let variance = amounts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
        let half = 1.959_963_984_540_054 * (variance / n).squareRoot()
        amount = (mean, max(0, mean - half), mean + half)
    }

    /// As if these leads had been worked like others of their source: every factor at the low, then at the high end of its interval.
    func asWorked(_ rows: [Int32], _ data: AuditData) -> AuditCost? {
        guard let amount, all.n >= Self.few, !rows.isEmpty else { return nil }
        var (low, high) = (0.0, 0.0)
        for (source, count) in Self.counts(rows, data) {
            let share = won[source].flatMap { $0.n >= Self.few ? $0 : nil } ?? all
            guard let interval = share.interval else { continue }
            low += Double(count) * interval.low
            high += Double(count) * interval.high
        }
        return cost(low * amount.low, high * amount.high, .asWorked, rows.count)
    }

    /// As if these leads had come to opportunity as often as the others.
    /// - Parameter difference: others − these, at the same source.
    func asOthers(_ rows: [Int32], difference: Comparison) -> AuditCost? {
        guard let amount, wonOfOpportunities.n >= Self.few, let interval = wonOfOpportunities.interval, !rows.isEmpty else { return nil }
        let n = Double(rows.count)
        return cost(
            n * max(0, difference.low) * interval.low * amount.low, n * max(0, difference.high) * interval.high * amount.high, .asOthers, rows.count)
    }

    private func cost(_ low: Double, _ high: Double, _ formula: AuditCost.Formula, _ rows: Int) -> AuditCost? {
        guard let least = Int64(exactly: low.rounded(.down)), let most = Int64(exactly: high.rounded(.up)) else { return nil }
        return AuditCost(low: least, high: most, formula: formula, rows: rows)
    }

    private static func counts(_ rows: [Int32], _ data: AuditData) -> [(Int32, Int)] {
        var counts: [Int32: Int] = [:]
        for row in rows { counts[data.sources.codes[Int(row)], default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }
    }
}
