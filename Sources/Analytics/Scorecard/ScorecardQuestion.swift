// SPDX-License-Identifier: Apache-2.0

/// What a scorecard is to be learned from.
package struct ScorecardQuestion: Sendable {
    package enum Split: Sendable, Hashable {
        /// Learn on the earlier rows, judge on the later; by moments per row.
        case time([Double])
        /// The same by the order of rows.
        case rows
        /// At random, by the seed.
        case random
    }

    package var columns: [FeatureColumn]
    /// 1 for success.
    package var outcomes: [UInt8]
    package var split: Split
    /// Share of rows that judge.
    package var judged = 0.2
    /// Fields that are used although the guard would bar them.
    package var included: Set<String> = []
    package var monotone: [String: Monotone] = [:]
    package var mostPairs = 10
    package var pointsToDouble = 20
    package var seed: UInt64 = 1
    package var workers = 1
    package var label = ""
    package var positive = ""

    package init(columns: [FeatureColumn], outcomes: [UInt8], split: Split) { (self.columns, self.outcomes, self.split) = (columns, outcomes, split) }

    /// Cases of the rarer outcome below which nothing is claimed: of all rows, and of the rows that judge.
    package static let leastCases = 50
    package static let leastJudged = 10
}

/// What was learned, and how it was judged on rows that it had not seen.
package struct Scorecard: Sendable {
    package enum Verdict: String, Sendable, Codable {
        case usable
        /// The interval of the area holds one half.
        case noSignal = "no_usable_signal"
        case tooFew = "too_few_to_tell"
    }

    package struct Barred: Sendable {
        package let feature: String
        package let reason: LeakGuard.Reason
        /// Used all the same, as asked.
        package let isIncluded: Bool
    }

    package struct Dropped: Sendable {
        package enum Reason: Sendable { case allMissing, constant, identifies, noBins }
        package let feature: String
        package let reason: Reason
    }

    package var verdict: Verdict
    package var table: ScoreTable?
    package var barred: [Barred]
    package var dropped: [Dropped]
    package var learned: Share
    package var judged: Share
    package var judgement: Judgement?
    /// Per feature and pair of the table, in its order: mean distance of its points from their mean.
    package var importance: [Double] = []
    package var drift: Drift?
}
