// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// The sample company in one click, where there is nothing yet.
package struct SampleRoutes: Sendable {
    let database: Database
    let clock: Clock

    package init(database: Database, clock: Clock) { (self.database, self.clock) = (database, clock) }

    static let address = "/sample"

    package var routes: [Route] { [.post(Self.address, .roles(Self.makers), limit: 1_024, make)] }

    /// Those who import.
    static let makers: Set<Role> = [.marketing, .operations, .leader]
    private static let contacts = 6_000, touches = 40_000

    private func make(_ visit: Visit) async throws -> Answer {
        guard try await database.read({ try $0.int("select id from contact where \(Ledger.seen) limit 1") }) == nil else {
            throw Problem(
                "not_empty", "There are people here already, and the sample company would stand among them.",
                remedy: "Take the imports back first, or run “entente demo” with a database of its own.", fault: .conflict)
        }
        let actor = try visit.signedIn().actor
        do {
            // Long enough for every finding, and made in a second or two.
            let made = try await DemoWriter(database, contacts: Self.contacts, touches: Self.touches, seed: 7, now: clock.now).run()
            try await database.write { try Audit.note($0, by: actor, "sample company made", "import:\(made.run)", at: visit.now) }
        } catch {
            try await clear()
            throw error
        }
        return .redirect(
            to: "/audit", notice: "Northlight Systems is here: a sample company, invented. Take it back under Imports when your own files come.")
    }

    /// What was begun and could not be finished.
    private func clear() async throws {
        let begun = try await database.read { try $0.int("select id from import where kind = 'demo' and state = 'running' limit 1") }
        if let begun { _ = try await ImportRuns(database: database).undo(ImportID(begun), actor: .system, now: clock.now) }
    }
}
