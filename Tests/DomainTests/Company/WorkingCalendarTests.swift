// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct WorkingCalendarTests {
    private static let first = Day(number: Int32(Day.days(fromCivil: 2025, 1, 1))), last = Day(number: Int32(Day.days(fromCivil: 2027, 12, 31)))
    private static let office = Dictionary(uniqueKeysWithValues: (1...5).map { ($0, [540..<720, 780..<1020]) })

    private func moment(_ text: String) -> Moment {
        Cells.with(text) { DateFormat().parse($0, zone: Cells.berlin) }.value?.at ?? Moment(micros: 0)
    }

    @Test func `a weekend costs the team nothing`() {
        let calendar = WorkingCalendar(hours: Self.office, zone: Cells.berlin, from: Self.first, through: Self.last)
        let friday = moment("2026-07-03 16:30"), monday = moment("2026-07-06 09:15")
        #expect(calendar.workingSeconds(from: friday, to: monday) == 45 * 60)
        #expect(calendar.workingSeconds(from: monday, to: friday) == -45 * 60)
        #expect(calendar.moment(after: 45 * 60, from: friday) == monday)
        #expect(calendar.moment(after: 0, from: moment("2026-07-04 10:00")) == moment("2026-07-06 09:00"))
        #expect(calendar.moment(after: 30 * 60, from: friday) == moment("2026-07-03 17:00"))
        #expect(calendar.isOpen(at: friday) && !calendar.isOpen(at: moment("2026-07-03 12:30")) && !calendar.isOpen(at: moment("2026-07-03 17:00")))
        #expect(calendar.moment(after: 1, from: moment("2027-12-31 23:00")) == nil)
        #expect(calendar.moment(after: .max, from: friday) == nil)
        #expect(calendar.moment(after: -1, from: friday) == nil)
    }

    @Test func `holidays and empty weeks have no work`() {
        let holiday = Day(number: Int32(Day.days(fromCivil: 2026, 7, 6)))
        let calendar = WorkingCalendar(hours: Self.office, holidays: [holiday], zone: Cells.berlin, from: Self.first, through: Self.last)
        #expect(calendar.moment(after: 60, from: moment("2026-07-03 17:00")) == moment("2026-07-07 09:01"))
        let none = WorkingCalendar(hours: [:], zone: .utc, from: Self.first, through: Self.last)
        #expect(none.workingSeconds(from: .earliest, to: .latest) == 0 && none.moment(after: 0, from: .earliest) == nil)
    }

    @Test func `round the clock counts the hours of the day that has 23 and the one that has 25`() {
        let calendar = WorkingCalendar.always(zone: Cells.berlin, from: Self.first, through: Self.last)
        #expect(calendar.workingSeconds(from: moment("2026-03-29"), to: moment("2026-03-30")) == 23 * 3600)
        #expect(calendar.workingSeconds(from: moment("2026-10-25"), to: moment("2026-10-26")) == 25 * 3600)
    }

    /// Walks minute by minute and asks a wall clock.
    @Test(arguments: [UInt64(3), 41, 2026])
    func `arithmetic agrees with a walker of minutes`(seed: UInt64) {
        var random = SeededBytes(state: seed)
        let zone = Cells.berlin
        var hours: [Int: [Range<Int>]] = [:]
        for weekday in 1...7 where random.next() % 5 > 0 {
            hours[weekday] = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                let low = Int.random(in: 0..<1440, using: &random)
                return low..<Int.random(in: low...1440, using: &random)
            }
        }
        let holidays = Set((0..<60).map { _ in Day(number: Int32.random(in: Self.first.number...Self.last.number, using: &random)) })
        let calendar = WorkingCalendar(hours: hours, holidays: holidays, zone: zone, from: Self.first, through: Self.last)
        func works(_ minute: Int64) -> Bool {
            let moment = Moment(micros: minute * 60_000_000), day = zone.day(of: moment)
            let wall = Int(minute + Int64(zone.offset(at: moment)) / 60 - Int64(day.number) * 1440)
            return !holidays.contains(day) && (hours[day.weekday] ?? []).contains { $0.contains(wall) }
        }
        // Around each change of the clock, and anywhere.
        let origins = zone.transitions.map { $0 / 60 - 2000 } + (0..<6).map { _ in Int64.random(in: 28_930_000...30_400_000, using: &random) }
        for origin in origins {
            let start = origin + Int64.random(in: 0...1500, using: &random), from = Moment(micros: start * 60_000_000)
            var worked: Int64 = 0
            for minute in start..<(start + 3000) {
                if works(minute) {
                    worked += 1
                    let done = Moment(micros: (minute + 1) * 60_000_000)
                    #expect(calendar.moment(after: worked * 60, from: from) == done)
                }
                let until = Moment(micros: (minute + 1) * 60_000_000)
                if minute % 7 == 0 { #expect(calendar.workingSeconds(from: from, to: until) == worked * 60) }
                #expect(calendar.isOpen(at: Moment(micros: minute * 60_000_000)) == works(minute))
            }
        }
    }
}
