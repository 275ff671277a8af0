// SPDX-License-Identifier: Apache-2.0

/// Times in one stage, by row, from stays that are sorted already.
package struct FunnelStageTimes: Sendable {
    /// Per row, then of all.
    var times: [FunnelTime]
    /// Seconds after which an open lead is stuck here.
    var limit: Double?
    /// Per row: open here for longer than that.
    var stuck: [Int]
}

extension FunnelDigestFold {
    /// - Parameter row: of each lead.
    func stageTimes(_ stage: Int, _ row: [UInt16]) -> FunnelStageTimes {
        let stays = digest.stages[stage]
        let times = quantiles(stays, row)
        let limit = FunnelNumbers.limit(times[rowCount], stage, question)
        return FunnelStageTimes(times: times, limit: limit, stuck: stuck(stays, row, limit))
    }

    private func stuck(_ stage: FunnelStageDigest, _ row: [UInt16], _ limit: Double?) -> [Int] {
        var stuck = [Int](repeating: 0, count: rowCount)
        guard let limit else { return stuck }
        let now = question.now >> 4, (since, ended) = (digest.since, journal.leads.ended), (pattern, patterns) = (digest.pattern, digest.patterns)
        for lead in stage.standing {
            let lead = Int(lead), row = row[lead]
            guard row != FunnelDigest.apart, ended[lead] >> 4 > now, patterns[Int(pattern[lead])].isLastDated else { continue }
            if Double(PackedMove.seconds(since[lead], now)) > limit { stuck[Int(row)] += 1 }
        }
        return stuck
    }

    /// Medians and 90th percentiles of type 7: the stays come by length, so the one that is the k-th of its row has rank k.
    private func quantiles(_ stage: FunnelStageDigest, _ row: [UInt16]) -> [FunnelTime] {
        let total = rowCount, apart = rowCount + 1
        // One place more for leads that are not counted, so that no stay has to ask.
        var used = [Int](repeating: 0, count: rowCount + 2), days = used, unusable = used
        // The row of each stay, so that the second pass reads them in order.
        let rows = [UInt16](unsafeUninitializedCapacity: stage.leads.count) { buffer, count in
            for (place, lead) in stage.leads.enumerated() {
                let row = min(row[Int(lead)], UInt16(truncatingIfNeeded: apart))
                buffer[place] = row
                used[Int(row)] &+= 1
                days[Int(row)] &+= Int(stage.stays[place] & 1)
            }
            count = stage.leads.count
        }
        for lead in stage.untimed { unusable[min(Int(row[Int(lead)]), apart)] += 1 }
        for row in 0..<rowCount {
            used[total] += used[row]
            days[total] += days[row]
            unusable[total] += unusable[row]
        }
        var wanted = (0...rowCount).map { Ranks(used[$0]) }
        // How many more until the next rank that is wanted; a row that wants none waits for ever.
        var ahead = wanted.map { $0.next >= 0 ? $0.next : Int.max } + [Int.max], left = wanted.count { $0.next >= 0 }
        func meet(_ one: Int, _ place: Int) {
            let rank = wanted[one].next
            wanted[one].meet(Double(FunnelStageDigest.seconds(stage.stays[place])))
            ahead[one] = wanted[one].next >= 0 ? wanted[one].next - rank - 1 : Int.max
            if wanted[one].next < 0 { left -= 1 }
        }
        for (place, row) in rows.enumerated() {
            let row = Int(row)
            if row == apart { continue }
            if ahead[row] == 0 { meet(row, place) } else { ahead[row] &-= 1 }
            if ahead[total] == 0 { meet(total, place) } else { ahead[total] &-= 1 }
            if left == 0 { break }
        }
        return (0...rowCount).map { row in
            FunnelTime(
                median: wanted[row].quantile(0.5), p90: wanted[row].quantile(0.9), used: used[row], wholeDays: days[row], unusable: unusable[row])
        }
    }

    /// The order statistics that a median and a 90th percentile lie between, as they come by.
    private struct Ranks {
        private let count: Int
        /// Ascending, each once.
        private let ranks: [Int]
        private var values: [Double] = []

        /// - Parameter count: of values.
        init(_ count: Int) {
            self.count = count
            ranks = count == 0 ? [] : Set([0.5, 0.9].flatMap { Self.between(count, $0) }).sorted()
        }

        /// The next rank that is wanted; −1 after the last.
        var next: Int { values.count < ranks.count ? ranks[values.count] : -1 }

        /// Takes the value of that rank.
        mutating func meet(_ value: Double) { values.append(value) }

        private static func between(_ count: Int, _ share: Double) -> [Int] {
            let lower = Int(Double(count - 1) * share)
            return [lower, min(count - 1, lower + 1)]
        }

        /// Type 7; nil for no values.
        func quantile(_ share: Double) -> Double? {
            guard count > 0, values.count == ranks.count else { return nil }
            let found = Self.between(count, share).map { rank in ranks.firstIndex(of: rank).map { values[$0] } ?? 0 }
            let position = Double(count - 1) * share
            return found[0] + (position - Double(Int(position))) * (found[1] - found[0])
        }
    }
}
