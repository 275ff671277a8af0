// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation

/// A file beside an SQLite database that says which process serves it, where, and through which socket it takes commands.
/// The lock ends with the process, whatever ends it.
package final class OwnerFile: Sendable {
    private let descriptor: Int32
    /// Where commands are taken.
    let socket: String

    private init(_ descriptor: Int32, _ socket: String) { (self.descriptor, self.socket) = (descriptor, socket) }

    deinit { close(descriptor) }

    static func path(of database: String) -> String { database + ".owner" }

    /// - Parameter url: where it answers, for whoever comes second.
    /// - Throws: `Problem` that says who has it, where somebody does.
    package static func take(_ database: String, url: String) throws -> OwnerFile {
        let path = path(of: database)
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Problem(
                "owner_file", "The file that says who serves the database can't be written.", at: path, remedy: "Check the rights of the folder.",
                fault: .machine)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            let said = reader(of: database).map { ": process \($0.process) at \($0.url)" } ?? ""
            throw Problem(
                "served_already", "This database is being served already\(said).", at: database,
                remedy: "Open that address, or stop that process first.", fault: .conflict)
        }
        let socket = socketPath(of: database)
        let text = Array("\(ProcessInfo.processInfo.processIdentifier) \(url)\n\(socket)\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = write(descriptor, text, text.count)
        return OwnerFile(descriptor, socket)
    }

    /// Beside the database; a path that is too long for a socket goes to the folder of temporary files.
    private static func socketPath(of database: String) -> String {
        let beside = URL(fileURLWithPath: database + ".socket").path
        guard beside.utf8.count > 100 else { return beside }
        return "/tmp/entente-\(getuid())-\(ProcessInfo.processInfo.processIdentifier).socket"
    }

    /// Who serves the database now: nil where nobody holds the lock.
    static func holder(of database: String) -> (process: Int32, socket: String)? {
        let descriptor = open(path(of: database), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        let lines = FileManager.default.contents(atPath: path(of: database)).map {
            String(decoding: $0.prefix(4096), as: UTF8.self).split(separator: "\n")
        }
        guard let lines, lines.count == 2, let process = reader(of: database)?.process else { return nil }
        return (process, String(lines[1]))
    }

    /// Who wrote the file last.
    package static func reader(of database: String) -> (process: Int32, url: String)? {
        guard let data = FileManager.default.contents(atPath: path(of: database)) else { return nil }
        let parts = String(decoding: data.prefix(4096), as: UTF8.self).split(separator: "\n").first?.split(separator: " ") ?? []
        guard parts.count == 2, let process = Int32(parts[0]) else { return nil }
        return (process, String(parts[1]))
    }
}
