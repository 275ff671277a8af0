// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

struct AccountAnswerRow: APIRow {
    let id: Int64
    let name, domain: String?
    let parent: Int64?
    let owner: Named?
    let country, industry, relationship: String?
    let fields: [String: String]
    let firstSeenAt: Moment

    static let shape = Shape.object(
        "A company.",
        [
            "id": .always(.id()), "name": .maybe(.text()), "domain": .maybe(.text()), "parent": .maybe(.id("The account that it belongs to.")),
            "owner": .maybe(Named.shape("Absent where nobody owns it.")), "country": .maybe(.text()), "industry": .maybe(.text()),
            "relationship": .maybe(.text("prospect, customer, former, partner, competitor or own.")),
            "fields": .always(.map(.text(), "Custom fields by their names.")),
            "first_seen_at": .always(.moment("The earliest that anything is known of it.")),
        ])
}

/// `/api/v1/accounts`
struct AccountListing: Listing {
    typealias Row = AccountAnswerRow
    static let depth = 1
    static let owner = Parameter<Int64>.id("owner", "Accounts of this member.")
    static let signs = [owner.sign]

    let scope: Scope
    let asOf: Moment?
    let owner: Int64?
    var id: Int64?

    init(_ asked: Asked, scope: Scope) throws {
        (self.scope, asOf, owner) = (scope, try CommonParameters.moment(asked), try asked(Self.owner))
    }

    func bounds(_ read: Read) throws -> (after: Place, before: Place)? {
        id.map { (Place($0 - 1), $0 == .max ? .last(1) : Place($0 + 1)) } ?? (.first(1), .last(1))
    }

    static let key = "select id from account where id > $1 and id < $2 order by id limit 1 offset $3"

    func key(_ read: Read, after: Place, before: Place, skipping count: Int) throws -> Place? {
        try read.int(Self.key, after.keys[0], before.keys[0], count).map { Place($0) }
    }

    static func query(_ conditions: Conditions) -> String {
        """
        select a.id, a.name, a.domain, a.parent_id, a.owner_id, a.country, a.industry, a.relationship, a.fields, a.created_at from account a
        where \(conditions.text) order by a.id limit $\(conditions.values.count + 1)
        """
    }

    func conditions(after: Place, before: Place) -> Conditions {
        var conditions = Conditions("a.\(Ledger.seen)")
        conditions.add("a.id > $? and a.id < $?", after.keys[0], before.keys[0])
        if asOf == nil, let owner { conditions.add("a.owner_id = $?", owner) }
        if case .own(let member) = scope { conditions.add("a.owner_id = $?", member) }
        return conditions
    }

    func rows(_ read: Read, after: Place, before: Place, most: Int) throws -> Stretch<AccountAnswerRow> {
        let conditions = conditions(after: after, before: before), words = WordCache(read)
        var drafts: [Draft] = []
        try read.scan(Self.query(conditions), values: conditions.values + [.int(Int64(most))]) { drafts.append(Draft($0)) }
        var stretch = Stretch<AccountAnswerRow>(cut: drafts.count == most ? drafts.last.map { Place($0.id) } : nil)
        let then = try FactsThen(read, accounts: drafts.map(\.id), until: asOf ?? .latest)
        for draft in drafts {
            let seen = min(draft.created, then.first(of: draft.id)?.micros ?? .max)
            guard seen <= asOf?.micros ?? .max else { continue }
            let row = try draft.row(read, words, then.fields(of: draft.id), Moment(micros: seen))
            if owner == nil || row.owner?.id == owner { stretch.rows.append((Place(draft.id), row)) }
        }
        return stretch
    }

    /// A row as the table has it.
    private struct Draft {
        let id, parent, owner, country, industry, created: Int64
        let name, domain, relationship, fields: String

        init(_ row: borrowing Cursor) {
            (id, name, domain, parent, owner) = (row.int(0), row.text(1), row.text(2), row.int(3), row.int(4))
            (country, industry, relationship, fields, created) = (row.int(5), row.int(6), row.text(7), row.text(8), row.int(9))
        }

        /// - Parameter then: what it was at a moment after which more was told; nil where nothing was.
        func row(_ read: Read, _ words: WordCache, _ then: [String: String]?, _ seen: Moment) throws -> AccountAnswerRow {
            guard let then else {
                return AccountAnswerRow(
                    id: id, name: name.nonEmpty, domain: domain.nonEmpty, parent: parent == 0 ? nil : parent,
                    owner: Named(owner, try words.member(owner)), country: try words.word(country).nonEmpty,
                    industry: try words.word(industry).nonEmpty, relationship: relationship.nonEmpty, fields: Ledger.fields(fields),
                    firstSeenAt: seen)
            }
            let parent = try Ledger.resolve(read, .account, then["@parent"].flatMap { Int64($0) } ?? 0)
            let owner = try Ledger.resolve(read, .member, then["@owner"].flatMap { Int64($0) } ?? 0)
            return AccountAnswerRow(
                id: id, name: then["@name"] ?? name.nonEmpty, domain: then["@domain"], parent: parent == 0 ? nil : parent,
                owner: Named(owner, try words.member(owner)), country: then["@country"], industry: then["@industry"],
                relationship: then["@relationship"], fields: then.filter { !$0.key.hasPrefix("@") }, firstSeenAt: seen)
        }
    }
}
