// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// What the doctor found. A breach means that the database is wrong; adrift is legal but rotting.
package struct Finding: Sendable, Codable, Hashable {
    package enum Kind: String, Sendable, Codable { case breach, adrift }

    package let kind: Kind
    package let code: String
    package let sentence: String
    package let count: Int
    /// Up to ten ids to look at.
    package let examples: [Int64]
}

/// Proves that projections equal a replay, that keys lead to their holders and that money adds up; and lists what rots.
package struct Doctor {
    let read: Read
    let now: Moment

    package init(_ read: Read, now: Moment) { (self.read, self.now) = (read, now) }

    package func examine(progress: (Int) -> Void = { _ in }) throws -> [Finding] {
        let found = Findings()
        try contacts(found, progress)
        try leads(found)
        try deals(found)
        try queries(found)
        return found.list
    }

    final class Findings {
        private var entries: [String: (kind: Finding.Kind, sentence: String, count: Int, examples: [Int64])] = [:]

        func add(_ kind: Finding.Kind, _ code: String, _ sentence: String, _ id: Int64) {
            var entry = entries[code] ?? (kind, sentence, 0, [])
            entry.count += 1
            if entry.examples.count < 10 { entry.examples.append(id) }
            entries[code] = entry
        }

        var list: [Finding] {
            entries.sorted { $0.key < $1.key }.map {
                Finding(kind: $0.value.kind, code: $0.key, sentence: $0.value.sentence, count: $0.value.count, examples: $0.value.examples)
            }
        }
    }

    /// Contacts in pages of ids, each replayed from its facts.
    private func contacts(_ found: Findings, _ progress: (Int) -> Void) throws {
        let hand = try read.int("select id from code where kind = 'origin' and value = 'by hand'") ?? -1
        let words = try Words(read)
        var after: Int64 = 0
        var done = 0
        while let upto = try read.int("select max(id) from (select id from contact where id > $1 order by id limit 2000) x", after) {
            var facts: [Int64: [Observation]] = [:]
            try read.scan(
                "select contact_id, id, at, recorded_at, source, data from fact where contact_id > $1 and contact_id <= $2 and \(Ledger.seen)", after,
                upto
            ) { row in
                facts[row.int(0), default: []].append(
                    Observation(
                        id: row.int(1), at: Moment(micros: row.int(2)), recordedAt: Moment(micros: row.int(3)), byHand: row.int(4) == hand,
                        fields: Dictionary(FlatJSON.read(row.text(5)).map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })))
            }
            try read.scan(
                """
                select id, known, email, first_name, last_name, title, phone, company, country, industry, first_source, latest_source, fields
                from contact where id > $1 and id <= $2 and \(Ledger.seen)
                """, after, upto
            ) { row in
                done += 1
                var stored = ContactProjection([])
                stored.known = row.int(1) == 1
                for (index, name) in ["email", "first_name", "last_name", "title", "phone", "company"].enumerated()
                where !row.bytes(index + 2).isEmpty {
                    stored.column[name] = row.text(index + 2)
                }
                for (index, name) in ["country", "industry", "first_source", "latest_source"].enumerated() {
                    stored.column[name] = words[row.int(index + 8)]
                }
                stored.fields = Dictionary(FlatJSON.read(row.text(12)).map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
                var replayed = ContactProjection(facts[row.int(0)] ?? [])
                replayed.column = replayed.column.filter { !$0.value.isEmpty }
                if stored != replayed {
                    found.add(.breach, "contact_projection", "A contact's fields differ from a replay of its facts.", row.int(0))
                }
            }
            after = upto
            progress(done)
        }
    }

    /// Leads and moves come in the order of their keys, so one pass merges them.
    private func leads(_ found: Findings) throws {
        var after: Int64 = -1
        while let upto = try read.int(
            "select max(contact_id) from (select contact_id from lead where contact_id > $1 order by contact_id limit 5000) x", after)
        {
            var moves: [Int64: [Move]] = [:], first: [Int64: Int64] = [:]
            try read.scan(
                "select id, part_of from lead where part_of <> 0 and contact_id > $1 and contact_id <= $2 and \(Ledger.seen)", after, upto
            ) { first[$0.int(0)] = $0.int(1) }
            try read.scan(
                """
                select lead_id, id, at, to_stage, superseded_by, precision, basis from move
                where contact_id > $1 and contact_id <= $2 and \(Ledger.seen)
                """, after, upto
            ) { row in
                guard let to = Stage(rawValue: row.int(3)), let precision = Precision(rawValue: row.int(5)), let basis = Basis(rawValue: row.int(6))
                else {
                    return found.add(.breach, "move_stage", "A move names a stage that does not exist.", row.int(1))
                }
                moves[first[row.int(0)] ?? row.int(0), default: []].append(
                    Move(
                        id: row.int(1), at: Moment(micros: row.int(2)), precision: precision, from: nil, to: to, basis: basis,
                        supersededBy: row.int(4)))
            }
            try read.scan(
                """
                select contact_id, id, stage, stage_at, ended_at from lead
                where contact_id > $1 and contact_id <= $2 and part_of = 0 and \(Ledger.seen)
                """, after, upto
            ) { row in
                let ended = row.isNull(4) ? nil : row.int(4)
                guard let standing = Standing.replay(moves.removeValue(forKey: row.int(1)) ?? []) else {
                    return found.add(.breach, "lead_without_moves", "A lead has no move, so no stage.", row.int(1))
                }
                if standing.stage.rawValue != row.int(2) || standing.since.micros != row.int(3) || standing.ended?.micros != ended {
                    found.add(.breach, "lead_standing", "A lead's stage differs from a replay of its moves.", row.int(1))
                }
            }
            for lead in moves.keys { found.add(.breach, "move_without_lead", "A move belongs to no lead.", lead) }
            after = upto
        }
    }

    /// Deals in pages of ids, each replayed from its events. Those of a sample company have columns only.
    private func deals(_ found: Findings) throws {
        let words = try Words(read)
        var after: Int64 = 0
        while let upto = try read.int("select max(id) from (select id from deal where id > $1 order by id limit 2000) x", after) {
            let replays = try DealReplay.all(read, after: after, upto: upto)
            try read.scan(
                """
                select id, name, stage, pipeline, outcome, amount, currency, opened_at, closed_at, product from deal
                where id > $1 and id <= $2 and absent <> 2 and \(Ledger.seen)
                """, after, upto
            ) { row in
                guard let replay = replays[row.int(0)], !replay.isStub else { return }
                let isSame =
                    row.text(1) == replay["@name"] ?? "" && words[row.int(2)] ?? "" == replay["@stage"] ?? ""
                    && words[row.int(3)] ?? "" == replay["@pipeline"] ?? "" && row.int(4) == replay.outcome.rawValue
                    && (row.isNull(5) ? nil : row.int(5)) == replay.amount && row.text(6) == replay.currency && row.int(7) == replay.opened.at.micros
                    && (row.isNull(8) ? nil : row.int(8)) == replay.closed?.at.micros && words[row.int(9)] ?? "" == replay["@product"] ?? ""
                if !isSame { found.add(.breach, "deal_projection", "A deal's columns differ from a replay of its events.", row.int(0)) }
            }
            after = upto
        }
    }

    private func queries(_ found: Findings) throws {
        for check in Self.checks {
            try read.scan(check.sql.replacing(":now", with: String(now.micros))) { found.add(check.kind, check.code, check.sentence, $0.int(0)) }
        }
    }

    private static let checks: [(kind: Finding.Kind, code: String, sentence: String, sql: String)] = [
        (
            .breach, "identity_holder", "An identity leads to a subject that is not its contact's.",
            """
            select i.contact_id from identity i left join subject s on s.contact_id = i.contact_id and s.id = i.subject_id where s.id is null
            """
        ),
        (
            .breach, "deal_contact_deal", "A person is linked to a deal that does not exist.",
            "select d.contact_id from deal_contact d left join deal x on x.id = d.deal_id where x.id is null"
        ),
        (
            .breach, "deal_outcome", "A deal that is won or lost has no date, or an open one has one.",
            "select id from deal where (outcome = 0) <> (closed_at is null)"
        ),
        (
            .breach, "currency", "A deal has an amount without a currency.",
            "select id from deal where amount is not null and length(currency) <> 3"
        ),
        (
            .breach, "deal_account", "A deal belongs to an account that does not exist.",
            "select d.id from deal d left join account a on a.id = d.account_id where d.account_id <> 0 and a.id is null"
        ),
        (
            .breach, "contact_account", "A person belongs to an account that does not exist.",
            "select c.id from contact c left join account a on a.id = c.account_id where c.account_id <> 0 and a.id is null"
        ),
        (
            .breach, "deal_contact_lead", "A person's deal came of a lead that the person does not have.",
            """
            select x.deal_id from deal_contact x left join lead l on l.contact_id = x.contact_id and l.id = x.lead_id where x.lead_id <> 0 and l.id is null
            """
        ),
        (
            .breach, "lead_part", "A record tells of the attempt of a lead that is not there, or that tells of another's itself.",
            """
            select l.id from lead l left join lead f on f.contact_id = l.contact_id and f.id = l.part_of
            where l.part_of <> 0 and (f.id is null or f.part_of <> 0)
            """
        ),
        (
            .adrift, "deal_not_told", "A deal is named by other rows, and its own row has not come: import the deals too.",
            "select id from deal where absent = 2"
        ),
        (
            .adrift, "deal_overdue", "An open deal is past its close date.",
            "select id from deal where outcome = 0 and absent = 0 and expected_day is not null and expected_day * 86400000000 < :now - 86400000000"
        ),
        (
            .adrift, "owner_gone", "An open lead is owned by a colleague who left.",
            "select l.id from lead l join member m on m.id = l.owner_id where l.ended_at is null and l.part_of = 0 and m.disabled_at is not null"
        ),
        (
            .adrift, "no_owner", "An open lead beyond inquiry has no owner.",
            "select id from lead where ended_at is null and part_of = 0 and owner_id = 0 and stage in (3, 4, 5)"
        ),
        (
            .adrift, "open_twice", "A person has several open leads of one line: their system keeps more than one record, and each counts.",
            """
            select contact_id from lead where ended_at is null and part_of = 0 and \(Ledger.seen) group by contact_id, line having count(*) > 1
            """
        ),
    ]
}

/// The dictionary of words, read once.
package struct Words {
    private var text: [Int64: String] = [:]

    package init(_ read: Read) throws {
        var text: [Int64: String] = [:]
        try read.scan("select id, value from code") { text[$0.int(0)] = $0.text(1) }
        self.text = text
    }

    package subscript(_ id: Int64) -> String? { text[id] }
}
