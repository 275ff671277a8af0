// SPDX-License-Identifier: Apache-2.0
import App
import ArgumentParser
import Foundation
import Testing

/// What README.md tells people to type must work.
@Suite struct ReadmeTests {
    /// Command lines in README's code blocks that call `entente`, without the program's name and what follows a comment or a pipe.
    static let commands: [String] = {
        var isCode = false
        return (Repository.text("README.md") ?? "").split(separator: "\n").compactMap { line in
            if line.hasPrefix("```") { isCode.toggle() }
            guard isCode, line.hasPrefix("entente ") else { return nil }
            let command = line.dropFirst("entente ".count).prefix { $0 != "#" && $0 != "|" && $0 != ">" }
            return String(command).trimmingCharacters(in: .whitespaces)
        }
    }()

    @Test func `the tour has commands`() {
        #expect(Self.commands.count > 3)
    }

    // Until the first subcommand exists there is nothing to compare with.
    @Test(.enabled(if: !Entente.configuration.subcommands.isEmpty, "no subcommand exists yet"), arguments: commands)
    func `every command of the tour is understood`(command: String) throws {
        _ = try Entente.parseAsRoot(Self.words(of: command))
    }

    @Test func `every script that README names exists`() throws {
        let readme = try #require(Repository.text("README.md"))
        for match in readme.matches(of: /script\/[a-z]+/) {
            #expect(FileManager.default.isExecutableFile(atPath: Repository.root.appending(path: String(match.output)).path), "\(match.output)")
        }
    }

    @Test func `words in quotes stay together`() {
        #expect(Self.words(of: "import --map \"Lead Source=source\" a.csv") == ["import", "--map", "Lead Source=source", "a.csv"])
    }

    static func words(of command: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for character in command + " " {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == " ", !isQuoted {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return words
    }
}
