// SPDX-License-Identifier: Apache-2.0
package import Domain
import Foundation
package import Storage

/// The table of imports and its states: running → publishing → done; failed and undone are ends.
package struct ImportRuns: Sendable {
    package let database: Database

    package init(database: Database) { self.database = database }

    package struct Row: Decodable, Sendable {
        package let id: Int64
        package let name: String
        package let state: String
        package let startedAt: Int64
        package let finishedAt: Int64?
        package let report: String
        package let actor: String
    }

    func start(_ names: [String], actor: Actor, now: Moment) async throws -> ImportID {
        try await database.write { tx in try Self.begin(tx, names, actor: actor, owner: Self.owner, now: now) }
    }

    /// - Parameter owner: the process that loads it, or the job, which is no process: `recover` leaves it to its runner.
    static func begin(_ tx: Write, _ names: [String], actor: Actor, owner: String, now: Moment) throws -> ImportID {
        let id = try tx.newID()
        try tx.execute(
            """
            insert into import (id, name, kind, system, state, started_at, finished_at, actor, owner, report)
            values ($1, $2, '', '', 'running', $3, null, $4, $5, '{}')
            """, id, names.joined(separator: ", "), now, actor.text, owner)
        return ImportID(id)
    }

    /// Who runs it: an import whose process is gone resumes or disappears.
    static let owner = "\(ProcessInfo.processInfo.hostName):\(ProcessInfo.processInfo.processIdentifier)"

    func set(_ state: String, of id: ImportID, report: ImportReport? = nil, now: Moment) async throws {
        let text = try report.map { try JSON.text($0) }
        try await database.write { tx in
            try tx.execute(
                "update import set state = $2, finished_at = case when $2 in ('running', 'publishing') then null else cast($3 as bigint) end, report = coalesce($4, report) where id = $1",
                id, state, now, text)
        }
    }

    package func all(limit: Int = 100) async throws -> [Row] {
        try await database.read {
            try $0.rows(as: Row.self, "select id, name, state, started_at, finished_at, report, actor from import order by id desc limit \(limit)")
        }
    }

    package func find(_ id: ImportID) async throws -> Row? {
        try await database.read {
            try $0.row(as: Row.self, "select id, name, state, started_at, finished_at, report, actor from import where id = $1", id)
        }
    }

    /// Nothing of it was kept.
    /// - Parameter report: says why.
    static func fail(_ tx: Write, _ id: ImportID, report: ImportReport, at now: Moment) throws {
        try tx.execute("update import set state = 'failed', finished_at = $2, report = $3 where id = $1", id, now, try JSON.text(report))
    }

    /// Takes an import back.
    /// - Parameter first: runs in the same transaction, before anything else.
    package func undo(
        _ id: ImportID, actor: Actor, now: Moment, first: @escaping @Sendable (Write) throws -> Void = { _ in }
    ) async throws -> Undone {
        guard let row = try await find(id) else {
            throw Problem("no_import", "There is no import \(id).", remedy: "entente import list shows them.", fault: .missing)
        }
        guard row.state != "undone" else { throw Problem("already_undone", "Import \(id) was taken back before.", fault: .conflict) }
        let undone = try await database.write(.bulk) { tx in
            try first(tx)
            let undone = try Ledger(tx, now: now, actor: actor).undo(id)
            try tx.execute("delete from import_row where import_id = $1", id)
            try tx.execute("delete from spend where import_id = $1", id)
            var report = (try? JSON.read(ImportReport.self, row.report)) ?? ImportReport()
            report.undone = undone
            try tx.execute("update import set state = 'undone', finished_at = $2, report = $3 where id = $1", id, now, try JSON.text(report))
            return undone
        }
        return undone
    }

    /// After a crash: an import that was being loaded disappears, one that was being published is finished.
    package func recover(now: Moment) async throws -> [String] {
        struct Left: Decodable, Sendable {
            let id: Int64
            let name: String
            let state: String
            let owner: String
        }
        let left = try await database.read {
            try $0.rows(as: Left.self, "select id, name, state, owner from import where state in ('running', 'publishing')")
        }
        var said: [String] = []
        for row in left where !Self.isAlive(row.owner) {
            if row.state == "publishing" {
                try await Publishing(database: database, id: ImportID(row.id), now: now).finish()
                try await set("done", of: ImportID(row.id), now: now)
                said.append("The import of \(row.name) had been interrupted while it was being published; it is finished now.")
            } else {
                _ = try await undo(ImportID(row.id), actor: .system, now: now)
                try await set("failed", of: ImportID(row.id), now: now)
                said.append("The import of \(row.name) had been interrupted; nothing of it was kept. Start it again.")
            }
        }
        return said
    }

    /// Unknown hosts and jobs count as alive.
    static func isAlive(_ owner: String) -> Bool {
        let parts = owner.split(separator: ":")
        guard let pid = parts.last.flatMap({ Int32($0) }), parts.dropLast().joined(separator: ":") == ProcessInfo.processInfo.hostName else {
            return true
        }
        return pid != ProcessInfo.processInfo.processIdentifier ? kill(pid, 0) == 0 || errno == EPERM : false
    }
}
