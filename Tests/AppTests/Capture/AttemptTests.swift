// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import TestSupport
import Testing

/// Marketing's list of contacts and sales' list of leads tell of the same attempts.
@Suite struct `Two systems with a record each` {
    private static let files = [
        (
            "hubspot-crm-exports-contacts.csv",
            """
            Record ID,Email,First Name,Last Name,Lifecycle Stage,Create Date,Became a Marketing Qualified Lead Date,Original Traffic Source
            1,a@a.example,Ana,Rey,Marketing Qualified Lead,2025-01-03 10:00,2025-01-05 10:00,Paid Search
            2,b@b.example,Bob,Sol,Lead,2025-01-03 10:00,,Organic Search
            3,c@c.example,Cy,Moor,Lead,2025-01-03 10:00,,Organic Search
            """
        ),
        (
            "Lead.csv",
            """
            ID,FIRSTNAME,LASTNAME,COMPANY,EMAIL,STATUS,LEADSOURCE,ISCONVERTED,CREATEDDATE,LASTMODIFIEDDATE
            00Q5e00000AAAA1EAO,Ana,Rey,Rey SL,a@a.example,Working - Contacted,Web,false,2025-01-05T10:01:00.000Z,2025-03-14T09:00:00.000Z
            00Q5e00000AAAA2EAO,Bob,Sol,Sol Ltd,b@b.example,Closed - Not Converted,Web,false,2025-01-04T09:00:00.000Z,2025-05-14T09:00:00.000Z
            """
        ),
        (
            "deals.csv",
            """
            Deal ID,Deal Name,Amount,Stage,Close Date,Created Date,Contact Email
            9,Rey desks,5000,Closed Won,2025-03-31,2025-02-01,a@a.example
            """
        ),
    ]

    @Test(arguments: TestEngine.available, [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
    func `count one lead, in any order, and two again when one is taken back`(engine: TestEngine, order: [Int]) async throws {
        let together = try await withDatabase(.sqlite) { database -> [String] in
            _ = try await Load(database: database).texts(Self.files)
            return try await LedgerDump.of(database)
        }
        try await withDatabase(engine) { database in
            var ids: [Int64] = [], states: [[String]] = [[]]
            var shared = 0
            for (place, index) in order.enumerated() {
                let report = try await Load(database: database, now: Load.start.adding(seconds: Int64(place) * 60)).texts([Self.files[index]])
                ids.append(try #require(report.id))
                shared += report.sharedLeads ?? 0
                states.append(try await LedgerDump.of(database))
                #expect(try await `An import`.breaches(database) == [])
            }
            #expect(shared == 2, "the second file is told that two of its leads are known")
            let found = `An import`.difference(together, try #require(states.last)).filter { !$0.contains("deal ") && !$0.contains("fact ") }
            #expect(found == [], "\(order)")
            // Ana: inquiry, MQL by marketing's date, SAL by sales, opportunity, won. Bob: disqualified. Cy: only marketing knows of her.
            struct Row: Decodable, Equatable, Sendable { let email: String, stage: Int64, moves: Int64 }
            let leads = try await database.read {
                try $0.rows(
                    as: Row.self,
                    """
                    select c.email, l.stage, (select count(*) from move m where m.contact_id = l.contact_id and m.superseded_by = 0) as moves
                    from lead l join contact c on c.id = l.contact_id where l.part_of = 0 order by c.email
                    """)
            }
            #expect(
                leads == [
                    Row(email: "a@a.example", stage: Stage.won.rawValue, moves: 5),
                    Row(email: "b@b.example", stage: Stage.disqualified.rawValue, moves: 2),
                    Row(email: "c@c.example", stage: Stage.inquiry.rawValue, moves: 1),
                ])
            let funnel = try await FunnelService(database: database, clock: Clock { Load.start }).answer(FunnelRequest())
            #expect(funnel.volume == 3)
            #expect(funnel.funnel.total.wonLeads == 1 && funnel.funnel.total.reopened == 0)
            #expect(funnel.funnel.total.stages.map(\.in) == [3, 1, 1, 0, 1, 1])
            for (place, id) in ids.reversed().enumerated() {
                _ = try await ImportRuns(database: database).undo(
                    ImportID(id), actor: .system, now: Load.start.adding(seconds: 600 + Int64(place)))
                #expect(try await `An import`.breaches(database) == [])
                let found = `An import`.difference(states[ids.count - 1 - place], try await LedgerDump.of(database))
                #expect(found == [], "after \(place + 1) of \(order)")
            }
        }
    }

    @Test func `the contact page tells one lead with what both record`() async throws {
        try await FunnelPagesFixture.run(.sqlite) { pages async throws in
            _ = try await Load(database: pages.database).texts(Self.files)
            let contact = try #require(try await pages.database.read { try $0.int("select id from contact where email = 'a@a.example'") })
            let html = try await pages.operations.get("/contacts/\(contact)").text
            for text in ["Came in as Inquiry", "Inquiry → MQL", "MQL → SAL", "SAL → Opportunity", "Opportunity → Won"] {
                #expect(html.components(separatedBy: text).count == 2, "\(text)")
            }
        }
    }
}
