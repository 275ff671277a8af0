// SPDX-License-Identifier: Apache-2.0

/// All numbers of a funnel before they are put in rows, however they were found: by walking (`FunnelPartial`) or from a digest.
struct FunnelNumbers: Sendable {
    let question: FunnelQuestion
    /// Groups, and last those not in any.
    let rowCount: Int
    var lag: UsualLag
    /// Seconds after which an open lead is stuck, inquiry … opportunity.
    var limits: [Double?]
    /// Per row, stage and measure.
    var counts: [Int]
    var volume: [Int]
    var reopened: [Int]
    /// Per row, then of all.
    var contacts: [Int]
    var accounts: [Int]
    var qualities: [FunnelQuality]
    /// Per row and stage, then of all and stage; five stages.
    var times: [FunnelTime]
    /// Per row and stage, five stages.
    var stuck: [Int]
    /// Per row, period and stage (0 is volume).
    var series: [Int]
    var deals: FunnelDeals

    /// The 90th percentile of the time in a stage says who is stuck there, where enough have left it.
    /// - Parameters: `total` of all rows; `stage` from 0.
    static func limit(_ total: FunnelTime, _ stage: Int, _ question: FunnelQuestion) -> Double? {
        if total.used >= question.thresholds.stuck, let p90 = total.p90 { return p90 }
        return stage < question.stuckLimits.count ? question.stuckLimits[stage] : nil
    }

    func result() -> FunnelResult {
        let rows = (0..<rowCount).map { row([$0], .code(Int32(clamping: $0)), place: $0) }
        let total = row(Array(0..<rowCount), .total, place: rowCount)
        let noLead = deals.rows[rowCount]
        return FunnelResult(
            question: question, total: total, rows: rows, noLead: noLead, allDeals: total.deals + noLead,
            linkRate: wilson(deals.linked, of: deals.opened), lag: lag, stuckAfter: limits, periods: periods())
    }

    private func row(_ rows: [Int], _ group: FunnelGroup, place: Int) -> FunnelRow {
        FunnelRow(
            group: group, volume: sum(volume, rows), contacts: contacts[place], accounts: accounts[place], quality: qualities[place],
            reopened: sum(reopened, rows), stages: (1...6).map { stage(rows, $0, place: place) },
            deals: rows.reduce(DealNumbers()) { $0 + deals.rows[$1] })
    }

    private func sum(_ values: [Int], _ rows: [Int]) -> Int { rows.reduce(0) { $0 + values[$1] } }

    private func stage(_ rows: [Int], _ stage: Int, place: Int) -> FunnelStage {
        func count(_ measure: FunnelMeasure, at stage: Int) -> Int {
            rows.reduce(0) { $0 + counts[($1 * 6 + stage - 1) * FunnelMeasure.perStage + measure.rawValue] }
        }
        func count(_ measure: FunnelMeasure) -> Int { count(measure, at: stage) }
        let reached = count(.reached), stays = count(.waiting) + count(.recycled)
        let next = stage < 6 && question.mode == .cohort ? count(.reached, at: stage + 1) : nil
        let hasLimit = stage <= 5 && limits[stage - 1] != nil
        let isKnown = next != nil && reached > 0
        return FunnelStage(
            stage: stage, entered: count(.entered), left: count(.left), reached: reached, skipped: count(.skipped),
            reopened: count(.reopened), open: count(.open), waiting: count(.waiting), recycled: count(.recycled),
            disqualified: count(.disqualified), lost: count(.lost), ended: count(.ended), undated: count(.undated),
            stuck: hasLimit ? rows.reduce(0) { $0 + stuck[$1 * 5 + stage - 1] } : nil, conversion: next.flatMap { wilson($0, of: reached) },
            low: isKnown ? Double(next ?? 0) / Double(reached) : nil, high: isKnown ? Double((next ?? 0) + stays) / Double(reached) : nil,
            time: stage <= 5 ? times[place * 5 + stage - 1] : FunnelTime.none)
    }

    private func periods() -> [FunnelPeriod] {
        let count = question.periodCount
        return (0..<count).map { period in
            let rows = (0..<rowCount).map { row in
                let base = (row * count + period) * 7
                return FunnelPeriod.Counts(
                    volume: series[base], stages: Array(series[(base + 1)...(base + 6)]), deals: deals.series[row * count + period])
            }
            let stages = (0..<6).map { stage in rows.reduce(0) { $0 + $1.stages[stage] } }
            let noLead = deals.series[rowCount * count + period]
            let total = FunnelPeriod.Counts(
                volume: rows.reduce(0) { $0 + $1.volume }, stages: stages, deals: rows.reduce(noLead) { $0 + $1.deals })
            return FunnelPeriod(index: period, total: total, rows: rows, noLead: noLead)
        }
    }
}

extension FunnelTime {
    static let none = FunnelTime(median: nil, p90: nil, used: 0, wholeDays: 0, unusable: 0)
}
