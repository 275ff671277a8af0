// SPDX-License-Identifier: Apache-2.0

/// A move of a lead with what is needed to tell what a row stated from what was observed.
package struct KnownMove: Hashable, Sendable {
    package let move: Move
    /// When we learned it.
    package let recorded: Moment
    /// Follows from a deal, whose rules are not these.
    package let isDeals: Bool

    package init(_ move: Move, recorded: Moment, isDeals: Bool = false) { (self.move, self.recorded, self.isDeals) = (move, recorded, isDeals) }
}

/// What brings a lead's moves to what all rows and histories say together.
package struct SettledMoves: Hashable, Sendable {
    /// Moves that were never recorded, each in the place of `origin`, whose import and reason it takes over.
    package var added: [Placed] = []
    /// Moves that no longer stand, with what stands instead.
    package var superseded: [Superseded] = []
    /// Moves that stand again, by id.
    package var revived: [Int64] = []

    package init() {}

    package struct Placed: Hashable, Sendable {
        package let draft: MoveDraft
        package let origin: Int64

        package init(draft: MoveDraft, origin: Int64) { (self.draft, self.origin) = (draft, origin) }
    }

    package struct Superseded: Hashable, Sendable {
        package let move: Int64
        package let by: By

        package init(move: Int64, by: By) { (self.move, self.by) = (move, by) }

        package enum By: Hashable, Sendable { case added(Int), move(Int64) }
    }

    package var isEmpty: Bool { added.isEmpty && superseded.isEmpty && revived.isEmpty }
}

/// Puts the stages that rows stated without a time where a history leaves room for them. A row says what its lead was when the row was read, so
/// its stage comes after all that had happened by then, and is the history's own move where that ends in the same stage. The opening of a lead
/// comes before its first observed move. Depends on what is known only, not on the order in which it came, and again it changes nothing.
package func settleStated(_ moves: [KnownMove]) -> SettledMoves {
    var settling = StatedSettling(moves.filter { !$0.isDeals }.sorted { $0.move.id < $1.move.id })
    settling.dropCoarse()
    settling.open()
    for chain in settling.chains { settling.place(chain) }
    return settling.settled
}

private struct StatedSettling {
    let own: [KnownMove]
    let ids: Set<Int64>
    var settled = SettledMoves()
    /// What stands, as far as it is decided.
    var line: [Move]
    private let opening: [KnownMove]

    init(_ own: [KnownMove]) {
        (self.own, ids) = (own, Set(own.map(\.move.id)))
        let first = own.first { $0.move.to == .inquiry }
        opening = first.map { first in Self.connected(to: [first], among: own) } ?? []
        let ofOpening = Set(opening.map(\.move.id))
        line = own.filter { $0.move.basis != .inferred && !ofOpening.contains($0.move.id) }.map(\.move).sorted(by: Move.inOrder)
    }

    /// A move and the inferred ones that took its place, or whose place it took.
    private static func connected(to start: [KnownMove], among own: [KnownMove]) -> [KnownMove] {
        var (group, rest) = (start, own.filter { one in one.move.basis == .inferred && !start.contains(one) && one.move.to == start.first?.move.to })
        while let next = rest.firstIndex(where: { one in
            group.contains { $0.move.supersededBy == one.move.id || one.move.supersededBy == $0.move.id }
        }) {
            group.append(rest.remove(at: next))
        }
        return group.sorted { $0.move.id < $1.move.id }
    }

    /// What rows stated, each with its later places, in the order in which it was stated.
    var chains: [[KnownMove]] {
        var rest = own.filter { one in one.move.basis == .inferred && !opening.contains(one) }
        var chains: [[KnownMove]] = []
        while let first = rest.first {
            let chain = Self.connected(to: [first], among: rest)
            rest.removeAll { chain.contains($0) }
            chains.append(chain)
        }
        return chains.sorted { ($0[0].move.at.micros, $0[0].move.id) < ($1[0].move.at.micros, $1[0].move.id) }
    }

    /// A date in a row and the history's time of the same day are one move.
    mutating func dropCoarse() {
        var kept: [Move] = []
        for move in line {
            guard let last = kept.last, last.to == move.to, last.basis == .observed, move.basis == .observed, last.precision != move.precision,
                isSameDay(Timestamp(last.at, last.precision), Timestamp(move.at, move.precision))
            else {
                kept.append(move)
                continue
            }
            if last.precision < move.precision { kept[kept.count - 1] = move }
            end(last.precision < move.precision ? last : move, by: .move(last.precision < move.precision ? move.id : last.id))
        }
        for move in kept { stand(move) }
        line = kept
    }

    mutating func open() {
        guard let origin = opening.first?.move else { return }
        let first = line.filter { $0.basis == .observed && $0.to != .inquiry }.map(\.at).min()
        let at = first.map { min($0, origin.at) } ?? origin.at
        settle(opening, at: at)
    }

    mutating func place(_ chain: [KnownMove]) {
        let origin = chain[0].move
        let known = max(chain[0].recorded, origin.at)
        let past = line.filter { $0.at <= known }.sorted(by: Move.inOrder)
        guard let last = past.last else { return settle(chain, at: origin.at) }
        if last.to == origin.to { return end(chain, by: last) }
        let isBeside = origin.at.micros <= last.at.micros + 1
        if isBeside, hasPassed(origin.to, past, to: \.to, from: \.from) {
            return end(chain, by: past.last { $0.to == origin.to } ?? last)
        }
        settle(chain, at: max(origin.at, placeAfter(last.at, last.to, for: origin.to)))
    }

    /// One of a chain stands at a time; it is added where none of it was there before.
    private mutating func settle(_ chain: [KnownMove], at: Moment) {
        let origin = chain[0].move
        let there = chain.map(\.move).first { $0.at == at }
        let by: SettledMoves.Superseded.By
        if let there {
            stand(there)
            line.append(there)
            by = .move(there.id)
        } else {
            by = .added(settled.added.count)
            settled.added.append(.init(draft: MoveDraft(to: origin.to, time: Timestamp(at, .unknown), basis: .inferred), origin: origin.id))
            line.append(Move(id: .max, at: at, precision: .unknown, from: nil, to: origin.to, basis: .inferred))
        }
        for one in chain where one.move.id != there?.id { end(one.move, by: by) }
    }

    private mutating func end(_ chain: [KnownMove], by move: Move) {
        // A move that is only now added has no id yet, and a chain of its stage can't end by another such.
        for one in chain where move.id != .max { end(one.move, by: .move(move.id)) }
        if move.id == .max, let index = settled.added.lastIndex(where: { $0.draft.to == move.to && $0.draft.time.at == move.at }) {
            for one in chain { end(one.move, by: .added(index)) }
        }
    }

    private mutating func end(_ move: Move, by: SettledMoves.Superseded.By) {
        if by != .move(move.supersededBy) { settled.superseded.append(.init(move: move.id, by: by)) }
    }

    /// What a deal superseded is the deal's to revive.
    private mutating func stand(_ move: Move) {
        if move.supersededBy != 0, ids.contains(move.supersededBy) { settled.revived.append(move.id) }
    }
}

/// Where a stage stands that comes after a move: at its moment where the order of stages puts it behind, else a microsecond later.
func placeAfter(_ at: Moment, _ last: Stage, for stage: Stage) -> Moment {
    stage.order >= last.order ? at : Moment(micros: at.micros + 1)
}
