// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct DateParseTests {
    @Test(arguments: [
        ("2016-10-20", "2016-10-20T00:00:00Z day"), ("2021-1-7", "2021-01-07T00:00:00Z day"), ("1940-06-07Z", "1940-06-07T00:00:00Z day"),
        ("2026-07-03T14:05", "2026-07-03T14:05:00Z minute"), ("2026-07-03 14:05", "2026-07-03T14:05:00Z minute"),
        ("2019-07-05 20:35:26", "2019-07-05T20:35:26Z second"), ("2020-12-30 3:15:52", "2020-12-30T03:15:52Z second"),
        ("2023-11-02T11:00:00", "2023-11-02T11:00:00Z second"), ("2006-04-15T03:23:15.000Z", "2006-04-15T03:23:15Z exact"),
        ("2019-09-10 22:01:17.446", "2019-09-10T22:01:17.446000Z exact"), ("2010-10-14T12:00:00.000", "2010-10-14T12:00:00Z exact"),
        ("2023-11-11 08:18:16.519000 UTC", "2023-11-11T08:18:16.519000Z exact"), ("2023-06-08 23:22:50.048000", "2023-06-08T23:22:50.048000Z exact"),
        ("2010-10-14T12:00:00.000GMT", "2010-10-14T12:00:00Z exact"), ("2009-07-14 22:14:45+0800", "2009-07-14T14:14:45Z second"),
        ("2009-07-14T02:14:45-0800", "2009-07-14T10:14:45Z second"), ("2009-07-14T14:14:45+0200", "2009-07-14T12:14:45Z second"),
        ("2026-07-03T14:05:09+02:00", "2026-07-03T12:05:09Z second"), ("2026-07-03T14:05:09+08", "2026-07-03T06:05:09Z second"),
        ("2026-07-03T14:05:09.123456789Z", "2026-07-03T14:05:09.123457Z exact"), ("2026-07-03T14:05:09.9999999Z", "2026-07-03T14:05:10Z exact"),
        ("2026-07-03T14:05:09,5Z", "2026-07-03T14:05:09.500000Z exact"), ("2026-07-03 14:05:09 GMT", "2026-07-03T14:05:09Z second"),
        ("2026-01-03 14:05:09 PST", "2026-01-03T22:05:09Z second"), ("2026-01-03 14:05 EST", "2026-01-03T19:05:00Z minute"),
        ("2026-07-03 14:05 CEST", "2026-07-03T12:05:00Z minute"), ("2026-07-03 14:05 UTC+2", "2026-07-03T12:05:00Z minute"),
        ("2026/07/03", "2026-07-03T00:00:00Z day"), ("2026.07.03 08:00", "2026-07-03T08:00:00Z minute"), ("2026-07", "2026-07-01T00:00:00Z month"),
        ("20260703T140509Z", "2026-07-03T14:05:09Z second"), ("2026-07-03T24:00", "2026-07-04T00:00:00Z minute"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z second"), ("2026-07-03 3:05 PM", "2026-07-03T15:05:00Z minute"),
        ("0001-01-02", "0001-01-02T00:00:00Z day"), ("0001-01-01", "absent"), ("1/0/1900", "absent"), ("00.01.1900", "absent"),
        ("9999-12-30", "9999-12-30T00:00:00Z day"), ("1900-01-01", "1900-01-01T00:00:00Z day"),
        ("2050-01-01", "2050-01-01T00:00:00Z day"), ("2024-02-29", "2024-02-29T00:00:00Z day"), ("2026-07-03+02:00", "2026-07-03T00:00:00Z day"),
    ])
    func `an ISO date is read whatever the column decided`(text: String, expected: String) { #expect(Cells.date(text) == expected) }

    @Test(arguments: [
        ("12/31/2026", "2026-12-31T00:00:00Z day"), ("12/31/26", "2026-12-31T00:00:00Z day"), ("12/31/2026 3:05 PM", "2026-12-31T15:05:00Z minute"),
        ("12/31/2026, 3:05 PM", "2026-12-31T15:05:00Z minute"), ("7/3/2026 12:05:01 AM", "2026-07-03T00:05:01Z second"),
        ("7/3/2026 12:05\u{202F}PM", "2026-07-03T12:05:00Z minute"), ("7/3/2026 3pm", "2026-07-03T15:00:00Z minute"),
        ("7/3/2026 3:05 p.m.", "2026-07-03T15:05:00Z minute"), ("07/15/2009 02:14:45+0800", "2009-07-14T18:14:45Z second"),
        ("07/13/2009T22:14:45-0800", "2009-07-14T06:14:45Z second"), ("12/31/68", "2068-12-31T00:00:00Z day"),
        ("12/31/69", "1969-12-31T00:00:00Z day"),
        ("7/3/2026 3:05 PM PST", "2026-07-03T23:05:00Z minute"), ("13/12/2026", "contradicts_order"), ("07/2026", "2026-07-01T00:00:00Z month"),
        ("2026-07-03", "2026-07-03T00:00:00Z day"),
    ])
    func `the month comes first where the column says so`(text: String, expected: String) {
        #expect(Cells.date(text, DateFormat(order: .monthFirst)) == expected)
    }

    @Test(arguments: [
        ("31.12.2026", "2026-12-31T00:00:00Z day"), ("3.7.2026 8:05", "2026-07-03T08:05:00Z minute"),
        ("31/12/2026 15:05", "2026-12-31T15:05:00Z minute"),
        ("31-12-2026", "2026-12-31T00:00:00Z day"), ("03/07/2026", "2026-07-03T00:00:00Z day"), ("31.12.26", "2026-12-31T00:00:00Z day"),
        ("12/31/2026", "contradicts_order"), ("31/31/2026", "no_such_date"), ("32/01/2026", "no_such_date"), ("29.02.2025", "no_such_date"),
        ("31-12-26", "not_a_date"),
    ])
    func `the day comes first where the column says so`(text: String, expected: String) {
        #expect(Cells.date(text, DateFormat(order: .dayFirst)) == expected)
    }

    @Test(arguments: [
        ("31 Dec 2026", "2026-12-31"), ("Dec 31, 2026", "2026-12-31"), ("December 31 2026", "2026-12-31"), ("31-Dec-2026", "2026-12-31"),
        ("31-Dec-26", "2026-12-31"), ("31. Dezember 2026", "2026-12-31"), ("3. März 2026", "2026-03-03"), ("1. Mär. 2026", "2026-03-01"),
        ("5 Mai 2026", "2026-05-05"), ("1 août 2026", "2026-08-01"), ("14 juillet 2026", "2026-07-14"), ("3 févr. 2026", "2026-02-03"),
        ("25 DÉCEMBRE 2026", "2026-12-25"), ("3 Jänner 2026", "2026-01-03"), ("Wed, 31 Dec 2025", "2025-12-31"),
        ("Mittwoch, 31. Dezember 2025", "2025-12-31"),
        ("2026 Jul 3", "2026-07-03"), ("Sept 3, 2026", "2026-09-03"), ("30 Okt. 2026", "2026-10-30"),
    ])
    func `a month's name decides by itself`(text: String, expected: String) { #expect(Cells.date(text) == "\(expected)T00:00:00Z day") }

    @Test(arguments: [
        ("Jul 3, 2026 2:05 PM", "2026-07-03T14:05:00Z minute"), ("Jul 3, 2026 at 2:05 PM", "2026-07-03T14:05:00Z minute"),
        ("Fri, 03 Jul 2026 14:05:09 +0200", "2026-07-03T12:05:09Z second"), ("3 Jul 2026, 14:05", "2026-07-03T14:05:00Z minute"),
        ("July 2026", "2026-07-01T00:00:00Z month"), ("Jul 2026 14:05", "not_a_date"), ("31 Foo 2026", "not_a_date"), ("31 Dec Dec", "not_a_date"),
        ("31 Feb 2026", "no_such_date"),
    ])
    func `a named date may have a time`(text: String, expected: String) { #expect(Cells.date(text) == expected) }

    @Test(arguments: [
        ("", "absent"), ("9999-12-31", "absent"), ("9999-12-31 23:59:59", "absent"), ("9999-12-31T23:59:59.999Z", "absent"), ("0000-00-00", "absent"),
        ("0000-00-00 00:00:00", "absent"), ("00/00/0000", "absent"), ("0000-05-01", "year_out_of_range"), ("0000-01-01", "year_out_of_range"),
        ("12026-01-01", "not_a_date"), ("2026-02-30", "no_such_date"), ("2026-00-10", "no_such_date"), ("2026-13-01", "no_such_date"),
        ("2026-07-00", "no_such_date"), ("2026-07-03 25:00", "no_such_time"), ("2026-07-03 12:60", "no_such_time"),
        ("2026-07-03 12:00+19:00", "no_such_time"),
        ("2026-07-03 13:00 PM", "not_a_date"), ("0001-01-02T00:00+25:00", "no_such_time"),
        ("9999-12-30T23:00-15:00", "9999-12-31T14:00:00Z minute"),
        ("2026-07-03x", "not_a_date"), ("2026-07-03T", "not_a_date"), ("2026-07-03 14:05:09.", "not_a_date"),
        ("2026-07-03 14:05:09.1234567890", "not_a_date"),
        ("03/04/2026", "undecided_order"), ("04/04/2026", "2026-04-04T00:00:00Z day"), ("00", "not_a_date"), ("000.000", "not_a_date"),
        ("2,34", "not_a_date"),
        ("99999999999999999999", "not_a_date"), ("1-00000", "not_a_date"), ("415-555-0000", "not_a_date"), ("4-203974", "not_a_date"),
        ("2005 4", "not_a_date"),
        ("123456", "not_a_date"), ("2026", "not_a_date"), ("45631", "not_a_date"), ("2026-07-03-05:00", "not_a_date"),
        ("2026-07-03\u{0}", "not_a_date"),
    ])
    func `what no calendar has is absent or bad and never a trap`(text: String, expected: String) { #expect(Cells.date(text) == expected) }

    @Test(arguments: [
        ("2026", "2026-01-01T00:00:00Z year"), ("20261231", "2026-12-31T00:00:00Z day"), ("20261231140500", "2026-12-31T14:05:00Z second"),
        ("20261331", "no_such_date"), ("1751551509", "2025-07-03T14:05:09Z second"), ("1751551509.25", "2025-07-03T14:05:09.250000Z exact"),
        ("1751551509123", "2025-07-03T14:05:09.123000Z exact"), ("45631", "2024-12-05T00:00:00Z day"), ("45631.5", "2024-12-05T12:00:00Z minute"),
        ("45631,5", "2024-12-05T12:00:00Z minute"), ("45631.123", "2024-12-05T02:57:07Z second"), ("45631.99999999", "2024-12-06T00:00:00Z minute"),
        ("59", "1900-02-28T00:00:00Z day"), ("60", "no_such_date"), ("61", "1900-03-01T00:00:00Z day"), ("1", "1900-01-01T00:00:00Z day"),
        ("25569", "1970-01-01T00:00:00Z day"), ("0", "absent"), ("2958465", "absent"), ("2958464", "9999-12-30T00:00:00Z day"),
        ("9999999", "year_out_of_range"), ("99999999999999999999", "not_a_date"), ("123456789012345678", "year_out_of_range"),
    ])
    func `a bare number is a date where the column was decided to hold them`(text: String, expected: String) {
        #expect(Cells.date(text, DateFormat(numbers: [.year, .serial, .compact, .seconds, .milliseconds])) == expected)
    }

    @Test func `a time without a zone is the company's`() {
        #expect(Cells.date("2026-07-03 14:05", DateFormat(), Cells.berlin) == "2026-07-03T12:05:00Z minute")
        #expect(Cells.date("2026-01-03 14:05:09.5", DateFormat(), Cells.berlin) == "2026-01-03T13:05:09.500000Z exact")
        #expect(Cells.date("2026-07-03", DateFormat(), Cells.berlin) == "2026-07-02T22:00:00Z day")
        // 02:30 is skipped on 29 March 2026 and repeated on 25 October: after the gap, and the earlier of two.
        #expect(Cells.date("2026-03-29 02:30", DateFormat(), Cells.berlin) == "2026-03-29T01:30:00Z minute")
        #expect(Cells.date("2026-10-25 02:30", DateFormat(), Cells.berlin) == "2026-10-25T00:30:00Z minute")
    }

    @Test(arguments: [
        ("2025-03-01 10:00 America/New_York", "2025-03-01 10:00", "America/New_York"),
        ("2025-03-01T10:00[Europe/Berlin]", "2025-03-01T10:00", "Europe/Berlin"),
        ("3/1/2025 3:05 PM (America/Argentina/Buenos_Aires)", "3/1/2025 3:05 PM", "America/Argentina/Buenos_Aires"),
        ("2025-03-01 10:00:00 Etc/GMT+3", "2025-03-01 10:00:00", "Etc/GMT+3"),
    ])
    func `the name of a zone is told apart, for who knows where that is`(text: String, time: String, name: String) {
        let found = Cells.with(text) { cell in namedZone(in: cell).map { [String(decoding: $0.time, as: UTF8.self), $0.name] } }
        #expect(found == [time, name])
        #expect(Cells.date(text, DateFormat(order: .monthFirst)) == "no_such_time")
    }

    @Test(arguments: [
        "2025-03-01 America/New_York", "2025-03-01 10:00 and/or", "2025-03-01 10:00 CET", "America/New_York", "2025-03-01 10:00 A/\u{e9}",
    ])
    func `other words are no zone`(text: String) { #expect(Cells.with(text) { namedZone(in: $0)?.name } == nil) }

    @Test func `a column of midnights holds days as they are written`() {
        let days = DateFormat(numbers: .milliseconds, wholeDays: true)
        #expect(Cells.date("2026-07-03T00:00:00.000Z", days, Cells.berlin) == "2026-07-02T22:00:00Z day")
        #expect(Cells.date("1751500800000", days, Cells.berlin) == "2025-07-02T22:00:00Z day")
    }

    @Test func `every day of four centuries comes back from each way to write it`() {
        for number in stride(from: Day.days(fromCivil: 1800, 1, 1), to: Day.days(fromCivil: 2200, 1, 1), by: 7) {
            let day = Day(number: Int32(number)), (y, m, d) = day.civil
            let expected = "\(day.iso)T00:00:00Z day"
            #expect(Cells.date(day.iso) == expected)
            #expect(Cells.date("\(m)/\(d)/\(y)", DateFormat(order: .monthFirst)) == expected)
            #expect(Cells.date("\(d).\(m).\(y)", DateFormat(order: .dayFirst)) == expected)
        }
    }

    /// A trailing space before the zone, or none, takes the long way: both ways must say the same.
    @Test func `the short way and the long way agree`() {
        var random = SeededBytes(state: 11)
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        for _ in 0..<20_000 {
            let day = Day(number: Int32.random(in: -30_000...60_000, using: &random)).iso
            let clock =
                "\(two(Int.random(in: 0...24, using: &random))):\(two(Int.random(in: 0...60, using: &random))):\(two(Int.random(in: 0...60, using: &random)))"
            let fraction = ["", ".000", ".123", ".123456", ".5"][Int(random.next() % 5)]
            for format in [DateFormat(), DateFormat(wholeDays: true)] {
                let (zulu, offset) = (Cells.date("\(day)T\(clock)\(fraction)Z", format), Cells.date("\(day)T\(clock)\(fraction)+00:00", format))
                #expect(zulu == offset)
                let slashed = day.split(separator: "-").joined(separator: "/")
                #expect(
                    Cells.date("\(day) \(clock)\(fraction)", format, Cells.berlin)
                        == Cells.date("\(slashed) \(clock)\(fraction)", format, Cells.berlin))
                #expect(Cells.date(day, format, Cells.berlin) == Cells.date(slashed, format, Cells.berlin))
            }
        }
    }
}
