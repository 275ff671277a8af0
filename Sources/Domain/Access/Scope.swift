// SPDX-License-Identifier: Apache-2.0

/// Which leads and accounts somebody may see. Every row that is read for a person goes through one.
package enum Scope: Hashable, Sendable {
    case all
    /// Leads and accounts that this member owns. What nobody owns is the pool's, which is seen only by pulling.
    case own(ID<Member>)

    package init(_ role: Role, of member: ID<Member>) { self = Role.seeingAll.contains(role) ? .all : .own(member) }

    /// - Parameter owner: who owns the lead or account; nil where nobody does.
    package func allows(owner: ID<Member>?) -> Bool {
        switch self {
        case .all: true
        case .own(let member): owner == member
        }
    }

    /// A lead is also seen by who owns its account.
    package func allows(owner: ID<Member>?, accountOwner: ID<Member>?) -> Bool { allows(owner: owner) || allows(owner: accountOwner) }
}
