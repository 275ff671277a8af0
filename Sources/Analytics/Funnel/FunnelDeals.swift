// SPDX-License-Identifier: Apache-2.0

/// Deals as a funnel counts them: one deal is one win, whatever the number of its people.
package struct DealNumbers: Sendable, Hashable {
    package internal(set) var deals = 0
    package internal(set) var open = 0
    package internal(set) var won = 0
    package internal(set) var lost = 0
    /// Won deals whose amount is not known; they add nothing to `wonAmount`.
    package internal(set) var wonWithoutAmount = 0
    var sum: Int128 = 0

    /// Sum of the amounts of won deals in minor units; nil where it is beyond 64 bits.
    package var wonAmount: Int64? { Int64(exactly: sum) }

    static func + (a: DealNumbers, b: DealNumbers) -> DealNumbers {
        var sum = a
        (sum.deals, sum.open, sum.won, sum.lost) = (a.deals + b.deals, a.open + b.open, a.won + b.won, a.lost + b.lost)
        (sum.wonWithoutAmount, sum.sum) = (a.wonWithoutAmount + b.wonWithoutAmount, a.sum + b.sum)
        return sum
    }

    mutating func win(_ amount: Int64) {
        won += 1
        if amount == .min { wonWithoutAmount += 1 } else { sum += Int128(amount) }
    }
}

/// The deals behind a number.
package enum DealMeasure: Sendable, Hashable { case deals, open, won, lost, wonWithoutAmount }

/// Whose deals.
package enum DealGroup: Sendable, Hashable {
    /// All, those without a known lead included.
    case total
    /// Of leads of this code.
    case code(Int32)
    /// No lead is known for them.
    case noLead
}

/// Deals of a funnel by row and by period.
package struct FunnelDeals: Sendable {
    private let rowCount: Int
    /// Per row, then those without a lead.
    var rows: [DealNumbers]
    /// Per row and period: won.
    var series: [DealNumbers]
    /// Deals opened in the range, and those of them with a known lead, here or elsewhere.
    var opened = 0
    var linked = 0

    init(_ question: FunnelQuestion) {
        rowCount = question.groupCount + 1
        rows = Array(repeating: DealNumbers(), count: rowCount + 1)
        series = Array(repeating: DealNumbers(), count: (rowCount + 1) * question.periodCount)
    }

    mutating func merge(_ other: FunnelDeals) {
        for index in rows.indices { rows[index] = rows[index] + other.rows[index] }
        for index in series.indices { series[index] = series[index] + other.series[index] }
        opened += other.opened
        linked += other.linked
    }
}

/// What a deal counts as under one question.
struct DealView {
    /// Of the lead that it came of; nil where none is known here.
    let lead: Int?
    /// Whether it belongs to this funnel at all: those of leads that are known elsewhere do not.
    let isOfFunnel: Bool
    let isOpenedInRange: Bool
    let isDeal: Bool
    let isOpen: Bool
    let isWon: Bool
    let isLost: Bool
}

/// Reads deals under one question. It holds each column by itself: going through the journal counted references once per deal and column.
struct DealReader {
    private let (from, to): (Int64, Int64)
    private let isActivity: Bool
    private let links: [Int32]
    private let outcomes: [UInt8]
    private let leadOpened: [Int64]
    let (opened, closed, amounts): ([Int64], [Int64], [Int64])

    init(_ journal: FunnelJournal, _ question: FunnelQuestion) {
        (from, to, isActivity) = (question.from, question.to, question.mode == .activity)
        (links, outcomes, leadOpened) = (journal.deals.lead, journal.deals.outcome, journal.leads.opened)
        (opened, closed, amounts) = (journal.deals.opened, journal.deals.closed, journal.deals.amount)
    }

    var count: Int { links.count }

    @inline(__always)
    private func isInRange(_ at: Int64) -> Bool { at >= from && at < to }

    @inline(__always)
    func view(_ deal: Int) -> DealView {
        let link = Int(links[deal]), outcome = outcomes[deal], isOpenedInRange = isInRange(opened[deal])
        let lead = link >= 0 && link < leadOpened.count ? link : nil
        // In a cohort a deal follows its lead, and enters by itself only where no lead is known.
        let isInCohort = lead.map { isInRange(leadOpened[$0]) } ?? isOpenedInRange
        let isOfFunnel = lead != nil || link == -1, isInTime = isActivity ? isInRange(closed[deal]) : isInCohort
        return DealView(
            lead: lead, isOfFunnel: isOfFunnel, isOpenedInRange: isOpenedInRange,
            isDeal: isOfFunnel && (isActivity ? isOpenedInRange : isInCohort), isOpen: isOfFunnel && outcome == 0 && (isActivity || isInCohort),
            isWon: isOfFunnel && outcome == 1 && isInTime, isLost: isOfFunnel && outcome == 2 && isInTime)
    }

    @inline(__always)
    func isUnlinked(_ deal: Int) -> Bool { links[deal] == -1 }

    /// When a win counts: when it was closed, or in a cohort when what it follows was opened.
    func chartedAt(_ deal: Int, _ view: DealView) -> Int64 { isActivity ? closed[deal] : view.lead.map { leadOpened[$0] } ?? opened[deal] }
}

extension FunnelDeals {
    /// Folds a range of deals.
    mutating func add(_ journal: FunnelJournal, _ range: Range<Int>, _ question: FunnelQuestion, groups: [Int32]) {
        let reader = DealReader(journal, question), groupCount = question.groupCount
        for deal in range.clamped(to: 0..<reader.count) {
            let view = reader.view(deal)
            if view.isOpenedInRange {
                opened += 1
                if !reader.isUnlinked(deal) { linked += 1 }
            }
            guard view.isOfFunnel else { continue }
            var row = groupCount + 1
            if let lead = view.lead {
                let code = lead < groups.count ? Int(groups[lead]) : -1
                row = code >= 0 && code < groupCount ? code : groupCount
            }
            if view.isDeal { rows[row].deals += 1 }
            if view.isOpen { rows[row].open += 1 }
            if view.isLost { rows[row].lost += 1 }
            guard view.isWon else { continue }
            rows[row].win(reader.amounts[deal])
            guard question.periodCount > 0 else { continue }
            let period = question.period(ofTicks: reader.chartedAt(deal, view) >> 4)
            if period >= 0 { series[row * question.periodCount + period].win(reader.amounts[deal]) }
        }
    }
}

extension FunnelPartial {
    /// Folds a range of deals; each deal once over all partials, whichever leads they hold.
    package mutating func add(_ journal: FunnelJournal, deals range: Range<Int>, groups: [Int32]) {
        deals.add(journal, range, question, groups: groups)
    }
}

extension FunnelJournal {
    /// The deals behind a number: indices into `deals`, as many as the number says.
    package func deals(behind measure: DealMeasure, of group: DealGroup, question: FunnelQuestion, groups: [Int32]) -> [Int32] {
        let reader = DealReader(self, question)
        return (0..<reader.count).compactMap { deal in
            let view = reader.view(deal)
            let isMeant =
                switch measure {
                case .deals: view.isDeal
                case .open: view.isOpen
                case .won: view.isWon
                case .lost: view.isLost
                case .wonWithoutAmount: view.isWon && reader.amounts[deal] == .min
                }
            guard isMeant else { return nil }
            switch group {
            case .total: return Int32(clamping: deal)
            case .noLead: return view.lead == nil ? Int32(clamping: deal) : nil
            case .code(let code):
                guard let lead = view.lead else { return nil }
                return question.isSame(lead < groups.count ? groups[lead] : -1, code) ? Int32(clamping: deal) : nil
            }
        }
    }
}

extension FunnelQuestion {
    /// Whether two codes name the same group: all codes outside 0 ..< groupCount do.
    func isSame(_ a: Int32, _ b: Int32) -> Bool {
        let isIn = { (code: Int32) in code >= 0 && Int(code) < groupCount }
        return isIn(a) ? a == b : !isIn(b)
    }
}
