// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// What the settings are now.
struct SettingsReading {
    let read: Read
    let now: Moment

    func page(problem: Problem?, fields: [String]) throws -> SettingsPage {
        let company = try CompanyStore.current(read)
        let known = FirstVisitChoices.currencies.contains { $0.0 == company.currency.code }
        let currencies = (known ? [] : [(company.currency.code, "")]) + FirstVisitChoices.currencies
        let today = (Zones.expand(company.zone) ?? .utc).day(of: now)
        return SettingsPage(
            problem: problem.map { [$0.sentence, $0.remedy].compactMap(\.self).joined(separator: " ") }, name: company.name, zone: company.zone,
            zones: FirstVisitChoices.zones.map { Choice($0, $0) },
            currencies: currencies.map { Choice($0.0, $0.1.isEmpty ? $0.0 : "\($0.0) · \($0.1)", selected: $0.0 == company.currency.code) },
            fiscal: Self.fiscal(company.fiscal), quarter: Period.quarter.bucket(of: today, in: company.fiscal).label,
            domains: company.domains.joined(separator: " "), calendars: try calendars(company), teams: try teams(),
            placing: try placing(today), fields: fields, said: try said())
    }

    /// The company's first, then those of teams, then an empty one.
    private func calendars(_ company: Company) throws -> [SettingsPage.Calendar] {
        let known = try CalendarStore.all(read)
        let own =
            known.first { $0.name == CalendarRow.company } ?? CalendarRow(name: CalendarRow.company, zone: company.zone, hours: CalendarRow.office)
        let all = [own] + known.filter { $0.name != CalendarRow.company }
        return all.map { row in
            .init(
                name: row.name, isCompany: row.name == CalendarRow.company, zone: row.zone, hours: row.hours.text,
                holidays: row.holidays.sorted().map(\.iso).joined(separator: " "),
                remove: row.name == CalendarRow.company ? nil : "/settings/hours/remove")
        } + [.init(name: "", isCompany: false, zone: company.zone, hours: own.hours.text, holidays: "", remove: nil)]
    }

    private func placing(_ today: Day) throws -> SettingsPage.Placing {
        let members = try MemberVerbs.here(read)
        return .init(
            members: Options.html([Choice("", "Choose")] + members.map { Choice(String($0.id), $0.name) }),
            teams: try read.rows(as: String.self, "select name from team order by name").map { Choice($0, $0) }, today: today.iso)
    }

    private static func fiscal(_ fiscal: FiscalCalendar) -> [Choice] {
        let months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
        let choices =
            months.enumerated().map { ("\($0 + 1)", "Months, from \($1)", FiscalCalendar(.months(start: $0 + 1))) }
            + FiscalCalendar.WeekPattern.allCases.compactMap { pattern in
                (try? CompanyCommand.fiscal(pattern.rawValue)).map { (pattern.rawValue, "Weeks, \(pattern.rawValue), to the end of January", $0) }
            }
        let isKnown = choices.contains { $0.2 == fiscal }
        return (isKnown ? [] : [Choice("=", "As it was set in the terminal", selected: true)])
            + choices.map { Choice($0.0, $0.1, selected: $0.2 == fiscal) }
    }

    private func teams() throws -> Table? {
        struct Row: Decodable {
            let id: Int64
            let name: String
            let sides: String
        }
        let rows = try read.rows(
            as: Row.self,
            """
            select t.id, t.name, coalesce(min(m.side), '') as sides from team t
            left join membership m on m.team_id = t.id and m.to_at is null group by t.id, t.name order by t.name
            """)
        guard !rows.isEmpty else { return nil }
        return Table(
            columns: [.init("Team", isText: true), .init("Side", isText: true), .init("Members now"), .init("Who", isText: true)],
            rows: try rows.map { row in
                let names = try read.rows(
                    as: String.self,
                    """
                    select distinct m.name from membership p join member m on m.id = p.member_id
                    where p.team_id = $1 and p.to_at is null and m.disabled_at is null order by m.name
                    """, row.id)
                let shown = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " and \(names.count - 8) more" : "")
                return Table.Row(
                    .text(row.name, side: Side(rawValue: row.sides)), [.text(row.sides), .number(Format.count(names.count)), .text(shown)])
            })
    }

    private func said() throws -> [SettingsPage.Said] {
        var said: [SettingsPage.Said] = []
        try read.scan("select system, kind, heading, field from column_map order by system, kind, heading limit 500") { row in
            let field = row.text(3)
            said.append(
                .init(
                    from: "\(row.text(0)), \(row.text(1).replacing("_", with: " "))", text: "the column “\(row.text(2))”",
                    meaning: field == "-" ? "left out" : field == "+" ? "a field of its own" : field.replacing("_", with: " "),
                    action: "/settings/forget-column", key: "\(row.text(0))|\(row.text(1))|\(row.text(2))"))
        }
        try read.scan("select system, domain, raw, value from value_map order by system, domain, raw limit 500") { row in
            said.append(
                .init(
                    from: row.text(0), text: "\(row.text(1).replacing("_", with: " ")) “\(row.text(2))”",
                    meaning: row.text(3).isEmpty ? "as it is" : row.text(3),
                    action: "/settings/forget-value", key: "\(row.text(0))|\(row.text(1))|\(row.text(2))"))
        }
        return said
    }
}

extension [Int: [Range<Int>]] {
    /// `mon-fri 09:00-17:00; sat 10:00-14:00`, as `CalendarRow.hours` reads it.
    var text: String {
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        func time(_ minute: Int) -> String { "\(minute / 60 < 10 ? "0" : "")\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)" }
        var parts: [String] = [], day = 1
        while day <= 7 {
            guard let ranges = self[day], !ranges.isEmpty else {
                day += 1
                continue
            }
            var last = day
            while last < 7, self[last + 1] == ranges { last += 1 }
            let days = last == day ? names[day - 1] : "\(names[day - 1])-\(names[last - 1])"
            parts.append("\(days) " + ranges.map { "\(time($0.lowerBound))-\(time($0.upperBound))" }.joined(separator: " "))
            day = last + 1
        }
        return parts.joined(separator: "; ")
    }
}
