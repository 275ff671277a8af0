// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

extension Ledger {
    /// Ids that a batch takes at most.
    package static func ids(for batch: PeopleBatch) -> Int { batch.rows.count * 6 + batch.dated.count + batch.rows.count + 64 }

    /// Writes people and leads of a file: new ones in bulk, known ones compared and added to.
    /// Rows are not seen before the import is published.
    package func load(_ batch: PeopleBatch, _ run: PeopleRun) throws -> Loaded {
        guard !batch.rows.isEmpty else { return Loaded() }
        let known = try KnownKeys(tx.read, batch, run)
        return try batch.bytes.withUnsafeBytes { bytes in
            var loader = PeopleLoader(
                ledger: self, run: run, bytes: bytes, dated: batch.dated, known: known, learns: batch.rows.contains { $0.mayBeKnown },
                firstContact: try tx.newIDs(batch.rows.count),
                nextID: try tx.newIDs(Ledger.ids(for: batch) - batch.rows.count), sinks: try PeopleSinks(tx))
            for index in batch.rows.indices { try loader.load(batch.rows[index], at: index) }
            try loader.finish(rows: batch.rows.count)
            return loader.loaded
        }
    }
}

/// Who of a batch is known already: looked up in a few queries before the first row is written.
struct KnownKeys {
    struct Known {
        var contact: Int64
        var subject: Int64
        var hash: Int64
    }

    private var found: [String: Known] = [:]

    init(_ read: Read, _ batch: PeopleBatch, _ run: PeopleRun) throws {
        var emails: [String] = [], keys: [String] = []
        for row in batch.rows where row.mayBeKnown {
            if row.email.count > 0 { emails.append(batch.text(row.email)) }
            if row.key.count > 0 { keys.append(batch.text(row.key)) }
        }
        try look(read, emails, run.emailKind, mark: "e")
        try look(read, keys, run.keyKind, mark: "k")
    }

    private static let width = 100
    private static let sql = """
        select i.value, i.contact_id, i.subject_id, s.hash from identity i
        join subject s on s.contact_id = i.contact_id and s.id = i.subject_id
        where i.kind = $1 and i.value in (\((2...(width + 1)).map { "$\($0)" }.joined(separator: ", ")))
        """

    private mutating func look(_ read: Read, _ values: [String], _ kind: Int64, mark: String) throws {
        for start in stride(from: 0, to: values.count, by: Self.width) {
            let part = values[start..<min(values.count, start + Self.width)]
            let padded = Array(part) + Array(repeating: part.first ?? "", count: Self.width - part.count)
            try read.scan(Self.sql, values: [.int(kind)] + padded.map { .text($0) }) { row in
                found[mark + row.text(0)] = Known(contact: row.int(1), subject: row.int(2), hash: row.int(3))
            }
        }
    }

    func email(_ text: String) -> Known? { found["e" + text] }
    func key(_ text: String) -> Known? { found["k" + text] }
    mutating func learn(email: String, _ known: Known) { found["e" + email] = known }
    mutating func learn(key: String, _ known: Known) { found["k" + key] = known }
    var isEmpty: Bool { found.isEmpty }
}

extension PeopleBatch {
    func text(_ span: Span32) -> String {
        let start = Int(span.start)
        guard start >= 0, span.count > 0, start + Int(span.count) <= bytes.count else { return "" }
        return String(decoding: bytes[start..<(start + Int(span.count))], as: UTF8.self)
    }
}

/// The tables that a batch of people fills.
struct PeopleSinks {
    let contact, subject, identity, fact, lead, move, assignment: Bulk

    init(_ tx: Write) throws {
        contact = try tx.bulk(
            "contact",
            [
                "id", "known", "excluded", "account_id", "country", "industry", "first_source", "latest_source", "created_at", "import_id", "email",
                "first_name", "last_name", "title", "phone", "company", "fields",
            ])
        subject = try tx.bulk("subject", ["contact_id", "id", "import_id", "line", "hash", "seen_import", "absent", "created"])
        identity = try tx.bulk("identity", ["kind", "value", "contact_id", "subject_id", "import_id"])
        fact = try tx.bulk("fact", ["contact_id", "id", "subject_id", "at", "precision", "recorded_at", "source", "import_id", "data"])
        lead = try tx.bulk(
            "lead",
            [
                "contact_id", "id", "subject_id", "line", "kind", "origin", "source", "campaign", "opened_at", "opened_precision", "ended_at",
                "stage",
                "stage_at", "owner_id", "first_owner_id", "reason", "due_at", "next_check_at", "import_id",
            ])
        move = try tx.bulk(
            "move",
            [
                "contact_id", "lead_id", "id", "at", "precision", "recorded_at", "from_stage", "to_stage", "basis", "reason", "version", "deal_id",
                "superseded_by", "import_id", "actor",
            ])
        assignment = try tx.bulk(
            "assignment", ["contact_id", "lead_id", "id", "owner_id", "from_at", "precision", "recorded_at", "import_id", "actor", "why"])
    }
}
