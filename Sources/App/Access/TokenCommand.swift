// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser
import Domain

/// `entente token`: who may read by a program.
package struct TokenCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Tokens by which programs read: make, list, revoke.",
        discussion:
            "A token sees what the colleague sees for whom it was made, and changes nothing. /openapi.json of the server says what can be asked.",
        subcommands: [TokenCreate.self, TokenList.self, TokenRevoke.self])

    package init() {}
}

struct TokenCreate: WritingCommand {
    enum Allowed: String, ExpressibleByArgument, CaseIterable { case read }

    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a token. It is printed once, on standard output, and can't be read again.")

    @Argument(help: "What it is for, such as \"weekly report\".") var name: String
    @Option(name: .customLong("for"), help: "The e-mail of the colleague whose eyes it has.") var email: String
    @Option(help: "Days until it ends, 1 to 365.") var days = 90
    @Option(help: "What it may do.") var scope = Allowed.read
    @Flag(help: "The answer as JSON.") var json = false
    @OptionGroup var database: DatabaseOption

    var place: DatabaseOption { database }

    mutating func run() async throws { await start() }

    private struct Answer: Encodable {
        let id: Int64
        let token: String
        let expiresAt: Moment
    }

    func perform(_ workplace: Workplace) async throws -> Terminal.Outcome {
        let now = Clock.system.now
        let made = try await APITokens(database: workplace.database).create(name, for: email, days: days, by: .system, at: now)
        let expires = now.adding(seconds: Int64(days) * 86_400)
        if json {
            workplace.console.print(try JSON.text(Answer(id: made.id, token: made.token, expiresAt: expires), pretty: true))
        } else {
            workplace.console.print(made.token)
            workplace.console.say(
                "entente: token \(made.id) reads as \(email) until \(Format.day(Zone.utc.day(of: expires))). Keep it: it is not shown again.")
        }
        return .done
    }
}

struct TokenList: WritingCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Every token that was made, without its secret.")

    @Flag(help: "The answer as JSON.") var json = false
    @OptionGroup var database: DatabaseOption

    var place: DatabaseOption { database }
    var writes: Bool { false }

    mutating func run() async throws { await start() }

    func perform(_ workplace: Workplace) async throws -> Terminal.Outcome {
        let tokens = try await APITokens(database: workplace.database).list(), now = Clock.system.now
        guard !json else {
            workplace.console.print(try JSON.text(["tokens": tokens], pretty: true))
            return .done
        }
        guard !tokens.isEmpty else {
            workplace.console.print("There is no token yet.")
            return .done
        }
        for token in tokens {
            func day(_ moment: Moment) -> String { Format.day(Zone.utc.day(of: moment)) }
            let state = token.revokedAt.map { "revoked \(day($0))" } ?? (token.isLive(at: now) ? "until \(day(token.expiresAt))" : "expired")
            let used = token.lastUsedAt.map { "last used \(day($0))" } ?? "never used"
            workplace.console.print("\(token.id)  \(token.name): \(token.scope) as \(token.email ?? token.member), \(state), \(used)")
        }
        return .done
    }
}

struct TokenRevoke: WritingCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "End a token at once.")

    @Argument(help: "Its number or its name.") var which: String
    @Flag(help: "The answer as JSON.") var json = false
    @OptionGroup var database: DatabaseOption

    var place: DatabaseOption { database }

    mutating func run() async throws { await start() }

    func perform(_ workplace: Workplace) async throws -> Terminal.Outcome {
        let id = try await APITokens(database: workplace.database).revoke(which, by: .system, at: Clock.system.now)
        workplace.console.print(json ? try JSON.text(["revoked": id], pretty: true) : "Token \(id) no longer works.")
        return .done
    }
}
