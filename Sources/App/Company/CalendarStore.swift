// SPDX-License-Identifier: Apache-2.0
package import Domain
package import Storage

/// When a team works: the calendar in which its deadlines run.
package struct CalendarRow: Sendable, Hashable {
    package var name: String
    package var zone: String
    /// Minutes of the day by weekday, 1 Monday to 7 Sunday.
    package var hours: [Int: [Range<Int>]]
    package var holidays: Set<Day>

    package init(name: String, zone: String, hours: [Int: [Range<Int>]], holidays: Set<Day> = []) {
        (self.name, self.zone, self.hours, self.holidays) = (name, zone, hours, holidays)
    }

    /// The name of the company's own; every other calendar is a team's, and bears its name.
    package static let company = "default"

    /// Monday to Friday, nine to five.
    package static let office: [Int: [Range<Int>]] = Dictionary(uniqueKeysWithValues: (1...5).map { ($0, [540..<1020]) })

    /// Reads `mon-fri 09:00-12:30 13:30-17:00; sat 10:00-14:00`.
    package static func hours(_ text: String) throws(Problem) -> [Int: [Range<Int>]] {
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        func bad(_ part: Substring) -> Problem {
            Problem(
                "bad_hours", "\"\(part)\" does not say when you work.", at: "hours", remedy: "Write mon-fri 09:00-17:00; sat 10:00-14:00.",
                fault: .usage)
        }
        var hours: [Int: [Range<Int>]] = [:]
        for part in text.lowercased().split(separator: ";") {
            let words = part.split(separator: " ")
            let ends = words.first.map { $0.split(separator: "-").map { names.firstIndex(of: String($0)) } } ?? []
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last, words.count > 1 else { throw bad(part) }
            var ranges: [Range<Int>] = []
            for word in words.dropFirst() {
                let times = word.split(separator: "-").map { time -> Int? in
                    let parts = time.split(separator: ":").map { Int($0) }
                    guard let hour = parts.first ?? nil, (0...24).contains(hour) else { return nil }
                    let minute = parts.count > 1 ? parts[1] ?? -1 : 0
                    return (0..<60).contains(minute) ? hour * 60 + minute : nil
                }
                guard times.count == 2, let from = times[0], let to = times[1], from < to, to <= 1440 else { throw bad(part) }
                ranges.append(from..<to)
            }
            for day in first...last { hours[day + 1, default: []] += ranges }
        }
        guard !hours.isEmpty else { throw bad(text[...]) }
        return hours
    }
}

package enum CalendarStore {
    private struct Row: Decodable {
        let name: String
        let zone: String
        let hours: String
        let holidays: String
    }

    package static func all(_ read: Read) throws -> [CalendarRow] {
        try read.rows(as: Row.self, "select name, zone, hours, holidays from calendar order by id").map { row in
            var hours: [Int: [Range<Int>]] = [:]
            for part in row.hours.split(separator: " ") {
                let numbers = part.split(whereSeparator: { $0 == ":" || $0 == "-" }).compactMap { Int($0) }
                if numbers.count == 3, numbers[1] < numbers[2] { hours[numbers[0], default: []].append(numbers[1]..<numbers[2]) }
            }
            return CalendarRow(
                name: row.name, zone: row.zone, hours: hours,
                holidays: Set(row.holidays.split(separator: " ").compactMap { Int32($0).map { Day(number: $0) } }))
        }
    }

    /// The team works in the company's hours again.
    static func remove(_ tx: Write, _ name: String) throws {
        guard try tx.execute("delete from calendar where name = $1 and name <> $2", name, CalendarRow.company) > 0 else { throw Problem.nothingHere }
    }

    /// Creates a calendar or replaces the one of that name.
    package static func put(_ tx: Write, _ calendar: CalendarRow) throws {
        let hours = calendar.hours.sorted { $0.key < $1.key }.flatMap { day, ranges in ranges.map { "\(day):\($0.lowerBound)-\($0.upperBound)" } }
            .joined(separator: " ")
        let holidays = calendar.holidays.sorted().map { String($0.number) }.joined(separator: " ")
        if try tx.execute("update calendar set zone = $2, hours = $3, holidays = $4 where name = $1", calendar.name, calendar.zone, hours, holidays)
            > 0
        {
            return
        }
        try tx.execute(
            "insert into calendar (id, name, zone, hours, holidays) values ($1, $2, $3, $4, $5)", tx.newID(), calendar.name, calendar.zone, hours,
            holidays)
    }
}
