// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

struct LeadAnswerRow: APIRow {
    let id, contact: Int64
    let account: Named?
    let line: String?
    let kind, origin: String
    let source, campaign: String?
    let opened: Told
    let stage: String
    let stageSince: Moment
    let endedAt: Moment?
    let owner: Named?
    let reason, excluded: String?

    static let shape = Shape.object(
        "One attempt to sell to a person. Records of several systems that tell of one attempt are one lead.",
        [
            "id": .always(.id()), "contact": .always(.id("The person.")),
            "account": .maybe(Named.shape("The person's company, as today.")),
            "line": .maybe(.text("The product line.")), "kind": .always(.words(APIWords.leadKinds)), "origin": .always(.words(APIWords.origins)),
            "source": .maybe(.text()), "campaign": .maybe(.text()), "opened": .always(Told.shape("When it was opened.")),
            "stage": .always(.words(APIWords.stages)),
            "stage_since": .always(.moment("When it came there; a stand-in where that move has no date (see /moves).")),
            "ended_at": .maybe(.moment("Absent while it is open.")), "owner": .maybe(Named.shape("Absent where nobody owns it.")),
            "reason": .maybe(.text("Why it was handed back or ended.")),
            "excluded": .maybe(.words(APIWords.exclusions, "Why its person is counted apart: no funnel counts it.")),
        ])
}

/// `/api/v1/leads`
struct LeadListing: Listing {
    typealias Row = LeadAnswerRow
    static let depth = 2
    static let stage = Parameter<Stage>.word("stage", Stage.allCases.map { ($0.name, $0) }, "Leads that stand in this stage.", example: "mql")
    static let state = Parameter<Bool>.word("state", [("open", true), ("ended", false)], "Whether they have ended.", example: "open")
    static let owner = Parameter<Int64>.id("owner", "Leads of this member.")
    static let contact = Parameter<Int64>.id("contact", "Leads of this person.")
    static let account = Parameter<Int64>.id("account", "Leads of people of this account, as today.")
    static let from = Parameter<Moment>.moment("opened_from", "Opened at this moment or later.")
    static let to = Parameter<Moment>.moment("opened_to", "Opened before this moment.")
    static let signs = [stage.sign, state.sign, owner.sign, contact.sign, account.sign, from.sign, to.sign]

    let scope: Scope
    let asOf: Moment?
    let stage: Stage?
    let isOpen: Bool?
    let owner, contact, account: Int64?
    let from, to: Moment?
    var id: Int64?

    init(_ asked: Asked, scope: Scope) throws {
        self.scope = scope
        asOf = try CommonParameters.moment(asked)
        (stage, isOpen, owner) = (try asked(Self.stage), try asked(Self.state), try asked(Self.owner))
        (contact, account) = (try asked(Self.contact), try asked(Self.account))
        (from, to) = (try asked(Self.from), try asked(Self.to))
    }

    func bounds(_ read: Read) throws -> (after: Place, before: Place)? {
        if let id {
            // A record that tells of another's attempt is that lead.
            var lead: Place?
            try read.scan(Self.holder, id) { lead = Place($0.int(0), $0.int(1) == 0 ? id : $0.int(1)) }
            guard let lead else { return nil }
            return (lead.before, lead.keys[1] == .max ? .last(2) : Place(lead.keys[0], lead.keys[1] + 1))
        }
        return contact.map { (Place($0, 0), Place($0, .max)) } ?? (.first(2), .last(2))
    }

    static let holder = "select contact_id, part_of from lead where id = $1"
    static let key = """
        select contact_id, id from lead where (contact_id, id) > ($1, $2) and (contact_id, id) < ($3, $4) order by contact_id, id limit 1 offset $5
        """

    func key(_ read: Read, after: Place, before: Place, skipping count: Int) throws -> Place? {
        var found: Place?
        try read.scan(Self.key, after.keys[0], after.keys[1], before.keys[0], before.keys[1], count) { found = Place($0.int(0), $0.int(1)) }
        return found
    }

    static func query(_ conditions: Conditions) -> String {
        """
        select l.contact_id, l.id, l.line, l.kind, l.origin, l.source, l.campaign, l.opened_at, l.opened_precision, l.ended_at, l.stage, l.stage_at,
            l.owner_id, l.reason, c.account_id, c.excluded, a.name
        from lead l join contact c on c.id = l.contact_id left join account a on a.id = c.account_id
        where \(conditions.text) order by l.contact_id, l.id limit $\(conditions.values.count + 1)
        """
    }

    func conditions(after: Place, before: Place) -> Conditions {
        var conditions = Conditions("l.part_of = 0 and l.\(Ledger.seen) and c.\(Ledger.seen)")
        conditions.add(
            "(l.contact_id, l.id) > ($?, $?) and (l.contact_id, l.id) < ($?, $?)", after.keys[0], after.keys[1], before.keys[0], before.keys[1])
        if let account { conditions.add("c.account_id = $?", account) }
        if let from { conditions.add("l.opened_at >= $?", from) }
        if let to { conditions.add("l.opened_at < $?", to) }
        if let asOf {
            conditions.add("l.opened_at <= $?", asOf)
        } else {
            if let stage { conditions.add("l.stage = $?", stage.rawValue) }
            if let owner { conditions.add("l.owner_id = $?", owner) }
            if let isOpen { conditions.add(isOpen ? "l.ended_at is null" : "l.ended_at is not null") }
        }
        RowConditions.owned(scope, by: "l.owner_id", &conditions)
        return conditions
    }

    func rows(_ read: Read, after: Place, before: Place, most: Int) throws -> Stretch<LeadAnswerRow> {
        let conditions = conditions(after: after, before: before), words = WordCache(read)
        var drafts: [Draft] = []
        try read.scan(Self.query(conditions), values: conditions.values + [.int(Int64(most))]) { drafts.append(Draft($0)) }
        var stretch = Stretch<LeadAnswerRow>(cut: drafts.count == most ? drafts.last?.place : nil)
        if let asOf {
            let then = try LeadsThen(read, of: drafts.map(\.contact), until: asOf)
            drafts = drafts.map { $0.at(asOf, then) }.filter(isAsked)
        }
        for draft in drafts { stretch.rows.append((draft.place, try draft.row(words))) }
        return stretch
    }

    private func isAsked(_ draft: Draft) -> Bool {
        (stage == nil || draft.stage == stage?.rawValue) && (owner == nil || draft.owner == owner)
            && (isOpen == nil || isOpen == (draft.ended == nil))
    }

    /// A row as the table has it.
    private struct Draft {
        let contact, id, line, kind, origin, source, campaign, opened, precision, account, excluded: Int64
        let accountName: String
        var stage, since, owner, reason: Int64
        var ended: Int64?

        init(_ row: borrowing Cursor) {
            (contact, id, line, kind, origin) = (row.int(0), row.int(1), row.int(2), row.int(3), row.int(4))
            (source, campaign, opened, precision) = (row.int(5), row.int(6), row.int(7), row.int(8))
            ended = row.isNull(9) ? nil : row.int(9)
            (stage, since, owner, reason) = (row.int(10), row.int(11), row.int(12), row.int(13))
            (account, excluded, accountName) = (row.isNull(16) ? 0 : row.int(14), row.int(15), row.isNull(16) ? "" : row.text(16))
        }

        var place: Place { Place(contact, id) }

        func at(_ moment: Moment, _ then: LeadsThen) -> Draft {
            var draft = self
            if let standing = then.standing(of: id) {
                (draft.stage, draft.since, draft.reason) = (standing.stage.rawValue, standing.since.micros, standing.reason)
                draft.ended = standing.ended?.micros
            } else if then.isTold(id) || since > moment.micros {
                // It was there and nothing had been done with it.
                (draft.stage, draft.since, draft.reason, draft.ended) = (Stage.inquiry.rawValue, opened, 0, nil)
            }
            draft.owner = then.owner(of: id) ?? owner
            return draft
        }

        func row(_ words: WordCache) throws -> LeadAnswerRow {
            LeadAnswerRow(
                id: id, contact: contact, account: Named(account, accountName), line: try words.word(line).nonEmpty,
                kind: APIWords.word(kind, as: LeadKind.self) ?? "new", origin: APIWords.word(origin, as: Origin.self) ?? "unknown",
                source: try words.word(source).nonEmpty, campaign: try words.word(campaign).nonEmpty,
                opened: Told(Moment(micros: opened), Precision(rawValue: precision) ?? .unknown),
                stage: (Stage(rawValue: stage) ?? .inquiry).name, stageSince: Moment(micros: since), endedAt: ended.map { Moment(micros: $0) },
                owner: Named(owner, try words.member(owner)), reason: try words.word(reason).nonEmpty,
                excluded: Exclusion(rawValue: excluded)?.name)
        }
    }
}
