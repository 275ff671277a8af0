// SPDX-License-Identifier: Apache-2.0
package import Analytics

// The funnel is folded over codes; here they get their names back.

extension Stage {
    /// As the journal's columns write it.
    package var code: UInt8 { UInt8(truncatingIfNeeded: rawValue) }

    /// - Returns: nil for a code that is no stage.
    package init?(code: Int) { self.init(rawValue: Int64(code)) }
}

extension FunnelJournal {
    /// Adds a move to the lead appended last.
    package mutating func appendMove(to stage: Stage, _ time: Timestamp, basis: Basis) {
        appendMove(
            to: stage.code, at: time.at.micros, precision: UInt8(truncatingIfNeeded: time.precision.rawValue),
            basis: UInt8(truncatingIfNeeded: basis.rawValue))
    }
}

extension ZoneDays {
    package init(_ zone: Zone) { self.init(transitions: zone.transitions, offsets: zone.offsets) }
}

extension FunnelQuestion {
    /// - Parameters: `from` to `to`, exclusive; `periods` boundaries in the company's zone, ascending, of all periods shown;
    ///   `stuckLimits` days per stage inquiry … opportunity where too few have left it to tell.
    package init(
        mode: Mode = .cohort, from: Moment, to: Moment, now: Moment, zone: Zone, groupCount: Int, periods: [Moment] = [],
        usualLagDays: Double? = nil, stuckLimits: [Stage: Double] = [:]
    ) {
        let seconds = usualLagDays.map { min(4e9, max(0, $0 * 86_400)) }
        self.init(
            mode: mode, from: from.micros, to: to.micros, now: now.micros, groupCount: groupCount, periods: periods.map(\.micros),
            usualLag: seconds.map { $0.isNaN ? 0 : Int64($0) * 1_000_000 },
            stuckLimits: Stage.path.dropLast().map { stage in stuckLimits[stage].map { $0 * 86_400 } }, zone: ZoneDays(zone))
    }
}

/// A number of the funnel as a link names it: `group=3&stage=mql&measure=open`.
package struct FunnelLink: Hashable, Sendable, Codable {
    /// `total`, a code, or `none` for leads in no group.
    package let group: String
    /// A stage of the path; absent for what belongs to no stage.
    package let stage: String?
    package let measure: String
    package let period: Int?

    package init(_ cell: FunnelCell, groupCount: Int) {
        switch cell.group {
        case .total: group = "total"
        case .code(let code): group = code >= 0 && Int(code) < groupCount ? String(code) : "none"
        }
        stage = Stage(code: cell.stage).flatMap { Stage.path.contains($0) && cell.measure.isOfStage ? $0.name : nil }
        (measure, period) = (cell.measure.name, cell.period)
    }

    package init(group: String, stage: String?, measure: String, period: Int?) {
        (self.group, self.stage, self.measure, self.period) = (group, stage, measure, period)
    }

    /// The number that the link names.
    /// - Throws: a problem that says which word is not known.
    package func cell() throws(Problem) -> FunnelCell {
        guard let measure = FunnelMeasure.allCases.first(where: { $0.name == self.measure }) else {
            throw unknown("measure", self.measure, FunnelMeasure.allCases.map(\.name))
        }
        let stages = Stage.path.map(\.name)
        var code = 0
        if measure.isOfStage {
            guard let found = Stage.path.first(where: { $0.name == stage }) else { throw unknown("stage", stage ?? "", stages) }
            code = Int(found.rawValue)
        }
        let group: FunnelGroup
        switch self.group {
        case "total": group = .total
        case "none": group = .code(-1)
        case let text:
            guard let number = Int32(text), number >= 0 else { throw unknown("group", text, ["total", "none", "a number"]) }
            group = .code(number)
        }
        return FunnelCell(group, code, measure, period: period)
    }

    private func unknown(_ what: String, _ text: String, _ known: [String]) -> Problem {
        Problem(
            "unknown_\(what)", "The funnel has no \(what) called “\(text.prefix(60))”.", remedy: "Use one of: \(known.joined(separator: ", ")).",
            fault: .usage)
    }
}

extension FunnelMeasure {
    /// Whether the number belongs to one stage.
    package var isOfStage: Bool {
        switch self {
        case .volume, .anyReopened, .withinLag, .perhapsWithinLag: false
        default: true
        }
    }

    /// For links and JSON, snake_case.
    package var name: String {
        switch self {
        case .entered: "in"
        case .left: "out"
        case .reached: "reached"
        case .skipped: "skipped"
        case .reopened: "reopened"
        case .open: "open"
        case .waiting: "waiting"
        case .recycled: "recycled"
        case .disqualified: "disqualified"
        case .lost: "lost"
        case .ended: "ended"
        case .undated: "undated"
        case .untimed: "untimed"
        case .timed: "timed"
        case .stuck: "stuck"
        case .volume: "volume"
        case .anyReopened: "any_reopened"
        case .withinLag: "within_lag"
        case .perhapsWithinLag: "perhaps_within_lag"
        }
    }
}
