// SPDX-License-Identifier: Apache-2.0
import Analytics
import ArgumentParser
import Domain
import Foundation

/// How a table is to be read and the answer to be given: the same for all analyses.
struct AnalysisOptions: ParsableArguments {
    @Option(help: "\"Column=role\": what a column is, where its heading does not say so. May be given again.") var map: [String] = []
    @Option(help: "Where 03/04/2026 is: day-first or month-first.") var dates: String?
    @Option(help: "Which mark divides decimals: comma or point.") var decimal: String?
    @Option(help: "Time zone of times that name none, as Europe/Berlin.") var zone = "UTC"
    @Option(help: "All chance is drawn from this number; the same number gives the same answer.") var seed: UInt64 = 1
    @Option(help: "Write one self-contained page, to be passed round or printed.") var html: String?
    @Flag(help: "The answer as JSON.") var json = false

    var dateOrder: DateOrder? {
        get throws(Problem) {
            switch dates {
            case nil: return nil
            case "day-first": return .dayFirst
            case "month-first": return .monthFirst
            default: throw Problem("bad_dates", "--dates takes day-first or month-first.", fault: .usage)
            }
        }
    }

    var decimalMark: DecimalMark? {
        get throws(Problem) {
            switch decimal {
            case nil: return nil
            case "comma": return .comma
            case "point": return .point
            default: throw Problem("bad_decimal", "--decimal takes comma or point.", fault: .usage)
            }
        }
    }

    var place: Zone {
        get throws(Problem) {
            if let expanded = Zones.expand(zone) { return expanded }
            throw Problem("bad_zone", "\"\(zone)\" is no time zone.", remedy: "Write it as Europe/Berlin.", fault: .usage)
        }
    }

    static var workers: Int { max(1, min(8, ProcessInfo.processInfo.activeProcessorCount)) }

    /// Runs an analysis of one file and shows what it says.
    /// - Parameter analyze: gives the report, and the same as a value for JSON.
    func run<Answer: Encodable>(_ path: String, _ analyze: @Sendable (TableFile) async throws -> (AnalysisReport, Answer)) async {
        await Terminal.run(json: json) {
            try await ImportRun.scratch { scratch in
                let (report, answer) = try await analyze(try TableFile.open(path, scratch: scratch))
                try show(report, answer)
                return .done
            }
        }
    }

    func show(_ report: AnalysisReport, _ answer: some Encodable) throws {
        if let html {
            let text = try Pages(assets: Assets()).file(AnalysisPage(report), named: report.title)
            do { try text.write(toFile: html, atomically: true, encoding: .utf8) } catch {
                throw Problem("cannot_write", "\(html) can't be written.", remedy: "Name a file in a folder that you may write to.", fault: .usage)
            }
            Terminal.say("entente: the page is \(html).")
        }
        print(json ? try JSON.text(answer, pretty: true) : ReportText.of(report))
    }
}
