// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

/// The past, replayed here from the rows that the ledger holds, by rules written down once more.
@Suite struct AsOfTests {
    private struct MoveFact: Decodable, Sendable { let contactId, leadId, id, at, toStage, reason, supersededBy: Int64 }
    private struct OwnerFact: Decodable, Sendable { let leadId, id, ownerId, fromAt: Int64 }
    private struct PartFact: Decodable, Sendable { let id, partOf, openedAt: Int64 }

    /// Moves of an end come after those of the way at the same moment.
    private static func order(_ stage: Int64) -> Int64 { stage == 9 ? 6 : stage >= 6 ? 7 : stage }

    /// By lead: `stage|since|ended|owner`.
    private static func leads(_ database: Database, at moment: Int64) async throws -> [Int64: String] {
        let moves = try await database.read {
            try $0.rows(as: MoveFact.self, "select contact_id, lead_id, id, at, to_stage, reason, superseded_by from move")
        }
        let owners = try await database.read { try $0.rows(as: OwnerFact.self, "select lead_id, id, owner_id, from_at from assignment") }
        let parts = try await database.read { try $0.rows(as: PartFact.self, "select id, part_of, opened_at from lead") }
        let head = Dictionary(uniqueKeysWithValues: parts.map { ($0.id, $0.partOf == 0 ? $0.id : $0.partOf) })
        var told: [Int64: String] = [:]
        for part in parts where part.partOf == 0 && part.openedAt <= moment {
            let own = moves.filter { head[$0.leadId] == part.id && $0.at <= moment && $0.supersededBy == 0 }
            let last = own.max { ($0.at, order($0.toStage), $0.id) < ($1.at, order($1.toStage), $1.id) }
            let given = owners.filter { head[$0.leadId] == part.id }
            let owner = given.filter { $0.fromAt <= moment }.max { ($0.fromAt, $0.id) < ($1.fromAt, $1.id) }?.ownerId ?? 0
            let stage = last?.toStage ?? 1
            told[part.id] = "\(Stage(rawValue: stage)?.name ?? "")|\(last?.at ?? part.openedAt)|\((6...8).contains(stage))|\(owner)"
        }
        return told
    }

    private static func told(_ row: Node) -> String {
        let since = Moment(rfc3339: row["stage_since"]?.text ?? "")?.micros ?? 0
        return "\(row["stage"]?.text ?? "")|\(since)|\(row["ended_at"] != nil)|\(row["owner"]?["id"]?.int ?? 0)"
    }

    private static let another = """
        insert into lead (contact_id, id, subject_id, line, kind, origin, source, campaign, opened_at, opened_precision, ended_at, stage, stage_at,
            owner_id, first_owner_id, reason, due_at, next_check_at, import_id, part_of)
        select contact_id, cast($2 as bigint), subject_id, line, kind, origin, source, campaign, opened_at, opened_precision, null, 1, opened_at,
            0, 0, 0, null, null, 0, id from lead where id = $1 and part_of = 0
        """

    /// Random verbs over people of the sample company: late facts, moves of any kind and date, other owners.
    private static func walk(_ database: Database, seed: UInt64) async throws {
        try await database.write { tx in
            struct Pair: Decodable { let contactId: Int64, id: Int64 }
            var random = Seeded(state: seed)
            let leads = try tx.read.rows(as: Pair.self, "select contact_id, id from lead order by contact_id, id")
            let members = try tx.read.rows(as: Int64.self, "select id from member order by id")
            for _ in 0..<120 {
                guard let lead = leads.randomElement(using: &random), let member = members.randomElement(using: &random) else { return }
                let at = APIFixture.now.adding(seconds: -Int64.random(in: 0...200, using: &random) * 86_400)
                let ledger = Ledger(tx, now: at, actor: .system), contact = ContactID(lead.contactId)
                switch Int.random(in: 0..<5, using: &random) {
                case 0:
                    try ledger.assign(LeadID(lead.id), of: contact, to: MemberID(member), why: "walk")
                    // Here the clock goes back and forth, which it does not elsewhere.
                    try ledger.project(LeadID(lead.id), of: contact)
                case 1:
                    let subject = try tx.read.int("select id from subject where contact_id = $1 limit 1", lead.contactId) ?? 0
                    try ledger.record(
                        ["title": "T\(Int.random(in: 0..<9, using: &random))"], of: Holder(contactId: lead.contactId, subjectId: subject),
                        at: Timestamp(at, .exact), source: Bool.random(using: &random) ? "by hand" : "form")
                case 2 where Bool.random(using: &random):
                    // Another record of the same attempt, with moves of its own.
                    let part = try tx.newID()
                    try tx.execute(Self.another, lead.id, part)
                    let draft = MoveDraft(to: .sal, time: Timestamp(at, .exact), basis: .observed)
                    try ledger.observe([draft], of: LeadID(part), of: contact)
                    try ledger.project(LeadID(lead.id), of: contact)
                case 2:
                    // Something later says more than the move that came last.
                    try tx.execute(
                        """
                        update move set superseded_by = $3 where contact_id = $1 and lead_id = $2 and to_stage <> 1 and id in (
                            select max(id) from move where contact_id = $1 and lead_id = $2)
                        """, lead.contactId, lead.id, Bool.random(using: &random) ? -1 : Int64(1))
                    try ledger.project(LeadID(lead.id), of: contact)
                default:
                    let stage = Stage.allCases.randomElement(using: &random) ?? .mql
                    try ledger.observe(
                        [MoveDraft(to: stage, time: Timestamp(at, .exact), basis: .observed)], of: LeadID(lead.id), of: contact, reason: "walk")
                }
            }
        }
    }

    @Test(arguments: TestEngine.available, [UInt64(1), 2]) func `leads are where they were, and whose they were`(
        engine: TestEngine, seed: UInt64
    ) async throws {
        print("as of, seed \(seed), \(engine)")
        try await APIFixture.run(engine, contacts: 40, tell: { try await Self.walk($0, seed: seed) }) { api in
            for days in [Int64(0), 30, 75, 150, 400] {
                let moment = APIFixture.moment(daysAgo: days)
                let expected = try await Self.leads(api.database, at: moment.micros)
                let rows = try await api.rows("leads?as_of=\(moment.rfc3339)", limit: 13)
                let told = Dictionary(uniqueKeysWithValues: rows.map { ($0["id"]?.int ?? 0, Self.told($0)) })
                #expect(told == expected, "\(days) days ago")
                let open = try await api.rows("leads?state=open&stage=mql&as_of=\(moment.rfc3339)")
                let isAsked = rows.filter { $0["stage"]?.text == "mql" && $0["ended_at"] == nil }
                #expect(open == isAsked, "filters look at what was")
                let moves = try await api.rows("moves?as_of=\(moment.rfc3339)"), all = try await api.rows("moves")
                #expect(moves == all.filter { ($0["happened"]?["at"]?.text ?? "") <= moment.rfc3339 })
                let touches = try await api.rows("touches?as_of=\(moment.rfc3339)"), every = try await api.rows("touches")
                #expect(touches == every.filter { ($0["happened"]?["at"]?.text ?? "") <= moment.rfc3339 })
            }
            let part = try await api.database.read { try $0.int("select id from lead where part_of <> 0 limit 1") } ?? 0
            let head = try await api.database.read { try $0.int("select part_of from lead where id = $1", part) } ?? 0
            #expect(try await api.read("leads/\(part)")["id"]?.int == head, "a record of another's attempt is that lead")
            let ofHead = try await api.rows("moves?lead=\(head)"), ofPart = try await api.rows("moves?lead=\(part)")
            #expect(ofHead == ofPart && ofHead.count > 1 && ofHead.allSatisfy { $0["lead"]?.int == head })
            let today = try await api.rows("leads"), now = try await api.rows("leads?as_of=\(APIFixture.now.rfc3339)")
            #expect(today.count == now.count)
            let changed = zip(today, now).filter { $0 != $1 }.map { "\($0)\n\($1)" }
            #expect(changed == [], "nothing is dated ahead here")
        }
    }

    @Test(arguments: TestEngine.available) func `people and companies have the fields that had been told`(engine: TestEngine) async throws {
        try await APIFixture.run(engine, contacts: 20) { api in
            let day: Int64 = 86_400, then = APIFixture.now.adding(seconds: -1000 * day)
            let made = try await api.database.write { tx -> (Int64, Int64) in
                func ledger(_ days: Int64) -> Ledger { Ledger(tx, now: then.adding(seconds: days * day), actor: .system) }
                func at(_ days: Int64) -> Timestamp { Timestamp(then.adding(seconds: days * day), .exact) }
                let holder = try ledger(10).holder("email", "nora@example.org")
                try ledger(10).record(["first_name": "Nora", "title": "Assistant"], of: holder, at: at(10), source: "form")
                try ledger(50).record(["title": "Head", "shoe size": "41"], of: holder, at: at(30), source: "form")
                try ledger(60).record(["title": "Chief"], of: holder, at: at(60), source: "by hand")
                var draft = AccountDraft(system: "crm", time: at(20))
                (draft.key, draft.name, draft.relationship, draft.hash) = ("A", "Old Name", "prospect", 1)
                let account = try ledger(20).store(draft).id
                (draft.name, draft.relationship, draft.time, draft.hash) = ("New Name", "customer", at(40), 2)
                _ = try ledger(40).store(draft)
                return (holder.contactId, account)
            }
            func ask(_ path: String, _ days: Int64) async throws -> Node? {
                let reply = try await api.get("/api/v1/\(path)?as_of=\(then.adding(seconds: days * day).rfc3339)")
                return reply.status == 200 ? try Node.read(reply.text) : nil
            }
            let person = "contacts/\(made.0)", company = "accounts/\(made.1)"
            for (days, title) in [(Int64(10), "Assistant"), (29, "Assistant"), (30, "Head"), (59, "Head"), (60, "Chief"), (900, "Chief")] {
                #expect(try await ask(person, days)?["title"]?.text == title, "day \(days)")
            }
            #expect(try await ask(person, 9) == nil)
            #expect(try await ask(person, 29)?["fields"] == .object([:]))
            #expect(try await ask(person, 30)?["fields"] == .object(["shoe size": .text("41")]))
            for (days, name, relationship) in [(Int64(20), "Old Name", "prospect"), (39, "Old Name", "prospect"), (40, "New Name", "customer")] {
                let told = try await ask(company, days)
                #expect(told?["name"]?.text == name && told?["relationship"]?.text == relationship, "day \(days)")
            }
            #expect(try await ask(company, 19) == nil)
        }
    }

    /// A deal: opened on day 10, told open on 12 and 20, won on 30 as a row of day 45 says, opened again on 60, lost on 80.
    @Test(arguments: TestEngine.available) func `deals have the stage, amount and outcome that they had`(engine: TestEngine) async throws {
        try await APIFixture.run(engine, contacts: 20) { api in
            let day: Int64 = 86_400, then = APIFixture.now.adding(seconds: -1000 * day)
            @Sendable func at(_ days: Int64) -> Timestamp { Timestamp(then.adding(seconds: days * day), .exact) }
            let deal = try await api.database.write { tx -> Int64 in
                let key = RecordKey("crm/deal", "D")
                func tell(_ days: Int64, _ stage: String, _ outcome: DealOutcome, _ amount: Int64, closed: Int64? = nil) throws -> Int64 {
                    let ledger = Ledger(tx, now: at(days).at, actor: .system)
                    var draft = DealDraft(key: key, asOf: at(days).at)
                    (draft.name, draft.stage, draft.outcome, draft.amount, draft.currency) = ("Deal", stage, outcome, amount, "EUR")
                    (draft.opened, draft.closed, draft.modified, draft.hash) = (at(10), closed.map { at($0) }, at(days), days)
                    return try ledger.store(draft).id
                }
                _ = try tell(12, "First call", .open, 100)
                _ = try tell(20, "Proposal", .open, 200)
                _ = try tell(45, "Won", .won, 250, closed: 30)
                _ = try tell(60, "Again", .open, 300)
                return try tell(80, "Lost", .lost, 310, closed: 80)
            }
            for (days, expected) in [
                (Int64(9), nil), (11, "nil open 100 -"), (12, "First call open 100 -"), (19, "First call open 100 -"), (20, "Proposal open 200 -"),
                (29, "Proposal open 200 -"), (30, "Won won 250 30"), (50, "Won won 250 30"), (60, "Again open 300 -"), (79, "Again open 300 -"),
                (80, "Lost lost 310 80"), (500, "Lost lost 310 80"),
            ] {
                let reply = try await api.get("/api/v1/deals/\(deal)?as_of=\(at(days).at.rfc3339)")
                let row = reply.status == 200 ? try Node.read(reply.text) : nil
                let closed = row?["closed"]?["at"]?.text.flatMap { Moment(rfc3339: $0) }.map { String(Int64($0.seconds(since: then)) / day) } ?? "-"
                let told = row.map { "\($0["stage"]?.text ?? "nil") \($0["state"]?.text ?? "") \($0["amount"]?["minor"]?.int ?? 0) \(closed)" }
                #expect(told == expected, "day \(days)")
                let won = try await api.rows("deals?state=won&as_of=\(at(days).at.rfc3339)").compactMap { $0["id"]?.int }
                #expect(won.contains(deal) == (30..<60).contains(days), "day \(days)")
            }
        }
    }
}
