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

struct FunnelDeals: Sendable {
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
    /// nil: not of this funnel. Row of its lead's group, or one past the last for those without a lead.
    let lead: Int?
    let isOfFunnel: Bool
    let isOpenedInRange: Bool
    let isDeal: Bool
    let isOpen: Bool
    let isWon: Bool
    let isLost: Bool

    // Columns are read in place: a copy of them, or a closure over the question, counted references of every array once per deal.
    init(_ journal: FunnelJournal, _ deal: Int, _ question: FunnelQuestion) {
        let link = Int(journal.deals.lead[deal]), (from, to, isActivity) = (question.from, question.to, question.mode == .activity)
        let opened = journal.deals.opened[deal], closed = journal.deals.closed[deal], outcome = journal.deals.outcome[deal]
        lead = link >= 0 && link < journal.leads.lead.count ? link : nil
        isOpenedInRange = opened >= from && opened < to
        // In a cohort a deal follows its lead, and enters by itself only where no lead is known.
        var isInCohort = isOpenedInRange
        if let lead {
            let start = journal.leads.opened[lead]
            isInCohort = start >= from && start < to
        }
        isOfFunnel = lead != nil || link == -1
        let isClosedInRange = closed >= from && closed < to
        isDeal = isOfFunnel && (isActivity ? isOpenedInRange : isInCohort)
        isOpen = isOfFunnel && outcome == 0 && (isActivity || isInCohort)
        isWon = isOfFunnel && outcome == 1 && (isActivity ? isClosedInRange : isInCohort)
        isLost = isOfFunnel && outcome == 2 && (isActivity ? isClosedInRange : isInCohort)
    }
}

extension FunnelPartial {
    /// Folds a range of deals; each deal once over all partials, whichever leads they hold.
    package mutating func add(_ journal: FunnelJournal, deals range: Range<Int>, groups: [Int32]) {
        for deal in range.clamped(to: 0..<journal.deals.count) {
            let view = DealView(journal, deal, question)
            if view.isOpenedInRange {
                deals.opened += 1
                if journal.deals.lead[deal] != -1 { deals.linked += 1 }
            }
            guard view.isOfFunnel else { continue }
            let row = view.lead.map { self.row($0 < groups.count ? groups[$0] : -1) } ?? rowCount
            if view.isDeal { deals.rows[row].deals += 1 }
            if view.isOpen { deals.rows[row].open += 1 }
            if view.isLost { deals.rows[row].lost += 1 }
            guard view.isWon else { continue }
            deals.rows[row].win(journal.deals.amount[deal])
            guard question.periodCount > 0 else { continue }
            let moment =
                question.mode == .activity
                ? journal.deals.closed[deal]
                : view.lead.map { journal.leads.opened[$0] } ?? journal.deals.opened[deal]
            let period = question.period(ofTicks: moment >> 4)
            if period >= 0 { deals.series[row * question.periodCount + period].win(journal.deals.amount[deal]) }
        }
    }
}

extension FunnelJournal {
    /// The deals behind a number: indices into `deals`, as many as the number says.
    package func deals(behind measure: DealMeasure, of group: DealGroup, question: FunnelQuestion, groups: [Int32]) -> [Int32] {
        (0..<deals.count).compactMap { deal in
            let view = DealView(self, deal, question)
            let isMeant =
                switch measure {
                case .deals: view.isDeal
                case .open: view.isOpen
                case .won: view.isWon
                case .lost: view.isLost
                case .wonWithoutAmount: view.isWon && deals.amount[deal] == .min
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
