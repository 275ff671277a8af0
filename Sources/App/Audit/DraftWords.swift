// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// The draft agreement in words.
struct DraftWords {
    let draft: DraftAgreement
    let zone: Zone

    var answer: AuditAnswer.Draft {
        let points = draft.points.map(point)
        return AuditAnswer.Draft(
            verdict: draft.verdict.rawValue, sentence: sentence, basis: basis, points: points, proposed: draft.proposed, looked: draft.features,
            barred: draft.barred)
    }

    private var basis: String {
        let since = draft.divide.map { " since \(Format.day(zone.day(of: $0)))" } ?? ""
        return "Chosen on the earlier half of your history, judged on the later half,\(since). Move along: each place is a definition of its own."
    }

    private var sentence: String {
        let counts =
            "\(Format.count(draft.opportunities.earlier)) opportunities in the earlier half, \(Format.count(draft.opportunities.later)) in the later"
        switch draft.verdict {
        case .proposed:
            guard draft.points.indices.contains(draft.proposed) else { return "" }
            let point = draft.points[draft.proposed]
            let since = draft.divide.map { " since \(Format.day(zone.day(of: $0)))" } ?? ""
            return
                "A good lead: \(Self.text(point.definition)). Chosen on the earlier half of your history; on the later half,\(since), it lets in \(Format.percent(point.letIn.value)) of the leads and keeps \(Format.percent(point.kept.value)) of the opportunities."
        case .fewOpportunities:
            return
                "No definition is proposed: \(counts), and \(DraftAgreement.least) in each half are the least that tell a rule from chance. More history, or deals linked to their people, would help."
        case .noFeatures:
            return
                "No definition is proposed: the files say nothing about leads that was known when they came. Export source, title, country, industry and company size with them."
        case .noSignal:
            return
                "No definition is proposed: nothing that looked good on the earlier half held on leads that the search had not seen (\(counts)). Looked at: \(draft.features.joined(separator: ", "))."
        }
    }

    static func why(_ reason: BarredField.Reason) -> String {
        switch reason {
        case .outcome: "it tells how a lead ended"
        case .oneSided: "it is filled almost only on one side of the outcome"
        case .people: "its values are people"
        }
    }

    static func text(_ definition: Definition) -> String { AuditWords.list(definition.clauses.map(text)) }

    static func text(_ clause: Clause) -> String {
        switch clause.condition {
        case .isOneOf(let labels): "\(clause.feature) is \(AuditWords.list(labels, "or"))"
        case .isNoneOf(let labels): "\(clause.feature) is not \(AuditWords.list(labels, "or"))"
        case .isAtLeast(let least):
            clause.feature == "employees"
                ? "the company has at least \(Format.fixed(least, 0)) people"
                : "\(clause.feature) is at least \(Format.fixed(least, least < 10 ? 1 : 0))"
        }
    }

    private func point(_ point: DraftPoint) -> AuditAnswer.Point {
        AuditAnswer.Point(
            text: Self.text(point.definition), clauses: point.definition.clauses.map(Self.text), letIn: point.letIn, leadsPerWeek: point.perWeek,
            claimed: point.claimed, kept: point.kept, quality: point.quality, qualityOut: point.qualityOut, revenueKept: point.revenueKept,
            neverWorked: point.neverWorked, hoursBack: point.hoursBack, marketingPromise: marketing(point), salesPromise: sales(point.promises))
    }

    private func marketing(_ point: DraftPoint) -> [String] {
        let week = point.promises.leadsPerWeek
        return [
            "At least \(Format.fixed(week, week < 10 ? 1 : 0)) such leads a week: so many came in four of five weeks.",
            "Of them \(Format.percent(point.quality.low)) to \(Format.percent(point.quality.high)) come to opportunity, as they did.",
        ]
    }

    private func sales(_ promises: DraftAgreement.Promises) -> [String] {
        var lines: [String] = []
        if let accepted = promises.accepted {
            lines.append("Takes or returns every one of them with a reason; so far \(Format.percent(accepted.value)) were taken.")
        }
        if let first = promises.firstAttempt { lines.append("A first attempt within \(Format.duration(first)): four of five had theirs by then.") }
        if let attempts = promises.attempts {
            lines.append("At least \(Format.plural(Int(attempts.rounded()), "attempt")) before a lead is given up: the median so far.")
        }
        if promises.firstAttempt == nil { lines.append("A first attempt within a working day: no file tells how long it took so far.") }
        return lines
    }
}
