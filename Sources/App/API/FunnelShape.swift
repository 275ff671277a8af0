// SPDX-License-Identifier: Apache-2.0

/// What `FunnelAnswer` looks like; a test holds it against real answers.
enum FunnelShape {
    static let ratio = Shape.object(
        "A share with its 95 % interval, from n cases.",
        ["value": .always(.share()), "low": .always(.share()), "high": .always(.share()), "n": .always(.count())])

    static let answer = Shape.object(
        "The two numbers first, then the report.",
        [
            "volume": .always(.count("Leads opened in the time.")),
            "quality": .maybe(.named("Ratio")),
            "funnel": .always(report),
            "deals_by": .always(
                .list(
                    .object(
                        "",
                        [
                            "label": .always(.text()), "period": .maybe(.text()), "deals": .always(.count()), "open": .always(.count()),
                            "won": .always(.count()), "lost": .always(.count()), "revenue": .always(.named("Money")),
                            "won_without_amount": .always(.count()),
                        ]), "Deals by what they say themselves, whether or not a lead is known.")),
            "reasons": .always(
                .list(
                    .object("", ["stage": .always(.text()), "reason": .always(.text()), "leads": .always(.count())]),
                    "Why leads ended or came back.")),
            "excluded": .always(.map(.count(), "People who are counted apart, by reason.")),
            "warnings": .always(.list(.text())),
        ])

    private static let report = Shape.object(
        "",
        [
            "mode": .always(.words(["cohort", "activity"])), "by": .always(.text("What the rows are.")), "from": .always(.moment()),
            "to": .always(.moment("Exclusive.")), "as_of": .always(.moment()),
            "usual_lag": .always(.object("", ["days": .maybe(.real()), "leads": .maybe(.count())])),
            "total": .always(.named("FunnelRow")), "rows": .always(.list(.named("FunnelRow"))),
            "no_lead_known": .always(.named("FunnelDeals")), "link_rate": .maybe(.named("Ratio")),
            "periods": .always(
                .list(
                    .object(
                        "",
                        [
                            "label": .always(.text()), "total": .always(.named("FunnelCounts")),
                            "groups": .always(.map(.named("FunnelCounts"), "By the `group` of the rows.")),
                        ]))),
            "warnings": .always(.list(.object("", ["code": .always(.text()), "sentence": .always(.text())]))),
            "explanations": .always(.list(.object("", ["term": .always(.text()), "text": .always(.text())]))),
        ])

    static let row = Shape.object(
        "",
        [
            "label": .always(.text()), "group": .always(.text("total, none, or a code.")), "volume": .always(.count()),
            "contacts": .always(.count()), "accounts": .always(.count()), "quality": .always(quality), "reopened": .always(.count()),
            "stages": .always(.list(stage)), "won_leads": .always(.count()), "deals": .always(.named("FunnelDeals")),
        ])

    private static let quality = Shape.object(
        "",
        [
            "share": .maybe(.named("Ratio")), "low": .maybe(.share()), "high": .maybe(.share()), "within_lag": .always(.count()),
            "perhaps_within_lag": .always(.count()), "watched": .always(.count()), "missing": .maybe(.text("Why there is no share.")),
        ])

    private static let stage = Shape.object(
        "",
        [
            "stage": .always(.text()), "label": .always(.text()), "side": .always(.words(["marketing", "sales", "joint"])), "in": .always(.count()),
            "out": .always(.count()), "reached": .always(.count()), "open": .always(.count()), "waiting": .always(.count()),
            "skipped": .always(.count()), "reopened": .always(.count()), "recycled": .always(.count()), "disqualified": .always(.count()),
            "lost": .always(.count()), "ended": .always(.count()), "stuck": .maybe(.count()), "stuck_after_days": .maybe(.real()),
            "open_undated": .always(.count()), "conversion": .maybe(.named("Ratio")), "low": .maybe(.share()), "high": .maybe(.share()),
            "is_open": .always(.flag("The conversion may still change.")),
            "time": .always(
                .object(
                    "",
                    [
                        "median_seconds": .maybe(.real()), "p90_seconds": .maybe(.real()), "unit": .always(.words(["days", "seconds"])),
                        "used": .always(.count()), "whole_days": .always(.count()), "unusable": .always(.count()),
                    ])),
        ])

    static let deals = Shape.object(
        "",
        [
            "deals": .always(.count()), "open": .always(.count()), "won": .always(.count()), "lost": .always(.count()),
            "revenue": .maybe(.named("Money")), "won_without_amount": .always(.count()),
        ])

    static let counts = Shape.object(
        "",
        [
            "volume": .always(.count()), "stages": .always(.list(.count(), "inquiry … won.")), "won": .always(.count()),
            "revenue": .maybe(.named("Money")),
        ])
}
