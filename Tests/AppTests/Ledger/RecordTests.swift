// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

/// What these tests record: a small company's rows, each of which may come at any time.
enum Records {
    static let day: Int64 = 86_400_000_000
    static let start: Int64 = 20_000 * day
    static let now = Moment(micros: start + 400 * day)

    static func at(_ number: Int64, _ precision: Precision = .day) -> Timestamp { Timestamp(Moment(micros: start + number * day), precision) }

    /// The folder Access brings its own tables once it is here.
    static var migrations: [Migration] {
        if Schema.migrations.contains(where: { $0.id.hasPrefix("access") }) { return Schema.migrations }
        return Schema.migrations + [
            Migration(
                "access-test",
                """
                create table member (id bigint primary key, name text not null, email text unique, role text not null, password text,
                    created_at bigint not null, disabled_at bigint, import_id bigint not null default 0);
                create table team (id bigint primary key, name text not null unique, import_id bigint not null default 0);
                create table membership (id bigint primary key, member_id bigint not null references member (id),
                    team_id bigint references team (id), manager_id bigint references member (id), region text, side text, from_at bigint not null,
                    to_at bigint, import_id bigint not null default 0);
                """)
        ]
    }

    /// Opens an import; its rows are not seen before it is done.
    static func begin(_ tx: Write, _ id: Int64) throws {
        try tx.execute(
            """
            insert into import (id, name, kind, system, state, started_at, finished_at, actor, owner, report)
            values ($1, 'test', 'deals', 'crm', 'running', 0, null, '', '', '')
            """, id)
    }

    static func publish(_ tx: Write, _ id: Int64) throws {
        try tx.execute("update import set state = 'done' where id = $1", id)
        let ledger = Ledger(tx, now: now, actor: .import(id))
        for contact in try tx.read.rows(as: Int64.self, "select id from contact") { try ledger.project(ContactID(contact)) }
        try ledger.followDeals(of: ImportID(id))
    }

    static func ledger(_ tx: Write, _ id: Int64) -> Ledger { Ledger(tx, now: now, actor: .import(id)) }

    static func breaches(_ database: Database) async throws -> [App.Finding] {
        let findings = try await database.read { try Doctor($0, now: now).examine() }
        return findings.filter { $0.kind == .breach }
    }

    static func account(_ key: String, name: String, domain: String = "", parent: String? = nil) -> AccountDraft {
        var draft = AccountDraft(system: "crm", time: at(0))
        (draft.key, draft.name, draft.domain, draft.parentKey, draft.hash) = (key, name, domain, parent, Int64(name.utf8.count) + 7)
        return draft
    }

    static func deal(
        _ key: String, account: Int64 = 0, opened: Int64, _ outcome: DealOutcome = .open, closed: Int64? = nil, amount: Int64? = 100_00,
        hash: Int64 = 5
    ) -> DealDraft {
        var draft = DealDraft(key: RecordKey("crm/deal", key), asOf: at(300).at)
        (draft.name, draft.account, draft.stage, draft.outcome) = (
            "Deal \(key)", account, outcome == .open ? "Proposal" : "Closed \(outcome.name)", outcome
        )
        (draft.opened, draft.closed, draft.amount, draft.currency, draft.hash) = (at(opened), closed.map { at($0) }, amount, "EUR", hash)
        return draft
    }
}

@Suite struct `Records of an import` {
    typealias Step = @Sendable (Ledger) throws -> Void

    private static let steps: [Step] = [
        { _ = try $0.store(Records.account("A1", name: "Acme, Inc.", domain: "acme.example", parent: "A2")) },
        { _ = try $0.store(Records.account("A2", name: "Holding")) },
        { _ = try $0.store(Records.deal("D1", account: $0.account("crm", key: "A1"), opened: 20, .won, closed: 50)) },
        { _ = try $0.store(Records.deal("D2", account: $0.account("crm", named: "acme inc"), opened: 30, .lost, closed: 60, amount: nil)) },
        { _ = try $0.store(Records.deal("D3", account: $0.account("crm", key: "A2"), opened: 40)) },
        { try $0.link(contact: $0.holder("crm/contact", "1"), to: $0.deal(RecordKey("crm/deal", "D1")), role: "Buyer", how: .role) },
        { try $0.link(contact: $0.holder("crm/contact", "1"), to: $0.deal(RecordKey("crm/deal", "D1")), how: .email) },
        { try $0.link(contact: $0.holder("crm/contact", "2"), to: $0.deal(RecordKey("crm/deal", "D1")), how: .role) },
        { try $0.attach($0.holder("crm/contact", "3"), toAccount: $0.account("crm", key: "A2")) },
        { _ = try $0.open(LeadDraft(opened: Records.at(10)), for: $0.holder("crm/contact", "1")) },
        { _ = try $0.open(LeadDraft(opened: Records.at(12)), for: $0.holder("crm/contact", "2")) },
        { _ = try $0.open(LeadDraft(opened: Records.at(14)), for: $0.holder("crm/contact", "3")) },
        { try $0.attach(RecordKey("crm/task", "T1"), to: $0.holder("crm/contact", "2")) },
        { ledger in
            var touch = TouchDraft(time: Records.at(15), side: .sales, kind: .call)
            touch.deal = try ledger.deal(RecordKey("crm/deal", "D1"))
            _ = try ledger.store(ActivityDraft(key: RecordKey("crm/task", "T1"), touch: touch))
        },
        {
            try $0.observeStage(
                $0.deal(RecordKey("crm/deal", "D1")), stage: "Closed won",
                at: Timestamp(Moment(micros: Records.at(50).at.micros + 36_000_000_000), .exact))
        },
        { ledger in
            var draft = ColleagueDraft(system: "crm")
            (draft.key, draft.name, draft.email) = ("U1", "Jane Doe", "Jane@Acme.example")
            _ = try Colleagues(ledger).store(draft)
        },
        { ledger in
            _ = try ledger.store(
                {
                    var d = Records.deal("D4", opened: 70); d.owner = try Colleagues(ledger).member("crm", name: "Jane Doe"); return d
                }())
        },
        { ledger in
            _ = try ledger.store(
                {
                    var d = Records.deal("D5", opened: 71); d.owner = try Colleagues(ledger).member("crm", key: "U1"); return d
                }())
        },
    ]

    /// Everything that a reader sees, without ids.
    private static func state(_ read: Read) throws -> [String] {
        var lines: [String] = []
        for sql in [
            """
            select 'deal' as a, d.name as b, coalesce(a.name, '') as c, d.outcome as d, d.closed_at as e, d.closed_precision as f, coalesce(m.name, '') as g
            from deal d left join account a on a.id = d.account_id left join member m on m.id = d.owner_id order by 2
            """,
            """
            select 'account' as a, a.name as b, coalesce(p.name, '') as c, 0 as d, 0 as e, 0 as f, a.domain as g
            from account a left join account p on p.id = a.parent_id order by 2
            """,
            """
            select 'lead' as a, '' as b, '' as c, l.stage as d, l.stage_at as e, coalesce(l.ended_at, 0) as f, '' as g from lead l order by l.opened_at
            """,
            """
            select 'move' as a, coalesce(d.name, '') as b, '' as c, m.to_stage as d, m.at as e, m.basis as f, '' as g from move m
            left join deal d on d.id = m.deal_id where m.superseded_by = 0 order by m.at, m.to_stage, 2
            """,
            """
            select 'link' as a, d.name as b, coalesce(r.value, '') as c, x.how as d, l.opened_at as e, 0 as f, '' as g from deal_contact x
            join deal d on d.id = x.deal_id left join lead l on l.id = x.lead_id left join code r on r.id = x.role order by 2, 5
            """,
            """
            select 'touch' as a, d.name as b, i.value as c, t.kind as d, t.at as e, 0 as f, '' as g from touch t
            join deal d on d.id = t.deal_id left join identity i on i.contact_id = t.contact_id order by 2, 3
            """,
            "select 'member' as a, name as b, coalesce(email, '') as c, 0 as d, 0 as e, 0 as f, role as g from member order by 2",
        ] {
            try read.scan(sql) { row in
                lines.append(
                    "\(row.text(0)) \(row.text(1)) \(row.text(2)) \(row.int(3)) \(row.isNull(4) ? -1 : row.int(4)) \(row.int(5)) \(row.text(6))")
            }
        }
        return lines
    }

    private static func run(_ engine: TestEngine, _ steps: [Step], halves: Bool) async throws -> [String] {
        try await withDatabase(engine, migrations: Records.migrations) { database in
            let middle = halves ? steps.count / 2 : steps.count
            for (id, part) in [(Int64(1), steps[..<middle]), (2, steps[middle...])] where !part.isEmpty {
                try await database.write { tx in
                    try Records.begin(tx, id)
                    for step in part { try step(Records.ledger(tx, id)) }
                    try Records.publish(tx, id)
                }
            }
            #expect(try await Records.breaches(database).map(\.sentence) == [])
            let state = try await database.read { try Self.state($0) }
            // Columns equal a replay of what was recorded.
            try await database.write { tx in
                let ledger = Records.ledger(tx, 0)
                for id in try tx.read.rows(as: Int64.self, "select id from deal") { try ledger.project(deal: id) }
                for id in try tx.read.rows(as: Int64.self, "select id from account") { try ledger.project(account: id) }
            }
            #expect(try await database.read { try Self.state($0) } == state)
            return state
        }
    }

    @Test(arguments: TestEngine.available, [UInt64(1), 2, 3, 4, 5, 6]) func `come to the same whatever the order`(engine: TestEngine, seed: UInt64)
        async throws
    {
        print("order of rows, seed \(seed), \(engine)")
        var random = Seeded(state: seed)
        let expected = try await Self.run(engine, Self.steps, halves: false)
        #expect(expected.contains { $0.hasPrefix("deal Deal D2 Acme, Inc.") }, "the name alone leads to the account: \(expected)")
        #expect(expected.contains("member Jane Doe jane@acme.example 0 0 0 sales"))
        #expect(expected.filter { $0.hasPrefix("touch") }.count == 1)
        let shuffled = try await Self.run(engine, Self.steps.shuffled(using: &random), halves: seed % 2 == 0)
        #expect(shuffled == expected, "seed \(seed)")
    }
}
