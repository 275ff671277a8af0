// SPDX-License-Identifier: Apache-2.0
import Domain

/// The columns of a file of people as the hot loop needs them: plain values without references, so that a row costs no reference counting.
struct PeopleColumns: Sendable {
    /// What a cell is to a person. Of `dated` and `alias` the rest stands beside it.
    enum Use: UInt8, Sendable {
        case key, email, emails, otherEmails, firstName, lastName, title, phone, company, country, industry, source, firstSource, latestSource,
            campaign
        case line, stage, status, owner, created, modified, dated, converted, isConverted, reason, accountID, accountIDs, deal, deals, alias, deleted,
            active, probability, closed, stageID, contacts, other
    }

    struct Column: Sendable {
        /// Place in the row.
        let index: Int
        let use: Use
        let stage: Stage
        let date: DateFormat
        /// Place in `tables`, or -1.
        let table: Int
        let keyHash: Int64
        /// The name that facts give it, escaped, in `keys`.
        let keyStart: Int
        let keyEnd: Int
        /// Is no column of `contact`, so it belongs into its `fields` too.
        let isField: Bool
        /// Facts keep the meaning of its values, not their spelling.
        let isWord: Bool
        let blanks: BlankCells
    }

    let columns: [Column]
    let tables: [ValueTable]
    let keys: [UInt8]
    /// By column: the kind of key that an alias is, and the heading for messages.
    let aliasKinds: [String]
    let headings: [String]
    /// What decides with the source.
    let medium: MediumColumn?

    init(_ plan: FilePlan) {
        medium = plan.column("source")?.medium
        var columns: [Column] = [], tables: [ValueTable] = [], keys: [UInt8] = [], aliases: [String] = [], headings: [String] = []
        for plan in plan.columns.filter({ !$0.leftOut }).map({ ($0, Self.use(of: $0, plan)) }) {
            let (column, (use, stage, alias)) = plan
            var hash = RowHash()
            var name = column.key
            name.withUTF8 { hash.add(UnsafeRawBufferPointer($0)) }
            let start = keys.count
            keys += FlatJSON.escaped(column.key)
            if let values = column.values { tables.append(values) }
            columns.append(
                Column(
                    index: column.index, use: use, stage: stage, date: column.date, table: column.values == nil ? -1 : tables.count - 1,
                    keyHash: hash.value,
                    keyStart: start, keyEnd: keys.count, isField: ContactColumns.isField(column.key),
                    isWord: [.country, .source, .firstSource, .latestSource].contains(use), blanks: column.blanks))
            aliases.append(alias)
            headings.append(column.heading)
        }
        (self.columns, self.tables, self.keys, aliasKinds, self.headings) = (columns, tables, keys, aliases, headings)
    }

    private static func use(of column: ColumnPlan, _ plan: FilePlan) -> (Use, Stage, String) {
        if let raw = column.stage, let stage = proposeStage(raw, in: .stage) { return (.dated, stage, "") }
        let stages: [String: Stage] = [
            "mql_at": .mql, "sal_at": .sal, "sql_at": .sql, "opportunity_at": .opportunity, "won_at": .won, "lost_at": .lost,
            "recycled_at": .recycled,
            "disqualified_at": .disqualified,
        ]
        let name = column.field?.name ?? ""
        if let stage = stages[name] { return (.dated, stage, "") }
        switch name {
        case "contact_id", "converted_contact_id": return (.alias, .inquiry, plan.keyKind("contact"))
        case "contact_ids" where plan.match.kind == .leads: return (.contacts, .inquiry, plan.keyKind("contact"))
        // Where no word says the stage, the stages' own file names its number.
        case "stage_id" where plan.column("stage") == nil: return (.stageID, .inquiry, "")
        case "lead_id" where plan.match.kind != .leads: return (.alias, .inquiry, plan.keyKind("lead"))
        default: return (plainUses[name] ?? .other, .inquiry, "")
        }
    }

    private static let plainUses: [String: Use] = [
        "external_id": .key, "lead_id": .key, "email": .email, "emails": .emails, "other_emails": .otherEmails, "first_name": .firstName,
        "last_name": .lastName, "title": .title, "phone": .phone, "company": .company, "country": .country, "industry": .industry, "source": .source,
        "first_source": .firstSource, "latest_source": .latestSource, "campaign": .campaign, "line": .line, "product": .line, "stage": .stage,
        "status": .status, "owner": .owner, "owner_id": .owner, "created_at": .created, "inquiry_at": .created, "modified_at": .modified,
        "converted_at": .converted, "is_converted": .isConverted, "reason": .reason, "account_id": .accountID, "account_ids": .accountIDs,
        "converted_account_id": .accountID,
        "deal_id": .deal, "converted_deal_id": .deal, "deal_ids": .deals, "is_deleted": .deleted, "active": .active,
        "probability": .probability, "closed_at": .closed,
    ]
}
