// SPDX-License-Identifier: Apache-2.0

/// One attempt to sell to a person, as one system keeps it. Two systems that keep the same attempt have a record each.
package struct LeadRecord: Hashable, Sendable {
    package let lead: LeadFacts
    /// The word of its line; 0 for none.
    package let line: Int64
    /// Which lists it stands in, such as `hubspot/contact`. Two records of one list are two attempts, for its system told them apart.
    package let lists: Set<String>

    package init(_ lead: LeadFacts, line: Int64, lists: Set<String>) { (self.lead, self.line, self.lists) = (lead, line, lists) }

    /// Sales' own record of the attempt, and no list of people that has a stage for each.
    fileprivate var isOfLeads: Bool { lists.contains { $0.hasSuffix("/lead") } }

    /// Of a person's records the one that says where the attempt stands.
    fileprivate static func isWeaker(_ a: LeadRecord, _ b: LeadRecord) -> Bool {
        (a.isOfLeads ? 1 : 0, a.lead.opened.at.micros, a.lead.id) < (b.isOfLeads ? 1 : 0, b.lead.opened.at.micros, b.lead.id)
    }
}

/// Which records tell of one attempt, and what of them does not count.
package struct Attempts: Hashable, Sendable {
    /// By the record that was opened first: it and the others that tell of the same attempt.
    package var records: [Int64: [Int64]] = [:]
    /// Moves that say less than another record of the attempt.
    package var passedOver: Set<Int64> = []
    /// Ends of unknown time that come after all that the other records date, with where they stand then.
    package var later: [Int64: Moment] = [:]

    package init() {}
}

/// Joins the records of one person that tell of one attempt: of different lists, where the later was opened while the earlier was open and had
/// been heard of within 90 days. The order of `records` and `deals` means nothing.
/// - Parameter deals: of this person by more than a guess: an attempt whose deals are closed has ended.
package func joinAttempts(_ records: [LeadRecord], deals: [DealFacts]) -> Attempts {
    var attempts: [[LeadRecord]] = []
    let sorted = records.sorted { ($0.order.0, $0.order.1, $0.order.2) < ($1.order.0, $1.order.1, $1.order.2) }
    for record in sorted {
        if let place = attempts.lastIndex(where: { isOne($0, with: record, deals) }) {
            attempts[place].append(record)
        } else {
            attempts.append([record])
        }
    }
    return attempts.reduce(into: Attempts()) { result, attempt in
        guard let first = attempt.first, attempt.count > 1 else { return }
        result.records[first.lead.id] = attempt.map(\.lead.id)
        let weighed = weigh(attempt)
        result.passedOver.formUnion(weighed.passedOver)
        result.later.merge(weighed.later) { $1 }
    }
}

extension LeadRecord {
    /// A record that nobody dated is placed at its export: it comes last and opens no attempt of its own where one is known.
    fileprivate var order: (Int, Int64, Int64) { (isDated ? 0 : 1, lead.opened.at.micros, lead.id) }
    fileprivate var isDated: Bool { lead.opened.precision > .unknown }
}

private func isOne(_ attempt: [LeadRecord], with record: LeadRecord, _ deals: [DealFacts]) -> Bool {
    guard let first = attempt.first, !record.lists.isEmpty, attempt.allSatisfy({ $0.lists.isDisjoint(with: record.lists) && !$0.lists.isEmpty }),
        attempt.allSatisfy({ $0.line == record.line || $0.line == 0 || record.line == 0 })
    else { return false }
    guard record.isDated else { return true }
    let opened = record.lead.opened
    func isOver(_ end: Moment) -> Bool { end < opened.at && !isSameDay(Timestamp(end, .day), opened) }
    if attempt.contains(where: { $0.lead.end.map { isOver($0.at) } ?? false }) { return false }
    let its = deals.filter { $0.opened.at <= opened.at && ($0.opened.at >= first.lead.opened.at || isSameDay($0.opened, first.lead.opened)) }
    if !its.isEmpty, its.allSatisfy({ $0.closed.map { isOver($0.at) } ?? false }) { return false }
    let heard = attempt.flatMap { [$0.lead.opened.at] + $0.lead.said.filter { $0.precision > .unknown && $0.at <= opened.at }.map(\.at) }.max()
    return heard.map { opened.at.seconds(since: $0) <= quarter } ?? true
}

/// What of an attempt's records says less than the others: sales' record says where the attempt stands; the others tell when it came
/// farther than was known, and what they state counts where sales' record says no more than that somebody is there.
private func weigh(_ attempt: [LeadRecord]) -> (passedOver: Set<Int64>, later: [Int64: Moment]) {
    guard let first = attempt.first, let strongest = attempt.max(by: LeadRecord.isWeaker) else { return ([], [:]) }
    let owners = attempt.flatMap { record in record.lead.said.map { (record: record.lead.id, move: $0) } }
    let stands = Standing.replay(strongest.lead.said.map(\.restored))
    let isUnworked = stands.map { $0.stage == .inquiry } ?? true
    var gone: Set<Int64> = [], later: [Int64: Moment] = [:]
    var (reached, last): (Int64, Stage?) = (0, nil)
    var counted = Moment.earliest
    // Where sales' record has ended nobody knows when, what others date came before.
    func isLast(_ owner: (record: Int64, move: Move)) -> Bool {
        owner.record == strongest.lead.id && owner.move.to.isEnd && owner.move.precision == .unknown && owner.move.basis != .decided
    }
    // A dated win is no lead that was given up, nobody knows when.
    let isWonElsewhere = owners.contains { $0.record != strongest.lead.id && $0.move.to == .won && $0.move.precision > .unknown }
    let ordered = owners.sorted { isLast($0) == isLast($1) ? Move.inOrder($0.move, $1.move) : isLast($1) }
    for (record, move) in ordered where move.basis != .decided {
        let isOpening = move.to == .inquiry && move.from == nil
        let counts: Bool
        if isOpening {
            counts = record == first.lead.id
        } else if isLast((record, move)) && isWonElsewhere {
            counts = false
        } else if record == strongest.lead.id {
            counts = move.to != last
        } else if !move.to.isOnPath || move.precision == .unknown {
            counts = isUnworked
        } else {
            counts = move.to.rawValue > reached
        }
        guard counts else {
            gone.insert(move.id)
            continue
        }
        if isLast((record, move)), move.at <= counted { later[move.id] = Moment(micros: counted.micros + 1) }
        counted = max(counted, move.at)
        last = move.to
        if move.to.isOnPath { reached = max(reached, move.to.rawValue) }
    }
    return (gone, later)
}

extension Stage {
    fileprivate var isOnPath: Bool { Stage.path.contains(self) }
}
