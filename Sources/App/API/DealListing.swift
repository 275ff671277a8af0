// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

struct DealAnswerRow: APIRow {
    let id: Int64
    let name: String?
    let account: Named?
    let pipeline, stage: String?
    let state: String
    let amount: Money?
    let opened: Told
    let closed: Told?
    let expectedOn: String?
    let owner: Named?
    let kind: String?
    let source, campaign, product, reason: String?
    let fields: [String: String]
    let contacts: [Person]
    let isGone: Bool

    struct Person: Encodable, Sendable {
        let id: Int64
        let role: String?
        let how: String
        let confidence: Double
    }

    static let shape = Shape.object(
        "Money: one deal is one win, whatever the number of people.",
        [
            "id": .always(.id()), "name": .maybe(.text()), "account": .maybe(Named.shape("As today.")), "pipeline": .maybe(.text()),
            "stage": .maybe(.text("In the words of its system; absent where nobody knows it.")), "state": .always(.words(APIWords.outcomes)),
            "amount": .maybe(.named("Money")), "opened": .always(Told.shape("When it was opened.")),
            "closed": .maybe(Told.shape("When it was won or lost; absent while it is open.")),
            "expected_on": .maybe(.day("The close that is expected.")), "owner": .maybe(Named.shape("Absent where nobody owns it.")),
            "kind": .maybe(.words(APIWords.leadKinds)), "source": .maybe(.text()), "campaign": .maybe(.text()), "product": .maybe(.text()),
            "reason": .maybe(.text("Why it was lost.")), "fields": .always(.map(.text(), "Custom fields by their names, as today.")),
            "contacts": .always(
                .list(
                    .object(
                        "",
                        [
                            "id": .always(.id()), "role": .maybe(.text()), "how": .always(.words(APIWords.links, "How we know.")),
                            "confidence": .always(.share()),
                        ]), "Its people, as today.")),
            "is_gone": .always(.flag("A newer export of its system no longer has it.")),
        ])
}

/// `/api/v1/deals`
struct DealListing: Listing {
    typealias Row = DealAnswerRow
    static let depth = 1
    static let state = Parameter<DealOutcome>.word(
        "state", [("open", .open), ("won", .won), ("lost", .lost)], "Deals that are open, won or lost.", example: "won")
    static let account = Parameter<Int64>.id("account", "Deals of this account, as today.")
    static let contact = Parameter<Int64>.id("contact", "Deals in which this person has a part, as today.")
    static let signs = [state.sign, account.sign, contact.sign]

    let scope: Scope
    let asOf: Moment?
    let state: DealOutcome?
    let account, contact: Int64?
    var id: Int64?

    init(_ asked: Asked, scope: Scope) throws {
        (self.scope, asOf, state) = (scope, try CommonParameters.moment(asked), try asked(Self.state))
        (account, contact) = (try asked(Self.account), try asked(Self.contact))
    }

    func bounds(_ read: Read) throws -> (after: Place, before: Place)? {
        id.map { (Place($0 - 1), $0 == .max ? .last(1) : Place($0 + 1)) } ?? (.first(1), .last(1))
    }

    static let key = "select id from deal where id > $1 and id < $2 order by id limit 1 offset $3"
    static let ofContact = "select deal_id from deal_contact where contact_id = $? and \(Ledger.seen)"
    static let keyOfContact = """
        select id from deal where id > $1 and id < $2 and id in (\(ofContact.replacing("$?", with: "$4"))) order by id limit 1 offset $3
        """

    func key(_ read: Read, after: Place, before: Place, skipping count: Int) throws -> Place? {
        let found =
            if let contact {
                try read.int(Self.keyOfContact, after.keys[0], before.keys[0], count, contact)
            } else {
                try read.int(Self.key, after.keys[0], before.keys[0], count)
            }
        return found.map { Place($0) }
    }

    /// What only other rows have named, and what its own row says was deleted, counts nowhere.
    static func query(_ conditions: Conditions) -> String {
        """
        select d.id, d.name, d.account_id, a.name, d.pipeline, d.stage, d.outcome, d.amount, d.currency, d.opened_at, d.opened_precision, d.closed_at,
            d.closed_precision, d.expected_day, d.owner_id, d.kind, d.source, d.campaign, d.product, d.reason, d.absent, d.fields
        from deal d left join account a on a.id = d.account_id
        where \(conditions.text) order by d.id limit $\(conditions.values.count + 1)
        """
    }

    func conditions(after: Place, before: Place) -> Conditions {
        var conditions = Conditions("d.absent < 2 and d.\(Ledger.seen)")
        conditions.add("d.id > $? and d.id < $?", after.keys[0], before.keys[0])
        if let account { conditions.add("d.account_id = $?", account) }
        if let contact { conditions.add("d.id in (\(Self.ofContact))", contact) }
        if let asOf { conditions.add("d.opened_at <= $?", asOf) } else if let state { conditions.add("d.outcome = $?", state.rawValue) }
        RowConditions.owned(scope, by: "d.owner_id", &conditions)
        return conditions
    }

    func rows(_ read: Read, after: Place, before: Place, most: Int) throws -> Stretch<DealAnswerRow> {
        let conditions = conditions(after: after, before: before), words = WordCache(read)
        var drafts: [StoredDeal] = []
        try read.scan(Self.query(conditions), values: conditions.values + [.int(Int64(most))]) { drafts.append(StoredDeal($0)) }
        var stretch = Stretch<DealAnswerRow>(cut: drafts.count == most ? drafts.last.map { Place($0.id) } : nil)
        let then = try asOf.map { try DealsThen(read, deals: drafts.map(\.id), until: $0) }
        let people = try Self.people(read, of: drafts.map(\.id), words)
        for draft in drafts {
            let row = try draft.row(read, words, then, people[draft.id] ?? [])
            if state == nil || row.state == state?.name { stretch.rows.append((Place(draft.id), row)) }
        }
        return stretch
    }

    private static func people(_ read: Read, of deals: [Int64], _ words: WordCache) throws -> [Int64: [DealAnswerRow.Person]] {
        var found: [(deal: Int64, contact: Int64, role: Int64, how: Int64, confidence: Double)] = []
        for span in spans(of: deals) {
            try read.scan(
                """
                select deal_id, contact_id, role, how, confidence from deal_contact where deal_id >= $1 and deal_id <= $2 and \(Ledger.seen)
                order by deal_id, contact_id, how
                """, span.lowerBound, span.upperBound
            ) { found.append(($0.int(0), $0.int(1), $0.int(2), $0.int(3), $0.real(4))) }
        }
        var people: [Int64: [DealAnswerRow.Person]] = [:]
        // Several records may tell of one person: the strongest is first.
        for one in found where people[one.deal]?.last?.id != one.contact {
            people[one.deal, default: []].append(
                .init(
                    id: one.contact, role: try words.word(one.role).nonEmpty, how: APIWords.word(one.how, as: DealLink.self) ?? "id",
                    confidence: one.confidence))
        }
        return people
    }
}

/// A deal as the table has it.
private struct StoredDeal {
    let id, account, pipeline, stage, owner, kind, source, campaign, product, reason, absent: Int64
    let name, accountName, fields: String
    let opened: Timestamp
    var today = DealsThen.Then()

    init(_ row: borrowing Cursor) {
        func time(_ column: Int) -> Timestamp { Timestamp(Moment(micros: row.int(column)), Precision(rawValue: row.int(column + 1)) ?? .unknown) }
        (id, name, account, accountName) = (row.int(0), row.text(1), row.isNull(3) ? 0 : row.int(2), row.isNull(3) ? "" : row.text(3))
        (pipeline, stage) = (row.int(4), row.int(5))
        today.outcome = DealOutcome(rawValue: row.int(6)) ?? .open
        (today.amount, today.currency) = (row.isNull(7) ? nil : row.int(7), row.text(8))
        opened = time(9)
        if !row.isNull(11) { today.closed = time(11) }
        if !row.isNull(13) { today.expected = Day(number: Int32(clamping: row.int(13))) }
        (owner, kind, source, campaign, product) = (row.int(14), row.int(15), row.int(16), row.int(17), row.int(18))
        (reason, absent, fields) = (row.int(19), row.int(20), row.text(21))
        today.owner = owner
    }

    func row(_ read: Read, _ words: WordCache, _ then: DealsThen?, _ people: [DealAnswerRow.Person]) throws -> DealAnswerRow {
        var now = today
        (now.stage, now.reason) = (try words.word(stage).nonEmpty, try words.word(reason))
        let was = then?.then(id, today: now) ?? now
        let owner = was.owner == owner ? owner : try Ledger.resolve(read, .member, was.owner)
        return DealAnswerRow(
            id: id, name: name.nonEmpty, account: Named(account, accountName), pipeline: try words.word(pipeline).nonEmpty,
            stage: was.stage?.nonEmpty,
            state: was.outcome.name, amount: was.amount.flatMap { amount in Currency(was.currency).map { Money(minor: amount, $0) } },
            opened: Told(opened), closed: was.closed.map { Told($0) }, expectedOn: was.expected?.iso, owner: Named(owner, try words.member(owner)),
            kind: APIWords.word(kind, as: LeadKind.self), source: try words.word(source).nonEmpty, campaign: try words.word(campaign).nonEmpty,
            product: try words.word(product).nonEmpty, reason: was.reason.nonEmpty, fields: Ledger.fields(fields), contacts: people,
            isGone: absent != 0)
    }
}
