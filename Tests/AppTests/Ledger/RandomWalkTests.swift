// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

/// SplitMix64: the same walk for the same seed.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

@Suite struct `Random walks over the verbs` {
    /// Late and repeated facts, merges, undone merges, illegal moves and erasures, in any order, leave nothing for the doctor to find.
    @Test(arguments: TestEngine.available, [UInt64(1), 2, 3]) func `keep the ledger clean and equal to a replay`(engine: TestEngine, seed: UInt64)
        async throws
    {
        print("random walk, seed \(seed), \(engine)")
        try await withDatabase(engine) { database in
            for step in 0..<12 {
                try await database.write { tx in
                    var random = Seeded(state: seed &* 1000 &+ UInt64(step))
                    for turn in 0..<15 {
                        let now = Moment(micros: 1_767_225_600_000_000 + Int64(step * 15 + turn) * 60_000_000)
                        try Self.step(Ledger(tx, now: now, actor: .member(1)), tx.read, now, &random)
                    }
                }
                let findings = try await database.read { try Doctor($0, now: Moment(micros: 1_767_225_600_000_000)).examine() }
                #expect(findings.filter { $0.kind == .breach } == [], "seed \(seed), step \(step)")
            }
            let leads = try await database.read { try $0.int("select count(*) from lead") } ?? 0
            #expect(leads > 0, "a walk that never opens a lead proves nothing")
        }
    }

    private static func step(_ ledger: Ledger, _ read: Read, _ now: Moment, _ random: inout Seeded) throws {
        struct Pair: Decodable { let contactId: Int64, id: Int64 }
        let contacts = try read.rows(as: Int64.self, "select id from contact order by id")
        let past = Moment(micros: now.micros - Int64.random(in: 0...90, using: &random) * 86_400_000_000)
        let time = Timestamp(past, [.day, .minute, .exact].randomElement(using: &random) ?? .day)
        let one = contacts.randomElement(using: &random).map { ContactID($0) }
        switch Int.random(in: 0..<11, using: &random) {
        case 0, 1:
            let holder = try ledger.holder("email", "p\(Int.random(in: 0..<30, using: &random))@example.org")
            try ledger.record(
                ["title": "T\(Int.random(in: 0..<3, using: &random))", "source": "s\(Int.random(in: 0..<3, using: &random))"], of: holder, at: time,
                source: "form")
        case 2:
            guard let one else { return }
            let holder = try ledger.addSubject(to: one)
            let claimed = try ledger.claim("hubspot/contact", "\(Int.random(in: 0..<20, using: &random))", for: holder)
            try ledger.record(
                ["company": "C\(Int.random(in: 0..<3, using: &random))", "custom \"x\"": "a\nb"], of: claimed, at: time, source: "hubspot")
        case 3:
            guard let one, let subject = try read.int("select id from subject where contact_id = $1 limit 1", one) else { return }
            let holder = Holder(contactId: one.raw, subjectId: subject)
            let draft = TouchDraft(time: time, side: .buyer, kind: .pageView)
            let key = "e\(Int.random(in: 0..<5, using: &random))"
            try ledger.record(draft, of: holder, eventKey: key)
            #expect(try ledger.record(draft, of: holder, eventKey: key) == false)
        case 4, 5:
            guard let one, let subject = try read.int("select id from subject where contact_id = $1 limit 1", one) else { return }
            do { _ = try ledger.open(LeadDraft(opened: time), for: Holder(contactId: one.raw, subjectId: subject)) } catch is MoveRefused {}
        case 6, 7:
            guard let lead = try read.rows(as: Pair.self, "select contact_id, id from lead order by id").randomElement(using: &random) else { return }
            let stage = Stage.allCases.randomElement(using: &random) ?? .mql
            do { try ledger.move(LeadID(lead.id), of: ContactID(lead.contactId), to: stage, reason: "r") } catch is MoveRefused {}
        case 8:
            guard let lead = try read.rows(as: Pair.self, "select contact_id, id from lead order by id").randomElement(using: &random) else { return }
            let drafts = [MoveDraft(to: Stage.allCases.randomElement(using: &random) ?? .sql, time: time, basis: .observed)]
            try ledger.observe(drafts + drafts, of: LeadID(lead.id), of: ContactID(lead.contactId))
        case 9:
            guard let one, let other = contacts.randomElement(using: &random), other != one.raw else { return }
            let links = try ledger.merge(ContactID(other), into: one)
            if Bool.random(using: &random) { try ledger.unmerge(links, of: one) }
        default:
            guard let one, Int.random(in: 0..<4, using: &random) == 0 else { return }
            try ledger.erase(one) { "h\($0.count)\($0)" }
        }
    }
}
