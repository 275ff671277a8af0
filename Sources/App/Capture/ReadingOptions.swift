// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Domain

/// How files are to be read, where they do not say so themselves: the same for whatever command reads files.
struct ReadingOptions: ParsableArguments {
    @Option(help: "\"Column=field\"; \"Column=-\" leaves a column out. May be given again.") var map: [String] = []
    @Option(help: "\"status:Working=sal\". May be given again.") var mapValue: [String] = []
    @Option(help: "Where 03/04/2026 is: day-first or month-first.") var dates: String?
    @Option(help: "Which mark divides decimals: comma or point.") var decimal: String?
    @Option(help: "Currency of amounts that name none, as EUR; your company's where it is not said.") var currency: String?
    @Option(help: "Time zone of times that name none, as Europe/Berlin; your company's where it is not said.") var zone: String?
    @Option(help: "Your own mail domains, whose rows are counted apart. May be given again.") var ownDomain: [String] = []
    @Option(help: "Mail domains of competitors. May be given again.") var competitor: [String] = []
    @Flag(help: "Count rows of your own, tests, competitors and applicants like others.") var keepExcluded = false

    func read(into options: inout ImportOptions) throws {
        for text in map { try options.addMap(text) }
        for text in mapValue { try options.addValue(text) }
        switch dates {
        case nil: break
        case "day-first": options.dateOrder = .dayFirst
        case "month-first": options.dateOrder = .monthFirst
        default: throw Problem("bad_dates", "--dates takes day-first or month-first.", fault: .usage)
        }
        switch decimal {
        case nil: break
        case "comma": options.decimalMark = .comma
        case "point": options.decimalMark = .point
        default: throw Problem("bad_decimal", "--decimal takes comma or point.", fault: .usage)
        }
        if let currency, Currency(currency) == nil {
            throw Problem("bad_currency", "\"\(currency)\" is no currency.", remedy: "Use its three letters, as in EUR.", fault: .usage)
        }
        if let zone, Zones.expand(zone) == nil {
            throw Problem("bad_zone", "\"\(zone)\" is no time zone.", remedy: "Write it as Europe/Berlin.", fault: .usage)
        }
        (options.currency, options.zone) = (currency, zone)
        options.ownDomains = Set(ownDomain.map { $0.lowercased() })
        options.competitors = Set(competitor.map { $0.lowercased() })
        options.keepExcluded = keepExcluded
    }
}
