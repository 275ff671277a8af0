// SPDX-License-Identifier: Apache-2.0

extension FunnelDigestFold {
    /// The leads behind a number, as `FunnelJournal.leads(behind:)` gives them: ascending, exactly as many as the number says.
    package func leads(behind cell: FunnelCell) -> [Int32] {
        switch cell.measure {
        case .timed: stays(cell) { $0.leads }
        case .untimed: stays(cell) { $0.untimed }
        default: marked(cell)
        }
    }

    /// A lead once for each of its stays.
    private func stays(_ cell: FunnelCell, _ column: (FunnelStageDigest) -> [UInt32]) -> [Int32] {
        guard (1...5).contains(cell.stage), cell.period == nil else { return [] }
        let (opened, from, to) = (journal.leads.opened, question.from >> 4, question.to >> 4)
        return column(digest.stages[cell.stage - 1]).filter { lead in
            let began = opened[Int(lead)] >> 4
            return began >= from && began < to && isOf(cell.group, Int(lead))
        }.sorted().map { Int32(clamping: $0) }
    }

    private func isOf(_ group: FunnelGroup, _ lead: Int) -> Bool {
        guard case .code(let code) = group else { return true }
        return question.isSame(lead < groups.count ? groups[lead] : -1, code)
    }

    private func marked(_ cell: FunnelCell) -> [Int32] {
        guard (1...6).contains(cell.stage) || cell.measure.rawValue >= FunnelMeasure.volume.rawValue else { return [] }
        if cell.period != nil, cell.measure != .volume, cell.measure != .reached { return [] }
        // Whether the pattern says it all: open and ended.
        let isMeant = digest.patterns.flatMap { [$0.has(cell, isEnded: false), $0.has(cell, isEnded: true)] }
        let limit = cell.measure == .stuck ? stuckLimit(cell.stage) : nil, lag = lag.seconds.map(FunnelQualityTally.capped)
        let periods = PeriodFinder(question)
        let (opened, ended, pattern, patterns) = (journal.leads.opened, journal.leads.ended, digest.pattern, digest.patterns)
        let (from, to, now, groups, groupCount) = (question.from >> 4, question.to >> 4, question.now >> 4, groups, question.groupCount)
        var wanted: Int?
        if case .code(let code) = cell.group { wanted = code >= 0 && Int(code) < groupCount ? Int(code) : groupCount }
        var found: [Int32] = []
        for lead in 0..<min(opened.count, pattern.count) {
            let began = opened[lead] >> 4
            guard began >= from, began < to else { continue }
            if let wanted {
                let code = lead < groups.count ? Int(groups[lead]) : -1
                guard (code >= 0 && code < groupCount ? code : groupCount) == wanted else { continue }
            }
            let code = Int(pattern[lead]), isEnded = ended[lead] >> 4 <= now
            guard isMeant[code * 2 + (isEnded ? 1 : 0)] else { continue }
            switch cell.measure {
            case .stuck:
                guard let limit, Double(PackedMove.seconds(digest.since[lead], now)) > limit else { continue }
            case .withinLag, .perhapsWithinLag:
                guard let lag else { continue }
                let watch = QualityWatch(patterns[code], wait: digest.wait[lead], age: PackedMove.seconds(began, now), isEnded: isEnded, lag: lag)
                guard watch.isWithin == (cell.measure == .withinLag ? .yes : .perhaps) else { continue }
            default: break
            }
            if let period = cell.period, periods.period(of: began) != period { continue }
            found.append(Int32(clamping: lead))
        }
        return found
    }

    private func stuckLimit(_ stage: Int) -> Double? {
        guard (1...5).contains(stage) else { return nil }
        return stageTimes(stage - 1, rows(of: 0..<journal.leads.count).row).limit
    }
}

extension FunnelPattern {
    /// Whether a counted lead of this pattern may be behind the number; of `stuck` and the lag the rest is asked of the lead itself.
    fileprivate func has(_ cell: FunnelCell, isEnded: Bool) -> Bool {
        let stage = cell.stage
        func has(_ mask: UInt8) -> Bool { (1...6).contains(stage) && mask & bit(stage) != 0 }
        return switch cell.measure {
        case .entered: has(entered)
        case .left: has(left)
        case .reached: has(reached)
        case .skipped: has(skipped)
        case .reopened: has(reopened)
        case .open: standing(isEnded: isEnded) == stage
        case .waiting: standing(isEnded: isEnded) > 0 && Int(reach) == stage
        case .recycled, .disqualified, .lost, .ended: fell(isEnded: isEnded) == cell.measure && Int(reach) == stage
        case .undated: standing(isEnded: isEnded) == stage && !isLastDated
        case .stuck: standing(isEnded: isEnded) == stage && isLastDated
        case .anyReopened: reopened != 0
        case .volume, .withinLag, .perhapsWithinLag: true
        case .timed, .untimed: false
        }
    }
}
