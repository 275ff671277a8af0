// SPDX-License-Identifier: Apache-2.0

/// The funnel in numbers. The total is that of leads; deals without a known lead stand apart in `noLead`.
package struct FunnelResult: Sendable, Hashable {
    package let question: FunnelQuestion
    package let total: FunnelRow
    /// One per code, then those in no group.
    package let rows: [FunnelRow]
    /// Deals for which no lead is known: they enter at opportunity.
    package let noLead: DealNumbers
    package let allDeals: DealNumbers
    /// Of the deals opened in the range, those with a known lead.
    package let linkRate: Ratio?
    package let lag: UsualLag
    /// Seconds after which an open lead is stuck, inquiry … opportunity; nil where nobody can tell.
    package let stuckAfter: [Double?]
    /// Per period; empty without periods. Rows as in `rows`.
    package let periods: [FunnelPeriod]
}

/// The time from opening to opportunity within which 80 of 100 of those who come there do.
package enum UsualLag: Sendable, Hashable {
    /// Seconds.
    case given(Int32)
    /// Seconds, from so many leads.
    case computed(Int32, of: Int)
    /// Too few leads came to opportunity at known times.
    case unknown(of: Int)

    package var seconds: Int32? {
        switch self {
        case .given(let seconds), .computed(let seconds, _): seconds
        case .unknown: nil
        }
    }
}

package struct FunnelRow: Sendable, Hashable {
    package let group: FunnelGroup
    /// Leads opened in the range, and the people and companies they are of. A person in two groups counts in both, once in the total.
    package let volume: Int
    package let contacts: Int
    package let accounts: Int
    package let quality: FunnelQuality
    /// Leads that came back into any stage.
    package let reopened: Int
    /// Inquiry … won.
    package let stages: [FunnelStage]
    /// Of the leads' deals; for the total see also `noLead`.
    package let deals: DealNumbers

    /// Leads that came to won, which is not the number of wins: see `deals.won`.
    package var wonLeads: Int { stages.last?.reached ?? 0 }
}

/// Share of leads that reach opportunity within the usual lag of their opening.
package struct FunnelQuality: Sendable, Hashable {
    /// 1 − Kaplan-Meier at the lag, held within the bounds; nil is "not enough data". `n` is the number of leads.
    package let estimate: Ratio?
    /// Leads that did for certain, and those that may have (dates unknown) or may yet.
    package let within: Int
    package let perhaps: Int
    /// Hard bounds of what this very cohort will show: `within` / n and (`within` + `perhaps`) / n; nil without leads or lag.
    package let low: Double?
    package let high: Double?
    /// Leads opened at least one usual lag ago.
    package let watched: Int
}

package struct FunnelStage: Sendable, Hashable {
    /// 1 inquiry … 6 won.
    package let stage: Int
    package let entered, left, reached, skipped, reopened, open, waiting: Int
    package let recycled, disqualified, lost, ended: Int
    package let undated: Int
    /// nil: nobody can tell how long is too long here.
    package let stuck: Int?
    /// Share of those who reached this stage that reached the next; nil at won, without leads, and in activity, where the two are other leads.
    package let conversion: Ratio?
    /// What the share will be at least and at most when all who may still make it are done.
    package let low: Double?
    package let high: Double?
    package let time: FunnelTime

    /// Open ones may still change the conversion.
    package var isOpen: Bool { waiting + recycled > 0 }
}

/// How long ended stays in a stage took, whichever way they ended.
package struct FunnelTime: Sendable, Hashable {
    /// Seconds, quantiles of type 7; nil without a single usable stay.
    package let median: Double?
    package let p90: Double?
    /// Stays used, those of them measured in whole days, and those without both dates.
    package let used: Int
    package let wholeDays: Int
    package let unusable: Int

    /// Say it in days: dates without times are among the stays.
    package var isInDays: Bool { wholeDays > 0 }
}

package struct FunnelPeriod: Sendable, Hashable {
    package let index: Int
    package let total: Counts
    package let rows: [Counts]
    package let noLead: DealNumbers

    package struct Counts: Sendable, Hashable {
        /// Leads opened in the period.
        package let volume: Int
        /// Inquiry … won: in a cohort, those of the leads opened in the period who reached the stage; in activity, leads that entered it
        /// in the period.
        package let stages: [Int]
        /// Only wins are charted.
        package let deals: DealNumbers
    }
}
