// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// Fields that are columns of `contact`; all others are in its `fields`.
enum ContactColumns {
    static let names: Set<String> = [
        "email", "first_name", "last_name", "title", "phone", "company", "country", "industry", "first_source", "latest_source",
    ]

    /// Fields that the contact's leads, moves, deals or subjects hold; their facts keep them too. A third copy made an import a sixth larger.
    static let elsewhere: Set<String> = [
        "external_id", "source", "campaign", "stage", "status", "owner", "owner_id", "reason", "line", "created_at", "inquiry_at", "modified_at",
        "mql_at",
        "sal_at", "sql_at", "opportunity_at", "won_at", "lost_at", "recycled_at", "disqualified_at", "converted_at", "is_converted", "account_id",
        "contact_id",
        "lead_id", "deal_id", "deal_ids", "converted_contact_id", "converted_account_id", "converted_deal_id",
    ]

    static func isField(_ name: String) -> Bool { !names.contains(name) && !elsewhere.contains(name) && !name.hasPrefix("key:") }
}

/// A contact's columns as they follow from its facts.
struct ContactProjection: Hashable {
    var known = false
    var column: [String: String] = [:]
    var fields: [String: String] = [:]

    init(_ observations: [Observation]) {
        known = !observations.isEmpty
        var all = currentFields(observations)
        let sources = observations.filter { $0.fields["source"] != nil }.sorted { ($0.at.micros, $0.id) < ($1.at.micros, $1.id) }
        if all["first_source"] == nil, let first = sources.first?.fields["source"] { all["first_source"] = first }
        if all["latest_source"] == nil, let last = sources.last?.fields["source"] { all["latest_source"] = last }
        if all["last_name"] == nil, all["first_name"] == nil, let name = all["name"] { all["last_name"] = name }
        column = all.filter { ContactColumns.names.contains($0.key) }
        fields = all.filter { ContactColumns.isField($0.key) }
    }
}

extension Ledger {
    /// Rows of imports that are still being loaded, or failed, are not seen; those of one that is being published are.
    static let seen = "import_id not in (select id from import where state in ('running', 'failed'))"

    /// Makes a contact's columns equal to a replay of its facts.
    package func project(_ contact: ContactID) throws {
        let projection = try ContactProjection(observations(of: contact))
        let column = projection.column
        let account = try account(of: contact, email: column["email"] ?? "")
        try tx.execute(
            """
            update contact set known = $2, email = $3, first_name = $4, last_name = $5, title = $6, phone = $7, company = $8, country = $9,
                industry = $10, first_source = $11, latest_source = $12, fields = $13,
                account_id = case when cast($14 as bigint) <> 0 then cast($14 as bigint) else coalesce((select a.id from account a where a.id = account_id), 0) end
            where id = $1
            """, contact, projection.known, column["email"] ?? "", column["first_name"] ?? "", column["last_name"] ?? "", column["title"] ?? "",
            column["phone"] ?? "", column["company"] ?? "", code(.country, column["country"] ?? ""), code(.industry, column["industry"] ?? ""),
            code(.source, column["first_source"] ?? ""), code(.source, column["latest_source"] ?? ""),
            FlatJSON.write(projection.fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }), account)
    }

    func observations(of contact: ContactID) throws -> [Observation] {
        let hand = try code(.origin, "by hand")
        var result: [Observation] = []
        try tx.read.scan(
            "select id, at, recorded_at, source, data from fact where contact_id = $1 and \(Self.seen) order by id", contact
        ) { row in
            result.append(
                Observation(
                    id: row.int(0), at: Moment(micros: row.int(1)), recordedAt: Moment(micros: row.int(2)), byHand: row.int(3) == hand,
                    fields: Dictionary(FlatJSON.read(row.text(4)).map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })))
        }
        return result
    }

    /// Rows of a record of a lead, $2, and of the records that tell of the same attempt.
    private static let ofAttempt = "(lead_id = $2 or lead_id in (select id from lead where contact_id = $1 and part_of = $2))"

    /// Makes a lead's standing equal to a replay of its moves, and its owner to that of its last assignment.
    package func project(_ lead: LeadID, of contact: ContactID) throws {
        let moves = try attemptMoves(of: lead, of: contact)
        // A record of which nothing counts keeps what it says by itself; nobody counts it.
        guard let standing = Standing.replay(moves) ?? Standing.replay(moves.map { $0.supersededBy == Move.passedOver ? $0.restored : $0 })
        else { return }
        let opening = moves.first { $0.to == .inquiry && $0.supersededBy == 0 }
        let owner = try tx.read.int(
            "select owner_id from assignment where contact_id = $1 and \(Self.ofAttempt) and \(Self.seen) order by from_at desc, id desc limit 1",
            contact, lead)
        try tx.execute(
            """
            update lead set stage = $3, stage_at = $4, ended_at = $5, reason = $6, owner_id = $7, opened_at = coalesce($8, opened_at),
                opened_precision = coalesce($9, opened_precision) where contact_id = $1 and id = $2
            """, contact, lead, standing.stage.rawValue, standing.since, standing.ended, standing.reason, owner ?? 0, opening?.at,
            opening?.precision.rawValue)
    }

    /// Moves that one record of a lead tells.
    /// - Parameter run: an import that still runs and whose moves count all the same; -1 for none.
    package func moves(of lead: LeadID, of contact: ContactID, including run: Int64 = -1) throws -> [Move] {
        try moves(of: contact, where: "lead_id = $2", lead, including: run)
    }

    /// Moves of a lead, whichever of its records tells them.
    package func attemptMoves(of lead: LeadID, of contact: ContactID) throws -> [Move] {
        try moves(of: contact, where: Self.ofAttempt, lead, including: -1)
    }

    private func moves(of contact: ContactID, where condition: String, _ lead: LeadID, including run: Int64) throws -> [Move] {
        var result: [Move] = []
        try tx.read.scan(
            """
            select id, at, precision, from_stage, to_stage, basis, reason, superseded_by from move
            where contact_id = $1 and \(condition) and (import_id = $3 or \(Self.seen))
            """, contact, lead, run
        ) { row in
            if let move = Move(row, from: 0) { result.append(move) }
        }
        return result.sorted(by: Move.inOrder)
    }
}

extension Move {
    /// The columns id, at, precision, from_stage, to_stage, basis, reason, superseded_by of a row.
    /// - Returns: nil for words that this version does not know.
    init?(_ row: borrowing Cursor, from first: Int) {
        guard let to = Stage(rawValue: row.int(first + 4)), let precision = Precision(rawValue: row.int(first + 2)),
            let basis = Basis(rawValue: row.int(first + 5))
        else { return nil }
        self.init(
            id: row.int(first), at: Moment(micros: row.int(first + 1)), precision: precision, from: Stage(rawValue: row.int(first + 3)), to: to,
            basis: basis, reason: row.int(first + 6), supersededBy: row.int(first + 7))
    }
}
