// SPDX-License-Identifier: Apache-2.0

package enum Contact {}
package enum Account {}
package enum Lead {}
package enum Deal {}
package enum Subject {}
package enum Member {}
package enum ImportRun {}

package typealias ContactID = ID<Contact>
package typealias AccountID = ID<Account>
package typealias LeadID = ID<Lead>
package typealias DealID = ID<Deal>
package typealias SubjectID = ID<Subject>
package typealias MemberID = ID<Member>
package typealias ImportID = ID<ImportRun>

/// Who acts in a touch. Raw values are stored.
package enum TouchSide: Int64, Sendable, Codable { case buyer = 1, marketing = 2, sales = 3, partner = 4, system = 5 }

package enum TouchDirection: Int64, Sendable, Codable { case inbound = 1, outbound = 2, none = 0 }

package enum TouchOutcome: Int64, Sendable, Codable { case none = 0, attempt = 1, reached = 2, meeting = 3 }

package enum Evidence: Int64, Sendable, Codable { case observed = 1, logged = 2, imported = 3 }

/// What happened in a touch. Raw values are stored.
package enum TouchKind: Int64, Sendable, Codable, CaseIterable {
    case pageView = 1, formSubmission = 2, emailSent = 3, emailOpened = 4, emailClicked = 5, emailReplied = 6, emailBounced = 7
    case call = 8, meeting = 9, campaignMember = 10, task = 11, note = 12, message = 13, emailUnsubscribed = 14, other = 15

    package var label: String {
        switch self {
        case .pageView: "Page view"
        case .formSubmission: "Form"
        case .emailSent: "E-mail sent"
        case .emailOpened: "E-mail opened"
        case .emailClicked: "E-mail clicked"
        case .emailReplied: "E-mail reply"
        case .emailBounced: "E-mail bounced"
        case .call: "Call"
        case .meeting: "Meeting"
        case .campaignMember: "Campaign"
        case .task: "Task"
        case .note: "Note"
        case .message: "Message"
        case .emailUnsubscribed: "Unsubscribed"
        case .other: "Activity"
        }
    }
}

package enum LeadKind: Int64, Sendable, Codable { case new = 1, expansion = 2, renewal = 3, winBack = 4 }

package enum Origin: Int64, Sendable, Codable { case unknown = 0, inbound = 1, outbound = 2, partner = 3, referral = 4, product = 5 }

package enum DealOutcome: Int64, Sendable, Codable {
    case open = 0, won = 1, lost = 2

    package var name: String { ["open", "won", "lost"][Int(rawValue)] }
}

/// How we know that a person belongs to a deal, strongest first. Raw values are stored.
package enum DealLink: Int64, Sendable, Codable {
    case byHand = 1, id = 2, role = 3, email = 4, accountAndTime = 5

    package var confidence: Double {
        switch self {
        case .byHand, .id, .role: 1
        case .email: 0.9
        case .accountAndTime: 0.5
        }
    }
}

/// Why a contact is counted apart. Raw values are stored; 0 is "not excluded".
package enum Exclusion: Int64, Sendable, Codable, CaseIterable {
    case own = 1, test = 2, competitor = 3, applicant = 4, vendor = 5

    package var name: String { ["own", "test", "competitor", "applicant", "vendor"][Int(rawValue) - 1] }
}
