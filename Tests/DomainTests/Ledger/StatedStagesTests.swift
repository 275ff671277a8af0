// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct `Stages that rows stated` {
    private static func move(_ id: Int64, _ to: Stage, day: Int64, _ basis: Basis, from: Stage? = nil, by: Int64 = 0, known: Int64 = 400) -> KnownMove
    {
        let precision: Precision = basis == .inferred ? .unknown : .exact
        return KnownMove(
            Move(id: id, at: Moment(micros: day * 86_400_000_000), precision: precision, from: from, to: to, basis: basis, supersededBy: by),
            recorded: Moment(micros: known * 86_400_000_000))
    }

    @Test func `come after the last observed move, and again change nothing`() {
        let moves = [
            Self.move(1, .inquiry, day: 3, .observed), Self.move(2, .disqualified, day: 3, .inferred), Self.move(3, .sal, day: 5, .observed),
        ]
        let settled = settleStated(moves)
        #expect(settled.added.map(\.draft.to) == [.disqualified])
        #expect(settled.added.map(\.draft.time.at.micros) == [5 * 86_400_000_000])
        #expect(settled.superseded == [.init(move: 2, by: .added(0))])
        let after = [moves[0], Self.move(2, .disqualified, day: 3, .inferred, by: 4), moves[2], Self.move(4, .disqualified, day: 5, .inferred)]
        #expect(settleStated(after).isEmpty)
    }

    @Test func `go back to their place when the history is gone`() {
        let settled = settleStated([
            Self.move(1, .inquiry, day: 3, .observed), Self.move(2, .disqualified, day: 3, .inferred, by: 4),
            Self.move(4, .disqualified, day: 5, .inferred),
        ])
        #expect(settled.revived == [2])
        #expect(settled.superseded == [.init(move: 4, by: .move(2))])
        #expect(settled.added.isEmpty)
    }

    @Test func `are not moved behind what happened after the row was read`() {
        let moves = [
            Self.move(1, .inquiry, day: 3, .observed, known: 10), Self.move(2, .disqualified, day: 3, .inferred, known: 10),
            Self.move(3, .sal, day: 20, .observed),
        ]
        #expect(settleStated(moves).isEmpty)
    }

    @Test func `let a person's decision and a deal's moves stand`() {
        let derived = Move(id: 4, at: Moment(micros: 0), precision: .day, from: nil, to: .opportunity, basis: .derived)
        let moves = [
            Self.move(1, .inquiry, day: 3, .observed), Self.move(2, .sal, day: 3, .inferred, by: 4), Self.move(3, .disqualified, day: 500, .decided),
            KnownMove(derived, recorded: Moment(micros: 0), isDeals: true),
        ]
        #expect(settleStated(moves).isEmpty)
    }

    @Test func `find the lead opened at its first observed move at the latest`() {
        let moves = [Self.move(1, .inquiry, day: 9, .observed), Self.move(2, .sal, day: 5, .observed)]
        let settled = settleStated(moves)
        #expect(
            settled.added == [
                .init(draft: MoveDraft(to: .inquiry, time: Timestamp(Moment(micros: 5 * 86_400_000_000), .unknown), basis: .inferred), origin: 1)
            ])
        #expect(settled.superseded == [.init(move: 1, by: .added(0))])
    }
}
