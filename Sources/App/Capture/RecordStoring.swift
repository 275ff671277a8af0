// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// What each kind of row becomes. Everything is read before anything is written, so that a row that can't be taken leaves nothing.
struct RecordStoring {
    let reader: RecordReader
    let ledger: Ledger
    let run: ImportID

    var system: String { reader.system }

    func store(_ record: Record) throws -> Upserted {
        // A record that was deleted is kept and flagged; what linked others, or happened, is taken back with it.
        if reader.flag(record, "is_deleted") == true, reader.plan.match.kind.isWithdrawnByDeletion {
            throw Problem("deleted", "The row is deleted in the other system.", at: "line \(record.line)", remedy: "Nothing needs to be done.")
        }
        switch reader.plan.match.kind {
        case .accounts: return try account(record)
        case .deals: return try deal(record)
        case .dealLines: return try dealLine(record)
        case .dealContacts: return try dealContact(record)
        case .dealAccounts: return try dealAccount(record)
        case .accountContacts: return try accountContact(record)
        case .activities, .campaignMembers, .emailEvents, .pageViews, .formSubmissions: return try activity(record)
        case .activityLinks: return try activityLink(record)
        case .leadHistory, .fieldHistory, .stageHistory, .dealHistory: return try history(record)
        case .members: return try member(record)
        case .teams, .teamMembers: return try team(record)
        case .products: return try product(record)
        case .stages, .pipelines, .campaigns: return try word(record)
        case .spend: return try spend(record)
        case .rates: return try rate(record)
        case .merges: return try merge(record)
        default: throw Problem("not_kept", reader.plan.match.kind.whyNotKept ?? "Rows of this kind are not kept.", at: "line \(record.line)")
        }
    }

    // MARK: Companies and deals

    func accountID(_ record: Record) throws -> Int64 {
        if let key = reader.text(record, "account_id") ?? reader.list(record, "account_ids").first {
            return try ledger.account(system, key: key, named: reader.text(record, "company") ?? "")
        }
        if let name = reader.text(record, "company") { return try ledger.account(system, named: name) }
        return 0
    }

    private func account(_ record: Record) throws -> Upserted {
        let time = try reader.time(record, "modified_at")
        var draft = AccountDraft(system: system, time: time ?? Timestamp(reader.asOf, .unknown))
        draft.key = reader.text(record, "external_id")
        draft.name = reader.text(record, "name") ?? reader.text(record, "company") ?? ""
        draft.domain = reader.domain(record)
        draft.parentKey = reader.text(record, "parent_id")
        draft.owner = reader.owner(record)
        draft.country = reader.meaning(record, "country") ?? ""
        draft.industry = reader.text(record, "industry") ?? ""
        draft.created = try reader.time(record, "created_at")
        draft.hash = record.hash
        draft.fields = reader.others(record, except: ["external_id", "name", "domain", "owner", "owner_id", "country", "industry"])
        guard draft.key != nil || !draft.name.isEmpty || !draft.domain.isEmpty else {
            throw reader.missing("id, name or web site", record, "Map the column that names the company with --map \"Column=name\".")
        }
        if draft.key == nil, draft.name.isEmpty { draft.name = draft.domain }
        return try ledger.store(draft).outcome
    }

    func dealKey(_ record: Record, _ field: String = "external_id") -> RecordKey? {
        reader.text(record, field).map { RecordKey("\(system)/deal", $0) }
    }

    private func deal(_ record: Record) throws -> Upserted {
        let key = dealKey(record), entries = try reader.stageEntries(record)
        let outcome = try store(deal: record, key: key, modified: reader.time(record, "modified_at"))
        guard let key, !entries.isEmpty else { return outcome }
        let id = try ledger.deal(key)
        for entry in entries { try ledger.observeStage(id, stage: entry.stage, at: entry.time) }
        return outcome
    }

    /// - Parameter modified: when the deal was as the row says.
    /// - Parameter known: its people, where they are known from elsewhere.
    @discardableResult
    func store(
        deal record: Record, key: RecordKey?, modified: Timestamp?, people known: [(Holder, DealLink)]? = nil, isVersion: Bool = false,
        isOfLead: Bool = false
    ) throws -> Upserted {
        let isNamed = key == nil
        guard let key = try key ?? nameKey(record) else {
            throw reader.missing("deal id or name", record, "Map the column that names the deal with --map \"Column=external_id\".")
        }
        var draft = DealDraft(key: key, asOf: reader.asOf)
        draft.name = reader.dealTitle(record)
        (draft.opened, draft.modified) = (try reader.time(record, "created_at"), modified)
        // A lead that became a deal did so at a time that its row does not tell.
        if isOfLead { draft.opened = draft.opened.map { Timestamp($0.at, .unknown) } }
        let amount = try reader.money(record, "amount")
        (draft.amount, draft.currency) = (amount?.minor, amount?.currency.code ?? "")
        draft.outcome = outcome(record)
        let closing = try reader.time(record, "closed_at")
        let won = try reader.time(record, "won_at"), lost = try reader.time(record, "lost_at")
        let changed = try reader.time(record, "stage_changed_at")
        draft.closed = draft.outcome == .open ? nil : (draft.outcome == .won ? won : lost) ?? closing ?? won ?? lost ?? changed
        let expected = try reader.time(record, "expected_at") ?? (draft.outcome == .open ? closing : nil)
        draft.expected = expected.map { reader.zone.day(of: $0.at) }
        draft.stage = reader.text(record, "stage") ?? reader.text(record, "stage_id") ?? reader.text(record, "status") ?? ""
        draft.pipeline = reader.text(record, "pipeline") ?? reader.text(record, "pipeline_id") ?? ""
        draft.owner = reader.owner(record)
        draft.kind = reader.known(record, "kind").flatMap {
            ["new": LeadKind.new, "expansion": .expansion, "renewal": .renewal, "winback": .winBack][$0]
        }
        draft.source = reader.meaning(record, "source") ?? reader.meaning(record, "first_source") ?? ""
        draft.campaign = reader.text(record, "campaign") ?? ""
        draft.product = try productName(record)
        draft.reason = reader.meaning(record, "reason") ?? ""
        draft.isDeleted = reader.flag(record, "is_deleted") == true
        (draft.hash, draft.isVersion) = (record.hash, isVersion)
        draft.fields = reader.others(record, except: isOfLead ? Self.dealColumns.union(Self.personColumns) : Self.dealColumns)
        let people = try known ?? people(record, isDeal: true)
        draft.account = try accountID(record)
        let stored = try ledger.store(draft)
        if isNamed { try ledger.refer(termsKey(record), to: stored.id, hash: Ledger.rowHash(record.hash)) }
        for (holder, how) in people { try ledger.link(contact: holder, to: stored.id, how: how) }
        if stored.outcome != .unchanged, !isOfLead, people.count == 1, let one = people.first { try tellName(of: one.0, record, at: draft.time) }
        return stored.outcome
    }

    /// A deal without an id is known by its name, company and terms; where those are new, it is the one of that name whose terms have changed,
    /// unless its file has had one of that name before.
    private func nameKey(_ record: Record) throws -> RecordKey? {
        let name = reader.dealName(record)
        guard !name.isEmpty else { return nil }
        let terms = termsKey(record)
        if try record.occurrence > 0 || ledger.reference(terms) != nil { return terms }
        return RecordKey("\(system)/deal-name", name)
    }

    private func termsKey(_ record: Record) -> RecordKey {
        RecordKey("\(system)/deal-terms", "\(reader.dealName(record))|\(reader.dealTerms(record))")
    }

    /// The row of a deal may be all that names its person: `Person - First name` in Pipedrive's own template, a column of contacts elsewhere.
    private func tellName(of holder: Holder, _ record: Record, at time: Timestamp) throws {
        let isNamed = try ledger.tx.read.int("select 1 from contact where id = $1 and (first_name <> '' or last_name <> '')", holder.contactId)
        guard isNamed == nil else { return }
        let names = ["personfirstname": "first_name", "personlastname": "last_name", "personname": "name", "personphone": "phone"]
        var told: [String: String] = [:]
        for column in reader.plan.columns where !column.leftOut {
            let key = column.heading.lowercased().filter(\.isLetter)
            if let field = names[key], let cell = record.cells[column.index] { told[field] = cell }
        }
        for (field, name) in [
            ("contact_name", "name"), ("first_name", "first_name"), ("last_name", "last_name"), ("title", "title"), ("phone", "phone"),
        ] {
            if told[name] == nil, let cell = reader.text(record, field) { told[name] = cell }
        }
        if var phone = told["phone"] { told["phone"] = phone.withUTF8 { String(decoding: plainPhone(UnsafeRawBufferPointer($0)), as: UTF8.self) } }
        if !told.isEmpty { try ledger.record(told, of: holder, at: time, source: system) }
    }

    private static let personColumns: Set<String> = ["first_name", "last_name", "title", "phone", "country", "industry"]

    private static let dealColumns: Set<String> = [
        "external_id", "name", "deal_name", "created_at", "modified_at", "amount", "currency", "closed_at", "won_at", "lost_at", "expected_at",
        "stage", "stage_id",
        "status", "pipeline", "pipeline_id", "owner", "owner_id", "kind", "source", "campaign", "product", "reason", "account_id", "company",
        "outcome", "is_won",
        "is_closed", "contact_id", "contact_ids", "email", "is_deleted", "deal_id", "at", "from_at", "to_at",
    ]

    /// Won, lost or open: as said, else by the flags, else by what the stage means.
    private func outcome(_ record: Record) -> DealOutcome {
        let words: [String: DealOutcome] = ["won": .won, "lost": .lost, "open": .open, "disqualified": .lost]
        if let said = reader.known(record, "outcome").flatMap({ words[$0] }) { return said }
        if let won = reader.flag(record, "is_won") {
            if won { return .won }
            if reader.flag(record, "is_closed") == true { return .lost }
            if reader.has("is_closed") { return .open }
        }
        // Pipedrive keeps the stage in which a deal was won or lost: an end that any column tells stands.
        let ofSheet = reader.plan.match.kind == .leads
        let told = (ofSheet ? ["stage", "status"] : ["status", "stage"]).compactMap { reader.known(record, $0).flatMap { words[$0] } }
        if let end = told.first(where: { $0 != .open }) { return end }
        // A number of a stage means what the file of stages says.
        if let stage = ["stage_id", "stage"].lazy.compactMap({ reader.text(record, $0).flatMap { reader.stages[$0] } }).first {
            if stage.outcome != .open { return stage.outcome }
            let meant = stage.meaning(in: reader.plan.match.system)
            if meant == .won || meant == .lost { return meant == .won ? .won : .lost }
        }
        guard told.isEmpty else { return .open }
        return reader.text(record, "won_at") != nil ? .won : reader.text(record, "lost_at") != nil ? .lost : .open
    }

    /// A product is known under one name, however its spaces are written.
    private func productName(_ record: Record) throws -> String {
        guard let name = reader.text(record, "product") ?? reader.text(record, "product_id") else { return "" }
        let key = name.lowercased().filter { !$0.isWhitespace }
        if let known = try ledger.reference(kind: "product-name", value: key),
            let text = try ledger.tx.read.text("select value from code where id = $1", known)
        {
            return text
        }
        return name
    }

    private func dealLine(_ record: Record) throws -> Upserted {
        guard let deal = dealKey(record, "deal_id") else { throw reader.missing("deal id", record, "Map it with --map \"Column=deal_id\".") }
        let money = try reader.money(record, "amount"), quantity = try reader.number(record, "quantity")?.value.double ?? 1
        let product = try productName(record)
        return try ledger.dealLine(
            ledger.deal(deal), key: reader.text(record, "external_id") ?? String(record.hash, radix: 36),
            product: product.isEmpty ? reader.text(record, "name") ?? "" : product, quantity: quantity, amount: money?.minor,
            currency: money?.currency.code ?? "", recurring: reader.flag(record, "recurring") ?? false
        ).outcome
    }

    private func product(_ record: Record) throws -> Upserted {
        guard let name = reader.text(record, "name") ?? reader.text(record, "product") ?? reader.text(record, "code") else {
            throw reader.missing("product name", record, "Map it with --map \"Column=name\".")
        }
        let price = try reader.money(record, "price")
        let stored = try ledger.product(name, family: reader.text(record, "line") ?? "", price: price?.minor, currency: price?.currency.code ?? "")
        let word = try ledger.code(.product, name)
        try ledger.refer(RecordKey("product-name", name.lowercased().filter { !$0.isWhitespace }), to: word)
        if let key = reader.text(record, "external_id") { try ledger.refer(RecordKey("product-name", key.lowercased()), to: word) }
        return stored.outcome
    }
}
