// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// The audit as a terminal shows it.
enum AuditText {
    static func of(_ answer: AuditAnswer) -> String {
        var lines = [
            AuditPageMaking(answer: answer).basis, "", "TWO RECORDS, ONE TRUTH",
            answer.records.sentence, "", "WHAT TO TALK ABOUT",
        ]
        if answer.findings.isEmpty { lines.append("Nothing stands out.") }
        for (index, talk) in answer.findings.enumerated() {
            lines.append("\(index + 1). \(talk.sentence)")
            lines.append("   \(talk.detail)")
            if let cost = talk.cost {
                lines.append(
                    "   May be worth \(Format.range(cost.low, cost.high)) (\(Format.plural(cost.rows, "lead")) that nothing above it counts): \(cost.formula). \(cost.assumption)"
                )
            }
            if let test = talk.worthTesting { lines.append("   \(test)") }
        }
        if let all = answer.costs {
            lines.append(
                "Together \(Format.range(all.low, all.high)), of \(Format.plural(all.rows, "lead")), each counted once: worth testing, not lost.")
        }
        if answer.tested > 0 {
            lines.append(
                "\(Format.plural(answer.tested, "difference")) \(answer.tested == 1 ? "was" : "were") tested; of those told above at most \(Format.percent(answer.falseShare)) is expected to be chance."
            )
        }
        if !answer.untold.isEmpty {
            lines += ["", "WHAT CANNOT BE TOLD"]
            lines += answer.untold.map { "- \($0.sentence) \($0.remedy)" }
        }
        lines += ["", "A FIRST AGREEMENT", answer.draft.sentence]
        lines += table(answer.draft)
        for barred in answer.draft.barred { lines.append("Not used: \(barred.name), because \(DraftWords.why(barred.reason)).") }
        if answer.draft.points.indices.contains(answer.draft.proposed) {
            let point = answer.draft.points[answer.draft.proposed]
            lines += ["", "Marketing would promise"] + point.marketingPromise.map { "- \($0)" }
            lines += ["Sales would promise"] + point.salesPromise.map { "- \($0)" }
        }
        return lines.joined(separator: "\n")
    }

    private static func table(_ draft: AuditAnswer.Draft) -> [String] {
        guard !draft.points.isEmpty else { return [] }
        var lines = ["", "  leads a week   opportunities kept      won revenue kept        hours back a week"]
        for (index, point) in draft.points.enumerated() {
            func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(1, width - text.count)) }
            let mark = index == draft.proposed ? "→ " : "  "
            lines.append(
                mark + pad(Format.fixed(point.leadsPerWeek, 1), 15) + pad(range(point.kept), 24) + pad(point.revenueKept.map(range) ?? "–", 24)
                    + (point.hoursBack.map { Format.fixed($0, 1) } ?? "–"))
            lines.append("  " + point.text)
        }
        return lines
    }

    private static func range(_ ratio: Ratio) -> String {
        "\(Format.percent(ratio.value)) (\(Format.percent(ratio.low)) to \(Format.percent(ratio.high)))"
    }
}
