// SPDX-License-Identifier: Apache-2.0
package import Domain
import Storage

extension Ledger {
    /// Brings a lead's moves to what its rows and its histories say together, whichever came first. Project the lead after it.
    package func settleStages(of lead: LeadID, of contact: ContactID) throws {
        var known: [KnownMove] = [], imports: [Int64: Int64] = [:]
        try tx.read.scan(
            """
            select id, at, precision, from_stage, to_stage, basis, reason, superseded_by, recorded_at, deal_id, import_id from move
            where contact_id = $1 and lead_id = $2 and \(Self.seen)
            """, contact, lead
        ) { row in
            guard let move = Move(row, from: 0) else { return }
            known.append(KnownMove(move, recorded: Moment(micros: row.int(8)), isDeals: row.int(9) != 0 && move.basis == .derived))
            imports[move.id] = row.int(10)
        }
        let settled = settleStated(known)
        guard !settled.isEmpty else { return }
        let first = settled.added.isEmpty ? 0 : try tx.newIDs(settled.added.count)
        for (index, placed) in settled.added.enumerated() {
            let origin = known.first { $0.move.id == placed.origin }?.move
            // It belongs to the import whose row said so: taking that back takes it too.
            try tx.execute(
                """
                insert into move (contact_id, lead_id, id, at, precision, recorded_at, from_stage, to_stage, basis, reason, version, deal_id,
                    superseded_by, import_id, actor)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, $11, null)
                """, contact, lead, first + Int64(index), placed.draft.time.at, placed.draft.time.precision.rawValue, now,
                origin?.from?.rawValue ?? 0, placed.draft.to.rawValue, placed.draft.basis.rawValue, origin?.reason ?? 0, imports[placed.origin] ?? 0)
        }
        for one in settled.superseded {
            let by = if case .added(let index) = one.by { first + Int64(index) } else if case .move(let id) = one.by { id } else { Int64(0) }
            try tx.execute(
                "update move set superseded_by = $4 where contact_id = $1 and lead_id = $2 and id = $3 and basis <> $5", contact, lead, one.move, by,
                Basis.decided.rawValue)
        }
        for id in settled.revived {
            try tx.execute("update move set superseded_by = 0 where contact_id = $1 and lead_id = $2 and id = $3", contact, lead, id)
        }
    }
}
