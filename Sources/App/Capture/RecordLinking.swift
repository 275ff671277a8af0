// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

extension RecordStoring {
    /// The people whom a row names, and how we know each. Keys of which a row has one each name one person: they are joined.
    func people(_ record: Record, isDeal: Bool = false) throws -> [(Holder, DealLink)] {
        var found: [(Holder, DealLink)] = []
        let contacts = reader.list(record, "contact_id", "contact_ids")
        for key in contacts { found.append((try ledger.holder("\(system)/contact", key), .id)) }
        let leads = !isDeal || reader.has("lead_id") ? reader.list(record, "lead_id") : []
        for key in leads { found.append((try ledger.holder("\(system)/lead", key), .id)) }
        if let who = reader.text(record, "who_id") {
            found.append((try ledger.holder(who.hasPrefix("00Q") ? "\(system)/lead" : "\(system)/contact", who), .id))
        }
        let addresses = reader.emails(record, "email")
        for address in addresses where !address.isShared { found.append((try ledger.holder("email", address.text), .email)) }
        // A deal may write all addresses of its one person into one cell.
        let isOne = addresses.count < 2 || isDeal && contacts.count == 1
        guard found.count > 1, contacts.count < 2, leads.count < 2, isOne, let one = found.first else { return found }
        return [(try join(found.map(\.0)), one.1)]
    }

    /// - Returns: the first, as it is after the others were joined to it.
    private func join(_ holders: [Holder]) throws -> Holder {
        var first = try ledger.current(holders[0])
        for other in holders.dropFirst() {
            let other = try ledger.current(other)
            if other.contactId != first.contactId { try ledger.unite(first.contact, other.contact) }
            first = try ledger.current(first)
        }
        return first
    }

    func dealContact(_ record: Record) throws -> Upserted {
        guard let key = dealKey(record, "deal_id") else { throw reader.missing("deal id", record, "Map it with --map \"Column=deal_id\".") }
        let people = try people(record)
        guard !people.isEmpty else { throw reader.missing("contact id or e-mail", record, "Map it with --map \"Column=contact_id\".") }
        let deal = try ledger.deal(key)
        let role = reader.text(record, "role") ?? ""
        var isNew = false
        for (holder, how) in people { isNew = try ledger.link(contact: holder, to: deal, role: role, how: role.isEmpty ? how : .role) || isNew }
        return isNew ? .created : .unchanged
    }

    func dealAccount(_ record: Record) throws -> Upserted {
        guard let key = dealKey(record, "deal_id") else { throw reader.missing("deal id", record, "Map it with --map \"Column=deal_id\".") }
        let account = try accountID(record)
        guard account != 0 else { throw reader.missing("company id", record, "Map it with --map \"Column=account_id\".") }
        let link = RecordKey("\(system)/deal-account", "\(key.value)|\(account)")
        guard try ledger.reference(kind: link.kind, value: link.value) == nil else { return .unchanged }
        let deal = try ledger.deal(key)
        try ledger.refer(link, to: deal)
        try ledger.note(
            "row", of: deal, from: nil, to: Ledger.json(["@account": String(account)]), at: Timestamp(reader.asOf, .unknown), basis: .inferred)
        try ledger.project(deal: deal)
        return .created
    }

    func accountContact(_ record: Record) throws -> Upserted {
        let people = try people(record)
        let account = try accountID(record)
        guard let holder = people.first?.0, account != 0 else { throw reader.missing("contact and company", record, "Map both with --map.") }
        let link = RecordKey("\(system)/account-contact", "\(holder.subjectId)|\(account)")
        guard try ledger.reference(kind: link.kind, value: link.value) == nil else { return .unchanged }
        try ledger.refer(link, to: account)
        if reader.flag(record, "is_primary") != false { try ledger.attach(holder, toAccount: account) }
        return .created
    }

    func activityLink(_ record: Record) throws -> Upserted {
        guard let id = reader.text(record, "activity_id") else {
            throw reader.missing("activity id", record, "Map it with --map \"Column=activity_id\".")
        }
        let people = try people(record)
        if people.isEmpty, reader.text(record, "deal_id") != nil || reader.text(record, "account_id") != nil {
            // That an activity is about a deal or a company adds nobody to whom it happened.
            return .unchanged
        }
        guard let holder = people.first?.0 else { throw reader.missing("contact id", record, "Map it with --map \"Column=contact_id\".") }
        return try ledger.attach(RecordKey("\(system)/activity", id), to: holder) ? .created : .unchanged
    }

    func merge(_ record: Record) throws -> Upserted {
        guard let into = reader.text(record, "into_id"), let merged = reader.text(record, "merged_id") else {
            throw reader.missing("pair of ids", record, "Map them with --map \"Column=into_id\" and \"Column=merged_id\".")
        }
        guard into != merged else { return .unchanged }
        switch reader.plan.match.subject ?? .contacts {
        case .deals:
            let deal = try ledger.deal(RecordKey("\(system)/deal", into))
            guard try ledger.reference(kind: "\(system)/deal", value: merged) == nil else { return .unchanged }
            try ledger.refer(RecordKey("\(system)/deal", merged), to: deal)
            return .created
        case .accounts:
            let account = try ledger.account(system, key: into)
            guard try ledger.reference(kind: "\(system)/account", value: merged) == nil else { return .unchanged }
            try ledger.refer(RecordKey("\(system)/account", merged), to: account)
            return .created
        default:
            let kind = "\(system)/\(reader.plan.match.subject == .leads ? "lead" : "contact")"
            let stays = try ledger.holder(kind, into)
            if let other = try ledger.find(kind, merged) {
                guard other.contactId != stays.contactId else { return .unchanged }
                try ledger.merge(other.contact, into: stays.contact)
            } else {
                try ledger.claim(kind, merged, for: stays)
            }
            return .created
        }
    }

    // MARK: Activities

    func activity(_ record: Record) throws -> Upserted {
        let kind = touchKind(record)
        let happened = try reader.time(record, "at")
        let responded = try reader.time(record, "responded_at")
        let created = try reader.time(record, "created_at")
        // HubSpot's table of engagements has ids only; what they are comes in the tables of calls, mails and meetings.
        if happened == nil, responded == nil, created == nil, reader.plan.match.column(of: "at") == nil, reader.text(record, "external_id") != nil {
            return .unchanged
        }
        guard let time = happened ?? responded ?? created else {
            throw reader.missing("time", record, "Map the column that says when with --map \"Column=at\".")
        }
        var touch = TouchDraft(time: time, side: side(kind, record), kind: kind)
        touch.direction = direction(kind, record)
        touch.outcome = outcome(kind, record)
        touch.channel = reader.text(record, "channel") ?? channel(kind)
        touch.campaign = try reader.text(record, "campaign") ?? campaignName(record)
        touch.content = reader.text(record, "content") ?? reader.text(record, "url") ?? ""
        touch.evidence = .imported
        touch.title = reader.text(record, "subject")
        let people = try people(record).map(\.0)
        if let visitor = reader.text(record, "visitor_id"), people.isEmpty { return try store(touch, record, [ledger.holder("cookie", visitor)]) }
        guard !people.isEmpty || reader.text(record, "external_id") != nil else {
            throw reader.missing("person or id", record, "Map the column that names the person with --map \"Column=email\" or \"Column=contact_id\".")
        }
        return try store(touch, record, people)
    }

    private func store(_ touch: TouchDraft, _ record: Record, _ people: [Holder]) throws -> Upserted {
        var touch = touch
        touch.member = reader.owner(record)
        let what = reader.text(record, "what_id") ?? ""
        if let deal = reader.text(record, "deal_id") ?? reader.list(record, "deal_ids").first ?? (what.hasPrefix("006") ? what : nil) {
            touch.deal = try ledger.deal(RecordKey("\(system)/deal", deal))
        }
        let key = reader.text(record, "external_id") ?? reader.text(record, "activity_id") ?? "#\(String(record.hash, radix: 36))"
        return try ledger.store(ActivityDraft(key: RecordKey("\(system)/activity", key), touch: touch, people: people)).outcome
    }

    /// What the id of a campaign is called, where its own row has come.
    private func campaignName(_ record: Record) throws -> String {
        guard let id = reader.text(record, "campaign_id") else { return "" }
        guard let word = try ledger.reference(kind: "\(system)/campaign", value: id) else { return id }
        return try ledger.tx.read.text("select value from code where id = $1", word) ?? id
    }

    private func touchKind(_ record: Record) -> TouchKind {
        switch reader.plan.match.kind {
        case .pageViews: return .pageView
        case .formSubmissions: return .formSubmission
        case .campaignMembers: return .campaignMember
        default: break
        }
        let said =
            (reader.known(record, "kind") ?? reader.text(record, "kind") ?? reader.plan.match.activityKind ?? reader.text(record, "status") ?? "")
            .lowercased()
        switch said {
        case "call": return .call
        case "meeting", "event": return .meeting
        case "task": return .task
        case "note": return .note
        case "message", "communication", "sms": return .message
        case "email", "sent", "incoming_email", "delivered": return .emailSent
        case "open", "opened": return .emailOpened
        case "click", "clicked": return .emailClicked
        case "reply", "replied": return .emailReplied
        case "bounce", "bounced", "dropped": return .emailBounced
        case "unsubscribe", "unsubscribed", "statuschange": return .emailUnsubscribed
        default: return reader.plan.match.kind == .emailEvents ? .emailSent : reader.plan.name.lowercased().contains("meeting") ? .meeting : .other
        }
    }

    private func side(_ kind: TouchKind, _ record: Record) -> TouchSide {
        switch kind {
        case .pageView, .formSubmission, .emailOpened, .emailClicked, .emailReplied, .emailUnsubscribed: .buyer
        case .campaignMember: reader.flag(record, "responded") == true ? .buyer : .marketing
        case .emailSent where reader.plan.match.kind == .emailEvents: .marketing
        case .emailBounced: .system
        default: reader.known(record, "direction") == "inbound" ? .buyer : .sales
        }
    }

    private func direction(_ kind: TouchKind, _ record: Record) -> TouchDirection {
        switch reader.known(record, "direction") {
        case "inbound": return .inbound
        case "outbound": return .outbound
        default: break
        }
        switch kind {
        case .pageView, .formSubmission, .emailReplied: return .inbound
        case .call, .emailSent, .message: return .outbound
        default: return .none
        }
    }

    private func outcome(_ kind: TouchKind, _ record: Record) -> TouchOutcome {
        if reader.flag(record, "canceled") == true || reader.flag(record, "no_show") == true { return .attempt }
        switch reader.known(record, "outcome") ?? reader.known(record, "status") ?? "" {
        case "reached": return .reached
        // A task that is completed says nothing of whether somebody answered.
        case "held": return kind == .meeting ? .meeting : .none
        case "attempt", "missed", "canceled": return .attempt
        default: return kind == .call ? .attempt : .none
        }
    }

    private func channel(_ kind: TouchKind) -> String {
        switch kind {
        case .call: "phone"
        case .emailSent, .emailOpened, .emailClicked, .emailReplied, .emailBounced, .emailUnsubscribed: "e-mail"
        case .pageView, .formSubmission: "web"
        case .meeting: "meeting"
        default: ""
        }
    }
}
