// SPDX-License-Identifier: Apache-2.0
package import Analytics
package import Domain

/// A number that says something, with what it is, where its rows are, and its interval.
package struct Figure: Sendable {
    package let value: String
    package let label: String
    package let href: String?
    package let note: String?
    package let band: Band?

    package init(_ value: String, _ label: String, href: String? = nil, note: String? = nil, band: Band? = nil) {
        (self.value, self.label, self.href, self.note, self.band) = (value, label, href, note, band)
    }
}

/// A share with its interval, drawn on a line of 130 units. Nothing is drawn where nothing is known.
package struct Band: Sendable {
    package let from: String
    package let to: String
    package let at: String
    package let label: String

    /// - Parameter scale: the share at the right end, so that the bands of one table can be compared; above 0.
    package init(_ ratio: Ratio, scale: Double = 1) {
        let top = scale.isFinite && scale > 0 ? scale : 1
        func place(_ share: Double) -> String { Format.fixed(min(max(share / top, 0), 1) * 118 + 6, 1) }
        (from, to, at) = (place(ratio.low), place(ratio.high), place(ratio.value))
        label = "\(Format.percent(ratio.low)) to \(Format.percent(ratio.high)), \(Format.count(ratio.n)) cases"
    }
}

/// One cell of a table. Numbers stand right and link to exactly their rows.
package struct Cell: Sendable {
    package let text: String
    package let href: String?
    package let band: Band?
    /// Small and soft, behind the text.
    package let note: String?
    /// `m`, `s` or `j`: whose it is.
    package let side: String?
    /// Classes: `t` for text, `few` where a number would lie, `bad` for what hurts.
    package let style: String

    private init(_ text: String, href: String?, band: Band?, note: String?, side: Side?, style: String) {
        (self.text, self.href, self.band, self.note, self.style) = (text, href, band, note, style)
        self.side = side?.mark
    }

    package static func text(_ text: String, href: String? = nil, note: String? = nil, side: Side? = nil) -> Cell {
        Cell(text, href: href, band: nil, note: note, side: side, style: "t")
    }

    package static func number(_ text: String, href: String? = nil, note: String? = nil, isBad: Bool = false) -> Cell {
        Cell(text, href: href, band: nil, note: note, side: nil, style: isBad ? "bad" : "n")
    }

    /// A share with its band; a sentence instead where there are too few cases.
    package static func share(_ ratio: Ratio?, scale: Double = 1, atLeast: Int = 10, href: String? = nil) -> Cell {
        guard let ratio, ratio.n >= atLeast else { return Cell("not enough data", href: nil, band: nil, note: nil, side: nil, style: "few") }
        return Cell(Format.percent(ratio.value), href: href, band: Band(ratio, scale: scale), note: nil, side: nil, style: "n")
    }

    package static func few(_ text: String = "not enough data") -> Cell { Cell(text, href: nil, band: nil, note: nil, side: nil, style: "few") }
}

/// Rows under headings; the first column names the row.
package struct Table: Sendable {
    package struct Column: Sendable {
        package let text: String
        package let style: String
        package let href: String?
        /// Said to who points at it.
        package let hint: String?

        package init(_ text: String, isText: Bool = false, href: String? = nil, hint: String? = nil) {
            (self.text, self.href, self.hint) = (text, href, hint)
            style = isText ? "t" : "n"
        }
    }

    package struct Row: Sendable {
        package let head: Cell
        package let cells: [Cell]
        package let isTotal: Bool

        package init(_ head: Cell, _ cells: [Cell], isTotal: Bool = false) { (self.head, self.cells, self.isTotal) = (head, cells, isTotal) }
    }

    package let caption: String?
    package let columns: [Column]
    package let rows: [Row]

    package init(caption: String? = nil, columns: [Column], rows: [Row]) { (self.caption, self.columns, self.rows) = (caption, columns, rows) }
}

/// Options of a select, as HTML that is escaped already: hundreds of selects with dozens of options would be slow as a template.
package enum Options {
    package static func html(_ groups: [ChoiceGroup], selected: String?) -> String {
        groups.map { group in
            let inner = group.choices.map { option($0.value, $0.label, selected == nil ? $0.selected : selected == $0.value) }.joined()
            return group.label.isEmpty ? inner : "<optgroup label=\"\(escape(group.label))\">\(inner)</optgroup>"
        }.joined()
    }

    package static func html(_ choices: [Choice], selected: String? = nil) -> String { html([ChoiceGroup("", choices)], selected: selected) }

    private static func option(_ value: String, _ label: String, _ isSelected: Bool) -> String {
        "<option value=\"\(escape(value))\"\(isSelected ? " selected" : "")>\(escape(label))</option>"
    }

    static func escape(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// A plain GET form above a report. It works without JavaScript; with it a choice is applied at once.
package struct FilterBar: Sendable {
    package struct Select: Sendable {
        package let name: String
        package let label: String
        /// From `Options.html`.
        package let options: String

        package init(_ name: String, _ label: String, _ choices: [Choice], selected: String? = nil) {
            (self.name, self.label, options) = (name, label, Options.html(choices, selected: selected))
        }

        package init(_ name: String, _ label: String, groups: [ChoiceGroup], selected: String? = nil) {
            (self.name, self.label, options) = (name, label, Options.html(groups, selected: selected))
        }
    }

    package struct DateField: Sendable {
        package let name: String
        package let label: String
        /// ISO, or empty.
        package let value: String

        package init(_ name: String, _ label: String, _ value: String) { (self.name, self.label, self.value) = (name, label, value) }
    }

    package struct Chip: Sendable {
        package let text: String
        /// The same page without this filter.
        package let without: String

        package init(_ text: String, without: String) { (self.text, self.without) = (text, without) }
    }

    package let action: String
    package let dates: [DateField]
    package let selects: [Select]
    /// Filters that came with the link and stay when the form is sent.
    package let hidden: [Choice]
    package let chips: [Chip]
    /// The text searched for; nil where the page has no search.
    package let search: String?
    package let more: More?

    /// What is asked for less often, behind one word.
    package struct More: Sendable {
        package let label: String
        package let isOpen: Bool
        package let dates: [DateField]
        package let selects: [Select]
    }

    package init(
        action: String, dates: [DateField] = [], selects: [Select] = [], hidden: [Choice] = [], chips: [Chip] = [], search: String? = nil,
        more: More? = nil
    ) {
        (self.action, self.dates, self.selects, self.hidden, self.chips) = (action, dates, selects, hidden, chips)
        (self.search, self.more) = (search, more)
    }
}

/// Where one is in a list. Pages go by key, so there are only neighbours.
package struct Pager: Sendable {
    package let text: String
    package let first: String?
    package let next: String?

    package init(_ text: String, first: String? = nil, next: String? = nil) { (self.text, self.first, self.next) = (text, first, next) }
}

/// The steps of the import wizard.
package struct Steps: Sendable {
    package struct Step: Sendable {
        package let number: Int
        package let label: String
        package let href: String?
        package let isCurrent: Bool
        package let isDone: Bool
    }

    package let steps: [Step]

    /// - Parameter current: 0 to 3: upload, columns, values, import.
    package init(current: Int, hrefs: [String?] = []) {
        steps = ["Files", "Columns", "Values", "Import"].enumerated().map { index, label in
            let href = index < current && hrefs.indices.contains(index) ? hrefs[index] : nil
            return Step(number: index + 1, label: label, href: href, isCurrent: index == current, isDone: index < current)
        }
    }
}

/// How we know it, and how exactly: shown beside a fact, a move or a time.
package struct Mark: Sendable {
    package let text: String
    package let style: String
    package let hint: String

    package init(_ basis: Basis) {
        switch basis {
        case .decided: (text, style, hint) = ("decided", "decided", "A person decided it here.")
        case .derived: (text, style, hint) = ("derived", "derived", "The engine derived it from an agreement or a deal.")
        case .observed: (text, style, hint) = ("observed", "observed", "The source had it, with a time.")
        case .inferred: (text, style, hint) = ("inferred", "inferred", "Follows from a later stage or a current field; its time is not known.")
        }
    }

    /// Nil where the time is precise enough not to need a word.
    package init?(_ precision: Precision) {
        switch precision {
        case .unknown: (text, style, hint) = ("no date", "rough", "The source gave no date.")
        case .year: (text, style, hint) = ("year only", "rough", "The source gave a year only.")
        case .month: (text, style, hint) = ("month only", "rough", "The source gave a month only.")
        case .day: (text, style, hint) = ("date only", "rough", "The source gave a date without a time.")
        case .minute, .second, .exact: return nil
        }
    }

    package init(_ text: String, hint: String) { (self.text, style, self.hint) = (text, "plain", hint) }
}

/// Something that the reader should know about the numbers above or below.
package struct Note: Sendable {
    package let sentence: String
    package let remedy: String?
    package let link: Link?
    /// `m`, `s`, `j`, or empty: whose it is to mend.
    package let side: String

    package init(_ sentence: String, remedy: String? = nil, link: Link? = nil, side: Side? = nil) {
        (self.sentence, self.remedy, self.link) = (sentence, remedy, link)
        self.side = side?.mark ?? ""
    }
}

/// How a figure of the page is computed: its rows, its formula, and what the data can't tell.
package struct Term: Sendable {
    package let name: String
    package let text: String

    package init(_ name: String, _ text: String) { (self.name, self.text) = (name, text) }
}

/// What stands where rows would be.
package struct EmptyState: Sendable {
    package let sentence: String
    package let remedy: String
    package let link: Link?

    package init(_ sentence: String, _ remedy: String, link: Link? = nil) { (self.sentence, self.remedy, self.link) = (sentence, remedy, link) }
}

extension Side {
    /// The letter of its mark: amber circle, blue square, green diamond.
    package var mark: String {
        switch self {
        case .marketing: "m"
        case .sales: "s"
        case .joint: "j"
        }
    }
}
