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
    private let isSalesforce: Bool
    /// Mail domain → account, where there are accounts.
    let accounts: [String: Int64]
    /// What the ids of stages mean, where a file of stages has come.
    private let stages: [String: Stage]
    let layout: PeopleColumns
    let keyName: [UInt8]
    private let nameColumn: Int?

    typealias Column = PeopleColumns.Column

    init(plan: FilePlan, options: ImportOptions, zone: Zone, now: Moment, accounts: [String: Int64], stages: [String: Stage] = [:]) {
        (self.plan, self.options, self.zone, self.now, self.accounts, self.stages) = (plan, options, zone, now, accounts, stages)
        isLeads = plan.match.kind == .leads
        isSalesforce = plan.match.system == .salesforce
        keyName = FlatJSON.escaped("key:\(plan.keyKind(plan.match.kind.noun))")
        layout = PeopleColumns(plan)
        nameColumn = plan.column("name")?.index
    }

    /// What the row says about stages beyond dated ones.
    private struct Signs {
        var stage: Stage?, status: Stage?
        var converted: Timestamp?, closed: Timestamp?
        var isConverted = false
        var hasDeal = false
        var isDeleted = false
        var end = ImpliedEnd()
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
        for place in layout.columns.indices {
            let column = layout.columns[place]
            let cell = row[column.index]
            if cell.isEmpty || column.blanks.cover(cell) { continue }
            var cellHash = RowHash()
            cellHash.add(column.keyHash)
            cellHash.add(cell)
            hash &+= cellHash.value
            if column.use == .source {
                person.source = withSource(cell, row) { code($0, column) }
            } else if let problem = take(cell, column, place, &person, &signs, &batch) {
                batch.bytes.removeSubrange(start...)
                batch.dated.removeSubrange(Int(person.datedStart)...)
                batch.aliases.removeSubrange(aliasStart...)
                batch.deals.removeSubrange(dealStart...)
                return problem.at("line \(row.line), column \"\(layout.headings[place])\"")
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

    private func key(_ cell: UnsafeRawBufferPointer, _ batch: inout PeopleBatch) -> Span32 {
        let start = batch.bytes.count
        batch.bytes.append(contentsOf: cell)
        if isSalesforce, let (a, b, c) = SalesforceID.suffix(cell) { batch.bytes += [a, b, c] }
        return Span32(from: start, to: batch.bytes.count)
    }

    private func time(_ cell: UnsafeRawBufferPointer, _ column: Column) -> (Timestamp?, Problem?) {
        switch column.date.read(cell, zone: zone) {
        case .value(let time): (time.isNone(in: zone) ? nil : time, nil)
        case .absent: (nil, nil)
        case .bad(let fault):
            (
                nil,
                Problem(
                    "bad_date", "\"\(String(decoding: cell.prefix(60), as: UTF8.self))\" is no date: \(fault.sentence)",
                    remedy: "Correct the cell, or leave the column out with --map.")
            )
        }
    }

    private func take(
        _ cell: UnsafeRawBufferPointer, _ column: Column, _ place: Int, _ person: inout PersonRow, _ signs: inout Signs, _ batch: inout PeopleBatch
    ) -> Problem? {
        switch column.use {
        case .key:
            person.key = key(cell, &batch)
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
                if column.use == .emails, person.email.count == 0 {
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
        case .phone: person.phone = copy(plainPhone(cell), &batch)
        case .company: person.company = copy(cell, &batch)
        case .country: person.country = code(cell, column)
        case .line: person.line_ = code(cell, column)
        case .industry: person.industry = code(cell, column)
        case .source: break  // with its medium, which stands in another cell
        case .firstSource: person.firstSource = code(cell, column)
        case .latestSource: person.latestSource = code(cell, column)
        case .campaign: person.campaign = code(cell, column)
        case .reason:
            person.reason = code(cell, column)
            signs.end.hasReason = true
        case .active: signs.end.isActive = parseBoolean(cell).value
        case .probability: signs.end.isHopeless = NumberFormat(mark: .point).parse(cell).value?.value.mantissa == 0
        case .stage: signs.stage = find(cell, column)?.meaning.flatMap(Self.stage)
        case .status: signs.status = find(cell, column)?.meaning.flatMap(Self.stage)
        case .owner:
            if let owner = find(cell, column)?.code, owner != 0 { person.owner = owner }
        case .stageID: signs.stage = stages[String(decoding: cell, as: UTF8.self)]
        case .contacts:
            // One person's; with several a lead is the first one's, and the others stay who they are.
            var first = ""
            eachValue(in: cell) { if first.isEmpty { first = String(decoding: $0, as: UTF8.self) } }
            if !first.isEmpty { batch.aliases.append(.init(row: batch.rows.count, kind: layout.aliasKinds[place], value: first)) }
        case .created, .modified, .dated, .converted, .closed:
            let (time, problem) = time(cell, column)
            if let problem { return problem }
            if let time { note(time, column, &person, &signs, &batch) }
        case .isConverted: signs.isConverted = parseBoolean(cell).value ?? false
        case .accountID: person.accountKey = copy(cell, &batch)
        case .accountIDs:
            // The first of a list is the primary one.
            eachValue(in: cell) { if person.accountKey.count == 0 { person.accountKey = copy($0, &batch) } }
        case .deal:
            signs.hasDeal = true
            batch.deals.append(.init(row: batch.rows.count, kind: plan.keyKind("deal"), value: String(decoding: cell, as: UTF8.self)))
        case .deals:
            signs.hasDeal = true
            eachValue(in: cell) {
                batch.deals.append(.init(row: batch.rows.count, kind: plan.keyKind("deal"), value: String(decoding: $0, as: UTF8.self)))
            }
        case .alias: batch.aliases.append(.init(row: batch.rows.count, kind: layout.aliasKinds[place], value: String(decoding: cell, as: UTF8.self)))
        case .deleted: signs.isDeleted = parseBoolean(cell).value == true
        case .other: break
        }
        return nil
    }

    private static func stage(_ meaning: String) -> Stage? { meaning == "open" ? .opportunity : Stage(name: meaning) }

    @inline(__always)
    func find(_ cell: UnsafeRawBufferPointer, _ column: Column) -> ValueTable.Entry? {
        column.table >= 0 ? layout.tables[column.table].find(cell) : nil
    }

    @inline(__always)
    private func code(_ cell: UnsafeRawBufferPointer, _ column: Column) -> Int64 { column.table >= 0 ? layout.tables[column.table].code(cell) : 0 }

    private func note(_ time: Timestamp, _ column: Column, _ person: inout PersonRow, _ signs: inout Signs, _ batch: inout PeopleBatch) {
        switch column.use {
        case .created: if person.created == nil { person.created = time }
        case .modified: signs.modified = time
        case .converted: signs.converted = time
        case .closed: signs.closed = time
        case .dated:
            batch.dated.append((column.stage, time))
            person.isLead = true
        default: break
        }
    }

    /// What follows from the row as a whole: its key, stage, facts and account.
    private func finish(_ person: inout PersonRow, _ signs: Signs, _ row: borrowing Row, _ batch: inout PeopleBatch) {
        let stage: Stage = signs.hasDeal ? .opportunity : .sql, isConverted = signs.isConverted || signs.converted != nil
        if isConverted {
            if let converted = signs.converted, !isMisdated(converted, person, batch) {
                batch.dated.append((stage, converted))
            } else {
                // What the row says that the lead is stands, whatever its dates say.
                if signs.converted != nil { batch.misdated += 1 }
                person.current = stage
            }
        }
        let told = Self.current(signs.stage, signs.status)
        // A status that nobody touched after the conversion says less than the conversion.
        let isStale = isConverted && told.map { !$0.isEnd && $0 != .recycled && $0.reach < stage.reach } == true
        person.current = (isStale ? nil : told) ?? person.current
        if isLeads, signs.end.isLost, person.current?.isEnd != true, person.current != .recycled { person.current = .lost }
        // An end without a date of its own was when the row says that it was closed.
        if let current = person.current, current.isEnd, let closed = signs.closed, !isMisdated(closed, person, batch),
            !batch.dated[Int(person.datedStart)...].contains(where: { $0.0 == current })
        {
            batch.dated.append((current, closed))
        }
        person.datedCount = Int32(batch.dated.count) - person.datedStart
        if person.current != nil { person.isLead = true }
        person.factAt = (signs.modified?.at ?? options.asOf ?? now).micros
        person.factPrecision = signs.modified?.precision ?? .unknown
        if person.firstSource == 0 { person.firstSource = person.source }
        if person.latestSource == 0 { person.latestSource = person.source }
        if person.source == 0 { person.source = person.firstSource }
        if person.lastName.count == 0, person.firstName.count == 0, let name = nameColumn, !namesNobody(row[name]) {
            person.lastName = copy(row[name], &batch)
        }
        // Deleted in the other system: kept as a contact at rest.
        if signs.isDeleted { (person.isLead, person.isDeleted) = (false, true) }
        settle(&person, &batch)
        person.data = write(row, person, &batch, fieldsOnly: false)
        person.fields = write(row, person, &batch, fieldsOnly: true)
    }

    /// An end or a conversion before the row's creation, or before a stage on the way to it.
    private func isMisdated(_ time: Timestamp, _ person: PersonRow, _ batch: PeopleBatch) -> Bool {
        let before = [person.created].compactMap(\.self) + batch.dated[Int(person.datedStart)...].map(\.1)
        return before.contains { time.at < $0.at && !isSameDay(time, $0) }
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
        guard let reason = proposeExclusion(signs, ownDomains: options.ownDomains, competitors: options.competitors),
            options.apart?.contains(reason) ?? true
        else { return 0 }
        return Exclusion.allCases.first { $0.name == reason.rawValue }?.rawValue ?? 0
    }

    private func sourceText(_ code: Int64) -> String { plan.column("source")?.values?.entries.first { $0.code == code }?.raw ?? "" }
}
