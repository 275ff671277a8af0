// SPDX-License-Identifier: Apache-2.0
package import Analytics
package import Domain

/// The audit as page, file, terminal and JSON show it. Names teams and roles; no person's name is in it.
package struct AuditAnswer: Sendable, Codable {
    package let company: String
    package let asOf: Moment
    package let leads: Int
    package let deals: Int
    /// People who are counted apart, by reason; they are in no other number.
    package let excluded: [String: Int]
    package let usualLagDays: Double?
    package let records: Records
    package let findings: [Talk]
    /// All costs together: no lead is in two of them.
    package let costs: Range?
    /// What cannot be told, and which export would tell it.
    package let untold: [Untold]
    package let draft: Draft
    /// How many differences were looked at, and the most of those reported that may be chance.
    package let tested: Int
    package let falseShare: Double

    package struct Records: Sendable, Codable {
        package let sentence: String
        package let marketing: [String]
        package let sales: [String]
        package let both: Int
        package let onlyMarketing: Int
        package let onlySales: Int
        package let disagreements: [TwoRecords.Disagreement]
    }

    package struct Talk: Sendable, Codable {
        package let kind: String
        package let side: Side
        /// What is the case, as a sentence with its numbers.
        package let sentence: String
        /// What it is compared with, its interval, and what it may not be taken for.
        package let detail: String
        package let rows: Int
        package let of: Int
        package let share: Ratio?
        package let other: Ratio?
        package let difference: Comparison?
        package let recorded: Money?
        package let cost: Cost?
        /// What to try.
        package let worthTesting: String?
        /// Addresses are the page's; places of leads, or of deals.
        package let isOfDeals: Bool
    }

    package struct Cost: Sendable, Codable {
        package let low: Money
        package let high: Money
        package let rows: Int
        package let formula: String
        package let assumption: String
    }

    package struct Range: Sendable, Codable {
        package let low: Money
        package let high: Money
        package let rows: Int
    }

    package struct Untold: Sendable, Codable {
        package let kind: String
        package let sentence: String
        package let remedy: String
    }

    package struct Draft: Sendable, Codable {
        package let verdict: String
        package let sentence: String
        /// From when the two halves are, as a sentence of its own.
        package let basis: String
        package let points: [Point]
        package let proposed: Int
        package let looked: [String]
        package let barred: [BarredField]
    }

    package struct Point: Sendable, Codable {
        package let text: String
        package let clauses: [String]
        package let letIn: Ratio
        package let leadsPerWeek: Double
        package let claimed: Ratio
        package let kept: Ratio
        package let quality: Ratio
        package let qualityOut: Ratio?
        package let revenueKept: Ratio?
        package let neverWorked: Ratio?
        package let hoursBack: Double?
        package let marketingPromise: [String]
        package let salesPromise: [String]
    }
}
