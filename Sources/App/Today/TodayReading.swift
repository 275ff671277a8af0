// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// What a day begins with, read from the journal in memory and by a few look-ups.
struct TodayReading: Sendable {
    /// Four weeks, and the four before; all that is known.
    let month: FunnelReading
    let monthAnswer: FunnelAnswer
    let before: FunnelAnswer
    let all: FunnelReading
    let allAnswer: FunnelAnswer
    /// Of this week and of the one before: what happened, to leads of any age.
    let week: FunnelAnswer
    let weekReading: FunnelReading
    let lastWeek: FunnelAnswer
    let adrift: Adrift
    let imports: [ImportRuns.Row]
    /// The last day that is told of; today where the records are fresh.
    let day: Day
    let isFresh: Bool

    struct Adrift: Sendable {
        /// Open leads beyond inquiry that nobody owns, and those of colleagues who left.
        var unowned = 0, orphaned = 0
        var overdue: [Int64] = []
    }

    enum Found: Sendable {
        case reading(TodayReading)
        case loading(Double)
    }

    /// Older than this, records are not of today: then the page tells of the last days that they know.
    private static let fresh: Int64 = 14

    static func read(_ store: JournalStore, now: Moment) async throws -> Found {
        let held: JournalStore.Held
        switch try await store.ask([.firstSource]) {
        case .loading(let share): return .loading(share)
        case .ready(let ready, _): held = ready
        }
        let today = held.zone.day(of: now), newest = held.zone.day(of: Moment(micros: min(held.newest ?? now.micros, now.micros)))
        let isFresh = Int64(today.number) - Int64(newest.number) <= fresh, day = isFresh ? today : newest
        func funnel(_ from: Int?, _ to: Int, activity: Bool = false) async throws -> (FunnelReading, FunnelAnswer)? {
            var address = FunnelAddress()
            (address.request.from, address.request.to) = (from.map { day.adding(days: -$0) }, from == nil ? nil : day.adding(days: -to))
            address.request.activity = activity
            guard case .reading(let reading) = try await FunnelReading.read(store, address, periods: false, now: now) else { return nil }
            return (reading, try await reading.answer())
        }
        guard let month = try await funnel(27, 0), let before = try await funnel(55, 28), let all = try await funnel(nil, 0),
            let week = try await funnel(6, 0, activity: true), let lastWeek = try await funnel(13, 7, activity: true)
        else { return .loading(0) }
        let imports = try await ImportRuns(database: store.database).all(limit: 5)
        return .reading(
            TodayReading(
                month: month.0, monthAnswer: month.1, before: before.1, all: all.0, allAnswer: all.1, week: week.1, weekReading: week.0,
                lastWeek: lastWeek.1, adrift: try await adrift(store.database, held, today: today), imports: imports, day: day, isFresh: isFresh))
    }

    /// Open deals past the day on which they should have closed, the oldest first.
    static func overdue(_ read: Read, today: Day) throws -> [Int64] {
        try read.rows(
            as: Int64.self,
            """
            select id from deal where outcome = 0 and absent = 0 and expected_day is not null and expected_day < $1 and \(Ledger.seen)
            order by expected_day, id
            """, today.number)
    }

    private static func adrift(_ database: Database, _ held: JournalStore.Held, today: Day) async throws -> Adrift {
        let (late, left) = try await database.read { read -> ([Int64], Set<Int64>) in
            (try overdue(read, today: today), try MemberVerbs.left(read))
        }
        var adrift = Adrift(overdue: late)
        let (ended, details) = (held.journal.leads.ended, held.details)
        let gone = Set(details.members.indices.filter { left.contains(details.members[$0]) }.map { Int32($0) })
        for place in 0..<min(ended.count, details.owner.count) where ended[place] == .max {
            if details.owner[place] < 0, (3...5).contains(details.stage[place]) { adrift.unowned += 1 }
            if gone.contains(details.owner[place]) { adrift.orphaned += 1 }
        }
        return adrift
    }
}
