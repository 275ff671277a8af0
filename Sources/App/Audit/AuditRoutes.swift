// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// The audit, the rows behind its findings, its file, and the link for the other leader.
package struct AuditRoutes: Sendable {
    let store: AuditStore
    let journal: JournalStore
    /// A proxy in front speaks TLS.
    let isSecure: Bool

    package init(store: AuditStore, journal: JournalStore, isSecure: Bool = false) {
        (self.store, self.journal, self.isSecure) = (store, journal, isSecure)
    }

    private var sharing: AuditSharing { AuditSharing(database: journal.database) }

    package var routes: [Route] {
        let readers = Rule.roles(Role.seeingAll)
        return [
            .get("/audit", readers, audit), .get("/audit/rows", readers, rows), .get("/audit/rows.csv", readers, rows),
            .get("/audit/people", readers, people), .get("/audit/people.csv", readers, people),
            .get("/audit/named", .roles(Self.naming), audit),
            .get("/audit/file.html", readers, file),
            .post("/audit/send", .roles([.leader, .operations, .marketing]), send), .get("/shared/audit/:token", .everybody, shared),
        ]
    }

    /// Who may see whom a finding is about. It is noted that they looked.
    private static let naming: Set<Role> = [.leader, .operations]

    private func audit(_ visit: Visit) async throws -> Answer {
        switch try await store.ask() {
        case .loading(let share): return .page(Self.waiting(share))
        case .ready(let made):
            if visit.path == "/audit/named" {
                let actor = try visit.signedIn().actor, now = visit.now
                try await journal.database.write { try Audit.note($0, by: actor, "names shown", "audit", at: now) }
            }
            return .page(page(made, visit))
        }
    }

    private func people(_ visit: Visit) async throws -> Answer {
        guard case .ready(let made) = try await store.ask() else { throw Problem.loading }
        guard let people = AuditPeople(visit.query["of"] ?? "", of: made.people) else { throw Problem.nothingHere }
        return visit.path.hasSuffix(".csv") ? people.csv(journal.database) : .page(try await people.page(journal.database, visit))
    }

    private func page(_ made: AuditService.Made, _ visit: Visit, sent: AuditPage.Sent? = nil, place: Int? = nil) -> any Page {
        guard made.answer.leads > 0 || made.answer.deals > 0 else { return Waiting.nothing(visit.session?.role ?? .leader, title: "Audit") }
        var making = AuditPageMaking(answer: made.answer, place: place ?? visit.query["at"].flatMap { Int($0) }) { "/audit/rows?finding=\($0)" }
        making.people = AuditPeople.href
        let isNamed = visit.path == "/audit/named"
        if isNamed { making.names = made.names }
        if let role = visit.session?.role, Self.naming.contains(role), !made.names.isEmpty {
            making.naming = isNamed ? Link("Roles only", "/audit") : Link("Say who, here and only for you", "/audit/named")
        }
        return making.page(canSend: true, sent: sent, report: "/audit/file.html")
    }

    private static func waiting(_ share: Double) -> WaitingPage {
        let page = Waiting.page(share)
        return WaitingPage(
            title: "Audit", headline: "The two records are being compared.",
            text: "This takes a minute for a million leads; the page comes by itself.",
            progress: page.progress, refresh: 1)
    }

    /// The leads or deals behind a finding, by what the scope shows of them.
    private func rows(_ visit: Visit) async throws -> Answer {
        guard case .ready(let made) = try await store.ask(),
            case .ready(let held, _) = try await journal.ask([.firstSource])
        else { throw Problem.loading }
        guard let index = visit.query["finding"].flatMap({ Int($0) }), made.rows.indices.contains(index) else { throw Problem.nothingHere }
        let finding = made.answer.findings[index], ids = made.rows[index], back = Link("Audit", "/audit")
        if finding.isOfDeals {
            let list = DealList(held: held, scope: try visit.scope(), all: Self.places(ids, held.journal.deals.deal))
            if visit.path.hasSuffix(".csv") { return try await list.csv(journal.database, name: "deals.csv") }
            return .page(try await list.page(journal.database, visit, headline: { "\($0) behind: \(finding.sentence)" }, basis: "", back: back))
        }
        let list = LeadList(held: held, scope: try visit.scope(), all: Self.places(ids, held.journal.leads.lead))
        if visit.path.hasSuffix(".csv") { return try await list.csv(journal.database, name: "leads.csv") }
        return .page(try await list.page(journal.database, visit, headline: { "\($0) behind: \(finding.sentence)" }, back: back))
    }

    /// Where rows stand in the journal that the lists read; it may have been loaded since.
    private static func places(_ ids: [Int64], _ all: [Int64]) -> [Int32] {
        let wanted = Set(ids)
        return all.indices.filter { wanted.contains(all[$0]) }.map { Int32($0) }
    }

    private func file(_ visit: Visit) async throws -> Answer {
        guard case .ready(let made) = try await store.ask() else { throw Problem.loading }
        return .bytes(Array(try AuditFile.text(made.answer).utf8), type: "text/html; charset=utf-8", download: "audit.html")
    }

    private func send(_ visit: Visit) async throws -> Answer {
        let member = try visit.signedIn(), form = try await visit.form()
        guard case .ready(let made) = try await store.ask() else { throw Problem.loading }
        let place = form["at"].flatMap { Int($0) } ?? made.answer.draft.proposed
        let sent = try await sharing.send(made.answer, place: place, by: member.member.raw, at: visit.now)
        let link = "\(isSecure ? "https" : "http")://\(visit.host)/shared/audit/\(sent.token)"
        return .page(page(made, visit, sent: .init(link: link, until: Format.moment(sent.until, in: .utc, precision: .day)), place: place))
    }

    private func shared(_ visit: Visit) async throws -> Answer {
        guard let shared = try await sharing.open(try visit.text("token"), at: visit.now) else {
            throw Problem("no_such_link", "This link opens nothing, or no longer.", remedy: "Ask whoever sent it for a new one.", fault: .missing)
        }
        var page = AuditPageMaking(answer: shared.answer, place: shared.place).page()
        page.from = "\(shared.sender) sent this on \(Format.moment(shared.created, in: .utc, precision: .day)), as it was then."
        return .page(page)
    }
}
