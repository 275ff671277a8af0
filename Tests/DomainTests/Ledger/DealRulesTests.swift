// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

private let day: Int64 = 86_400_000_000

private func at(_ number: Int64, hour: Int64 = 0, _ precision: Precision = .day) -> Timestamp {
    Timestamp(Moment(micros: number * day + hour * 3_600_000_000), precision)
}

private func lead(_ id: Int64, opened: Int64, _ moves: [FollowedMove] = [], told: Int64? = nil) -> LeadFacts {
    let inquiry = Move(id: id * 100, at: at(opened).at, precision: .day, from: nil, to: .inquiry, basis: .observed)
    return LeadFacts(id: id, opened: at(opened), moves: [FollowedMove(inquiry, deal: 0)] + moves, told: told.map { at($0).at })
}

private func move(_ id: Int64, _ to: Stage, _ on: Int64, _ basis: Basis, deal: Int64 = 0, by: Int64 = 0, precision: Precision = .day) -> FollowedMove
{
    FollowedMove(Move(id: id, at: at(on).at, precision: precision, from: nil, to: to, basis: basis, supersededBy: by), deal: deal)
}

private func deal(_ id: Int64, opened: Int64, _ outcome: DealOutcome = .open, closed: Int64? = nil) -> DealFacts {
    DealFacts(id: id, opened: at(opened), outcome: outcome, closed: closed.map { at($0) })
}

/// What a lead shows after the outcome of the rules is written down, as the ledger does it.
private func apply(_ followed: Followed, to lead: LeadFacts) -> LeadFacts {
    let first: Int64 = 1_000
    var moves = lead.moves.map { one in
        var by = one.move.supersededBy
        if followed.revived.contains(one.move.id) { by = 0 }
        if let gone = followed.superseded.first(where: { $0.move == one.move.id }) {
            by =
                switch gone.by {
                case .added(let index): first + Int64(index)
                case .move(let id), .deal(let id): id
                }
        }
        let m = one.move
        return FollowedMove(
            Move(id: m.id, at: m.at, precision: m.precision, from: nil, to: m.to, basis: m.basis, reason: m.reason, supersededBy: by), deal: one.deal)
    }
    for (index, new) in followed.added.enumerated() where new.lead == lead.id {
        moves.append(
            FollowedMove(
                Move(
                    id: first + Int64(index), at: new.time.at, precision: new.time.precision, from: nil, to: new.to, basis: .derived,
                    reason: new.reason),
                deal: new.deal))
    }
    return LeadFacts(id: lead.id, opened: lead.opened, moves: moves, told: lead.told)
}

@Suite struct `Rules of deals and leads` {
    struct Choice: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let leads: [LeadFacts]
        let opened: Int64
        let expected: Int64?
    }

    @Test(arguments: [
        Choice(testDescription: "the one that was open", leads: [lead(1, opened: 10)], opened: 20, expected: 1),
        Choice(testDescription: "of two open ones the later", leads: [lead(1, opened: 10), lead(2, opened: 15)], opened: 20, expected: 2),
        Choice(testDescription: "the same day counts", leads: [lead(1, opened: 20)], opened: 20, expected: 1),
        Choice(
            testDescription: "not one that had ended",
            leads: [lead(1, opened: 10), lead(2, opened: 12, [move(5, .disqualified, 15, .observed)])], opened: 20, expected: 1),
        Choice(
            testDescription: "an end of unknown time ends nothing",
            leads: [lead(1, opened: 10), lead(2, opened: 12, [move(5, .won, 12, .inferred, precision: .unknown)])], opened: 20, expected: 2),
        Choice(
            testDescription: "else the latest that had ended shortly before", leads: [lead(1, opened: 12, [move(5, .lost, 15, .observed)])],
            opened: 105, expected: 1),
        Choice(
            testDescription: "and not one that had ended long before", leads: [lead(1, opened: 12, [move(5, .lost, 15, .observed)])], opened: 106,
            expected: nil),
        Choice(
            testDescription: "a won one keeps its further business", leads: [lead(1, opened: 12, [move(5, .won, 15, .observed)])], opened: 900,
            expected: 1),
        Choice(
            testDescription: "disqualified by the row's last change, long before",
            leads: [lead(1, opened: 10, [move(5, .disqualified, 10, .inferred, precision: .unknown)], told: 20)], opened: 111, expected: nil),
        Choice(
            testDescription: "disqualified by the row's last change, shortly before",
            leads: [lead(1, opened: 10, [move(5, .disqualified, 10, .inferred, precision: .unknown)], told: 20)], opened: 110, expected: 1),
        Choice(
            testDescription: "disqualified nobody knows when, years before",
            leads: [lead(1, opened: 10, [move(5, .disqualified, 10, .inferred, precision: .unknown)])], opened: 1_500, expected: nil),
        Choice(
            testDescription: "disqualified nobody knows when, in the same year",
            leads: [lead(1, opened: 10, [move(5, .disqualified, 10, .inferred, precision: .unknown)])], opened: 300, expected: 1),
        Choice(testDescription: "else the nearest within 90 days after", leads: [lead(1, opened: 60), lead(2, opened: 40)], opened: 20, expected: 2),
        Choice(testDescription: "and not after 91 days", leads: [lead(1, opened: 111)], opened: 20, expected: nil),
    ]) func `a deal belongs to the lead`(choice: Choice) {
        for leads in [choice.leads, choice.leads.reversed()] {
            #expect(followDeals([deal(9, opened: choice.opened)], leads: leads).leads[9] == choice.expected)
        }
    }

    @Test func `a deal that closed takes its lead from the next deal`() {
        let followed = followDeals(
            [deal(8, opened: 20, .lost, closed: 25), deal(9, opened: 40)], leads: [lead(1, opened: 5), lead(2, opened: 10)])
        #expect(followed.leads == [8: 2, 9: 1])
    }

    struct Outcome: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let deals: [DealFacts]
        let expected: [Stage]
    }

    @Test(arguments: [
        Outcome(testDescription: "an open deal", deals: [deal(1, opened: 20)], expected: [.opportunity]),
        Outcome(testDescription: "a lost deal", deals: [deal(1, opened: 20, .lost, closed: 30)], expected: [.opportunity, .lost]),
        Outcome(
            testDescription: "won before open", deals: [deal(1, opened: 20, .won, closed: 30), deal(2, opened: 25)], expected: [.opportunity, .won]),
        Outcome(testDescription: "open before lost", deals: [deal(1, opened: 20, .lost, closed: 30), deal(2, opened: 25)], expected: [.opportunity]),
        Outcome(
            testDescription: "won before lost", deals: [deal(1, opened: 20, .lost, closed: 40), deal(2, opened: 25, .won, closed: 30)],
            expected: [.opportunity, .won]),
        Outcome(testDescription: "a date before the lead's", deals: [deal(1, opened: 8, .won, closed: 9)], expected: [.opportunity, .won]),
    ]) func `decide the stage`(outcome: Outcome) {
        let before = lead(1, opened: 10)
        let followed = followDeals(outcome.deals, leads: [before])
        #expect(followed.added.map(\.to) == outcome.expected)
        let after = apply(followed, to: before)
        #expect(Standing.replay(after.moves.map(\.move))?.stage == outcome.expected.last)
        let again = followDeals(outcome.deals.reversed(), leads: [after])
        #expect(again.added.isEmpty && again.revived.isEmpty && again.superseded.isEmpty, "again, nothing changes")
    }

    @Test func `what the source observed itself is not said twice`() {
        let known = lead(1, opened: 10, [move(5, .opportunity, 12, .observed), move(6, .won, 30, .observed)])
        #expect(followDeals([deal(9, opened: 20, .won, closed: 30)], leads: [known]).added == [])
    }

    @Test func `a deal that changes its mind supersedes its own moves and no decision`() {
        let before = lead(1, opened: 10, [move(7, .recycled, 26, .decided)])
        let lost = apply(followDeals([deal(9, opened: 20, .lost, closed: 25)], leads: [before]), to: before)
        let won = followDeals([deal(9, opened: 20, .won, closed: 28)], leads: [lost])
        #expect(won.added.map(\.to) == [.won])
        #expect(won.superseded.map(\.by) == [.added(0)])
        let after = apply(won, to: lost)
        #expect(after.moves.contains { $0.move.id == 7 && $0.move.supersededBy == 0 })
        #expect(Standing.replay(after.moves.map(\.move))?.stage == .won)
    }

    @Test func `a deal that is taken back leaves the lead as it was, and comes back by the same moves`() {
        let before = lead(1, opened: 10, [move(7, .sal, 20, .inferred, precision: .unknown)])
        let with = apply(followDeals([deal(9, opened: 15)], leads: [before]), to: before)
        #expect(Standing.replay(with.moves.map(\.move))?.stage == .opportunity, "an inferred earlier stage does not call it back")
        let without = apply(followDeals([], leads: [with]), to: with)
        #expect(Standing.replay(without.moves.map(\.move)) == Standing.replay(before.moves.map(\.move)))
        let back = followDeals([deal(9, opened: 15)], leads: [without])
        #expect(back.added == [])
        #expect(Standing.replay(apply(back, to: without).moves.map(\.move))?.stage == .opportunity)
    }

    struct Stated: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let stage: Stage
        let deal: DealFacts
        let expected: [Stage]
    }

    @Test(arguments: [
        Stated(
            testDescription: "won, and so is its deal", stage: .won, deal: deal(9, opened: 20, .won, closed: 30),
            expected: [.inquiry, .opportunity, .won]
        ),
        Stated(
            testDescription: "opportunity, and its deal is open", stage: .opportunity, deal: deal(9, opened: 20), expected: [.inquiry, .opportunity]),
        Stated(
            testDescription: "disqualified, and its deal was lost", stage: .disqualified, deal: deal(9, opened: 20, .lost, closed: 30),
            expected: [.inquiry, .opportunity, .lost]),
        Stated(testDescription: "lost, and its deal is open", stage: .lost, deal: deal(9, opened: 20), expected: [.inquiry, .opportunity]),
        Stated(
            testDescription: "won, and another deal is open", stage: .won, deal: deal(9, opened: 20), expected: [.inquiry, .won, .opportunity]),
    ]) func `an end that a row stated without a time gives way to the deal's`(stated: Stated) {
        let before = lead(1, opened: 10, [move(7, stated.stage, 10, .inferred, precision: .unknown)])
        let after = apply(followDeals([stated.deal], leads: [before]), to: before)
        #expect(after.moves.map(\.move).filter { $0.supersededBy == 0 }.sorted(by: Move.inOrder).map(\.to) == stated.expected)
        let again = followDeals([stated.deal], leads: [after])
        #expect(again.added.isEmpty && again.revived.isEmpty && again.superseded.isEmpty, "again, nothing changes")
        let without = apply(followDeals([], leads: [after]), to: after)
        #expect(Standing.replay(without.moves.map(\.move)) == Standing.replay(before.moves.map(\.move)), "taken back, it is as it was")
    }
}
