// SPDX-License-Identifier: Apache-2.0

/// Every lead with its moves, and every deal, as coded columns: what the funnel folds over.
///
/// Rows come in order: leads by contact, each followed by its moves by (at, order in the flow, id). Stages are codes: inquiry 1, mql 2,
/// sal 3, sql 4, opportunity 5, won 6, lost 7, disqualified 8, recycled 9. A lead takes 46 bytes, a move 8, a deal 49.
/// Two threads may each fill one by range of contacts; `append(contentsOf:)` joins them.
package struct FunnelJournal: Sendable {
    package private(set) var leads = LeadColumns()
    package private(set) var moves = MoveColumns()
    package private(set) var deals = DealColumns()
    /// Moves that were left out because their stage has no meaning here, or no lead came before them.
    package private(set) var refusedMoves = 0

    package init() {}

    /// Makes room beforehand, so that growing never holds two copies.
    package mutating func reserve(leads leadCount: Int, moves moveCount: Int, deals dealCount: Int = 0) {
        leads.reserve(leadCount)
        moves.words.reserveCapacity(moveCount)
        deals.reserve(dealCount)
    }

    /// - Parameters: times in microseconds since 1970 UTC; `ended` is `Int64.max` while open; `account` 0 where none is known;
    ///   `openedPrecision` 0 unknown … 3 day … 6 exact; `stage` is used only where the lead has no moves.
    package mutating func appendLead(
        contact: Int64, account: Int64, lead: Int64, opened: Int64, openedPrecision: UInt8, ended: Int64, stage: UInt8
    ) {
        leads.contact.append(contact)
        leads.account.append(account)
        leads.lead.append(lead)
        leads.opened.append(opened)
        leads.ended.append(ended)
        leads.marks.append(UInt8(min(openedPrecision, 6)) << 4 | ((1...9).contains(stage) ? stage : 1))
        leads.start.append(UInt32(truncatingIfNeeded: moves.words.count))
    }

    /// Adds a move to the lead that was appended last. `basis`: decided 1, derived 2, observed 3, inferred 4.
    package mutating func appendMove(to stage: UInt8, at micros: Int64, precision: UInt8, basis: UInt8) {
        guard (1...9).contains(stage), !leads.start.isEmpty, moves.words.count < Int(UInt32.max) else { return refusedMoves += 1 }
        moves.words.append(PackedMove.pack(to: stage, at: micros, precision: precision, basis: basis))
    }

    /// - Parameters: `closed` is `Int64.max` while open; `outcome` open 0, won 1, lost 2; `amount` in minor units of the company's currency,
    ///   `Int64.min` where absent; `link` says whether a lead is known, and where it stands in this journal.
    package mutating func appendDeal(
        deal: Int64, account: Int64, opened: Int64, closed: Int64, outcome: UInt8, amount: Int64, link: DealLead
    ) {
        deals.deal.append(deal)
        deals.account.append(account)
        deals.opened.append(opened)
        deals.closed.append(closed)
        deals.outcome.append(outcome)
        deals.amount.append(amount)
        switch link {
        case .noLead: deals.lead.append(-1)
        case .leadElsewhere: deals.lead.append(-2)
        case .lead(let index): deals.lead.append(index >= 0 ? Int32(clamping: index) : -2)
        }
    }

    /// Joins what another thread loaded: its contacts all come after mine, its deals name its own lead indices.
    package mutating func append(contentsOf other: FunnelJournal) {
        let (leadShift, moveShift) = (Int32(clamping: leads.count), UInt32(truncatingIfNeeded: moves.words.count))
        leads.append(other.leads, moveShift: moveShift)
        moves.words.append(contentsOf: other.moves.words)
        deals.append(other.deals, leadShift: leadShift)
        refusedMoves += other.refusedMoves
    }

    /// Cuts the leads into at most `count` ranges of about equal length. No contact is cut in two, so that people are counted once.
    package func slices(_ count: Int) -> [Range<Int>] {
        var (ranges, start) = ([Range<Int>](), 0)
        for part in 1...max(1, count) where start < leads.count {
            var end = part == max(1, count) ? leads.count : max(start, leads.count / max(1, count) * part)
            while end > start, end < leads.count, leads.contact[end] == leads.contact[end - 1] { end += 1 }
            if end > start { ranges.append(start..<end) }
            start = end
        }
        return ranges
    }

    /// The latest moment until `now` at which anything with a time of its own happened; nil where nothing did. In microseconds.
    package func newest(until now: Int64) -> Int64? {
        var newest = Int64.min
        for opened in leads.opened where opened <= now && opened > newest { newest = opened }
        for word in moves.words where !PackedMove.isInferred(word) {
            let at = PackedMove.ticks(word) << 4
            if at <= now, at > newest { newest = at }
        }
        return newest == .min ? nil : newest
    }

    /// The period that each lead was opened in, as a grouping column; −1 outside all.
    /// - Parameter boundaries: ascending, microseconds; period i is [i, i + 1).
    package func openingPeriods(_ boundaries: [Int64]) -> [Int32] {
        leads.opened.map { opened in
            var (low, high) = (0, boundaries.count)
            while low < high {
                let middle = (low + high) / 2
                if boundaries[middle] <= opened { low = middle + 1 } else { high = middle }
            }
            return low == 0 || low == boundaries.count ? -1 : Int32(low - 1)
        }
    }

    func moveRange(_ lead: Int) -> Range<Int> {
        let start = Int(leads.start[lead])
        return start..<(lead + 1 < leads.count ? Int(leads.start[lead + 1]) : moves.words.count)
    }
}

/// Whether a lead is known for a deal.
package enum DealLead: Hashable, Sendable {
    case noLead
    /// A lead is known but is not in this journal.
    case leadElsewhere
    case lead(Int)
}
