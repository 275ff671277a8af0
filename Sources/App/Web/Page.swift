// SPDX-License-Identifier: Apache-2.0

/// All that a template sees: stored properties only, formatted already. A template prints nothing for a name that is missing.
package protocol Page: Sendable {
    /// The template's name, without `.mustache`.
    static var template: String { get }
    /// What the window is called.
    var title: String { get }
    /// Seconds after which a browser without JavaScript asks again; nil for never.
    var refresh: Int? { get }
}

extension Page {
    package var refresh: Int? { nil }
}

/// A link with its text.
package struct Link: Sendable, Hashable {
    package let text: String
    package let href: String

    package init(_ text: String, _ href: String) { (self.text, self.href) = (text, href) }
}

/// One choice of a select.
package struct Choice: Sendable, Hashable {
    package let value: String
    package let label: String
    package let selected: Bool

    package init(_ value: String, _ label: String, selected: Bool = false) { (self.value, self.label, self.selected) = (value, label, selected) }
}

/// Choices under a heading, for selects with groups; the heading may be empty.
package struct ChoiceGroup: Sendable, Hashable {
    package let label: String
    package let choices: [Choice]

    package init(_ label: String, _ choices: [Choice]) { (self.label, self.choices) = (label, choices) }
}
