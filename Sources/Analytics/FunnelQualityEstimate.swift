// SPDX-License-Identifier: Apache-2.0

extension FunnelPartial {
    /// Share of the rows' leads that reach opportunity within the usual lag.
    ///
    /// Each lead is watched from its opening to its opportunity or to now. Leads that ended without one are watched to now as well: their
    /// end competes with the opportunity, and dropping them at their end would make the share wrong high (J. P. Fine, R. J. Gray (1999),
    /// JASA 94(446), 496–509: with known ends of watching, this is the estimate of the cumulative incidence).
    func quality(_ rows: [Int], _ lag: UsualLag) -> FunnelQuality {
        let n = rows.reduce(0) { $0 + waits[$1].count }
        guard n > 0, let lag = lag.seconds.map({ min($0, PackedWaiting.longest - 1) }) else {
            return FunnelQuality(estimate: nil, within: 0, perhaps: 0, low: nil, high: nil, watched: 0)
        }
        var relevant: [UInt32] = []
        var (within, perhaps, watched) = (0, 0, 0)
        for row in rows {
            for word in waits[row] {
                let matters = PackedWaiting.matters(word, until: lag)
                if matters { relevant.append(word) }
                if !matters, !PackedWaiting.isEvent(word) { watched += 1 }
                guard matters, PackedWaiting.isPlain(word) else { continue }
                if PackedWaiting.isEvent(word) { within += 1 } else { perhaps += 1 }
            }
            watched += arrivedAges[row].reduce(0) { $0 + ($1 >= lag ? 1 : 0) }
            for word in unclear[row] {
                if FunnelPartial.isWithin(unclear: word, lag) { within += 1 } else if word & 1 == 1 || lag > 0 { perhaps += 1 }
            }
        }
        let low = Double(within) / Double(n), high = Double(within + perhaps) / Double(n)
        let isEnough = n >= question.thresholds.quality && watched >= question.thresholds.watched
        let estimate = isEnough ? kaplanMeier(packed: relevant, of: n).map { share($0, low, high, watched) } : nil
        return FunnelQuality(estimate: estimate, within: within, perhaps: perhaps, low: low, high: high, watched: watched)
    }

    /// A lead that reached opportunity at an unknown time did so within the lag for certain only where it is not older than that.
    static func isWithin(unclear word: UInt32, _ lag: Int32) -> Bool { word & 1 == 1 && word >> 1 <= UInt32(lag) }

    private func share(_ survival: Survival, _ low: Double, _ high: Double, _ watched: Int) -> Ratio {
        let value = min(high, max(low, 1 - survival.value))
        // Where nobody or everybody made it the log scale says nothing; Wilson's interval over those watched to the end does.
        let interval =
            survival.interval.map { (1 - $0.upperBound, 1 - $0.lowerBound) }
            ?? wilson(survival.value == 0 ? watched : 0, of: watched).map { ($0.low, $0.high) } ?? (0, 1)
        return Ratio(value: value, low: min(value, interval.0), high: max(value, interval.1), n: survival.n)
    }
}
