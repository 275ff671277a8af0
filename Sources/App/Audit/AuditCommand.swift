// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser
import Domain
import Foundation
import Storage

/// `entente audit`: what two teams' files say together, and a first agreement, without keeping anything.
package struct AuditCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Where the two teams' records disagree, what that may cost, and a first agreement that they support.",
        discussion: "With files, nothing is kept: they are read into a database that is thrown away. Without files, your own database is audited.")

    @Argument(help: "Files, folders or ZIP archives of both teams.") var paths: [String] = []
    @Option(help: "Write one self-contained page, to be passed round or printed.") var html: String?
    @OptionGroup var reading: ReadingOptions
    @Option(help: "What the company is called on the page.") var name = ""
    @Flag(help: "The audit as JSON.") var json = false
    @OptionGroup var database: DatabaseOption

    package init() {}

    package mutating func run() async throws {
        let command = self
        await Terminal.run(json: json) { try await command.audit() }
    }

    private func audit() async throws -> Terminal.Outcome {
        guard !paths.isEmpty else {
            let opened = try await database.open()
            let answer = try await AuditService(database: opened, clock: .system).answer()
            await opened.close()
            return try show(answer)
        }
        var options = ImportOptions()
        try reading.read(into: &options)
        let read = options
        let folder = FileManager.default.currentDirectoryPath
        return try await ImportRun.scratch { scratch in
            let opened = try await Database.open(.file("\(scratch)/audit.db"))
            try await opened.migrate(Schema.migrations)
            let workplace = Workplace(database: opened, beside: scratch, folder: folder, console: .terminal)
            let report = try await ImportRun(workplace: workplace, options: read).load(paths)
            for file in report.files { if let problem = file.problem { Terminal.say("entente: \(problem.at(file.file))") } }
            guard report.read > 0 else {
                throw Problem(
                    "nothing_to_audit", "None of these files could be read.", remedy: "Say what they are with entente import FILE --as … first.")
            }
            try await opened.write { [name] tx in
                var company = try CompanyStore.current(tx.read)
                if let currency = read.currency.flatMap({ Currency($0) }) { company.currency = currency }
                if let zone = read.zone { company.zone = zone }
                company.name = name
                try CompanyStore.put(tx, company, at: Clock.system.now)
            }
            let answer = try await AuditService(database: opened, clock: .system).answer()
            await opened.close()
            return try show(answer)
        }
    }

    private func show(_ answer: AuditAnswer) throws -> Terminal.Outcome {
        if let html {
            let text = try AuditFile.text(answer)
            do { try text.write(toFile: html, atomically: true, encoding: .utf8) } catch {
                throw Problem("cannot_write", "\(html) can't be written.", remedy: "Name a file in a folder that you may write to.", fault: .usage)
            }
            Terminal.say("entente: the page is \(html).")
        }
        print(json ? try JSON.text(answer, pretty: true) : AuditText.of(answer))
        return .done
    }
}
