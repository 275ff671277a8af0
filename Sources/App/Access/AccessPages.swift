// SPDX-License-Identifier: Apache-2.0
import Domain

/// A form that is shown again keeps what was typed, never the password.
struct FirstVisitPage: Page {
    static let template = "first-visit"
    let title = "First visit"
    var problem: String?
    var code = ""
    var company = ""
    var name = ""
    var email = ""
    var zones: [Choice] = []
    var currencies: [Choice] = []

    /// - Parameter company: as the terminal has told it already.
    init(_ form: Fields = Fields(), company told: NewCompany? = nil, problem: Problem? = nil) {
        self.problem = problem?.advice
        (code, company, name, email) = (form["code"] ?? "", form["company"] ?? told?.name ?? "", form["name"] ?? "", form["email"] ?? "")
        let zone = form["zone"] ?? told?.zone ?? "UTC", currency = form["currency"] ?? told?.currency.code ?? "EUR"
        zones =
            (FirstVisitChoices.zones.contains(zone) ? [] : [Choice(zone, zone, selected: true)])
            + FirstVisitChoices.zones.map { Choice($0, $0.replacing("_", with: " "), selected: $0 == zone) }
        currencies =
            (FirstVisitChoices.currencies.contains { $0.0 == currency } ? [] : [Choice(currency, currency, selected: true)])
            + FirstVisitChoices.currencies.map { Choice($0.0, "\($0.0), \($0.1)", selected: $0.0 == currency) }
    }
}

struct SignInPage: Page {
    static let template = "sign-in"
    let title = "Sign in"
    var problem: String?
    var email = ""
    var next = "/"
}

struct JoinPage: Page {
    static let template = "join"
    let title = "Join"
    let name: String
    let token: String
    var problem: String?
}

struct MembersPage: Page {
    static let template = "members"

    struct Row: Sendable {
        let id: Int64
        let name: String
        let email: String?
        let role: String
        let state: String
        let isDisabled: Bool
        let isSelf: Bool
        let canInvite: Bool
        let roles: [Choice]
    }

    struct Invitation: Sendable {
        let name: String
        let link: String
        let days: Int64
    }

    struct RoleLine: Sendable {
        let label: String
        let meaning: String
    }

    let title = "Members"
    let headline: String
    let rows: [Row]
    let roles: [Choice]
    let meanings: [RoleLine]
    var invitation: Invitation?
    var problem: String?
    var name = ""
    var email = ""
}
