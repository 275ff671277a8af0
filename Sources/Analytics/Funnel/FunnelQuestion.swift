// SPDX-License-Identifier: Apache-2.0

/// What a funnel is asked. All times in microseconds since 1970 UTC, whole seconds.
package struct FunnelQuestion: Sendable, Hashable {
    package enum Mode: Sendable, Hashable {
        /// The leads opened in the range, and all that became of them until now.
        case cohort
        /// What happened in the range, to leads of any age.
        case activity
    }

    package var mode: Mode
    /// [from, to): of openings in a cohort, of moves in activity.
    package var from: Int64
    package var to: Int64
    package var now: Int64
    /// Groups have the codes 0 ..< groupCount; any other code counts as "not in any group".
    package var groupCount: Int
    /// Ascending; period i is [i, i + 1). Weeks, months or quarters in the company's zone, made by the caller.
    package var periods: [Int64]
    /// Microseconds from opening to opportunity that are usual; nil takes the 80th percentile of the ledger's own.
    package var usualLag: Int64?
    /// Seconds after which an open lead is stuck, per stage inquiry … opportunity, where too few have left the stage to tell.
    package var stuckLimits: [Double?]
    /// The company's zone, for whole days between dates.
    package var zone: ZoneDays
    package var thresholds: FunnelThresholds

    package init(
        mode: Mode = .cohort, from: Int64, to: Int64, now: Int64, groupCount: Int = 0, periods: [Int64] = [], usualLag: Int64? = nil,
        stuckLimits: [Double?] = [], zone: ZoneDays = .utc, thresholds: FunnelThresholds = .init()
    ) {
        (self.mode, self.from, self.to, self.now, self.usualLag) = (mode, from, to, now, usualLag)
        (self.groupCount, self.periods, self.stuckLimits) = (max(0, groupCount), periods, stuckLimits)
        (self.zone, self.thresholds) = (zone, thresholds)
    }

    /// Index of the period that holds a time in ticks of 16 µs, trying `hint` first; −1 outside all.
    func period(ofTicks ticks: Int64, hint: Int = -1) -> Int {
        if hint >= 0, hint + 1 < periods.count, periods[hint] >> 4 <= ticks, ticks < periods[hint + 1] >> 4 { return hint }
        var (low, high) = (0, periods.count)
        while low < high {
            let middle = (low + high) / 2
            if periods[middle] >> 4 <= ticks { low = middle + 1 } else { high = middle }
        }
        return low == 0 || low == periods.count ? -1 : low - 1
    }

    /// Number of periods: one less than their boundaries.
    package var periodCount: Int { max(0, periods.count - 1) }
}

/// Finds the period of many times: a table of even steps says where to begin, and few steps are left.
struct PeriodFinder {
    private let boundaries: [Int64]
    private var first: Int64 = 0
    private var width: Int64 = 1
    private var starts: [Int32] = []
    private static let steps: Int64 = 4096

    init(_ question: FunnelQuestion) {
        boundaries = question.periods.map { $0 >> 4 }
        guard let low = boundaries.first, let high = boundaries.last, high > low else { return }
        (first, width) = (low, max(1, (high &- low) / Self.steps + 1))
        var period = 0
        for step in 0..<Self.steps {
            let time = low &+ step &* width
            while period + 1 < boundaries.count, boundaries[period + 1] <= time { period += 1 }
            starts.append(Int32(clamping: period))
        }
    }

    /// Index of the period that holds a time in ticks; −1 outside all.
    func period(of ticks: Int64) -> Int {
        guard let last = boundaries.last, !starts.isEmpty, ticks >= first, ticks < last else { return -1 }
        var period = Int(starts[Int((ticks &- first) / width)])
        while boundaries[period + 1] <= ticks { period += 1 }
        return period
    }
}

/// From how many on a number is said. Below, it is "not enough data".
package struct FunnelThresholds: Sendable, Hashable {
    /// Leads that reached opportunity at a known time, for the usual lag.
    package var lag = 20
    /// Leads of a group, for its quality.
    package var quality = 20
    /// Of those, leads old enough to have been watched for the whole usual lag.
    package var watched = 5
    /// Stays that ended, for the 90th percentile that tells who is stuck.
    package var stuck = 20

    package init() {}
}

/// Which date a moment falls on in one zone: seconds since 1970 UTC of each change of its offset, and the offsets, one more than changes.
package struct ZoneDays: Sendable, Hashable {
    private let transitions: [Int64]
    private let offsets: [Int32]

    package static let utc = ZoneDays(transitions: [], offsets: [0])

    /// Offsets in seconds east of UTC. A list that does not fit its transitions reads as UTC.
    package init(transitions: [Int64], offsets: [Int32]) {
        let fits = offsets.count == transitions.count + 1
        (self.transitions, self.offsets) = fits ? (transitions, offsets) : ([], [0])
    }

    /// Days since 1970-01-01.
    func day(ofTicks ticks: Int64) -> Int64 {
        let seconds = ticks >= 0 ? ticks / PackedMove.ticksPerSecond : -((PackedMove.ticksPerSecond - 1 - ticks) / PackedMove.ticksPerSecond)
        var (low, high) = (0, transitions.count)
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        let local = seconds + Int64(offsets[low])
        return local >= 0 ? local / 86_400 : -((86_399 - local) / 86_400)
    }
}
