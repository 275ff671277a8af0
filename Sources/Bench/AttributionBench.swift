// SPDX-License-Identifier: Apache-2.0
import Analytics
import App
import Domain
import Storage

/// Five rules over all journeys of a ledger by contact: cold from its database, and from a journal that is in memory. Prints seconds and credits as JSON.
struct AttributionBench {
    let path: String

    func run() async throws {
        let database = try await Database.open(Location(path))
        let clock = ContinuousClock()
        let begun = clock.now
        let touches = try await LedgerTouches(database: database).load(together: false)
        let read = clock.now
        let units = try await LedgerUnits(database: database, unit: .contact).load(touches).units
        let loaded = clock.now
        var question = AttributionQuestion(
            models: [.first, .last, .linear, .position(first: 0.4, last: 0.4), .timeDecay(halfLife: 7)], channels: touches.channels.count)
        question.workers = 2
        func answer() async -> [ModelCredits] { await attribute(LedgerJourneys.fold(touches.journal, units, workers: 2), question) }
        var credits = await answer()
        let cold = seconds(begun, clock.now)
        var warm: [Double] = []
        for _ in 0..<5 {
            let start = clock.now
            credits = await answer()
            warm.append(seconds(start, clock.now))
        }
        await database.close()
        struct Answer: Encodable {
            let touches: Int, cold: Double, readTouches: Double, readUnits: Double, warm: [Double], channels: [String], values: [[Double]],
                models: [String]
        }
        print(
            try JSON.text(
                Answer(
                    touches: touches.journal.touchCount, cold: cold, readTouches: seconds(begun, read), readUnits: seconds(read, loaded), warm: warm,
                    channels: touches.channels, values: credits.map { $0.credits.map(\.value) }, models: credits.map(\.model.name))))
    }
}

func seconds(_ from: ContinuousClock.Instant, _ to: ContinuousClock.Instant) -> Double {
    let parts = (to - from).components
    return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
}
