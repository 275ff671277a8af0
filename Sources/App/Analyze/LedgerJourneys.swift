// SPDX-License-Identifier: Apache-2.0
package import Analytics
import Domain
package import Storage

/// The journeys of one's own ledger, by the same fold as those of a file.
package struct LedgerJourneys: Sendable {
    package let database: Database
    package let unit: JourneyUnit

    package init(database: Database, unit: JourneyUnit) { (self.database, self.unit) = (database, unit) }

    package func read() async throws -> ReadJourneys {
        let touches = try await LedgerTouches(database: database).load(together: [.account, .deal].contains(unit))
        guard touches.journal.touchCount > 0 else {
            throw Problem(
                "no_touches", "Nothing is known of how anybody was met: the ledger has no touches.", remedy: "Import activities, or name a file.")
        }
        let units = try await LedgerUnits(database: database, unit: unit).load(touches)
        var read = ReadJourneys()
        read.paths = await Self.fold(touches.journal, units.units, workers: AnalysisOptions.workers)
        (read.channels, read.rows, read.hasValue, read.notes) = (touches.channels, touches.journal.touchCount, true, units.notes)
        read.exponent = units.currency.exponent
        let met = read.paths.count
        if met < units.units.count { read.notes.append("\(Format.plural(units.units.count - met, unit.rawValue)) without a touch in time left out.") }
        return read
    }

    /// Partitions side by side.
    package static func fold(_ journal: Journal, _ units: JourneyUnits, workers: Int) async -> PathList {
        let partitions = journal.partitions(workers)
        let folds = await inParallel(partitions.count) { index in
            var fold = JourneyFold(units)
            fold.add(partitions[index], of: journal)
            return fold
        }
        guard var whole = folds.first else { return PathList() }
        for fold in folds.dropFirst() { whole.merge(fold) }
        return whole.result()
    }
}
