// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// `/api/v1/funnel`: what `entente funnel --json` answers.
struct FunnelEndpoint: Sendable {
    let store: JournalStore
    let history: OneAtATime

    static let by = Parameter<FunnelDimension>(
        "by", Shape(["type": .text("string"), "minLength": .int(1), "maxLength": .int(100)]),
        "By what the rows are divided: \(FunnelDimension.named.map(\.name).joined(separator: ", ")), or a custom field as `field:NAME`.",
        example: "owner", remedy: "Write 1 to 100 characters."
    ) { $0.isEmpty || $0.unicodeScalars.count > 100 ? nil : FunnelDimension(name: $0) }
    static let from = day("from", isEnd: false, "The first day, in the company's zone; also a month or a year. The first with a lead unless said.")
    static let to = day("to", isEnd: true, "The last day, included. The last with a lead unless said.")
    static let period = Parameter<Period>.word(
        "period", ["week", "month", "quarter", "year"].compactMap { name in Period(rawValue: name).map { (name, $0) } },
        "Also the numbers of each week, month, quarter or year.", example: "month")
    static let mode = Parameter<Bool>.word(
        "mode", [("cohort", false), ("activity", true)],
        "What became of the leads opened in the time (cohort, unless said), or what happened in it to leads of any age.", example: "activity")
    static let lag = Parameter<Double>(
        "lag", Shape(["type": .text("number"), "minimum": .int(0), "maximum": .int(36_500)]),
        "The usual lag from opening to opportunity in days; computed where it is not said.", example: "45", remedy: "Write days, 0 to 36500."
    ) { text in
        guard text.utf8.count <= 20, let days = Double(text), days.isFinite, days >= 0, days <= 36_500 else { return nil }
        return days
    }

    private static func day(_ name: String, isEnd: Bool, _ about: String) -> Parameter<Day> {
        let shape = Shape(["type": .text("string"), "pattern": .text("^[1-8][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")])
        return Parameter(name, shape, about, example: "2026-07-01", remedy: "Write it as 2026-07-01, 2026-07 or 2026.") { text in
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.map(\.utf8.count) == Array([4, 2, 2].prefix(parts.count)),
                parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
                ("1"..."8").contains(text.prefix(1))
            else { return nil }
            return try? FunnelRequest.day(text, isEnd: isEnd, named: name)
        }
    }

    var endpoint: Endpoint {
        Endpoint(
            path: "\(Endpoint.base)/funnel", name: "get_funnel", summary: "The joint funnel: volume, quality, each stage, deals.",
            about: "The answer of `entente funnel --json`. Beyond 400 groups the smallest are one. As of a moment, leads and deals count as they "
                + "stood then; the groups and owners that divide them are today's. One such question is answered at a time.",
            signs: [CommonParameters.asOf.sign, Self.by.sign, Self.from.sign, Self.to.sign, Self.period.sign, Self.mode.sign, Self.lag.sign],
            shape: ("Funnel", FunnelShape.answer), row: nil, handler: answer)
    }

    private func answer(_ visit: Visit, _ asked: Asked) async throws -> Answer {
        var request = FunnelRequest()
        request.by = try asked(Self.by) ?? .firstSource
        (request.from, request.to, request.period) = (try asked(Self.from), try asked(Self.to), try asked(Self.period))
        (request.activity, request.usualLagDays) = (try asked(Self.mode) ?? false, try asked(Self.lag))
        if let from = request.from, let to = request.to, from > to {
            throw Problem("days_reversed", "The last day is before the first.", at: "to", remedy: "Name the earlier day as from.", fault: .usage)
        }
        let moment = try CommonParameters.moment(asked), question = request
        let answer: FunnelAnswer
        if let moment {
            answer = try await history.run {
                try await FunnelService(database: store.database, clock: Clock { moment }, until: moment).answer(question)
            }
        } else {
            answer = try await today(question, visit.now)
        }
        try answer.requireDimension(request.by)
        return try APIAnswer.json(answer)
    }

    private func today(_ request: FunnelRequest, _ now: Moment) async throws -> FunnelAnswer {
        guard case .ready(let held, let isStale) = try await store.ask([request.by]) else { throw Refusal.later(.loading, seconds: 2) }
        let loaded = held.loaded(by: request.by)
        let prepared = FunnelService.prepare(request, loaded, held.company, held.zone, now)
        let reasons = try await store.database.read { try FunnelService.reasons($0, prepared.question) }
        var answer = FunnelService.answer(request, prepared.with(reasons), try await FunnelService.fold(prepared))
        if isStale { answer.warnings.append("Something was recorded since that is still being read; ask again in a moment.") }
        return answer
    }
}
