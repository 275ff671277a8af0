// SPDX-License-Identifier: Apache-2.0
import Analytics
import Foundation

/// Curves, quantiles and the test of a table's durations.
struct LagAnalysis: Sendable {
    let file: String
    let rows: LagRows

    /// A curve of more steps is thinned to so many in the answer.
    static let mostSteps = 2000
    static let quantiles = [0.25, 0.5, 0.75, 0.9]

    func answer() async -> LagAnswer {
        let places = members()
        let longest = places.map { group in group.reduce(0) { max($0, rows.durations[$1]) } }
        // All groups' means are taken to a time that all of them reach.
        let common = longest.min() ?? rows.durations.max() ?? 0
        let horizons = rows.unit.horizons(to: rows.durations.max() ?? 0)
        let all = await inParallel(places.count + 1) { index in
            index == 0
                ? group(nil, rows.durations.indices, horizons, mean: common)
                : group(rows.groupNames[index - 1], places[index - 1], horizons, mean: common)
        }
        var answer = LagAnswer(
            file: file, what: rows.what, rows: rows.rows, unit: rows.unit.rawValue, until: rows.until, event: rows.event, by: rows.group,
            outcomes: rows.outcomeNames, all: all[0], groups: Array(all.dropFirst()), logRank: nil,
            leftOut: LagLeftOut.Reason.allCases.compactMap { reason in
                rows.leftOut.cases[reason].map { .init(reason: reason.rawValue, rows: $0.count, line: $0.line, example: $0.text) }
            }, notes: rows.leftOut.sentences + rows.notes)
        if places.count > 1,
            let test = logRank(
                durations: rows.durations, events: rows.outcomes.map { $0 > 0 }, groups: rows.groups, of: places.count, entries: rows.entries),
            test.statistic.isFinite, test.p.isFinite
        {
            answer.logRank = .init(statistic: test.statistic, df: test.degrees, p: test.p, observed: test.observed, expected: test.expected)
        }
        return answer
    }

    private func members() -> [[Int]] {
        var places = [[Int]](repeating: [], count: rows.groupNames.count)
        if !places.isEmpty { for (row, group) in rows.groups.enumerated() { places[group].append(row) } }
        return places
    }

    // MARK: One group

    private func group(_ name: String?, _ members: some Collection<Int>, _ horizons: [Double], mean limit: Double) -> LagAnswer.Group {
        let durations = members.map { rows.durations[$0] }, outcomes = members.map { rows.outcomes[$0] }
        let entries = rows.entries.map { entries in members.map { entries[$0] } }
        let events = outcomes.count { $0 > 0 }
        var group = LagAnswer.Group(
            name: name, n: durations.count, events: events, censored: durations.count - events, longest: durations.max() ?? 0,
            median: .init(share: 0.5), quantiles: Self.quantiles.map { .init(share: $0) }, done: horizons.map { .init(time: $0) }, steps: [],
            thinned: false)
        guard let curve = SurvivalCurve(durations: durations, events: outcomes.map { $0 > 0 }, entries: entries) else { return group }
        group.quantiles = Self.quantiles.map { share in
            let found = curve.quantile(share)
            return .init(share: share, value: found.time, low: found.low, high: found.high)
        }
        group.median = group.quantiles[1]
        group.done = horizons.map { done(curve, $0) }
        if let mean = curve.restrictedMean(to: limit), mean.error.isFinite {
            group.restrictedMean = .init(
                to: limit, value: mean.value, low: max(0, mean.value - normal95 * mean.error), high: min(limit, mean.value + normal95 * mean.error))
        }
        let steps = curve.times.indices.filter { curve.events[$0] > 0 }
        group.thinned = steps.count > Self.mostSteps
        group.steps = thinned(steps).map { place in
            let interval = curve.interval(place)
            return .init(
                time: curve.times[place], survival: curve.survival[place], low: interval?.lowerBound, high: interval?.upperBound,
                atRisk: curve.atRisk[place], events: curve.events[place])
        }
        if rows.outcomeNames.count > 1 { group.incidence = incidence(durations, outcomes, entries, horizons) }
        return group
    }

    /// - Returns: no share where the curve ends, still open, before the time.
    private func done(_ curve: SurvivalCurve, _ time: Double) -> LagAnswer.Done {
        guard let last = curve.times.last, let survival = curve.survival(at: time), time <= last || survival == 0 else { return .init(time: time) }
        let interval = curve.place(at: time).flatMap { curve.interval($0) }
        return .init(time: time, share: 1 - survival, low: interval.map { 1 - $0.upperBound }, high: interval.map { 1 - $0.lowerBound })
    }

    private func incidence(_ durations: [Double], _ outcomes: [UInt8], _ entries: [Double]?, _ horizons: [Double]) -> [LagAnswer.Incidence]? {
        let names = rows.outcomeNames
        guard let all = AalenJohansen(durations: durations, outcomes: outcomes, of: names.count, entries: entries) else { return nil }
        let last = all.times.last ?? 0, isOver = all.survival.last == 0
        return names.enumerated().map { index, name in
            let k = index + 1, own = all.outcomes[index]
            let done = horizons.map { time -> LagAnswer.Done in
                guard time <= last || isOver, let share = all.incidence(of: k, at: time) else { return .init(time: time) }
                let interval = place(of: time, in: all.times).flatMap { all.interval(of: k, $0) }
                return .init(time: time, share: share, low: interval?.lowerBound, high: interval?.upperBound)
            }
            let alone = SurvivalCurve(durations: durations, events: outcomes.map { $0 == UInt8(k) }, entries: entries)
            let time = done.last { $0.share != nil }?.time
            let steps = all.times.indices.filter { own.events[$0] > 0 }
            return .init(
                outcome: name, events: own.events.reduce(0, +), done: done, overstated: time.flatMap { alone?.survival(at: $0) }.map { 1 - $0 },
                steps: thinned(steps).map { place in
                    let interval = all.interval(of: k, place)
                    return .init(time: all.times[place], share: own.incidence[place], low: interval?.lowerBound, high: interval?.upperBound)
                }, thinned: steps.count > Self.mostSteps)
        }
    }

    private func place(of time: Double, in times: [Double]) -> Int? {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }

    /// So many at even distances, the first and the last among them.
    private func thinned(_ places: [Int]) -> [Int] {
        guard places.count > Self.mostSteps else { return places }
        return (0..<Self.mostSteps).map { places[$0 * (places.count - 1) / (Self.mostSteps - 1)] }
    }
}
