// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

private let day: Int64 = 86_400_000_000

private func moment(_ number: Int64) -> Moment { Moment(micros: number * day) }

private func move(_ id: Int64, _ to: Stage, _ on: Int64, _ basis: Basis = .observed, by: Int64 = 0) -> FollowedMove {
    let move = Move(
        id: id, at: moment(on), precision: basis == .inferred ? .unknown : .day, from: .inquiry, to: to, basis: basis, supersededBy: by)
    return FollowedMove(move, deal: 0)
}

/// A record whose opening has the number `id` x 100.
private func record(
    _ id: Int64, _ list: String, opened: Int64, _ moves: [FollowedMove] = [], told: Int64? = nil, line: Int64 = 0, dated: Bool = true
) -> LeadRecord {
    let time = Timestamp(moment(opened), dated ? .day : .unknown)
    let opening = Move(id: id * 100, at: time.at, precision: time.precision, from: nil, to: .inquiry, basis: .observed)
    let facts = LeadFacts(id: id, opened: time, moves: [FollowedMove(opening, deal: 0)] + moves, told: told.map(moment))
    return LeadRecord(facts, line: line, lists: [list])
}

private let (contacts, leads) = ("hubspot/contact", "salesforce/lead")

@Suite struct `Records of one attempt` {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let records: [LeadRecord]
        var deals: [DealFacts] = []
        let expected: [Int64: [Int64]]
    }

    @Test(arguments: [
        Case(
            testDescription: "of two systems, shortly after", records: [record(1, contacts, opened: 10), record(2, leads, opened: 12)],
            expected: [1: [1, 2]]),
        Case(
            testDescription: "whichever came first", records: [record(1, leads, opened: 10), record(2, contacts, opened: 12)], expected: [1: [1, 2]]),
        Case(testDescription: "never two of one list", records: [record(1, leads, opened: 10), record(2, leads, opened: 12)], expected: [:]),
        Case(testDescription: "not after a long silence", records: [record(1, contacts, opened: 10), record(2, leads, opened: 101)], expected: [:]),
        Case(
            testDescription: "but after fresh news of an old one",
            records: [record(1, contacts, opened: 10, [move(7, .mql, 95)]), record(2, leads, opened: 101)],
            expected: [1: [1, 2]]),
        Case(
            testDescription: "not when the first had ended",
            records: [record(1, contacts, opened: 10, [move(7, .lost, 11)]), record(2, leads, opened: 13)],
            expected: [:]),
        Case(
            testDescription: "not when it had ended by its last change",
            records: [record(1, leads, opened: 10, [move(7, .disqualified, 10, .inferred)], told: 15), record(2, contacts, opened: 20)], expected: [:]
        ),
        Case(
            testDescription: "nor when its deal was closed", records: [record(1, contacts, opened: 10), record(2, leads, opened: 40)],
            deals: [DealFacts(id: 9, opened: Timestamp(moment(20), .day), outcome: .won, closed: Timestamp(moment(30), .day))], expected: [:]),
        Case(
            testDescription: "an open deal keeps it", records: [record(1, contacts, opened: 10), record(2, leads, opened: 40)],
            deals: [DealFacts(id: 9, opened: Timestamp(moment(20), .day), outcome: .open, closed: nil)], expected: [1: [1, 2]]),
        Case(
            testDescription: "an undated record is of what is known",
            records: [record(1, contacts, opened: 900, dated: false), record(2, leads, opened: 12)],
            expected: [2: [2, 1]]),
        Case(
            testDescription: "not of two lines", records: [record(1, contacts, opened: 10, line: 5), record(2, leads, opened: 12, line: 6)],
            expected: [:]),
        Case(
            testDescription: "the latest attempt takes it",
            records: [record(1, leads, opened: 10), record(2, leads, opened: 30), record(3, contacts, opened: 31)], expected: [2: [2, 3]]),
        Case(
            testDescription: "three systems",
            records: [record(1, contacts, opened: 10), record(2, leads, opened: 12), record(3, "pipedrive/lead", opened: 13)],
            expected: [1: [1, 2, 3]]),
    ]) func `are joined`(one: Case) {
        for records in [one.records, one.records.reversed()] { #expect(joinAttempts(records, deals: one.deals).records == one.expected) }
    }

    struct Weighing: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let marketing: [FollowedMove]
        let sales: [FollowedMove]
        let expected: [Stage]
    }

    @Test(arguments: [
        Weighing(
            testDescription: "marketing dates, sales states", marketing: [move(7, .mql, 11)], sales: [move(8, .sal, 12, .inferred)],
            expected: [.inquiry, .mql, .sal]),
        Weighing(
            testDescription: "what marketing states gives way to sales", marketing: [move(7, .mql, 10, .inferred)],
            sales: [move(8, .disqualified, 12, .inferred)],
            expected: [.inquiry, .disqualified]),
        Weighing(
            testDescription: "what marketing states counts where sales says nothing", marketing: [move(7, .mql, 10, .inferred)], sales: [],
            expected: [.inquiry, .mql]),
        Weighing(
            testDescription: "a lagging record does not call it back", marketing: [move(7, .mql, 20)], sales: [move(8, .sal, 13), move(9, .sql, 15)],
            expected: [.inquiry, .sal, .sql]),
        Weighing(
            testDescription: "the same twice is once", marketing: [move(7, .mql, 11)], sales: [move(8, .mql, 13), move(9, .sal, 14)],
            expected: [.inquiry, .mql, .sal]),
        Weighing(
            testDescription: "marketing's end does not end what sales works on", marketing: [move(7, .disqualified, 15)], sales: [move(8, .sal, 13)],
            expected: [.inquiry, .sal]),
        Weighing(
            testDescription: "sales may hand it back", marketing: [move(7, .mql, 11)], sales: [move(8, .sal, 13), move(9, .recycled, 14)],
            expected: [.inquiry, .mql, .sal, .recycled]),
        Weighing(
            testDescription: "an end that sales states without a time comes after what marketing dates", marketing: [move(7, .mql, 20)],
            sales: [move(8, .disqualified, 12, .inferred)], expected: [.inquiry, .mql, .disqualified]),
        Weighing(
            testDescription: "but not after a win that is dated", marketing: [move(7, .mql, 20), move(9, .won, 30)],
            sales: [move(8, .disqualified, 12, .inferred)], expected: [.inquiry, .mql, .won]),
        Weighing(
            testDescription: "a person's decision stands", marketing: [move(7, .mql, 11), move(6, .disqualified, 30, .decided)],
            sales: [move(8, .sal, 13)],
            expected: [.inquiry, .mql, .sal, .disqualified]),
    ]) func `count once`(one: Weighing) {
        let records = [record(1, contacts, opened: 10, one.marketing), record(2, leads, opened: 12, one.sales)]
        let joined = joinAttempts(records, deals: []), gone = joined.passedOver
        let moves = records.flatMap { $0.lead.moves.map(\.move) }
        func at(_ move: Move) -> Moment { joined.later[move.id] ?? move.at }
        let ordered = moves.filter { !gone.contains($0.id) }.sorted { (at($0).micros, $0.to.order) < (at($1).micros, $1.to.order) }
        #expect(ordered.map(\.to) == one.expected)
        // Written down, it is the same again.
        let again = [(1, contacts, 10), (2, leads, 12)].map { id, list, opened -> LeadRecord in
            let written = (id == 1 ? one.marketing : one.sales).map { known in
                let m = known.move
                return FollowedMove(
                    Move(
                        id: m.id, at: at(m), precision: m.precision, from: m.from, to: m.to, basis: m.basis,
                        supersededBy: gone.contains(m.id) ? Move.passedOver : 0), deal: 0)
            }
            return record(Int64(id), list, opened: Int64(opened), written)
        }
        let twice = joinAttempts(again, deals: [])
        #expect(twice.passedOver == gone && twice.later == [:])
    }
}
