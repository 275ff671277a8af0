// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser
import Domain
import Storage

/// `entente company`: who the company is; shows it, and changes what is named.
package struct CompanyCommand: WritingCommand {
    package static let configuration = CommandConfiguration(
        commandName: "company", abstract: "Name, time zone, currency, fiscal year, mail domains and working hours of your company.")

    @Option(help: "The company's name.") var name: String?
    @Option(help: "Time zone, as Europe/Berlin.") var zone: String?
    @Option(help: "Currency that reports count in, as EUR.") var currency: String?
    @Option(help: "Month in which the fiscal year starts (1 to 12), or 4-4-5, 4-5-4, 5-4-4 for years of weeks.") var fiscal: String?
    @Option(help: "Your mail domains; replaces all. May be given again.") var domain: [String] = []
    @Option(help: "Working hours: \"mon-fri 09:00-17:00; sat 10:00-14:00\".") var hours: String?
    @Option(help: "A holiday, as 2026-12-25. May be given again; replaces all when given with --hours.") var holiday: [String] = []
    @Flag(help: "The answer as JSON.") var json = false
    @OptionGroup var database: DatabaseOption

    package init() {}

    private struct Answer: Encodable {
        let name: String
        let zone: String
        let currency: String
        let fiscalQuarter: String
        let domains: [String]
        let calendars: [String]
    }

    var place: DatabaseOption { database }
    var writes: Bool { changesCompany || hours != nil || !holiday.isEmpty }

    package mutating func run() async throws { await start() }

    func perform(_ workplace: Workplace) async throws -> Terminal.Outcome {
        let command = self, database = workplace.database, now = Clock.system.now
        let changed = try await database.read { try command.changed(CompanyStore.current($0)) }
        let calendar = try calendar(zone: changed.zone)
        if writes {
            try await database.write { tx in
                if command.changesCompany { try CompanyStore.put(tx, changed, at: now) }
                if let calendar { try CalendarStore.put(tx, calendar) }
            }
        }
        let calendars = try await database.read { try CalendarStore.all($0) }
        let today = (Zones.expand(changed.zone) ?? .utc).day(of: now)
        let answer = Answer(
            name: changed.name, zone: changed.zone, currency: changed.currency.code,
            fiscalQuarter: Period.quarter.bucket(of: today, in: changed.fiscal).label,
            domains: changed.domains, calendars: calendars.map(\.name))
        workplace.console.print(
            json
                ? try JSON.text(answer, pretty: true)
                : """
                \(answer.name.isEmpty ? "(no name yet)" : answer.name)
                Time zone      \(answer.zone)
                Currency       \(answer.currency)
                Fiscal quarter \(answer.fiscalQuarter) today
                Mail domains   \(answer.domains.isEmpty ? "none" : answer.domains.joined(separator: ", "))
                Calendars      \(answer.calendars.isEmpty ? "none" : answer.calendars.joined(separator: ", "))
                """)
        return .done
    }

    private var changesCompany: Bool { name != nil || zone != nil || currency != nil || fiscal != nil || !domain.isEmpty }

    private func changed(_ company: Company) throws(Problem) -> Company {
        var company = company
        if let name { company.name = name }
        if let zone { company.zone = zone }
        if let currency {
            guard let known = Currency(currency) else {
                throw Problem("bad_currency", "\"\(currency)\" is no currency.", remedy: "Use its three letters, as in EUR.", fault: .usage)
            }
            company.currency = known
        }
        if let fiscal { company.fiscal = try Self.fiscal(fiscal) }
        if !domain.isEmpty { company.domains = domain }
        return company
    }

    static func fiscal(_ text: String) throws(Problem) -> FiscalCalendar {
        if let month = Int(text), (1...12).contains(month) { return FiscalCalendar(.months(start: month)) }
        guard let pattern = FiscalCalendar.WeekPattern(rawValue: text) else {
            throw Problem("bad_fiscal", "\"\(text)\" is no fiscal year.", remedy: "Write the month in which it starts, or 4-4-5.", fault: .usage)
        }
        // As the National Retail Federation counts: weeks end on Saturday, the year on the one nearest to the end of January.
        return FiscalCalendar(.weeks(pattern, endMonth: 1, weekday: 6, rule: .nearest), naming: .start)
    }

    private func calendar(zone: String) throws(Problem) -> CalendarRow? {
        guard hours != nil || !holiday.isEmpty else { return nil }
        var days: Set<Day> = []
        for text in holiday {
            if let day = try FunnelRequest.day(text, isEnd: false, named: "--holiday") { days.insert(day) }
        }
        return CalendarRow(
            name: CalendarRow.company, zone: zone, hours: try hours.map { text throws(Problem) in try CalendarRow.hours(text) } ?? CalendarRow.office,
            holidays: days)
    }
}
