// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser
import Domain
import Storage

/// `entente privacy`: what people may ask of us.
package struct PrivacyCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "privacy", abstract: "Forget a person.", subcommands: [PrivacyErase.self])

    package init() {}
}

struct PrivacyErase: WritingCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Forget a person everywhere: ledger, search, reports, rejected rows, waiting uploads. It can't be undone.")

    @Argument(help: "An e-mail, or the number of a contact as its page's address has it.") var who: String
    @Flag(help: "Do it; without, only say what is there.") var yes = false
    @Flag(help: "The answer as JSON.") var json = false
    @OptionGroup var database: DatabaseOption

    var place: DatabaseOption { database }
    var writes: Bool { yes }

    mutating func run() async throws { await start() }

    private struct Answer: Encodable {
        let contact: Int64
        let leads, touches, facts, deals: Int
        let erased: Bool
    }

    func perform(_ workplace: Workplace) async throws -> Terminal.Outcome {
        let forgetting = Forgetting(database: workplace.database, clock: .system, beside: workplace.beside)
        let traces = try await forgetting.find(who)
        if yes { try await forgetting.forget(traces.contact, by: .system) }
        guard !json else {
            let answer = Answer(
                contact: traces.contact.raw, leads: traces.leads, touches: traces.touches, facts: traces.facts, deals: traces.deals, erased: yes)
            workplace.console.print(try JSON.text(answer, pretty: true))
            return .done
        }
        let what = "\(traces.leads) leads, \(traces.touches) touches, \(traces.facts) facts"
        let deals = traces.deals == 0 ? "" : " \(traces.deals) deals stay, without the person."
        workplace.console.print(
            yes
                ? "Erased: contact \(traces.contact), \(what).\(deals)"
                : "Contact \(traces.contact) has \(what).\(deals) Nothing was done yet: add --yes to erase them for ever.")
        return .done
    }
}
