// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Storage

/// A command goes to the server that owns the database, through a socket beside the file that only the same user may open.
/// One line of JSON each: the order, then what the command says, then how it ended.
enum Handover {
    struct Order: Codable, Sendable {
        let arguments: [String]
        /// Where it was typed: paths start there.
        let folder: String
    }

    struct Frame: Codable, Sendable {
        var print: String?
        var say: String?
        var progress: ImportProgress?
        var end: Int32?
    }

    /// - Returns: nil where nobody serves the file.
    static func server(of place: DatabaseOption) -> Server? {
        guard case .file(let path) = Location(place.database), let owner = OwnerFile.holder(of: path) else { return nil }
        return Server(process: owner.process, socket: owner.socket, database: path)
    }

    struct Server: Sendable {
        let process: Int32
        let socket: String
        let database: String

        func run(_ arguments: [String], folder: String, console: Console) async throws -> Terminal.Outcome {
            let lane = Lane("handover", threads: 1)
            defer { lane.close() }
            return try await lane.run {
                guard let connection = LocalSocket.connect(socket) else {
                    throw Problem(
                        "server_silent", "The database is served by process \(process), which does not answer commands.", at: database,
                        remedy: "Stop it, or use the browser.", fault: .machine)
                }
                defer { connection.close() }
                try connection.send(Order(arguments: arguments, folder: folder))
                while let frame = try connection.receive(Frame.self) {
                    if let text = frame.print { console.print(text) }
                    if let text = frame.say { console.say(text) }
                    if let progress = frame.progress { console.progress(progress) }
                    if let end = frame.end { return Terminal.Outcome(rawValue: end) ?? .failed }
                }
                throw Problem(
                    "server_gone", "The server that runs this command went away before it had ended.", at: database,
                    remedy: "Start it again and look at 'entente import list'.", fault: .machine)
            }
        }
    }
}
