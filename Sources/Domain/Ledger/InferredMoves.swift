// SPDX-License-Identifier: Apache-2.0

/// A move to be recorded, as far as a row tells it.
package struct MoveDraft: Hashable, Sendable {
    package let to: Stage
    package let time: Timestamp
    package let basis: Basis

    package init(to: Stage, time: Timestamp, basis: Basis) { (self.to, self.time, self.basis) = (to, time, basis) }
}

/// The journey that one row of an export implies: a creation date, dates of stages, and the stage it stands in now.
/// Dated stages are observed; a current stage without a date is inferred: it is placed at the last known time, marked as of unknown time,
/// so that order is right and no duration is made from it.
/// - Parameter fallback: when the row names no time at all (the time of the export).
package func inferMoves(created: Timestamp?, dated: [(Stage, Timestamp)], current: Stage?, fallback: Moment) -> [MoveDraft] {
    let known = dated.filter { $0.0 != .inquiry }.sorted { ($0.1.at.micros, $0.0.order) < ($1.1.at.micros, $1.0.order) }
    let inquiry = dated.first { $0.0 == .inquiry }?.1 ?? created
    var moves: [MoveDraft] = []
    if let inquiry {
        // A stage dated before the creation (a record entered late) keeps its time; the lead opened then at the latest.
        let first = known.first.map { min($0.1.at, inquiry.at) } ?? inquiry.at
        moves.append(
            MoveDraft(
                to: .inquiry, time: first == inquiry.at ? inquiry : Timestamp(first, .unknown), basis: first == inquiry.at ? .observed : .inferred))
    } else {
        moves.append(MoveDraft(to: .inquiry, time: Timestamp(known.first?.1.at ?? fallback, .unknown), basis: .inferred))
    }
    moves += known.map { MoveDraft(to: $0.0, time: $0.1, basis: .observed) }
    if let current, let last = moves.last, last.to != current {
        // A current stage that the dates already passed is older news than they are only if it is not an end.
        let passed = !current.isEnd && current != .recycled && moves.contains { $0.to == current }
        if !passed { moves.append(MoveDraft(to: current, time: Timestamp(last.time.at, .unknown), basis: .inferred)) }
    }
    return moves
}
