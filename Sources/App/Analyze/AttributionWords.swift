// SPDX-License-Identifier: Apache-2.0
import Analytics

/// An attribution as a report.
struct AttributionWords: Sendable {
    let answer: AttributionAnswer
    let question: AttributionQuestion

    func report() -> AnalysisReport {
        var report = AnalysisReport(title: "Attribution of \(answer.file)")
        report.basis = [
            "\(Format.plural(answer.rows, "row")), \(Format.plural(answer.journeys, "journey")), \(Format.plural(answer.conversions, "conversion"))\(answer.value.map { ", \(Format.fixed($0, 2)) of value" } ?? "")."
        ]
        report.findings = findings()
        if answer.models.count > 1 { report.sections.append(comparison()) }
        report.sections += answer.models.map(section)
        report.notes =
            answer.notes
            + Dictionary(grouping: answer.skipped, by: \.reason).sorted { $0.key < $1.key }.map { reason, models in
                "Left out: \(models.map { Self.label($0.model, nil) }.joined(separator: ", ")), since \(reason)."
            }
        if question.replicates == 0 { report.notes.append("Intervals were not computed; --bootstrap 200 does.") }
        report.methods = methods()
        return report
    }

    private func findings() -> [AnalysisReport.Finding] {
        guard let first = answer.models.first?.channels.count, first > 1 else {
            return [.init("There is one channel, so it has all the credit: there is nothing to divide.")]
        }
        var texts: [AnalysisReport.Finding] = []
        let reference = answer.models.last { $0.model == "markov" } ?? answer.models.last
        if let reference, let top = reference.channels.first {
            texts.append(
                .init(
                    "By the \(Self.method(reference.model, reference.order)) \(top.channel) earned most: \(Format.percent(top.share)) of conversions."
                ))
        }
        // What the choice of a model moves most is what two teams will argue about.
        let spread = answer.models.first.map { model in
            model.channels.map { channel in
                let shares = answer.models.compactMap { $0.channels.first { $0.channel == channel.channel }?.share }
                return (name: channel.channel, low: shares.min() ?? 0, high: shares.max() ?? 0)
            }.max { $0.high - $0.low < $1.high - $1.low }
        }
        if let spread = spread ?? nil, answer.models.count > 1, spread.high - spread.low > 0.005 {
            texts.append(
                .init(
                    "The choice of a model moves \(spread.name) most: from \(Format.percent(spread.low)) to \(Format.percent(spread.high)) of conversions."
                ))
        }
        if answer.conversions < 50 {
            texts.append(
                .init(
                    "\(Format.plural(answer.conversions, "conversion")) \(answer.conversions == 1 ? "is" : "are") too few for a firm answer: the intervals say more than the numbers.",
                    isWarning: true))
        }
        return texts
    }

    private func comparison() -> AnalysisReport.Section {
        let names = answer.models.first?.channels.map(\.channel).sorted() ?? []
        let order = names.sorted { total($0) > total($1) }
        return AnalysisReport.Section(
            heading: "Models side by side", text: ["Share of conversions by each model."],
            table: .init(
                columns: [.init(name: "Channel", isNumber: false)] + answer.models.map { .init(name: Self.short($0.model, $0.order)) },
                rows: order.map { name in
                    [name]
                        + answer.models.map { model in
                            model.channels.first { $0.channel == name }.map { Format.percent($0.share, decimals: 1) } ?? "–"
                        }
                }))
    }

    private func total(_ name: String) -> Double { answer.models.reduce(0) { $0 + ($1.channels.first { $0.channel == name }?.share ?? 0) } }

    private func section(_ model: AttributionAnswer.Model) -> AnalysisReport.Section {
        let hasBand = model.channels.contains { $0.conversionsLow != nil }, hasValue = answer.value != nil
        var columns = [AnalysisReport.Column(name: "Channel", isNumber: false), .init(name: "Conversions"), .init(name: "Share")]
        if hasBand { columns.append(.init(name: "95 % interval")) }
        if hasValue { columns.append(.init(name: "Value")) }
        if hasValue, hasBand { columns.append(.init(name: "95 % interval of value")) }
        if model.model == "markov" { columns.append(.init(name: "Removal effect")) }
        if model.channels.contains(where: { $0.standardError != nil }) { columns.append(.init(name: "Standard error")) }
        let rows = model.channels.map { channel in
            var row = [channel.channel, Format.fixed(channel.conversions, 2), Format.percent(channel.share, decimals: 1)]
            if let low = channel.conversionsLow, let high = channel.conversionsHigh {
                row.append("\(Format.fixed(low, 1)) to \(Format.fixed(high, 1))")
            }
            if let value = channel.value { row.append(Format.fixed(value, 2)) }
            if hasValue, let low = channel.valueLow, let high = channel.valueHigh {
                row.append("\(Format.fixed(low, 0)) to \(Format.fixed(high, 0))")
            }
            if model.model == "markov" { row.append(channel.removalEffect.map { Format.percent($0, decimals: 1) } ?? "–") }
            if let error = channel.standardError { row.append(Format.fixed(error, 2)) }
            return row
        }
        let bars = model.channels.prefix(20).map {
            AnalysisReport.Bar(
                label: $0.channel, value: $0.conversions, low: $0.conversionsLow, high: $0.conversionsHigh,
                text: "\(Format.fixed($0.conversions, 1)) (\(Format.percent($0.share)))")
        }
        return AnalysisReport.Section(
            heading: Self.label(model.model, model.order), picture: .bars(Array(bars)), table: .init(columns: columns, rows: rows))
    }

    /// Within a sentence.
    private static func method(_ model: String, _ order: Int?) -> String {
        switch model {
        case "markov", "shapley": label(model, order)
        case "first", "last", "last-non-direct": "rule of the \(label(model, order).lowercased())"
        default: "\(label(model, order).lowercased()) rule"
        }
    }

    static func label(_ model: String, _ order: Int?) -> String {
        switch model {
        case "first": "First touch"
        case "last": "Last touch"
        case "last-non-direct": "Last touch that is not direct"
        case "linear": "Linear"
        case "position": "Position-based"
        case "u-shaped": "U-shaped"
        case "w-shaped": "W-shaped"
        case "full-path": "Full path"
        case "time-decay": "Time decay"
        case "markov": "Markov chain of order \(order ?? 1)"
        default: "Shapley value"
        }
    }

    private static func short(_ model: String, _ order: Int?) -> String {
        switch model {
        case "last-non-direct": "Non-direct"
        case "time-decay": "Decay"
        case "markov": "Markov \(order ?? 1)"
        default: model.prefix(1).uppercased() + model.dropFirst()
        }
    }

    private func methods() -> [String] {
        let names = Set(answer.models.map(\.model))
        var texts = ["Credits add up to all conversions and all value exactly; what rounding leaves goes to the largest remainders."]
        if names.contains("position") {
            texts.append(
                "Position-based: the first and the last touch get fixed shares, those between divide the rest; of two touches each gets its part of both."
            )
        }
        if names.contains("time-decay") {
            texts.append("Time decay: a touch counts half as much for each half-life that it lies before the last one.")
        }
        if names.contains("markov") {
            let residual = answer.models.compactMap(\.residual).max() ?? 0
            texts.append(
                "Markov: channels are states of a chain that ends in a conversion or without one\(question.withNulls ? "" : " (journeys without success are left out)"); a channel earns by how much less would convert if nobody went on after it. Solved exactly, the largest residual of its equations is \(residual < 1e-12 ? "below 0.000000000001" : String(residual))."
            )
        }
        if names.contains("shapley") {
            texts.append(
                answer.models.contains { $0.channels.contains { $0.standardError != nil } }
                    ? "Shapley: the mean of what a channel adds over drawn orders of channels; the standard error is of the drawing."
                    : "Shapley: the mean of what a channel adds over all orders of channels, exact.")
        }
        if question.replicates > 0 {
            texts.append(
                "Intervals: journeys were drawn anew \(question.replicates) times with seed \(question.seed); between the 2.5th and the 97.5th percentile. They tell the chance of which journeys occurred, not whether credit is cause."
            )
        }
        texts.append(
            "Attribution divides credit by rules. It does not prove that a conversion would not have happened otherwise; an experiment does.")
        return texts
    }
}
