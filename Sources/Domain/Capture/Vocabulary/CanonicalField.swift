// SPDX-License-Identifier: Apache-2.0

/// What a cell of a field holds, and so which parser reads it.
package enum FieldType: String, Codable, Sendable {
    case text, id, email, phone, date, number, money, integer, boolean, domain, country, stage, status, source, member
    /// Several ids in one cell, `;` between them.
    case ids
    /// Several addresses in one cell: `;` or `,` between them, or JSON as Krayin writes it.
    case emails
    /// Several values in one cell, `;` between them.
    case list
    case json
}

/// One name of the vocabulary that all imports are mapped to; `entente import --fields` prints them.
package struct CanonicalField: Sendable, Hashable {
    /// Stable, snake_case: `first_name`. What `--map "Column=field"` takes.
    package let name: String
    package let type: FieldType
    /// The kinds of rows that may have it.
    package let kinds: Set<RecordKind>
    package let need: Need
    /// One sentence for a reader.
    package let help: String
    /// Says something about a living person, so erasing that person must reach it.
    package let personal: Bool

    /// How much an import depends on a field.
    package enum Need: String, Codable, Sendable {
        /// Tells rows apart or names what they belong to; a row needs at least one of these.
        case key
        /// A report says what it can't tell when this is missing.
        case wanted
        case extra
    }

    /// The field of that name; also by the other names that people type for it (`account` for `company`, `id` for `external_id`).
    package static func named(_ name: String) -> CanonicalField? {
        let key = wordKey(name)
        return byKey[key] ?? synonyms[key].flatMap { byKey[$0] }
    }

    /// Fields that rows of a kind may have, in the order of `all`.
    package static func fields(of kind: RecordKind) -> [CanonicalField] { all.filter { $0.kinds.contains(kind) } }

    /// Text that is kept as somebody wrote it, and names: there `None` and `N/A` are words. Elsewhere they say that nothing is known.
    package var isFreeText: Bool { type == .text && Self.freeText.contains(name) }

    private static let freeText: Set<String> = [
        "name", "first_name", "last_name", "title", "department", "city", "state", "postal_code", "language", "persona", "linkedin", "deal_name",
        "contact_name", "source_detail", "subject", "body", "url", "referrer", "content", "description", "username", "code", "field", "old_value",
        "new_value", "stage", "role", "account_number",
    ]

    /// Lines of the tables of headings and values that can't be read; a test holds that there are none.
    package static var tableMistakes: [String] { HeadingWords.mistakes + ValueWords.mistakes }

    private static let byKey = Dictionary(all.map { (wordKey($0.name), $0) }, uniquingKeysWith: { first, _ in first })
    private static let synonyms = [
        "account": "company", "accountname": "company", "companyname": "company", "id": "externalid", "owneremail": "owner", "type": "kind",
        "companyid": "accountid", "opportunityid": "dealid", "personid": "contactid", "date": "at", "time": "at", "value": "amount",
        "website": "domain", "jobtitle": "title", "leadstatus": "status", "lifecyclestage": "stage", "leadsource": "source",
        "currencycode": "currency",
    ]
}
