// SPDX-License-Identifier: Apache-2.0
import Analytics
package import ArgumentParser
import Domain

/// `entente analyze words FILE`: which words tell groups of texts apart, which are rising, and which texts are nearly the same.
package struct WordsCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "words", abstract: "Which words tell groups of texts apart, which are rising, and which texts are nearly the same.",
        discussion: """
            FILE holds a text per row, as a CSV file or a JSON object a line. Say --group, --time or both; near-duplicates are always told. Example texts
            are cut at 60 characters. Roles for --map: text, group, time.
            """)

    @Argument(help: "A CSV file, workbook, archive of one table or JSON lines; packed by gzip too; - for standard input.") var file: String
    @OptionGroup var options: AnalysisOptions
    @Option(help: "A column of texts. May be given again; the texts of a row are then read as one.") var text: [String] = []
    @Option(help: "The column whose values make groups.") var group: String?
    @Option(help: "The column with the moment of each text.") var time: String?
    @Flag(help: "List all groups of texts that are nearly the same, with all their rows, rather than the largest.") var duplicates = false

    package init() {}

    package mutating func run() async throws {
        let command = self
        await options.run(file) { table in
            let texts = try await WordsReading(command: command, file: table).texts()
            let answer = try await WordsAnalysis(file: table.name, texts: texts, command: command).answer()
            return (WordsReport(answer: answer, listsAll: command.duplicates).report(), answer)
        }
    }
}
