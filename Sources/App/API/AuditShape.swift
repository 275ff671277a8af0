// SPDX-License-Identifier: Apache-2.0
import Domain

/// What `AuditAnswer` looks like; a test holds it against real answers.
enum AuditShape {
    static let answer = Shape.object(
        "What the two records say together. Teams and roles are named, people are not.",
        [
            "company": .always(.text()), "as_of": .always(.moment("The latest that is known; earlier than asked where the files end earlier.")),
            "leads": .always(.count()), "deals": .always(.count()),
            "excluded": .always(.map(.count(), "People who are counted apart, by reason; they are in no other number.")),
            "usual_lag_days": .maybe(.real()), "records": .always(records), "findings": .always(.list(.named("AuditFinding"))),
            "costs": .maybe(
                .object(
                    "All costs together: no lead is in two of them.",
                    ["low": .always(.named("Money")), "high": .always(.named("Money")), "rows": .always(.count())])),
            "untold": .always(
                .list(
                    .object("", ["kind": .always(.text()), "sentence": .always(.text()), "remedy": .always(.text())]),
                    "What cannot be told, and which export would tell it.")),
            "draft": .always(draft), "tested": .always(.count("How many differences were looked at.")),
            "false_share": .always(.share("The most of those reported that may be chance.")),
        ])

    private static let records = Shape.object(
        "",
        [
            "sentence": .always(.text()), "marketing": .always(.list(.text())), "sales": .always(.list(.text())), "both": .always(.count()),
            "only_marketing": .always(.count()), "only_sales": .always(.count()),
            "disagreements": .always(
                .list(.object("", ["field": .always(.text()), "differ": .always(.count()), "both": .always(.count())]))),
        ])

    static let finding = Shape.object(
        "",
        [
            "kind": .always(.text()), "side": .always(.words(["marketing", "sales", "joint"])), "sentence": .always(.text()),
            "detail": .always(.text()), "rows": .always(.count()), "of": .always(.count()), "share": .maybe(.named("Ratio")),
            "other": .maybe(.named("Ratio")),
            "difference": .maybe(
                .object(
                    "With its 95 % interval, and the probability of one as far from nothing by chance.",
                    ["value": .always(.real()), "low": .always(.real()), "high": .always(.real()), "p": .always(.share())])),
            "recorded": .maybe(.named("Money")),
            "cost": .maybe(
                .object(
                    "",
                    [
                        "low": .always(.named("Money")), "high": .always(.named("Money")), "rows": .always(.count()), "formula": .always(.text()),
                        "assumption": .always(.text()),
                    ])), "worth_testing": .maybe(.text()), "is_of_deals": .always(.flag()),
        ])

    private static let draft = Shape.object(
        "A first agreement from the company's own history.",
        [
            "verdict": .always(.text()), "sentence": .always(.text()), "basis": .always(.text()), "points": .always(.list(point)),
            "proposed": .always(.int("Which of the points; -1 where none is.")), "looked": .always(.list(.text())),
            "barred": .always(
                .list(.object("", ["name": .always(.text()), "reason": .always(.words(["one_sided", "outcome", "people"]))]))),
        ])

    private static let point = Shape.object(
        "",
        [
            "text": .always(.text()), "clauses": .always(.list(.text())), "let_in": .always(.named("Ratio")), "leads_per_week": .always(.real()),
            "claimed": .always(.named("Ratio")), "kept": .always(.named("Ratio")), "quality": .always(.named("Ratio")),
            "quality_out": .maybe(.named("Ratio")), "revenue_kept": .maybe(.named("Ratio")), "never_worked": .maybe(.named("Ratio")),
            "hours_back": .maybe(.real()), "marketing_promise": .always(.list(.text())), "sales_promise": .always(.list(.text())),
        ])
}
