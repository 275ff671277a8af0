// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Domain
import Foundation
import Storage

/// Where the words of a command go: a terminal, or the connection of somebody who handed it over.
struct Console: Sendable {
    /// A result, on standard output.
    let print: @Sendable (String) -> Void
    /// A sentence, on standard error.
    let say: @Sendable (String) -> Void
    let progress: @Sendable (ImportProgress) -> Void

    static let terminal: Console = {
        let line = ProgressLine()
        return Console(
            print: {
                line.clear()
                Swift.print($0)
            },
            say: {
                line.clear()
                Terminal.say($0)
            }, progress: { line.show($0) })
    }()
}

/// What a command that writes works with, whoever runs it.
struct Workplace: Sendable {
    let database: Database
    /// Where files beside the database go.
    let beside: String
    /// Where the paths on the command line start.
    let folder: String
    let console: Console

    func path(_ text: String) -> String { text.hasPrefix("/") ? text : (folder as NSString).appendingPathComponent(text) }
}

/// A command that writes. One process owns an SQLite file: where a server has it, the command is handed over and runs there.
protocol WritingCommand: AsyncParsableCommand, Sendable {
    var place: DatabaseOption { get }
    var json: Bool { get }
    /// Whether this very call writes.
    var writes: Bool { get }
    func perform(_ workplace: Workplace) async throws -> Terminal.Outcome
}

extension WritingCommand {
    var writes: Bool { true }

    func start() async {
        let command = self
        await Terminal.run(json: json) {
            let folder = FileManager.default.currentDirectoryPath
            if command.writes, let server = Handover.server(of: command.place) {
                return try await server.run(Array(CommandLine.arguments.dropFirst()), folder: folder, console: .terminal)
            }
            let database = try await command.place.open()
            let workplace = Workplace(database: database, beside: command.place.folder, folder: folder, console: .terminal)
            do {
                let outcome = try await command.perform(workplace)
                await database.close()
                return outcome
            } catch {
                await database.close()
                throw error
            }
        }
    }
}
