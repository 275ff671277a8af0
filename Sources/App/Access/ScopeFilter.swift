// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

extension Scope {
    /// The scope as a condition for `where`, with its values.
    /// - Parameters:
    ///   - owners: columns of which one must hold the member, such as `lead.owner_id`, `account.owner_id`. Written in code, never from outside.
    ///   - first: the number of the first placeholder that is free.
    package func condition(_ owners: StaticString..., first: Int) -> (sql: String, values: [Value]) {
        switch self {
        case .all: ("1 = 1", [])
        case .own(let member): ("(" + owners.map { "\($0) = $\(first)" }.joined(separator: " or ") + ")", [.int(member.raw)])
        }
    }
}
