// SPDX-License-Identifier: Apache-2.0
import CCrypto
import Domain
import Foundation
import Storage
import Synchronization

/// scrypt with its costs, as a PHC string: `$scrypt$ln=15,r=8,p=3$salt$hash`.
/// - Source: RFC 7914 (2016); the costs are OWASP's for 32 MiB (2024).
package struct PasswordHash: Sendable, Hashable {
    package struct Cost: Sendable, Hashable {
        /// The logarithm to base 2 of scrypt's N.
        package var logN = 15
        package var r = 8
        package var p = 3

        package init(logN: Int = 15, r: Int = 8, p: Int = 3) { (self.logN, self.r, self.p) = (logN, r, p) }

        /// What a stored string may ask of us.
        var isSane: Bool { (1...20).contains(logN) && (1...32).contains(r) && (1...16).contains(p) }
        /// Bytes: the big table, the blocks, and room for both around them.
        var memory: UInt64 { UInt64(128 * r) * (1 << UInt64(logN)) + UInt64(128 * r * (p + 4)) + (1 << 20) }
    }

    let cost: Cost
    let salt: [UInt8]
    let key: [UInt8]

    /// Takes about 0.3 s at full cost: only on the hashing lane.
    static func make(_ password: String, cost: Cost) throws -> PasswordHash {
        let salt = try Digest.random(16)
        return PasswordHash(cost: cost, salt: salt, key: try derive(password, salt, cost))
    }

    func matches(_ password: String) -> Bool {
        guard let other = try? Self.derive(password, salt, cost), other.count == key.count else { return false }
        return CRYPTO_memcmp(other, key, key.count) == 0
    }

    private static func derive(_ password: String, _ salt: [UInt8], _ cost: Cost) throws -> [UInt8] {
        guard cost.isSane else { throw Digest.RandomnessError() }
        var key = [UInt8](repeating: 0, count: 32)
        let bytes = Array(password.utf8).map { CChar(bitPattern: $0) }
        let done = EVP_PBE_scrypt(
            bytes, bytes.count, salt, salt.count, 1 << UInt64(cost.logN), UInt64(cost.r), UInt64(cost.p), cost.memory, &key, key.count)
        guard done == 1 else { throw Digest.RandomnessError() }
        return key
    }

    private init(cost: Cost, salt: [UInt8], key: [UInt8]) { (self.cost, self.salt, self.key) = (cost, salt, key) }

    package var text: String { "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(Self.base64(salt))$\(Self.base64(key))" }

    package init?(text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        let costs = Dictionary(
            parts[2].split(separator: ",").compactMap { piece -> (String, Int)? in
                let pair = piece.split(separator: "=")
                return pair.count == 2 ? Int(pair[1]).map { (String(pair[0]), $0) } : nil
            }, uniquingKeysWith: { first, _ in first })
        guard let logN = costs["ln"], let r = costs["r"], let p = costs["p"], let salt = Self.bytes(parts[3]), let key = Self.bytes(parts[4]) else {
            return nil
        }
        let cost = Cost(logN: logN, r: r, p: p)
        guard cost.isSane, salt.count >= 8, key.count == 32 else { return nil }
        self.init(cost: cost, salt: salt, key: key)
    }

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString().replacing("=", with: "") }

    private static func bytes(_ text: String) -> [UInt8]? {
        Data(base64Encoded: text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)).map { Array($0) }
    }
}

/// One thread that hashes, with a short queue: many sign-ins at once wait a little or are turned away, and nobody else notices.
package final class Hashing: Sendable {
    private let lane = Lane("hashing", threads: 1)
    private let waiting = Mutex(0)
    private let cost: PasswordHash.Cost
    private let queue: Int
    /// Hashed for unknown names too, so that the time of an answer does not tell who exists.
    private let dummy: PasswordHash

    package init(cost: PasswordHash.Cost = .init(), queue: Int = 8) throws {
        (self.cost, self.queue) = (cost, queue)
        dummy = try PasswordHash.make("nobody has this password", cost: cost)
    }

    package func hash(_ password: String) async throws -> String { try await run { [cost] in try PasswordHash.make(password, cost: cost).text } }

    /// - Parameter stored: nil for somebody unknown, which takes as long and is false.
    package func matches(_ password: String, _ stored: String?) async throws -> Bool {
        let known = stored.flatMap { PasswordHash(text: $0) }
        let hash = known ?? dummy
        return try await run { hash.matches(password) } && known != nil
    }

    /// - Throws: `Problem.busy` where the queue is full.
    private func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        let admitted = waiting.withLock { count in
            guard count < queue else { return false }
            count += 1
            return true
        }
        guard admitted else { throw Problem.busy }
        defer { waiting.withLock { $0 -= 1 } }
        return try await lane.run(body)
    }

    deinit { lane.close() }
}
