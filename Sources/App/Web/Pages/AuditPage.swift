// SPDX-License-Identifier: Apache-2.0

/// The audit: two records, what to talk about, what cannot be told, and a first agreement with its slider.
package struct AuditPage: Page {
    package static let template = "audit"

    package struct Talk: Sendable {
        package let side: String
        package let sentence: String
        package let detail: String
        /// `€ 120,000 to € 260,000`, with how it is computed.
        package let cost: String?
        package let formula: String?
        package let test: String?
        package let rows: Link?

        package init(side: String, sentence: String, detail: String, cost: String?, formula: String?, test: String?, rows: Link?) {
            (self.side, self.sentence, self.detail, self.cost, self.formula) = (side, sentence, detail, cost, formula)
            (self.test, self.rows) = (test, rows)
        }
    }

    /// A place of the slider.
    package struct Point: Sendable {
        package let place: Int
        package let isProposed: Bool
        /// `95 leads a week`: what the slider says.
        package let label: String
        package let clauses: [String]
        package let figures: [Figure]
        package let marketing: [String]
        package let sales: [String]

        package init(place: Int, isProposed: Bool, label: String, clauses: [String], figures: [Figure], marketing: [String], sales: [String]) {
            (self.place, self.isProposed, self.label, self.clauses, self.figures) = (place, isProposed, label, clauses, figures)
            (self.marketing, self.sales) = (marketing, sales)
        }
    }

    package struct Draft: Sendable {
        package let basis: String
        package let last: Int
        package let place: Int
        package let now: String
        package let points: [Point]
        package let all: Table

        package init(basis: String, last: Int, place: Int, now: String, points: [Point], all: Table) {
            (self.basis, self.last, self.place, self.now, self.points, self.all) = (basis, last, place, now, points, all)
        }
    }

    /// The link for the other leader, where it was just made.
    package struct Sent: Sendable {
        package let link: String
        package let until: String

        package init(link: String, until: String) { (self.link, self.until) = (link, until) }
    }

    package let title = "Audit"
    package let headline: String
    package let basis: String
    package let figures: [Figure]
    package let records: String
    package let disagreements: Table?
    package let talks: [Talk]
    package let sum: String?
    package let tested: String?
    package let untold: [Note]
    package let draft: Draft?
    /// Why there is no draft.
    package let noDraft: String?
    package let computed: [Term]
    package let canSend: Bool
    package let sent: Sent?
    package let report: String?
    /// Between roles and names.
    package let naming: Link?
    /// Who sent it, and when: for the counterpart.
    package var from: String?

    package init(
        headline: String, basis: String, figures: [Figure], records: String, disagreements: Table?, talks: [Talk], sum: String?, tested: String?,
        untold: [Note], draft: Draft?, noDraft: String?, computed: [Term], canSend: Bool = false, sent: Sent? = nil, report: String? = nil,
        naming: Link? = nil
    ) {
        (self.headline, self.basis, self.figures, self.records, self.disagreements) = (headline, basis, figures, records, disagreements)
        (self.talks, self.sum, self.tested, self.untold, self.draft, self.noDraft) = (talks, sum, tested, untold, draft, noDraft)
        (self.computed, self.canSend, self.sent, self.report, self.naming) = (computed, canSend, sent, report, naming)
    }
}

/// The frame of the file that is passed round: it needs nothing else.
struct FileLayout: Page {
    static let template = "file"
    let title: String
    let css: String
    let js: String
    let main: String
}
