// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

struct MoveAnswerRow: APIRow {
    let id, contact, lead: Int64
    let happened: Told
    let from: String?
    let to, basis: String
    let reason: String?
    let version: Int64
    let deal: Int64?
    let actor: String?

    static let shape = Shape.object(
        "A change of a lead's stage that stands: what later knowledge has superseded is not among them.",
        [
            "id": .always(.id()), "contact": .always(.id()), "lead": .always(.id()), "happened": .always(Told.shape("When it was.")),
            "from": .maybe(.words(APIWords.stages, "As its source said; absent where it did not.")), "to": .always(.words(APIWords.stages)),
            "basis": .always(
                .words(
                    APIWords.bases,
                    "decided by a person here, derived from an agreement or a deal, observed by the source, or inferred from a later stage or a current field."
                )), "reason": .maybe(.text()),
            "version": .always(.count("Of the agreement; 0 is as recorded by the system that it was imported from.")),
            "deal": .maybe(.id("The deal that caused it.")),
            "actor": .maybe(.text("Who: member:12, import:7, engine or system.")),
        ])
}

/// `/api/v1/moves`
struct MoveListing: Listing {
    typealias Row = MoveAnswerRow
    static let depth = 3
    static let contact = Parameter<Int64>.id("contact", "Moves of this person's leads.")
    static let lead = Parameter<Int64>.id("lead", "Moves of this lead, whichever of its records tells them.")
    static let stage = Parameter<Stage>.word("stage", Stage.allCases.map { ($0.name, $0) }, "Moves to this stage.", example: "sql")
    static let from = Parameter<Moment>.moment("from", "At this moment or later.")
    static let to = Parameter<Moment>.moment("to", "Before this moment.")
    static let signs = [contact.sign, lead.sign, stage.sign, from.sign, to.sign]

    let scope: Scope
    let asOf: Moment?
    let contact, lead: Int64?
    let stage: Stage?
    let from, to: Moment?

    init(_ asked: Asked, scope: Scope) throws {
        (self.scope, asOf) = (scope, try CommonParameters.moment(asked))
        (contact, lead, stage) = (try asked(Self.contact), try asked(Self.lead), try asked(Self.stage))
        (from, to) = (try asked(Self.from), try asked(Self.to))
    }

    func bounds(_ read: Read) throws -> (after: Place, before: Place)? {
        var one = contact
        if let lead {
            guard let holder = try read.int("select contact_id from lead where id = $1", lead), one == nil || one == holder else { return nil }
            one = holder
        }
        return one.map { (Place($0, 0, 0), Place($0, .max, .max)) } ?? (.first(3), .last(3))
    }

    static let key = """
        select contact_id, lead_id, id from move where (contact_id, lead_id, id) > ($1, $2, $3) and (contact_id, lead_id, id) < ($4, $5, $6)
        order by contact_id, lead_id, id limit 1 offset $7
        """

    func key(_ read: Read, after: Place, before: Place, skipping count: Int) throws -> Place? {
        var found: Place?
        let (a, b) = (after.keys, before.keys)
        try read.scan(Self.key, a[0], a[1], a[2], b[0], b[1], b[2], count) { found = Place($0.int(0), $0.int(1), $0.int(2)) }
        return found
    }

    /// `l` is the record that tells it, `h` the lead that it tells of.
    static func query(_ conditions: Conditions) -> String {
        """
        select m.contact_id, m.lead_id, m.id, m.at, m.precision, m.from_stage, m.to_stage, m.basis, m.reason, m.version, m.deal_id, m.actor, h.id
        from move m join lead l on l.contact_id = m.contact_id and l.id = m.lead_id
            join lead h on h.contact_id = m.contact_id and h.id = case when l.part_of <> 0 then l.part_of else l.id end
            join contact c on c.id = m.contact_id left join account a on a.id = c.account_id
        where \(conditions.text) order by m.contact_id, m.lead_id, m.id limit $\(conditions.values.count + 1)
        """
    }

    func conditions(after: Place, before: Place) -> Conditions {
        let (first, last) = (after.keys, before.keys)
        var conditions = Conditions("m.superseded_by = 0 and m.\(Ledger.seen) and h.\(Ledger.seen) and c.\(Ledger.seen)")
        conditions.add(
            "(m.contact_id, m.lead_id, m.id) > ($?, $?, $?) and (m.contact_id, m.lead_id, m.id) < ($?, $?, $?)", first[0], first[1], first[2],
            last[0],
            last[1], last[2])
        if let lead { conditions.add("h.id = (select case when part_of <> 0 then part_of else id end from lead where id = $?)", lead) }
        if let stage { conditions.add("m.to_stage = $?", stage.rawValue) }
        if let from { conditions.add("m.at >= $?", from) }
        if let to { conditions.add("m.at < $?", to) }
        if let asOf { conditions.add("m.at <= $?", asOf) }
        RowConditions.owned(scope, by: "h.owner_id", &conditions)
        return conditions
    }

    func rows(_ read: Read, after: Place, before: Place, most: Int) throws -> Stretch<MoveAnswerRow> {
        let conditions = conditions(after: after, before: before), words = WordCache(read)
        var drafts: [([Int64], lead: Int64, actor: String?)] = []
        try read.scan(Self.query(conditions), values: conditions.values + [.int(Int64(most))]) { row in
            drafts.append(((0..<11).map { row.int($0) }, row.int(12), row.isNull(11) ? nil : row.text(11)))
        }
        var stretch = Stretch<MoveAnswerRow>()
        for (row, lead, actor) in drafts {
            let move = MoveAnswerRow(
                id: row[2], contact: row[0], lead: lead, happened: Told(Moment(micros: row[3]), Precision(rawValue: row[4]) ?? .unknown),
                from: Stage(rawValue: row[5])?.name, to: (Stage(rawValue: row[6]) ?? .inquiry).name,
                basis: APIWords.word(row[7], as: Basis.self) ?? "inferred", reason: try words.word(row[8]).nonEmpty, version: row[9],
                deal: row[10] == 0 ? nil : row[10], actor: actor?.nonEmpty)
            stretch.rows.append((Place(row[0], row[1], row[2]), move))
        }
        if drafts.count == most { stretch.cut = stretch.rows.last?.place }
        return stretch
    }
}
