// SPDX-License-Identifier: Apache-2.0

/// Asks before something is done that can't be undone.
package struct ConfirmPage: Page, Sendable {
    package static let template = "confirm"
    package let title: String
    package let headline: String
    /// What it does.
    package let text: String
    package let points: [String]
    package let action: String
    package let button: String
    package let back: Link

    package init(title: String, headline: String, text: String, points: [String] = [], action: String, button: String, back: Link) {
        (self.title, self.headline, self.text, self.points) = (title, headline, text, points)
        (self.action, self.button, self.back) = (action, button, back)
    }
}
