// SPDX-License-Identifier: Apache-2.0
package import Domain
import Storage

/// Rows of the ledger in bulk, for a writer that knows all ids and has made projections equal to a replay itself.
/// Texts are stretches of `bytes`, valid UTF-8 without NUL. Rows of one table come in the order of its key where speed matters.
package struct LedgerBulk {
    private let ledger: Ledger
    private let bytes: UnsafeRawBufferPointer
    private let people: PeopleSinks
    private let accounts, accountFacts, deals, dealEvents, dealContacts, touches: Bulk

    package init(_ ledger: Ledger, bytes: UnsafeRawBufferPointer) throws {
        (self.ledger, self.bytes) = (ledger, bytes)
        let tx = ledger.tx
        accounts = try tx.bulk(
            "account",
            ["id", "name", "domain", "parent_id", "owner_id", "country", "industry", "relationship", "fields", "created_at", "import_id"])
        accountFacts = try tx.bulk("account_fact", ["account_id", "id", "at", "precision", "recorded_at", "source", "import_id", "data"])
        people = try PeopleSinks(tx)
        deals = try tx.bulk(
            "deal",
            [
                "id", "account_id", "name", "pipeline", "stage", "outcome", "amount", "currency", "opened_at", "opened_precision", "closed_at",
                "closed_precision", "expected_day", "owner_id", "kind", "source", "campaign", "product", "reason", "absent", "fields", "import_id",
            ])
        dealEvents = try tx.bulk(
            "deal_event", ["deal_id", "id", "at", "precision", "recorded_at", "basis", "field", "old_value", "new_value", "import_id"])
        dealContacts = try tx.bulk("deal_contact", ["contact_id", "deal_id", "subject_id", "lead_id", "role", "how", "confidence", "import_id"])
        touches = try tx.bulk(
            "touch",
            [
                "contact_id", "id", "subject_id", "at", "precision", "recorded_at", "side", "direction", "kind", "outcome", "channel", "campaign",
                "content", "evidence", "member_id", "deal_id", "import_id", "title",
            ])
    }

    @inline(__always)
    private func slice(_ span: Span32) -> UnsafeRawBufferPointer {
        guard span.count > 0, span.start >= 0, Int(span.start) + Int(span.count) <= bytes.count else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return UnsafeRawBufferPointer(rebasing: bytes[Int(span.start)..<(Int(span.start) + Int(span.count))])
    }

    /// A person's columns; they must follow from the facts that are written for it.
    package struct Person: Sendable {
        package var account: Int64 = 0
        package var email = Span32.none, firstName = Span32.none, lastName = Span32.none, title = Span32.none, phone = Span32.none,
            company = Span32.none
        /// Ids of words.
        package var country: Int64 = 0, industry: Int64 = 0, firstSource: Int64 = 0, latestSource: Int64 = 0
        /// `Exclusion`, or 0.
        package var excluded: Int64 = 0
        /// Flat JSON with sorted keys.
        package var fields = Span32.none

        package init() {}
    }

    package func contact(_ id: Int64, _ row: Person) throws {
        let out = people.contact
        // In the order of `PeopleSinks`, which is that of the table: narrow columns first.
        for value in [id, 1, row.excluded, row.account, row.country, row.industry, row.firstSource, row.latestSource] { out.int(value) }
        out.int(ledger.now.micros)
        out.int(ledger.importID)
        for span in [row.email, row.firstName, row.lastName, row.title, row.phone, row.company, row.fields] { out.text(slice(span)) }
        try out.end()
    }

    package func subject(_ id: Int64, of contact: Int64, line: Int64, hash: Int64) throws {
        let out = people.subject
        for value in [contact, id, ledger.importID, line, hash, ledger.importID, 0, 0] { out.int(value) }
        try out.end()
    }

    package func identity(_ kind: Int64, _ value: Span32, of contact: Int64, subject: Int64) throws {
        let out = people.identity
        out.int(kind)
        out.text(slice(value))
        for value in [contact, subject, ledger.importID] { out.int(value) }
        try out.end()
    }

    package func fact(_ id: Int64, of contact: Int64, subject: Int64, at: Timestamp, origin: Int64, data: Span32) throws {
        let out = people.fact
        for value in [contact, id, subject, at.at.micros, at.precision.rawValue, ledger.now.micros, origin, ledger.importID] { out.int(value) }
        out.text(slice(data))
        try out.end()
    }

    /// A lead with its standing, which must equal a replay of the moves that are written for it.
    package struct LeadRow: Sendable {
        package var line: Int64 = 0, source: Int64 = 0, campaign: Int64 = 0
        package var kind = LeadKind.new, origin = Origin.unknown
        package var opened: Timestamp
        package var stage: Stage
        package var since: Moment
        package var owner: Int64 = 0, firstOwner: Int64 = 0, reason: Int64 = 0

        package init(opened: Timestamp, stage: Stage, since: Moment) { (self.opened, self.stage, self.since) = (opened, stage, since) }
    }

    package func lead(_ id: Int64, of contact: Int64, subject: Int64, _ row: LeadRow) throws {
        let out = people.lead
        for value in [contact, id, subject, row.line, row.kind.rawValue, row.origin.rawValue, row.source, row.campaign] { out.int(value) }
        out.int(row.opened.at.micros)
        out.int(row.opened.precision.rawValue)
        out.int(row.stage.isEnd ? row.since.micros : nil)
        for value in [row.stage.rawValue, row.since.micros, row.owner, row.firstOwner, row.reason] { out.int(value) }
        out.null()
        out.null()
        out.int(ledger.importID)
        try out.end()
    }

    package func move(_ id: Int64, of lead: Int64, _ contact: Int64, from: Stage?, _ draft: MoveDraft, reason: Int64, deal: Int64) throws {
        let out = people.move
        for value in [contact, lead, id, draft.time.at.micros, draft.time.precision.rawValue, ledger.now.micros, from?.rawValue ?? 0] {
            out.int(value)
        }
        for value in [draft.to.rawValue, draft.basis.rawValue, reason, 0, deal, 0, ledger.importID] { out.int(value) }
        out.null()
        try out.end()
    }

    package func assignment(_ id: Int64, of lead: Int64, _ contact: Int64, owner: Int64, from: Timestamp) throws {
        let out = people.assignment
        for value in [contact, lead, id, owner, from.at.micros, from.precision.rawValue, ledger.now.micros, ledger.importID] { out.int(value) }
        out.null()
        out.null()
        try out.end()
    }

    package struct TouchRow: Sendable {
        package var time: Timestamp
        package var side: TouchSide, direction: TouchDirection, kind: TouchKind
        package var outcome = TouchOutcome.none, evidence = Evidence.observed
        package var channel: Int64 = 0, campaign: Int64 = 0, content: Int64 = 0, member: Int64 = 0, deal: Int64 = 0
        package var title = Span32.none

        package init(time: Timestamp, side: TouchSide, direction: TouchDirection, kind: TouchKind) {
            (self.time, self.side, self.direction, self.kind) = (time, side, direction, kind)
        }
    }

    package func touch(_ id: Int64, of contact: Int64, subject: Int64, _ row: TouchRow) throws {
        let out = touches
        for value in [contact, id, subject, row.time.at.micros, row.time.precision.rawValue, ledger.now.micros] { out.int(value) }
        for value in [row.side.rawValue, row.direction.rawValue, row.kind.rawValue, row.outcome.rawValue] { out.int(value) }
        for value in [row.channel, row.campaign, row.content, row.evidence.rawValue, row.member, row.deal, ledger.importID] { out.int(value) }
        if row.title.count > 0 { out.text(slice(row.title)) } else { out.null() }
        try out.end()
    }
}

// MARK: Companies and money

extension LedgerBulk {
    package struct AccountRow: Sendable {
        package var name = Span32.none, domain = Span32.none, relationship = Span32.none
        /// Flat JSON with sorted keys.
        package var fields = Span32.none
        package var owner: Int64 = 0, country: Int64 = 0, industry: Int64 = 0

        package init() {}
    }

    package func account(_ id: Int64, _ row: AccountRow) throws {
        let out = accounts
        out.int(id)
        out.text(slice(row.name))
        out.text(slice(row.domain))
        for value in [0, row.owner, row.country, row.industry] { out.int(value) }
        out.text(slice(row.relationship))
        out.text(slice(row.fields))
        out.int(ledger.now.micros)
        out.int(ledger.importID)
        try out.end()
    }

    package func accountFact(_ id: Int64, of account: Int64, at: Timestamp, origin: Int64, data: Span32) throws {
        let out = accountFacts
        for value in [account, id, at.at.micros, at.precision.rawValue, ledger.now.micros, origin, ledger.importID] { out.int(value) }
        out.text(slice(data))
        try out.end()
    }

    package struct DealRow: Sendable {
        package var account: Int64 = 0
        package var name = Span32.none, currency = Span32.none, fields = Span32.none
        package var pipeline: Int64 = 0, stage: Int64 = 0, source: Int64 = 0, campaign: Int64 = 0, product: Int64 = 0, reason: Int64 = 0,
            owner: Int64 = 0
        package var outcome = DealOutcome.open
        /// Minor units; nil where nobody entered any.
        package var amount: Int64?
        package var opened: Timestamp
        /// Where the deal is won or lost, and only there.
        package var closed: Timestamp?
        package var expected: Day?
        package var kind = LeadKind.new

        package init(opened: Timestamp) { self.opened = opened }
    }

    package func deal(_ id: Int64, _ row: DealRow) throws {
        let out = deals
        out.int(id)
        out.int(row.account)
        out.text(slice(row.name))
        for value in [row.pipeline, row.stage, row.outcome.rawValue] { out.int(value) }
        out.int(row.amount)
        out.text(slice(row.currency))
        out.int(row.opened.at.micros)
        out.int(row.opened.precision.rawValue)
        out.int(row.closed?.at.micros)
        out.int(row.closed?.precision.rawValue ?? 0)
        out.int(row.expected.map { Int64($0.number) })
        for value in [row.owner, row.kind.rawValue, row.source, row.campaign, row.product, row.reason, 0] { out.int(value) }
        out.text(slice(row.fields))
        out.int(ledger.importID)
        try out.end()
    }

    package func dealEvent(_ id: Int64, of deal: Int64, at: Timestamp, field: Span32, old: Span32, new: Span32) throws {
        let out = dealEvents
        for value in [deal, id, at.at.micros, at.precision.rawValue, ledger.now.micros, Basis.observed.rawValue] { out.int(value) }
        out.text(slice(field))
        if old.count > 0 { out.text(slice(old)) } else { out.null() }
        if new.count > 0 { out.text(slice(new)) } else { out.null() }
        out.int(ledger.importID)
        try out.end()
    }

    /// - Parameter lead: the lead of this person that the deal came of; 0 where there is none.
    package func dealContact(_ contact: Int64, subject: Int64, deal: Int64, lead: Int64, role: Int64, how: DealLink) throws {
        let out = dealContacts
        for value in [contact, deal, subject, lead, role, how.rawValue] { out.int(value) }
        out.real(how.confidence)
        out.int(ledger.importID)
        try out.end()
    }

    /// Says that contacts of a range of ids changed: one row of the feed for a whole batch.
    /// - Parameter id: one of the batch's own ids.
    package func finish(_ id: Int64, contacts: Range<Int64>) throws {
        guard !contacts.isEmpty else { return }
        try ledger.tx.execute(
            "insert into change (id, contact_id, upto, kind, import_id, recorded_at) values ($1, $2, $3, 1, $4, $5)", id, contacts.lowerBound,
            contacts.upperBound - 1, ledger.importID, ledger.now)
    }
}

extension Ledger {
    /// Names a custom field, so that reports and filters offer it. The first type stays.
    package func field(_ name: String, type: String) throws {
        try tx.execute("insert into field (id, name, type) values ($1, $2, $3) on conflict (name) do nothing", tx.newID(), name, type)
    }

    /// What a stage of a pipeline is called, where it stands and how a deal there ended.
    package func pipelineStage(_ pipeline: Int64, _ stage: Int64, position: Int, outcome: DealOutcome, label: String) throws {
        try tx.execute(
            """
            insert into pipeline_stage (pipeline, stage, position, outcome, label, import_id) values ($1, $2, $3, $4, $5, $6)
            on conflict (pipeline, stage) do nothing
            """, pipeline, stage, position, outcome.rawValue, label, importID)
    }

    /// A product by its word. The first price stays.
    package func product(_ code: Int64, family: String, price: Money?) throws {
        try tx.execute(
            "insert into product (id, code, family, price, currency, import_id) values ($1, $2, $3, $4, $5, $6) on conflict (code) do nothing",
            tx.newID(), code, family, price?.minor, price?.currency.code ?? "", importID)
    }
}
