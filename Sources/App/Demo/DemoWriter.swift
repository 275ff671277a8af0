// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// Writes a sample company as one import: batch after batch, not seen before all are there.
package struct DemoWriter: Sendable {
    /// How far it is.
    package struct Progress: Sendable {
        package var contacts = 0, touches = 0, rows = 0
    }

    package struct Made: Sendable {
        package let run: ImportID
        package let contacts: Int, touches: Int, leads: Int, deals: Int, accounts: Int, rows: Int
    }

    private let database: Database
    private let story: DemoStory

    /// Rows of a transaction: short enough that whoever claims or captures meanwhile hardly waits.
    private static let rowsOfBatch = 120_000
    /// Touches of one person on average, at most: a block of people is told in memory.
    private static let most = 1000

    /// - Parameter now: where the story ends; it begins 18 months before.
    /// - Parameter isFlat: every lead has the same chances, whatever it is: to see what is found where there is nothing.
    /// - Throws: `Problem` where the sizes make no company.
    package init(_ database: Database, contacts: Int, touches: Int, seed: UInt64, now: Moment, isFlat: Bool = false) throws {
        guard (1...100_000_000).contains(contacts) else {
            throw Problem("demo_contacts", "A sample company has between 1 and 100,000,000 contacts.", at: "--contacts", fault: .usage)
        }
        guard touches >= 0, touches / Self.most <= contacts else {
            throw Problem("demo_touches", "There can be between 0 and \(Self.most) touches for each contact.", at: "--touches", fault: .usage)
        }
        self.database = database
        story = DemoStory(contacts: contacts, touches: touches, seed: seed, now: now, isFlat: isFlat)
    }

    /// - Parameter progress: told after each batch.
    package func run(progress: @Sendable (Progress) -> Void = { _ in }) async throws -> Made {
        let story = story
        let (run, codes) = try await database.write(.bulk, ids: 10_000) { tx in try Self.begin(tx, story) }
        let perBlock = DemoRules.block * (10 + story.touches / story.contacts)
        let step = max(1, min(512, Self.rowsOfBatch / perBlock))
        var done = Progress(), leads = 0, deals = 0, accounts = 0
        var next = story.tell(0..<min(step, story.blocks))
        var block = min(step, story.blocks)
        while !next.people.isEmpty {
            let batch = next
            // The next batch is told while this one is written.
            async let written: Void = database.write(.bulk, ids: batch.ids) { tx in
                let ledger = Ledger(tx, now: story.now, actor: .import(run.raw))
                try DemoBatchWriter.write(batch, codes, story, into: ledger, first: try tx.newIDs(batch.ids))
            }
            let upto = min(story.blocks, block + step)
            next = block < upto ? story.tell(block..<upto) : DemoBatch(first: story.contacts)
            block = upto
            try await written
            done.contacts += batch.people.count
            done.touches += batch.touches.count
            done.rows += batch.rows
            leads += batch.leads.count
            deals += batch.deals.count
            accounts += batch.companies.count
            progress(done)
        }
        let made = Made(run: run, contacts: done.contacts, touches: done.touches, leads: leads, deals: deals, accounts: accounts, rows: done.rows)
        try await database.write { tx in
            try DemoRun.publish(
                tx, run,
                report: DemoRun.report(contacts: made.contacts, leads: made.leads, rows: made.rows), now: story.now)
        }
        return made
    }

    private static func begin(_ tx: Write, _ story: DemoStory) throws -> (ImportID, DemoCodes) {
        let run = try DemoRun.begin(tx, name: "Sample company (seed \(story.seed))", now: story.now)
        let ledger = Ledger(tx, now: story.now, actor: .import(run.raw))
        try DemoCompany.write(
            tx, name: DemoWords.company, zone: DemoClock.zoneName, currency: .eur, domain: DemoWords.domain, rates: rates(story), import: run,
            now: story.now)
        let codes = try DemoCodes(ledger, members: try DemoColleagues.write(tx, colleagues(story), import: run, now: story.now))
        try DemoRun.record(tx, spend(story, codes), import: run)
        return (run, codes)
    }

    /// Invented, a step each quarter.
    private static func rates(_ story: DemoStory) -> [(currency: Currency, day: Day, rate: Double)] {
        (0...6).map { quarter in (.usd, story.firstDay.adding(days: quarter * 91), 0.90 + Double((quarter * 3) % 5) / 100) }
    }

    private static func spend(_ story: DemoStory, _ codes: DemoCodes) -> [DemoRun.Spend] {
        (0..<18).flatMap { month in
            let day = story.firstDay.adding(days: month * 30)
            return DemoSource.all.indices.map { index -> DemoRun.Spend in
                let amount = Int64(Double(DemoSource.all[index].spend) * Double(story.contacts) / 2000)
                return DemoRun.Spend(day: day, upto: day.adding(days: 29), source: codes.sources[index], amount: Money(minor: amount, .eur))
            }
        }
    }

    private static func colleagues(_ story: DemoStory) -> [DemoColleagues.Colleague] {
        func ago(_ days: Int64) -> Moment { story.now.adding(seconds: -days * 86_400) }
        let start = ago(DemoRules.window + 30)
        return DemoTeam.people.enumerated().map { index, one in
            func place(_ team: Int?, _ manager: Int?, _ from: Moment, _ upto: Moment?) -> DemoColleagues.Place {
                .init(team: team.map { DemoTeam.teams[$0] }, manager: manager, region: team.map { DemoTeam.regions[$0] }, from: from, upto: upto)
            }
            var places = [place(one.team, one.manager, start, index == DemoTeam.left ? ago(DemoTeam.leftDaysAgo) : nil)]
            if index == DemoTeam.moved {
                let day = ago(DemoTeam.movedDaysAgo)
                places = [place(0, 5, start, day), place(1, DemoTeam.people.firstIndex { $0.name == "Claudia Ferri" }, day, nil)]
            }
            let email = one.name.lowercased().replacing(" ", with: ".") + "@" + DemoWords.domain
            return .init(
                name: one.name, email: email, role: one.role, side: one.side, places: places,
                left: index == DemoTeam.left ? ago(DemoTeam.leftDaysAgo) : nil)
        }
    }
}
