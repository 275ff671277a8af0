// SPDX-License-Identifier: Apache-2.0
package import Analytics

/// The joint funnel as pages and JSON show it. What is not known is absent.
package struct FunnelReport: Hashable, Sendable, Codable {
    /// `cohort` or `activity`.
    package let mode: String
    /// What the rows are: "first source".
    package let by: String
    package let from: Moment
    /// Exclusive.
    package let to: Moment
    package let asOf: Moment
    package let usualLag: Lag
    /// All leads; its `deals` include those without a known lead.
    package let total: Row
    /// In the order of their codes; groups without leads and deals are left out.
    package let rows: [Row]
    /// Deals that enter at opportunity because no lead is known for them.
    package let noLeadKnown: Deals
    /// Share of the deals opened in the range for which a lead is known.
    package let linkRate: Ratio?
    package let periods: [Period]
    package let warnings: [Warning]
    package let explanations: [Explanation]

    package struct Lag: Hashable, Sendable, Codable {
        /// Absent: too few leads came to opportunity at known times.
        package let days: Double?
        /// Leads it was read from; absent where it was given.
        package let leads: Int?
    }

    package struct Row: Hashable, Sendable, Codable {
        package let label: String
        /// For links: `total`, a code, or `none`.
        package let group: String
        /// Leads opened in the range; people and companies among them.
        package let volume: Int
        package let contacts: Int
        package let accounts: Int
        package let quality: Quality
        package let reopened: Int
        package let stages: [StageLine]
        package let wonLeads: Int
        package let deals: Deals
    }

    package struct Quality: Hashable, Sendable, Codable {
        /// Absent: not enough data.
        package let share: Ratio?
        /// What this cohort will show at least and at most, when all its leads are older than the usual lag.
        package let low: Double?
        package let high: Double?
        package let withinLag: Int
        package let perhapsWithinLag: Int
        /// Leads older than the usual lag.
        package let watched: Int
        /// Why there is no share.
        package let missing: String?
    }

    package struct StageLine: Hashable, Sendable, Codable {
        package let stage: String
        package let label: String
        package let side: Side
        package let `in`, out, reached, open, waiting, skipped, reopened: Int
        package let recycled, disqualified, lost, ended: Int
        /// Absent: too few have left the stage to say how long is too long.
        package let stuck: Int?
        package let stuckAfterDays: Double?
        package let openUndated: Int
        package let conversion: Ratio?
        package let low: Double?
        package let high: Double?
        /// The conversion may still change.
        package let isOpen: Bool
        package let time: Time
    }

    package struct Time: Hashable, Sendable, Codable {
        package let medianSeconds: Double?
        package let p90Seconds: Double?
        /// `days` where dates without times are among them: then hours would be invented.
        package let unit: String
        package let used: Int
        package let wholeDays: Int
        package let unusable: Int
    }

    package struct Deals: Hashable, Sendable, Codable {
        package let deals, open, won, lost: Int
        /// Absent where the sum is beyond 64 bits.
        package let revenue: Money?
        /// Won deals without an amount: revenue is at least what it says.
        package let wonWithoutAmount: Int
    }

    package struct Period: Hashable, Sendable, Codable {
        package let label: String
        package let total: Counts
        /// By the `group` of the rows.
        package let groups: [String: Counts]
    }

    package struct Counts: Hashable, Sendable, Codable {
        package let volume: Int
        /// Inquiry … won: reached in a cohort, entered in activity.
        package let stages: [Int]
        package let won: Int
        package let revenue: Money?
    }

    /// Something that the reader must know before believing a number.
    package struct Warning: Hashable, Sendable, Codable {
        package let code: String
        package let sentence: String
    }
}

/// How a number is made, and what it can't tell.
package struct Explanation: Hashable, Sendable, Codable {
    package let term: String
    package let text: String
}
