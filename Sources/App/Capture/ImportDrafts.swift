// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Storage

enum ImportDraftNoun {}
typealias ImportDraftID = ID<ImportDraftNoun>

/// Uploaded files with what was said about them so far.
struct ImportDraft: Sendable {
    let id: ImportDraftID
    let member: Int64
    let createdAt: Moment
    /// Name of the folder of `ImportUploads`.
    let folder: String
    var options: ImportOptions
    /// The import that was started with it; nil again where nothing of that was kept.
    let importID: ImportID?
}

/// All SQL of drafts. They are everybody's who may import.
struct ImportDrafts: Sendable {
    let database: Database

    /// Draft and files are removed after so long.
    static let seconds: Int64 = 7 * 86_400

    private struct Row: Decodable, Sendable {
        let id: Int64
        let memberId: Int64
        let createdAt: Int64
        let folder: String
        let options: String
        let importId: Int64?

        var draft: ImportDraft {
            let said = try? JSONDecoder().decode(ImportOptions.self, from: Data(options.utf8))
            return ImportDraft(
                id: ID(id), member: memberId, createdAt: Moment(micros: createdAt), folder: folder, options: said ?? ImportOptions(),
                importID: importId.map { ImportID($0) })
        }
    }

    static func text(_ options: ImportOptions) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(options), as: UTF8.self)
    }

    func add(folder: String, options: ImportOptions, by member: ID<Member>, at now: Moment) async throws -> ImportDraftID {
        let text = try Self.text(options)
        return try await database.write { tx in
            let id = try tx.newID()
            try tx.execute(
                "insert into import_draft (id, member_id, created_at, folder, options) values ($1, $2, $3, $4, $5)", id, member, now, folder, text)
            return ID(id)
        }
    }

    /// - Throws: `Problem` with the fault `missing`.
    func find(_ id: ImportDraftID) async throws -> ImportDraft {
        let row = try await database.read {
            try $0.row(as: Row.self, "select id, member_id, created_at, folder, options, import_id from import_draft where id = $1", id)
        }
        guard let row else {
            throw Problem(
                "no_draft", "These files are here no longer.", remedy: "They were imported, discarded, or older than a week; upload them again.",
                fault: .missing)
        }
        return row.draft
    }

    func all() async throws -> [ImportDraft] {
        try await database.read {
            try $0.rows(as: Row.self, "select id, member_id, created_at, folder, options, import_id from import_draft order by id desc limit 200")
                .map(\.draft)
        }
    }

    func save(_ options: ImportOptions, of id: ImportDraftID) async throws {
        let text = try Self.text(options)
        _ = try await database.write { try $0.execute("update import_draft set options = $2 where id = $1", id, text) }
    }

    /// The import of these files begins.
    /// - Returns: false where somebody started it before.
    static func take(_ tx: Write, _ id: ImportDraftID, for run: ImportID) throws -> Bool {
        try tx.execute("update import_draft set import_id = $2 where id = $1 and import_id is null", id, run) == 1
    }

    /// Nothing of the import was kept: the files can be tried again.
    static func giveBack(_ tx: Write, _ run: ImportID) throws { try tx.execute("update import_draft set import_id = null where import_id = $1", run) }

    static func remove(_ tx: Write, _ id: ImportDraftID) throws { try tx.execute("delete from import_draft where id = $1", id) }
}
