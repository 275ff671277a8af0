// SPDX-License-Identifier: Apache-2.0

/// The company, its hours, teams and fields, and what was said of columns and words.
package struct SettingsPage: Page {
    package static let template = "settings"

    /// Something that was said once, with the button that forgets it.
    package struct Said: Sendable {
        package let from: String
        package let text: String
        package let meaning: String
        package let action: String
        package let key: String

        package init(from: String, text: String, meaning: String, action: String, key: String) {
            (self.from, self.text, self.meaning, self.action, self.key) = (from, text, meaning, action, key)
        }
    }

    package let title = "Settings"
    package let problem: String?
    package let name: String
    package let zone: String
    package let zones: [Choice]
    package let currencies: [Choice]
    package let fiscal: [Choice]
    package let quarter: String
    package let domains: String
    package let hours: String
    package let holidays: String
    package let teams: Table?
    package let fields: [String]
    package let said: [Said]
    package let noneSaid: String?

    package init(
        problem: String? = nil, name: String, zone: String, zones: [Choice], currencies: [Choice], fiscal: [Choice], quarter: String, domains: String,
        hours: String, holidays: String, teams: Table?, fields: [String], said: [Said]
    ) {
        (self.problem, self.name, self.zone, self.zones, self.currencies, self.fiscal) = (problem, name, zone, zones, currencies, fiscal)
        (self.quarter, self.domains, self.hours, self.holidays) = (quarter, domains, hours, holidays)
        (self.teams, self.fields, self.said) = (teams, fields, said)
        noneSaid =
            said.isEmpty
            ? "Nothing yet: what you say of columns and words during an import is kept here for the next export of the same source." : nil
    }
}
