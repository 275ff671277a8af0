// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// A question about the funnel as an address says it: `/funnel?by=source&from=2026-01-01&as=activity`.
struct FunnelAddress: Sendable {
    /// What every part of the page shares.
    var request = FunnelRequest()

    init() {}

    /// - Throws: `Problem` for a day that is none; other words that are not known are left out.
    init(_ query: Fields) throws {
        if let by = query["by"] { request.by = FunnelDimension(name: by) }
        request.from = try FunnelRequest.day(query["from"] ?? "", isEnd: false, named: "from")
        request.to = try FunnelRequest.day(query["to"] ?? "", isEnd: true, named: "to")
        request.activity = query["as"] == "activity"
        request.period = query["every"].flatMap(Period.init(rawValue:))
        if let lag = query["lag"].flatMap(Double.init), lag.isFinite, lag >= 0, lag < 40_000 { request.usualLagDays = lag }
    }

    /// In the order in which addresses are written; what is usual is left out.
    var pairs: [Fields.Pair] {
        var pairs: [Fields.Pair] = []
        func add(_ name: String, _ value: String?) { if let value { pairs.append(.init(name: name, value: value)) } }
        add("by", request.by == .firstSource ? nil : request.by.name)
        add("from", request.from?.iso)
        add("to", request.to?.iso)
        add("as", request.activity ? "activity" : nil)
        add("every", request.period?.rawValue)
        add("lag", request.usualLagDays.map { String($0) })
        return pairs
    }

    /// An address of ours with this question and more.
    func href(_ path: String, _ more: [(String, String)] = []) -> String {
        let query = Fields(pairs + more.map { Fields.Pair(name: $0.0, value: $0.1) }).urlEncoded
        return query.isEmpty ? path : "\(path)?\(query)"
    }
}

extension FunnelDimension {
    /// As an address writes it; `init(name:)` reads it.
    var name: String {
        if case .field(let name) = self, name != "persona" { return "field:\(name)" }
        return Self.named.first { $0.value == self }?.name ?? "source"
    }
}

/// Whose rows a list shows: everybody's, those of a group, those in no group. By label, since codes change when the ledger does.
enum ListedGroup: Hashable, Sendable {
    case total, none, noLead
    case label(String)

    init(_ query: Fields) {
        if let value = query.pairs.first(where: { $0.name == "value" })?.value {
            self = .label(value)
        } else {
            self = query["group"] == "none" ? .none : query["group"] == "no_lead" ? .noLead : .total
        }
    }

    /// - Parameter row: the group of a report's row: `total`, `none` or a code.
    init(row: FunnelReport.Row) { self = row.group == "total" ? .total : row.group == "none" ? .none : .label(row.label) }

    var pairs: [(String, String)] {
        switch self {
        case .total: []
        case .none: [("group", "none")]
        case .noLead: [("group", "no_lead")]
        case .label(let label): [("value", label)]
        }
    }

    /// - Throws: `Problem` where no such value is left.
    func code(in labels: [String]) throws -> Int32? {
        switch self {
        case .total: return nil
        case .none, .noLead: return -1
        case .label(let label):
            guard let code = labels.firstIndex(of: label) else {
                throw Problem(
                    "unknown_group", "Nobody has the value “\(label.prefix(60))” any more.", remedy: "Go back to the funnel and choose again.",
                    fault: .missing)
            }
            return Int32(code)
        }
    }
}

/// A number of leads as a list's address names it.
struct LeadNumber: Sendable {
    let group: ListedGroup
    let stage: Stage?
    let measure: FunnelMeasure
    /// Index of the period, where the question has periods.
    let period: Int?

    init(_ group: ListedGroup, _ measure: FunnelMeasure, at stage: Stage? = nil, period: Int? = nil) {
        (self.group, self.measure, self.stage, self.period) = (group, measure, stage, period)
    }

    init(_ query: Fields) throws {
        let link = FunnelLink(group: "total", stage: query["stage"], measure: query["show"] ?? "volume", period: query["period"].flatMap { Int($0) })
        let cell = try link.cell()
        self.init(ListedGroup(query), cell.measure, at: cell.measure.isOfStage ? Stage(code: cell.stage) : nil, period: cell.period)
    }

    func cell(in labels: [String]) throws -> FunnelCell {
        FunnelCell(try group.code(in: labels).map { .code($0) } ?? .total, Int(stage?.rawValue ?? 0), measure, period: period)
    }

    func href(_ address: FunnelAddress) -> String {
        var more = [("show", measure.name)]
        if let stage { more.append(("stage", stage.name)) }
        more += group.pairs
        if let period { more.append(("period", String(period))) }
        return address.href("/funnel/leads", more)
    }

    /// What the rows are, after their number: `came to MQL or further`.
    func sentence(_ count: Int) -> String {
        let place = stage?.label ?? "", (has, goes) = count == 1 ? ("has", "came") : ("have", "came")
        return switch measure {
        case .entered: "\(has) a move into \(place)"
        case .left: "went from \(place) straight to a later stage"
        case .reached: stage == .inquiry ? "came in" : stage == .won ? "\(goes) to won" : "\(goes) to \(place) or further"
        case .skipped: "passed over \(place)"
        case .reopened: "came back to \(place)"
        case .open: count == 1 ? "stands in \(place) now" : "stand in \(place) now"
        case .waiting: "came as far as \(place) and may go on"
        case .recycled: "came as far as \(place) and \(count == 1 ? "was" : "were") handed back"
        case .disqualified: "came as far as \(place) and \(count == 1 ? "was" : "were") disqualified"
        case .lost: "came as far as \(place) and \(count == 1 ? "was" : "were") lost"
        case .ended: "ended at \(place) without a stage that says how"
        case .undated: "stand in \(place) since a day that is not known"
        case .untimed: "left \(place), on days that are not both known"
        case .timed: "left \(place), on days that are known"
        case .stuck: "\(count == 1 ? "stands" : "stand") in \(place) for longer than nine in ten did"
        case .volume: count == 1 ? "was opened" : "were opened"
        case .anyReopened: "came back to an earlier stage"
        case .withinLag: "reached opportunity within the usual lag"
        case .perhapsWithinLag: "may yet reach opportunity within the usual lag, or did so at an unknown time"
        }
    }
}
