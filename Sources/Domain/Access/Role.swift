// SPDX-License-Identifier: Apache-2.0

/// A group of members; who was in it when is dated by membership.
package enum Team {}

/// What somebody is here to do. Raw values are stored and never change.
package enum Role: String, CaseIterable, Sendable, Codable {
    case marketing, sdr, sales, leader, operations

    /// As a page writes it.
    package var label: String {
        switch self {
        case .marketing: "Marketing"
        case .sdr: "SDR"
        case .sales: "Sales"
        case .leader: "Leader"
        case .operations: "Operations"
        }
    }

    /// One sentence for the person who chooses it for somebody else.
    package var meaning: String {
        switch self {
        case .marketing: "sees every lead, and what marketing did for it"
        case .sdr: "sees own leads and accounts, and pulls new ones"
        case .sales: "sees own leads, accounts and deals"
        case .leader: "sees everything, and signs agreements"
        case .operations: "sees everything, imports, and keeps members and settings"
        }
    }

    /// The side that the role usually works for.
    package var side: Side {
        switch self {
        case .marketing: .marketing
        case .sdr, .sales: .sales
        case .leader, .operations: .joint
        }
    }

    /// Those who see every lead.
    package static let seeingAll: Set<Role> = [.marketing, .leader, .operations]
}
