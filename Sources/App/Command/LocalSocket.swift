// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation

/// A connection between processes of one user on one machine, in lines of JSON. Calls block: use it on a lane.
final class LocalSocket: Sendable {
    private let descriptor: Int32
    // Read by one thread only: whoever receives.
    private nonisolated(unsafe) var rest: [UInt8] = []

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// The longest line that is taken: an order has arguments, a frame a report.
    private static let longest = 64 << 20

    func close() { Foundation.close(descriptor) }

    /// Whoever waits to receive gets the end.
    func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    func send(_ value: some Encodable) throws {
        let line = Array(try JSONEncoder().encode(value)) + [10]
        var sent = 0
        while sent < line.count {
            let count = line[sent...].withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Problem("connection_lost", "The other side went away.", fault: .machine) }
            sent += count
        }
    }

    /// - Returns: nil at the end.
    func receive<T: Decodable>(_ type: T.Type) throws -> T? {
        var piece = [UInt8](repeating: 0, count: 1 << 16), searched = 0
        while true {
            if let end = rest[searched...].firstIndex(of: 10) {
                let line = Data(rest[..<end])
                rest.removeSubrange(...end)
                return try JSONDecoder().decode(type, from: line)
            }
            searched = rest.count
            guard searched < Self.longest else { return nil }
            let count = recv(descriptor, &piece, piece.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            rest += piece[..<count]
        }
    }

    static func connect(_ path: String) -> LocalSocket? {
        guard let descriptor = open(path, Foundation.connect) else { return nil }
        return LocalSocket(descriptor)
    }

    /// Opens a socket and gives it an address; the file's rights are those of the folder and of the umask's owner alone.
    private static func open(_ path: String, _ call: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        guard code == 0 else {
            Foundation.close(descriptor)
            return nil
        }
        return descriptor
    }

    /// Where connections arrive.
    final class Listener: Sendable {
        let path: String
        private let descriptor: Int32

        /// - Returns: nil where the path can't be had.
        init?(_ path: String) {
            unlink(path)
            guard let descriptor = LocalSocket.open(path, bind) else { return nil }
            // Before anybody can connect.
            guard chmod(path, 0o600) == 0, listen(descriptor, 8) == 0 else {
                Foundation.close(descriptor)
                return nil
            }
            (self.path, self.descriptor) = (path, descriptor)
        }

        /// Waits for the next one. - Returns: nil once it is stopped.
        func accept() -> LocalSocket? {
            while true {
                let connection = Foundation.accept(descriptor, nil, nil)
                if connection >= 0 {
                    _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
                    return LocalSocket(connection)
                }
                if errno != EINTR && errno != ECONNABORTED { return nil }
            }
        }

        func stop() {
            shutdown(descriptor, Int32(SHUT_RDWR))
            unlink(path)
        }

        deinit { Foundation.close(descriptor) }
    }
}
