// SPDX-License-Identifier: Apache-2.0

/// A move as the ledger holds it: enough to replay a lead.
package struct Move: Hashable, Sendable {
    package let id: Int64
    package let at: Moment
    package let precision: Precision
    package let from: Stage?
    package let to: Stage
    package let basis: Basis
    package let reason: Int64
    package let supersededBy: Int64

    package init(id: Int64, at: Moment, precision: Precision, from: Stage?, to: Stage, basis: Basis, reason: Int64 = 0, supersededBy: Int64 = 0) {
        (self.id, self.at, self.precision, self.from, self.to) = (id, at, precision, from, to)
        (self.basis, self.reason, self.supersededBy) = (basis, reason, supersededBy)
    }

    /// In the place of what supersedes it: another record of the same attempt says more.
    package static let passedOver: Int64 = -1

    /// In the place of what supersedes it: whoever decided it took it back.
    package static let takenBack: Int64 = -2

    /// The same, with nothing in its place.
    package var restored: Move { Move(id: id, at: at, precision: precision, from: from, to: to, basis: basis, reason: reason) }

    /// (at, order in the flow, id): never the order of arrival.
    package static func inOrder(_ a: Move, _ b: Move) -> Bool {
        (a.at.micros, a.to.order, a.id) < (b.at.micros, b.to.order, b.id)
    }
}

extension Stage {
    /// Position among moves at the same moment: a lead runs the path before it ends; recycled comes after what it was recycled from.
    package var order: Int64 {
        switch self {
        case .recycled: 6
        case .won, .lost, .disqualified: 7
        default: rawValue
        }
    }
}

/// Where a lead stands: the projection of its moves.
package struct Standing: Hashable, Sendable {
    package let stage: Stage
    package let since: Moment
    package let ended: Moment?
    package let reason: Int64

    /// Replays moves in any order of arrival.
    /// - Returns: nil where no move counts; such a lead is a breach.
    package static func replay(_ moves: [Move]) -> Standing? {
        guard let last = moves.filter({ $0.supersededBy == 0 }).max(by: { Move.inOrder($0, $1) }) else { return nil }
        // A row tells why, and the history that made its stage exact only when.
        let told = moves.last { $0.supersededBy == last.id && $0.to == last.to && $0.reason != 0 }
        return Standing(
            stage: last.to, since: last.at, ended: last.to.isEnd ? last.at : nil, reason: last.reason != 0 ? last.reason : told?.reason ?? 0)
    }
}

extension Standing {
    /// Where a lead stood at a moment: what happened later is not there yet. What a row told of a move counts with that move, whenever it came.
    package static func replay(_ moves: [Move], until moment: Moment) -> Standing? {
        replay(moves.filter { $0.at <= moment || $0.supersededBy != 0 })
    }
}

/// One set of fields observed together, for the replay of a contact.
package struct Observation: Hashable, Sendable {
    package let id: Int64
    package let at: Moment
    package let recordedAt: Moment
    /// Recorded by hand here: stands above every import.
    package let byHand: Bool
    package let fields: [String: String]

    package init(id: Int64, at: Moment, recordedAt: Moment, byHand: Bool, fields: [String: String]) {
        (self.id, self.at, self.recordedAt, self.byHand, self.fields) = (id, at, recordedAt, byHand, fields)
    }
}

/// The fields that follow from observations: hand edits first, then the latest; among equals the one recorded last.
package func currentFields(_ observations: [Observation]) -> [String: String] {
    let ordered = observations.sorted { a, b in
        if a.byHand != b.byHand { return b.byHand }
        return (a.at.micros, a.recordedAt.micros, a.id) < (b.at.micros, b.recordedAt.micros, b.id)
    }
    return ordered.reduce(into: [:]) { fields, next in fields.merge(next.fields) { _, new in new } }
}
