// SPDX-License-Identifier: Apache-2.0

/// What each lead's moves say whatever a cohort is asked, found once when the journal is loaded.
///
/// Which leads are counted and what time it is change with the question; which stages a lead came to, how long it stayed and where it stands
/// do not. So a cohort is answered by counting patterns and by reading columns that are sorted already, without walking any move:
/// a tenth of the time. Stages are masks and codes as in `FunnelWalk`. Memory: 16 bytes a lead and 8 a stay.
package struct FunnelDigest: Sendable {
    package let zone: ZoneDays
    /// The few ways that leads go, the first ones met first.
    var patterns: [FunnelPattern] = []
    /// Per lead: its pattern; seconds from opening to opportunity, −1 where it never came there; since when it stands where it stands, in ticks.
    var pattern: [UInt32] = []
    var wait: [Int32] = []
    var since: [Int64] = []
    /// Of inquiry … opportunity.
    var stages: [FunnelStageDigest] = []
    /// Leads with an account, in order of it, and which one each has, numbered from 0.
    var byAccount: [UInt32] = []
    var accounts: [UInt32] = []
    /// Leads with both dates of the way to opportunity, and the 80th percentile of their waits in seconds.
    var lagCount = 0
    var lagPercentile: Double?
    package private(set) var span: ClosedRange<Int64>?

    /// Can this be answered from here? Activity hangs on when each move was, and other zones count other days.
    package func answers(_ question: FunnelQuestion) -> Bool {
        question.mode == .cohort && question.zone == zone && question.groupCount < Int(FunnelDigest.apart)
    }

    /// Marks a lead that a question does not count.
    static let apart = UInt16.max

    package init(_ journal: FunnelJournal, zone: ZoneDays) {
        self.zone = zone
        var making = FunnelDigestMaking(journal, zone)
        making.walk()
        (patterns, pattern, wait, since) = (making.patterns, making.pattern, making.wait, making.since)
        stages = (0..<5).map { making.stage($0) }
        byAccount = making.byAccount()
        let ids = journal.leads.account
        for (place, lead) in byAccount.enumerated() {
            let isSame = place > 0 && ids[Int(byAccount[place - 1])] == ids[Int(lead)]
            accounts.append(place == 0 ? 0 : accounts[place - 1] + (isSame ? 0 : 1))
        }
        lagCount = making.lags.count
        lagPercentile = quantiles(of: [making.lags], [0.8]).first
        span = Self.span(journal)
    }

    /// The first and the last moment at which a lead was opened; nil without leads.
    package static func span(_ journal: FunnelJournal) -> ClosedRange<Int64>? {
        var (low, high) = (Int64.max, Int64.min)
        for opened in journal.leads.opened { (low, high) = (min(low, opened), max(high, opened)) }
        return low <= high ? low...high : nil
    }
}

/// All that a lead's stages say. Several thousand leads share one.
struct FunnelPattern: Hashable, Sendable {
    let entered: UInt8
    let left: UInt8
    let reopened: UInt8
    let reach: UInt8
    /// Stage of the last move, 1 to 9.
    let last: UInt8
    let isLastDated: Bool
    let isOpeningDated: Bool
    let isOpportunityDated: Bool

    init(_ walk: FunnelWalk) {
        (entered, left, reopened) = (walk.entered, walk.left, walk.reopened)
        (reach, last, isLastDated) = (UInt8(walk.reach), UInt8(clamping: walk.last), walk.isLastDated)
        (isOpeningDated, isOpportunityDated) = (walk.isOpeningDated, walk.isOpportunityDated)
    }

    /// Every stage up to the furthest.
    var reached: UInt8 { UInt8(truncatingIfNeeded: (1 << Int(reach)) - 1) }
    var skipped: UInt8 { reached & ~entered }

    /// How the lead got off its way, as `FunnelWalk` says it.
    func fell(isEnded: Bool) -> FunnelMeasure? {
        switch last {
        case 7: .lost
        case 8: .disqualified
        case 9: .recycled
        case 1...5: isEnded ? .ended : nil
        default: nil
        }
    }

    /// The stage in which it stands open, 1 to 5; 0 otherwise.
    func standing(isEnded: Bool) -> Int { last <= 5 && !isEnded ? Int(last) : 0 }
}

/// What happened in one stage, and who is in it.
struct FunnelStageDigest: Sendable {
    /// Stays that ended with both dates known, in order of their length: seconds·2 + (in whole days), and whose they are.
    var stays: [UInt32] = []
    var leads: [UInt32] = []
    /// Leads of stays without both dates; once for each.
    var untimed: [UInt32] = []
    /// Leads whose last move led here.
    var standing: [UInt32] = []

    static func pack(_ seconds: Int32, isWholeDays: Bool) -> UInt32 { UInt32(max(0, seconds)) << 1 | (isWholeDays ? 1 : 0) }
    static func seconds(_ word: UInt32) -> Int32 { Int32(word >> 1) }
}

/// The one walk over all leads, and the orders that are made of it.
private struct FunnelDigestMaking {
    let journal: FunnelJournal
    let question: FunnelQuestion
    var patterns: [FunnelPattern] = []
    var pattern: [UInt32] = []
    var wait: [Int32] = []
    var since: [Int64] = []
    var lags: [Int32] = []
    /// Per stage: stays with their leads in one word, length first.
    private var stays: [[UInt64]] = Array(repeating: [], count: 5)
    private var untimed: [[UInt32]] = Array(repeating: [], count: 5)
    private var standing: [[UInt32]] = Array(repeating: [], count: 5)

    init(_ journal: FunnelJournal, _ zone: ZoneDays) {
        self.journal = journal
        question = FunnelQuestion(from: .min, to: .max, now: .max, zone: zone)
    }

    mutating func walk() {
        let count = journal.leads.count
        pattern.reserveCapacity(count)
        wait.reserveCapacity(count)
        since.reserveCapacity(count)
        var walk = FunnelWalk(timeless: question), codes: [FunnelPattern: UInt32] = [:]
        for lead in 0..<count {
            walk.follow(journal, lead, question)
            let one = FunnelPattern(walk)
            if let code = codes[one] {
                pattern.append(code)
            } else {
                codes[one] = UInt32(patterns.count)
                pattern.append(UInt32(patterns.count))
                patterns.append(one)
            }
            let seconds = PackedMove.seconds(walk.opened, walk.opportunityAt)
            wait.append(one.reach >= 5 ? seconds : -1)
            since.append(walk.lastAt)
            if one.reach >= 5, one.isOpeningDated, one.isOpportunityDated { lags.append(seconds) }
            if one.last <= 5 { standing[Int(one.last) - 1].append(UInt32(lead)) }
            for stay in walk.stays {
                if let seconds = stay.seconds {
                    stays[stay.stage - 1].append(UInt64(FunnelStageDigest.pack(seconds, isWholeDays: stay.isWholeDays)) << 32 | UInt64(lead))
                } else {
                    untimed[stay.stage - 1].append(UInt32(lead))
                }
            }
        }
    }

    /// Gives its part of the memory away.
    mutating func stage(_ stage: Int) -> FunnelStageDigest {
        var words: [UInt64] = []
        swap(&words, &stays[stage])
        radixSort(&words, from: 32)
        return FunnelStageDigest(
            stays: words.map { UInt32(truncatingIfNeeded: $0 >> 32) }, leads: words.map { UInt32(truncatingIfNeeded: $0) }, untimed: untimed[stage],
            standing: standing[stage])
    }

    func byAccount() -> [UInt32] {
        let accounts = journal.leads.account
        return accounts.indices.filter { accounts[$0] != 0 }.sorted { (accounts[$0], $0) < (accounts[$1], $1) }.map { UInt32($0) }
    }
}
