// SPDX-License-Identifier: Apache-2.0
import Analytics
import Foundation

/// The funnel again, written plainly and slowly from its definitions, to hold the fold against. Shares no code with it.
struct PlainMove { var to: Int, at: Int64, precision: Int, basis: Int }

struct PlainLead {
    var contact: Int64, account: Int64, opened: Int64, openedPrecision: Int, ended: Int64?, stage: Int, group: Int32
    var moves: [PlainMove]
}

struct PlainDeal { var opened: Int64, closed: Int64?, outcome: Int, amount: Int64?, lead: Int?, elsewhere: Bool }

struct PlainFunnel {
    let leads: [PlainLead]
    let deals: [PlainDeal]
    let question: FunnelQuestion
    let transitions: [Int64], offsets: [Int32]
    /// Whose numbers: nil all.
    let group: Int32?

    func code(_ group: Int32) -> Int32 { (0..<Int32(question.groupCount)).contains(group) ? group : Int32(question.groupCount) }

    var mine: [PlainLead] { leads.filter { lead in group.map { code($0) == code(lead.group) } ?? true } }

    func inRange(_ at: Int64) -> Bool { at >= question.from && at < question.to }
    func counts(_ lead: PlainLead, _ at: Int64) -> Bool { question.mode == .cohort ? inRange(lead.opened) : inRange(at) }

    /// The moves with repetitions of a stage taken out, or the one that a lead without moves stands for.
    func path(_ lead: PlainLead) -> [PlainMove] {
        if lead.moves.isEmpty { return [PlainMove(to: lead.stage, at: lead.opened, precision: 0, basis: 4)] }
        var kept: [PlainMove] = []
        for move in lead.moves where kept.last?.to != move.to { kept.append(move) }
        return kept
    }

    func reach(_ lead: PlainLead) -> Int { max(1, path(lead).map { $0.to <= 6 ? $0.to : 1 }.max() ?? 1) }
    func isEnded(_ lead: PlainLead) -> Bool { lead.ended.map { $0 <= question.now } ?? false }
    func dated(_ move: PlainMove) -> Bool { move.precision >= 3 && move.basis != 4 }

    func day(_ at: Int64) -> Int64 {
        let seconds = Int64((Double(at) / 1e6).rounded(.down))
        var offset = Int64(offsets[0])
        for (index, transition) in transitions.enumerated() where transition <= seconds { offset = Int64(offsets[index + 1]) }
        return Int64((Double(seconds + offset) / 86_400).rounded(.down))
    }

    func entered(_ s: Int) -> Int { mine.count { lead in path(lead).contains { $0.to == s && counts(lead, $0.at) } } }

    func pairs(_ lead: PlainLead) -> [(PlainMove, PlainMove)] { Array(zip(path(lead), path(lead).dropFirst())) }

    func left(_ s: Int) -> Int { mine.count { lead in pairs(lead).contains { $0.to == s && $1.to > s && $1.to <= 6 && counts(lead, $1.at) } } }

    func reopened(_ lead: PlainLead, _ s: Int) -> Bool { pairs(lead).contains { $1.to == s && s <= 6 && $0.to > s && counts(lead, $1.at) } }

    func reached(_ lead: PlainLead, _ s: Int) -> Bool {
        if s == 1 { return counts(lead, lead.opened) }
        return path(lead).first { $0.to >= s && $0.to <= 6 }.map { counts(lead, $0.at) } ?? false
    }

    func skipped(_ s: Int) -> Int { mine.count { lead in reached(lead, s) && !path(lead).contains { $0.to == s } } }

    func fell(_ s: Int, _ code: Int) -> Int {
        mine.count { lead in path(lead).last?.to == code && reach(lead) == s && counts(lead, path(lead).last?.at ?? 0) }
    }

    func endedQuietly(_ s: Int) -> Int {
        mine.count { lead in (path(lead).last?.to ?? 0) <= 5 && isEnded(lead) && reach(lead) == s && counts(lead, lead.ended ?? 0) }
    }

    /// Open leads that stand somewhere on the path.
    var standing: [PlainLead] {
        mine.filter { (path($0).last?.to ?? 9) <= 5 && !isEnded($0) && (question.mode == .activity || inRange($0.opened)) }
    }

    func open(_ s: Int) -> [PlainLead] { standing.filter { path($0).last?.to == s } }
    func undated(_ s: Int) -> Int { open(s).count { path($0).last.map { !dated($0) } ?? true } }
    func waiting(_ s: Int) -> Int { standing.count { reach($0) == s } }

    func stays(_ s: Int) -> (seconds: [Double], days: Int, unusable: Int) {
        var found: (seconds: [Double], days: Int, unusable: Int) = ([], 0, 0)
        for lead in mine {
            for (a, b) in pairs(lead) where a.to == s && counts(lead, b.at) {
                guard dated(a), dated(b) else { found.unusable += 1; continue }
                if a.precision == 3 || b.precision == 3 {
                    found.days += 1
                    found.seconds.append(Double(max(0, day(b.at) - day(a.at))) * 86_400)
                } else {
                    found.seconds.append((Double(max(0, b.at - a.at)) / 1e6).rounded(.down))
                }
            }
        }
        return found
    }

    func stuck(_ s: Int, limit: Double) -> Int {
        open(s).count { lead in
            guard let last = path(lead).last, dated(last) else { return false }
            return Double(max(0, question.now - last.at)) / 1e6 > limit
        }
    }

    var opened: [PlainLead] { mine.filter { inRange($0.opened) } }

    func arrival(_ lead: PlainLead) -> PlainMove? { path(lead).first { $0.to == 5 || $0.to == 6 } }

    var lags: [Double] {
        leads.compactMap { lead in
            guard let arrival = arrival(lead), dated(arrival), lead.openedPrecision >= 3 else { return nil }
            return max(0, Double(arrival.at - lead.opened)) / 1e6
        }
    }

    /// Kaplan and Meier by its formula, a pass per event time, and the bounds lead by lead.
    func quality(lag: Double) -> (km: Double, greenwood: Double, within: Int, perhaps: Int, watched: Int) {
        var waits: [(time: Double, event: Bool)] = []
        var (within, perhaps, watched) = (0, 0, 0)
        for lead in opened {
            let age = max(0, Double(question.now - lead.opened)) / 1e6
            if age >= lag { watched += 1 }
            if let arrival = arrival(lead) {
                let wait = min(age, max(0, Double(arrival.at - lead.opened)) / 1e6)
                waits.append((wait, true))
                if dated(arrival), lead.openedPrecision >= 3 {
                    if wait <= lag { within += 1 }
                } else if lead.openedPrecision >= 3, age <= lag {
                    within += 1
                } else {
                    perhaps += 1
                }
            } else {
                waits.append((age, false))
                if !isEnded(lead), lead.openedPrecision < 3 || age < lag { perhaps += 1 }
            }
        }
        var (share, sum) = (1.0, 0.0)
        for time in Set(waits.filter { $0.event && $0.time <= lag }.map(\.time)).sorted() {
            let atRisk = Double(waits.count { $0.time >= time }), events = Double(waits.count { $0.event && $0.time == time })
            share *= 1 - events / atRisk
            if atRisk > events { sum += events / (atRisk * (atRisk - events)) }
        }
        return (share, sum, within, perhaps, watched)
    }

    static func type7(_ values: [Double], _ p: Double) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted(), h = Double(sorted.count - 1) * p
        let below = sorted[Int(h)], above = sorted[min(sorted.count - 1, Int(h) + 1)]
        return below + (h - h.rounded(.down)) * (above - below)
    }
}
