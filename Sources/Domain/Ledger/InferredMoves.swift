// SPDX-License-Identifier: Apache-2.0

/// A move to be recorded, as far as a row tells it.
package struct MoveDraft: Hashable, Sendable {
    package let to: Stage
    package let time: Timestamp
    package let basis: Basis
    /// What the source says it was before.
    package let from: Stage?

    package init(to: Stage, time: Timestamp, basis: Basis, from: Stage? = nil) {
        (self.to, self.time, self.basis, self.from) = (to, time, basis, from)
    }
}

/// The journey that one row of an export implies: a creation date, dates of stages, and the stage it stands in now.
/// Dated stages are observed; a current stage without a date is inferred: it is placed at the last known time, marked as of unknown time,
/// so that order is right and no duration is made from it.
/// - Parameters:
///   - told: what a history told before the row came.
///   - fallback: when the row names no time at all (the time of the export).
package func inferMoves(
    created: Timestamp?, dated: [(Stage, Timestamp)], told: [MoveDraft] = [], current: Stage?, fallback: Moment
) -> [MoveDraft] {
    var known = dated.compactMap { $0.0 == .inquiry ? nil : MoveDraft(to: $0.0, time: $0.1, basis: .observed) }
    known += told.lazy.filter { $0.to != .inquiry }
    known.sort { ($0.time.at.micros, $0.to.order) < ($1.time.at.micros, $1.to.order) }
    let inquiry = dated.first { $0.0 == .inquiry }?.1 ?? created
    var moves: [MoveDraft] = []
    if let inquiry {
        // A stage dated before the creation (a record entered late) keeps its time; the lead opened then at the latest.
        let first = known.first.map { min($0.time.at, inquiry.at) } ?? inquiry.at
        moves.append(
            MoveDraft(
                to: .inquiry, time: first == inquiry.at ? inquiry : Timestamp(first, .unknown), basis: first == inquiry.at ? .observed : .inferred))
    } else {
        moves.append(MoveDraft(to: .inquiry, time: Timestamp(known.first?.time.at ?? fallback, .unknown), basis: .inferred))
    }
    moves += known
    if let current, let last = moves.last, last.to != current, !hasPassed(current, moves, to: \.to, from: \.from) {
        moves.append(MoveDraft(to: current, time: Timestamp(placeAfter(last.time.at, last.to, for: current), .unknown), basis: .inferred))
    }
    return moves
}

/// Whether moves, in their order, say that a stage is behind the lead: then a row that states it is older news than they are. Of an end only
/// the last move says so, by what it came from; an end that was left before may have come again.
func hasPassed<M>(_ stage: Stage, _ moves: [M], to: (M) -> Stage, from: (M) -> Stage?) -> Bool {
    if moves.last.flatMap(from) == stage { return true }
    if stage.isEnd || stage == .recycled { return false }
    return moves.contains { to($0) == stage || from($0) == stage }
}
