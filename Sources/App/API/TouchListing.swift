// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

struct TouchAnswerRow: APIRow {
    let id: String
    let contact: Int64
    let happened: Told
    let side, direction, kind, outcome: String
    let channel, campaign, content: String?
    let evidence: String
    let member: Named?
    let deal: Int64?
    let title: String?

    static let shape = Shape.object(
        "Something between us and the buyer: a page view and a call are both touches.",
        [
            "id": .always(.text("Digits: a number of 63 bits, which JavaScript can't hold.")), "contact": .always(.id()),
            "happened": .always(Told.shape("When it was.")), "side": .always(.words(APIWords.sides, "Who acted.")),
            "direction": .always(.words(APIWords.directions)), "kind": .always(.words(APIWords.touchKinds)),
            "outcome": .always(.words(APIWords.touchOutcomes)), "channel": .maybe(.text()), "campaign": .maybe(.text()), "content": .maybe(.text()),
            "evidence": .always(.words(APIWords.evidences)), "member": .maybe(Named.shape("The colleague who took part.")), "deal": .maybe(.id()),
            "title": .maybe(.text()),
        ])
}

/// `/api/v1/touches`
struct TouchListing: Listing {
    typealias Row = TouchAnswerRow
    static let depth = 2
    static let contact = Parameter<Int64>.id("contact", "Touches of this person.")
    static let account = Parameter<Int64>.id("account", "Touches of people of this account, as today.")
    static let kind = Parameter<TouchKind>.word(
        "kind", TouchKind.allCases.map { (APIWords.snake("\($0)"), $0) }, "Touches of this kind.", example: "call")
    static let from = Parameter<Moment>.moment("from", "At this moment or later.")
    static let to = Parameter<Moment>.moment("to", "Before this moment.")
    static let signs = [contact.sign, account.sign, kind.sign, from.sign, to.sign]

    let scope: Scope
    let asOf: Moment?
    let contact, account: Int64?
    let kind: TouchKind?
    let from, to: Moment?

    init(_ asked: Asked, scope: Scope) throws {
        (self.scope, asOf) = (scope, try CommonParameters.moment(asked))
        (contact, account, kind) = (try asked(Self.contact), try asked(Self.account), try asked(Self.kind))
        (from, to) = (try asked(Self.from), try asked(Self.to))
    }

    func bounds(_ read: Read) throws -> (after: Place, before: Place)? {
        contact.map { (Place($0, -1), Place($0, .max)) } ?? (.first(2), .last(2))
    }

    static let key = """
        select contact_id, id from touch where (contact_id, id) > ($1, $2) and (contact_id, id) < ($3, $4) order by contact_id, id limit 1 offset $5
        """
    static let keyByPeople = "select id from contact where id > $1 and id < $2 order by id limit 1 offset $3"

    /// Of an account, people are gone through and not all that everybody did.
    func key(_ read: Read, after: Place, before: Place, skipping count: Int) throws -> Place? {
        if account != nil, contact == nil { return try read.int(Self.keyByPeople, after.keys[0], before.keys[0], count).map { Place($0, -1) } }
        var found: Place?
        try read.scan(Self.key, after.keys[0], after.keys[1], before.keys[0], before.keys[1], count) { found = Place($0.int(0), $0.int(1)) }
        return found
    }

    static func query(_ conditions: Conditions) -> String {
        """
        select t.contact_id, t.id, t.at, t.precision, t.side, t.direction, t.kind, t.outcome, t.channel, t.campaign, t.content, t.evidence, t.member_id,
            t.deal_id, t.title
        from touch t join contact c on c.id = t.contact_id left join account a on a.id = c.account_id
        where \(conditions.text) order by t.contact_id, t.id limit $\(conditions.values.count + 1)
        """
    }

    func conditions(after: Place, before: Place) -> Conditions {
        var conditions = Conditions("t.\(Ledger.seen) and c.\(Ledger.seen)")
        conditions.add(
            "(t.contact_id, t.id) > ($?, $?) and (t.contact_id, t.id) < ($?, $?)", after.keys[0], after.keys[1], before.keys[0], before.keys[1])
        if let account { conditions.add("c.account_id = $?", account) }
        if let kind { conditions.add("t.kind = $?", kind.rawValue) }
        if let from { conditions.add("t.at >= $?", from) }
        if let to { conditions.add("t.at < $?", to) }
        if let asOf { conditions.add("t.at <= $?", asOf) }
        RowConditions.person(scope, &conditions)
        return conditions
    }

    func rows(_ read: Read, after: Place, before: Place, most: Int) throws -> Stretch<TouchAnswerRow> {
        let conditions = conditions(after: after, before: before), words = WordCache(read)
        var drafts: [([Int64], title: String?)] = []
        try read.scan(Self.query(conditions), values: conditions.values + [.int(Int64(most))]) { row in
            drafts.append(((0..<14).map { row.int($0) }, row.isNull(14) ? nil : row.text(14).nonEmpty))
        }
        var stretch = Stretch<TouchAnswerRow>()
        for (row, title) in drafts {
            let touch = TouchAnswerRow(
                id: String(row[1]), contact: row[0], happened: Told(Moment(micros: row[2]), Precision(rawValue: row[3]) ?? .unknown),
                side: APIWords.word(row[4], as: TouchSide.self) ?? "system", direction: APIWords.word(row[5], as: TouchDirection.self) ?? "none",
                kind: APIWords.word(row[6], as: TouchKind.self) ?? "other", outcome: APIWords.word(row[7], as: TouchOutcome.self) ?? "none",
                channel: try words.word(row[8]).nonEmpty, campaign: try words.word(row[9]).nonEmpty, content: try words.word(row[10]).nonEmpty,
                evidence: APIWords.word(row[11], as: Evidence.self) ?? "imported", member: Named(row[12], try words.member(row[12])),
                deal: row[13] == 0 ? nil : row[13], title: title)
            stretch.rows.append((Place(row[0], row[1]), touch))
        }
        if drafts.count == most { stretch.cut = stretch.rows.last?.place }
        return stretch
    }
}
