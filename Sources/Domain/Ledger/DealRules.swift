// SPDX-License-Identifier: Apache-2.0

/// What a deal says about the leads of its people.
package struct DealFacts: Hashable, Sendable {
    package let id: Int64
    package let opened: Timestamp
    package let outcome: DealOutcome
    /// When it was won or lost; nil while it is open.
    package let closed: Timestamp?
    /// The id of the word that says why it was lost; 0 for none.
    package let reason: Int64

    package init(id: Int64, opened: Timestamp, outcome: DealOutcome, closed: Timestamp?, reason: Int64 = 0) {
        (self.id, self.opened, self.outcome, self.closed, self.reason) = (id, opened, outcome, closed, reason)
    }
}

/// A lead and its moves, superseded ones too.
package struct LeadFacts: Hashable, Sendable {
    package let id: Int64
    package let opened: Timestamp
    package let moves: [FollowedMove]
    /// The latest time that a row of it names as its last change: what it says had happened by then.
    package let told: Moment?

    package init(id: Int64, opened: Timestamp, moves: [FollowedMove], told: Moment? = nil) {
        (self.id, self.opened, self.moves, self.told) = (id, opened, moves, told)
    }

    /// Moves that stand and that no deal caused: what the lead itself says.
    fileprivate var own: [Move] { moves.filter { !$0.isDeals && $0.move.supersededBy == 0 }.map(\.move) }

    /// The same, with what only deals or other records have passed over: whose deal it is must not depend on what was once made of that.
    var said: [Move] {
        let others = Set(moves.filter { !$0.isDeals }.map(\.move.id))
        return moves.filter { !$0.isDeals && !others.contains($0.move.supersededBy) && $0.move.supersededBy != Move.takenBack }.map(\.move)
    }

    /// How it ended by what it says itself. Lost or disqualified at an unknown time came by the row's last change, and at most a year after
    /// the opening; a win of unknown time may be the win of any of its deals and ends nothing.
    var end: LeadEnd? {
        let said = said
        if let last = said.filter({ $0.to.isEnd && $0.precision > .unknown }).max(by: Move.inOrder) {
            return LeadEnd(last.at, isWon: last.to == .won)
        }
        guard said.contains(where: { $0.to == .lost || $0.to == .disqualified }) else { return nil }
        let latest = Moment(micros: opened.at.micros + 365 * day)
        return LeadEnd(told.map { min(max($0, opened.at), latest) } ?? latest, isWon: false)
    }
}

struct LeadEnd {
    let at: Moment
    let isWon: Bool

    init(_ at: Moment, isWon: Bool) { (self.at, self.isWon) = (at, isWon) }
}

/// A move with the deal that caused it.
package struct FollowedMove: Hashable, Sendable {
    package let move: Move
    /// 0 for none.
    package let deal: Int64

    package init(_ move: Move, deal: Int64) { (self.move, self.deal) = (move, deal) }

    package var isDeals: Bool { deal != 0 && move.basis == .derived }
}

/// A move that follows from a deal.
package struct DealMove: Hashable, Sendable {
    package let lead: Int64
    package let deal: Int64
    package let to: Stage
    package let time: Timestamp
    package let reason: Int64

    package init(lead: Int64, deal: Int64, to: Stage, time: Timestamp, reason: Int64 = 0) {
        (self.lead, self.deal, self.to, self.time, self.reason) = (lead, deal, to, time, reason)
    }
}

/// What following the deals of one person comes to.
package struct Followed: Hashable, Sendable {
    /// The lead that each deal belongs to, by the deal's id; a deal that no lead came near is absent.
    package var leads: [Int64: Int64] = [:]
    /// Moves that do not stand yet and were never recorded.
    package var added: [DealMove] = []
    /// Moves that stand again, by id.
    package var revived: [Int64] = []
    /// Moves that no longer follow, with what stands instead: the place in `added`, the id of a move that stands, or nothing.
    package var superseded: [Superseded] = []

    package init() {}

    package struct Superseded: Hashable, Sendable {
        package let lead: Int64
        package let move: Int64
        package let by: By

        package enum By: Hashable, Sendable { case added(Int), move(Int64), deal(Int64) }
    }
}

/// From opportunity on, the deal drives the stage: which lead each deal of one person belongs to, and the moves that follow from it.
/// Moves that people decided are never touched, and the order of `deals` and `leads` means nothing.
package func followDeals(_ deals: [DealFacts], leads: [LeadFacts]) -> Followed {
    var followed = Followed()
    var ended: [Int64: LeadEnd] = [:]
    for lead in leads { ended[lead.id] = lead.end }
    var ofLead: [Int64: [DealFacts]] = [:]
    for deal in deals.sorted(by: { ($0.opened.at, $0.id) < ($1.opened.at, $1.id) }) {
        guard let lead = lead(of: deal, among: leads, ended: ended) else { continue }
        followed.leads[deal.id] = lead
        ofLead[lead, default: []].append(deal)
        // A lead whose deals are all closed has ended for the next deal, though no move says so yet.
        let its = ofLead[lead, default: []]
        if its.allSatisfy({ $0.closed != nil }), let last = its.compactMap(\.closed?.at).max() {
            let isWon = its.contains { $0.outcome == .won } || ended[lead]?.isWon == true
            ended[lead] = LeadEnd(max(last, ended[lead]?.at ?? last), isWon: isWon)
        }
    }
    for lead in leads.sorted(by: { $0.id < $1.id }) { settle(lead, moves(of: ofLead[lead.id] ?? [], for: lead), &followed) }
    return followed
}

private let day: Int64 = 86_400_000_000

/// A date may stand anywhere in its day, so it is compared by days.
package func isSameDay(_ a: Timestamp, _ b: Timestamp) -> Bool {
    if floorDivide(a.at.micros, day) == floorDivide(b.at.micros, day) { return true }
    return min(a.precision, b.precision) <= .day && abs(a.at.seconds(since: b.at)) < 86_400
}

/// The lead that was open when the deal opened; else the latest of those that had been won, whose further business it is, or had ended at most
/// 90 days before, which were taken up again; else the nearest opened within 90 days after it. A deal long after the end of every lead is a
/// new attempt that none of them began.
private func lead(of deal: DealFacts, among leads: [LeadFacts], ended: [Int64: LeadEnd]) -> Int64? {
    let before = leads.filter { $0.opened.at <= deal.opened.at || isSameDay($0.opened, deal.opened) }
    let open = before.filter { lead in
        guard let end = ended[lead.id] else { return true }
        return end.at >= deal.opened.at || isSameDay(Timestamp(end.at, .day), deal.opened)
    }
    let reopened = before.filter { lead in ended[lead.id].map { $0.isWon || deal.opened.at.seconds(since: $0.at) <= quarter } ?? false }
    func latest(_ some: [LeadFacts]) -> Int64? { some.max { ($0.opened.at, $0.id) < ($1.opened.at, $1.id) }?.id }
    if let lead = latest(open) ?? latest(reopened) { return lead }
    let earlier = Set(before.map(\.id))
    // A lead whose opening nobody dated is placed at the export: it may well have been there.
    return leads.filter {
        !earlier.contains($0.id) && ($0.opened.precision == .unknown || $0.opened.at.seconds(since: deal.opened.at) <= quarter)
    }
    .min { ($0.opened.at, $0.id) < ($1.opened.at, $1.id) }?.id
}

/// 90 days, in seconds.
let quarter: Double = 90 * 86_400

/// What the deals of one lead make of it: an opportunity when the first opens; then won before open before lost.
/// No such move comes before the lead itself: a deal's date is often coarser, or older, than the lead's time.
private func moves(of deals: [DealFacts], for lead: LeadFacts) -> [DealMove] {
    guard let first = deals.min(by: { ($0.opened.at, $0.id) < ($1.opened.at, $1.id) }) else { return [] }
    let opened = clamp(first.opened, from: lead.opened)
    var result = [DealMove(lead: lead.id, deal: first.id, to: .opportunity, time: opened)]
    func closed(_ outcome: DealOutcome) -> [(deal: DealFacts, at: Timestamp)] {
        deals.compactMap { deal in deal.outcome == outcome ? deal.closed.map { (deal, $0) } : nil }.sorted { ($0.1.at, $0.0.id) < ($1.1.at, $1.0.id) }
    }
    if let won = closed(.won).first {
        result.append(DealMove(lead: lead.id, deal: won.deal.id, to: .won, time: clamp(won.at, from: opened)))
    } else if !deals.contains(where: { $0.outcome == .open }), let lost = closed(.lost).last {
        result.append(DealMove(lead: lead.id, deal: lost.deal.id, to: .lost, time: clamp(lost.at, from: opened), reason: lost.deal.reason))
    }
    return result
}

private func clamp(_ time: Timestamp, from bound: Timestamp) -> Timestamp {
    guard time.at < bound.at else { return time }
    return Timestamp(bound.at, isSameDay(time, bound) ? min(time.precision, bound.precision) : .unknown)
}

/// Brings the moves that stand to those that follow.
private func settle(_ lead: LeadFacts, _ wanted: [DealMove], _ followed: inout Followed) {
    let own = lead.own
    let wanted = wanted.filter { wish in
        !own.contains {
            $0.to == wish.to
                && (isSameDay(Timestamp($0.at, $0.precision), wish.time) && $0.precision > .unknown
                    || wish.to == .opportunity && $0.basis == .observed)
        }
    }
    var standing: [Stage: Followed.Superseded.By] = [:]
    let derived = lead.moves.filter(\.isDeals).sorted { $0.move.id < $1.move.id }
    var kept: Set<Int64> = []
    for wish in wanted {
        func isWish(_ one: FollowedMove) -> Bool {
            one.deal == wish.deal && one.move.to == wish.to && one.move.at == wish.time.at && one.move.precision == wish.time.precision
                && one.move.reason == wish.reason
        }
        if let there = derived.first(where: { isWish($0) && $0.move.supersededBy == 0 }) ?? derived.first(where: isWish) {
            if there.move.supersededBy != 0 { followed.revived.append(there.move.id) }
            kept.insert(there.move.id)
            standing[wish.to] = .move(there.move.id)
        } else {
            standing[wish.to] = .added(followed.added.count)
            followed.added.append(wish)
        }
    }
    let end = standing[.won] ?? standing[.lost]
    for one in derived where one.move.supersededBy == 0 && !kept.contains(one.move.id) {
        let by = one.move.to.isEnd ? end : standing[one.move.to]
        followed.superseded.append(.init(lead: lead.id, move: one.move.id, by: by ?? .deal(one.deal)))
    }
    passOver(lead, wanted.first { $0.to == .opportunity }, standing, &followed)
}

/// What was only inferred, at an unknown time, gives way to what the deal dates: an early stage does not call the lead back from it, and an
/// opportunity or end that a row stated is the deal's own. A stated win stands beside deals of which none is won.
private func passOver(
    _ lead: LeadFacts, _ opportunity: DealMove?, _ standing: [Stage: Followed.Superseded.By], _ followed: inout Followed
) {
    let others = Set(lead.moves.filter { !$0.isDeals }.map(\.move.id))
    func successor(of move: Move) -> Followed.Superseded.By? {
        guard let opportunity, let opened = standing[.opportunity] else { return nil }
        switch move.to {
        case .inquiry: return nil
        case .opportunity: return opened
        case .won: return standing[.won]
        case .lost, .disqualified: return standing[.won] ?? standing[.lost] ?? opened
        case .mql, .sal, .sql, .recycled: return move.to.order < Stage.opportunity.order && move.at >= opportunity.time.at ? opened : nil
        }
    }
    for one in lead.moves where !one.isDeals && one.move.basis == .inferred && one.move.precision == .unknown {
        let by = successor(of: one.move)
        if one.move.supersededBy == 0, let by { followed.superseded.append(.init(lead: lead.id, move: one.move.id, by: by)) }
        // What another rule superseded stays so.
        if by == nil, one.move.supersededBy > 0, !others.contains(one.move.supersededBy) { followed.revived.append(one.move.id) }
    }
}
