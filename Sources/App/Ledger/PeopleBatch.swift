// SPDX-License-Identifier: Apache-2.0
package import Domain

/// A stretch of a batch's bytes.
package struct Span32: Hashable, Sendable {
    package let start: Int32
    package let count: Int32

    package static let none = Span32(start: 0, count: 0)
    package init(start: Int32, count: Int32) { (self.start, self.count) = (start, count) }
    package init(from start: Int, to end: Int) { (self.start, count) = (Int32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: end - start)) }
}

/// One person or lead of a file, read and typed; texts are stretches of the batch's bytes.
package struct PersonRow: Sendable {
    package var line: Int32 = 0
    /// Over all cells: an equal hash means that nothing changed.
    package var hash: Int64 = 0
    /// The record's own key in its system; else its address; a row without either has one made of its hash.
    package var key = Span32.none
    package var email = Span32.none
    package var firstName = Span32.none, lastName = Span32.none, title = Span32.none, phone = Span32.none, company = Span32.none
    /// Ids of words.
    package var country: Int64 = 0, industry: Int64 = 0, firstSource: Int64 = 0, latestSource: Int64 = 0, source: Int64 = 0, campaign: Int64 = 0
    package var reason: Int64 = 0, line_: Int64 = 0
    package var owner: Int64 = 0, account: Int64 = 0
    /// The account's own key, where the row names one; resolved to `account` before the batch is written.
    package var accountKey = Span32.none
    package var excluded: Int64 = 0
    /// When the row's fields were so: its time of change, else of creation, else of the export.
    package var factAt: Int64 = 0
    package var factPrecision: Precision = .unknown
    /// All fields as flat JSON, and those that are no column of `contact`.
    package var data = Span32.none, fields = Span32.none
    /// The row is a lead of its contact.
    package var isLead = false
    /// The record was deleted in its system: a lead that is open here ends.
    package var isDeleted = false
    package var created: Timestamp?
    package var current: Stage?
    /// Range in the batch's `dated`.
    package var datedStart: Int32 = 0, datedCount: Int32 = 0
    package var mayBeKnown = true

    package init() {}
}

/// Rows of one file that are written in one transaction.
package struct PeopleBatch: Sendable {
    package var bytes: [UInt8] = []
    package var rows: [PersonRow] = []
    package var dated: [(Stage, Timestamp)] = []
    /// Further keys of a row's person (`salesforce/contact`, a second address), and deals that the row names.
    package var aliases: [Alias] = []
    package var deals: [Alias] = []
    /// Rows whose end is dated before what led to it.
    package var misdated = 0

    package struct Alias: Sendable {
        package let row: Int
        package let kind: String
        package let value: String

        package init(row: Int, kind: String, value: String) { (self.row, self.kind, self.value) = (row, kind, value) }
    }

    package init() {}
}

/// What a whole run of the same file has in common.
package struct PeopleRun: Sendable {
    /// Ids of the words `email` and `hubspot/contact`.
    package let emailKind: Int64
    package let keyKind: Int64
    package let origin: Int64
    /// The time of the export, for what has no time of its own.
    package let asOf: Moment
    /// The kind of keys as a word.
    package var looseKind = ""
    /// A plain number is no id of the system: a list of no named system numbers its rows from 1, as all of them do.
    package var numbersRows = false
    /// The file's records have no ids, so they are known by their addresses.
    package var lacksIDs = false
    /// Records of the kind came without ids before.
    package var hasIDless = false
    /// The id of the word that says why the lead of a deleted record ended.
    package var deleted: Int64 = 0

    package init(emailKind: Int64, keyKind: Int64, origin: Int64, asOf: Moment) {
        (self.emailKind, self.keyKind, self.origin, self.asOf) = (emailKind, keyKind, origin, asOf)
    }
}

/// What became of a batch. `touched` are contacts that were there before and must be replayed when the import is published.
package struct Loaded: Sendable {
    package var created = 0, updated = 0, unchanged = 0
    package var newContacts = 0, newLeads = 0, newMoves = 0, rowsWritten = 0
    /// Rows whose id is already somebody else's.
    package var namesakes = 0
    package var touched: Set<Int64> = []
    /// Who each row of the batch turned out to be.
    package var holders: [Holder] = []

    package init() {}

    package static func + (a: Loaded, b: Loaded) -> Loaded {
        var sum = a
        sum += b
        return sum
    }

    package static func += (a: inout Loaded, b: Loaded) {
        a.created += b.created
        a.updated += b.updated
        a.unchanged += b.unchanged
        a.newContacts += b.newContacts
        a.newLeads += b.newLeads
        a.newMoves += b.newMoves
        a.rowsWritten += b.rowsWritten
        a.namesakes += b.namesakes
        a.touched.formUnion(b.touched)
    }
}
