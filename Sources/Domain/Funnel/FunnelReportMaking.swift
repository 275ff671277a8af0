// SPDX-License-Identifier: Apache-2.0
package import Analytics

extension FunnelReport {
    /// The names that go with the codes of a result.
    package struct Labels: Sendable {
        package var by: String
        /// One per group code.
        package var groups: [String]
        /// For leads in no group.
        package var ungrouped: String
        /// One per period.
        package var periods: [String]

        package init(by: String, groups: [String], ungrouped: String = "not known", periods: [String] = []) {
            (self.by, self.groups, self.ungrouped, self.periods) = (by, groups, ungrouped, periods)
        }
    }

    /// - Parameter currency: the company's, in which all amounts of the journal are.
    package init(_ result: FunnelResult, labels: Labels, currency: Currency) {
        let question = result.question
        mode = question.mode == .cohort ? "cohort" : "activity"
        by = labels.by
        (from, to, asOf) = (Moment(micros: question.from), Moment(micros: question.to), Moment(micros: question.now))
        usualLag = Lag(result.lag)
        let shown = result.rows.filter { !$0.isEmpty }
        total = Row(result.total, deals: result.allDeals, "All", result, currency)
        rows = shown.map { Row($0, deals: $0.deals, labels.label($0.group, question), result, currency) }
        noLeadKnown = Deals(result.noLead, currency)
        linkRate = result.linkRate
        periods = result.periods.map { period in
            let groups = zip(result.rows, period.rows).filter { !$0.0.isEmpty }
                .map { (FunnelLink(FunnelCell($0.group, 0, .volume), groupCount: question.groupCount).group, Counts($1, currency)) }
            return Period(
                label: period.index < labels.periods.count ? labels.periods[period.index] : String(period.index + 1),
                total: Counts(period.total, currency), groups: Dictionary(groups) { first, _ in first })
        }
        warnings = FunnelReport.warnings(result)
        explanations = FunnelReport.explanations(result)
    }
}

extension FunnelReport.Labels {
    fileprivate func label(_ group: FunnelGroup, _ question: FunnelQuestion) -> String {
        guard case .code(let code) = group, code >= 0, Int(code) < question.groupCount else { return ungrouped }
        return Int(code) < groups.count ? groups[Int(code)] : String(code)
    }
}

extension FunnelRow {
    /// Nothing of the range is in this group.
    fileprivate var isEmpty: Bool {
        volume == 0 && deals.deals + deals.open + deals.won + deals.lost == 0 && reopened == 0
            && stages.allSatisfy { $0.entered + $0.left + $0.reached + $0.open + $0.recycled + $0.disqualified + $0.lost + $0.ended == 0 }
    }
}

extension FunnelReport.Lag {
    fileprivate init(_ lag: UsualLag) {
        days = lag.seconds.map { Double($0) / 86_400 }
        switch lag {
        case .given: leads = nil
        case .computed(_, let count), .unknown(let count): leads = count
        }
    }
}

extension FunnelReport.Row {
    fileprivate init(_ row: FunnelRow, deals: DealNumbers, _ label: String, _ result: FunnelResult, _ currency: Currency) {
        self.label = label
        group = FunnelLink(FunnelCell(row.group, 0, .volume), groupCount: result.question.groupCount).group
        (volume, contacts, accounts, reopened, wonLeads) = (row.volume, row.contacts, row.accounts, row.reopened, row.wonLeads)
        quality = FunnelReport.Quality(row, result)
        stages = row.stages.compactMap { FunnelReport.StageLine($0, result) }
        self.deals = FunnelReport.Deals(deals, currency)
    }
}

extension FunnelReport.Quality {
    fileprivate init(_ row: FunnelRow, _ result: FunnelResult) {
        let quality = row.quality, thresholds = result.question.thresholds
        (share, low, high) = (quality.estimate, quality.low, quality.high)
        (withinLag, perhapsWithinLag, watched) = (quality.within, quality.perhaps, quality.watched)
        if quality.estimate != nil {
            missing = nil
        } else if case .unknown(let count) = result.lag {
            missing = "Not enough data: \(count) of the \(thresholds.lag) leads needed came to opportunity at a known time."
        } else if row.volume < thresholds.quality {
            missing = "Not enough data: \(row.volume) of the \(thresholds.quality) leads needed."
        } else {
            missing = "Not enough data: \(quality.watched) of the \(thresholds.watched) leads needed are older than the usual lag."
        }
    }
}

extension FunnelReport.StageLine {
    fileprivate init?(_ line: FunnelStage, _ result: FunnelResult) {
        guard let stage = Stage(code: line.stage) else { return nil }
        (self.stage, label, side) = (stage.name, stage.label, stage.side)
        (`in`, out, reached, open, waiting) = (line.entered, line.left, line.reached, line.open, line.waiting)
        (skipped, reopened, recycled) = (line.skipped, line.reopened, line.recycled)
        (disqualified, lost, ended) = (line.disqualified, line.lost, line.ended)
        (stuck, openUndated) = (line.stuck, line.undated)
        stuckAfterDays = line.stage <= result.stuckAfter.count ? result.stuckAfter[line.stage - 1].map { $0 / 86_400 } : nil
        (conversion, low, high, isOpen) = (line.conversion, line.low, line.high, line.conversion != nil && line.isOpen)
        time = FunnelReport.Time(
            medianSeconds: line.time.median, p90Seconds: line.time.p90, unit: line.time.isInDays ? "days" : "seconds", used: line.time.used,
            wholeDays: line.time.wholeDays, unusable: line.time.unusable)
    }
}

extension FunnelReport.Deals {
    fileprivate init(_ numbers: DealNumbers, _ currency: Currency) {
        (deals, open, won, lost) = (numbers.deals, numbers.open, numbers.won, numbers.lost)
        (revenue, wonWithoutAmount) = (numbers.wonAmount.map { Money(minor: $0, currency) }, numbers.wonWithoutAmount)
    }
}

extension FunnelReport.Counts {
    fileprivate init(_ counts: FunnelPeriod.Counts, _ currency: Currency) {
        (volume, stages, won) = (counts.volume, counts.stages, counts.deals.won)
        revenue = counts.deals.wonAmount.map { Money(minor: $0, currency) }
    }
}
