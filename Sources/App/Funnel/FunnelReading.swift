// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// A funnel as one visit sees it: numbers, and the lists behind them, from the same columns.
struct FunnelReading: Sendable {
    /// As it was asked, for the filters.
    let asked: FunnelAddress
    /// With its days and periods said, for links: the same rows tomorrow.
    let address: FunnelAddress
    let held: JournalStore.Held
    let isStale: Bool
    let prepared: FunnelService.Prepared

    /// What is there: the reading, or how far loading has come.
    enum Found: Sendable {
        case reading(FunnelReading)
        case loading(Double)
    }

    /// - Parameter periods: whether the numbers are also wanted by week, month or quarter.
    static func read(_ store: JournalStore, _ asked: FunnelAddress, periods: Bool, now: Moment) async throws -> Found {
        switch try await store.ask([asked.request.by]) {
        case .loading(let share): return .loading(share)
        case .ready(let held, let isStale):
            let loaded = held.loaded(by: asked.request.by)
            var address = asked
            let span = FunnelService.span(loaded, now)
            let from = asked.request.from ?? held.zone.day(of: span.0), to = asked.request.to ?? held.zone.day(of: span.1)
            (address.request.from, address.request.to) = (from, to)
            address.request.period = periods ? asked.request.period ?? usualPeriod(from, to) : nil
            let prepared = FunnelService.prepare(address.request, loaded, held.company, held.zone, now)
            return .reading(FunnelReading(asked: asked, address: address, held: held, isStale: isStale, prepared: prepared))
        }
    }

    /// Few enough bars to be read.
    private static func usualPeriod(_ from: Day, _ to: Day) -> Period {
        switch Int(to.number) - Int(from.number) {
        case ..<120: .week
        case ..<900: .month
        default: .quarter
        }
    }

    var loaded: LoadedFunnel { prepared.loaded }

    func answer() async throws -> FunnelAnswer { FunnelService.answer(address.request, prepared, try await FunnelService.fold(prepared)) }

    /// The leads behind a number, as places in the journal; on a lane, since it walks them all.
    func leads(behind number: LeadNumber) async throws -> [Int32] {
        let cell = try number.cell(in: loaded.labels), (journal, groups) = (loaded.journal, loaded.groups)
        if let fold = prepared.digestFold { return try await FunnelService.lane.run { fold.leads(behind: cell) } }
        let result = try await FunnelService.fold(prepared)
        return try await FunnelService.lane.run { journal.leads(behind: cell, result: result, groups: groups) }
    }

    /// The deals behind a number.
    func deals(behind number: DealNumber) async throws -> [Int32] {
        let code = try number.group.code(in: loaded.labels), (journal, groups, question) = (loaded.journal, loaded.groups, prepared.question)
        guard number.isOfLeads else { return OwnDeals(self).places(number.measure, code: code) }
        let group: DealGroup = number.group == .noLead ? .noLead : code.map { .code($0) } ?? .total
        return try await FunnelService.lane.run { journal.deals(behind: number.measure, of: group, question: question, groups: groups) }
    }

    /// Why leads of the range ended or came back: as many as the list behind it has rows.
    struct Reason: Sendable {
        let stage: Stage
        let reason: String
        let leads: Int
    }

    var reasons: [Reason] {
        let (opened, details, question) = (loaded.journal.leads.opened, held.details, prepared.question)
        let (reason, stage) = (details.reason, details.stage)
        // Sixteen places a reason: one for each stage.
        var counts = [Int](repeating: 0, count: details.reasons.count * 16)
        for place in 0..<min(opened.count, reason.count) where reason[place] != 0 {
            guard opened[place] >= question.from, opened[place] < question.to else { continue }
            counts[Int(reason[place]) * 16 + Int(stage[place] & 15)] += 1
        }
        return counts.indices.compactMap { key -> Reason? in
            guard counts[key] > 0, let stage = Stage(rawValue: Int64(key % 16)) else { return nil }
            return Reason(stage: stage, reason: details.reasons[key / 16], leads: counts[key])
        }.sorted { ($1.leads, $0.reason, $0.stage.rawValue) < ($0.leads, $1.reason, $1.stage.rawValue) }
    }

    /// The leads behind a reason.
    func leads(because reason: String, at stage: Stage) -> [Int32] {
        let (opened, details, question) = (loaded.journal.leads.opened, held.details, prepared.question)
        let codes = Set(details.reasons.indices.filter { $0 > 0 && details.reasons[$0] == reason }.map { Int32($0) })
        return details.reason.indices.filter { place in
            codes.contains(details.reason[place]) && Int64(details.stage[place]) == stage.rawValue && place < opened.count
                && opened[place] >= question.from && opened[place] < question.to
        }.map { Int32(clamping: $0) }
    }
}

/// A number of deals as a list's address names it.
struct DealNumber: Sendable {
    let group: ListedGroup
    let measure: DealMeasure
    /// Grouped by the leads that they came of, rather than by what the deals say themselves.
    let isOfLeads: Bool

    static let names: [(String, DealMeasure)] = [
        ("deals", .deals), ("open", .open), ("won", .won), ("lost", .lost), ("won_without_amount", .wonWithoutAmount),
    ]

    init(_ group: ListedGroup, _ measure: DealMeasure, isOfLeads: Bool = true) {
        (self.group, self.measure, self.isOfLeads) = (group, measure, isOfLeads)
    }

    init(_ query: Fields) throws {
        let name = query["show"] ?? "deals"
        guard let measure = Self.names.first(where: { $0.0 == name })?.1 else {
            throw Problem(
                "unknown_measure", "The funnel has no number of deals called “\(name.prefix(60))”.",
                remedy: "Use one of: \(Self.names.map(\.0).joined(separator: ", ")).", fault: .usage)
        }
        self.init(ListedGroup(query), measure, isOfLeads: query["whose"] != "own")
    }

    func href(_ address: FunnelAddress) -> String {
        let name = Self.names.first { $0.1 == measure }?.0 ?? "deals"
        return address.href("/funnel/deals", [("show", name)] + (isOfLeads ? [] : [("whose", "own")]) + group.pairs)
    }

    func sentence(_ count: Int) -> String {
        let (are, were) = count == 1 ? ("is", "was") : ("are", "were")
        return switch measure {
        case .deals: "\(were) opened"
        case .open: "\(are) open"
        case .won: "\(are) won"
        case .lost: "\(are) lost"
        case .wonWithoutAmount: "\(are) won without an amount that can be counted"
        }
    }
}

/// Deals by their own owner, product or source. In a cohort by their opening, in activity by their close.
struct OwnDeals {
    struct Line {
        var deals = 0, open = 0, won = 0, lost = 0
        var revenue: Int64 = 0
    }

    private let deals: DealColumns
    private let groups: [Int32]
    private let within: Range<Int64>
    private let isActivity: Bool

    init(_ reading: FunnelReading) {
        (deals, groups) = (reading.loaded.journal.deals, reading.loaded.dealGroups)
        let question = reading.prepared.question
        (within, isActivity) = (question.from..<max(question.from, question.to), question.mode == .activity)
    }

    private func isCounted(_ place: Int, _ opened: [Int64], _ closed: [Int64]) -> Bool {
        within.contains(isActivity && closed[place] != .max ? closed[place] : opened[place])
    }

    func places(_ measure: DealMeasure, code: Int32?) -> [Int32] {
        let (opened, closed, outcome, amount) = (deals.opened, deals.closed, deals.outcome, deals.amount)
        return groups.indices.filter { place in
            guard code == nil || groups[place] == code, place < opened.count, isCounted(place, opened, closed) else { return false }
            return switch measure {
            case .deals: true
            case .open: outcome[place] == 0
            case .won: outcome[place] == 1
            case .lost: outcome[place] == 2
            case .wonWithoutAmount: outcome[place] == 1 && amount[place] == .min
            }
        }.map { Int32(clamping: $0) }
    }

    /// By code; -1 for deals that say nothing.
    var lines: [Int32: Line] {
        let (opened, closed, outcome, amount) = (deals.opened, deals.closed, deals.outcome, deals.amount)
        var lines: [Int32: Line] = [:]
        for place in groups.indices where place < opened.count && isCounted(place, opened, closed) {
            var line = lines[groups[place]] ?? Line()
            line.deals += 1
            switch outcome[place] {
            case 0: line.open += 1
            case 1:
                line.won += 1
                if amount[place] != .min {
                    let (sum, isBeyond) = line.revenue.addingReportingOverflow(amount[place])
                    line.revenue = isBeyond ? .max : sum
                }
            default: line.lost += 1
            }
            lines[groups[place]] = line
        }
        return lines
    }
}
