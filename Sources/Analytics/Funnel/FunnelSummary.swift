// SPDX-License-Identifier: Apache-2.0

extension FunnelPartial {
    /// All numbers of what was added so far.
    package func result() -> FunnelResult {
        let lag = usualLag(), every = Array(0..<rowCount)
        let totals = (0..<5).map { stage in time(of: every.map { $0 * 5 + stage }) }
        let limits = totals.enumerated().map { FunnelNumbers.limit($1, $0, question) }
        return FunnelNumbers(
            question: question, rowCount: rowCount, lag: lag, limits: limits, counts: counts, volume: volume, reopened: reopened,
            contacts: contacts + [allContacts], accounts: every.map { distinctCount([accounts[$0]]) } + [distinctCount(accounts)],
            qualities: every.map { quality([$0], lag) } + [quality(every, lag)],
            times: (0..<rowCount * 5).map { time(of: [$0]) } + totals, stuck: stuck(limits), series: series, deals: deals
        ).result()
    }

    private func usualLag() -> UsualLag {
        UsualLag(question, of: lags.count) { quantiles(of: [lags], [0.8]).first }
    }

    private func stuck(_ limits: [Double?]) -> [Int] {
        standing.enumerated().map { place, seconds in
            guard let limit = limits[place % 5] else { return 0 }
            return seconds.reduce(0) { $0 + (Double($1) > limit ? 1 : 0) }
        }
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
}

extension UsualLag {
    /// As the question gives it, or from the ledger's own where enough leads came to opportunity at known times.
    /// - Parameter percentile: the 80th of their waits, in seconds.
    init(_ question: FunnelQuestion, of count: Int, percentile: () -> Double?) {
        if let given = question.usualLag {
            self = .given(Int32(clamping: max(0, given / 1_000_000)))
        } else if count >= question.thresholds.lag, let seconds = percentile() {
            self = .computed(Int32(clamping: Int64(seconds.rounded(.up))), of: count)
        } else {
            self = .unknown(of: count)
        }
    }
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
