// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

/// Findings in words. Nothing is called a cause.
struct AuditWords {
    let data: AuditData

    func talk(_ finding: AuditFinding) -> AuditAnswer.Talk {
        AuditAnswer.Talk(
            kind: finding.kind.rawValue, side: side(finding.kind), sentence: sentence(finding), detail: detail(finding), rows: finding.rows.count,
            of: finding.of, share: finding.share, other: finding.other, difference: finding.difference,
            recorded: finding.recorded.map { Money(minor: $0, data.currency) }, cost: finding.cost.map(cost), worthTesting: test(finding),
            isOfDeals: finding.isOfDeals)
    }

    private func count(_ finding: AuditFinding, _ noun: String = "lead") -> String { Format.plural(finding.rows.count, noun) }
    private func percent(_ ratio: Ratio?) -> String { ratio.map { Format.percent($0.value) } ?? "–" }
    private func money(_ minor: Int64?) -> String { Format.money(Money(minor: minor ?? 0, data.currency)) }

    /// `A, B and C`.
    static func list(_ names: [String], _ last: String = "and") -> String {
        guard names.count > 1, let final = names.last else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " \(last) " + final
    }

    private func sentence(_ finding: AuditFinding) -> String {
        let names = Self.list(finding.names)
        let part = finding.share
        switch finding.kind {
        case .neverTouched:
            return
                "\(count(finding)) that sales was handed \(finding.rows.count == 1 ? "was" : "were") never called or written to: \(percent(part)) of \(Format.count(finding.of))."
        case .picking:
            let size = finding.names.count > 1 ? finding.names[1] : ""
            return
                "\(finding.names.first ?? "Somebody") tried \(percent(finding.share)) of the leads of companies below \(size) people, and \(percent(finding.other)) of those above."
        case .stuck: return "\(count(finding)) \(finding.rows.count == 1 ? "stands" : "stand") longer in a stage than nine in ten ever did."
        case .slow:
            let hours = finding.names.first ?? ""
            return
                "Leads first tried after more than \(hours == "1" ? "an hour" : "\(hours) hours") came to opportunity in \(percent(finding.share)) of cases, those tried sooner in \(percent(finding.other))."
        case .slowTime:
            let wait = finding.wait.flatMap { a in
                finding.otherWait.map { b in ", and waited \(Format.duration(a)) for a first attempt, not \(Format.duration(b))" }
            }
            return
                "Leads that came in on \(names) reach opportunity in \(percent(finding.share)) of cases, others in \(percent(finding.other))\(wait ?? "")."
        case .acceptance: return "\(names) accepts \(percent(finding.share)) of the leads it is handed, the others \(percent(finding.other))."
        case .neverConverted:
            return
                "\(count(finding)) were qualified\(data.work == nil ? "" : " and worked"), and are no opportunity so far: \(percent(part)) of \(Format.count(finding.of))."
        case .weakSources:
            return
                "\(names) \(finding.names.count == 1 ? "brings" : "bring") \(Format.percent(portion(finding))) of the leads; \(percent(finding.share)) of them come to opportunity, of the others \(percent(finding.other))."
        case .strongSources:
            return
                "\(names) \(finding.names.count == 1 ? "brings" : "bring") \(Format.percent(portion(finding))) of the leads; \(percent(finding.share)) of them come to opportunity, of the others \(percent(finding.other))."
        case .spendWithoutRevenue: return "\(money(finding.recorded)) were spent on \(names), and no won deal is known of it."
        case .wonUnqualified:
            return
                "\(count(finding)) \(finding.rows.count == 1 ? "was" : "were") won without ever having been called MQL, SAL or SQL: \(percent(part)) of the won, \(money(finding.recorded))."
        case .noLeadKnown:
            return "Of \(count(finding, "won deal")) no lead is known: \(percent(part)) of the won, \(money(finding.recorded))."
        case .disagreement:
            let worst = data.records.disagreements.filter { $0.differ > 0 }.max { $0.differ < $1.differ }
            return worst.map {
                "The two lists give \(Format.plural($0.differ, "person").replacing("persons", with: "people")) another \($0.field.replacing("_", with: " ")), of \(Format.count($0.both)) where both say one."
            } ?? "The two lists agree wherever both say something."
        }
    }

    private func portion(_ finding: AuditFinding) -> Double { finding.of > 0 ? Double(finding.rows.count) / Double(finding.of) : 0 }

    private func detail(_ finding: AuditFinding) -> String {
        var parts: [String] = []
        if let found = finding.difference {
            let low = Format.fixed(min(abs(found.low), abs(found.high)) * 100, 1), high = Format.fixed(max(abs(found.low), abs(found.high)) * 100, 1)
            parts.append("\(low) to \(high) points apart with 95 % confidence\(finding.isStratified ? ", compared at the same source" : "").")
        } else if let share = finding.share, share.n > 0 {
            parts.append(
                finding.kind == .stuck
                    ? "\(Format.percent(share.value)) of the \(Format.count(finding.of)) open ones."
                    : "\(Format.percent(share.low)) to \(Format.percent(share.high)) with 95 % confidence.")
        }
        switch finding.kind {
        case .weakSources, .strongSources, .slow, .slowTime, .acceptance:
            let days = data.usualLag.map { Format.fixed($0, 0) } ?? "–"
            parts.append("Leads opened at least \(days) days before the last record, of which one would know by now.")
        case .neverTouched:
            parts.append(
                "Opened at least \(AuditLimbo.patience) days before the last record; calls, mails and meetings as recorded, whatever a status says.")
        case .stuck: parts.append("Open leads from MQL on, by stage; times that are known to the day.")
        case .picking:
            parts.append(
                "Half of all companies are smaller. Others try \(finding.difference.map { Format.fixed(abs($0.value) * 100, 0) } ?? "–") points more of the small ones."
            )
        case .neverConverted: parts.append("What they might have become is not told by the record.")
        case .wonUnqualified: parts.append("They count for no team's qualification, though their revenue does.")
        case .noLeadKnown: parts.append("Their people are not recorded as leads, or the deal names nobody.")
        case .spendWithoutRevenue: parts.append("At least \(AuditLimbo.few) of each one's leads are old enough to have come to something.")
        case .disagreement:
            let others = data.records.disagreements.filter { $0.differ > 0 }.map {
                "\($0.field.replacing("_", with: " ")) \(Format.count($0.differ))"
            }
            if !others.isEmpty { parts.append("By field: \(others.joined(separator: ", ")).") }
        }
        return parts.joined(separator: " ")
    }

    private func test(_ finding: AuditFinding) -> String? {
        switch finding.kind {
        case .neverTouched: "Worth testing: hand over fewer, and give every lead that is handed over an owner and a date."
        case .picking: "Worth testing: the small companies to somebody who wants them, for a month."
        case .stuck: "Worth testing: a day in the calendar on which what stands too long is decided or handed back."
        case .slow: "Worth testing: a first attempt within the hour for half of the leads of one source, by lot."
        case .slowTime: "Worth testing: somebody on duty at that time."
        case .acceptance: "Worth testing: the two teams swap twenty leads and compare notes."
        case .weakSources: "Worth testing: keep them out of the queue until they ask for something."
        case .strongSources: "Worth testing: more of these, answered first."
        case .spendWithoutRevenue: "Worth testing: a pause of one quarter."
        case .neverConverted, .wonUnqualified, .noLeadKnown, .disagreement: nil
        }
    }

    private func side(_ kind: AuditFinding.Kind) -> Side {
        switch kind {
        case .neverTouched, .picking, .slow, .slowTime, .acceptance: .sales
        case .weakSources, .strongSources, .spendWithoutRevenue: .marketing
        default: .joint
        }
    }

    private func cost(_ cost: AuditCost) -> AuditAnswer.Cost {
        let (formula, assumption) =
            switch cost.formula {
            case .asWorked:
                (
                    "leads of each source × the share of worked leads of that source that were won × the mean won amount; each factor at the low, then at the high end of its 95 % interval",
                    "That they would have fared like the worked leads of their source. They may have been left for a reason."
                )
            case .asOthers:
                (
                    "leads × the difference of the two shares × the share of opportunities that were won × the mean won amount; each factor at the low, then at the high end of its 95 % interval",
                    "That the difference is due to this, and to nothing else that differs between the two."
                )
            }
        return AuditAnswer.Cost(
            low: Money(minor: cost.low, data.currency), high: Money(minor: cost.high, data.currency), rows: cost.rows, formula: formula,
            assumption: assumption)
    }

    func untold(_ finding: AuditFinding) -> AuditAnswer.Untold? {
        finding.gap.map { gap in
            let (why, remedy) = Self.gap(gap)
            return AuditAnswer.Untold(kind: finding.kind.rawValue, sentence: "\(Self.subject(finding.kind)): \(why)", remedy: remedy)
        }
    }

    private static func subject(_ kind: AuditFinding.Kind) -> String {
        switch kind {
        case .neverTouched: "Leads never touched"
        case .picking: "Leads picked by size"
        case .stuck: "Leads that are stuck"
        case .slow: "Speed of the first attempt"
        case .slowTime: "Times of the week"
        case .acceptance: "Acceptance by team"
        case .neverConverted: "Qualified and never converted"
        case .weakSources, .strongSources: "Quality by source"
        case .spendWithoutRevenue: "Spend without revenue"
        case .wonUnqualified: "Won and never qualified"
        case .noLeadKnown: "Won deals without a lead"
        case .disagreement: "Fields that disagree"
        }
    }

    private static func gap(_ gap: AuditFinding.Gap) -> (String, String) {
        switch gap {
        case .fewOpportunities:
            ("too few leads came to opportunity at a known time.", "Import deals with the dates on which they were opened, and who took part.")
        case .noActivities:
            (
                "no file tells of calls, mails and meetings.",
                "Export activities: in HubSpot calls, e-mails and meetings, in Salesforce Task and Event."
            )
        case .noPreciseTimes:
            ("too few first attempts have a time of day.", "Export activities with date and time, and leads with the time of their creation.")
        case .noDeals: ("no file tells of deals.", "Export deals or opportunities, won and lost, with amounts.")
        case .noWonLeads:
            ("of no won deal a lead is known.", "Import leads, or a list of people with their stage or status; people without one open no lead.")
        case .otherActivities:
            (
                "of some leads' systems no calls, mails and meetings are here, so they are not among those told.",
                "Export the activities of those systems too."
            )
        case .noSpend: ("no file tells of spend.", "Import what was spent by month and source: entente import spend.csv.")
        case .noTeams: ("fewer than two teams are known.", "Export users with their teams, or say them under Settings.")
        case .noQualified: ("no lead was handed to sales, as the files say it.", "Import the stages or statuses of leads, and say what they mean.")
        case .oneRecord: ("only one team's list is here.", "Add the other's: marketing's contacts, or sales' leads and deals.")
        case .noSources: ("fewer than two sources are known.", "Import leads with their source.")
        }
    }
}
