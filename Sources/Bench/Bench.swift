// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage

/// `Bench attribution DATABASE`: see `AttributionBench`. `Bench survival FILE`: see `SurvivalBench`. `Bench scoring`: see `ScoringBench`.
/// `Bench DATABASE FILE`: 100 interactive writes a second while FILE is imported, in one process as in `entente serve`. Prints JSON.
@main
struct Bench {
    static let period = Duration.milliseconds(10)

    static func main() async throws {
        let arguments = CommandLine.arguments
        switch arguments.dropFirst().first {
        case "attribution" where arguments.count == 3: return try await AttributionBench(path: arguments[2]).run()
        case "survival" where arguments.count == 3: return try SurvivalBench(path: arguments[2]).run()
        case "scoring": return try ScoringBench().run()
        default: break
        }
        guard arguments.count == 3 else { return print("Bench attribution DATABASE | survival FILE | scoring | DATABASE FILE") }
        let database = try await Database.open(Location(arguments[1]))
        try await database.migrate(Schema.migrations)
        let contact = try await database.write { tx in
            try Ledger(tx, now: Clock.system.now, actor: .system).holder("email", "visitor@bench.example")
        }
        // What a write takes while nobody else writes.
        let alone = try await Writes(database: database, holder: contact, name: "alone").run { done in
            try? await Task.sleep(for: .seconds(3))
            done.set()
        }
        let report = Held<ImportReport>()
        let during = try await Writes(database: database, holder: contact, name: "during").run { done in
            defer { done.set() }
            report.value = try await load(arguments[2], into: database)
        }
        await database.close()
        struct Answer: Encodable {
            let alone: Latencies, during: Latencies
            let read: Int?, created: Int?, seconds: Double?
        }
        let loaded = report.value
        print(try JSON.text(Answer(alone: alone, during: during, read: loaded?.read, created: loaded?.created, seconds: loaded?.seconds)))
    }

    private static func load(_ file: String, into database: Database) async throws -> ImportReport {
        var options = ImportOptions()
        options.kind = .leads
        let importing = Importing(database: database, clock: .system, zone: .utc, rejectFolder: NSTemporaryDirectory())
        let planned = try await importing.plan([file], options: options, scratch: NSTemporaryDirectory())
        return try await importing.load(planned, options: options, actor: .system)
    }
}

/// Writes that begin when their time has come, whether or not those before have ended: a stall is felt by all whom it met.
struct Writes: Sendable {
    let database: Database
    let holder: Holder
    let name: String

    func run(until work: @escaping @Sendable (Flag) async throws -> Void) async throws -> Latencies {
        let done = Flag(), clock = ContinuousClock()
        async let working: Void = work(done)
        let latencies = try await withThrowingTaskGroup(of: Double.self) { group in
            var next = clock.now, count = 0
            while !done.isSet {
                let (due, number) = (next, count)
                group.addTask {
                    try await database.write { tx in
                        let now = Clock.system.now
                        var touch = TouchDraft(time: Timestamp(now, .exact), side: .buyer, kind: .pageView)
                        touch.direction = .inbound
                        try Ledger(tx, now: now, actor: .system).record(touch, of: holder, eventKey: "\(name)-\(number)")
                    }
                    return (clock.now - due) / .milliseconds(1)
                }
                next += Bench.period
                count += 1
                try await clock.sleep(until: next)
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        try await working
        return Latencies(latencies)
    }
}

/// Milliseconds; percentiles by nearest rank.
struct Latencies: Encodable, Sendable {
    let count: Int
    let p50, p95, p99, most: Double

    init(_ values: [Double]) {
        let sorted = values.sorted()
        func at(_ share: Double) -> Double {
            sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, max(0, Int((Double(sorted.count) * share).rounded(.up)) - 1))]
        }
        (count, p50, p95, p99, most) = (sorted.count, at(0.5), at(0.95), at(0.99), sorted.last ?? 0)
    }
}

/// Set once, read by another task.
final class Flag: Sendable {
    private let held = Held<Bool>()
    var isSet: Bool { held.value ?? false }
    func set() { held.value = true }
}

// The value is guarded by the lock; there is nothing else that changes.
final class Held<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var stored: Value?

    var value: Value? {
        get { lock.withLock { stored } }
        set { lock.withLock { stored = newValue } }
    }
}
