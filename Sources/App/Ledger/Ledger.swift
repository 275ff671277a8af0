// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// The ledger inside one open transaction: its verbs record, link, merge, unmerge, move, assign, erase and undo.
/// Each leaves the hard projections equal to a replay.
package struct Ledger {
    let tx: Write
    /// One moment for all that is recorded here; never earlier than what was recorded before.
    let now: Moment
    let actor: Actor

    package init(_ tx: Write, now: Moment, actor: Actor) { (self.tx, self.now, self.actor) = (tx, now, actor) }

    var importID: Int64 { if case .import(let id) = actor { id } else { 0 } }

    /// The id of a word (a source, a campaign, a reason): the same word has the same id for ever.
    package func code(_ kind: CodeKind, _ value: String) throws -> Int64 {
        guard !value.isEmpty else { return 0 }
        if let id = try tx.read.int("select id from code where kind = $1 and value = $2", kind.rawValue, value) { return id }
        try tx.execute("insert into code (id, kind, value) values ($1, $2, $3) on conflict do nothing", tx.newID(), kind.rawValue, value)
        // The loser of a race reads the winner's row.
        return try tx.read.int("select id from code where kind = $1 and value = $2", kind.rawValue, value) ?? 0
    }

    /// Says who changed; readers read the contact again.
    func changed(_ contact: ContactID) throws {
        try tx.execute(
            "insert into change (id, contact_id, upto, kind, import_id, recorded_at) values ($1, $2, $2, 1, $3, $4)",
            tx.newID(), contact.raw, importID, now.micros)
    }
}

/// Dictionaries of words. Raw values are stored.
package enum CodeKind: String, Sendable {
    case source, campaign, channel, reason, country, industry, product, line, pipeline, stage, role, content
    /// Kinds of identities and references: `email`, `salesforce/lead`.
    case key
    /// Where facts come from: `hubspot`, `form`, `by hand`.
    case origin
}

extension Moment: Bindable {
    package var bound: Value { .int(micros) }
}

extension ID: Bindable {
    package var bound: Value { .int(raw) }
}
