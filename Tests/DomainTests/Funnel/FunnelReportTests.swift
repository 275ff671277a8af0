// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Foundation
import Testing

@Suite struct FunnelReportTests {
    static let start = Moment(micros: 1_700_000_000_000_000)

    static func at(_ days: Int64) -> Moment { start.adding(seconds: days * 86_400) }

    /// `count` leads, one a day: every second goes on to MQL after a day, every fourth to opportunity after ten.
    static func journal(_ count: Int64, precision: Precision = .second) -> FunnelJournal {
        var journal = FunnelJournal()
        for index in 0..<count {
            journal.appendLead(
                contact: index, account: 1, lead: index, opened: at(index).micros, openedPrecision: 5, ended: .max, stage: Stage.inquiry.code)
            journal.appendMove(to: .inquiry, Timestamp(at(index), precision), basis: .observed)
            if index % 2 == 0 { journal.appendMove(to: .mql, Timestamp(at(index + 1), precision), basis: .observed) }
            if index % 4 == 0 { journal.appendMove(to: .opportunity, Timestamp(at(index + 10), precision), basis: .observed) }
        }
        journal.appendDeal(deal: 1, account: 1, opened: at(3).micros, closed: at(9).micros, outcome: 1, amount: 12_500, link: .lead(0))
        journal.appendDeal(deal: 2, account: 1, opened: at(3).micros, closed: at(9).micros, outcome: 1, amount: .min, link: .noLead)
        return journal
    }

    static func report(_ count: Int64, precision: Precision = .second, mode: FunnelQuestion.Mode = .cohort) -> FunnelReport {
        let question = FunnelQuestion(
            mode: mode, from: start, to: at(1000), now: at(400), zone: .utc, groupCount: 2, periods: [start, at(50), at(1000)])
        let result = journal(count, precision: precision).fold(question, groups: (0..<count).map { Int32($0 % 2) })
        return FunnelReport(result, labels: .init(by: "first source", groups: ["web", "fair"], periods: ["early", "late"]), currency: .eur)
    }

    @Test func `the two headline numbers are those of the leads`() throws {
        let report = Self.report(200)
        #expect(report.total.volume == 200 && report.total.contacts == 200 && report.total.accounts == 1)
        #expect(report.usualLag.days == 10 && report.usualLag.leads == 50)
        let share = try #require(report.total.quality.share)
        #expect(abs(share.value - 0.25) < 1e-12 && share.low < 0.25 && share.high > 0.25 && share.n == 200)
        #expect(report.rows.map(\.label) == ["web", "fair"] && report.rows.map(\.volume) == [100, 100])
        #expect(report.rows.first?.quality.share.map { abs($0.value - 0.5) < 1e-12 } == true)
        #expect(report.periods.map(\.total.volume) == [50, 150] && report.periods.map(\.label) == ["early", "late"])
    }

    @Test func `a stage line tells in, out, reached, skipped and conversion`() throws {
        let lines = Self.report(200).total.stages
        #expect(lines.map(\.stage) == ["inquiry", "mql", "sal", "sql", "opportunity", "won"])
        #expect(lines.map(\.in) == [200, 100, 0, 0, 50, 0] && lines.map(\.reached) == [200, 100, 50, 50, 50, 0])
        #expect(lines.map(\.skipped) == [0, 0, 50, 50, 0, 0] && lines.map(\.out) == [100, 50, 0, 0, 0, 0])
        #expect(lines[0].conversion == wilson(100, of: 200) && lines[0].isOpen && lines[0].high == 1)
        #expect(lines[0].time.medianSeconds == 86_400 && lines[1].time.p90Seconds == 9 * 86_400 && lines[0].time.unit == "seconds")
    }

    @Test func `one deal is one win, and a deal without a lead is nobody's lead`() {
        let report = Self.report(200)
        #expect(report.total.deals.won == 2 && report.rows.map(\.deals.won) == [1, 0] && report.noLeadKnown.won == 1)
        #expect(report.total.deals.revenue == Money(minor: 12_500, .eur) && report.total.deals.wonWithoutAmount == 1)
        #expect(report.linkRate?.value == 0.5 && report.total.wonLeads == 0)
        #expect(report.warnings.map(\.code).contains("links_missing") && report.warnings.map(\.code).contains("amounts_absent"))
    }

    @Test func `few leads are not enough data, with the number`() {
        let report = Self.report(10)
        #expect(report.total.quality.share == nil)
        #expect(report.total.quality.missing == "Not enough data: 3 of the 20 leads needed came to opportunity at a known time.")
        #expect(report.warnings.map(\.code).prefix(2) == ["few_leads", "lag_unknown"])
    }

    @Test func `dates without times give days and say so`() {
        let report = Self.report(200, precision: .day)
        #expect(report.total.stages[0].time.unit == "days" && report.total.stages[0].time.wholeDays == 100)
        #expect(report.warnings.map(\.code).contains("whole_days"))
    }

    @Test func `years give no times at all`() {
        let time = Self.report(200, precision: .year).total.stages[0].time
        #expect(time.medianSeconds == nil && time.used == 0 && time.unusable == 100)
    }

    @Test func `a report survives JSON, without what is absent`() throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let report = Self.report(10, mode: .activity)
        let text = String(decoding: try encoder.encode(report), as: UTF8.self)
        #expect(!text.contains("null") && !text.contains("\"conversion\":") && text.contains("\"link_rate\":"))
        #expect(try JSONDecoder().decode(FunnelReport.self, from: JSONEncoder().encode(report)) == report)
    }

    @Test(arguments: FunnelMeasure.allCases) func `a link names its number and back`(measure: FunnelMeasure) throws {
        for group in [FunnelGroup.total, .code(1), .code(-1)] {
            let cell = FunnelCell(group, measure.isOfStage ? 3 : 0, measure, period: 2)
            #expect(try FunnelLink(cell, groupCount: 2).cell() == cell)
        }
    }

    @Test(arguments: [
        ("total", "mql", "nonsense", "unknown_measure"), ("total", "lost", "open", "unknown_stage"), ("-7", "mql", "open", "unknown_group"),
    ])
    func `a link with an unknown word is refused by name`(group: String, stage: String, measure: String, code: String) {
        #expect { try FunnelLink(group: group, stage: stage, measure: measure, period: nil).cell() } throws: { ($0 as? Problem)?.code == code }
    }
}
