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

    /// The working hours of the company, or of a team that has its own.
    package struct Calendar: Sendable {
        /// `default`, or the team's name; empty for one that is still to be made.
        package let name: String
        package let zone: String
        package let hours: String
        package let holidays: String
        /// Where it can be removed; nil for the company's own.
        package let remove: String?
        package let isNew: Bool
        package let isCompany: Bool
        package let label: String

        package init(name: String, isCompany: Bool, zone: String, hours: String, holidays: String, remove: String?) {
            (self.name, self.isCompany, self.zone, self.hours, self.holidays, self.remove) = (name, isCompany, zone, hours, holidays, remove)
            isNew = name.isEmpty
            label = isCompany ? "The company" : name.isEmpty ? "Another team has hours of its own" : name
        }
    }

    /// What the form for putting somebody into a team offers.
    package struct Placing: Sendable {
        /// From `Options.html`.
        package let members: String
        package let teams: [Choice]
        package let today: String
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
    package let calendars: [Calendar]
    package let teams: Table?
    package let placing: Placing
    package let fields: [String]
    package let said: [Said]
    package let noneSaid: String?

    package init(
        problem: String? = nil, name: String, zone: String, zones: [Choice], currencies: [Choice], fiscal: [Choice], quarter: String, domains: String,
        calendars: [Calendar], teams: Table?, placing: Placing, fields: [String], said: [Said]
    ) {
        (self.problem, self.name, self.zone, self.zones, self.currencies, self.fiscal) = (problem, name, zone, zones, currencies, fiscal)
        (self.quarter, self.domains, self.calendars, self.placing) = (quarter, domains, calendars, placing)
        (self.teams, self.fields, self.said) = (teams, fields, said)
        noneSaid =
            said.isEmpty
            ? "Nothing yet: what you say of columns and words during an import is kept here for the next export of the same source." : nil
    }
}
