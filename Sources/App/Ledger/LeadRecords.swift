// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// A row of `lead`: what one system keeps of an attempt.
struct KnownRecord {
    let record: LeadRecord
    /// The record that was opened first of the same attempt; 0 for that record itself.
    let partOf: Int64
}

extension Ledger {
    /// All records of a person's leads, each with its moves, superseded ones too.
    func leadRecords(of contact: ContactID) throws -> [KnownRecord] {
        struct Row {
            let id: Int64, opened: Timestamp, subject: Int64, line: Int64, partOf: Int64
        }
        var rows: [Row] = []
        try tx.read.scan(
            "select id, opened_at, opened_precision, subject_id, line, part_of from lead where contact_id = $1 and \(Self.seen) order by id", contact
        ) { row in
            let opened = Timestamp(Moment(micros: row.int(1)), Precision(rawValue: row.int(2)) ?? .unknown)
            rows.append(Row(id: row.int(0), opened: opened, subject: row.int(3), line: row.int(4), partOf: row.int(5)))
        }
        guard !rows.isEmpty else { return [] }
        let moves = try followedMoves(of: contact)
        var told: [Int64: Moment] = [:], lists: [Int64: Set<String>] = [:]
        try tx.read.scan("select subject_id, at, precision, data from fact where contact_id = $1 and \(Self.seen)", contact) { row in
            let subject = row.int(0)
            if row.int(2) > 0 { told[subject] = max(Moment(micros: row.int(1)), told[subject] ?? .earliest) }
            guard rows.count > 1 else { return }
            FlatJSON.read(row.bytes(3)) { name, _ in if name.hasPrefix("key:") { lists[subject, default: []].insert(String(name.dropFirst(4))) } }
        }
        return rows.map { row in
            let facts = LeadFacts(id: row.id, opened: row.opened, moves: moves[row.id] ?? [], told: told[row.subject])
            return KnownRecord(record: LeadRecord(facts, line: row.line, lists: lists[row.subject] ?? []), partOf: row.partOf)
        }
    }

    private func followedMoves(of contact: ContactID) throws -> [Int64: [FollowedMove]] {
        var moves: [Int64: [FollowedMove]] = [:]
        try tx.read.scan(
            """
            select lead_id, id, at, precision, from_stage, to_stage, basis, reason, superseded_by, deal_id from move where contact_id = $1 and \(Self.seen)
            """, contact
        ) { row in
            guard let move = Move(row, from: 1) else { return }
            moves[row.int(0), default: []].append(FollowedMove(move, deal: row.int(9)))
        }
        return moves
    }

    /// Says which records are one attempt, and passes over what of them says less than the others.
    /// - Parameter deals: of this person by more than a guess.
    /// - Returns: the attempts, each with the moves of all its records, and the records whose standing may have changed.
    func settleAttempts(_ known: [KnownRecord], of contact: ContactID, deals: [DealFacts]) throws -> (leads: [LeadFacts], changed: Set<Int64>) {
        let attempts = joinAttempts(known.map(\.record), deals: deals)
        var partOf: [Int64: Int64] = [:]
        for (first, records) in attempts.records { for record in records where record != first { partOf[record] = first } }
        var changed: Set<Int64> = [], moves: [Int64: [FollowedMove]] = [:], told: [Int64: Moment] = [:]
        for one in known {
            let lead = one.record.lead, first = partOf[lead.id] ?? lead.id
            if one.partOf != partOf[lead.id] ?? 0 {
                try tx.execute("update lead set part_of = $3 where contact_id = $1 and id = $2", contact, lead.id, partOf[lead.id] ?? 0)
                changed.formUnion([lead.id, first, one.partOf])
            }
            if lead.id != first, lead.moves.contains(where: \.isDeals) {
                // What deals make of an attempt is told of its first record.
                try tx.execute(
                    "update move set lead_id = $3 where contact_id = $1 and lead_id = $2 and basis = $4 and deal_id <> 0", contact, lead.id, first,
                    Basis.derived.rawValue)
                changed.formUnion([lead.id, first])
            }
            for move in lead.moves {
                let isGone = attempts.passedOver.contains(move.move.id) && move.move.supersededBy != Move.takenBack
                let wasGone = move.move.supersededBy == Move.passedOver
                if isGone != wasGone {
                    try tx.execute(
                        "update move set superseded_by = $3 where contact_id = $1 and id = $2", contact, move.move.id, isGone ? Move.passedOver : 0)
                    changed.formUnion([lead.id, first])
                }
                if let at = attempts.later[move.move.id] {
                    try tx.execute("update move set at = $3 where contact_id = $1 and id = $2", contact, move.move.id, at)
                    changed.formUnion([lead.id, first])
                }
                if !isGone { moves[first, default: []].append(wasGone ? FollowedMove(move.move.restored, deal: move.deal) : move) }
            }
            if let time = lead.told { told[first] = max(time, told[first] ?? .earliest) }
        }
        changed.remove(0)
        let leads = known.map(\.record.lead).filter { partOf[$0.id] == nil }.map {
            LeadFacts(id: $0.id, opened: $0.opened, moves: moves[$0.id] ?? [], told: told[$0.id])
        }
        return (leads, changed)
    }
}
