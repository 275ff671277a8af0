// SPDX-License-Identifier: Apache-2.0
package import Domain

/// Rows of one kind, accounted for: read = created + updated + unchanged + rejected.
package struct RowCounts: Sendable, Codable, Hashable {
    package var read = 0, created = 0, updated = 0, unchanged = 0, rejected = 0

    package static func += (a: inout RowCounts, b: RowCounts) {
        a.read += b.read
        a.created += b.created
        a.updated += b.updated
        a.unchanged += b.unchanged
        a.rejected += b.rejected
    }
}

/// What an import found, did and could not do. The same for `--dry-run`, page and `--json`.
package struct ImportReport: Sendable, Codable {
    package var id: Int64?
    package var dryRun = false
    package var read = 0, created = 0, updated = 0, unchanged = 0, rejected = 0
    package var kinds: [String: RowCounts] = [:]
    package var files: [FileReport] = []
    package var contacts = 0, leads = 0, moves = 0, rowsWritten = 0
    /// Of the leads, those of which another list tells too; they count with it.
    package var sharedLeads: Int?
    package var seconds: Double = 0
    package var rejectedFile: String?
    /// Why nothing of it was kept, where that is so.
    package var problem: Problem?
    /// What taking it back removed and kept.
    package var undone: Undone?

    package init() {}

    /// Each attempt once, whichever lists tell of it.
    var ownLeads: Int { max(0, leads - (sharedLeads ?? 0)) }

    /// nil where every lead is its own.
    var shared: String? {
        guard let count = sharedLeads, count > 0 else { return nil }
        return count == 1
            ? "One of these leads stands in two lists; it counts once."
            : "\(Format.count(count)) of these leads stand in two lists; each counts once."
    }

    /// Where people and deals came and no lead did: the funnel would stay empty, and nobody would know why.
    var noLeads: String? {
        let isNew = { (kind: RecordKind) in kinds[kind.rawValue]?.created ?? 0 > 0 }
        guard leads == 0, isNew(.contacts), isNew(.deals) else { return nil }
        return
            "No lead came of these files. The funnel counts leads; deals without one enter at opportunity. Import the leads too, or say --as leads for the list of people if each of them is one."
    }

    package mutating func add(_ file: FileReport) {
        files.append(file)
        guard file.problem == nil else { return }
        read += file.read
        created += file.created
        updated += file.updated
        unchanged += file.unchanged
        rejected += file.rejected
        var counts = kinds[file.kind] ?? RowCounts()
        counts += RowCounts(read: file.read, created: file.created, updated: file.updated, unchanged: file.unchanged, rejected: file.rejected)
        kinds[file.kind] = counts
    }
}

package struct FileReport: Sendable, Codable {
    package var file: String
    package var kind = "unknown"
    package var system = "generic"
    package var read = 0, created = 0, updated = 0, unchanged = 0, rejected = 0
    /// Why nothing of the file was taken.
    package var problem: Problem?
    package var reasons: [String] = []
    package var encoding = ""
    package var delimiter = ""
    package var columns: [ColumnReport] = []
    /// Field → raw values that nobody knows, with counts; they stay raw.
    package var unknownValues: [String: [String: Int]] = [:]
    /// Reason → rows that are counted apart.
    package var excluded: [String: Int] = [:]
    /// Records of an earlier export of this source that are not in this one; flagged, not deleted.
    package var absent = 0
    package var warnings: [String] = []
    /// The first rows that were rejected, each with its line, what is wrong and what to do.
    package var firstRejected: [String] = []

    package init(file: String) { self.file = file }
}

package struct ColumnReport: Sendable, Codable {
    package let heading: String
    /// The canonical field; nil where the column is kept as a custom field or left out.
    package let field: String?
    /// `field`, `custom` or `left out`.
    package let use: String
    package let values: [ValueReport]
}

package struct ValueReport: Sendable, Codable {
    package let raw: String
    package let count: Int
    package let meaning: String?
}
