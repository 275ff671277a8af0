// SPDX-License-Identifier: Apache-2.0

extension FunnelPartial {
    /// All numbers of what was added so far.
    package func result() -> FunnelResult {
        let lag = usualLag()
        let times = (0..<5).map { stage in time(of: (0..<rowCount).map { $0 * 5 + stage }) }
        let limits = (0..<5).map { stage -> Double? in
            if times[stage].used >= question.thresholds.stuck, let p90 = times[stage].p90 { return p90 }
            return stage < question.stuckLimits.count ? question.stuckLimits[stage] : nil
        }
        let rows = (0..<rowCount).map { self.row(rows: [$0], group: .code(Int32(clamping: $0)), lag: lag, limits: limits, times: nil) }
        let total = row(rows: Array(0..<rowCount), group: .total, lag: lag, limits: limits, times: times)
        let noLead = deals.rows[rowCount]
        return FunnelResult(
            question: question, total: total, rows: rows, noLead: noLead, allDeals: total.deals + noLead,
            linkRate: wilson(deals.linked, of: deals.opened), lag: lag, stuckAfter: limits, periods: periods())
    }

    private func usualLag() -> UsualLag {
        if let given = question.usualLag { return .given(Int32(clamping: max(0, given / 1_000_000))) }
        guard lags.count >= question.thresholds.lag, let seconds = quantiles(of: [lags], [0.8]).first else { return .unknown(of: lags.count) }
        return .computed(Int32(clamping: Int64(seconds.rounded(.up))), of: lags.count)
    }

    private func row(rows: [Int], group: FunnelGroup, lag: UsualLag, limits: [Double?], times: [FunnelTime]?) -> FunnelRow {
        let isTotal = group == .total
        let stages = (1...6).map { stage(rows, $0, limit: $0 <= 5 ? limits[$0 - 1] : nil, time: $0 <= 5 ? times?[$0 - 1] : nil) }
        return FunnelRow(
            group: group, volume: sum(volume, rows), contacts: isTotal ? allContacts : sum(contacts, rows),
            accounts: distinctCount(rows.map { accounts[$0] }), quality: quality(rows, lag), reopened: sum(reopened, rows), stages: stages,
            deals: rows.reduce(DealNumbers()) { $0 + deals.rows[$1] })
    }

    private func sum(_ values: [Int], _ rows: [Int]) -> Int { rows.reduce(0) { $0 + values[$1] } }

    private func stage(_ rows: [Int], _ stage: Int, limit: Double?, time known: FunnelTime?) -> FunnelStage {
        func count(_ measure: FunnelMeasure, at stage: Int) -> Int {
            rows.reduce(0) { $0 + counts[($1 * 6 + stage - 1) * FunnelMeasure.perStage + measure.rawValue] }
        }
        func count(_ measure: FunnelMeasure) -> Int { count(measure, at: stage) }
        let reached = count(.reached), stays = count(.waiting) + count(.recycled)
        let next = stage < 6 && question.mode == .cohort ? count(.reached, at: stage + 1) : nil
        let stuck = limit.map { limit in
            rows.reduce(0) { $0 + standing[$1 * 5 + stage - 1].reduce(0) { $0 + (Double($1) > limit ? 1 : 0) } }
        }
        let isKnown = next != nil && reached > 0
        return FunnelStage(
            stage: stage, entered: count(.entered), left: count(.left), reached: reached, skipped: count(.skipped),
            reopened: count(.reopened), open: count(.open), waiting: count(.waiting), recycled: count(.recycled),
            disqualified: count(.disqualified), lost: count(.lost), ended: count(.ended), undated: count(.undated),
            stuck: stage <= 5 ? stuck : nil, conversion: next.flatMap { wilson($0, of: reached) },
            low: isKnown ? Double(next ?? 0) / Double(reached) : nil, high: isKnown ? Double((next ?? 0) + stays) / Double(reached) : nil,
            time: known ?? (stage <= 5 ? time(of: rows.map { $0 * 5 + stage - 1 }) : FunnelTime.none))
    }

    private func time(of places: [Int]) -> FunnelTime {
        let found = quantiles(of: places.map { durations[$0] }, [0.5, 0.9])
        let unusable = places.reduce(0) {
            $0 + counts[($1 / 5 * 6 + $1 % 5) * FunnelMeasure.perStage + FunnelMeasure.untimed.rawValue]
        }
        return FunnelTime(
            median: found.first, p90: found.last, used: places.reduce(0) { $0 + durations[$1].count },
            wholeDays: places.reduce(0) { $0 + wholeDays[$1] }, unusable: unusable)
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

/// How many different values there are. Ids are leased in blocks and so lie close together: a set of marks then beats hashing.
func distinctCount(_ parts: [[Int64]]) -> Int {
    let count = parts.reduce(0) { $0 + $1.count }
    guard let least = parts.lazy.compactMap({ $0.min() }).min(), let most = parts.lazy.compactMap({ $0.max() }).max() else { return 0 }
    let (spread, overflow) = most.subtractingReportingOverflow(least)
    guard !overflow, spread / 256 <= count else { return Set(parts.joined()).count }
    var (marks, distinct) = ([UInt64](repeating: 0, count: Int(spread / 64) + 1), 0)
    for part in parts {
        for value in part {
            let offset = Int(value - least), mark = UInt64(1) << UInt64(offset & 63)
            if marks[offset >> 6] & mark == 0 {
                marks[offset >> 6] |= mark
                distinct += 1
            }
        }
    }
    return distinct
}
