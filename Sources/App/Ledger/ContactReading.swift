// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// All that is known of one person, read by keys that begin with the contact.
struct ContactReading {
    struct LeadLine {
        let id: Int64
        let line: String
        let kind: LeadKind?
        let origin: Origin
        let stage: Stage
        let opened: Timestamp
        let ended: Timestamp?
        let ownerID: Int64
        let owner: String
        let reason: String
        let campaign: String
        var reached: Stage
    }

    struct DealLine {
        let id: Int64
        let row: DealRow
        let expected: Day?
        let how: DealLink?
        let role: String
    }

    struct FactLine {
        let field: String
        let value: String
        let source: String
        let time: Timestamp
        let isByHand: Bool
    }

    /// What happened, as the timeline orders it.
    struct Happening {
        let time: Timestamp
        /// Among equals: moves by the flow, then the rest.
        let order: Int64
        let event: (String) -> ContactPage.Event
    }

    var name = "", email = "", title = "", phone = "", country = "", industry = ""
    var accountID: Int64 = 0
    var account = "", accountDetail = ""
    var isKnown = true
    var excluded: Exclusion?
    var leads: [LeadLine] = []
    var deals: [DealLine] = []
    var facts: [FactLine] = []
    var happenings: [Happening] = []
    /// Where earlier touches begin that were not read; nil where all were.
    var cut: Int64?

    private let read: Read
    private let contact: ContactID
    private let words: WordCache

    /// At most this many touches are read at once.
    static let touches = 500

    /// - Returns: nil where there is no such person, or none that the scope shows.
    init?(_ read: Read, _ contact: ContactID, scope: Scope, before: Int64) throws {
        (self.read, self.contact, words) = (read, contact, WordCache(read))
        guard try person() else { return nil }
        try readLeads()
        var accountOwner: Int64 = 0
        if accountID != 0 { accountOwner = try readAccount() }
        let owners = leads.map(\.ownerID)
        if case .own(let member) = scope, accountOwner != member.raw {
            guard owners.contains(member.raw) else { return nil }
        }
        try readMoves()
        try readAssignments()
        try readDeals()
        try readTouches(before: before)
        try readFacts()
    }

    private mutating func person() throws -> Bool {
        var isThere = false, columns: (account: Int64, country: Int64, industry: Int64) = (0, 0, 0), first = "", last = ""
        var found = self
        try read.scan(
            """
            select first_name, last_name, email, title, phone, account_id, country, industry, known, excluded, company from contact
            where id = $1 and \(Ledger.seen)
            """, contact
        ) { row in
            isThere = true
            (first, last, found.email, found.title, found.phone) = (row.text(0), row.text(1), row.text(2), row.text(3), row.text(4))
            columns = (row.int(5), row.int(6), row.int(7))
            (found.isKnown, found.excluded, found.account) = (row.int(8) != 0, Exclusion(rawValue: row.int(9)), row.text(10))
        }
        self = found
        name = LeadRow.name(first, last, email)
        (accountID, country, industry) = (columns.account, try words.word(columns.country), try words.word(columns.industry))
        return isThere
    }

    /// - Returns: who owns the account.
    private mutating func readAccount() throws -> Int64 {
        var owner: Int64 = 0, found: (name: String, domain: String, country: Int64, industry: Int64) = ("", "", 0, 0)
        try read.scan("select name, domain, country, industry, owner_id from account where id = $1 and \(Ledger.seen)", accountID) { row in
            found = (row.text(0), row.text(1), row.int(2), row.int(3))
            owner = row.int(4)
        }
        if !found.name.isEmpty { account = found.name }
        accountDetail = [found.domain, try words.word(found.industry), try words.word(found.country)].filter { !$0.isEmpty && $0 != account }.joined(
            separator: " · ")
        return owner
    }

    private mutating func readLeads() throws {
        var rows: [(Int64, [Int64], Int64?)] = []
        try read.scan(
            """
            select id, line, kind, origin, stage, opened_at, opened_precision, stage_at, owner_id, reason, campaign, ended_at from lead
            where contact_id = $1 and part_of = 0 and \(Ledger.seen) order by opened_at desc, id desc limit 200
            """, contact
        ) { row in rows.append((row.int(0), (1...10).map { row.int($0) }, row.isNull(11) ? nil : row.int(11))) }
        for (id, columns, ended) in rows {
            leads.append(
                LeadLine(
                    id: id, line: try words.word(columns[0]), kind: LeadKind(rawValue: columns[1]), origin: Origin(rawValue: columns[2]) ?? .unknown,
                    stage: Stage(rawValue: columns[3]) ?? .inquiry,
                    opened: Timestamp(Moment(micros: columns[4]), Precision(rawValue: columns[5]) ?? .unknown),
                    ended: ended.map { Timestamp(Moment(micros: $0), .exact) }, ownerID: columns[7], owner: try words.member(columns[7]),
                    reason: try words.word(columns[8]), campaign: try words.word(columns[9]), reached: Stage(rawValue: columns[3]) ?? .inquiry))
        }
    }

    private mutating func readMoves() throws {
        var rows: [(lead: Int64, time: Timestamp, from: Stage?, to: Stage, basis: Basis, reason: Int64, actor: String, id: Int64, run: Int64)] = []
        try read.scan(
            """
            select lead_id, at, precision, from_stage, to_stage, basis, reason, actor, id, import_id from move
            where contact_id = $1 and superseded_by = 0 and \(Ledger.seen)
            """, contact
        ) { row in
            guard let to = Stage(rawValue: row.int(4)) else { return }
            rows.append(
                (
                    row.int(0), Timestamp(Moment(micros: row.int(1)), Precision(rawValue: row.int(2)) ?? .unknown), Stage(rawValue: row.int(3)), to,
                    Basis(rawValue: row.int(5)) ?? .inferred, row.int(6), row.isNull(7) ? "" : row.text(7), row.int(8), row.int(9)
                ))
        }
        var before: [Int64: Stage] = [:], first: [Int64: Int64] = [:]
        try read.scan("select id, part_of from lead where contact_id = $1 and part_of <> 0 and \(Ledger.seen)", contact) {
            first[$0.int(0)] = $0.int(1)
        }
        for place in rows.indices { rows[place].lead = first[rows[place].lead] ?? rows[place].lead }
        for row in rows.sorted(by: { ($0.lead, $0.time.at.micros, $0.to.order, $0.id) < ($1.lead, $1.time.at.micros, $1.to.order, $1.id) }) {
            if let place = leads.firstIndex(where: { $0.id == row.lead }), row.to.reach > leads[place].reached.reach { leads[place].reached = row.to }
            let from = before[row.lead]
            before[row.lead] = row.to
            let reason = try words.word(row.reason), by = try actor(row.actor)
            let name = leads.count > 1 ? leads.first { $0.id == row.lead }?.line ?? "" : ""
            let text = from == nil ? "Came in as \(row.to.label)" : "\(from?.label ?? "") → \(row.to.label)"
            happenings.append(
                Happening(time: row.time, order: row.to.order + 100) { when in
                    ContactPage.Event(
                        when: when, side: row.to.side, kind: "move", text: name.isEmpty ? text : "\(name): \(text)",
                        detail: reason.isEmpty ? nil : "“\(reason)”", href: "#lead-\(row.lead)", by: by,
                        marks: [Mark(row.basis), Mark(row.time.precision)].compactMap(\.self))
                })
        }
    }

    private func actor(_ text: String) throws -> String? {
        switch Actor(text: text) {
        case .member(let id): try words.member(id)
        case .engine: "Entente"
        case .token: "a program"
        case .import, .system, nil: nil
        }
    }

    private mutating func readAssignments() throws {
        var rows: [(Int64, Timestamp, String)] = []
        try read.scan("select owner_id, from_at, precision, why from assignment where contact_id = $1 and \(Ledger.seen) order by from_at", contact) {
            row in
            rows.append(
                (row.int(0), Timestamp(Moment(micros: row.int(1)), Precision(rawValue: row.int(2)) ?? .unknown), row.isNull(3) ? "" : row.text(3)))
        }
        for (owner, time, why) in rows {
            let name = try words.member(owner)
            happenings.append(
                Happening(time: time, order: 50) { when in
                    ContactPage.Event(
                        when: when, side: .sales, kind: "assignment", text: name.isEmpty ? "Owned by nobody" : "Owned by \(name)",
                        detail: why.isEmpty ? nil : why,
                        marks: [Mark(time.precision)].compactMap(\.self))
                })
        }
    }

    private mutating func readTouches(before: Int64) throws {
        struct Touch {
            let time: Timestamp
            let side: TouchSide, direction: TouchDirection, kind: TouchKind, outcome: TouchOutcome, evidence: Evidence
            let channel: Int64, campaign: Int64, content: Int64, member: Int64
            let title: String
        }
        var rows: [Touch] = []
        try read.scan(
            """
            select at, precision, side, direction, kind, outcome, evidence, channel, campaign, content, member_id, title from touch
            where contact_id = $1 and at < $2 and \(Ledger.seen) order by at desc, id limit \(Self.touches)
            """, contact, before
        ) { row in
            rows.append(
                Touch(
                    time: Timestamp(Moment(micros: row.int(0)), Precision(rawValue: row.int(1)) ?? .unknown),
                    side: TouchSide(rawValue: row.int(2)) ?? .system,
                    direction: TouchDirection(rawValue: row.int(3)) ?? .none, kind: TouchKind(rawValue: row.int(4)) ?? .other,
                    outcome: TouchOutcome(rawValue: row.int(5)) ?? .none, evidence: Evidence(rawValue: row.int(6)) ?? .imported, channel: row.int(7),
                    campaign: row.int(8), content: row.int(9), member: row.int(10), title: row.isNull(11) ? "" : row.text(11)))
        }
        if rows.count == Self.touches { cut = rows.last?.time.at.micros }
        for touch in rows {
            let title = touch.title.isEmpty ? try words.word(touch.content) : touch.title, by = try words.member(touch.member)
            let outcome =
                switch touch.outcome {
                case .none: ""
                case .attempt: "not reached"
                case .reached: "reached"
                case .meeting: "meeting held"
                }
            let detail = [try words.word(touch.channel), try words.word(touch.campaign), outcome].filter { !$0.isEmpty }.joined(separator: " · ")
            let side: Side = touch.side == .marketing ? .marketing : touch.side == .sales ? .sales : .joint
            let mark: Mark? = touch.evidence == .logged ? Mark("logged", hint: "A colleague wrote it down.") : nil
            happenings.append(
                Happening(time: touch.time, order: 20) { when in
                    ContactPage.Event(
                        when: when, side: side, kind: "touch", text: title.isEmpty ? touch.kind.label : "\(touch.kind.label): \(title)",
                        detail: detail.isEmpty ? nil : detail,
                        by: by.isEmpty ? nil : by, marks: [mark, Mark(touch.time.precision)].compactMap(\.self))
                })
        }
    }

    private mutating func readDeals() throws {
        var links: [(deal: Int64, role: Int64, how: Int64)] = []
        try read.scan(
            "select deal_id, role, how from deal_contact where contact_id = $1 and \(Ledger.seen) order by deal_id, how limit 500", contact
        ) { row in if links.last?.deal != row.int(0) { links.append((row.int(0), row.int(1), row.int(2))) } }
        for link in links {
            guard let row = try DealRow.read(read, [link.deal]).first else { continue }
            let expected = try read.int("select expected_day from deal where id = $1", link.deal).map { Day(number: Int32(clamping: $0)) }
            deals.append(DealLine(id: link.deal, row: row, expected: expected, how: DealLink(rawValue: link.how), role: try words.word(link.role)))
            try readEvents(of: link.deal, named: row.name)
        }
        deals.sort { ($1.row.opened.at.micros, $1.id) < ($0.row.opened.at.micros, $0.id) }
    }

    private mutating func readEvents(of deal: Int64, named name: String) throws {
        var rows: [(time: Timestamp, field: String, old: String, new: String, basis: Basis?)] = []
        try read.scan(
            """
            select at, precision, field, old_value, new_value, basis from deal_event
            where deal_id = $1 and field in ('stage', 'amount', 'outcome', 'owner') and \(Ledger.seen) order by at desc limit 100
            """, deal
        ) { row in
            rows.append(
                (
                    Timestamp(Moment(micros: row.int(0)), Precision(rawValue: row.int(1)) ?? .unknown), row.text(2), row.isNull(3) ? "" : row.text(3),
                    row.isNull(4) ? "" : row.text(4), Basis(rawValue: row.int(5))
                ))
        }
        for row in rows {
            let values = try [row.old, row.new].map { try said($0, as: row.field) }.filter { !$0.isEmpty }
            guard !values.isEmpty else { continue }
            let text = "\(name.isEmpty ? "Deal" : name): \(row.field == "outcome" ? "" : row.field + " ")\(values.joined(separator: " → "))"
            happenings.append(
                Happening(time: row.time, order: 30) { when in
                    ContactPage.Event(
                        when: when, side: .sales, kind: "deal", text: text,
                        marks: [row.basis == .inferred ? Mark(.inferred) : nil, Mark(row.time.precision)].compactMap(\.self))
                })
        }
    }

    /// A value of a deal's history for a reader: amounts are kept as `1250000 EUR` in minor units, owners as ids.
    private func said(_ value: String, as field: String) throws -> String {
        let parts = value.split(separator: " ")
        switch field {
        case "amount":
            guard parts.count == 2, let minor = Int64(parts[0]), let currency = Currency(String(parts[1])) else { return value }
            return Format.money(Money(minor: minor, currency))
        case "owner": return try Int64(value).map { try words.member($0) } ?? value
        default: return value
        }
    }

    private mutating func readFacts() throws {
        var rows: [(id: Int64, time: Timestamp, recorded: Int64, source: Int64, fields: [(key: String, value: String)])] = []
        try read.scan(
            "select id, at, precision, recorded_at, source, data from fact where contact_id = $1 and \(Ledger.seen) order by id", contact
        ) { row in
            rows.append(
                (
                    row.int(0), Timestamp(Moment(micros: row.int(1)), Precision(rawValue: row.int(2)) ?? .unknown), row.int(3), row.int(4),
                    FlatJSON.read(row.text(5))
                ))
        }
        // In the order in which they win: by hand last, then the latest.
        let origins = try Dictionary(Set(rows.map(\.source)).map { ($0, try words.word($0)) }, uniquingKeysWith: { first, _ in first })
        let ordered = rows.sorted { a, b in
            let (x, y) = (origins[a.source] == "by hand", origins[b.source] == "by hand")
            if x != y { return y }
            return (a.time.at.micros, a.recorded, a.id) < (b.time.at.micros, b.recorded, b.id)
        }
        var current: [String: FactLine] = [:]
        for row in ordered {
            let source = origins[row.source] ?? ""
            for (key, value) in row.fields where !key.hasPrefix("key:") {
                if let old = current[key], old.value != value, !value.isEmpty {
                    let label = Self.label(key), before = old.value
                    happenings.append(
                        Happening(time: row.time, order: 10) { when in
                            ContactPage.Event(
                                when: when, side: .joint, kind: "fact", text: "\(label): \(before.isEmpty ? "–" : before) → \(value)",
                                detail: source.isEmpty ? nil : source,
                                marks: [Mark(row.time.precision)].compactMap(\.self))
                        })
                }
                current[key] = FactLine(field: key, value: value, source: source, time: row.time, isByHand: source == "by hand")
            }
        }
        facts = current.values.filter { !$0.value.isEmpty }.sorted { (Self.rank($0.field), $0.field) < (Self.rank($1.field), $1.field) }
    }

    private static let first = [
        "email", "phone", "title", "company", "country", "industry", "persona", "source", "first_source", "latest_source", "campaign",
    ]

    private static func rank(_ field: String) -> Int { first.firstIndex(of: field) ?? first.count }

    static func label(_ field: String) -> String {
        let words = field.replacing("_", with: " ")
        return field == "email" ? "E-mail" : words.prefix(1).uppercased() + words.dropFirst()
    }
}
