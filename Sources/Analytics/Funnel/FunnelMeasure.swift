// SPDX-License-Identifier: Apache-2.0

/// What a number of the funnel counts. Leads, unless said otherwise.
package enum FunnelMeasure: Int, CaseIterable, Sendable, Hashable {
    /// Has a move into the stage.
    case entered
    /// Went from the stage straight to a later one.
    case left
    /// Came to this stage or a later one.
    case reached
    /// Came to a later stage without a move into this one.
    case skipped
    /// Came back into the stage: from a later one, or from recycled, lost or disqualified.
    case reopened
    /// Stands in the stage now, open.
    case open
    /// This is the furthest it came, and it is open somewhere on the path: it may still make it.
    case waiting
    /// This is the furthest it came, and it was handed back. It may return, so it counts in the upper bound.
    case recycled
    case disqualified
    case lost
    /// This is the furthest it came, and its record says it ended, without a stage that says how.
    case ended
    /// Open in the stage since a moment that the source did not date.
    case undated
    /// Stays that ended in the stage without both dates known: a lead may have several.
    case untimed
    /// Stays that ended in the stage with both dates known.
    case timed
    /// Open in the stage for longer than nine in ten of those who left it, or than the given limit.
    case stuck

    /// Of no stage: opened in the range; came back into any stage; reached opportunity within the usual lag for certain; may have, or may yet.
    case volume, anyReopened, withinLag, perhapsWithinLag

    /// Those counted per stage while folding.
    static let perStage = FunnelMeasure.untimed.rawValue + 1
}

/// Whose number.
package enum FunnelGroup: Sendable, Hashable {
    case total
    /// A code of the grouping column; one outside 0 ..< groupCount stands for "not in any group".
    case code(Int32)
}

/// One number of the funnel, named, so that the leads behind it can be listed.
package struct FunnelCell: Sendable, Hashable {
    package let group: FunnelGroup
    /// 1 inquiry … 6 won; not looked at by the measures of no stage.
    package let stage: Int
    package let measure: FunnelMeasure
    /// Only what belongs to this period: by opening in a cohort; by move in activity (`entered` and `volume` only).
    package let period: Int?

    package init(_ group: FunnelGroup, _ stage: Int, _ measure: FunnelMeasure, period: Int? = nil) {
        (self.group, self.stage, self.measure, self.period) = (group, stage, measure, period)
    }
}
