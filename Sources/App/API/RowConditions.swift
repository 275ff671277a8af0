// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// What several lists ask of a row, as conditions.
enum RowConditions {
    /// Who may see a person `c` with the account `a`: who owns the account or a lead. As on pages, by who owns it today.
    static func person(_ scope: Scope, _ conditions: inout Conditions) {
        guard case .own(let member) = scope else { return }
        // Not "exists": PostgreSQL may answer that by reading every lead of the member at once.
        conditions.add(
            """
            (a.owner_id = $? or 1 = (
                select 1 from lead own where own.contact_id = c.id and own.part_of = 0 and own.owner_id = $? and own.\(Ledger.seen) limit 1))
            """, member, member)
    }

    /// Who may see a lead `l` or deal: its owner and its account's.
    static func owned(_ scope: Scope, by owner: StaticString, _ conditions: inout Conditions) {
        guard case .own(let member) = scope else { return }
        conditions.add("(\(owner) = $? or a.owner_id = $?)", member, member)
    }
}
