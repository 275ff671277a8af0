// SPDX-License-Identifier: Apache-2.0
import Analytics
import App
import Domain
import Storage
import TestSupport
import Testing

@Suite struct `Journeys of the ledger` {
    private static let now = Moment(micros: 1_782_864_000_000_000)  // 2026-07-01T00:00:00Z

    private struct Deal {
        var won: Bool
        var closed: Int64
        /// Nil where it is in another currency than the company's.
        var amount: Int64?
        var people: [Int64]
    }

    /// The same question asked of plain rows.
    private func rows(_ database: Database) async throws -> (deals: [Int64: Deal], touches: [Int64: [Int64]]) {
        try await database.read { read in
            var (deals, touches) = ([Int64: Deal](), [Int64: [Int64]]())
            let own = try CompanyStore.current(read).currency.code
            try read.scan("select id, outcome, closed_at, amount, currency from deal where absent < 2 and outcome <> 0 and closed_at is not null") {
                row in
                let amount = row.int(1) != 1 || row.isNull(3) ? 0 : row.text(4) == own ? row.int(3) : nil
                deals[row.int(0)] = Deal(won: row.int(1) == 1, closed: row.int(2), amount: amount, people: [])
            }
            try read.scan("select distinct deal_id, contact_id from deal_contact") { deals[$0.int(0)]?.people.append($0.int(1)) }
            try read.scan("select contact_id, at from touch where side <> 5 order by contact_id, at") {
                touches[$0.int(0), default: []].append($0.int(1))
            }
            return (deals, touches)
        }
    }

    @Test(arguments: TestEngine.available) func `are those of its deals, and one deal is one win`(engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            _ = try await DemoWriter(database, contacts: 600, touches: 6000, seed: 4, now: Self.now).run()
            let (deals, touches) = try await rows(database)
            let read = try await LedgerJourneys(database: database, unit: .deal).read()
            // Each journey holds the touches of the deal's people until it closed.
            let expected = deals.sorted { $0.key < $1.key }.compactMap { _, deal -> (Int, Int64?, Bool)? in
                let count = deal.people.reduce(0) { $0 + (touches[$1] ?? []).count { $0 <= deal.closed } }
                return count > 0 ? (count, deal.amount, deal.won) : nil
            }
            #expect(read.paths.count == expected.count && expected.count > 10)
            for (row, deal) in expected.enumerated() where row < read.paths.count {
                #expect(read.paths.range(row).count == deal.0 && (read.paths.conversions[row] == 1) == deal.2)
                if let amount = deal.1 { #expect(read.paths.value[row] == amount) } else { #expect(read.paths.value[row] > 0) }
            }
            #expect(read.paths.totals.conversions == expected.count { $0.2 })
            // Lead made and deal opened fall on touches of the journey, the lead's first.
            let marks = read.paths.milestones.filter { $0.lead >= 0 && $0.deal >= 0 }
            #expect(marks.count > 5 && marks.allSatisfy { $0.lead <= $0.deal })
        }
    }

    @Test(arguments: TestEngine.available, JourneyUnit.allCases) func `divide the same revenue by every unit`(engine: TestEngine, unit: JourneyUnit)
        async throws
    {
        try await withDatabase(engine) { database in
            _ = try await DemoWriter(database, contacts: 400, touches: 4000, seed: 9, now: Self.now).run()
            let (deals, touches) = try await rows(database)
            let read = try await LedgerJourneys(database: database, unit: unit).read()
            let totals = read.paths.totals
            let met = deals.values.filter { deal in deal.won && deal.people.contains { touches[$0] != nil } }
            #expect(totals.conversions > 0 && totals.conversions <= met.reduce(0) { $0 + max(1, $1.people.count) })
            #expect(totals.value > 0)
            // Times ascend within a journey, and credit adds up.
            for row in 0..<read.paths.count {
                #expect(zip(read.paths.times[read.paths.range(row)], read.paths.times[read.paths.range(row)].dropFirst()).allSatisfy { $0 <= $1 })
            }
            let question = AttributionQuestion(models: [.linear, .markov(order: 1)], channels: read.channels.count)
            for model in await attribute(read.paths, question) {
                #expect(abs(model.credits.reduce(0) { $0 + $1.conversions } - Double(totals.conversions)) < 1e-6)
            }
        }
    }
}
