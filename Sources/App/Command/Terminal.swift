// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Storage

/// How commands end: results on standard output, sentences on standard error; exit 0, 1 (failed), 2 (usage), 3 (bad input).
enum Terminal {
    enum Outcome: Int32 { case done = 0, failed = 1, usage = 2, badInput = 3 }

    static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    static func run(json: Bool, _ body: @Sendable () async throws -> Outcome) async {
        let outcome = await outcome(json: json, console: .terminal, body)
        fflush(nil)  // print is block-buffered when standard output is a file
        if outcome != .done { exit(outcome.rawValue) }
    }

    /// Runs a command and says what went wrong.
    static func outcome(json: Bool, console: Console, _ body: @Sendable () async throws -> Outcome) async -> Outcome {
        do {
            return try await body()
        } catch is CancellationError {
            console.say("entente: stopped.")
            return .done
        } catch {
            let problem = Problem(describing: error)
            if json, let text = try? JSON.text(["problem": problem], pretty: true) { console.print(text) }
            console.say("entente: \(problem)")
            return switch problem.fault {
            case .input: .badInput
            case .usage: .usage
            default: .failed
            }
        }
    }
}

extension Problem {
    /// A sentence for any error; details that a reader can't use stay out.
    init(describing error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case StorageError.diskFull:
            self.init("disk_full", "The disk is full; nothing of this was kept.", remedy: "Free some space and run it again.", fault: .machine)
        case StorageError.readOnly:
            self.init("read_only", "The database can't be written.", remedy: "Check the permissions of the file and its folder.", fault: .machine)
        case StorageError.newer(let name):
            self.init(
                "newer_database", "The database was written by a newer version (it has \"\(name)\").",
                remedy: "Use that version, or another database.", fault: .machine)
        case StorageError.damaged(let text):
            self.init("damaged", "The file is no database, or damaged: \(text).", remedy: "Name another with --database.", fault: .machine)
        case StorageError.unavailable(let text):
            self.init(
                "unavailable", "The database can't be reached: \(text).", remedy: "Check that it runs and that nobody else holds it.", fault: .machine
            )
        case StorageError.unique(let text), StorageError.constraint(let text), StorageError.statement(let text):
            self.init("database", "The database refused a step: \(text).", remedy: "Please report this; it is a defect.", fault: .machine)
        default: self.init("failed", "It failed: \(error).", fault: .machine)
        }
    }
}
