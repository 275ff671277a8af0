// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Turns the rows of a file of people or leads into a batch: every cell is read, typed and hashed here, off the thread that writes.
struct PeoplePreparing: Sendable {
    let plan: FilePlan
    let options: ImportOptions
    let zone: Zone
    let now: Moment
    let isLeads: Bool
    /// Mail domain → account, where there are accounts.
    let accounts: [String: Int64]
    /// Owner as written → member.
    let owners: [Int64: Int64]
    private let columns: [Column]
    private let keyName: [UInt8]

    enum Use {
        case key, email, emails, otherEmails, firstName, lastName, title, phone, company, country, industry, source, firstSource, latestSource, campaign
        case line, stage, status, owner, created, modified, dated(Stage), converted, isConverted, reason, accountID, accountName, deal, deals, alias(String), deleted, other
    }

    struct Column: Sendable {
        let plan: ColumnPlan
        let use: Use
        let key: [UInt8]
        let keyHash: Int64
        /// Belongs into the contact's `fields` too, being no column of its own.
        let isField: Bool
    }

    init(plan: FilePlan, options: ImportOptions, zone: Zone, now: Moment, accounts: [String: Int64], owners: [Int64: Int64]) {
        (self.plan, self.options, self.zone, self.now, self.accounts, self.owners) = (plan, options, zone, now, accounts, owners)
        isLeads = plan.match.kind == .leads
        keyName = FlatJSON.escaped("key:\(plan.keyKind(plan.match.kind.noun))")
        let kind = plan.match.kind, kindOf = plan.keyKind
        columns = plan.columns.filter { !$0.leftOut }.map { column in
            var hash = RowHash()
            var name = column.key
            name.withUTF8 { hash.add(UnsafeRawBufferPointer($0)) }
            return Column(
                plan: column, use: Self.use(of: column, kind, kindOf), key: FlatJSON.escaped(column.key), keyHash: hash.value,
                isField: !ContactColumns.names.contains(column.key))
        }
    }

    private static func use(of column: ColumnPlan, _ kind: RecordKind, _ keyKind: (String) -> String) -> Use {
        if let raw = column.stage, let stage = proposeStage(raw, in: .stage) { return .dated(stage) }
        switch column.field?.name {
        case "external_id": return .key
        case "email": return .email
        case "emails": return .emails
        case "other_emails": return .otherEmails
        case "first_name": return .firstName
        case "last_name": return .lastName
        case "title": return .title
        case "phone": return .phone
        case "company": return .company
        case "country": return .country
        case "industry": return .industry
        case "source": return .source
        case "first_source": return .firstSource
        case "latest_source": return .latestSource
        case "campaign": return .campaign
        case "line", "product": return .line
        case "stage": return .stage
        case "status": return .status
        case "owner", "owner_id": return .owner
        case "created_at", "inquiry_at": return .created
        case "modified_at": return .modified
        case "mql_at": return .dated(.mql)
        case "sal_at": return .dated(.sal)
        case "sql_at": return .dated(.sql)
        case "opportunity_at": return .dated(.opportunity)
        case "won_at": return .dated(.won)
        case "lost_at": return .dated(.lost)
        case "recycled_at": return .dated(.recycled)
        case "disqualified_at": return .dated(.disqualified)
        case "converted_at": return .converted
        case "is_converted": return .isConverted
        case "reason": return .reason
        case "account_id", "converted_account_id": return .accountID
        case "deal_id", "converted_deal_id": return .deal
        case "deal_ids": return .deals
        case "contact_id", "converted_contact_id": return .alias(keyKind("contact"))
        case "lead_id": return kind == .leads ? .key : .alias(keyKind("lead"))
        case "is_deleted": return .deleted
        default: return .other
        }
    }

    /// What the row says about stages beyond dated ones.
    private struct Signs {
        var stage: Stage?, status: Stage?
        var converted: Timestamp?
        var isConverted = false
        var hasDeal = false
        var isDeleted = false
        var modified: Timestamp?
    }

    /// Adds one row to the batch.
    /// - Returns: why not, where the row can't be taken.
    func add(_ row: borrowing Row, to batch: inout PeopleBatch) -> Problem? {
        if let problem = row.problem { return problem }
        var person = PersonRow()
        var signs = Signs()
        person.line = Int32(clamping: row.line)
        person.isLead = isLeads
        person.datedStart = Int32(batch.dated.count)
        let aliasStart = batch.aliases.count, dealStart = batch.deals.count
        var hash: Int64 = 0
        let start = batch.bytes.count
        for column in columns {
            let cell = row[column.plan.index]
            if cell.isEmpty { continue }
            var cellHash = RowHash()
            cellHash.add(column.keyHash)
            cellHash.add(cell)
            hash &+= cellHash.value
            if let problem = take(cell, column, &person, &signs, &batch) {
                batch.bytes.removeSubrange(start...)
                batch.dated.removeSubrange(Int(person.datedStart)...)
                batch.aliases.removeSubrange(aliasStart...)
                batch.deals.removeSubrange(dealStart...)
                return problem.at("line \(row.line), column \"\(column.plan.heading)\"")
            }
        }
        person.hash = hash & .max
        finish(&person, signs, row, &batch)
        batch.rows.append(person)
        return nil
    }

    private func copy(_ cell: UnsafeRawBufferPointer, _ batch: inout PeopleBatch) -> Span32 {
        let start = batch.bytes.count
        batch.bytes.append(contentsOf: cell)
        return Span32(from: start, to: batch.bytes.count)
    }

    private func time(_ cell: UnsafeRawBufferPointer, _ column: Column) -> (Timestamp?, Problem?) {
        switch column.plan.date.parse(cell, zone: zone) {
        case .value(let time): (time, nil)
        case .absent: (nil, nil)
        case .bad(let fault):
            (nil, Problem("bad_date", "\"\(String(decoding: cell.prefix(60), as: UTF8.self))\" is no date: \(fault.sentence)", remedy: "Correct the cell, or leave the column out with --map."))
        }
    }

    private func take(_ cell: UnsafeRawBufferPointer, _ column: Column, _ person: inout PersonRow, _ signs: inout Signs, _ batch: inout PeopleBatch) -> Problem? {
        switch column.use {
        case .key:
            person.key = copy(cell, &batch)
        case .email:
            let start = batch.bytes.count
            if EmailAddress.normalize(cell, into: &batch.bytes) != nil {
                person.email = Span32(from: start, to: batch.bytes.count)
            } else if let first = EmailAddress.all(in: cell).first {
                batch.bytes.append(contentsOf: first.text.utf8)
                person.email = Span32(from: start, to: batch.bytes.count)
            }
        case .emails, .otherEmails:
            for address in EmailAddress.all(in: cell) {
                if case .emails = column.use, person.email.count == 0 {
                    let start = batch.bytes.count
                    batch.bytes.append(contentsOf: address.text.utf8)
                    person.email = Span32(from: start, to: batch.bytes.count)
                } else if !address.isShared {
                    batch.aliases.append(.init(row: batch.rows.count, kind: "email", value: address.text))
                }
            }
        case .firstName: person.firstName = copy(cell, &batch)
        case .lastName: person.lastName = copy(cell, &batch)
        case .title: person.title = copy(cell, &batch)
        case .phone: person.phone = copy(cell, &batch)
        case .company: person.company = copy(cell, &batch)
        case .country: person.country = code(cell, column)
        case .line: person.line_ = code(cell, column)
        case .industry: person.industry = code(cell, column)
        case .source: person.source = code(cell, column)
        case .firstSource: person.firstSource = code(cell, column)
        case .latestSource: person.latestSource = code(cell, column)
        case .campaign: person.campaign = code(cell, column)
        case .reason: person.reason = code(cell, column)
        case .stage: signs.stage = column.plan.values?.find(cell)?.meaning.flatMap(Self.stage)
        case .status: signs.status = column.plan.values?.find(cell)?.meaning.flatMap(Self.stage)
        case .owner:
            if let owner = column.plan.values?.find(cell)?.code, owner != 0 { person.owner = owner }
        case .created, .modified, .dated, .converted:
            let (time, problem) = time(cell, column)
            if let problem { return problem }
            if let time { note(time, column.use, &person, &signs, &batch) }
        case .isConverted: signs.isConverted = parseBoolean(cell).value ?? false
        case .accountID: person.accountKey = copy(cell, &batch)
        case .deal:
            signs.hasDeal = true
            batch.deals.append(.init(row: batch.rows.count, kind: plan.keyKind("deal"), value: String(decoding: cell, as: UTF8.self)))
        case .deals:
            signs.hasDeal = true
            eachValue(in: cell) { batch.deals.append(.init(row: batch.rows.count, kind: plan.keyKind("deal"), value: String(decoding: $0, as: UTF8.self))) }
        case .alias(let kind): batch.aliases.append(.init(row: batch.rows.count, kind: kind, value: String(decoding: cell, as: UTF8.self)))
        case .deleted: signs.isDeleted = parseBoolean(cell).value == true
        case .accountName, .other: break
        }
        return nil
    }

    private static func stage(_ meaning: String) -> Stage? { meaning == "open" ? .opportunity : Stage(name: meaning) }

    @inline(__always)
    private func code(_ cell: UnsafeRawBufferPointer, _ column: Column) -> Int64 { column.plan.values?.find(cell)?.code ?? 0 }

    private func note(_ time: Timestamp, _ use: Use, _ person: inout PersonRow, _ signs: inout Signs, _ batch: inout PeopleBatch) {
        switch use {
        case .created: if person.created == nil { person.created = time }
        case .modified: signs.modified = time
        case .converted: signs.converted = time
        case .dated(let stage):
            batch.dated.append((stage, time))
            person.isLead = true
        default: break
        }
    }

    /// What follows from the row as a whole: its key, stage, facts and account.
    private func finish(_ person: inout PersonRow, _ signs: Signs, _ row: borrowing Row, _ batch: inout PeopleBatch) {
        if signs.isConverted || signs.converted != nil {
            let stage: Stage = signs.hasDeal ? .opportunity : .sql
            if let converted = signs.converted { batch.dated.append((stage, converted)) }
            if signs.converted == nil { person.current = stage }
        }
        person.datedCount = Int32(batch.dated.count) - person.datedStart
        person.current = Self.current(signs.stage, signs.status) ?? person.current
        if person.current != nil { person.isLead = true }
        person.factAt = (signs.modified?.at ?? options.asOf ?? now).micros
        person.factPrecision = signs.modified?.precision ?? .unknown
        if person.firstSource == 0 { person.firstSource = person.source }
        if person.latestSource == 0 { person.latestSource = person.source }
        if person.source == 0 { person.source = person.firstSource }
        if person.lastName.count == 0, person.firstName.count == 0, let name = plan.column("name") { person.lastName = copy(row[name.index], &batch) }
        // Deleted in the other system: kept as a contact at rest.
        if signs.isDeleted { person.isLead = false }
        settle(&person, &batch)
        person.data = write(row, person, &batch, fieldsOnly: false)
        person.fields = write(row, person, &batch, fieldsOnly: true)
    }

    /// Where lifecycle and status disagree: an end or a hand-back in the status stands unless a deal came of it; else the further one.
    static func current(_ stage: Stage?, _ status: Stage?) -> Stage? {
        guard let stage, let status else { return stage ?? status }
        if stage == .won || stage == .opportunity { return status == .won || status == .lost ? status : stage }
        if status == .disqualified || status == .recycled || status.isEnd { return status }
        return status.reach > stage.reach ? status : stage
    }

    /// A shared mailbox is no human being: it names the company only.
    private func settle(_ person: inout PersonRow, _ batch: inout PeopleBatch) {
        var domain = ""
        if person.email.count > 0 {
            let start = Int(person.email.start), end = start + Int(person.email.count)
            let shared = batch.bytes.withUnsafeBytes { bytes -> Bool in
                let address = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                guard let at = address.lastIndex(of: 64) else { return false }
                if !accounts.isEmpty { domain = String(decoding: address[(at + 1)...], as: UTF8.self) }
                return Mailboxes.isShared(local: UnsafeRawBufferPointer(rebasing: address[..<at]))
            }
            if person.key.count == 0 { person.key = person.email }
            if shared { person.email = .none }
        }
        if let account = accounts[domain], person.account == 0 { person.account = account }
        if person.key.count == 0 {
            let start = batch.bytes.count
            batch.bytes.append(contentsOf: "#\(String(person.hash, radix: 36))".utf8)
            person.key = Span32(from: start, to: batch.bytes.count)
        }
        person.excluded = exclusion(person, batch)
    }

    private func exclusion(_ person: PersonRow, _ batch: PeopleBatch) -> Int64 {
        guard !options.keepExcluded, ExclusionHints.mayMatter(batch, person, options) else { return 0 }
        let signs = ExclusionSigns(
            email: batch.text(person.email), company: batch.text(person.company), title: batch.text(person.title),
            name: "\(batch.text(person.firstName)) \(batch.text(person.lastName))".trimmed, source: sourceText(person.source))
        guard let reason = proposeExclusion(signs, ownDomains: options.ownDomains, competitors: options.competitors) else { return 0 }
        return Exclusion.allCases.first { $0.name == reason.rawValue }?.rawValue ?? 0
    }

    private func sourceText(_ code: Int64) -> String { plan.column("source")?.values?.entries.first { $0.code == code }?.raw ?? "" }

    /// The row's fields as flat JSON: canonical where the meaning is known, raw where not.
    private func write(_ row: borrowing Row, _ person: PersonRow, _ batch: inout PeopleBatch, fieldsOnly: Bool) -> Span32 {
        let start = batch.bytes.count
        for column in columns where !fieldsOnly || column.isField {
            let cell = row[column.plan.index]
            if cell.isEmpty { continue }
            switch column.use {
            case .email, .emails:
                if person.email.count > 0 {
                    let address = Array(batch.bytes[Int(person.email.start)..<Int(person.email.start + person.email.count)])
                    address.withUnsafeBytes { FlatJSON.append(key: Self.emailKey, value: $0, to: &batch.bytes, from: start) }
                }
            case .country, .source, .firstSource, .latestSource:
                if var meaning = column.plan.values?.find(cell)?.meaning {
                    meaning.withUTF8 { FlatJSON.append(key: column.key, value: UnsafeRawBufferPointer($0), to: &batch.bytes, from: start) }
                } else {
                    FlatJSON.append(key: column.key, value: cell, to: &batch.bytes, from: start)
                }
            default: FlatJSON.append(key: column.key, value: cell, to: &batch.bytes, from: start)
            }
        }
        if !fieldsOnly {
            let key = Array(batch.bytes[Int(person.key.start)..<Int(person.key.start + person.key.count)])
            key.withUnsafeBytes { FlatJSON.append(key: keyName, value: $0, to: &batch.bytes, from: start) }
        }
        FlatJSON.close(&batch.bytes, from: start)
        return Span32(from: start, to: batch.bytes.count)
    }

    private static let emailKey = Array("email".utf8)
}
