// SPDX-License-Identifier: Apache-2.0

/// What needs the reader, and what changed.
package struct TodayPage: Page {
    package static let template = "today"
    package let title = "Today"
    package let headline: String
    package let basis: String
    /// For those who see everything: the two numbers.
    package let figures: [Figure]
    package let needs: [Note]
    /// What stands where needs would be.
    package let nothing: String?
    package let leadsTitle: String?
    package let leads: Table?
    package let dealsTitle: String?
    package let deals: Table?
    package let changesTitle: String?
    package let changes: Table?
    package let news: [Note]
    package let computed: [Term]

    package init(
        headline: String, basis: String, figures: [Figure] = [], needs: [Note] = [], nothing: String? = nil,
        leads: (title: String, table: Table)? = nil,
        deals: (title: String, table: Table)? = nil, changes: (title: String, table: Table)? = nil, news: [Note] = [],
        computed: [Term]
    ) {
        (self.headline, self.basis, self.figures, self.needs, self.nothing) = (headline, basis, figures, needs, nothing)
        (leadsTitle, self.leads, dealsTitle, self.deals) = (leads?.title, leads?.table, deals?.title, deals?.table)
        (changesTitle, self.changes, self.news, self.computed) = (changes?.title, changes?.table, news, computed)
    }
}
