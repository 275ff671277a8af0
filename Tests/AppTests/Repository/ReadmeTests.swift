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

    /// An export as the tour speaks of it.
    private static let export = """
        Lead ID,Email,First Name,Last Name,Company,Status,Created Date,Owner,Lead Source (original)
        L1,nora@example.org,Nora,Lind,Lind AB,Open,2025-03-04,Ben Osei,Trade fair
        L2,ada@kunde.example,Ada,Okafor,Kunde,Parked,2025-03-05,Ben Osei,Webinar
        L3,li@werk.example,Li,Wei,Werk,Qualified,2025-03-06,Ana Robles,Trade fair
        """

    /// Tables as the section on single questions names them.
    private static let tables: [String: String] = {
        var leads = "Created,Size,Result\n", notes = "Note,Outcome\n", deals = "Created,Closed,Status,Team\n"
        for row in 0..<400 {
            let day = row % 28 + 1, month = row / 40 + 1
            let date = "2026-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
            leads += "\(date),\((row * 37) % 100),\((row * 37) % 100 / 2 + (row * row * 61) % 97 > 85 ? "won" : "lost")\n"
            notes += "\(row % 2 == 0 ? "the budget was frozen" : "the trial went very well") again,\(row % 2 == 0 ? "lost" : "won")\n"
            deals +=
                "2026-01-\(day < 10 ? "0" : "")\(day),2026-03-\(day < 10 ? "0" : "")\(day),\(row % 3 == 0 ? "won" : "lost"),\(row % 2 == 0 ? "A" : "B")\n"
        }
        let touches = "user_id,timestamp,channel,conversion,value\n1,2026-01-01,ads,0,\n1,2026-01-02,mail,1,10\n2,2026-01-02,ads,0,\n"
        return [
            "leads.csv": leads, "notes.csv": notes, "deals.csv": deals, "touches.csv": touches,
            "paths.csv": "path,conversions\nads > mail,2\nads,1\nmail,0\n",
        ]
    }()

    @Test(.enabled(if: Command.path != nil)) func `every command of the tour runs, one after the other, on files of one's own`() async throws {
        try await Files.with { files in
            try FileManager.default.createDirectory(atPath: files.path("exports"), withIntermediateDirectories: true)
            try files.write("exports/leads.csv", Self.export)
            for (name, text) in Self.tables { try files.write(name, text) }
            var said = ""
            for command in Self.commands {
                let ended = try await Command.run(Self.words(of: command), folder: files.folder)
                #expect(ended.status == 0, "\(command): \(ended.errors)")
                if command.hasPrefix("funnel --by source") { said = ended.output }
            }
            #expect(said.contains("3") && said.contains("Trade"), "\(said)")
            let kept = try await Command.run(["import", "exports/", "--dry-run"], folder: files.folder)
            #expect(kept.output.contains("As you said before") && kept.output.contains("3 unchanged"), "\(kept.output)")
        }
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
