// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser
import Domain
import Foundation
import Storage

/// `entente demo`: a sample company at any size, the same for the same seed.
package struct DemoCommand: WritingCommand {
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

    @OptionGroup var database: DatabaseOption

    package init() {}

    var place: DatabaseOption { database }
    var json: Bool { false }

    package mutating func run() async throws { await start() }

    func perform(_ workplace: Workplace) async throws -> Terminal.Outcome {
        let writer = try DemoWriter(workplace.database, contacts: contacts, touches: touches, seed: seed, now: try end())
        let clock = ContinuousClock(), start = clock.now, contacts = contacts
        let made = try await writer.run { progress in
            workplace.console.progress(
                ImportProgress(
                    step: "making \(progress.touches) touches for", file: "\(progress.contacts) contacts", rows: progress.contacts, total: contacts,
                    seconds: Self.seconds(clock.now - start)))
        }
        let seconds = Self.seconds(clock.now - start)
        workplace.console.print(
            """
            \(DemoWords.company): \(made.contacts) contacts of \(made.accounts) companies, \(made.leads) leads, \(made.touches) touches, \
            \(made.deals) deals; \(made.rows) rows in \((seconds * 10).rounded() / 10) s.
            Take it away with: entente import undo \(made.run)
            """)
        return .done
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
}
