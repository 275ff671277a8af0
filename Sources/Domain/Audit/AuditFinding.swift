// SPDX-License-Identifier: Apache-2.0
package import Analytics

/// One thing to talk about. Numbers only: what it says in words is the page's.
package struct AuditFinding: Sendable {
    package let kind: Kind
    /// Whose: sources, teams, a time of the week, a role.
    package var names: [String] = []
    /// Whom it is about, as a code of the owners; who that is stays out of every answer.
    package var owner: Int32?
    /// Places of the leads behind it, in the journal's order; of deals where `isOfDeals`.
    package var rows: [Int32] = []
    package var isOfDeals = false
    /// Of how many.
    package var of = 0
    /// What happened to these, and to those that they are compared with.
    package var share: Ratio?
    package var other: Ratio?
    /// The difference of the two, at the same source where `isStratified`.
    package var difference: Comparison?
    package var isStratified = false
    /// Medians, in seconds.
    package var wait: Double?
    package var otherWait: Double?
    /// What the rows brought or cost as recorded, in minor units: no estimate.
    package var recorded: Int64?
    package var cost: AuditCost?
    /// Why it cannot be told, and what would tell.
    package var gap: Gap?

    package init(_ kind: Kind) { self.kind = kind }

    /// What it may be about in minor units, for an order of telling: costs first, then what was recorded.
    package var weight: Double { cost.map { Double($0.high) * 1e6 } ?? Double(recorded ?? 0) }

    /// In the order in which they are costed: a lead that one finding costs, no later one does.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case neverTouched = "never_touched"
        case picking = "picked_by_size"
        case stuck
        case slow = "slow_answer"
        case slowTime = "slow_time_of_week"
        case acceptance = "acceptance_by_team"
        case neverConverted = "qualified_never_converted"
        case weakSources = "weak_sources"
        case strongSources = "strong_sources"
        case spendWithoutRevenue = "spend_without_revenue"
        case wonUnqualified = "won_never_qualified"
        case noLeadKnown = "won_no_lead_known"
        case disagreement = "disagreeing_fields"
    }

    package enum Gap: String, Sendable, Codable {
        /// No usual time to opportunity: fewer than so many leads came there at a known time.
        case fewOpportunities = "few_opportunities"
        case noActivities = "no_activities"
        case noPreciseTimes = "no_precise_times"
        case noDeals = "no_deals"
        case noWonLeads = "no_won_leads"
        /// Activities of some systems are here; of these leads' there are none.
        case otherActivities = "other_activities"
        case noSpend = "no_spend"
        case noTeams = "no_teams"
        case noQualified = "no_qualified"
        case oneRecord = "one_record"
        case noSources = "no_sources"
    }
}

/// What rows may have cost: never a cause, always a range. Money in minor units of the company's currency.
package struct AuditCost: Hashable, Sendable, Codable {
    package let low: Int64
    package let high: Int64
    package let formula: Formula
    /// Rows that an earlier finding costs are not among these.
    package let rows: Int

    package enum Formula: String, Sendable, Codable {
        /// Leads of each source × the share of worked leads of that source that were won × the mean won amount.
        case asWorked = "as_worked"
        /// Leads of each source × the difference of the two shares × the share of opportunities that were won × the mean won amount.
        case asOthers = "as_others"
    }
}
