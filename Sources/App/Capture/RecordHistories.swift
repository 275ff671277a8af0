// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

extension RecordStoring {
    /// A change that the other system kept: exact where a current field would only let us infer.
    func history(_ record: Record) throws -> Upserted {
        let at = try reader.time(record, "at"), from = try reader.time(record, "from_at"), created = try reader.time(record, "created_at")
        guard let time = at ?? from ?? created else {
            throw reader.missing("time", record, "Map the column that says when with --map \"Column=at\".")
        }
        switch reader.plan.match.kind {
        case .stageHistory: return try stageHistory(record, time)
        case .dealHistory: return try dealHistory(record, time)
        default: return try peopleHistory(record, time)
        }
    }

    private func stageHistory(_ record: Record, _ time: Timestamp) throws -> Upserted {
        guard let key = dealKey(record, "deal_id") ?? dealKey(record) else {
            throw reader.missing("deal id", record, "Map it with --map \"Column=deal_id\".")
        }
        guard let stage = reader.text(record, "stage") ?? reader.text(record, "new_value") else {
            throw reader.missing("stage", record, "Map it with --map \"Column=stage\".")
        }
        return try ledger.observeStage(ledger.deal(key), stage: stage, at: time) ? .created : .unchanged
    }

    private func dealHistory(_ record: Record, _ time: Timestamp) throws -> Upserted {
        guard let key = dealKey(record, "deal_id") ?? dealKey(record) else {
            throw reader.missing("deal id", record, "Map it with --map \"Column=deal_id\".")
        }
        if reader.plan.match.isVersions { return try dealVersion(record, key, time) }
        if let stage = reader.text(record, "stage") {
            return try ledger.observeStage(ledger.deal(key), stage: stage, at: time) ? .created : .unchanged
        }
        guard let field = reader.text(record, "field") else { throw reader.missing("field", record, "Map it with --map \"Column=field\".") }
        let value = reader.text(record, "new_value") ?? ""
        let deal = try ledger.deal(key)
        if ["dealstage", "stagename", "stage"].contains(wordKey(field)), !value.isEmpty {
            return try ledger.observeStage(deal, stage: value, at: time) ? .created : .unchanged
        }
        let event = RecordKey("\(system)/deal-event", "\(key.value)|\(String(record.hash, radix: 36))")
        guard try ledger.reference(kind: event.kind, value: event.value) == nil else { return .unchanged }
        try ledger.refer(event, to: deal)
        try ledger.note(field, of: deal, from: reader.text(record, "old_value"), to: value, at: time, basis: .observed)
        return .created
    }

    private func dealVersion(_ record: Record, _ key: RecordKey, _ time: Timestamp) throws -> Upserted {
        let event = RecordKey("\(system)/deal-version", "\(key.value)|\(time.at.micros)|\(String(record.hash, radix: 36))")
        guard try ledger.reference(kind: event.kind, value: event.value) == nil else { return .unchanged }
        try store(deal: record, key: key, modified: time, isVersion: true)
        try ledger.refer(event, to: ledger.deal(key))
        return .created
    }

    /// A contact's, lead's or company's field at a time; stages become moves of the lead.
    private func peopleHistory(_ record: Record, _ time: Timestamp) throws -> Upserted {
        let subject = reader.plan.match.subject ?? (reader.plan.match.kind == .leadHistory ? .leads : .contacts)
        guard
            let id = reader.text(record, subject == .leads ? "lead_id" : subject == .accounts ? "account_id" : "contact_id") ?? reader.text(
                record, "external_id")
                ?? reader.emails(record, "email").first?.text
        else { throw reader.missing("id", record, "Map the column that names the record with --map.") }
        let fields = try changedFields(record)
        let event = RecordKey("\(system)/\(subject.noun)-history", "\(id)|\(time.at.micros)|\(String(record.hash, radix: 36))")
        guard try ledger.reference(kind: event.kind, value: event.value) == nil else { return .unchanged }
        if subject == .accounts {
            var draft = AccountDraft(system: system, time: time)
            (draft.key, draft.fields, draft.hash) = (id, fields, record.hash)
            (draft.name, draft.industry) = (fields["name"] ?? "", fields["industry"] ?? "")
            draft.isVersion = true
            let stored = try ledger.store(draft)
            try ledger.refer(event, to: stored.id)
            return .created
        }
        let kind = id.contains("@") ? "email" : "\(system)/\(subject.noun)"
        let holder = try ledger.holder(kind, id)
        try ledger.refer(event, to: holder.contactId)
        let before = reader.text(record, "field") == nil ? nil : reader.text(record, "old_value")
        let keeps = before != nil && (fields["status"] != nil || fields["stage"] != nil)
        try ledger.record(
            keeps ? fields.merging([Ledger.beforeFact: before ?? ""]) { $1 } : fields, of: holder, at: time, source: system)
        for (field, value) in fields {
            let domain: ValueDomain = field == "status" ? .status : .stage
            guard field == "status" || field == "stage", let stage = proposeStage(value, in: domain, system: reader.plan.match.system) else {
                continue
            }
            try advance(holder, to: stage, from: before.flatMap { proposeStage($0, in: domain, system: reader.plan.match.system) }, at: time)
        }
        return .created
    }

    /// `field` and `new_value`, or all columns of a version of the record.
    private func changedFields(_ record: Record) throws -> [String: String] {
        if let field = reader.text(record, "field") {
            let known = recognizeHeading(field, in: .leads, system: reader.plan.match.system).first { $0.confidence >= 0.6 }?.field.name
            return [known ?? field: reader.text(record, "new_value") ?? ""]
        }
        let fields = reader.others(record, except: ["at", "from_at", "to_at", "is_deleted", "external_id"])
        guard !fields.isEmpty else { throw reader.missing("changed field", record, "Map it with --map \"Column=field\".") }
        return fields
    }

    private func advance(_ holder: Holder, to stage: Stage, from: Stage?, at time: Timestamp) throws {
        let holder = try ledger.current(holder)
        var lead = try ledger.tx.read.int(
            "select id from lead where contact_id = $1 and subject_id = $2 order by id limit 1", holder.contactId, holder.subjectId)
        if lead == nil {
            // A record whose own row has not come waits for it: that tells when it was opened, and finds what was told here.
            let isKnown = try ledger.tx.read.int("select hash from subject where contact_id = $1 and id = $2", holder.contactId, holder.subjectId)
            guard isKnown ?? 0 != 0 else { return }
            var draft = LeadDraft(opened: Timestamp(time.at, .unknown))
            draft.isInferred = true
            do { lead = try ledger.open(draft, for: holder).raw } catch MoveRefused.alreadyOpen(let open) { lead = open.raw }
        }
        guard let lead, stage != .inquiry else { return }
        try ledger.observe([MoveDraft(to: stage, time: time, basis: .observed, from: from)], of: LeadID(lead), of: holder.contact)
    }

    // MARK: Colleagues, words, money

    func member(_ record: Record) throws -> Upserted {
        var draft = ColleagueDraft(system: system)
        draft.key = reader.text(record, "external_id") ?? reader.text(record, "user_id")
        let parts = [reader.text(record, "first_name"), reader.text(record, "last_name")].compactMap(\.self)
        draft.name = reader.text(record, "name") ?? parts.joined(separator: " ")
        draft.email = reader.emails(record, "email").first?.text
        draft.isActive = reader.flag(record, "active") ?? (reader.flag(record, "is_deleted") != true)
        draft.place.team = reader.text(record, "team") ?? ""
        draft.place.region = reader.text(record, "region") ?? ""
        guard draft.key != nil || !draft.name.isEmpty || draft.email != nil else {
            throw reader.missing("id, name or e-mail", record, "Map it with --map \"Column=name\".")
        }
        let colleagues = Colleagues(ledger)
        if let manager = reader.text(record, "manager") {
            draft.place.manager = try colleagues.member(
                system, email: manager.contains("@") ? manager : nil, name: manager.contains("@") ? nil : manager)
        } else if let manager = reader.text(record, "manager_id") {
            draft.place.manager = try colleagues.member(system, key: manager)
        }
        return try colleagues.store(draft).outcome
    }

    func team(_ record: Record) throws -> Upserted {
        let colleagues = Colleagues(ledger)
        if reader.plan.match.kind == .teams {
            guard let name = reader.text(record, "name") else { throw reader.missing("team name", record, "Map it with --map \"Column=name\".") }
            let known = try ledger.tx.read.int("select id from team where name = $1", name)
            let id = try colleagues.team(name)
            if let key = reader.text(record, "external_id") { try ledger.refer(RecordKey("\(system)/team", key), to: id) }
            return known == nil ? .created : .unchanged
        }
        var draft = ColleagueDraft(system: system)
        draft.key = reader.text(record, "member_id") ?? reader.text(record, "user_id")
        draft.name = reader.text(record, "member") ?? ""
        guard draft.key != nil || !draft.name.isEmpty else { throw reader.missing("member", record, "Map it with --map \"Column=member_id\".") }
        // Who is on several teams has a row for each; the first, or the primary one, is where they are counted.
        let row = RecordKey("\(system)/team-member", draft.key ?? draft.name)
        if let known = try ledger.reference(row) {
            let hash = Ledger.rowHash(record.hash)
            guard
                try known.hash != hash
                    && !ledger.hasRow(
                        RecordKey("\(system)/team-member-row", row.value), hash: hash, stored: known.hash, seen: known.seenImport,
                        object: known.objectId)
            else {
                if known.seenImport != ledger.importID { try ledger.seen(row, hash: known.hash) }
                return .unchanged
            }
            if known.seenImport == ledger.importID, reader.flag(record, "is_primary") != true { return .unchanged }
            try ledger.seen(row, hash: hash)
        }
        if let key = reader.text(record, "team_id") {
            let named = try ledger.reference(kind: "\(system)/team", value: key).flatMap {
                try ledger.tx.read.text("select name from team where id = $1", $0)
            }
            draft.place.team = named ?? key
        } else {
            draft.place.team = reader.text(record, "team") ?? ""
        }
        let stored = try colleagues.store(draft)
        try ledger.refer(row, to: stored.id, hash: Ledger.rowHash(record.hash))
        return stored.outcome
    }

    /// Stages of pipelines, pipelines, campaigns: what ids of the other files are called.
    func word(_ record: Record) throws -> Upserted {
        let key = reader.text(record, "external_id") ?? ""
        guard let name = reader.text(record, "name") ?? reader.text(record, "stage") ?? (key.isEmpty ? nil : key) else {
            throw reader.missing("name", record, "Map it with --map \"Column=name\".")
        }
        if reader.plan.match.kind == .stages {
            let position = try reader.number(record, "position")?.value.integer ?? 0
            let meant = reader.known(record, "stage") ?? proposeStage(name, in: .dealStage, system: reader.plan.match.system)?.name
            let won = reader.flag(record, "is_won") ?? (meant == "won")
            let closed = reader.flag(record, "is_closed") ?? (won || meant == "lost")
            return try ledger.pipelineStage(
                reader.text(record, "pipeline_id") ?? reader.text(record, "pipeline") ?? "", stage: key.isEmpty ? name : key, label: name,
                position: Int(position),
                outcome: won ? .won : closed ? .lost : .open)
        }
        let kind: CodeKind = reader.plan.match.kind == .campaigns ? .campaign : .pipeline
        let word = RecordKey("\(system)/\(kind.rawValue)", key.isEmpty ? name : key)
        guard try ledger.reference(kind: word.kind, value: word.value) == nil else { return .unchanged }
        try ledger.refer(word, to: ledger.code(kind, name))
        return .created
    }

    func spend(_ record: Record) throws -> Upserted {
        let source = reader.meaning(record, "source") ?? reader.meaning(record, "channel") ?? reader.text(record, "name") ?? ""
        let campaign = reader.text(record, "campaign") ?? reader.text(record, "campaign_id") ?? ""
        var lines: [(first: Day, last: Day, money: Money)] = []
        for month in reader.plan.shape.months {
            guard let cell = record.cells[month.index], reader.plan.columns.indices.contains(month.index) else { continue }
            guard let money = try reader.money(cell, reader.plan.columns[month.index], record) else { continue }
            let (year, number, _) = month.first.civil
            lines.append((month.first, month.first.adding(days: Day.length(ofMonth: number, year: year) - 1), money))
        }
        if reader.plan.shape.months.isEmpty {
            guard let time = try reader.time(record, "day"), let money = try reader.money(record, "amount") else {
                throw reader.missing("day or amount", record, "Map them with --map \"Column=day\" and \"Column=amount\".")
            }
            let first = reader.zone.day(of: time.at)
            let (year, month, _) = first.civil
            let length =
                time.precision == .month ? Day.length(ofMonth: month, year: year) : time.precision == .year ? (Day.isLeap(year) ? 366 : 365) : 1
            lines = [(first, try reader.lastDay(record, from: first) ?? first.adding(days: length - 1), money)]
        }
        var outcome = Upserted.unchanged
        for line in lines {
            let stored = try store(spend: line, source, campaign, record)
            if outcome == .unchanged { outcome = stored }
        }
        return outcome
    }

    /// The same row again adds nothing; with another amount it is a correction: what it adds to the amount before is a row of its own, so that an
    /// undo leaves the amount before.
    private func store(spend line: (first: Day, last: Day, money: Money), _ source: String, _ campaign: String, _ record: Record) throws -> Upserted {
        let days = "\(line.first.iso)|\(line.last.iso)|\(source)|\(campaign)"
        var place = RowHash()
        for part in reader.spendPlace(record) {
            var part = part
            part.withUTF8 { place.add(UnsafeRawBufferPointer($0)) }
        }
        let key = RecordKey(
            "\(system)/spend-row", "\(days)|\(line.money.currency)|\(String(place.value, radix: 36))|\(record.occurrence)")
        let known = try ledger.reference(key)
        // Before corrections were known, the amount was part of the key.
        let once = RecordKey("\(system)/spend", "\(days)|\(line.money.minor)|\(line.money.currency)")
        if known == nil, record.occurrence == 0, let object = try ledger.reference(once)?.objectId {
            try ledger.refer(key, to: object, hash: Self.hash(amount: line.money.minor))
            return .unchanged
        }
        let before = known.map { $0.hash == 0 ? 0 : $0.hash >> 1 } ?? 0
        if let known, known.hash != 0 {
            let rows = RecordKey("\(system)/spend-rows", key.value)
            let isKnown =
                try before == line.money.minor
                || ledger.hasRow(rows, hash: Self.hash(amount: line.money.minor), stored: known.hash, seen: known.seenImport, object: known.objectId)
            if isKnown {
                if known.seenImport != ledger.importID { try ledger.seen(key, hash: known.hash) }
                return .unchanged
            }
        }
        let id = try ledger.tx.newID()
        if known == nil { try ledger.refer(key, to: id, hash: Self.hash(amount: line.money.minor)) }
        if known != nil { try ledger.seen(key, hash: Self.hash(amount: line.money.minor)) }
        try ledger.tx.execute(
            "insert into spend (id, day, upto, source, campaign, amount, currency, import_id) values ($1, $2, $3, $4, $5, $6, $7, $8)", id,
            Int64(line.first.number), Int64(line.last.number), ledger.code(.source, source), ledger.code(.campaign, campaign),
            line.money.minor.subtractingReportingOverflow(before).partialValue, line.money.currency.code, run)
        return known == nil ? .created : .updated
    }

    /// An amount in the place of a hash: never 0, which says that nothing was read.
    private static func hash(amount: Int64) -> Int64 { amount << 1 | 1 }

    func rate(_ record: Record) throws -> Upserted {
        var outcome = Upserted.unchanged
        for rate in try reader.rates(record) {
            let stored = try Rates.put(ledger.tx, rate.currency, on: rate.day, rate: rate.value, import: run.raw) { name, before in
                try ledger.remember(.rate, name, was: ["rate": String(before)])
            }
            if stored == .created || outcome == .unchanged { outcome = stored }
        }
        return outcome
    }
}
