// SPDX-License-Identifier: Apache-2.0
import Analytics
import Testing

/// A digest must say what walking says: the walk is compared with a plain reference elsewhere.
@Suite struct FunnelDigestTests {
    @Test(arguments: 100...119 as ClosedRange<UInt64>)
    func `a digest answers as the walk does, number for number`(seed: UInt64) {
        let ledger = RandomLedger(seed: seed, leads: Int(seed % 7) * 90 + 5), journal = ledger.journal()
        let question = ledger.question(.cohort), digest = FunnelDigest(journal, zone: question.zone)
        #expect(digest.answers(question))
        for question in variants(of: question) {
            let fold = FunnelDigestFold(digest, journal, question, groups: ledger.groups)
            #expect(fold.result() == journal.fold(question, groups: ledger.groups), "seed \(seed)")
        }
    }

    /// Other times, other ranges, a given lag, no group, no periods.
    private func variants(of question: FunnelQuestion) -> [FunnelQuestion] {
        let middle = question.from / 2 + question.to / 2
        func with(_ change: (inout FunnelQuestion) -> Void) -> FunnelQuestion {
            var copy = question
            change(&copy)
            return copy
        }
        return [
            question, with { $0.from = middle }, with { ($0.from, $0.to) = ($0.to, $0.from) }, with { $0.now = middle },
            with { $0.usualLag = 86_400_000_000 * 20 }, with { $0.usualLag = 0 }, with { $0.groupCount = 0 }, with { $0.periods = [] },
            with { ($0.from, $0.to, $0.now) = (.min, .max, .max) }, with { $0.groupCount = 900 },
        ]
    }

    @Test(arguments: [UInt64(7), 8, 9]) func `ranges of leads and tasks in any order give the same answer`(seed: UInt64) {
        let ledger = RandomLedger(seed: seed, leads: 400), journal = ledger.journal(), question = ledger.question(.cohort)
        let fold = FunnelDigestFold(FunnelDigest(journal, zone: question.zone), journal, question, groups: ledger.groups)
        let counted = FunnelDigestFold.Counted(fold, journal.slices(3).map { fold.rows(of: $0) })
        #expect(fold.result(counted, fold.tasks.reversed().map { fold.run($0, counted) }) == fold.result())
    }

    @Test(arguments: [UInt64(61), 62]) func `the lists of a digest are those of the walk`(seed: UInt64) {
        let ledger = RandomLedger(seed: seed, leads: 300), journal = ledger.journal(), question = ledger.question(.cohort)
        let fold = FunnelDigestFold(FunnelDigest(journal, zone: question.zone), journal, question, groups: ledger.groups)
        let result = fold.result()
        var longest = 0
        for row in [result.total] + result.rows {
            for measure in FunnelMeasure.allCases {
                for stage in 0...7 {
                    for period in [nil, 0, 2, 99] {
                        let cell = FunnelCell(row.group, stage, measure, period: period)
                        let walked = journal.leads(behind: cell, result: result, groups: ledger.groups)
                        longest = max(longest, walked.count)
                        #expect(fold.leads(behind: cell) == walked, "seed \(seed), \(cell)")
                    }
                }
            }
        }
        #expect(longest > 100)
    }

    @Test func `activity and other zones are left to the walk`() {
        let ledger = RandomLedger(seed: 3, leads: 20), journal = ledger.journal(), digest = FunnelDigest(journal, zone: .utc)
        #expect(!digest.answers(ledger.question(.activity)))
        #expect(!digest.answers(FunnelQuestion(from: 0, to: 1, now: 1, zone: ZoneDays(transitions: [], offsets: [3600]))))
        #expect(!digest.answers(FunnelQuestion(from: 0, to: 1, now: 1, groupCount: 70_000)))
        #expect(digest.answers(FunnelQuestion(from: 0, to: 1, now: 1)))
    }

    @Test func `the newest moment is that of what has a time of its own, and not in the future`() {
        var journal = FunnelJournal()
        #expect(journal.newest(until: .max) == nil)
        journal.appendLead(contact: 1, account: 0, lead: 1, opened: 1_000_000, openedPrecision: 5, ended: .max, stage: 1)
        journal.appendMove(to: 2, at: 5_000_000, precision: 5, basis: 3)
        journal.appendMove(to: 3, at: 9_000_000, precision: 5, basis: 4)
        #expect(journal.newest(until: .max) == 5_000_000, "an inferred move has no time of its own")
        #expect(journal.newest(until: 4_000_000) == 1_000_000)
    }

    @Test func `an empty and an odd journal have digests`() {
        #expect(FunnelDigest(FunnelJournal(), zone: .utc).span == nil)
        var journal = FunnelJournal()
        for extreme in [Int64.min, .max, 0, -1] {
            journal.appendLead(contact: extreme, account: extreme, lead: extreme, opened: extreme, openedPrecision: 255, ended: extreme, stage: 77)
            for stage in [UInt8(1), 5, 6, 2] { journal.appendMove(to: stage, at: 0 &- extreme, precision: 99, basis: 99) }
        }
        let question = FunnelQuestion(from: .min, to: .max, now: .max, groupCount: 1, periods: [.min, 0, .max], usualLag: .max)
        let fold = FunnelDigestFold(FunnelDigest(journal, zone: .utc), journal, question, groups: [5, -9])
        #expect(fold.result() == journal.fold(question, groups: [5, -9]))
    }
}
