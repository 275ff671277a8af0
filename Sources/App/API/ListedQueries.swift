// SPDX-License-Identifier: Apache-2.0
import Domain
package import Storage

/// A statement behind a list, for a test that looks at its plan.
package struct ListedQuery: Sendable {
    package let list: String
    package let sql: String
    package let values: [Value]

    /// Every list under some questions, for somebody who sees all and for somebody who sees own rows.
    package static func all() throws -> [ListedQuery] {
        try of(ContactListing.self, "contacts", ["", "account=7", "as_of=2026-01-01T00:00:00Z"]) {
            ($0.conditions(after: $1, before: $2), ContactListing.query)
        }
            + of(LeadListing.self, "leads", ["", "stage=mql", "account=7&state=open", "as_of=2026-01-01T00:00:00Z"]) {
                ($0.conditions(after: $1, before: $2), LeadListing.query)
            } + of(AccountListing.self, "accounts", [""]) { ($0.conditions(after: $1, before: $2), AccountListing.query) }
            + of(DealListing.self, "deals", ["", "contact=7", "state=won"]) { ($0.conditions(after: $1, before: $2), DealListing.query) }
            + of(TouchListing.self, "touches", ["", "kind=call", "account=7"]) { ($0.conditions(after: $1, before: $2), TouchListing.query) }
            + of(MoveListing.self, "moves", ["", "lead=7", "stage=sql"]) { ($0.conditions(after: $1, before: $2), MoveListing.query) }
            + keys
    }

    private static func of<L: Listing>(
        _: L.Type, _ name: String, _ questions: [String], _ query: (L, Place, Place) -> (Conditions, (Conditions) -> String)
    ) throws -> [ListedQuery] {
        let signs = [CommonParameters.asOf.sign] + L.signs, after = Place.first(L.depth), before = Place.last(L.depth)
        return try questions.flatMap { question in
            try [Scope.all, .own(ID(5))].map { scope in
                let list = try L(Asked(Substring(question).utf8, knowing: signs, now: .latest), scope: scope)
                let (conditions, text) = query(list, after, before)
                return ListedQuery(list: "\(name)?\(question)", sql: text(conditions), values: conditions.values + [.int(101)])
            }
        }
    }

    private static var keys: [ListedQuery] {
        func key(_ name: String, _ sql: String, _ values: [Int64]) -> ListedQuery {
            ListedQuery(list: "key of \(name)", sql: sql, values: values.map { .int($0) })
        }
        let most = Int64.max
        return [
            key("contacts", ContactListing.key, [0, most, 100]), key("leads", LeadListing.key, [0, 0, most, most, 100]),
            key("leads", LeadListing.holder, [7]), key("accounts", AccountListing.key, [0, most, 100]),
            key("deals", DealListing.key, [0, most, 100]), key("deals of a contact", DealListing.keyOfContact, [0, most, 100, 7]),
            key("touches", TouchListing.key, [0, 0, most, most, 100]), key("touches of an account", TouchListing.keyByPeople, [0, most, 100]),
            key("moves", MoveListing.key, [0, 0, 0, most, most, most, 100]),
        ]
    }
}
