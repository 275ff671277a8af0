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

    let read: Read
    let contact: ContactID
    let words: WordCache

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
}
