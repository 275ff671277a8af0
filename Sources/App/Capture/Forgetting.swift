// SPDX-License-Identifier: Apache-2.0
package import Domain
import Foundation
package import Storage

/// Forgets a person everywhere: in the ledger, in reports of imports, in files of rejected rows and in uploads that wait.
package struct Forgetting: Sendable {
    let database: Database
    let clock: Clock
    /// Where files beside the database lie.
    let beside: String

    package init(database: Database, clock: Clock, beside: String? = nil) {
        (self.database, self.clock) = (database, clock)
        self.beside = beside ?? database.folderBeside
    }

    /// What is there of a person.
    package struct Traces: Sendable {
        package let contact: ContactID
        package let name: String
        package let leads, touches, facts, deals: Int
    }

    /// - Parameter text: a contact's number or an e-mail.
    /// - Throws: `Problem` where nobody is known by it.
    package func find(_ text: String) async throws -> Traces {
        let contact = try await database.read { read -> Int64? in
            if let id = Int64(text) { return try read.int("select id from contact where id = $1", id) }
            let kind = try read.int("select id from code where kind = 'key' and value = 'email'") ?? 0
            return try read.int("select contact_id from identity where kind = $1 and value = $2", kind, text.lowercased())
        }
        guard let contact else {
            throw Problem(
                "nobody", "Nobody is known by “\(text)”.", remedy: "Name an e-mail as it is recorded, or the number of a contact.", fault: .missing)
        }
        return try await traces(ContactID(contact))
    }

    package func traces(_ contact: ContactID) async throws -> Traces {
        try await database.read { read in
            struct Row: Decodable { let firstName: String, lastName: String, email: String }
            guard let row = try read.row(as: Row.self, "select first_name, last_name, email from contact where id = $1", contact) else {
                throw Problem.nothingHere
            }
            func count(_ table: String, _ what: String = "*") throws -> Int {
                Int(try read.int("select count(\(what)) from \(table) where contact_id = $1", contact) ?? 0)
            }
            return Traces(
                contact: contact, name: LeadRow.name(row.firstName, row.lastName, row.email), leads: try count("lead"), touches: try count("touch"),
                facts: try count("fact"), deals: try count("deal_contact", "distinct deal_id"))
        }
    }

    /// - Throws: `Problem` while an import is being loaded: it might write what has just been forgotten.
    package func forget(_ contact: ContactID, by actor: Actor) async throws {
        let key = try ErasureKey.load(beside: beside), now = clock.now
        let person = try await database.write { tx in
            guard try tx.read.int("select 1 from import where state in ('running', 'publishing') limit 1") == nil else {
                throw Problem(
                    "import_running", "An import is being loaded, which could bring this person back.", remedy: "Forget again when it is done.",
                    fault: .conflict)
            }
            guard try tx.read.int("select 1 from contact where id = $1", contact) != nil else { throw Problem.nothingHere }
            let person = try Ledger(tx, now: now, actor: actor).erase(contact) { key.hash($0) }
            try Self.scrubReports(tx, person)
            try Repairs.forget(tx, contact)
            try Audit.note(tx, by: actor, "erased", "contact:\(contact)", at: now)
            return person
        }
        try scrubRejected(person)
        try await dropUploads(person)
        // What stands in the log only is gone with the log.
        try await database.truncateLog()
    }

    /// Reports quote the first rejected rows.
    private static func scrubReports(_ tx: Write, _ person: ErasedPerson) throws {
        struct Row: Decodable { let id: Int64, report: String }
        for row in try tx.read.rows(as: Row.self, "select id, report from import") {
            let clean = person.scrubbed(row.report)
            if clean != row.report { try tx.execute("update import set report = $2 where id = $1", row.id, clean) }
        }
    }

    /// Rows of the person leave the files of rejected rows.
    private func scrubRejected(_ person: ErasedPerson) throws {
        let folder = "\(beside)/imports"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.hasSuffix(".csv") {
            let path = "\(folder)/\(name)"
            guard let text = FileManager.default.contents(atPath: path).map({ String(decoding: $0, as: UTF8.self) }) else { continue }
            let clean = person.scrubbed(text)
            guard clean != text else { continue }
            // Whole or not at all: a new file takes the place of the old.
            try Data(clean.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
    }

    /// Uploads that nobody has imported yet are given up where they hold the person: what they hold may be in any encoding and form.
    private func dropUploads(_ person: ErasedPerson) async throws {
        let uploads = ImportUploads(folder: "\(beside)/uploads"), needles = person.words.flatMap(Self.forms)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: uploads.folder)) ?? [] {
            let holds = uploads.paths(in: name).contains { path in
                guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else { return false }
                return needles.contains { data.holds($0) }
            }
            if holds { uploads.remove(name) }
        }
    }

    /// As bytes of UTF-8 and of both kinds of UTF-16.
    private static func forms(_ word: String) -> [[UInt8]] {
        let lower = word.lowercased(), units = Array(lower.utf16)
        return [
            Array(lower.utf8), units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] },
            units.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] },
        ]
    }
}

extension Data {
    /// Whether these bytes stand in it, letters of ASCII in any case.
    fileprivate func holds(_ needle: [UInt8]) -> Bool {
        guard let head = needle.first, count >= needle.count else { return false }
        func lower(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 32 : byte }
        return withUnsafeBytes { bytes in
            for start in 0...(bytes.count - needle.count) where lower(bytes[start]) == head {
                if needle.indices.allSatisfy({ lower(bytes[start + $0]) == needle[$0] }) { return true }
            }
            return false
        }
    }
}

/// The key of the list of the erased. It lies beside the database and not in it, so that a copy of the database alone tells nobody's address.
struct ErasureKey: Sendable {
    private let bytes: [UInt8]

    static func load(beside folder: String) throws -> ErasureKey {
        let path = "\(folder)/erasure.key"
        if let data = FileManager.default.contents(atPath: path), data.count == 32 { return ErasureKey(bytes: Array(data)) }
        let made = try Digest.random(32)
        // Made once: whoever loses the race reads the winner's.
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            defer { close(descriptor) }
            guard write(descriptor, made, made.count) == made.count, fsync(descriptor) == 0 else { throw Self.unwritable(path) }
            return ErasureKey(bytes: made)
        }
        guard let data = FileManager.default.contents(atPath: path), data.count == 32 else { throw Self.unwritable(path) }
        return ErasureKey(bytes: Array(data))
    }

    private static func unwritable(_ path: String) -> Problem {
        Problem(
            "erasure_key", "The key of the list of erased people can't be kept.", at: path, remedy: "Check the rights of the folder.", fault: .machine
        )
    }

    func hash(_ address: String) -> String { Digest.hmac(Array(address.utf8), key: bytes).hex }
}
