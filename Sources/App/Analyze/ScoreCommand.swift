// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser
import Analytics
import Domain
import Foundation

/// `entente analyze score FILE --label COLUMN`: a points table that people can add up, judged on rows that it has not seen.
package struct ScoreCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Learns a points table for an outcome, judges it on later rows, and scores with it.",
        discussion: """
            With --label a table is learned: fields that were filled in after the outcome are barred, with the reason. With --apply a saved table scores
            the rows of FILE, and each score says why in points. A table is JSON and may be edited.
            """)

    @Argument(help: "A CSV file, workbook or archive of one table; packed by gzip too; - for standard input.") var file: String
    @OptionGroup var options: AnalysisOptions
    @Option(help: "The column that says what came of each row: two values. With --apply: where it is called otherwise than where it was learned.")
    var label: String?
    @Option(help: "The value of the label that is success; found where it is usual (yes, 1, won).") var positive: String?
    @Option(help: "The column with each row's own moment: learn on the earlier rows, judge on the later.") var time: String?
    @Option(help: "Where no column holds a moment: random, or rows to judge on the last rows of the file.") var split = "random"
    @Option(help: "Share of rows that judge, in percent.") var judge = 20.0
    @Option(help: "A column to leave out. May be given again.") var exclude: [String] = []
    @Option(help: "A column to use although it looks filled in after the outcome. May be given again.") var include: [String] = []
    @Option(help: "A column with which points may only rise. May be given again.") var rising: [String] = []
    @Option(help: "A column with which points may only fall. May be given again.") var falling: [String] = []
    @Option(help: "How many pairs of fields may have points together, where that pays on rows kept back.") var pairs = 10
    @Option(help: "So many points double the odds.") var pointsToDouble = 20
    @Option(help: "Write the table, to be applied or edited.") var save: String?
    @Option(help: "Score the rows with a saved table.") var apply: String?
    @Option(help: "With --apply: write all rows with score, probability and reasons.") var csv: String?

    package init() {}

    package func validate() throws {
        if label == nil, apply == nil { throw ValidationError("Say either --label COLUMN, to learn, or --apply TABLE, to score.") }
    }

    package mutating func run() async throws {
        let command = self
        if let apply {
            await options.run(file) { table in
                try await ScoreApplying(file: table, formats: ColumnFormats(table, command.options), csv: command.csv, label: command.label).answer(
                    ScoreTableFile.read(apply))
            }
        } else {
            await options.run(file) { table in
                let (report, answer) = try await ScoreAnalysis(command: command, file: table).answer()
                if let path = command.save {
                    guard let made = answer.table else {
                        throw Problem("no_table", "There is no table to save: \(report.findings.first?.text ?? "")", remedy: "Give it more rows.")
                    }
                    try ScoreTableFile.write(made, to: path)
                    Terminal.say("entente: the table is \(path).")
                }
                return (report, answer)
            }
        }
    }
}

/// A points table as a file.
enum ScoreTableFile {
    static func write(_ table: ScoreTable, to path: String) throws {
        let text = try JSON.text(table, pretty: true)
        do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
            throw Problem("cannot_write", "\(path) can't be written.", remedy: "Name a file in a folder that you may write to.", fault: .usage)
        }
    }

    static func read(_ path: String) throws -> ScoreTable {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Problem("no_file", "There is no file \(path).", remedy: "Check the name.")
        }
        let table: ScoreTable
        do { table = try JSON.read(ScoreTable.self, String(decoding: data, as: UTF8.self)) } catch {
            throw Problem("no_table", "\(path) is no points table.", remedy: "Name a file that --save wrote; an edit may have broken its JSON.")
        }
        guard table.kind == "entente-scorecard", table.version == 1 else {
            throw Problem("no_table", "\(path) is no points table of this version.", remedy: "Learn it again with --label and --save.")
        }
        if let fault = table.fault { throw Problem("bad_table", "The table can't score: \(fault).", at: path, remedy: "Undo the last edit of it.") }
        return table
    }
}
