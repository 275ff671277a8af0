// SPDX-License-Identifier: Apache-2.0

/// What one lead's moves say under one question. The numbers and the lists behind them are both read from here, so that they agree.
///
/// Sets of stages are binary masks, inquiry lowest. A stage told twice in a row is one stay.
struct FunnelWalk {
    /// Stages with a move into them; left for a later stage; reached, this or a later one; passed over; come back into.
    private(set) var entered: UInt8 = 0
    private(set) var left: UInt8 = 0
    private(set) var reached: UInt8 = 0
    private(set) var skipped: UInt8 = 0
    private(set) var reopened: UInt8 = 0
    /// Furthest stage, 1 to 6, whenever that was.
    private(set) var reach = 1
    /// How a lead that is no longer on its way got off it: recycled, disqualified, lost, ended without a stage that says so. nil where it did not.
    private(set) var fell: FunnelMeasure?
    /// Stands in this stage, 1 to 5, and is open; 0 otherwise.
    private(set) var standing = 0
    /// Seconds it has stood there; nil where the source had no date.
    private(set) var standingFor: Int32?
    /// It is among the leads that volume and quality count.
    private(set) var isCounted = false
    private(set) var isEnded = false
    /// Opening and first reaching of opportunity, in ticks; whether their dates are known.
    private(set) var opened: Int64 = 0
    private(set) var isOpeningDated = false
    private(set) var opportunityAt: Int64 = 0
    private(set) var isOpportunityDated = false
    /// Where the last move led, 1 to 9, and since when in ticks; whether that is dated.
    private(set) var last = 1
    private(set) var lastAt: Int64 = 0
    private(set) var isLastDated = false
    private(set) var stays: [Stay] = []
    private(set) var period = -1
    /// First moves into a stage within each period, and which period; activity only.
    private(set) var periodEntries: [(period: Int, stage: Int)] = []

    struct Stay {
        let stage: Int
        /// nil where an end has no date.
        let seconds: Int32?
        let isWholeDays: Bool
    }

    /// Now, in ticks.
    var moment: Int64 { now }

    private let mode: FunnelQuestion.Mode
    private let (from, to, now): (Int64, Int64, Int64)
    private let zone: ZoneDays

    /// Every lead counts as one of the cohort, whenever it was opened and whatever the time: what no question changes.
    init(timeless question: FunnelQuestion) {
        (mode, zone) = (.cohort, question.zone)
        (from, to, now) = (.min, .max, .max)
        stays.reserveCapacity(16)
    }

    init(_ question: FunnelQuestion) {
        (mode, zone) = (question.mode, question.zone)
        (from, to, now) = (question.from >> 4, question.to >> 4, question.now >> 4)
        stays.reserveCapacity(16)
    }

    private func isWithin(_ ticks: Int64) -> Bool { mode == .cohort ? isCounted : ticks >= from && ticks < to }

    mutating func follow(_ journal: FunnelJournal, _ lead: Int, _ question: FunnelQuestion) {
        let marks = journal.leads.marks[lead], range = journal.moveRange(lead)
        opened = journal.leads.opened[lead] >> 4
        isOpeningDated = marks >> 4 >= 3
        isCounted = opened >= from && opened < to
        let ended = journal.leads.ended[lead] >> 4
        isEnded = ended <= now
        (entered, left, reopened, reach) = (0, 0, 0, 1)
        reached = isWithin(opened) ? 1 : 0
        (fell, standing, standingFor) = (nil, 0, nil)
        (opportunityAt, isOpportunityDated) = (0, false)
        stays.removeAll(keepingCapacity: true)
        periodEntries.removeAll(keepingCapacity: true)
        period = question.periods.isEmpty ? -1 : question.period(ofTicks: opened)

        var step = Step()
        if range.isEmpty {
            // A lead without moves stands where its record says; when it came there is not known.
            take(PackedMove.pack(to: marks & 15, at: journal.leads.opened[lead], precision: 0, basis: 4), &step, question)
        } else {
            journal.moves.words.withUnsafeBufferPointer { words in
                for word in words[range] { take(word, &step, question) }
            }
        }
        skipped = reached & ~step.everEntered
        conclude(step, ended: ended)
    }

    private struct Step {
        var stage = 0
        var at: Int64 = 0
        var precision = 0
        var everEntered: UInt8 = 0
        var hint = -1
        var period = -1
        var enteredInPeriod: UInt8 = 0
    }

    @inline(__always)
    private mutating func take(_ word: Int64, _ step: inout Step, _ question: FunnelQuestion) {
        let stage = PackedMove.stage(word), previous = step.stage
        guard stage != previous else { return }
        let at = PackedMove.ticks(word)
        // An inferred move has no time of its own, whatever stands beside it.
        let precision = PackedMove.isInferred(word) ? 0 : PackedMove.precision(word)
        let within = isWithin(at)
        if within, previous >= 1, previous <= 5 {
            stays.append(stay(in: previous, from: step.at, step.precision, to: at, precision))
            if stage > previous, stage <= 6 { left |= bit(previous) }
        }
        if stage <= 6 {
            step.everEntered |= bit(stage)
            if within {
                entered |= bit(stage)
                if previous > stage { reopened |= bit(stage) }
                if mode == .activity, question.periods.count > 1 { enter(stage, at, &step, question) }
            }
            if stage > reach {
                if stage >= 5, reach < 5 { (opportunityAt, isOpportunityDated) = (at, precision >= 3) }
                if within { reached |= (bit(stage) << 1) &- (bit(reach) << 1) }
                reach = stage
            }
        }
        (step.stage, step.at, step.precision) = (stage, at, precision)
    }

    private mutating func enter(_ stage: Int, _ at: Int64, _ step: inout Step, _ question: FunnelQuestion) {
        let found = question.period(ofTicks: at, hint: step.hint)
        guard found >= 0 else { return }
        if found != step.period { (step.period, step.enteredInPeriod) = (found, 0) }
        step.hint = found
        guard step.enteredInPeriod & bit(stage) == 0 else { return }
        step.enteredInPeriod |= bit(stage)
        periodEntries.append((found, stage))
    }

    @inline(__always)
    private func stay(in stage: Int, from: Int64, _ a: Int, to: Int64, _ b: Int) -> Stay {
        guard a >= 3, b >= 3 else { return Stay(stage: stage, seconds: nil, isWholeDays: false) }
        guard a == 3 || b == 3 else { return Stay(stage: stage, seconds: PackedMove.seconds(from, to), isWholeDays: false) }
        let days = max(0, zone.day(ofTicks: to) - zone.day(ofTicks: from))
        return Stay(stage: stage, seconds: Int32(clamping: days * 86_400), isWholeDays: true)
    }

    private mutating func conclude(_ step: Step, ended: Int64) {
        (last, lastAt, isLastDated) = (step.stage, step.at, step.precision >= 3)
        switch step.stage {
        case 7: if isWithin(step.at) { fell = .lost }
        case 8: if isWithin(step.at) { fell = .disqualified }
        case 9: if isWithin(step.at) { fell = .recycled }
        case 1...5 where isEnded: if isWithin(ended) { fell = .ended }
        // Standing is a fact about now: activity shows it for leads of any age.
        case 1...5 where isCounted || mode == .activity:
            standing = step.stage
            standingFor = step.precision >= 3 ? PackedMove.seconds(step.at, now) : nil
        default: break
        }
    }
}

@inline(__always)
func bit(_ stage: Int) -> UInt8 { 1 << UInt8(truncatingIfNeeded: stage - 1) }

extension FunnelWalk {
    /// Whether the lead reached opportunity within the lag for certain, or else may have, or may yet.
    func standingWithin(_ lag: Int32) -> (certain: Bool, perhaps: Bool) {
        let lag = min(lag, PackedWaiting.longest - 1)
        let age = PackedMove.seconds(opened, moment)
        guard reach >= 5 else { return (false, !isEnded && (isOpeningDated ? age < lag : lag > 0)) }
        if isOpeningDated, isOpportunityDated { return (min(age, PackedMove.seconds(opened, opportunityAt)) <= lag, false) }
        let certain = isOpeningDated && age <= lag
        return (certain, !certain)
    }
}
