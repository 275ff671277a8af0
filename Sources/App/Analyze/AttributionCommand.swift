// SPDX-License-Identifier: Apache-2.0
import Analytics
package import ArgumentParser
import Domain
import Storage

/// `entente analyze attribution FILE`: which channels earned the conversions, by several models side by side.
package struct AttributionCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "attribution", abstract: "Divides conversions and value among the channels that came before them.",
        discussion: """
            FILE holds one touch a row (who, when, channel, conversion, value) or one path a row (a > b > c, with conversions, value and nulls).
            Roles for --map: path, conversions, value, nulls; journey, time, channel, conversion, value, milestone.
            """)

    @Argument(help: "A CSV file, workbook or archive of one table; packed by gzip too; - for standard input. Without one, your own ledger.") var file:
        String?
    @OptionGroup var options: AnalysisOptions
    @Option(help: "Models, by comma: first, last, last-non-direct, linear, position, u-shaped, w-shaped, full-path, time-decay, markov, shapley.")
    var models: String?
    @Option(help: "Markov: how many of the last channels make a state, 1 to 4; several by comma.") var order = "1"
    @Option(help: "Markov: whether journeys that did not convert count: keep or ignore.") var nulls = "keep"
    @Option(help: "Time decay: days after which a touch counts half.") var halfLife = 7.0
    @Option(help: "Position: weights of first, the rest and last.") var position = "40,20,40"
    @Option(help: "Last non-direct: what direct is called. May be given again.") var direct: [String] = []
    @Option(help: "Shapley: what channels together are worth: conversions or rate.") var worth = "conversions"
    @Option(help: "What stands between the steps of a path; found where not said.") var separator: String?
    @Option(help: "Of your own ledger: whose journeys they are: deal, contact, lead or account.") var unit: JourneyUnit = .deal
    @OptionGroup var database: DatabaseOption
    @Option(help: "Resamples for the intervals; 0 for none. 200 up to a million journeys where not said.") var bootstrap: Int?

    package init() {}

    package mutating func run() async throws {
        let command = self
        guard let file else {
            return await Terminal.run(json: options.json) {
                let opened = try await command.database.open()
                let read = try await LedgerJourneys(database: opened, unit: command.unit).read()
                await opened.close()
                let (report, answer) = try await command.analysis("your ledger, by \(command.unit.rawValue)", read).answer()
                try command.options.show(report, answer)
                return .done
            }
        }
        await options.run(file) { table in
            try await command.analysis(table.name, command.read(table, isPaths: command.isPaths(table))).answer()
        }
    }

    /// A table of touches names somebody and a channel; one of paths has a column of them. Where both could be, a mark between steps decides.
    private func isPaths(_ table: TableFile) throws(Problem) -> Bool {
        if options.map.contains(where: { $0.hasSuffix("=path") }) { return true }
        if options.map.contains(where: { $0.hasSuffix("=journey") || $0.hasSuffix("=channel") }) { return false }
        let paths = try ColumnRoles(table, known: PathReading.roles, maps: []), touches = try ColumnRoles(table, known: TouchReading.roles, maps: [])
        guard let path = paths["path"] else { return table.headings.indices.contains { looksLikePaths(table, $0) } }
        if touches["channel"] == nil || touches["journey"] == nil { return true }
        return looksLikePaths(table, path)
    }

    private func looksLikePaths(_ table: TableFile, _ column: Int) -> Bool {
        table.sample.count { $0.indices.contains(column) && ($0[column].contains(">") || $0[column].contains("→")) } * 2 > table.sample.count
    }

    private func read(_ table: TableFile, isPaths: Bool) async throws -> ReadJourneys {
        let formats = try ColumnFormats(table, options)
        if isPaths {
            var maps = options.map
            let roles = try ColumnRoles(table, known: PathReading.roles, maps: maps)
            if roles["path"] == nil, let column = table.headings.indices.first(where: { looksLikePaths(table, $0) }) {
                maps.append("\(table.headings[column])=path")
            }
            return try await PathReading(file: table, roles: ColumnRoles(table, known: PathReading.roles, maps: maps), separator: separator)
                .read(formats)
        }
        return try await TouchReading(file: table, roles: ColumnRoles(table, known: TouchReading.roles, maps: options.map)).read(formats)
    }

    private func analysis(_ name: String, _ read: ReadJourneys) throws(Problem) -> AttributionAnalysis {
        AttributionAnalysis(name: name, read: read.limited, question: try question(read))
    }

    // MARK: The question

    func question(_ read: ReadJourneys) throws(Problem) -> AttributionQuestion {
        var question = AttributionQuestion(models: try wanted(), channels: min(read.channels.count, ReadJourneys.mostChannels + 1))
        question.seed = options.seed
        question.workers = AnalysisOptions.workers
        guard ["keep", "ignore"].contains(nulls) else { throw Problem("bad_nulls", "--nulls takes keep or ignore.", fault: .usage) }
        question.withNulls = nulls == "keep"
        if let bootstrap, !(0...100_000).contains(bootstrap) {
            throw Problem("bad_bootstrap", "--bootstrap takes 0 to 100000.", remedy: "200 are enough for intervals.", fault: .usage)
        }
        question.replicates = bootstrap ?? (read.paths.count <= 1_000_000 ? 200 : 0)
        let known: Set<String> = ["direct", "directtraffic", "none", "directnone", "notset", "unassigned"]
        let named = Set(direct.map { wordKey($0) })
        question.direct = Set(
            read.channels.enumerated().filter { named.isEmpty ? known.contains(wordKey($1)) : named.contains(wordKey($1)) }
                .map { UInt16(clamping: $0.offset) })
        return question
    }

    private func wanted() throws(Problem) -> [AttributionModel] {
        let orders = order.split(separator: ",").map { Int($0.trimmingPrefix(" ")) }
        guard !orders.isEmpty, orders.allSatisfy({ $0.map { (1...4).contains($0) } ?? false }) else {
            throw Problem("bad_order", "--order takes 1, 2, 3 or 4.", fault: .usage)
        }
        guard halfLife > 0, halfLife.isFinite else { throw Problem("bad_half_life", "--half-life takes days above 0.", fault: .usage) }
        let shares = position.split(separator: ",").map { Double(String($0).trimmed) ?? -1 }
        guard shares.count == 3, shares.allSatisfy({ $0 >= 0 && $0.isFinite }), shares.reduce(0, +) > 0 else {
            throw Problem("bad_position", "--position takes three shares, as 40,20,40.", fault: .usage)
        }
        guard let worth = ShapleyWorth(rawValue: worth) else { throw Problem("bad_worth", "--worth takes conversions or rate.", fault: .usage) }
        let sum = shares.reduce(0, +)
        let markov = orders.compactMap { $0 }.map { AttributionModel.markov(order: $0) }
        let all: [AttributionModel] =
            [
                .first, .last, .lastNonDirect, .linear, .position(first: shares[0] / sum, last: shares[2] / sum), .uShaped, .wShaped, .fullPath,
                .timeDecay(halfLife: halfLife),
            ]
            + markov + [.shapley(worth)]
        guard let models else { return all }
        let names = models.split(separator: ",").map { String($0).trimmed.lowercased() }
        for name in names where !all.contains(where: { $0.name == name }) {
            throw Problem(
                "unknown_model", "There is no model \"\(name)\".",
                remedy: "There are \(Array(Set(all.map(\.name))).sorted().joined(separator: ", ")).", fault: .usage)
        }
        return all.filter { names.contains($0.name) }
    }
}

extension JourneyUnit: ExpressibleByArgument {}
