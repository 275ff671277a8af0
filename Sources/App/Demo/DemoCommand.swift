// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser
import Domain
import Foundation
import Storage

/// `entente demo`: a sample company at any size, the same for the same seed.
package struct DemoCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Make a sample company to explore, at any size.",
        discussion: "It is recorded as one import: 'entente import undo ID' takes it away. The same seed and last day give the same company.")

    @Option(help: "How many people.")
    var contacts = 2000

    @Option(help: "How many touches: pages, mails, calls, meetings.")
    var touches = 20_000

    @Option(help: "Which company: another number tells the same story of other people.")
    var seed: UInt64 = 7

    @Option(help: "The last day of the story, like 2026-06-30 (else now).")
    var until: String?

    @Option(help: "A SQLite file, or postgres://… (else ENTENTE_DATABASE, else var/entente.db).")
    var database: String?

    package init() {}

    package func run() async throws {
        let now = try end()
        let place = Location(database ?? ProcessInfo.processInfo.environment["ENTENTE_DATABASE"] ?? "var/entente.db")
        if case .file(let path) = place {
            try FileManager.default.createDirectory(at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        }
        let database = try await Database.open(place)
        do {
            try await database.migrate(Schema.migrations)
            try await make(in: database, now: now)
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    private func make(in database: Database, now: Moment) async throws {
        let writer = try DemoWriter(database, contacts: contacts, touches: touches, seed: seed, now: now)
        let clock = ContinuousClock(), start = clock.now
        let (contacts, isTerminal) = (contacts, isatty(STDERR_FILENO) == 1)
        let made = try await writer.run { progress in
            let seconds = Self.seconds(clock.now - start), rate = Int(Double(progress.rows) / max(seconds, 0.001))
            let share = progress.contacts * 100 / max(1, contacts)
            let line = "\(share) %  \(progress.contacts) contacts, \(progress.touches) touches, \(rate) rows/s"
            if isTerminal { Self.say("\r\u{1b}[K" + line) } else if share == 100 { Self.say(line + "\n") }
        }
        let seconds = Self.seconds(clock.now - start)
        if isTerminal { Self.say("\r\u{1b}[K") }
        print(
            """
            \(DemoWords.company): \(made.contacts) contacts of \(made.accounts) companies, \(made.leads) leads, \(made.touches) touches, \
            \(made.deals) deals; \(made.rows) rows in \((seconds * 10).rounded() / 10) s.
            Take it away with: entente import undo \(made.run)
            """)
    }

    /// The end of the story: midnight in UTC after the last day, so that it does not depend on the hour.
    private func end() throws -> Moment {
        guard let until else { return Clock.system.now }
        let parts = until.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard parts.count == 3, let day = Day(year: parts[0], month: parts[1], day: parts[2]), (1975...9000).contains(parts[0]) else {
            throw Problem("demo_until", "\(until) is not a day.", at: "--until", remedy: "Write it like 2026-06-30.", fault: .usage)
        }
        return Moment(micros: (Int64(day.number) + 1) * DemoRules.day)
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private static func say(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
