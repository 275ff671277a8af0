// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

@Suite struct FunnelPropertyTests {
    @Test(arguments: [(FunnelQuestion.Mode.cohort, UInt64(11)), (.activity, 12), (.cohort, 13)])
    func `every list is exactly as long as its number`(mode: FunnelQuestion.Mode, seed: UInt64) {
        let ledger = RandomLedger(seed: seed, leads: 300), journal = ledger.journal()
        let result = journal.fold(ledger.question(mode), groups: ledger.groups)
        for row in [result.total] + result.rows {
            func length(_ measure: FunnelMeasure, _ stage: Int = 0) -> Int {
                journal.leads(behind: FunnelCell(row.group, stage, measure), result: result, groups: ledger.groups).count
            }
            #expect(length(.volume) == row.volume)
            #expect(length(.anyReopened) == row.reopened)
            #expect(length(.withinLag) == row.quality.within && length(.perhapsWithinLag) == row.quality.perhaps, "seed \(seed)")
            for stage in row.stages {
                for (measure, number) in numbers(stage) {
                    #expect(length(measure, stage.stage) == number, "seed \(seed), \(row.group), stage \(stage.stage), \(measure)")
                }
            }
        }
        compareDealLists(journal, result, ledger.groups)
    }

    func numbers(_ stage: FunnelStage) -> [(FunnelMeasure, Int)] {
        [
            (.entered, stage.entered), (.left, stage.left), (.reached, stage.reached), (.skipped, stage.skipped), (.reopened, stage.reopened),
            (.open, stage.open), (.waiting, stage.waiting), (.recycled, stage.recycled), (.disqualified, stage.disqualified),
            (.lost, stage.lost), (.ended, stage.ended), (.undated, stage.undated), (.timed, stage.time.used), (.untimed, stage.time.unusable),
            (.stuck, stage.stuck ?? 0),
        ]
    }

    func compareDealLists(_ journal: FunnelJournal, _ result: FunnelResult, _ groups: [Int32]) {
        var parts: [(DealGroup, DealNumbers)] = [(.total, result.allDeals), (.noLead, result.noLead)]
        for row in result.rows { if case .code(let code) = row.group { parts.append((.code(code), row.deals)) } }
        for (group, numbers) in parts {
            func length(_ measure: DealMeasure) -> Int { journal.deals(behind: measure, of: group, question: result.question, groups: groups).count }
            #expect(length(.deals) == numbers.deals && length(.open) == numbers.open, "\(group)")
            #expect(length(.won) == numbers.won && length(.lost) == numbers.lost, "\(group)")
            #expect(length(.wonWithoutAmount) == numbers.wonWithoutAmount, "\(group)")
        }
    }

    @Test(arguments: [(FunnelQuestion.Mode.cohort, UInt64(21)), (.activity, 22)])
    func `a period's number has its list, and the periods of a cohort add up`(mode: FunnelQuestion.Mode, seed: UInt64) {
        let ledger = RandomLedger(seed: seed, leads: 300), journal = ledger.journal(), question = ledger.question(mode)
        let result = journal.fold(question, groups: ledger.groups)
        let measure: FunnelMeasure = mode == .cohort ? .reached : .entered
        #expect(result.periods.count == 4)
        for period in result.periods {
            for (row, counts) in zip([result.total] + result.rows, [period.total] + period.rows) {
                let cell = { (stage: Int, measure: FunnelMeasure) in FunnelCell(row.group, stage, measure, period: period.index) }
                #expect(journal.leads(behind: cell(0, .volume), result: result, groups: ledger.groups).count == counts.volume)
                for stage in 1...6 {
                    let list = journal.leads(behind: cell(stage, measure), result: result, groups: ledger.groups)
                    #expect(list.count == counts.stages[stage - 1], "seed \(seed)")
                }
            }
        }
        #expect(result.periods.reduce(0) { $0 + $1.total.volume } == result.total.volume)
        #expect(result.periods.reduce(0) { $0 + $1.total.deals.won } == result.allDeals.won)
        if mode == .cohort {
            for stage in 0..<6 { #expect(result.periods.reduce(0) { $0 + $1.total.stages[stage] } == result.total.stages[stage].reached) }
            let again = journal.fold(
                FunnelQuestion(from: question.from, to: question.to, now: question.now, groupCount: 4),
                groups: journal.openingPeriods(question.periods))
            #expect(again.rows.map(\.volume) == result.periods.map(\.total.volume) + [0])
        }
    }

    @Test(arguments: [(FunnelQuestion.Mode.cohort, UInt64(31), 2), (.activity, 32, 3), (.cohort, 33, 7)])
    func `parts folded apart and merged in any order equal the whole`(mode: FunnelQuestion.Mode, seed: UInt64, parts: Int) {
        let ledger = RandomLedger(seed: seed, leads: 500), journal = ledger.journal(), question = ledger.question(mode)
        let whole = journal.fold(question, groups: ledger.groups)
        let slices = journal.slices(parts)
        #expect(slices.first?.lowerBound == 0 && slices.last?.upperBound == 500)
        #expect(zip(slices, slices.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        var partials = slices.map { slice in
            var partial = FunnelPartial(question)
            partial.add(journal, leads: slice, groups: ledger.groups)
            return partial
        }
        for (index, slice) in [0..<40, 40..<100, 100..<journal.deals.count].enumerated() {
            partials[index % partials.count].add(journal, deals: slice, groups: ledger.groups)
        }
        var dice = Dice(seed: seed)
        partials.shuffle(using: &dice)
        var left = FunnelPartial(question)
        for partial in partials { left.merge(partial) }
        #expect(left.result() == whole, "seed \(seed)")
        // Associative: the same from the right.
        var right = FunnelPartial(question)
        for partial in partials.reversed() {
            var sum = partial
            sum.merge(right)
            right = sum
        }
        #expect(right.result() == whole, "seed \(seed)")
    }

    @Test func `two halves loaded apart and joined are the journal`() {
        let ledger = RandomLedger(seed: 41, leads: 200), question = ledger.question(.cohort)
        let cut = ledger.journal().slices(2)
        var joined = ledger.journal(cut[0], deals: false)
        joined.append(contentsOf: ledger.journal(cut[1], deals: false))
        let whole = ledger.journal(nil, deals: false)
        #expect(joined.leads.count == 200 && joined.moves.count == whole.moves.count)
        #expect(joined.fold(question, groups: ledger.groups) == whole.fold(question, groups: ledger.groups))
    }

    @Test func `long lists come in pages`() {
        let ledger = RandomLedger(seed: 51, leads: 200), journal = ledger.journal()
        let result = journal.fold(ledger.question(.cohort), groups: ledger.groups)
        let cell = FunnelCell(.total, 1, .reached)
        let all = journal.leads(behind: cell, result: result, groups: ledger.groups)
        let first = journal.leads(behind: cell, result: result, groups: ledger.groups, limit: 50)
        let rest = journal.leads(behind: cell, result: result, groups: ledger.groups, after: first.last ?? -1)
        #expect(first.count == 50 && first + rest == all)
        #expect(journal.leads(behind: cell, result: result, groups: ledger.groups, after: .max).isEmpty)
    }

    @Test func `no journal, however odd, stops the fold`() {
        var journal = FunnelJournal()
        journal.appendMove(to: 2, at: 0, precision: 6, basis: 1)
        for extreme in [Int64.min, .max, 0, -1] {
            journal.appendLead(contact: extreme, account: extreme, lead: extreme, opened: extreme, openedPrecision: 255, ended: extreme, stage: 77)
            for stage in [UInt8(0), 1, 5, 200, 6] { journal.appendMove(to: stage, at: 0 &- extreme, precision: 99, basis: 99) }
            journal.appendDeal(deal: extreme, account: 0, opened: extreme, closed: extreme, outcome: 1, amount: .max, link: .lead(Int.max))
            journal.appendDeal(deal: extreme, account: 0, opened: extreme, closed: extreme, outcome: 1, amount: .max, link: .noLead)
        }
        #expect(journal.refusedMoves == 9)
        for mode in [FunnelQuestion.Mode.cohort, .activity] {
            let question = FunnelQuestion(mode: mode, from: .min, to: .max, now: .max, groupCount: 1, periods: [.min, 0, .max], usualLag: .max)
            let result = journal.fold(question, groups: [5, -9])
            #expect(result.total.volume == 3)
            #expect(result.noLead.won >= 2 && result.noLead.wonAmount == nil, "a sum beyond 64 bits is not a number")
        }
    }
}
