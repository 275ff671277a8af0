// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// `/api/v1/audit`: what `entente audit --json` answers.
struct AuditEndpoint: Sendable {
    let store: AuditStore
    let database: Database
    let history: OneAtATime

    var endpoint: Endpoint {
        Endpoint(
            path: "\(Endpoint.base)/audit", name: "get_audit", summary: "Where the two teams' records disagree, and a first agreement.",
            about: "The answer of `entente audit --json`; no person is named. As of a moment it looks at what had happened by then; in which lists "
                + "people stand, who owns what, and fields of people and companies are today's. One such question is answered at a time.",
            signs: [CommonParameters.asOf.sign], shape: ("Audit", AuditShape.answer), row: nil, roles: Role.seeingAll, handler: answer)
    }

    private func answer(_ visit: Visit, _ asked: Asked) async throws -> Answer {
        if let moment = try CommonParameters.moment(asked) {
            let answer = try await history.run {
                try await AuditService(database: database, clock: Clock { moment }, until: moment).answer()
            }
            return try APIAnswer.json(answer)
        }
        guard case .ready(let made) = try await store.ask() else {
            throw Refusal.later(
                Problem("not_ready", "The audit is still being made.", remedy: "Try again in a few seconds.", fault: .machine), seconds: 2)
        }
        return try APIAnswer.json(made.answer)
    }
}
