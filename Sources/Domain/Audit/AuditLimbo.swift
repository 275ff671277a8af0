// SPDX-License-Identifier: Apache-2.0
import Analytics

/// Leads that were left lying: counted, not compared.
package enum AuditLimbo {
    /// A lead that is younger may still be called.
    package static let patience = 14

    /// Sources with fewer leads that are old enough are not judged.
    package static let few = AuditValue.few

    static func neverTouched(_ data: AuditData) -> AuditFinding {
        var finding = AuditFinding(.neverTouched)
        guard let work = data.work else {
            finding.gap = .noActivities
            return finding
        }
        let latest = data.asOf.micros - Int64(patience) * AuditData.day
        for lead in 0..<data.count where data.isHandedOver(lead) && data.journal.leads.opened[lead] <= latest && work.isObserved[lead] {
            finding.of += 1
            // What became an opportunity was worked, and what was disqualified was looked at, whatever was written down.
            if work.first[lead] == .max, data.fates.reach[lead] < 5, data.fates.stage[lead] != 8 { finding.rows.append(Int32(lead)) }
        }
        if finding.of == 0 { finding.gap = .noQualified }
        finding.share = wilson(finding.rows.count, of: finding.of)
        return finding
    }

    /// Open where all but one in ten have gone on by then.
    static func stuck(_ data: AuditData) -> AuditFinding {
        var finding = AuditFinding(.stuck)
        let limits = limits(data)
        guard !limits.isEmpty else {
            finding.gap = .fewOpportunities
            return finding
        }
        for lead in 0..<data.count where data.isHandedOver(lead) && !data.isEnded(lead) {
            guard let limit = limits[data.fates.stage[lead]], data.fates.since[lead] != .min else { continue }
            finding.of += 1
            if Double(data.asOf.micros - data.fates.since[lead]) / 1e6 > limit { finding.rows.append(Int32(lead)) }
        }
        finding.share = wilson(finding.rows.count, of: finding.of)
        return finding
    }

    /// Seconds in a stage that nine in ten of those who left it needed at most, by stage; where 20 left it.
    private static func limits(_ data: AuditData) -> [UInt8: Double] {
        stageStays(data.journal).filter { (2...5).contains($0.key) && $0.value.count >= 20 }.compactMapValues { quantile($0, 0.9) }
    }

    static func neverConverted(_ data: AuditData) -> AuditFinding {
        var finding = AuditFinding(.neverConverted)
        guard data.usualLag != nil else {
            finding.gap = .fewOpportunities
            return finding
        }
        for lead in 0..<data.count where data.isWatched(lead) && data.isHandedOver(lead) {
            finding.of += 1
            if data.fates.reach[lead] < 5, data.isWorked(lead) { finding.rows.append(Int32(lead)) }
        }
        if finding.of == 0 { finding.gap = .noQualified }
        finding.share = wilson(finding.rows.count, of: finding.of)
        return finding
    }

    /// Won leads that nobody ever called MQL, SAL or SQL; whoever converted a lead to an opportunity has said as much.
    static func wonUnqualified(_ data: AuditData) -> AuditFinding {
        var finding = AuditFinding(.wonUnqualified), sum: Int64 = 0
        for lead in 0..<data.count where data.isWon(lead) {
            finding.of += 1
            guard data.fates.named[lead] & 0b11_1100 == 0 else { continue }
            finding.rows.append(Int32(lead))
            sum = sum.addingReportingOverflow(data.revenue[lead]).overflow ? .max : sum + data.revenue[lead]
        }
        if finding.of == 0 { finding.gap = data.hasDeals ? .noWonLeads : .noDeals }
        (finding.share, finding.recorded) = (wilson(finding.rows.count, of: finding.of), sum)
        return finding
    }

    /// Won deals of which nobody knows a lead.
    static func noLeadKnown(_ data: AuditData) -> AuditFinding {
        var finding = AuditFinding(.noLeadKnown), sum: Int64 = 0
        finding.isOfDeals = true
        guard data.hasDeals else {
            finding.gap = .noDeals
            return finding
        }
        let deals = data.journal.deals
        for deal in 0..<deals.count where deals.outcome[deal] == 1 {
            finding.of += 1
            // −2: one is known, of somebody who is counted apart.
            guard deals.lead[deal] == -1 else { continue }
            finding.rows.append(Int32(deal))
            if deals.amount[deal] != .min { sum = sum.addingReportingOverflow(deals.amount[deal]).overflow ? .max : sum + deals.amount[deal] }
        }
        (finding.share, finding.recorded) = (wilson(finding.rows.count, of: finding.of), sum)
        return finding
    }

    /// Sources that money was spent on and no won revenue came of, though their leads are old enough.
    static func spendWithoutRevenue(_ data: AuditData) -> AuditFinding {
        var finding = AuditFinding(.spendWithoutRevenue)
        guard !data.spend.isEmpty else {
            finding.gap = .noSpend
            return finding
        }
        guard data.hasDeals, data.usualLag != nil else {
            finding.gap = data.hasDeals ? .fewOpportunities : .noDeals
            return finding
        }
        var watched: [Int32: Int] = [:], won: Set<Int32> = []
        for lead in 0..<data.count {
            let source = data.sources.codes[lead]
            if data.wins[lead] > 0 || data.isWon(lead) { won.insert(source) }
            if data.isWatched(lead) { watched[source, default: 0] += 1 }
        }
        let barren = data.spend.filter { $0.key >= 0 && $0.value > 0 && !won.contains($0.key) && watched[$0.key] ?? 0 >= AuditValue.few }
        finding.names = barren.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { data.sources.labels[Int($0.key)] }
        finding.recorded = barren.values.reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
        for lead in 0..<data.count where barren[data.sources.codes[lead]] != nil { finding.rows.append(Int32(lead)) }
        finding.of = data.count
        return finding
    }
}
