// SPDX-License-Identifier: Apache-2.0
import Analytics

extension FunnelReport {
    /// What the reader must know before believing a number, most important first.
    static func warnings(_ result: FunnelResult) -> [Warning] {
        let total = result.total, thresholds = result.question.thresholds
        var found: [Warning] = []
        func warn(_ code: String, _ sentence: String) { found.append(Warning(code: code, sentence: sentence)) }
        if total.volume == 0 {
            warn("no_leads", "No lead was opened in this range.")
        } else if total.volume < thresholds.quality {
            warn("few_leads", "Only \(total.volume) leads were opened in this range: look at the intervals before comparing shares.")
        }
        if case .unknown(let count) = result.lag {
            warn(
                "lag_unknown",
                "Quality can't be said: \(count) leads came to opportunity at a known time, \(thresholds.lag) are needed. A "
                    + "stage history has such times.")
        }
        if total.quality.perhaps > 0, let low = total.quality.low, let high = total.quality.high {
            warn(
                "cohort_open",
                "\(total.quality.perhaps) leads may yet reach opportunity in time, or did so at an unknown time: quality will "
                    + "end between \(percent(low)) and \(percent(high)).")
        }
        let used = total.stages.reduce(0) { $0 + $1.time.used }, unusable = total.stages.reduce(0) { $0 + $1.time.unusable }
        if unusable > used {
            warn(
                "times_unknown",
                "\(unusable) of \(used + unusable) stays have no date at one end, so that times in stage rest on the others. "
                    + "Import a stage or field history to fill them.")
        }
        if total.stages.contains(where: { $0.time.isInDays }) {
            warn("whole_days", "Some dates came without a time of day: times in those stages are in whole days.")
        }
        let ended = total.stages.reduce(0) { $0 + $1.ended }
        if ended > 0 { warn("ended_without_reason", "\(ended) leads ended without a stage that says how.") }
        if result.allDeals.wonWithoutAmount > 0 {
            warn(
                "amounts_absent",
                "\(result.allDeals.wonWithoutAmount) won deals have no amount that can be counted: revenue is at least what is shown.")
        }
        if let rate = result.linkRate, rate.value < 0.8 {
            warn(
                "links_missing",
                "A lead is known for \(percent(rate.value)) of \(rate.n) deals opened in this range: the rest is “no lead "
                    + "known”. Contact roles or associations of deals would link them.")
        }
        return found
    }

    /// How the numbers are made and what they can't tell.
    static func explanations(_ result: FunnelResult) -> [Explanation] {
        let isCohort = result.question.mode == .cohort
        let lag = result.lag.seconds.map { "\(rounded(Double($0) / 86_400)) days" } ?? "not known here"
        return [
            Explanation(
                term: "range",
                text: isCohort
                    ? "Leads opened in the range, with all that became of them until now."
                    : "Moves made in the range, by leads of any age; volume and quality are of the leads opened in it; open and "
                        + "stuck are as of now."),
            Explanation(term: "volume", text: "Leads opened in the range. A person may have several leads; people and companies are counted beside."),
            Explanation(
                term: "quality",
                text: "Share of those leads that reach opportunity within the usual lag (\(lag)). Leads younger than that are counted "
                    + "as long as they were watched (Kaplan-Meier); leads that ended are counted as watched. It says nothing below "
                    + "\(result.question.thresholds.quality) leads, or where fewer than \(result.question.thresholds.watched) are "
                    + "older than the lag."),
            Explanation(
                term: "usual lag",
                text: "The time from opening to opportunity that 80 of 100 leads of the whole ledger that came there kept to, from "
                    + "dates that are known to the day or better. Leads that are slow and not there yet are not in it."),
            Explanation(term: "in and out", text: "In: leads with a move into the stage. Out: those that went from it straight to a later one."),
            Explanation(term: "reached", text: "Leads that came to this stage or a later one; those that passed over it are also under skipped."),
            Explanation(
                term: "conversion",
                text: isCohort
                    ? "Of the leads that reached a stage, those that reached the next, with Wilson's 95 % interval. Low and high "
                        + "are what the share will be at least and at most, since open and recycled leads may still make it."
                    : "Not given for activity: the leads that enter two stages in the same weeks are not the same leads. Ask for a cohort."),
            Explanation(
                term: "time in stage",
                text: "Median and 90th percentile (type 7) of ended stays, however they ended, with both dates known to the day or "
                    + "better. Guessed dates are left out and counted as unusable. Stays that still go on are not in it, so that a new "
                    + "cohort looks fast."),
            Explanation(
                term: "stuck",
                text: "Open in the stage for longer than nine in ten of the stays that ended there, or than the agreed limit where "
                    + "fewer than \(result.question.thresholds.stuck) ended. Leads without a date of entry can't be judged."),
            Explanation(
                term: "fell out",
                text: "By the furthest stage reached: recycled, disqualified, lost, or ended without saying how. Recycled leads may come back."),
            Explanation(term: "reopened", text: "Came back to an earlier stage, or out of recycled, lost or disqualified."),
            Explanation(
                term: "won",
                text: "One deal is one win, whatever the number of people. Revenue is the sum of won deals' amounts in the company's "
                    + "currency. Leads that came to won are counted apart."),
            Explanation(
                term: "no lead known",
                text: "Deals that no lead is known for enter at opportunity. They are in the total of deals, "
                    + "never in that of leads."),
        ]
    }

    /// 0.1234 as "12.3 %".
    private static func percent(_ share: Double) -> String { rounded(share * 100) + " %" }

    /// One decimal, none where it is 0.
    private static func rounded(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "?" }
        let tenths = Int64((value * 10).rounded())
        let sign = tenths < 0 ? "-" : "", size = tenths.magnitude
        return sign + (size % 10 == 0 ? "\(size / 10)" : "\(size / 10).\(size % 10)")
    }
}
