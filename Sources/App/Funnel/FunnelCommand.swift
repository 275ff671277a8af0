// SPDX-License-Identifier: Apache-2.0
import Analytics
package import ArgumentParser
import Domain
import Storage

/// `entente funnel`: the joint funnel on the terminal.
package struct FunnelCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "funnel", abstract: "The joint funnel: volume, quality, and where leads fall out.")

    @Option(
        help:
            "source, opened-source, latest-source, campaign, owner, team, manager, region, country, industry, product, line, persona, or a custom field."
    )
    var by = "source"
    @Option(help: "First day, as 2026-07-01; also a month or a year.") var from = ""
    @Option(help: "Last day.") var to = ""
    @Option(help: "week, month, quarter or year.") var period: String?
    @Flag(help: "What happened in the time, rather than what became of the leads that were opened in it.") var activity = false
    @Option(help: "The usual lag from opening to opportunity, in days; computed where it is not said.") var lag: Double?
    @Flag(help: "The answer as JSON.") var json = false
    @OptionGroup var database: DatabaseOption

    package init() {}

    package mutating func run() async throws {
        let command = self
        await Terminal.run(json: json) {
            var request = FunnelRequest()
            request.by = FunnelDimension(name: command.by)
            request.from = try FunnelRequest.day(command.from, isEnd: false, named: "--from")
            request.to = try FunnelRequest.day(command.to, isEnd: true, named: "--to")
            request.activity = command.activity
            request.usualLagDays = command.lag
            if let period = command.period {
                guard let known = Period(rawValue: period) else {
                    throw Problem("bad_period", "There is no period \"\(period)\".", remedy: "Write week, month, quarter or year.", fault: .usage)
                }
                request.period = known
            }
            let opened = try await command.database.open()
            let answer = try await FunnelService(database: opened, clock: .system).answer(request)
            await opened.close()
            try answer.requireDimension(request.by)
            print(command.json ? try JSON.text(answer, pretty: true) : FunnelText.of(answer))
            return .done
        }
    }
}

extension FunnelAnswer {
    /// - Throws: `Problem` where no lead has the field by which the answer is divided.
    func requireDimension(_ by: FunnelDimension) throws {
        guard case .field(let name) = by, volume > 0, !funnel.rows.contains(where: { $0.group != "none" }) else { return }
        throw Problem(
            "unknown_dimension", "No lead has a field \"\(name)\".", at: "by",
            remedy: "Divide by source, owner, team, country or a field of your files.", fault: .usage)
    }
}

/// The answer as a terminal shows it.
enum FunnelText {
    static func of(_ answer: FunnelAnswer) -> String {
        let report = answer.funnel
        var lines: [String] = []
        let quality = answer.quality.map { "\(percent($0.value)) (\(percent($0.low)) to \(percent($0.high)))" } ?? "not enough data"
        lines.append("Volume   \(ImportText.grouped(answer.volume)) leads opened, \(ImportText.grouped(report.total.contacts)) contacts")
        let lag = report.usualLag.days.map { "within \(Int($0.rounded())) days" }
        lines.append(
            "Quality  \(answer.quality == nil ? quality + " yet to say what share reaches opportunity" : "\(quality) reach opportunity \(lag ?? "in time")")"
        )
        lines.append(
            "Deals    \(ImportText.grouped(report.total.deals.won)) won of \(ImportText.grouped(report.total.deals.deals)), \(report.total.deals.revenue == nil ? "revenue too large to say" : money(report.total.deals.revenue)); "
                + (report.linkRate.map { "a lead is known for \(percent($0.value))" } ?? "no deal to link"))
        lines.append("")
        lines.append(row(["", "in", "reached", "open", "to next", "median", "p90", "stuck"], widths: [14, 10, 10, 10, 18, 9, 9, 8]))
        for stage in report.total.stages {
            let conversion = stage.conversion.map { "\(percent($0.value)) (\(percent($0.low))–\(percent($0.high)))" } ?? ""
            lines.append(
                row(
                    [
                        stage.label, ImportText.grouped(stage.in), ImportText.grouped(stage.reached), ImportText.grouped(stage.open), conversion,
                        duration(stage.time.medianSeconds), duration(stage.time.p90Seconds), stage.stuck.map { ImportText.grouped($0) } ?? "",
                    ],
                    widths: [14, 10, 10, 10, 18, 9, 9, 8]))
        }
        if !report.rows.isEmpty {
            lines.append("")
            lines.append(row(["by \(report.by)", "leads", "quality", "opportunity", "won deals", "revenue"], widths: [28, 10, 18, 12, 10, 18]))
            for line in report.rows.sorted(by: { $0.volume > $1.volume }).prefix(40) {
                let share = line.quality.share.map { "\(percent($0.value)) (\(percent($0.low))–\(percent($0.high)))" } ?? "not enough data"
                let reached = line.stages.first { $0.stage == "opportunity" }?.reached ?? 0
                lines.append(
                    row(
                        [
                            line.label, ImportText.grouped(line.volume), share, ImportText.grouped(reached), ImportText.grouped(line.deals.won),
                            money(line.deals.revenue),
                        ],
                        widths: [28, 10, 18, 12, 10, 18]))
            }
        }
        let deals = answer.dealsBy.filter { $0.deals > 0 }
        if !deals.isEmpty {
            lines.append("")
            lines.append(row(["deals by their own \(report.by)", "deals", "won", "lost", "open", "revenue"], widths: [34, 8, 8, 8, 8, 18]))
            for line in deals.prefix(60) {
                lines.append(
                    row(
                        [
                            [line.label, line.period].compactMap(\.self).joined(separator: " · "), String(line.deals), String(line.won),
                            String(line.lost), String(line.open), money(line.revenue),
                        ],
                        widths: [34, 8, 8, 8, 8, 18]))
            }
        }
        if !answer.excluded.isEmpty {
            lines += ["", "Counted apart: " + answer.excluded.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")]
        }
        lines += report.warnings.map { "Note: \($0.sentence)" } + answer.warnings.map { "Note: \($0)" }
        return lines.joined(separator: "\n")
    }

    private static func row(_ cells: [String], widths: [Int]) -> String {
        zip(cells, widths).enumerated().map { index, pair in
            let gap = String(repeating: " ", count: max(0, pair.1 - pair.0.count))
            return index == 0 ? pair.0 + gap : gap + pair.0
        }.joined(separator: " ")
    }

    static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }

    static func duration(_ seconds: Double?) -> String {
        guard let seconds else { return "" }
        return seconds >= 172_800
            ? "\((seconds / 8640).rounded() / 10) d"
            : seconds >= 7200 ? "\((seconds / 360).rounded() / 10) h" : "\(Int((seconds / 60).rounded())) min"
    }

    static func money(_ money: Money?) -> String {
        guard let money else { return "" }
        var scale: Int64 = 1
        for _ in 0..<money.currency.exponent { scale *= 10 }
        return "\(money.currency.code) \(ImportText.grouped(Int(money.minor / scale)))"
    }
}
