// SPDX-License-Identifier: Apache-2.0

/// What the rows of an imported file are. Raw values are what `--as` takes and what is stored; they never change.
package enum RecordKind: String, CaseIterable, Codable, Sendable {
    case members, teams, products, stages, pipelines, campaigns, rates
    case accounts, contacts, leads, deals
    case teamMembers = "team_members", dealLines = "deal_lines"
    case accountContacts = "account_contacts", dealContacts = "deal_contacts", dealAccounts = "deal_accounts"
    case activities, activityLinks = "activity_links", campaignMembers = "campaign_members"
    case emailEvents = "email_events", pageViews = "page_views", formSubmissions = "form_submissions"
    case leadHistory = "lead_history", fieldHistory = "field_history", stageHistory = "stage_history", dealHistory = "deal_history"
    case spend, merges
    // Recognized, so that a reader is told what they are and why nothing of them is kept.
    case eventDetails = "event_details", tickets, orders, definitions, roles, attachments, lists
    case unknown

    /// Why nothing of such a file is kept, as one sentence for a reader; nil for the kinds that are imported.
    package var whyNotKept: String? {
        switch self {
        case .eventDetails: "These are details of e-mail events; who and when are in the file of the events themselves."
        case .tickets: "Tickets are service work after the sale, which the funnel does not count."
        case .orders: "Orders, payments, quotes and contracts follow a won deal, whose amount is taken from the deal itself."
        case .definitions: "This file describes properties, forms or prices of the other system, not people, companies or deals."
        case .roles: "Roles and permissions of the other system mean nothing here; who is on which team is read from users and teams."
        case .attachments: "Attached files are not part of anybody's journey."
        case .lists: "Lists and their members are selections in the other system and happened to nobody."
        case .unknown: "The headings do not say what the rows are."
        default: nil
        }
    }

    /// Whether rows of this kind are imported.
    package var isImported: Bool { whyNotKept == nil }

    /// Loading order: a file of a lower rank is loaded first, so that references mostly find what they name. 0 first.
    /// References that come too early wait, so the order saves work and is not needed for a right result.
    package var rank: Int {
        switch self {
        case .members, .teams, .products, .pipelines, .stages, .campaigns, .rates: 0
        case .teamMembers: 1
        case .accounts: 2
        case .contacts: 3
        case .leads: 4
        case .deals: 5
        case .merges: 6
        case .dealLines, .accountContacts, .dealContacts, .dealAccounts: 7
        case .activities, .campaignMembers, .emailEvents, .pageViews, .formSubmissions: 8
        case .activityLinks: 9
        case .leadHistory, .fieldHistory, .stageHistory, .dealHistory: 10
        case .spend: 11
        case .eventDetails, .tickets, .orders, .definitions, .roles, .attachments, .lists, .unknown: 12
        }
    }

    /// As a page writes it: `Deal contacts`.
    package var label: String {
        let words = rawValue.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
