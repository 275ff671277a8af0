// SPDX-License-Identifier: Apache-2.0

/// All imports, the latest first.
package struct ImportsPage: Page {
    package static let template = "imports"
    package let title = "Imports"
    package let headline: String
    package let table: Table?
    package let empty: EmptyState?
    package let pager: Pager?

    package init(headline: String, table: Table? = nil, empty: EmptyState? = nil, pager: Pager? = nil) {
        (self.headline, self.table, self.empty, self.pager) = (headline, table, empty, pager)
    }
}

/// One import: under way, done, taken back.
package struct ImportPage: Page {
    package static let template = "import"
    package let title: String
    package let headline: String
    /// Who, when, from where.
    package let basis: String
    package let steps: Steps?
    /// While it runs.
    package let progress: Progress?
    /// This page's own address, asked again while it runs.
    package let poll: String?
    package let figures: [Figure]
    /// Per kind: read, created, updated, unchanged, rejected.
    package let counts: Table?
    package let notes: [Note]
    package let rejected: Link?
    /// Where the undo form is sent; nil where it can't be taken back.
    package let undo: String?
    package let undoHint: String?
    /// What stayed when it was taken back.
    package let kept: Table?
    /// Where the form that stops it is sent; nil where it can't be stopped.
    package let cancel: String?
    package let next: Link?
    package let refresh: Int?
    package let computed: [Term]
    package let isComputed: Bool

    package init(
        title: String, headline: String, basis: String, steps: Steps? = nil, progress: Progress? = nil, poll: String? = nil, figures: [Figure] = [],
        counts: Table? = nil, notes: [Note] = [], rejected: Link? = nil, undo: String? = nil, undoHint: String? = nil, kept: Table? = nil,
        cancel: String? = nil,
        next: Link? = nil, computed: [Term] = []
    ) {
        (self.computed, isComputed) = (computed, !computed.isEmpty)
        (self.title, self.headline, self.basis, self.steps, self.progress, self.poll) = (title, headline, basis, steps, progress, poll)
        (self.figures, self.counts, self.notes, self.rejected) = (figures, counts, notes, rejected)
        (self.undo, self.undoHint, self.kept, self.cancel, self.next) = (undo, undoHint, kept, cancel, next)
        refresh = poll == nil ? nil : 2
    }
}

/// Wizard, step 1: which files.
package struct UploadPage: Page {
    package static let template = "upload"
    package let title = "Import"
    package let steps = Steps(current: 0)
    package let action: String
    package let problem: String?
    package let limit: String

    /// Where a sample company can be asked for; nil where there are people.
    package let sample: String?
    /// The import that is the sample company, where it is here.
    package let demo: String?

    package init(action: String, limit: String, problem: String? = nil, sample: String? = nil, demo: String? = nil) {
        (self.action, self.limit, self.problem, self.sample, self.demo) = (action, limit, problem, sample, demo)
    }
}

/// Wizard, step 2: what each file is and what its columns mean.
package struct ColumnsPage: Page {
    package static let template = "columns"

    package struct Column: Sendable {
        package let input: String
        package let name: String
        package let samples: [String]
        /// From `Options.html`.
        package let options: String
        /// Why it is proposed, or what is to be decided: `dates look European`.
        package let hint: String?
        package let needsAnswer: Bool
        /// A second question about the column: `day first`, `month first`; nil where the cells answer it.
        package let question: Question?

        package init(
            input: String, name: String, samples: [String], options: String, hint: String? = nil, needsAnswer: Bool = false, question: Question? = nil
        ) {
            (self.input, self.name, self.samples, self.options, self.hint, self.needsAnswer) = (input, name, samples, options, hint, needsAnswer)
            self.question = question
        }
    }

    package struct Question: Sendable {
        package let input: String
        package let label: String
        package let options: String

        package init(input: String, label: String, options: String) { (self.input, self.label, self.options) = (input, label, options) }
    }

    package struct File: Sendable {
        package let name: String
        /// `12,408 rows · 31 columns · UTF-8 · semicolons`.
        package let detail: String
        package let kindInput: String
        package let kindOptions: String
        package let reasons: [String]
        package let columns: [Column]
        package let hasColumns: Bool
        /// Columns that become custom fields, folded away.
        package let others: [Column]
        package let othersSummary: String?
        package let problem: Note?

        package init(
            name: String, detail: String, kindInput: String, kindOptions: String, reasons: [String], columns: [Column], others: [Column] = [],
            problem: Note? = nil
        ) {
            (self.name, self.detail, self.kindInput, self.kindOptions, self.reasons) = (name, detail, kindInput, kindOptions, reasons)
            (self.columns, self.others, self.problem) = (columns, others, problem)
            hasColumns = !columns.isEmpty
            othersSummary =
                others.isEmpty
                ? nil : others.count == 1 ? "1 more column becomes a custom field" : "\(Format.count(others.count)) more columns become custom fields"
        }
    }

    package let title = "Import: columns"
    package let steps: Steps
    package let headline: String
    package let action: String
    package let files: [File]
    /// Where the form that throws the files away is sent.
    package let discard: String?
    package let problem: String?

    package init(headline: String, action: String, files: [File], hrefs: [String?] = [], discard: String? = nil, problem: String? = nil) {
        (self.headline, self.action, self.files, self.discard, self.problem) = (headline, action, files, discard, problem)
        steps = Steps(current: 1, hrefs: hrefs)
    }
}

/// Wizard, step 3: what their words mean in ours.
package struct ValuesPage: Page {
    package static let template = "values"

    package struct Value: Sendable {
        package let input: String
        package let text: String
        package let count: String
        package let options: String
        package let isNew: Bool

        package init(input: String, text: String, count: String, options: String, isNew: Bool = false) {
            (self.input, self.text, self.count, self.options, self.isNew) = (input, text, count, options, isNew)
        }
    }

    package struct Group: Sendable {
        package let name: String
        package let hint: String
        package let values: [Value]
        package let hasValues: Bool
        /// Rare values that stay as they are unless somebody opens them.
        package let rare: [Value]
        package let rareSummary: String?

        package init(name: String, hint: String, values: [Value], rare: [Value] = []) {
            (self.name, self.hint, self.values, self.rare) = (name, hint, values, rare)
            hasValues = !values.isEmpty
            let words = rare.count == 1 ? "1 value" : "\(Format.count(rare.count)) values"
            rareSummary = rare.isEmpty ? nil : values.isEmpty ? "\(words), all known" : "\(words) more"
        }
    }

    package let title = "Import: values"
    package let steps: Steps
    package let headline: String
    package let action: String
    package let groups: [Group]
    package let problem: String?

    package init(headline: String, action: String, groups: [Group], hrefs: [String?] = [], problem: String? = nil) {
        (self.headline, self.action, self.groups, self.problem) = (headline, action, groups, problem)
        steps = Steps(current: 2, hrefs: hrefs)
    }
}

/// Wizard, step 4: what would happen, before it does.
package struct StartPage: Page {
    package static let template = "start"
    package let title = "Import: start"
    package let steps: Steps
    package let headline: String
    package let action: String
    package let figures: [Figure]
    package let counts: Table?
    package let notes: [Note]
    /// Proposed to be counted apart: own domain, tests, competitors. Name of the checkbox, sentence, whether it is proposed.
    package let exclusions: [Choice]
    /// Mail domains, with commas between them.
    package let own: String
    package let competitors: String
    package let problem: String?
    package let trial: Trial?

    /// What trying it on a copy said, or says so far.
    package struct Trial: Sendable {
        package let text: String
        package let table: Table?
        /// The first rows that could not be used, with their reasons.
        package let rejected: [String]
        /// The page's own address, asked again while it is being tried.
        package let poll: String?
        /// Where it can be asked for.
        package let offer: Link?

        package init(text: String, table: Table? = nil, rejected: [String] = [], poll: String? = nil, offer: Link? = nil) {
            (self.text, self.table, self.rejected, self.poll, self.offer) = (text, table, rejected, poll, offer)
        }
    }

    package init(
        headline: String, action: String, figures: [Figure] = [], counts: Table? = nil, notes: [Note] = [], exclusions: [Choice] = [],
        own: String = "", competitors: String = "", hrefs: [String?] = [], trial: Trial? = nil, problem: String? = nil
    ) {
        (self.headline, self.action, self.figures, self.counts) = (headline, action, figures, counts)
        (self.notes, self.exclusions, self.own, self.competitors, self.problem) = (notes, exclusions, own, competitors, problem)
        self.trial = trial
        steps = Steps(current: 3, hrefs: hrefs)
    }
}
