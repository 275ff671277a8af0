// SPDX-License-Identifier: Apache-2.0
import Analytics
import Foundation
import Testing

@Suite struct FunnelFoldTests {
    static let cases: [(FunnelQuestion.Mode, UInt64, Int)] = [
        (.cohort, 1, 400), (.cohort, 2, 400), (.cohort, 3, 60), (.activity, 4, 400), (.activity, 5, 60), (.cohort, 6, 3),
        (.cohort, 7, 1500), (.activity, 8, 1500),
    ]

    @Test(arguments: cases) func `the fold equals the plain reading of the definitions`(mode: FunnelQuestion.Mode, seed: UInt64, count: Int) {
        let ledger = RandomLedger(seed: seed, leads: count), question = ledger.question(mode)
        let result = ledger.journal().fold(question, groups: ledger.groups)
        for row in [result.total] + result.rows {
            var group: Int32?
            if case .code(let code) = row.group { group = code }
            let plain = ledger.plain(question, group)
            compare(row, result, plain, "seed \(seed), \(row.group)")
        }
        compareDeals(result, ledger, "seed \(seed)")
    }

    func compare(_ row: FunnelRow, _ result: FunnelResult, _ plain: PlainFunnel, _ place: Comment) {
        #expect(row.volume == plain.opened.count, place)
        #expect(row.contacts == Set(plain.opened.map(\.contact)).count, place)
        #expect(row.accounts == Set(plain.opened.map(\.account).filter { $0 != 0 }).count, place)
        #expect(row.reopened == plain.mine.count { lead in (1...6).contains { plain.reopened(lead, $0) } }, place)
        #expect(row.stages.map(\.stage) == Array(1...6), place)
        for stage in row.stages { compare(stage, result, plain, "\(place), stage \(stage.stage)") }
        compareQuality(row.quality, result, plain, place)
    }

    func compare(_ stage: FunnelStage, _ result: FunnelResult, _ plain: PlainFunnel, _ place: Comment) {
        let s = stage.stage
        let reached = plain.mine.count { plain.reached($0, s) }
        #expect(stage.entered == plain.entered(s), place)
        #expect(stage.left == (s < 6 ? plain.left(s) : 0), place)
        #expect(stage.reached == reached, place)
        #expect(stage.skipped == plain.skipped(s), place)
        #expect(stage.reopened == plain.mine.count { plain.reopened($0, s) }, place)
        #expect(stage.open == (s < 6 ? plain.open(s).count : 0), place)
        #expect(stage.undated == (s < 6 ? plain.undated(s) : 0), place)
        #expect(stage.waiting == plain.waiting(s), place)
        #expect([stage.lost, stage.disqualified, stage.recycled] == [plain.fell(s, 7), plain.fell(s, 8), plain.fell(s, 9)], place)
        #expect(stage.ended == plain.endedQuietly(s), place)
        if plain.question.mode == .cohort, s < 6 {
            let next = plain.mine.count { plain.reached($0, s + 1) }
            #expect(stage.conversion == wilson(next, of: reached), place)
            #expect(reached - next == stage.waiting + stage.recycled + stage.disqualified + stage.lost + stage.ended, place)
            if reached > 0 { #expect(stage.high == Double(next + stage.waiting + stage.recycled) / Double(reached), place) }
        } else {
            #expect(stage.conversion == nil && stage.low == nil && stage.high == nil, place)
        }
        guard s < 6 else { return #expect(stage.stuck == nil && stage.time.used == 0, place) }
        let stays = plain.stays(s)
        #expect([stage.time.used, stage.time.wholeDays, stage.time.unusable] == [stays.seconds.count, stays.days, stays.unusable], place)
        #expect(stage.time.median == PlainFunnel.type7(stays.seconds, 0.5), place)
        #expect(close(stage.time.p90, PlainFunnel.type7(stays.seconds, 0.9)), place)
        let all = PlainFunnel(
            leads: plain.leads, deals: [], question: plain.question, transitions: plain.transitions, offsets: plain.offsets, group: nil
        ).stays(s).seconds
        let limit = all.count >= 20 ? PlainFunnel.type7(all, 0.9) : 5 * 86_400
        #expect(close(result.stuckAfter[s - 1], limit), place)
        // The limit that was used, since a last binary digit may decide.
        #expect(stage.stuck == plain.stuck(s, limit: result.stuckAfter[s - 1] ?? 0), place)
    }

    func compareQuality(_ quality: FunnelQuality, _ result: FunnelResult, _ plain: PlainFunnel, _ place: Comment) {
        let lags = plain.lags
        guard lags.count >= 20, let lag = PlainFunnel.type7(lags, 0.8)?.rounded(.up) else {
            #expect(result.lag == .unknown(of: lags.count) && quality.estimate == nil && quality.low == nil, place)
            return
        }
        #expect(result.lag == .computed(Int32(lag), of: lags.count), place)
        let n = plain.opened.count, expected = plain.quality(lag: lag)
        #expect([quality.within, quality.perhaps, quality.watched] == [expected.within, expected.perhaps, expected.watched], place)
        guard n > 0 else { return }
        let low = Double(expected.within) / Double(n), high = Double(expected.within + expected.perhaps) / Double(n)
        #expect(close(quality.low, low) && close(quality.high, high), place)
        guard n >= 20, expected.watched >= 5 else { return #expect(quality.estimate == nil, place) }
        let value = min(high, max(low, 1 - expected.km))
        #expect(close(quality.estimate?.value, value) && quality.estimate?.n == n, place)
        guard expected.km > 0, expected.km < 1 else { return }
        let reach = exp(1.959963984540054 * expected.greenwood.squareRoot() / -log(expected.km))
        #expect(close(quality.estimate?.low, min(value, 1 - pow(expected.km, 1 / reach))), place)
        #expect(close(quality.estimate?.high, max(value, 1 - pow(expected.km, reach))), place)
    }

    func compareDeals(_ result: FunnelResult, _ ledger: RandomLedger, _ place: Comment) {
        let question = result.question
        func inRange(_ at: Int64?) -> Bool { at.map { $0 >= question.from && $0 < question.to } ?? false }
        let known = ledger.deals.filter { !$0.elsewhere }
        let won = known.filter { deal in
            guard deal.outcome == 1 else { return false }
            if question.mode == .activity { return inRange(deal.closed) }
            return deal.lead.map { inRange(ledger.leads[$0].opened) } ?? inRange(deal.opened)
        }
        #expect(result.allDeals.won == won.count, place)
        #expect(result.allDeals.wonAmount == won.compactMap(\.amount).reduce(0, +), place)
        #expect(result.allDeals.wonWithoutAmount == won.count { $0.amount == nil }, place)
        #expect(result.noLead.won == won.count { $0.lead == nil }, place)
        #expect(result.rows.reduce(0) { $0 + $1.deals.won } + result.noLead.won == won.count, place)
        let opened = ledger.deals.filter { inRange($0.opened) }
        #expect(result.linkRate == wilson(opened.count { $0.elsewhere || $0.lead != nil }, of: opened.count), place)
    }

    func close(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return abs(a - b) <= 1e-9 * max(1, abs(b))
    }
}
