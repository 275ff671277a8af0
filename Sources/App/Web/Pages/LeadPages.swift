// SPDX-License-Identifier: Apache-2.0
package import Domain

/// The rows behind a number, or a search: leads, contacts, deals.
package struct LeadsPage: Page {
    package static let template = "leads"
    package let title: String
    package let headline: String
    package let filters: FilterBar?
    package let table: Table?
    package let pager: Pager?
    package let empty: EmptyState?
    package let notes: [Note]
    package let back: Link?
    /// One line below the headline: what the rows are of.
    package let basis: String?
    /// All rows of the list as a file.
    package let csv: String?
    /// Segments, columns and repair; nil for the rows behind a number.
    package let tools: LeadTools?
    /// Empty where the page that the rows stand behind says it.
    package let computed: [Term]
    package let isComputed: Bool

    package init(
        title: String = "Leads", headline: String, basis: String? = nil, filters: FilterBar? = nil, table: Table? = nil, pager: Pager? = nil,
        empty: EmptyState? = nil,
        notes: [Note] = [], back: Link? = nil, csv: String? = nil, tools: LeadTools? = nil,
        computed: [Term] = []
    ) {
        (self.computed, isComputed) = (computed, !computed.isEmpty)
        (self.title, self.headline, self.filters, self.table, self.tools) = (title, headline, filters, table, tools)
        (self.pager, self.empty, self.notes, self.back, self.basis, self.csv) = (pager, empty, notes, back, basis, csv)
    }
}

/// A person, with every attempt to sell to them and all that happened.
package struct ContactPage: Page {
    package static let template = "contact"

    /// One lead of the contact.
    package struct Lead: Sendable {
        package let id: String
        /// Line, kind and origin: `Freight platform · new · inbound`.
        package let name: String
        package let stage: String
        package let side: String
        package let isOpen: Bool
        package let opened: String
        package let ended: String?
        package let owner: String
        package let reason: String?
        package let steps: [PathStep]

        package init(
            id: String, name: String, stage: Stage, opened: String, ended: String? = nil, owner: String, reason: String? = nil, reached: Stage
        ) {
            (self.id, self.name, self.opened, self.ended, self.owner, self.reason) = (id, name, opened, ended, owner, reason)
            (self.stage, side, isOpen) = (stage.label, stage.side.mark, !stage.isEnd)
            steps = Stage.path.enumerated().map { index, step in
                PathStep(label: step.label, x: index * 22, side: step.side.mark, style: step.reach <= reached.reach ? "reached" : "ahead")
            }
        }
    }

    package struct PathStep: Sendable {
        let label: String
        let x: Int
        let side: String
        let style: String
    }

    package struct Event: Sendable {
        package let when: String
        package let side: String
        /// `move`, `touch`, `deal`, `fact`, `assignment`.
        package let kind: String
        package let text: String
        package let detail: String?
        package let href: String?
        package let by: String?
        package let marks: [Mark]

        package init(
            when: String, side: Side, kind: String, text: String, detail: String? = nil, href: String? = nil, by: String? = nil, marks: [Mark] = []
        ) {
            (self.when, self.kind, self.text, self.detail, self.href, self.by, self.marks) = (when, kind, text, detail, href, by, marks)
            self.side = side.mark
        }
    }

    /// Events of one day, the latest first.
    package struct Day: Sendable {
        package let label: String
        package let events: [Event]

        package init(_ label: String, _ events: [Event]) { (self.label, self.events) = (label, events) }
    }

    package struct Fact: Sendable {
        package let field: String
        package let value: String
        package let source: String
        package let marks: [Mark]

        package init(_ field: String, _ value: String, source: String, marks: [Mark] = []) {
            (self.field, self.value, self.source, self.marks) = (field, value, source, marks)
        }
    }

    package struct Deal: Sendable {
        package let name: String
        package let stage: String
        package let amount: String
        package let closes: String
        /// How we know that the person belongs to it.
        package let link: String
        package let isWon: Bool

        package init(name: String, stage: String, amount: String, closes: String, link: String, isWon: Bool = false) {
            (self.name, self.stage, self.amount, self.closes, self.link, self.isWon) = (name, stage, amount, closes, link, isWon)
        }
    }

    package let title: String
    package let name: String
    /// `Head of Operations`.
    package let role: String?
    package let account: Link?
    package let accountDetail: String?
    /// E-mails and other addresses.
    package let addresses: [String]
    /// One sentence: what is the case with this person.
    package let headline: String
    package let leads: [Lead]
    package let days: [Day]
    package let older: String?
    package let deals: [Deal]
    package let facts: [Fact]
    package let notes: [Note]
    /// Where the person can be forgotten; nil for who may not.
    package let erase: String?
    package let computed = [
        Term(
            "Where a lead stands",
            "The last of its moves by time; at the same moment the later stage. What later knowledge superseded stays in the ledger and does not count."
        ),
        Term(
            "Decided, derived, observed, inferred",
            "A person decided it here; the engine derived it from an agreement or a deal; the source had it with a time; or it follows from a later stage, and its time is not known."
        ),
        Term("What we know", "Of each field what was said last, and what was said by hand before all else. Who said it stands beside it."),
        Term(
            "Deals",
            "How we know that somebody belongs to a deal stands beside it: by an id, a role, an address, or the company and the time. One deal is one win, whatever the number of people."
        ),
    ]

    package init(
        name: String, role: String? = nil, account: Link? = nil, accountDetail: String? = nil, addresses: [String] = [], headline: String,
        leads: [Lead], days: [Day], older: String? = nil, deals: [Deal] = [], facts: [Fact] = [], notes: [Note] = [],
        erase: String? = nil
    ) {
        (title, self.erase) = (name, erase)
        (self.name, self.role, self.account, self.accountDetail, self.addresses) = (name, role, account, accountDetail, addresses)
        (self.headline, self.leads, self.days, self.older) = (headline, leads, days, older)
        (self.deals, self.facts, self.notes) = (deals, facts, notes)
    }
}
