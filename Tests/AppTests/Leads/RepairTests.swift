// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `Repair in bulk` {
    private static func state(_ database: Database) async throws -> [String] {
        try await database.read { read in
            var rows: [String] = []
            try read.scan("select contact_id, id, owner_id, stage, stage_at, reason, coalesce(ended_at, 0) from lead order by contact_id, id") {
                row in
                rows.append((0..<7).map { String(row.int($0)) }.joined(separator: " "))
            }
            return rows
        }
    }

    private static func breaches(_ database: Database) async throws -> Int {
        try await database.read { try Doctor($0, now: FunnelPagesFixture.now).examine() }.count { $0.kind == .breach }
    }

    private static func action(_ html: String) throws -> String {
        String(try #require(html.firstMatch(of: #/action="(\/leads\/repair\?[^"]+)"/#)).1).replacing("&amp;", with: "&")
    }

    @Test(arguments: TestEngine.available) func `leads of a colleague who left go to another, and back again`(engine: TestEngine) async throws {
        try await `The list of leads`.run(engine) { pages async throws in
            let before = try await Self.state(pages.database)
            let list = try await pages.operations.get("/leads?adrift=orphaned").text, count = try `The list of leads`.count(list)
            #expect(count > 0 && list.contains("Repair \(count) open lead"))
            let elena = try await pages.database.read { try $0.int("select id from member where name = 'Elena Prada'") ?? 0 }
            let question = try await pages.operations.get("/leads/repair?adrift=orphaned&do=assign&to=\(elena)").text
            #expect(question.contains("Give \(count) lead") && question.contains("Elena Prada"))
            let done = try await pages.operations.post(try Self.action(question)), place = try #require(done.location)
            #expect(place.hasPrefix("/leads/repairs/"))
            let report = try await pages.operations.get(place).text
            #expect(report.contains("\(count) lead") && report.contains("given to Elena Prada") && report.contains("Take it back"))
            #expect(try await pages.operations.get("/leads?adrift=orphaned").text.contains("<h1>0 leads"))
            #expect(try await Self.breaches(pages.database) == 0)
            #expect(try await pages.database.read { try $0.int("select count(*) from audit where verb = 'leads repaired'") } == 1)
            #expect(try await pages.operations.post("\(place)/undo").status == 303)
            #expect(try await Self.state(pages.database) == before)
            #expect(try await Self.breaches(pages.database) == 0)
            #expect(try await pages.operations.post("\(place)/undo").status == 409)
            #expect(try await pages.operations.get("/leads/repairs").text.contains("taken back on"))
        }
    }

    @Test(arguments: TestEngine.available) func `leads that stand still are handed back with a reason, and stand again where they stood`(
        engine: TestEngine
    ) async throws {
        try await `The list of leads`.run(engine) { pages async throws in
            let before = try await Self.state(pages.database)
            let stuck = try `The list of leads`.count(try await pages.operations.get("/leads?stage=sal&stage=inquiry&stands=20").text)
            let inSAL = try `The list of leads`.count(try await pages.operations.get("/leads?stage=sal&stands=20").text)
            #expect(inSAL > 0 && stuck > inSAL)
            let question = try await pages.operations.get("/leads/repair?stage=sal&stage=inquiry&stands=20&do=recycle&why=Nobody+called").text
            #expect(question.contains("Hand \(inSAL) lead") && question.contains("stand in other stages"))
            let done = try await pages.operations.post(try Self.action(question)), place = try #require(done.location)
            let recycled = try await pages.database.read {
                try $0.int(
                    "select count(*) from lead l join code k on k.id = l.reason where l.stage = 9 and k.value = 'Nobody called' and l.ended_at is null"
                )
            }
            #expect(recycled == Int64(inSAL))
            #expect(
                try await pages.database.read { try $0.int("select count(*) from move where to_stage = 9 and basis = 1 and actor like 'member:%'") }
                    == Int64(inSAL))
            #expect(try await Self.breaches(pages.database) == 0)
            #expect(try await pages.operations.post("\(place)/undo").status == 303)
            #expect(try await Self.state(pages.database) == before, "taken back, the decision no longer counts")
            #expect(try await Self.breaches(pages.database) == 0)
            #expect(try await pages.database.read { try $0.int("select count(*) from move where superseded_by = -2") } == Int64(inSAL), "and is kept")
        }
    }

    @Test func `what was given here stays given, until the source names another owner`() async throws {
        try await withDatabase(.sqlite) { database in
            let file = "Lead ID,Email,Lead Status,Lead Owner,Created Date\nQ1,ana@one.example,Open - Not Contacted,Joe Bloggs,2025-05-04 10:00:00\n"
            var load = Load(database: database)
            _ = try await load.texts([("leads.csv", file)])
            let (joe, lead, contact) = try await database.read { read in
                (
                    try read.int("select owner_id from lead") ?? 0, try read.int("select id from lead") ?? 0,
                    try read.int("select contact_id from lead") ?? 0
                )
            }
            let other = try await database.write { try MemberVerbs.add($0, name: "Kim", email: nil, role: .sales, at: Load.start) }
            try await database.write { tx in
                try Ledger(tx, now: Load.start, actor: .member(1)).assign(LeadID(lead), of: ContactID(contact), to: other, why: "test")
            }
            func owner() async throws -> Int64? { try await database.read { try $0.int("select owner_id from lead") } }
            load.now = Load.start.adding(seconds: Load.day)
            _ = try await load.texts([("leads2.csv", file.replacing("Open - Not Contacted", with: "Working - Contacted"))])
            #expect(joe != 0 && joe != other.raw)
            #expect(try await owner() == other.raw, "the source repeats what it said before")
            load.now = Load.start.adding(seconds: 2 * Load.day)
            _ = try await load.texts([("leads3.csv", file.replacing("Joe Bloggs", with: "Jane Roe"))])
            let jane = try await database.read { try $0.int("select id from member where name = 'Jane Roe'") }
            #expect(try await owner() == jane, "the source says something new")
        }
    }

    @Test func `only leaders and operations repair, and only what they were shown`() async throws {
        try await `The list of leads`.run(.sqlite) { pages async throws in
            let sales = try await pages.site.join(.sales, invitedBy: pages.operations)
            #expect(try await sales.get("/leads/repair?stage=mql&do=recycle&why=x").status == 403)
            #expect(try await sales.post("/leads/repair?stage=mql&do=recycle&why=x&n=1").status == 403)
            #expect(try await sales.get("/leads/repairs").status == 403)
            #expect(try await sales.get("/leads?stage=mql").text.contains("Repair ") == false)
            #expect(try await pages.operations.get("/leads/repair?do=recycle&why=x").status == 400, "all leads are no choice")
            #expect(try await pages.operations.get("/leads/repair?stage=mql&do=recycle").status == 400, "handing back needs a reason")
            #expect(try await pages.operations.get("/leads/repair?stage=mql&do=assign&to=999").status == 400)
            #expect(try await pages.operations.get("/leads/repair?stage=won&do=recycle&why=x").status == 400)
            let changed = try await pages.operations.post("/leads/repair?stage=mql&do=recycle&why=x&n=3")
            #expect(changed.location?.hasPrefix("/leads/repair?") == true, "the number on the button was another")
        }
    }
}
