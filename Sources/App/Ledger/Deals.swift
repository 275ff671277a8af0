// SPDX-License-Identifier: Apache-2.0
package import Domain
import Storage

/// A deal as one row tells it.
package struct DealDraft: Sendable {
    package var key: RecordKey
    package var name = ""
    package var account: Int64 = 0
    package var pipeline = ""
    /// The word of the file.
    package var stage = ""
    package var outcome: DealOutcome = .open
    /// In minor units of `currency`; nil where none is told.
    package var amount: Int64?
    /// ISO 4217. An amount without one is kept as a field.
    package var currency = ""
    package var opened: Timestamp?
    package var closed: Timestamp?
    package var modified: Timestamp?
    package var expected: Day?
    package var owner: Int64 = 0
    package var kind: LeadKind?
    package var source = ""
    package var campaign = ""
    package var product = ""
    package var reason = ""
    /// The row is a former version of the deal from a history, and says nothing of the export of now.
    package var isVersion = false
    /// The row says that the deal was deleted in its system.
    package var isDeleted = false
    package var fields: [String: String] = [:]
    /// The time of the export, for what has no time of its own.
    package var asOf: Moment
    /// Over all cells of the row.
    package var hash: Int64 = 0

    package init(key: RecordKey, asOf: Moment) { (self.key, self.asOf) = (key, asOf) }

    /// When the row was so.
    package var time: Timestamp { modified ?? Timestamp(asOf, .unknown) }

    /// What the row tells, as the event that the deal's columns are replayed from.
    var told: [String: String] {
        let money = amount.flatMap { amount in Currency(currency).map { (String(amount), $0.code) } }
        var told = fields
        if let amount, money == nil { told["amount"] = String(amount) }
        for (name, value) in [
            ("@name", name), ("@account", Self.number(account)), ("@pipeline", pipeline), ("@stage", stage), ("@outcome", String(outcome.rawValue)),
            ("@amount", money?.0 ?? ""), ("@currency", money?.1 ?? ""), ("@opened", Self.text(opened)),
            ("@closed", outcome == .open ? "" : Self.text(closed ?? modified)),
            ("@expected", expected.map { String($0.number) } ?? ""), ("@owner", Self.number(owner)),
            ("@kind", kind.map { String($0.rawValue) } ?? ""),
            ("@source", source), ("@campaign", campaign), ("@product", product), ("@reason", reason), ("@deleted", isDeleted ? "1" : ""),
        ] where !value.isEmpty { told[name] = value }
        // A deal that is closed is no longer expected on the day that an older row named.
        if outcome != .open, expected == nil { told["@expected"] = "" }
        return told
    }

    private static func number(_ id: Int64) -> String { id == 0 ? "" : String(id) }

    /// `micros/precision`.
    private static func text(_ time: Timestamp?) -> String { time.map { "\($0.at.micros)/\($0.precision.rawValue)" } ?? "" }
}

/// Whether a deal is in the newest export. Raw values are stored in `deal.absent`.
enum Absence: Int64 {
    case present = 0
    /// A newer export of its system no longer has it.
    case gone = 1
    /// Other rows have named it, its own has not come yet.
    case stub = 2
    /// Its own row says that it was deleted there; it is kept and counts nowhere.
    case deleted = 3
}

extension Ledger {
    /// The deal that a system knows by this key; where no row has told about it yet, a stub that its own row completes.
    package func deal(_ key: RecordKey) throws -> Int64 {
        try reference(key)?.objectId ?? refer(key, to: newDeal())
    }

    private func newDeal() throws -> Int64 {
        let id = try tx.newID()
        try tx.execute(
            """
            insert into deal (id, account_id, name, pipeline, stage, outcome, amount, currency, opened_at, opened_precision, closed_at, closed_precision,
                expected_day, owner_id, kind, source, campaign, product, reason, absent, fields, import_id)
            values ($1, 0, '', 0, 0, 0, null, '', $2, 0, null, 0, null, 0, 0, 0, 0, 0, 0, $3, '{}', $4)
            """, id, now, Absence.stub.rawValue, importID)
        return id
    }

    /// Stores a deal's row: what it tells is an event, what changed since the row before are events too, and columns follow from all.
    /// The same row again changes nothing; an older row than the newest is kept and changes nothing that the newer tells.
    package func store(_ draft: DealDraft) throws -> Stored {
        let hash = Self.rowHash(draft.hash)
        let known = try reference(draft.key)
        if let known, !draft.isVersion, try known.hash == hash || has(draft, hash, known) {
            if known.seenImport != importID {
                try seen(draft.key, hash: known.hash)
                try tx.execute("update deal set absent = 0 where id = $1 and absent = 1", known.objectId)
            }
            return Stored(id: known.objectId, outcome: .unchanged)
        }
        let id = try known?.objectId ?? newDeal()
        if known == nil {
            try refer(draft.key, to: id, hash: draft.isVersion ? 0 : hash)
        } else if !draft.isVersion {
            try seen(draft.key, hash: hash)
        }
        if known != nil, !draft.isVersion { try tx.execute("update deal set absent = 0 where id = $1 and absent = 1", id) }
        let before = try known == nil ? DealReplay([], entered: []) : replay(deal: id, including: importID)
        try note("row", of: id, from: nil, to: Self.json(draft.told), at: draft.time, basis: draft.modified == nil ? .inferred : .observed)
        let first = Observation(id: 0, at: draft.time.at, recordedAt: now, byHand: false, fields: draft.told)
        let after = try known == nil ? DealReplay([first], entered: []) : replay(deal: id, including: importID)
        try note(changesFrom: before, to: after, of: id, draft)
        // What was there before the import is changed when the import is published.
        if known == nil { try save(after, deal: id) } else { try project(deal: id) }
        return Stored(id: id, outcome: before.isStub ? .created : .updated)
    }

    /// Whether it is another row of a record that has several in one export, or an older export's row that was told before.
    private func has(_ draft: DealDraft, _ hash: Int64, _ known: Reference) throws -> Bool {
        let key = draft.key
        if let modified = draft.modified, modified.precision > .unknown,
            try tx.read.int(
                "select 1 from deal_event where deal_id = $1 and field = 'row' and at = $2 and new_value = $3 limit 1", known.objectId, modified.at,
                Self.json(draft.told)) != nil
        {
            return true
        }
        return try hasRow(RecordKey("\(key.kind)-row", key.value), hash: hash, stored: known.hash, seen: known.seenImport, object: known.objectId)
    }

    /// What differs between two rows happened some time before the second: nobody knows when. Only a close has its date.
    private func note(changesFrom before: DealReplay, to after: DealReplay, of id: Int64, _ draft: DealDraft) throws {
        let isClosing = before.outcome != after.outcome && after.outcome != .open
        let closing = isClosing ? draft.closed : nil
        for (field, old, new) in [
            ("stage", before["@stage"], after["@stage"]), ("amount", before.money, after.money),
            ("outcome", before.isStub ? nil : before.outcome.name, after.outcome.name), ("closed", before["@closed"], after["@closed"]),
            ("expected", before["@expected"], after["@expected"]), ("owner", before["@owner"], after["@owner"]),
        ] where old ?? "" != new ?? "" {
            // First sight tells stage and amount; the other columns say the rest.
            guard !before.isStub || field == "stage" || field == "amount" else { continue }
            let isClose = closing != nil && (field == "outcome" || field == "closed")
            try note(
                field, of: id, from: old, to: new, at: field == "amount" ? draft.time : closing ?? draft.time, basis: isClose ? .observed : .inferred)
        }
    }

    func note(_ field: String, of deal: Int64, from old: String?, to new: String?, at: Timestamp, basis: Basis) throws {
        try tx.execute(
            """
            insert into deal_event (deal_id, id, at, precision, recorded_at, basis, field, old_value, new_value, import_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """, deal, tx.newID(), at.at, at.precision.rawValue, now, basis.rawValue, field, old, new, importID)
    }

    /// Records that a deal entered a stage, as a history tells it: the only stage events that are observed. The same again counts once.
    /// - Returns: false where it was known.
    @discardableResult
    package func observeStage(_ deal: Int64, stage: String, at: Timestamp) throws -> Bool {
        let known = try tx.read.int(
            "select 1 from deal_event where deal_id = $1 and field = 'stage' and basis = $4 and new_value = $2 and at = $3", deal, stage, at.at,
            Basis.observed.rawValue)
        guard known == nil else { return false }
        let before = try tx.read.text(
            """
            select new_value from deal_event where deal_id = $1 and field = 'stage' and basis = $3 and at < $2 order by at desc, id desc limit 1
            """, deal, at.at, Basis.observed.rawValue)
        try note("stage", of: deal, from: before, to: stage, at: at, basis: .observed)
        try project(deal: deal)
        return true
    }
}
