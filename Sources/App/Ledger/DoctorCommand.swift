// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser
import Domain
import Storage

/// `entente doctor`: proves that the ledger is whole. Exit 1 where there is a breach.
package struct DoctorCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Prove that every stage and field equals a replay of the ledger; list what is legal but rotting.")

    @Flag(help: "The findings as JSON.") var json = false
    @OptionGroup var database: DatabaseOption

    package init() {}

    private struct Answer: Encodable {
        let breaches: Int
        let adrift: Int
        let findings: [Finding]
    }

    package mutating func run() async throws {
        let command = self
        await Terminal.run(json: json) {
            let opened = try await command.database.open()
            let now = Clock.system.now
            let findings = try await opened.read { try Doctor($0, now: now).examine() }
            await opened.close()
            let breaches = findings.filter { $0.kind == .breach }.reduce(0) { $0 + $1.count }
            let adrift = findings.filter { $0.kind == .adrift }.reduce(0) { $0 + $1.count }
            if command.json {
                print(try JSON.text(Answer(breaches: breaches, adrift: adrift, findings: findings), pretty: true))
            } else {
                for finding in findings {
                    let examples = finding.examples.prefix(5).map(String.init).joined(separator: ", ")
                    print(
                        "\(finding.kind == .breach ? "BREACH" : "adrift")  \(ImportText.grouped(finding.count))  \(finding.sentence) For example \(examples)."
                    )
                }
                print(
                    breaches == 0
                        ? "The ledger is whole: every projection equals its replay. \(ImportText.grouped(adrift)) adrift."
                        : "\(ImportText.grouped(breaches)) breaches: the database is wrong. Please report this.")
            }
            return breaches == 0 ? .done : .failed
        }
    }
}
