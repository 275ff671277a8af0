// SPDX-License-Identifier: Apache-2.0

/// The funnel of some of the leads: add ranges, merge partials in any order, ask for the result.
///
/// Ranges must not cut a contact in two (`FunnelJournal.slices`) and must not overlap. Memory: 4 bytes per stay that ended, 4 per lead.
package struct FunnelPartial: Sendable {
    package let question: FunnelQuestion
    /// Groups, and last those not in any.
    let rowCount: Int
    var counts: [Int]
    var volume: [Int]
    var contacts: [Int]
    var allContacts = 0
    var accounts: [[Int64]]
    var reopened: [Int]
    var durations: [[Int32]]
    var wholeDays: [Int]
    var standing: [[Int32]]
    var waits: [[UInt32]]
    /// Ages of the leads that reached opportunity: who of them was watched for the whole lag.
    var arrivedAges: [[Int32]]
    /// Leads whose bounds hang on a date that is not known: age at which it would be certain ·2 + (reached opportunity).
    var unclear: [[UInt32]]
    var lags: [Int32] = []
    /// Per row, period and stage (0 is volume).
    var series: [Int]
    var deals: FunnelDeals

    package init(_ question: FunnelQuestion) {
        self.question = question
        let rows = question.groupCount + 1
        rowCount = rows
        counts = Array(repeating: 0, count: rows * 6 * FunnelMeasure.perStage)
        (volume, contacts, reopened) = (Array(repeating: 0, count: rows), Array(repeating: 0, count: rows), Array(repeating: 0, count: rows))
        (accounts, waits, unclear) = (Array(repeating: [], count: rows), Array(repeating: [], count: rows), Array(repeating: [], count: rows))
        (durations, standing) = (Array(repeating: [], count: rows * 5), Array(repeating: [], count: rows * 5))
        (wholeDays, arrivedAges) = (Array(repeating: 0, count: rows * 5), Array(repeating: [], count: rows))
        series = Array(repeating: 0, count: rows * question.periodCount * 7)
        deals = FunnelDeals(question)
    }

    func row(_ code: Int32) -> Int { code >= 0 && Int(code) < question.groupCount ? Int(code) : question.groupCount }

    /// Folds a range of leads. `groups` has one code per lead of the journal; missing ones are in no group.
    package mutating func add(_ journal: FunnelJournal, leads range: Range<Int>, groups: [Int32]) {
        var walk = FunnelWalk(question)
        var lastContact = [Int64](repeating: .min, count: rowCount + 1)
        for lead in range.clamped(to: 0..<journal.leads.count) {
            walk.follow(journal, lead, question)
            let row = self.row(lead < groups.count ? groups[lead] : -1)
            if walk.reach >= 5, walk.isOpeningDated, walk.isOpportunityDated { lags.append(PackedMove.seconds(walk.opened, walk.opportunityAt)) }
            if walk.isCounted {
                count(journal, lead, row, &lastContact)
                watch(walk, row)
            }
            tally(walk, row)
            if question.periodCount > 0 { chart(walk, row) }
        }
    }

    private mutating func count(_ journal: FunnelJournal, _ lead: Int, _ row: Int, _ lastContact: inout [Int64]) {
        volume[row] += 1
        // Leads lie in order of contact: one met last time is one met before.
        let contact = journal.leads.contact[lead], account = journal.leads.account[lead]
        if lastContact[row] != contact {
            contacts[row] += 1
            lastContact[row] = contact
        }
        if lastContact[rowCount] != contact {
            allContacts += 1
            lastContact[rowCount] = contact
        }
        if account != 0 { accounts[row].append(account) }
    }

    /// Notes how long the lead was watched for an opportunity.
    private mutating func watch(_ walk: FunnelWalk, _ row: Int) {
        let age = PackedMove.seconds(walk.opened, question.now >> 4)
        if walk.reach >= 5 {
            let wait = min(age, PackedMove.seconds(walk.opened, walk.opportunityAt))
            let isPlain = walk.isOpeningDated && walk.isOpportunityDated
            waits[row].append(PackedWaiting.pack(wait, event: true, plain: isPlain))
            arrivedAges[row].append(age)
            if !isPlain { unclear[row].append(UInt32(walk.isOpeningDated ? min(age, .max - 1) : .max) << 1 | 1) }
        } else {
            // Also a lead that ended is watched until now: its end is one of the things that happen instead.
            let isPlain = walk.isOpeningDated && !walk.isEnded
            waits[row].append(PackedWaiting.pack(age, event: false, plain: isPlain))
            if !walk.isEnded, !walk.isOpeningDated { unclear[row].append(0) }
        }
    }

    private mutating func tally(_ walk: FunnelWalk, _ row: Int) {
        let base = row * 6
        bump(base, walk.entered, .entered)
        bump(base, walk.left, .left)
        bump(base, walk.reached, .reached)
        bump(base, walk.skipped, .skipped)
        if walk.reopened != 0 {
            bump(base, walk.reopened, .reopened)
            reopened[row] += 1
        }
        if let fell = walk.fell { counts[(base + walk.reach - 1) * FunnelMeasure.perStage + fell.rawValue] += 1 }
        if walk.standing > 0 {
            counts[(base + walk.standing - 1) * FunnelMeasure.perStage + FunnelMeasure.open.rawValue] += 1
            counts[(base + walk.reach - 1) * FunnelMeasure.perStage + FunnelMeasure.waiting.rawValue] += 1
            if let seconds = walk.standingFor {
                standing[row * 5 + walk.standing - 1].append(seconds)
            } else {
                counts[(base + walk.standing - 1) * FunnelMeasure.perStage + FunnelMeasure.undated.rawValue] += 1
            }
        }
        for stay in walk.stays {
            guard let seconds = stay.seconds else {
                counts[(base + stay.stage - 1) * FunnelMeasure.perStage + FunnelMeasure.untimed.rawValue] += 1
                continue
            }
            durations[row * 5 + stay.stage - 1].append(seconds)
            if stay.isWholeDays { wholeDays[row * 5 + stay.stage - 1] += 1 }
        }
    }

    @inline(__always)
    private mutating func bump(_ base: Int, _ mask: UInt8, _ measure: FunnelMeasure) {
        var rest = mask
        while rest != 0 {
            counts[(base + rest.trailingZeroBitCount) * FunnelMeasure.perStage + measure.rawValue] += 1
            rest &= rest - 1
        }
    }

    private mutating func chart(_ walk: FunnelWalk, _ row: Int) {
        let base = row * question.periodCount
        if walk.isCounted, walk.period >= 0 {
            series[(base + walk.period) * 7] += 1
            if question.mode == .cohort { for stage in 1...6 where walk.reached & bit(stage) != 0 { series[(base + walk.period) * 7 + stage] += 1 } }
        }
        for entry in walk.periodEntries { series[(base + entry.period) * 7 + entry.stage] += 1 }
    }

    /// Joins another partial of the same question; associative, and blind to order.
    package mutating func merge(_ other: FunnelPartial) {
        guard other.counts.count == counts.count, other.series.count == series.count else { return }
        addEach(&counts, other.counts)
        addEach(&volume, other.volume)
        addEach(&contacts, other.contacts)
        addEach(&reopened, other.reopened)
        addEach(&wholeDays, other.wholeDays)
        addEach(&series, other.series)
        allContacts += other.allContacts
        for row in accounts.indices {
            accounts[row].append(contentsOf: other.accounts[row])
            waits[row].append(contentsOf: other.waits[row])
            arrivedAges[row].append(contentsOf: other.arrivedAges[row])
            unclear[row].append(contentsOf: other.unclear[row])
        }
        for place in durations.indices {
            durations[place].append(contentsOf: other.durations[place])
            standing[place].append(contentsOf: other.standing[place])
        }
        lags.append(contentsOf: other.lags)
        deals.merge(other.deals)
    }
}

func addEach(_ sums: inout [Int], _ others: [Int]) {
    for (index, value) in others.enumerated() where index < sums.count { sums[index] += value }
}
