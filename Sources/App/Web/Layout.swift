// SPDX-License-Identifier: Apache-2.0
import Domain
import HTTPTypes

/// The frame around a page: head, navigation, notice.
struct Layout: Sendable {
    struct Item: Sendable {
        let text: String
        let href: String
        let current: Bool
    }

    let title: String
    let css: String
    let js: String
    let htmx: String?
    let icon: String
    let refresh: Int?
    let nav: [Item]
    let settings: [Item]
    let memberName: String?
    let memberRole: String?
    let notice: String?
    let main: String

    /// What the side shows to whom. Only pages that exist.
    static func items(for session: SignedIn?, at path: String) -> (nav: [Item], settings: [Item]) {
        guard let session else { return ([], []) }
        func item(_ text: String, _ href: String) -> Item { Item(text: text, href: href, current: path == href || path.hasPrefix(href + "/")) }
        let imports = session.role == .operations || session.role == .marketing || session.role == .leader ? [item("Imports", "/imports")] : []
        let audit = Role.seeingAll.contains(session.role) ? [item("Audit", "/audit")] : []
        return (
            [item("Today", "/today"), item("Leads", "/leads"), item("Funnel", "/funnel")] + audit + imports,
            session.role == .operations ? [item("Members", "/members"), item("Settings", "/settings")] : []
        )
    }
}

/// A problem as a page.
struct ProblemPage: Page {
    static let template = "problem"
    let title: String
    let status: Int
    let sentence: String
    let place: String?
    let remedy: String?
    let signIn: Bool

    init(_ problem: Problem) {
        title = problem.sentence
        (status, sentence, place, remedy) = (problem.status.code, problem.sentence, problem.place, problem.remedy)
        signIn = problem.code == "not_signed_in"
    }
}
