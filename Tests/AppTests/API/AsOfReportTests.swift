// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

/// A story told event by event: the whole of it as of a moment says what the story says that was told until then.
@Suite struct AsOfReportTests {
    private static let day: Int64 = 86_400
    private static let start = Moment(micros: 1_700_000_000_000_000)
    private static let people = 45

    /// What happens at a moment, with the ledger open.
    private struct Event {
        let at: Moment
        let tell: (Ledger, Write) throws -> Void
    }

    private static func holder(_ tx: Write, _ person: Int) throws -> Holder {
        try tx.read.row(as: Holder.self, "select contact_id, subject_id from identity where value = $1", "p\(person)@example.org")
            ?? Holder(contactId: 0, subjectId: 0)
    }

    private static func lead(_ tx: Write, _ holder: Holder) throws -> LeadID {
        LeadID(try tx.read.int("select id from lead where contact_id = $1 order by opened_at desc, id desc limit 1", holder.contactId) ?? 0)
    }

    private static func events(seed: UInt64) -> [Event] {
        var random = Seeded(state: seed), events: [Event] = []
        func later(_ at: Moment, _ days: ClosedRange<Int64>) -> Moment {
            at.adding(seconds: Int64.random(in: days.lowerBound * day...days.upperBound * day, using: &random) + 1)
        }
        for person in 0..<people {
            var at = later(start, 0...200)
            let opened = at, source = "s\(Int.random(in: 0..<3, using: &random))"
            let isOwn = Int.random(in: 0..<9, using: &random) == 0
            events.append(
                Event(at: at) { ledger, tx in
                    let holder = try ledger.holder("email", "p\(person)@example.org")
                    try ledger.record(["first_name": "P\(person)", "source": source], of: holder, at: Timestamp(opened, .exact), source: "form")
                    if isOwn { try tx.execute("update contact set excluded = 1 where id = $1", holder.contactId) }
                    var draft = LeadDraft(opened: Timestamp(opened, .exact))
                    draft.source = source
                    _ = try ledger.open(draft, for: holder)
                })
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                at = later(at, 1...40)
                let moment = at, stage = [Stage.mql, .sal, .sql, .recycled, .mql, .disqualified].randomElement(using: &random) ?? .mql
                events.append(
                    Event(at: at) { ledger, tx in
                        let holder = try Self.holder(tx, person), lead = try Self.lead(tx, holder)
                        try ledger.observe(
                            [MoveDraft(to: stage, time: Timestamp(moment, .exact), basis: .observed)], of: lead, of: holder.contact,
                            reason: stage.rawValue > 6 ? "r\(person % 3)" : "")
                    })
            }
            let called = later(at, 0...10)
            events.append(
                Event(at: called) { ledger, tx in
                    var touch = TouchDraft(time: Timestamp(called, .exact), side: .sales, kind: .call)
                    touch.direction = .outbound
                    try ledger.record(touch, of: try Self.holder(tx, person), eventKey: "call")
                })
            guard Int.random(in: 0..<2, using: &random) == 0 else { continue }
            let made = later(at, 1...20), told = later(made, 5...30), closed = later(told, 1...60)
            let outcome = [DealOutcome.open, .won, .lost].randomElement(using: &random) ?? .open
            for (moment, state, amount) in [(made, DealOutcome.open, Int64(1000)), (told, .open, 2000), (closed, outcome, 3000)] {
                events.append(
                    Event(at: moment) { ledger, tx in
                        let holder = try Self.holder(tx, person), key = RecordKey("crm/deal", "\(person)")
                        var draft = DealDraft(key: key, asOf: moment)
                        (draft.opened, draft.modified, draft.hash) = (Timestamp(made, .exact), Timestamp(moment, .exact), amount)
                        (draft.stage, draft.outcome, draft.amount, draft.currency) = ("S\(amount)", state, amount * Int64(person + 1), "EUR")
                        draft.closed = state == .open ? nil : Timestamp(moment, .exact)
                        try ledger.link(contact: holder, to: try ledger.store(draft).id, how: .id)
                        try ledger.follow([holder.contactId])
                    })
            }
        }
        return events.sorted { $0.at < $1.at }
    }

    private static func tell(_ database: Database, seed: UInt64, until: Moment) async throws {
        try await database.write { tx in
            for event in events(seed: seed) where event.at <= until { try event.tell(Ledger(tx, now: event.at, actor: .system), tx) }
        }
    }

    private static let requests: [FunnelRequest] = {
        var cohort = FunnelRequest(), activity = FunnelRequest(), byOwner = FunnelRequest()
        (cohort.from, cohort.to) = (Day(year: 2023, month: 11, day: 1), Day(year: 2024, month: 12, day: 31))
        (activity, byOwner) = (cohort, cohort)
        (activity.activity, activity.period) = (true, .month)
        (byOwner.by, byOwner.period) = (.openedSource, .quarter)
        return [cohort, activity, byOwner]
    }()

    @Test(arguments: TestEngine.available, [UInt64(1), 2, 3]) func `the funnel of a moment is the funnel of what had happened by then`(
        engine: TestEngine, seed: UInt64
    ) async throws {
        print("funnel as of, seed \(seed), \(engine)")
        try await withDatabase(engine) { whole in
            try await Self.tell(whole, seed: seed, until: .latest)
            for days in [Int64(60), 130, 220, 400] {
                let moment = Self.start.adding(seconds: days * Self.day)
                try await withDatabase(engine) { part in
                    try await Self.tell(part, seed: seed, until: moment)
                    for request in Self.requests {
                        let asOf = FunnelService(database: whole, clock: Clock { moment }, until: moment)
                        let then = FunnelService(database: part, clock: Clock { moment })
                        let (told, expected) = (try await asOf.answer(request), try await then.answer(request))
                        let texts = try [JSON.text(told, pretty: true), JSON.text(expected, pretty: true)].map { $0.split(separator: "\n") }
                        let changed = zip(texts[0], texts[1]).filter { $0 != $1 }.prefix(4).map { "\($0) ≠ \($1)" }
                        #expect(changed == [], "seed \(seed), day \(days), \(request)")
                        #expect(texts[0].count == texts[1].count)
                        #expect(days < 100 || expected.funnel.total.deals.deals > 0 && !expected.reasons.isEmpty)
                    }
                    let asOf = AuditService(database: whole, clock: Clock { moment }, until: moment)
                    let then = AuditService(database: part, clock: Clock { moment })
                    let (told, expected) = (try await asOf.answer(), try await then.answer())
                    #expect(
                        told.leads == expected.leads && told.deals == expected.deals && told.asOf == expected.asOf
                            && told.excluded == expected.excluded)
                    #expect(try JSON.text(told.findings) == JSON.text(expected.findings), "seed \(seed), day \(days)")
                }
            }
        }
    }

    @Test(arguments: TestEngine.available) func `without a moment the API answers what the terminal does`(engine: TestEngine) async throws {
        try await APIFixture.run(engine, contacts: 60) { api in
            let terminal = FunnelService(database: api.database, clock: Clock { APIFixture.now })
            for (question, by) in [
                ("", "source"), ("?by=owner", "owner"), ("?by=campaign&period=month", "campaign"), ("?by=team&mode=activity", "team"),
            ] {
                var request = FunnelRequest()
                request.by = FunnelDimension(name: by)
                request.period = question.contains("month") ? .month : nil
                request.activity = question.contains("activity")
                let told = try await api.get("/api/v1/funnel\(question)").text, expected = try JSON.text(try await terminal.answer(request))
                #expect(told == expected, "\(question)")
            }
            let audit = try await AuditService(database: api.database, clock: Clock { APIFixture.now }).answer()
            #expect(try await api.get("/api/v1/audit").text == JSON.text(audit))
            let then = try await api.get("/api/v1/funnel?as_of=\(APIFixture.now.rfc3339)").text
            #expect(then == (try await api.get("/api/v1/funnel").text), "nothing is dated ahead here")
        }
    }
}
