// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
package import Storage
import Synchronization

/// The funnel's columns in memory, loaded in the background and loaded again when the ledger moved. Answers are folded anew each time.
///
/// At a million leads with five million moves about 160 MB and 4 MB for each dimension in use; while it is loaded again, twice that.
package final class JournalStore: Sendable {
    package let database: Database

    /// What one page or list reads: never changes once it is handed out.
    struct Held: Sendable {
        let version: String
        let journal: FunnelJournal
        let digest: FunnelDigest
        let newest: Int64?
        let details: LeadDetails
        var columns: [FunnelDimension: Column]
        let excluded: [String: Int]
        let unconverted: Int
        let company: Company
        let zone: Zone

        /// Ready to be folded by a dimension that is loaded.
        func loaded(by dimension: FunnelDimension) -> LoadedFunnel {
            let column = columns[dimension]?.folded ?? CodedColumn(codes: [], dealCodes: Array(repeating: -1, count: journal.deals.count), labels: [])
            return LoadedFunnel(
                journal: journal, digest: digest, newest: newest, groups: column.codes, labels: column.labels, dealGroups: column.dealCodes,
                excluded: excluded,
                unconverted: unconverted)
        }
    }

    /// All values for filters, the largest groups for folds; they share their memory where the groups are few.
    struct Column: Sendable {
        let whole: CodedColumn
        let folded: CodedColumn

        init(_ whole: CodedColumn) { (self.whole, folded) = (whole, whole.limited(to: CodedColumn.groups)) }
    }

    enum Asked: Sendable {
        /// `isStale`: the ledger has moved since, and newer columns are on their way.
        case ready(Held, isStale: Bool)
        /// 0 to 1.
        case loading(Double)
    }

    private struct State {
        var held: Held?
        /// Dimensions that somebody waits for; the latest last.
        var wanted: [FunnelDimension] = []
        /// Used lately, the latest last.
        var used: [FunnelDimension] = []
        var version = ""
        var progress = 0.0
        var failure: Problem?
        /// Loading again starts no sooner, so that steady writes do not keep both cores busy.
        var notBefore = ContinuousClock.now
    }

    private let state = Mutex(State())
    private let wishes: AsyncStream<Void>
    private let wish: AsyncStream<Void>.Continuation
    /// Columns kept at once.
    private static let most = 16

    /// How long a page waits before it says that numbers are still being loaded.
    private let patience: Duration

    package init(database: Database, patience: Duration = .milliseconds(1_500)) {
        (self.database, self.patience) = (database, patience)
        (wishes, wish) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Loads what is asked for until the task is cancelled. Belongs beside the server in its group.
    package func run() async {
        wish.yield()
        for await _ in wishes {
            while let next = await due() {
                let problem = await load(next.version, next.dimensions)
                state.withLock {
                    $0.failure = problem
                    $0.wanted.removeAll { next.dimensions.contains($0) }
                }
                if problem != nil { break }
            }
        }
    }

    /// The columns of these dimensions, as new as the ledger where they can be had within `patience`.
    func ask(_ dimensions: [FunnelDimension], atOnce: Bool = false) async throws -> Asked {
        let version = try await currentVersion(), end = ContinuousClock.now + (atOnce ? .zero : patience)
        while true {
            let answer: Asked? = try state.withLock { state in
                state.version = version
                state.used.removeAll { dimensions.contains($0) }
                state.used += dimensions
                if let held = state.held, dimensions.allSatisfy({ held.columns[$0] != nil }) {
                    if held.version == version { return .ready(held, isStale: false) }
                    if ContinuousClock.now < state.notBefore && end < state.notBefore || ContinuousClock.now >= end {
                        return .ready(held, isStale: true)
                    }
                }
                if let failure = state.failure {
                    state.failure = nil
                    throw failure
                }
                for one in dimensions where !state.wanted.contains(one) { state.wanted.append(one) }
                return ContinuousClock.now >= end ? .loading(state.progress) : nil
            }
            if let answer {
                if case .ready(_, true) = answer { wish.yield() }
                return answer
            }
            wish.yield()
            try await Task.sleep(for: .milliseconds(8))
        }
    }

    /// What is to be loaded now: a version and the dimensions that are used; nil where all is there.
    private func due() async -> (version: String, dimensions: [FunnelDimension])? {
        let version = try? await currentVersion()
        return state.withLock { state in
            let version = version ?? state.version
            let missing = Array(state.wanted.filter { state.held?.columns[$0] == nil }.suffix(Self.most))
            if let held = state.held, held.version == version { return missing.isEmpty ? nil : (version, missing) }
            if state.held != nil, ContinuousClock.now < state.notBefore, missing.isEmpty { return nil }
            var dimensions = Array(state.used.suffix(8))
            for one in missing + [.firstSource] where !dimensions.contains(one) { dimensions.append(one) }
            return (version, dimensions)
        }
    }

    private func load(_ version: String, _ dimensions: [FunnelDimension]) async -> Problem? {
        let started = ContinuousClock.now
        do {
            var held = state.withLock { $0.held }
            if held?.version != version { held = try await base(version) }
            guard var held else { return nil }
            for (place, dimension) in dimensions.enumerated() where held.columns[dimension] == nil {
                report(0.8 + 0.2 * Double(place) / Double(dimensions.count))
                held.columns[dimension] = Column(try await ColumnLoading(database: database, journal: held.journal).column(dimension))
            }
            let took = ContinuousClock.now - started, made = held
            state.withLock { state in
                var made = made
                for old in state.used.dropLast(Self.most) where old != .firstSource { made.columns[old] = nil }
                state.used = state.used.suffix(Self.most)
                state.held = made
                state.notBefore = ContinuousClock.now + (took < .milliseconds(400) ? .zero : took * 4)
                state.progress = 0
            }
            return nil
        } catch {
            return Problem(describing: error)
        }
    }

    private func base(_ version: String) async throws -> Held {
        report(0)
        let loaded = try await FunnelLoading(database: database, dimension: .firstSource).load { [weak self] in self?.report($0 * 0.7) }
        report(0.7)
        let company = try await database.read { try CompanyStore.current($0) }, zone = Zones.expand(company.zone) ?? .utc
        async let digest = FunnelService.lane.run { FunnelDigest(loaded.journal, zone: ZoneDays(zone)) }
        let details = try await ColumnLoading(database: database, journal: loaded.journal).details()
        let column = CodedColumn(codes: loaded.groups, dealCodes: loaded.dealGroups, labels: loaded.labels).limited(to: CodedColumn.values)
        return Held(
            version: version, journal: loaded.journal, digest: try await digest, newest: loaded.journal.newest(until: Clock.system.now.micros),
            details: details, columns: [.firstSource: Column(column)],
            excluded: loaded.excluded, unconverted: loaded.unconverted, company: company, zone: zone)
    }

    private func report(_ progress: Double) { state.withLock { $0.progress = progress } }

    /// Changes with whatever the funnel shows: a commit of the ledger, an import that begins to be seen or is taken back, the company's settings.
    func currentVersion() async throws -> String {
        try await database.read { read in
            var parts = [String(try read.int("select id from change where \(Ledger.seen) order by id desc limit 1") ?? 0)]
            try read.scan("select count(*), max(finished_at), max(id) from import where state = 'done'") { row in
                parts.append("\(row.int(0)) \(row.isNull(1) ? 0 : row.int(1)) \(row.isNull(2) ? 0 : row.int(2))")
            }
            parts.append(try read.text("select currency || ' ' || zone || ' ' || fiscal from company where id = 1") ?? "")
            return parts.joined(separator: ";")
        }
    }
}
