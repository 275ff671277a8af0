// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// An account as one row tells it.
package struct AccountDraft: Sendable {
    /// `hubspot`, `salesforce`: scopes key and name.
    package var system: String
    /// The account's own id there; without one it is known by its name.
    package var key: String?
    package var name = ""
    /// Normalized, or empty.
    package var domain = ""
    package var parentKey: String?
    package var owner: Int64 = 0
    package var country = ""
    package var industry = ""
    /// prospect, customer, former, partner, competitor, own; or empty.
    package var relationship = ""
    package var fields: [String: String] = [:]
    /// When the row was so: its time of change, else of creation, else of the export.
    package var time: Timestamp
    package var created: Timestamp?
    /// Over all cells of the row.
    package var hash: Int64 = 0
    /// The row is a former version of the account from a history.
    package var isVersion = false

    package init(system: String, time: Timestamp) { (self.system, self.time) = (system, time) }

    /// The names of the facts that are columns; `@` keeps custom fields of the same name apart.
    var facts: [String: String] {
        var facts = fields
        for (name, value) in [
            ("@name", name), ("@domain", domain), ("@country", country), ("@industry", industry), ("@relationship", relationship),
            ("@owner", owner == 0 ? "" : String(owner)),
        ] where !value.isEmpty { facts[name] = value }
        return facts
    }
}

extension Ledger {
    /// The account that a system knows by this key; where no row has told about it yet, a stub that its own row completes.
    /// - Parameter name: as the row calls it, for a stub that nobody has named yet.
    package func account(_ system: String, key: String, named name: String = "") throws -> Int64 {
        let key = RecordKey("\(system)/account", key)
        if let known = try reference(key)?.objectId { return known }
        let named = RecordKey("\(system)/account-name", Self.normalizedName(name))
        guard !named.value.isEmpty else { return try refer(key, to: newAccount(name: "")) }
        let id = try claim(named, known: nil, hasID: true)
        try tx.execute("update account set name = $2 where id = $1 and name = ''", id, name)
        return try refer(key, to: id)
    }

    /// The account that a system knows by this name; a stub with that name where nobody has told about it.
    package func account(_ system: String, named name: String) throws -> Int64 {
        let key = RecordKey("\(system)/account-name", Self.normalizedName(name))
        return try reference(key)?.objectId ?? refer(key, to: newAccount(name: name))
    }

    /// Case, punctuation and space at the ends, and doubled space, make no other company.
    package static func normalizedName(_ name: String) -> String {
        name.lowercased().split { $0.isWhitespace || $0 == "," || $0 == "." || $0 == "\"" }.joined(separator: " ")
    }

    private func newAccount(name: String) throws -> Int64 {
        let id = try tx.newID()
        try tx.execute(
            """
            insert into account (id, name, domain, parent_id, owner_id, country, industry, relationship, fields, created_at, import_id)
            values ($1, $2, '', 0, 0, 0, 0, '', '{}', $3, $4)
            """, id, name, now, importID)
        return id
    }

    /// Stores an account's row: what it says is a fact; columns follow from all facts. The same row again changes nothing.
    package func store(_ draft: AccountDraft) throws -> Stored {
        let named = RecordKey("\(draft.system)/account-name", Self.normalizedName(draft.name))
        let own = draft.key.flatMap { $0.isEmpty ? nil : RecordKey("\(draft.system)/account", $0) }
        let key = own ?? RecordKey("\(draft.system)/account-row", named.value)
        guard !key.value.isEmpty else { throw Problem("account_without_key", "The account has neither an id nor a name.") }
        let known = try reference(key)
        let hash = Self.rowHash(draft.hash)
        if let known, !draft.isVersion,
            try known.hash == hash
                || hasRow(RecordKey("\(key.kind)-row", key.value), hash: hash, stored: known.hash, seen: known.seenImport, object: known.objectId)
        {
            if known.seenImport != importID { try seen(key, hash: known.hash) }
            return Stored(id: try resolve(.account, known.objectId), outcome: .unchanged)
        }
        let id = try claim(named, known: known, hasID: own != nil)
        if known?.hash == 0, let name = try tx.read.text("select name from account where id = $1 and import_id <> $2", id, importID) {
            try remember(.account, String(id), was: ["name": name])
        }
        if known == nil { try refer(key, to: id, hash: draft.isVersion ? 0 : hash) } else if !draft.isVersion { try seen(key, hash: hash) }
        var facts = draft.facts
        if let parent = draft.parentKey, !parent.isEmpty, parent != draft.key { facts["@parent"] = String(try account(draft.system, key: parent)) }
        if let created = draft.created { facts["@created"] = String(created.at.micros) }
        let (data, source) = (Self.json(facts), try code(.origin, draft.system))
        // An older export that was read before.
        if known != nil, draft.time.precision > .unknown,
            try tx.read.int(
                "select 1 from account_fact where account_id = $1 and at = $2 and source = $3 and data = $4 limit 1", id, draft.time.at, source, data)
                != nil
        {
            return Stored(id: id, outcome: .unchanged)
        }
        try tx.execute(
            """
            insert into account_fact (account_id, id, at, precision, recorded_at, source, import_id, data) values ($1, $2, $3, $4, $5, $6, $7, $8)
            """, id, tx.newID(), draft.time.at, draft.time.precision.rawValue, now, source, importID, data)
        try project(account: id)
        return Stored(id: id, outcome: (known?.hash ?? 0) == 0 ? .created : .updated)
    }

    /// The account of a row. What others named, or told, by the name alone is the same company, unless that one has an id of its own.
    private func claim(_ named: RecordKey, known: Reference?, hasID: Bool) throws -> Int64 {
        guard !named.value.isEmpty else { return try known?.objectId ?? newAccount(name: "") }
        // The hash beside a name: 0 while nobody told an id, 1 afterwards.
        guard let byName = try reference(named) else {
            let id = try known.map { try resolve(.account, $0.objectId) } ?? newAccount(name: "")
            try refer(named, to: id, hash: hasID ? 1 : 0)
            return id
        }
        guard hasID, byName.hash == 0 else {
            return try known.map { try resolve(.account, $0.objectId) } ?? (hasID ? newAccount(name: "") : byName.objectId)
        }
        let id = known?.objectId ?? byName.objectId
        try tx.execute(
            "update reference set object_id = $3, hash = 1 where kind = $1 and value = $2", code(.key, named.kind), named.value, id)
        if byName.objectId != id {
            try same(.account, byName.objectId, as: id)
            try tx.execute("update account_fact set account_id = $2 where account_id = $1", byName.objectId, id)
            try tx.execute("delete from account where id = $1", byName.objectId)
        }
        return id
    }

    /// Makes an account's columns equal to a replay of its facts.
    package func project(account id: Int64) throws {
        let columns = try currentFields(observations(ofAccount: id))
        let created = columns["@created"].flatMap { Int64($0) }
        try tx.execute(
            """
            update account set name = coalesce($2, name), domain = $3, parent_id = $4, owner_id = $5, country = $6, industry = $7, relationship = $8, fields = $9,
                created_at = coalesce($10, created_at) where id = $1
            """, id, columns["@name"], columns["@domain"] ?? "",
            resolve(.account, columns["@parent"].flatMap { Int64($0) } ?? 0), resolve(.member, columns["@owner"].flatMap { Int64($0) } ?? 0),
            code(.country, columns["@country"] ?? ""), code(.industry, columns["@industry"] ?? ""), columns["@relationship"] ?? "",
            Self.json(columns.filter { !$0.key.hasPrefix("@") }), created)
    }

    /// What an import that still runs says counts for the accounts that it made itself; the others are replayed when it is published.
    func observations(ofAccount id: Int64) throws -> [Observation] {
        let hand = try code(.origin, "by hand")
        var result: [Observation] = []
        try tx.read.scan(
            """
            select f.id, f.at, f.recorded_at, f.source, f.data from account_fact f join account a on a.id = f.account_id
            where f.account_id = $1 and ((f.import_id = $2 and a.import_id = $2) or f.\(Self.seen))
            """, id, importID
        ) { row in
            result.append(
                Observation(
                    id: row.int(0), at: Moment(micros: row.int(1)), recordedAt: Moment(micros: row.int(2)), byHand: row.int(3) == hand,
                    fields: Self.fields(row.text(4))))
        }
        return result
    }

    /// People whose e-mail is of an account's domain belong to it. Who belongs to an account already, by a link that was given, stays there.
    /// - Parameter accounts: real domains only, neither free mail nor shared ones. Where two accounts have one domain, the first is taken.
    /// - Returns: how many people were taken in.
    package func adoptContacts(of accounts: [(id: Int64, domain: String)]) throws -> Int {
        guard !accounts.isEmpty else { return 0 }
        let owner = Dictionary(accounts.map { ($0.domain.lowercased(), $0.id) }, uniquingKeysWith: { first, _ in first })
        var (after, count): (Int64, Int) = (0, 0)
        while true {
            var found: [(contact: Int64, account: Int64)] = []
            var (last, read) = (after, 0)
            try tx.read.scan("select id, account_id, email from contact where id > $1 order by id limit 10000", after) { row in
                (last, read) = (row.int(0), read + 1)
                guard row.int(1) == 0 else { return }
                let email = row.text(2)
                guard let at = email.lastIndex(of: "@"), let account = owner[email[email.index(after: at)...].lowercased()] else { return }
                found.append((row.int(0), account))
            }
            for one in found { try tx.execute("update contact set account_id = $2 where id = $1", one.contact, one.account) }
            count += found.count
            guard read == 10_000 else { return count }
            after = last
        }
    }

    /// A link that a row gives, which stands above what a domain suggests.
    package func attach(_ holder: Holder, toAccount account: Int64) throws {
        try record([Self.accountFact: String(account)], of: current(holder), at: Timestamp(now, .unknown), source: "identity")
    }

    private static let accountFact = "key:account"

    /// The account that a contact's facts name: by the company's id in a row of theirs, else by a row that linked them; else by the domain of
    /// their address.
    /// - Returns: 0 where nothing is told.
    func account(of contact: ContactID, email: String) throws -> Int64 {
        struct Told { let rank: Int, at: Int64, id: Int64, source: Int64, value: String }
        var told: [Told] = []
        try tx.read.scan("select id, at, source, data from fact where contact_id = $1 and \(Self.seen)", contact) { row in
            FlatJSON.read(row.bytes(3)) { name, value in
                let rank = ["account_id": 3, "converted_account_id": 3, "account_ids": 2, Self.accountFact: 1][name] ?? 0
                if rank > 0, !value.isEmpty { told.append(Told(rank: rank, at: row.int(1), id: row.int(0), source: row.int(2), value: value)) }
            }
        }
        for one in told.sorted(by: { ($1.rank, $1.at, $1.id) < ($0.rank, $0.at, $0.id) }) {
            if one.rank == 1 { return try resolve(.account, Int64(one.value) ?? 0) }
            var cell = one.value
            let values = one.rank == 2 ? cell.withUTF8 { listValues(in: UnsafeRawBufferPointer($0)) } : [one.value]
            let system = try tx.read.text("select value from code where id = $1", one.source) ?? ""
            if let key = values.first, let account = try reference(kind: "\(system)/account", value: key) { return try resolve(.account, account) }
        }
        guard let at = email.lastIndex(of: "@") else { return 0 }
        var domain = String(email[email.index(after: at)...])
        guard !domain.isEmpty, !domain.withUTF8({ Mailboxes.isFree(domain: UnsafeRawBufferPointer($0)) }) else { return 0 }
        return try tx.read.int("select id from account where domain = $1 and \(Self.seen) order by id limit 1", domain) ?? 0
    }

    static func json(_ fields: [String: String]) -> String { FlatJSON.write(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }) }

    static func fields(_ json: String) -> [String: String] { Dictionary(FlatJSON.read(json).map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }) }
}
