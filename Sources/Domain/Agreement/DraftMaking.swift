// SPDX-License-Identifier: Apache-2.0
import Analytics

/// Proposes a definition: chosen on the earlier half of history, claimed on a part of it that the search did not see, judged on the later half.
/// - Parameters:
///   - features: what may be known of a lead when it comes; fields that were filled in afterwards are barred here.
///   - barred: fields that are not among them, for the reader to know.
package func draftAgreement(_ data: AuditData, features all: [Feature], barred: [BarredField] = []) -> DraftAgreement {
    let draft = DraftMaking(data, all, barred)
    return draft.made
}

private struct DraftMaking {
    private let data: AuditData
    private let features: [Feature]
    private let barred: [BarredField]
    private let good: LeadSet
    private let learn: LeadSet, claim: LeadSet, judge: LeadSet
    private let divide: Int64?
    private let last: Int64
    private let count: Int

    init(_ data: AuditData, _ all: [Feature], _ known: [BarredField]) {
        (self.data, count) = (data, data.count)
        let watched = (0..<data.count).filter { data.isWatched($0) }
        good = LeadSet(count: data.count) { data.isGood($0) }
        let opened = watched.map { data.journal.leads.opened[$0] }.sorted()
        let divide = opened.isEmpty ? nil : opened[opened.count / 2]
        self.divide = divide
        last = opened.last ?? 0
        var (learn, claim, judge) = (LeadSet(count: data.count), LeadSet(count: data.count), LeadSet(count: data.count))
        for lead in watched {
            if let divide, data.journal.leads.opened[lead] >= divide {
                judge.insert(lead)
            } else if Self.mixed(data.journal.leads.contact[lead]) % 5 < 3 {
                learn.insert(lead)
            } else {
                claim.insert(lead)
            }
        }
        (self.learn, self.claim, self.judge) = (learn, claim, judge)
        let good = good
        var barred: [BarredField] = []
        features = all.filter { feature in
            guard let reason = Self.bar(feature, among: watched, good: good) else { return true }
            barred.append(BarredField(feature.name, reason))
            return false
        }
        self.barred = known + barred
    }

    /// Which part a person falls into: all leads of one person into the same, by a mixing of the id.
    /// - Source: finalizer of S. Vigna's SplitMix64 (2015), public domain.
    private static func mixed(_ id: Int64) -> UInt64 {
        var x = UInt64(bitPattern: id) &+ 0x9E37_79B9_7F4A_7C15
        x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
        x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
        return x ^ (x >> 31)
    }

    /// A field that is filled on one side of the outcome only was not there when the lead came.
    private static func bar(_ feature: Feature, among watched: [Int], good: LeadSet) -> BarredField.Reason? {
        if outcomeWords.contains(where: feature.name.lowercased().contains) { return .outcome }
        var (with, without) = (Share(), Share())
        for lead in watched {
            let isFilled: Bool =
                switch feature.values {
                case .words(let coded): coded.codes[lead] >= 0
                case .numbers(let values): values[lead].isFinite
                }
            if good.contains(lead) { with = with + Share(isFilled ? 1 : 0, of: 1) } else { without = without + Share(isFilled ? 1 : 0, of: 1) }
        }
        guard with.n >= 20, without.n >= 20 else { return nil }
        return abs(with.value - without.value) > 0.5 ? .oneSided : nil
    }

    private static let outcomeWords = [
        "reason", "closed", "close date", "lost", "won", "converted", "outcome", "deal", "opportunit", "amount", "revenue kept", "last ", "modified",
        "updated", "lifecycle", "stage", "status", "owner", "disqualif", "sales accepted", "recycl", "next step", "became ", "entered ",
    ]

    var made: DraftAgreement {
        let counts = (LeadSet.count(good, learn) + LeadSet.count(good, claim), LeadSet.count(good, judge))
        func none(_ verdict: DraftAgreement.Verdict) -> DraftAgreement {
            DraftAgreement(
                verdict: verdict, points: [], proposed: 0, barred: barred, features: features.map(\.name), opportunities: counts,
                divide: divide.map { Moment(micros: $0) })
        }
        guard counts.0 >= DraftAgreement.least, counts.1 >= DraftAgreement.least else { return none(.fewOpportunities) }
        guard !features.isEmpty else { return none(.noFeatures) }
        let found = DefinitionSearch(features, learn: learn, good: good, count: count).best()
        let holding = found.map { ($0, $0.leads(features, count: count)) }.filter { holds($0.1) }
        let points = holding.map { point($0.0, $0.1) }.sorted { $0.perWeek < $1.perWeek }
        // What it keeps beyond its part of the volume, as claimed before the later half was looked at.
        let gains = points.map { $0.claimed.value - $0.letIn.value }
        let keeping = points.indices.filter { points[$0].claimed.value >= DraftAgreement.keeps }
        guard let proposed = (keeping.isEmpty ? Array(gains.indices) : keeping).max(by: { gains[$0] < gains[$1] }) else { return none(.noSignal) }
        return DraftAgreement(
            verdict: .proposed, points: points, proposed: proposed, barred: barred, features: features.map(\.name), opportunities: counts,
            divide: divide.map { Moment(micros: $0) })
    }

    private func share(_ set: LeadSet, of part: LeadSet) -> Share { Share(LeadSet.count(set, part), of: part.count) }

    /// Better inside than outside, on leads that the search had not seen and again on the later half, each so clearly that one in a thousand
    /// rules without any worth would pass both.
    private func holds(_ set: LeadSet) -> Bool {
        [claim, judge].allSatisfy { part in
            let inside = set.intersection(part), outside = part.count - inside.count
            let hits = LeadSet.count(inside, good), missed = LeadSet.count(part, good) - hits
            let (these, others) = (Share(hits, of: inside.count), Share(missed, of: outside))
            guard let found = difference(these, others) else { return false }
            // Among a million leads the smallest difference is no chance, and still nothing to sign.
            return found.low > 0 && found.p < 0.01 && these.value >= others.value * 1.25
        }
    }

    private func point(_ definition: Definition, _ set: LeadSet) -> DraftPoint {
        let inside = set.intersection(judge), hits = LeadSet.count(inside, good), all = LeadSet.count(judge, good)
        let claimedOf = claim.intersection(good)
        var revenue: (kept: Double, all: Double) = (0, 0), unworked = 0, minutes = 0.0
        for lead in 0..<count where judge.contains(lead) {
            let isIn = set.contains(lead)
            revenue.all += Double(data.revenue[lead])
            if isIn { revenue.kept += Double(data.revenue[lead]) }
            if isIn, !data.isWorked(lead) { unworked += 1 }
            if !isIn, let work = data.work {
                minutes += Double(work.attempts[lead]) * DraftAgreement.minutes.attempt + Double(work.meetings[lead]) * DraftAgreement.minutes.meeting
            }
        }
        let empty = Ratio(value: 0, low: 0, high: 1, n: 0)
        return DraftPoint(
            definition: definition, letIn: wilson(inside.count, of: judge.count) ?? empty, perWeek: Double(inside.count) / weeks,
            claimed: wilson(LeadSet.count(set, claimedOf), of: claimedOf.count) ?? empty, kept: wilson(hits, of: all) ?? empty,
            quality: wilson(hits, of: inside.count) ?? empty, qualityOut: wilson(all - hits, of: judge.count - inside.count),
            revenueKept: revenue.all > 0 ? revenueKept(set, revenue.kept / revenue.all) : nil,
            neverWorked: data.work == nil ? nil : wilson(unworked, of: inside.count), hoursBack: data.work == nil ? nil : minutes / 60 / weeks,
            promises: promises(inside))
    }

    /// The part of the won revenue that is kept, with an interval from the spread of the won amounts (ratio estimator).
    /// - Source: W. G. Cochran, Sampling Techniques (1977), 6.4.
    private func revenueKept(_ set: LeadSet, _ value: Double) -> Ratio {
        var (n, squares, sum) = (0, 0.0, 0.0)
        for lead in 0..<count where judge.contains(lead) && data.revenue[lead] > 0 {
            let amount = Double(data.revenue[lead]), rest = (set.contains(lead) ? amount : 0) - value * amount
            (n, squares, sum) = (n + 1, squares + rest * rest, sum + amount)
        }
        guard n > 1, sum > 0 else { return Ratio(value: value, low: 0, high: 1, n: n) }
        let half = 1.959_963_984_540_054 * (squares * Double(n) / Double(n - 1)).squareRoot() / sum
        return Ratio(value: value, low: max(0, value - half), high: min(1, value + half), n: n)
    }

    private var weeks: Double { divide.map { max(1, Double(last - $0) / Double(7 * AuditData.day)) } ?? 1 }

    private func promises(_ inside: LeadSet) -> DraftAgreement.Promises {
        let divide = divide ?? last
        var perWeek = [Double](repeating: 0, count: max(1, Int(weeks))), waits: [Double] = [], tries: [Double] = [], accepted = Share()
        for lead in 0..<count where inside.contains(lead) {
            let week = Int((data.journal.leads.opened[lead] - divide) / (7 * AuditData.day))
            if perWeek.indices.contains(week) { perWeek[week] += 1 }
            if let work = data.work, work.first[lead] != .max {
                if work.isPrecise[lead] { waits.append(Double(max(0, work.first[lead] - data.answerable(lead))) / 1e6) }
                if data.fates.reach[lead] < 5, data.isEnded(lead) || data.fates.stage[lead] == 9 { tries.append(Double(work.attempts[lead])) }
            }
            if data.isHandedOver(lead) { accepted = accepted + Share(data.fates.reach[lead] >= 3 ? 1 : 0, of: 1) }
        }
        return .init(
            leadsPerWeek: quantile(perWeek, 0.2) ?? 0, firstAttempt: waits.count >= 20 ? quantile(waits, 0.8) : nil,
            attempts: tries.count >= 20 ? quantile(tries, 0.5) : nil, accepted: accepted.interval)
    }
}
