// SPDX-License-Identifier: Apache-2.0

/// The stages of a lead, in the order of the flow. Raw values are stored and never change.
package enum Stage: Int64, CaseIterable, Sendable, Codable {
    case inquiry = 1, mql = 2, sal = 3, sql = 4, opportunity = 5, won = 6
    case lost = 7, disqualified = 8, recycled = 9

    /// The five steps on the way to won, and won, in order.
    package static let path: [Stage] = [.inquiry, .mql, .sal, .sql, .opportunity, .won]

    /// The lead has ended here; new interest opens the next lead.
    package var isEnd: Bool { self == .won || self == .lost || self == .disqualified }

    /// How far along the path being here proves a lead to have come. Lost proves an opportunity only where a deal was: a lost lead
    /// without one proves no more than an inquiry, as do disqualified and recycled.
    package var reach: Int {
        switch self {
        case .inquiry, .disqualified, .recycled, .lost: 1
        case .mql: 2
        case .sal: 3
        case .sql: 4
        case .opportunity: 5
        case .won: 6
        }
    }

    /// Where our own moves may go from here. Imported moves are kept as they were, whatever this says.
    package var next: [Stage] {
        switch self {
        case .inquiry: [.mql, .disqualified]
        case .mql: [.sal, .recycled, .disqualified]
        case .sal: [.sql, .recycled, .disqualified]
        case .sql: [.opportunity, .recycled, .disqualified]
        case .opportunity: [.won, .lost, .recycled]
        case .recycled: [.mql, .disqualified]
        case .won, .lost, .disqualified: []
        }
    }

    /// The side that usually owns a lead here.
    package var side: Side {
        switch self {
        case .inquiry, .recycled: .marketing
        case .mql: .joint
        case .sal, .sql, .opportunity, .won, .lost: .sales
        case .disqualified: .joint
        }
    }

    package var name: String {
        switch self {
        case .inquiry: "inquiry"
        case .mql: "mql"
        case .sal: "sal"
        case .sql: "sql"
        case .opportunity: "opportunity"
        case .won: "won"
        case .lost: "lost"
        case .disqualified: "disqualified"
        case .recycled: "recycled"
        }
    }

    /// As a page writes it.
    package var label: String {
        switch self {
        case .mql, .sal, .sql: name.uppercased()
        default: name.prefix(1).uppercased() + name.dropFirst()
        }
    }

    package init?(name: String) {
        guard let stage = Stage.allCases.first(where: { $0.name == name }) else { return nil }
        self = stage
    }
}

/// Whose something is. Shown as amber circle, blue square, green diamond.
package enum Side: String, Sendable, Codable { case marketing, sales, joint }

/// Why we believe that a move happened. Raw values are stored.
package enum Basis: Int64, Sendable, Codable {
    /// A person decided it here.
    case decided = 1
    /// The engine derived it from an agreement or a deal.
    case derived = 2
    /// The source had it, with a time.
    case observed = 3
    /// Follows from a later stage or a current field; its time is not known.
    case inferred = 4
}
