// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

extension Ledger {
    /// The accounts that the rows name by key; an account not seen yet becomes a stub that its own row completes.
    func resolveAccounts(_ batch: inout PeopleBatch, system: String) throws {
        var known: [String: Int64] = [:]
        for index in batch.rows.indices where batch.rows[index].accountKey.count > 0 {
            let key = batch.text(batch.rows[index].accountKey)
            let account = try known[key] ?? account(system, key: key, named: batch.text(batch.rows[index].company))
            known[key] = account
            batch.rows[index].account = account
        }
    }

    /// Further keys of the batch's people. A key that somebody else holds joins the two: they are one human being.
    /// - Returns: how many whom this import made turned out to be somebody else.
    func joinAliases(of batch: PeopleBatch, _ loaded: Loaded) throws -> Int {
        var joined = 0
        for alias in batch.aliases where loaded.holders.indices.contains(alias.row) {
            let holder = try current(loaded.holders[alias.row])
            let owner = try find(alias.kind, alias.value)
            if let owner, owner.contactId != holder.contactId {
                if try unite(holder.contact, owner.contact) { joined += 1 }
            } else if owner == nil {
                try claim(alias.kind, alias.value, for: holder, isFurther: alias.kind == "email")
            }
        }
        for deal in batch.deals where loaded.holders.indices.contains(deal.row) {
            let stub = try self.deal(RecordKey(deal.kind, deal.value))
            try link(contact: loaded.holders[deal.row], to: stub, how: .id)
        }
        return joined
    }

    /// Two contacts are one human being. Whom this import made goes to who was there before: that one is seen already.
    /// - Returns: whether one of them was made by this import.
    @discardableResult
    func unite(_ a: ContactID, _ b: ContactID) throws -> Bool {
        let isNew = try tx.read.int("select 1 from contact where id = $1 and import_id = $2", a, importID) != nil
        let isOld = try isNew && tx.read.int("select 1 from contact where id = $1 and import_id <> $2", b, importID) != nil
        if isOld { try merge(a, into: b) } else { try merge(b, into: a) }
        return try isNew || tx.read.int("select 1 from contact where id = $1 and import_id = $2", b, importID) != nil
    }

    /// Stages of a record that its history told before the record itself came.
    func stagesTold(of subject: Int64, _ contact: Int64) throws -> [MoveDraft] {
        struct Told { let at: Timestamp, source: Int64, field: String, value: String, before: String? }
        var told: [Told] = []
        try tx.read.scan("select at, precision, source, data from fact where contact_id = $1 and subject_id = $2 and \(Self.seen)", contact, subject)
        { row in
            let fields = FlatJSON.read(row.text(3))
            // A record's own row tells its key too.
            guard !fields.contains(where: { $0.key.hasPrefix("key:") && $0.key != Self.beforeFact }) else { return }
            let at = Timestamp(Moment(micros: row.int(0)), Precision(rawValue: row.int(1)) ?? .unknown)
            for field in fields where ["status", "stage"].contains(field.key) {
                told.append(
                    Told(
                        at: at, source: row.int(2), field: field.key, value: field.value, before: fields.first { $0.key == Self.beforeFact }?.value))
            }
        }
        return try told.compactMap { one in
            let system = try tx.read.text("select value from code where id = $1", one.source).flatMap { SourceSystem(rawValue: $0) } ?? .generic
            let domain: ValueDomain = one.field == "status" ? .status : .stage
            guard let to = proposeStage(one.value, in: domain, system: system), to != .inquiry else { return nil }
            let before = one.before.flatMap { proposeStage($0, in: domain, system: system) }
            return MoveDraft(to: to, time: one.at, basis: .observed, from: before)
        }
    }

    /// Under which name a fact of a history keeps what the value was before.
    static let beforeFact = "key:before"
}

extension Ledger {
    /// Accounts that an import told about take in the people of their mail domains.
    func adoptByDomain(of run: ImportID) throws {
        var accounts: [(id: Int64, domain: String)] = []
        try tx.read.scan(
            "select distinct a.id, a.domain from account a join account_fact f on f.account_id = a.id where f.import_id = $1 and a.domain <> ''", run
        ) { row in
            var domain = row.text(1)
            if !domain.withUTF8({ Mailboxes.isFree(domain: UnsafeRawBufferPointer($0)) }) { accounts.append((row.int(0), row.text(1))) }
        }
        _ = try adoptContacts(of: accounts)
    }
}
