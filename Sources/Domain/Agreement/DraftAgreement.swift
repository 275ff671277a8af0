// SPDX-License-Identifier: Apache-2.0
package import Analytics

/// One place of the slider: a definition, what it promised on the earlier half of history and what it did on the later.
package struct DraftPoint: Hashable, Sendable, Codable {
    package let definition: Definition
    /// Of all leads of the later half: those it lets in, and how many a week.
    package let letIn: Ratio
    package let perWeek: Double
    /// Of the opportunities: those it keeps. Claimed from leads of the earlier half that the search did not see; judged on the later half.
    package let claimed: Ratio
    package let kept: Ratio
    /// Came to opportunity of those let in and of those left out, in the later half.
    package let quality: Ratio
    package let qualityOut: Ratio?
    /// Won revenue of the later half in minor units, and the part kept; nil without won amounts.
    package let revenueKept: Ratio?
    /// Of the leads let in, those that nobody ever tried: their outcome is unknown.
    package let neverWorked: Ratio?
    /// Hours of calls and meetings a week on leads that it leaves out; nil without activities.
    package let hoursBack: Double?
    /// What each side would promise at this place.
    package let promises: DraftAgreement.Promises
}

/// A first agreement from a company's own history, or why there is none.
package struct DraftAgreement: Sendable {
    package let verdict: Verdict
    /// From few leads a week to many; empty where nothing is proposed.
    package let points: [DraftPoint]
    /// The place that is proposed first.
    package let proposed: Int
    package let barred: [BarredField]
    package let features: [String]
    /// Opportunities of the earlier and of the later half.
    package let opportunities: (earlier: Int, later: Int)
    /// The first moment of the later half.
    package let divide: Moment?

    package enum Verdict: String, Sendable, Codable {
        case proposed
        /// Fewer opportunities than can tell a rule from chance.
        case fewOpportunities = "few_opportunities"
        /// Nothing is known of leads when they come.
        case noFeatures = "no_features"
        /// Nothing that was found on the earlier half held on leads that the search had not seen.
        case noSignal = "no_signal"
    }

    /// What each side would promise, from its present record of the later half.
    package struct Promises: Hashable, Sendable, Codable {
        /// Leads a week that meet the definition: in four of five weeks at least so many.
        package let leadsPerWeek: Double
        /// Seconds to the first attempt that four of five handed-over leads needed at most; nil where that is not known.
        package let firstAttempt: Double?
        /// Attempts before a lead was given up: the median of those that were.
        package let attempts: Double?
        /// Of the leads that meet the definition: those that sales took, as the record says.
        package let accepted: Ratio?
    }

    /// Opportunities that each half must have.
    package static let least = 30
    /// Of the opportunities: fewer are not proposed first, where a definition keeps them.
    static let keeps = 0.8
    /// Minutes of work that an attempt and a meeting are counted as.
    package static let minutes = (attempt: 10.0, meeting: 45.0)
}
