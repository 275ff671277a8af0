// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

private func day(_ text: String) -> Day {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, let day = Day(year: parts[0], month: parts[1], day: parts[2]) else { return Day(number: 0) }
    return day
}

@Suite struct FiscalCalendarTests {
    @Test(arguments: [
        ("2026-07-03", Period.week, "2026-W27", "2026-06-29", "2026-07-05"), ("2026-12-31", .week, "2026-W53", "2026-12-28", "2027-01-03"),
        ("2027-01-01", .week, "2026-W53", "2026-12-28", "2027-01-03"), ("2024-12-30", .week, "2025-W01", "2024-12-30", "2025-01-05"),
        ("2026-02-10", .month, "2026-02", "2026-02-01", "2026-02-28"), ("2024-02-10", .month, "2024-02", "2024-02-01", "2024-02-29"),
        ("2026-07-03", .quarter, "Q3 2026", "2026-07-01", "2026-09-30"), ("2026-12-31", .quarter, "Q4 2026", "2026-10-01", "2026-12-31"),
        ("2026-07-03", .year, "2026", "2026-01-01", "2026-12-31"),
    ])
    func `calendar periods are named as people name them`(text: String, unit: Period, label: String, first: String, last: String) {
        let bucket = unit.bucket(of: day(text))
        #expect(bucket.label == label)
        #expect(bucket.first.iso == first)
        #expect(bucket.last.iso == last)
    }

    @Test(arguments: [
        ("2026-01-15", 4, Period.quarter, "FY2026 Q4", "2026-01-01", "2026-03-31"),
        ("2026-04-01", 4, .quarter, "FY2027 Q1", "2026-04-01", "2026-06-30"),
        ("2025-10-01", 10, .year, "FY2026", "2025-10-01", "2026-09-30"), ("2026-09-30", 10, .month, "FY2026 P12", "2026-09-01", "2026-09-30"),
        ("2026-02-28", 12, .quarter, "FY2026 Q1", "2025-12-01", "2026-02-28"),
    ])
    func `a fiscal year may start in any month`(text: String, start: Int, unit: Period, label: String, first: String, last: String) {
        let period = FiscalCalendar(.months(start: start)).period(of: day(text), unit)
        #expect(period.label == label)
        #expect(period.first.iso == first)
        #expect(period.last.iso == last)
    }

    // Source: National Retail Federation, 4-5-4 calendars as published for these years; 2012, 2017 and 2023 have 53 weeks.
    @Test(arguments: [
        (2012, "2012-01-29", "2013-02-02", 53), (2016, "2016-01-31", "2017-01-28", 52), (2017, "2017-01-29", "2018-02-03", 53),
        (2018, "2018-02-04", "2019-02-02", 52), (2019, "2019-02-03", "2020-02-01", 52), (2020, "2020-02-02", "2021-01-30", 52),
        (2021, "2021-01-31", "2022-01-29", 52), (2022, "2022-01-30", "2023-01-28", 52), (2023, "2023-01-29", "2024-02-03", 53),
        (2024, "2024-02-04", "2025-02-01", 52), (2025, "2025-02-02", "2026-01-31", 52),
    ])
    func `the retail calendar has the published years`(name: Int, first: String, last: String, weeks: Int) {
        for text in [first, last] {
            let year = FiscalCalendar.retail454.period(of: day(text), .year)
            #expect(year.label == "FY\(name)")
            #expect(year.first.iso == first)
            #expect(year.last.iso == last)
            #expect(year.length == weeks * 7)
        }
    }

    @Test func `the 53rd week belongs to the last period`() {
        let quarter = FiscalCalendar.retail454.period(of: day("2024-02-03"), .quarter)
        #expect(quarter.label == "FY2023 Q4" && quarter.first.iso == "2023-10-29" && quarter.length == 14 * 7)
        let period = FiscalCalendar.retail454.period(of: day("2024-02-03"), .month)
        #expect(period.label == "FY2023 P12" && period.first.iso == "2023-12-31" && period.length == 5 * 7)
        #expect(FiscalCalendar.retail454.period(of: day("2023-04-29"), .quarter).label == "FY2023 Q1")
        #expect(FiscalCalendar.retail454.period(of: day("2023-04-30"), .quarter).label == "FY2023 Q2")
    }

    // Source: Apple Inc., form 10-K: fiscal years end on the last Saturday of September; 2022 on 24 September 2022, 2023 (53 weeks) on 30 September 2023.
    @Test(arguments: [("2022-09-24", "2021-09-26", 52), ("2023-09-30", "2022-09-25", 53), ("2024-09-28", "2023-10-01", 52)])
    func `a year may end on the last weekday of a month`(last: String, first: String, weeks: Int) {
        let calendar = FiscalCalendar(.weeks(.w445, endMonth: 9, weekday: 6, rule: .last))
        let year = calendar.period(of: day(last), .year)
        #expect(year.last.iso == last && year.first.iso == first && year.length == weeks * 7 && year.label == "FY\(last.prefix(4))")
    }

    @Test(arguments: FiscalCalendar.WeekPattern.allCases, FiscalCalendar.YearEnd.allCases)
    func `periods tile the days without gap or overlap`(pattern: FiscalCalendar.WeekPattern, rule: FiscalCalendar.YearEnd) {
        for (month, weekday) in [(1, 6), (6, 5), (12, 7), (12, 6)] {
            let calendar = FiscalCalendar(.weeks(pattern, endMonth: month, weekday: weekday, rule: rule), naming: .start)
            for unit in Period.allCases {
                let buckets = unit.buckets(from: day("2019-05-05"), through: day("2035-05-05"), in: calendar)
                #expect(Set(buckets.map(\.label)).count == buckets.count, "\(unit) labels repeat")
                for (a, b) in zip(buckets, buckets.dropFirst()) { #expect(a.last.adding(days: 1) == b.first) }
                for bucket in buckets {
                    #expect(unit.bucket(of: bucket.first, in: calendar) == bucket && unit.bucket(of: bucket.last, in: calendar) == bucket)
                }
            }
        }
    }

    @Test func `the ends of time do not trap`() {
        for number in [Int32.min, -719_162, 0, 2_932_896, .max] {
            for calendar in [FiscalCalendar.calendar, .retail454] {
                for unit in Period.allCases { _ = unit.bucket(of: Day(number: number), in: calendar) }
            }
        }
        #expect(Period.week.buckets(from: day("0001-01-01"), through: day("9999-12-31"), limit: 100).count == 100)
    }
}
