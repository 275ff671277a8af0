// SPDX-License-Identifier: Apache-2.0
import Analytics
package import ArgumentParser
import Domain

/// `entente analyze lag FILE`: how long it takes from one moment to another, counting what is still open for what it says.
package struct LagCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "lag", abstract: "How long something takes, with what is still open counted rather than dropped.",
        discussion: """
            FILE holds a row per case: a start and an end (no end: still open), or a duration. With --event the outcome is told; several outcomes, as won
            and lost, compete. Roles for --map: start, end, duration, event, group, entry.
            """)

    @Argument(help: "A CSV file, workbook or archive of one table; packed by gzip too; - for standard input.") var file: String
    @OptionGroup var options: AnalysisOptions
    @Option(help: "The column with the moment from which time is counted.") var start: String?
    @Option(help: "The column with the moment at which it ended; empty where it is still open.") var end: String?
    @Option(help: "Instead of start and end: the column with the time that passed.") var duration: String?
    @Option(help: "The column that says whether the end is the event (yes or no), or which outcome it was.") var event: String?
    @Option(help: "A value of the event column that means still open. May be given again; values whose rows have no end are taken so.")
    var open: [String] = []
    @Option(help: "The column whose values make groups to be compared.") var by: String?
    @Option(help: "The column with the moment (or time) from which the row was watched at all.") var entry: String?
    @Option(help: "The day up to which the file tells; the newest date in it where not said.") var until: String?
    @Option(help: "minutes, hours, days, weeks, months or years: of --duration, or to show times in.") var unit: String?

    package init() {}

    package mutating func run() async throws {
        let command = self
        await options.run(file) { table in
            let rows = try await LagReading(command: command, file: table).rows()
            let answer = await LagAnalysis(file: table.name, rows: rows).answer()
            return (LagWords(answer: answer, rows: rows).report(), answer)
        }
    }
}

/// What times are counted in.
enum LagUnit: String, Sendable, CaseIterable {
    case minutes, hours, days, weeks, months, years

    /// The unit that a heading such as `week` or `Duration (days)` names.
    init?(heading: String) {
        let words = heading.lowercased().split { !$0.isLetter }.map(String.init)
        guard let unit = Self.allCases.first(where: { words.contains($0.rawValue) || words.contains(String($0.rawValue.dropLast())) }) else {
            return nil
        }
        self = unit
    }

    var days: Double {
        switch self {
        case .minutes: 1 / 1440
        case .hours: 1 / 24
        case .days: 1
        case .weeks: 7
        case .months: 30.4375
        case .years: 365.25
        }
    }

    /// `1 day`, `26 days`, `4.5 weeks`.
    func text(_ time: Double) -> String {
        let number = Format.compact(time)
        return "\(number) \(number == "1" ? String(rawValue.dropLast()) : rawValue)"
    }

    /// Times at which to say how many are done, within what was watched.
    func horizons(to longest: Double) -> [Double] {
        let usual: [Double] =
            switch self {
            case .minutes: [5, 15, 30, 60, 120, 240, 480, 1440]
            case .hours: [1, 4, 8, 24, 48, 72, 168]
            case .days: longest < 45 ? [1, 2, 3, 7, 14, 21, 30] : longest < 180 ? [7, 14, 30, 60, 90, 120] : [7, 30, 90, 180, 365, 730, 1825]
            case .weeks: [1, 4, 13, 26, 52, 104, 208]
            case .months: [1, 3, 6, 12, 24, 36, 60]
            case .years: [1, 2, 5, 10, 20, 50]
            }
        let within = usual.filter { $0 <= longest }
        return within.count > 1 ? within : ReportPicture.ticks(0, longest).filter { $0 > 0 && $0 <= longest }
    }
}

/// Which columns play which part.
struct LagColumns: Sendable {
    let start: Int?
    let end: Int?
    let duration: Int?
    let event: Int?
    let group: Int?
    let entry: Int?

    static let known: [(role: String, names: [String])] = [
        (
            "start",
            [
                "start", "started", "startdate", "starttime", "startedat", "created", "createdat", "createddate", "createdate", "createdon", "opened",
                "openedat", "opendate", "begin", "from", "entered", "engagedate", "signup", "signupdate", "leadcreated", "erstellt", "beginn",
            ]
        ),
        (
            "end",
            [
                "end", "ended", "enddate", "endtime", "endedat", "closed", "closedat", "closedate", "closeddate", "closedon", "finished", "finish",
                "to",
                "converted", "convertedat", "converteddate", "completed", "completedat", "resolved", "resolvedat", "ende", "geschlossen",
            ]
        ),
        ("duration", ["duration", "t", "time", "lag", "timetoevent", "survivaltime", "tenure", "days", "week", "weeks", "months", "years", "dauer"]),
        ("event", ["event", "e", "observed", "isevent", "outcome", "iswon", "arrest", "dead", "death"]),
        ("group", ["group", "arm", "cohort"]),
        ("entry", ["entry", "entrydate", "entrytime"]),
    ]

    init(_ file: TableFile, _ command: LagCommand) throws(Problem) {
        let said = [
            (command.start, "start"), (command.end, "end"), (command.duration, "duration"), (command.event, "event"), (command.by, "group"),
            (command.entry, "entry"),
        ].compactMap { name, role in name.map { "\($0)=\(role)" } }
        let maps = command.options.map + said
        func isSaid(_ role: String) -> Bool { maps.contains { $0.trimmed.hasSuffix("=\(role)") || $0.trimmed.hasSuffix("= \(role)") } }
        let roles = try ColumnRoles(file, known: Self.known, maps: maps)
        let byDates = isSaid("start") || isSaid("end")
        if byDates, isSaid("duration") {
            throw Problem("two_times", "Time is given twice: by --duration, and by --start and --end.", remedy: "Give one of them.", fault: .usage)
        }
        if byDates || (!isSaid("duration") && roles["start"] != nil && roles["end"] != nil) {
            (start, end, duration) = (try roles.need("start", "the start"), try roles.need("end", "the end"), nil)
        } else if let column = roles["duration"] {
            (start, end, duration) = (nil, nil, column)
            if command.until != nil {
                throw Problem("until_without_dates", "--until needs a start and an end.", remedy: "Leave it out with --duration.", fault: .usage)
            }
        } else {
            (start, end, duration) = (try roles.need("start", "the start"), try roles.need("end", "the end"), nil)
        }
        (event, group, entry) = (roles["event"], roles["group"], roles["entry"])
    }

    var all: [Int] { [start, end, duration, event, group, entry].compactMap { $0 } }
}
