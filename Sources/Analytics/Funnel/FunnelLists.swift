// SPDX-License-Identifier: Apache-2.0

extension FunnelJournal {
    /// The leads behind a number: indices into `leads`, ascending, exactly as many as the number says. A measure of stays names a lead once per stay.
    /// - Parameters: `result` the answer whose number it is; `groups` as it was folded with; `after` and `limit` page through long lists.
    package func leads(
        behind cell: FunnelCell, result: FunnelResult, groups: [Int32], after last: Int32 = -1, limit: Int = .max
    ) -> [Int32] {
        let question = result.question
        var walk = FunnelWalk(question)
        var found: [Int32] = []
        for lead in max(0, Int(last) + 1)..<max(leads.count, Int(last) + 1, 0) where found.count < limit {
            if case .code(let code) = cell.group, !question.isSame(lead < groups.count ? groups[lead] : -1, code) { continue }
            walk.follow(self, lead, question)
            let times = cell.period.map { walk.count(cell, in: $0, question) } ?? walk.count(cell, result)
            for _ in 0..<times { found.append(Int32(clamping: lead)) }
        }
        return found
    }

    /// Folds all leads and deals in one go. To use two threads, fold each of `slices(2)` into a partial of its own and merge.
    package func fold(_ question: FunnelQuestion, groups: [Int32]) -> FunnelResult {
        var partial = FunnelPartial(question)
        partial.add(self, leads: 0..<leads.count, groups: groups)
        partial.add(self, deals: 0..<deals.count, groups: groups)
        return partial.result()
    }
}

extension FunnelWalk {
    fileprivate func count(_ cell: FunnelCell, in period: Int, _ question: FunnelQuestion) -> Int {
        if cell.measure == .volume { return isCounted && self.period == period ? 1 : 0 }
        if question.mode == .cohort { return cell.measure == .reached && isCounted && self.period == period && has(reached, cell.stage) ? 1 : 0 }
        return cell.measure == .entered && periodEntries.contains { $0.period == period && $0.stage == cell.stage } ? 1 : 0
    }

    fileprivate func count(_ cell: FunnelCell, _ result: FunnelResult) -> Int {
        let stage = cell.stage
        guard (1...6).contains(stage) || cell.measure.rawValue >= FunnelMeasure.volume.rawValue else { return 0 }
        let isMeant =
            switch cell.measure {
            case .entered: has(entered, stage)
            case .left: has(left, stage)
            case .reached: has(reached, stage)
            case .skipped: has(skipped, stage)
            case .reopened: has(reopened, stage)
            case .open: standing == stage
            case .waiting: standing > 0 && reach == stage
            case .recycled, .disqualified, .lost, .ended: fell == cell.measure && reach == stage
            case .undated: standing == stage && standingFor == nil
            case .stuck: standing == stage && isStuck(after: stage <= result.stuckAfter.count ? result.stuckAfter[stage - 1] : nil)
            case .volume: isCounted
            case .anyReopened: reopened != 0
            case .withinLag: isCounted && result.lag.seconds.map { standingWithin($0).0 } ?? false
            case .perhapsWithinLag: isCounted && result.lag.seconds.map { standingWithin($0).1 } ?? false
            case .timed, .untimed: false
            }
        switch cell.measure {
        case .timed: return stays.count { $0.stage == stage && $0.seconds != nil }
        case .untimed: return stays.count { $0.stage == stage && $0.seconds == nil }
        default: return isMeant ? 1 : 0
        }
    }

    private func has(_ mask: UInt8, _ stage: Int) -> Bool { (1...6).contains(stage) && mask & bit(stage) != 0 }

    private func isStuck(after limit: Double?) -> Bool {
        guard let limit, let standingFor else { return false }
        return Double(standingFor) > limit
    }
}
