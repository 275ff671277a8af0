// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// The sample company as one import, so that `entente import undo` takes it away like any other.
enum DemoRun {
    struct Spend {
        let day: Day
        /// The last day that the amount is for.
        let upto: Day
        /// The word of a source.
        let source: Int64
        let amount: Money
    }

    /// Begins the run; its rows are not seen before `publish`.
    /// - Throws: `Problem` where a sample company is here already: its addresses would be nobody's and everybody's.
    static func begin(_ tx: Write, name: String, now: Moment) throws -> ImportID {
        if let other = try tx.read.int("select id from import where kind = 'demo' and state <> 'undone' and state <> 'failed' limit 1") {
            throw Problem(
                "demo_exists", "There is a sample company in this database already.",
                remedy: "Take it away first with: entente import undo \(other)", fault: .conflict)
        }
        let id = try tx.newID()
        try tx.execute(
            """
            insert into import (id, name, kind, system, state, started_at, finished_at, actor, owner, report)
            values ($1, $2, 'demo', 'demo', 'running', $3, null, $4, $5, '{}')
            """, id, name, now.micros, Actor.system.text, ImportRuns.owner)
        return ImportID(id)
    }

    static func record(_ tx: Write, _ spend: [Spend], import run: ImportID) throws {
        for row in spend {
            try tx.execute(
                "insert into spend (id, day, upto, source, campaign, amount, currency, import_id) values ($1, $2, $3, $4, 0, $5, $6, $7)",
                tx.newID(), row.day.number, row.upto.number, row.source, row.amount.minor, row.amount.currency.code, run.raw)
        }
    }

    /// Every row of it is new.
    static func report(contacts: Int, leads: Int, rows: Int) throws -> String {
        var report = ImportReport()
        (report.contacts, report.leads, report.read, report.created, report.rowsWritten) = (contacts, leads, rows, rows, rows)
        return try JSON.text(report)
    }

    /// - Parameter report: JSON for people and programs.
    static func publish(_ tx: Write, _ run: ImportID, report: String, now: Moment) throws {
        try tx.execute("update import set state = 'done', finished_at = $2, report = $3 where id = $1", run.raw, now.micros, report)
    }
}
