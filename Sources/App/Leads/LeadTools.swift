// SPDX-License-Identifier: Apache-2.0

/// What stands around the list of leads: segments, columns, and repair of what the filter found.
package struct LeadTools: Sendable {
    package struct Segment: Sendable {
        package let text: String
        package let href: String
        package let isCurrent: Bool
        package let isShared: Bool
    }

    package struct Save: Sendable {
        /// The question as it would be kept.
        package let query: String
        package let problem: String?
    }

    package struct Repair: Sendable {
        package let count: String
        /// From `Options.html`.
        package let members: String
        package let reasons: [Choice]
        /// Why handing back is not offered; nil where it is.
        package let noReturn: String?
    }

    package let segments: [Segment]
    package let save: Save?
    /// Where the segment that is shown can be removed.
    package let remove: String?
    /// The question's names and values, for forms that must not lose it.
    package let kept: [Choice]
    package let columns: [Choice]
    package let repair: Repair?
    package let repairs: Link?

    package init(
        segments: [Segment] = [], save: Save? = nil, remove: String? = nil, kept: [Choice] = [], columns: [Choice] = [], repair: Repair? = nil,
        repairs: Link? = nil
    ) {
        (self.segments, self.save, self.remove, self.kept, self.columns) = (segments, save, remove, kept, columns)
        (self.repair, self.repairs) = (repair, repairs)
    }
}

/// A repair that was done, with its leads and the way back.
package struct RepairPage: Page {
    package static let template = "repair"
    package let title: String
    package let headline: String
    package let text: String
    /// Where it can be taken back; nil where it was.
    package let undo: String?
    package let table: Table?
    package let rest: String?
    package let back: Link
}
