// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

struct ContactRow: APIRow {
    let id: Int64
    let known: Bool
    let excluded: String?
    let email, firstName, lastName, title, phone, company: String?
    let account: Named?
    let country, industry, firstSource, latestSource: String?
    let fields: [String: String]
    let firstSeenAt: Moment

    static let shape = Shape.object(
        "A person, or a visitor whom nobody has named yet.",
        [
            "id": .always(.id()),
            "known": .always(.flag("False for a visitor: nothing but what they did is known.")),
            "excluded": .maybe(.words(APIWords.exclusions, "Why this person is counted apart, as today.")),
            "email": .maybe(.text()), "first_name": .maybe(.text()), "last_name": .maybe(.text()), "title": .maybe(.text()),
            "phone": .maybe(.text()), "company": .maybe(.text("As the person's own rows write it.")),
            "account": .maybe(Named.shape("The company that they belong to, as today: the ledger does not date it.")),
            "country": .maybe(.text()), "industry": .maybe(.text()), "first_source": .maybe(.text()), "latest_source": .maybe(.text()),
            "fields": .always(.map(.text(), "Custom fields by their names.")),
            "first_seen_at": .always(.moment("The earliest that anything is known of them.")),
        ])
}

/// `/api/v1/contacts`
struct ContactListing: Listing {
    typealias Row = ContactRow
    static let depth = 1
    static let email = Parameter<String>.text("email", longest: 254, "Who is known by this address.", example: "nora@example.org")
    static let account = Parameter<Int64>.id("account", "People of this account, as today.")
    static let signs = [email.sign, account.sign]

    let scope: Scope
    let asOf: Moment?
    let email: String?
    let account: Int64?
    var id: Int64?

    init(_ asked: Asked, scope: Scope) throws {
        self.scope = scope
        asOf = try CommonParameters.moment(asked)
        email = try asked(Self.email).map { $0.lowercased() }
        account = try asked(Self.account)
    }

    func bounds(_ read: Read) throws -> (after: Place, before: Place)? {
        var one = id
        if let email {
            let found = try read.int(
                """
                select contact_id from identity where kind = (select id from code where kind = 'key' and value = 'email') and value = $1 and \(Ledger.seen)
                """, email)
            guard let found, one == nil || one == found else { return nil }
            one = found
        }
        guard let one else { return (.first(1), .last(1)) }
        return (Place(one - 1), one == .max ? .last(1) : Place(one + 1))
    }

    static let key = "select id from contact where id > $1 and id < $2 order by id limit 1 offset $3"

    func key(_ read: Read, after: Place, before: Place, skipping count: Int) throws -> Place? {
        try read.int(Self.key, after.keys[0], before.keys[0], count).map { Place($0) }
    }

    /// First sight comes from whatever is dated: the row itself, facts, records, leads, touches.
    static func query(_ conditions: Conditions) -> String {
        """
        select c.id, c.known, c.excluded, c.email, c.first_name, c.last_name, c.title, c.phone, c.company, c.account_id, a.name, c.country, c.industry,
            c.first_source, c.latest_source, c.fields, c.created_at,
            (select min(f.at) from fact f where f.contact_id = c.id and f.\(Ledger.seen)),
            (select min(s.created) from subject s where s.contact_id = c.id and s.created <> 0 and s.\(Ledger.seen)),
            (select min(l.opened_at) from lead l where l.contact_id = c.id and l.\(Ledger.seen)),
            (select min(t.at) from touch t where t.contact_id = c.id and t.\(Ledger.seen))
        from contact c left join account a on a.id = c.account_id
        where \(conditions.text) order by c.id limit $\(conditions.values.count + 1)
        """
    }

    func conditions(after: Place, before: Place) -> Conditions {
        var conditions = Conditions("c.\(Ledger.seen)")
        conditions.add("c.id > $? and c.id < $?", after.keys[0], before.keys[0])
        if let account { conditions.add("c.account_id = $?", account) }
        RowConditions.person(scope, &conditions)
        return conditions
    }

    func rows(_ read: Read, after: Place, before: Place, most: Int) throws -> Stretch<ContactRow> {
        let conditions = conditions(after: after, before: before), words = WordCache(read)
        var drafts: [Draft] = [], last: Int64 = 0, count = 0
        try read.scan(Self.query(conditions), values: conditions.values + [.int(Int64(most))]) { row in
            (last, count) = (row.int(0), count + 1)
            let draft = Draft(row)
            if draft.firstSeen <= asOf?.micros ?? .max { drafts.append(draft) }
        }
        var stretch = Stretch<ContactRow>(cut: count == most ? Place(last) : nil)
        let then = try asOf.map { try FactsThen(read, people: drafts.map(\.id), until: $0) }
        for draft in drafts {
            stretch.rows.append((Place(draft.id), try draft.row(words, then?.projection(of: draft.id))))
        }
        return stretch
    }

    /// A row as the table has it.
    private struct Draft {
        let id, excluded, account, country, industry, firstSource, latestSource, firstSeen: Int64
        let known: Bool
        let email, first, last, title, phone, company, accountName, fields: String

        init(_ row: borrowing Cursor) {
            (id, known, excluded) = (row.int(0), row.int(1) != 0, row.int(2))
            (email, first, last, title, phone, company) = (row.text(3), row.text(4), row.text(5), row.text(6), row.text(7), row.text(8))
            (account, accountName) = (row.isNull(10) ? 0 : row.int(9), row.isNull(10) ? "" : row.text(10))
            (country, industry, firstSource, latestSource, fields) = (row.int(11), row.int(12), row.int(13), row.int(14), row.text(15))
            var seen = row.int(16)
            for column in 17...20 where !row.isNull(column) { seen = min(seen, row.int(column)) }
            firstSeen = seen
        }

        /// - Parameter then: what it was at a moment after which more was told; nil where nothing was.
        func row(_ words: WordCache, _ then: ContactProjection?) throws -> ContactRow {
            let excluded = Exclusion(rawValue: excluded)?.name, account = Named(account, accountName), seen = Moment(micros: firstSeen)
            if let then {
                let column = then.column
                return ContactRow(
                    id: id, known: then.known, excluded: excluded, email: column["email"], firstName: column["first_name"],
                    lastName: column["last_name"], title: column["title"], phone: column["phone"], company: column["company"], account: account,
                    country: column["country"], industry: column["industry"], firstSource: column["first_source"],
                    latestSource: column["latest_source"], fields: then.fields, firstSeenAt: seen)
            }
            return ContactRow(
                id: id, known: known, excluded: excluded, email: email.nonEmpty, firstName: first.nonEmpty, lastName: last.nonEmpty,
                title: title.nonEmpty, phone: phone.nonEmpty, company: company.nonEmpty, account: account, country: try words.word(country).nonEmpty,
                industry: try words.word(industry).nonEmpty, firstSource: try words.word(firstSource).nonEmpty,
                latestSource: try words.word(latestSource).nonEmpty, fields: Ledger.fields(fields), firstSeenAt: seen)
        }
    }
}
