// SPDX-License-Identifier: Apache-2.0
import Analytics

/// What there is to talk about, and what cannot be told.
package struct AuditReport: Sendable {
    package let findings: [AuditFinding]
    /// Differences that were tested, whatever they showed.
    package let tested: Int
    /// The most that may be chance of what is reported of them.
    package let falseShare: Double
}

/// Looks for everything that there is to talk about. The same data gives the same report.
package func audit(_ data: AuditData) -> AuditReport {
    let comparisons = AuditComparisons(data)
    var tests: [AuditTest] = []
    var gaps: [AuditFinding] = []
    func gap(_ kind: AuditFinding.Kind, _ why: AuditFinding.Gap) {
        var finding = AuditFinding(kind)
        finding.gap = why
        gaps.append(finding)
    }
    if data.usualLag == nil {
        for kind in [AuditFinding.Kind.weakSources, .slow, .slowTime] { gap(kind, .fewOpportunities) }
    } else {
        if data.sources.labels.count < 2 { gap(.weakSources, .noSources) } else { tests += comparisons.sources() }
        if data.work == nil {
            gap(.slow, .noActivities)
        } else if let speed = comparisons.speed() {
            tests.append(speed)
        } else {
            gap(.slow, .noPreciseTimes)
        }
        tests += comparisons.timesOfWeek()
        if data.teams.labels.count < 2 { gap(.acceptance, .noTeams) } else { tests += comparisons.teams() }
        tests += comparisons.picking()
    }
    if let work = data.work, (0..<data.count).contains(where: { !work.isObserved[$0] && data.isHandedOver($0) }) {
        gap(.neverTouched, .otherActivities)
    }
    let standing = discoveries(tests.map(\.p), q: falseShare)
    var findings = merged(tests.indices.filter { standing.contains($0) && tests[$0].finding.difference != nil }.map { tests[$0].finding })
    findings += [
        AuditLimbo.neverTouched(data), AuditLimbo.stuck(data), AuditLimbo.neverConverted(data), AuditLimbo.wonUnqualified(data),
        AuditLimbo.noLeadKnown(data), AuditLimbo.spendWithoutRevenue(data), disagreement(data),
    ].filter { $0.gap != nil || !$0.rows.isEmpty || $0.kind == .disagreement && !data.records.disagreements.allSatisfy { $0.differ == 0 } }
    findings = costed(findings, data)
    return AuditReport(findings: findings + gaps, tested: tests.count, falseShare: falseShare)
}

/// Of what is reported as a difference, at most one in a hundred is expected to be chance.
private let falseShare = 0.01

/// Weak sources are one thing to talk about, and so are strong ones; other findings stay what they are, the most telling of each kind.
private func merged(_ findings: [AuditFinding]) -> [AuditFinding] {
    var result: [AuditFinding] = []
    for kind in AuditFinding.Kind.allCases {
        let some = findings.filter { $0.kind == kind }.sorted { $0.rows.count > $1.rows.count }
        guard let first = some.first else { continue }
        guard kind == .weakSources || kind == .strongSources else {
            result += some.sorted { ($0.difference?.p ?? 1) < ($1.difference?.p ?? 1) }.prefix(3)
            continue
        }
        var all = AuditFinding(kind)
        (all.names, all.rows, all.of) = (some.flatMap(\.names), some.flatMap(\.rows).sorted(), first.of)
        func sum(_ path: KeyPath<AuditFinding, Ratio?>) -> Share {
            some.compactMap { $0[keyPath: path] }.reduce(Share()) { $0 + Share(Int(($1.value * Double($1.n)).rounded()), of: $1.n) }
        }
        let these = sum(\.share)
        all.share = these.interval
        // Each was compared with all the others; together they are compared with those that are in none.
        if let one = first.share, let rest = first.other {
            let whole = Share(Int((one.value * Double(one.n)).rounded()), of: one.n) + Share(Int((rest.value * Double(rest.n)).rounded()), of: rest.n)
            all.other = (whole - these).interval
            all.difference = difference(these, whole - these)
        }
        result.append(all)
    }
    return result
}

private func disagreement(_ data: AuditData) -> AuditFinding {
    var finding = AuditFinding(.disagreement)
    if data.records.marketing.isEmpty || data.records.sales.isEmpty { finding.gap = .oneRecord }
    finding.of = data.records.peopleOfBoth
    return finding
}

/// In the order of kinds: each lead is costed once.
private func costed(_ findings: [AuditFinding], _ data: AuditData) -> [AuditFinding] {
    let value = AuditValue(data)
    var taken = [Bool](repeating: false, count: data.count)
    let order = AuditFinding.Kind.allCases
    return findings.sorted { (order.firstIndex(of: $0.kind) ?? 0) < (order.firstIndex(of: $1.kind) ?? 0) }.map { finding in
        guard finding.gap == nil, !finding.isOfDeals else { return finding }
        var finding = finding
        let own = finding.rows.filter { !taken[Int($0)] && data.fates.reach[Int($0)] < 5 }
        switch finding.kind {
        case .neverTouched, .picking, .stuck: finding.cost = value.asWorked(own, data)
        case .slow, .slowTime, .acceptance:
            finding.cost =
                finding.kind == .acceptance
                ? value.asWorked(own.filter { data.fates.reach[Int($0)] < 3 }, data)
                : finding.difference.flatMap { value.asOthers(own, difference: $0.reversed) }
        default: return finding
        }
        if finding.cost != nil { for row in own { taken[Int(row)] = true } }
        return finding
    }
}
