// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser

/// `entente analyze attribution | …`: one question to one table, without a database.
package struct AnalyzeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "analyze", abstract: "Answers a question from any CSV file: attribution, lags, scores, words.",
        discussion: "Nothing is kept, and no database is needed. Columns are recognized by their headings, or named with --map \"Column=role\".",
        subcommands: [AttributionCommand.self, LagCommand.self, ScoreCommand.self, WordsCommand.self])

    package init() {}
}
