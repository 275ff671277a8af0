// SPDX-License-Identifier: Apache-2.0

/// The joint funnel: what is the case, the picture, the table, what to talk about, how it is computed.
package struct FunnelPage: Page {
    package static let template = "funnel"

    /// A reason for an end or a return, with its share of all of them.
    package struct Reason: Sendable {
        package let label: String
        package let count: String
        package let href: String?
        /// 0 to 100.
        package let width: Int
        package let side: String

        package init(_ label: String, _ count: String, share: Double, href: String? = nil, side: String = "j") {
            (self.label, self.count, self.href, self.side) = (label, count, href, side)
            width = share.isFinite ? Int((min(max(share, 0), 1) * 100).rounded()) : 0
        }
    }

    package let title = "Funnel"
    /// One sentence with its numbers.
    package let headline: String
    /// Period, unit, agreement: one line.
    package let basis: String
    package let filters: FilterBar
    /// Volume and quality first.
    package let figures: [Figure]
    package let picture: FunnelPicture
    package let trend: Trend?
    /// In, out, reached, open, conversion, times, stuck by stage.
    package let stages: Table
    /// Where leads leave, are passed over or come back, by stage.
    package let exits: Table?
    package let groupTitle: String
    package let groups: Table?
    /// What the table leaves out.
    package let groupNote: String?
    package let dealsTitle: String
    /// Deals by what they say themselves.
    package let deals: Table?
    package let periodTitle: String
    package let periods: Table?
    package let reasons: [Reason]
    package let notes: [Note]
    package let computed: [Term]
    package let csv: String?

    package init(
        headline: String, basis: String, filters: FilterBar, figures: [Figure], picture: FunnelPicture, trend: Trend? = nil, stages: Table,
        exits: Table? = nil, groupTitle: String = "", groups: Table? = nil, groupNote: String? = nil, dealsTitle: String = "", deals: Table? = nil,
        periodTitle: String = "", periods: Table? = nil, reasons: [Reason] = [], notes: [Note] = [], computed: [Term] = [], csv: String? = nil
    ) {
        (self.headline, self.basis, self.filters, self.figures, self.picture, self.trend) = (headline, basis, filters, figures, picture, trend)
        (self.stages, self.exits, self.groupTitle, self.groups, self.groupNote) = (stages, exits, groupTitle, groups, groupNote)
        (self.dealsTitle, self.deals, self.periodTitle, self.periods, self.reasons) = (dealsTitle, deals, periodTitle, periods, reasons)
        (self.notes, self.computed, self.csv) = (notes, computed, csv)
    }
}

/// Stands where a report will be: while numbers are loaded, or while there are none.
package struct WaitingPage: Page {
    package static let template = "waiting"
    package let title: String
    package let headline: String
    package let text: String
    package let progress: Progress?
    package let link: Link?
    /// Where a sample company can be asked for.
    package let sample: String?
    package let refresh: Int?

    package init(
        title: String, headline: String, text: String, progress: Progress? = nil, link: Link? = nil, sample: String? = nil, refresh: Int? = nil
    ) {
        (self.title, self.headline, self.text, self.progress, self.link) = (title, headline, text, progress, link)
        (self.sample, self.refresh) = (sample, refresh)
    }
}

/// How far something has come.
package struct Progress: Sendable {
    package let done: Int
    package let total: Int
    /// `412,000 of 1,000,000 rows, 51,000 a second, 12 s left`.
    package let text: String
    /// False where the total is not known.
    package let isKnown: Bool

    package init(done: Int, total: Int?, text: String) {
        (self.done, self.total, self.text, isKnown) = (max(0, done), max(1, total ?? 1), text, total != nil)
    }
}
