// SPDX-License-Identifier: Apache-2.0

extension FunnelPartial {
    /// Share of the rows' leads that reach opportunity within the usual lag.
    func quality(_ rows: [Int], _ lag: UsualLag) -> FunnelQuality {
        var tally = FunnelQualityTally(), relevant: [UInt32] = []
        let n = rows.reduce(0) { $0 + waits[$1].count }
        if let lag = lag.seconds.map(FunnelQualityTally.capped) {
            for row in rows {
                for word in waits[row] {
                    let matters = PackedWaiting.matters(word, until: lag)
                    if matters { relevant.append(word) }
                    if !matters, !PackedWaiting.isEvent(word) { tally.watched += 1 }
                    guard matters, PackedWaiting.isPlain(word) else { continue }
                    if PackedWaiting.isEvent(word) { tally.within += 1 } else { tally.perhaps += 1 }
                }
                tally.watched += arrivedAges[row].reduce(0) { $0 + ($1 >= lag ? 1 : 0) }
                for word in unclear[row] {
                    if FunnelPartial.isWithin(unclear: word, lag) { tally.within += 1 } else if word & 1 == 1 || lag > 0 { tally.perhaps += 1 }
                }
            }
        }
        return FunnelQuality(tally, of: n, lag: lag.seconds, thresholds: question.thresholds) { kaplanMeier(packed: relevant, of: n) }
    }

    /// A lead that reached opportunity at an unknown time did so within the lag for certain only where it is not older than that.
    static func isWithin(unclear word: UInt32, _ lag: Int32) -> Bool { word & 1 == 1 && word >> 1 <= UInt32(lag) }
}

/// Leads by what is known of their way to opportunity within the usual lag.
struct FunnelQualityTally: Sendable {
    /// For certain; may have, or may yet; old enough to have been watched for the whole lag.
    var within = 0
    var perhaps = 0
    var watched = 0

    static func capped(_ lag: Int32) -> Int32 { min(lag, PackedWaiting.longest - 1) }

    mutating func add(_ watch: QualityWatch) {
        switch watch.isWithin {
        case .yes: within += 1
        case .perhaps: perhaps += 1
        case .no: break
        }
        if watch.isWatched { watched += 1 }
    }

    static func + (a: FunnelQualityTally, b: FunnelQualityTally) -> FunnelQualityTally {
        FunnelQualityTally(within: a.within + b.within, perhaps: a.perhaps + b.perhaps, watched: a.watched + b.watched)
    }
}

/// How one counted lead was watched for an opportunity, from what a digest knows of it.
struct QualityWatch {
    enum Answer { case yes, perhaps, no }

    let isWithin: Answer
    let isWatched: Bool
    /// Its waiting time, where the estimate hangs on it.
    let waiting: UInt32?

    /// - Parameters: `wait` seconds to opportunity, −1 where it never came there; `lag` capped.
    @inline(__always)
    init(_ pattern: FunnelPattern, wait: Int32, age: Int32, isEnded: Bool, lag: Int32) {
        let isArrived = pattern.reach >= 5
        let time = isArrived ? min(age, wait) : age
        let word = PackedWaiting.pack(time, event: isArrived)
        let matters = PackedWaiting.matters(word, until: lag)
        waiting = matters ? word : nil
        isWatched = age >= lag
        if isArrived {
            if pattern.isOpeningDated, pattern.isOpportunityDated {
                isWithin = matters ? .yes : .no
            } else {
                isWithin = pattern.isOpeningDated && age <= lag ? .yes : .perhaps
            }
        } else if isEnded {
            // Its end is one of the things that happen instead.
            isWithin = .no
        } else {
            isWithin = (pattern.isOpeningDated ? matters : lag > 0) ? .perhaps : .no
        }
    }
}

extension FunnelQuality {
    /// Each lead is watched from its opening to its opportunity or to now. Leads that ended without one are watched to now as well: their
    /// end competes with the opportunity, and dropping them at their end would make the share wrong high (J. P. Fine, R. J. Gray (1999),
    /// JASA 94(446), 496–509: with known ends of watching, this is the estimate of the cumulative incidence).
    init(_ tally: FunnelQualityTally, of n: Int, lag: Int32?, thresholds: FunnelThresholds, survival: () -> Survival?) {
        guard n > 0, lag != nil else {
            self.init(estimate: nil, within: 0, perhaps: 0, low: nil, high: nil, watched: 0)
            return
        }
        let low = Double(tally.within) / Double(n), high = Double(tally.within + tally.perhaps) / Double(n)
        let isEnough = n >= thresholds.quality && tally.watched >= thresholds.watched
        let estimate = isEnough ? survival().map { Self.share($0, low, high, tally.watched) } : nil
        self.init(estimate: estimate, within: tally.within, perhaps: tally.perhaps, low: low, high: high, watched: tally.watched)
    }

    private static func share(_ survival: Survival, _ low: Double, _ high: Double, _ watched: Int) -> Ratio {
        let value = min(high, max(low, 1 - survival.value))
        // Where nobody or everybody made it the log scale says nothing; Wilson's interval over those watched to the end does.
        let interval =
            survival.interval.map { (1 - $0.upperBound, 1 - $0.lowerBound) }
            ?? wilson(survival.value == 0 ? watched : 0, of: watched).map { ($0.low, $0.high) } ?? (0, 1)
        return Ratio(value: value, low: min(value, interval.0), high: max(value, interval.1), n: survival.n)
    }
}
