// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain

extension ReadJourneys {
    /// More channels than these are no answer to anything: the rarest are pooled.
    static let mostChannels = 300

    /// The same journeys, where too many channels are, with the rarest as one.
    var limited: ReadJourneys {
        guard channels.count > Self.mostChannels else { return self }
        var counts = Array(repeating: 0, count: channels.count)
        for step in paths.steps where Int(step) < counts.count { counts[Int(step)] += 1 }
        let kept = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(Self.mostChannels).sorted()
        var codes = Array(repeating: UInt16(kept.count), count: channels.count)
        for (new, old) in kept.enumerated() { codes[old] = UInt16(new) }
        var pooled = self
        pooled.paths.recode(codes)
        pooled.channels = kept.map { channels[$0] } + ["(\(channels.count - kept.count) rarer channels)"]
        pooled.notes.append(
            "There are \(Format.count(channels.count)) channels; all but the \(kept.count) most frequent are counted as one. Is it the right column?")
        return pooled
    }
}

/// What `analyze attribution` answers.
struct AttributionAnswer: Encodable, Sendable {
    struct Channel: Encodable, Sendable {
        var channel: String
        var conversions: Double
        var share: Double
        var value: Double?
        var conversionsLow: Double?
        var conversionsHigh: Double?
        var valueLow: Double?
        var valueHigh: Double?
        var removalEffect: Double?
        var standardError: Double?
    }

    struct Model: Encodable, Sendable {
        var model: String
        var order: Int?
        var halfLifeDays: Double?
        var channels: [Channel]
        var residual: Double?
        var states: Int?
    }

    struct Skipped: Encodable, Sendable {
        var model: String
        var reason: String
    }

    let analysis = "attribution"
    var file: String
    var rows: Int
    var paths: Int
    var touches: Int
    var journeys: Int
    var conversions: Int
    var nulls: Int
    var value: Double?
    var models: [Model]
    var skipped: [Skipped]
    var notes: [String]
}

/// Computes and words an attribution.
struct AttributionAnalysis: Sendable {
    /// What is analyzed: a file's name, or the ledger.
    let name: String
    let read: ReadJourneys
    let question: AttributionQuestion

    /// Minor units of one unit of value.
    private var unit: Double { (0..<read.exponent).reduce(1) { result, _ in result * 10 } }

    func answer() async throws -> (AnalysisReport, AttributionAnswer) {
        let totals = read.paths.totals
        guard totals.rows > 0 else {
            throw Problem("no_journeys", "No row of the file is a journey.", at: name, remedy: read.notes.first ?? "Check the columns with --map.")
        }
        guard totals.conversions > 0 else {
            throw Problem(
                "no_conversions", "None of \(Format.plural(totals.nulls, "journey")) converted, so there is no credit to divide.", at: name,
                remedy: "Name the column that says so with --map \"Column=conversion\".")
        }
        guard totals.conversions <= 2_000_000_000 else {
            throw Problem("too_large", "The conversions add up to more than 2,000 million.", at: name, remedy: "Divide them by 1,000 first.")
        }
        guard totals.value < Int64.max else {
            throw Problem("too_large", "The values add up to more than can be counted exactly.", at: name, remedy: "Divide them by 1,000 first.")
        }
        let credits = await attribute(read.paths, question)
        let models = credits.map { model($0, totals) }
        let skipped = question.models.filter { model in !credits.contains { $0.model == model } }.map {
            AttributionAnswer.Skipped(model: $0.name, reason: reason($0, totals))
        }
        guard !models.isEmpty else {
            let reasons = skipped.map { "\($0.model): \($0.reason)" }.joined(separator: "; ")
            throw Problem(
                "no_models", "None of these models can be computed: \(reasons).", at: name, remedy: "Ask for others with --models.", fault: .usage)
        }
        let answer = AttributionAnswer(
            file: name, rows: read.rows, paths: totals.rows, touches: totals.steps, journeys: totals.conversions + totals.nulls,
            conversions: totals.conversions, nulls: totals.nulls, value: read.hasValue ? Double(totals.value) / unit : nil, models: models,
            skipped: skipped, notes: read.notes)
        return (AttributionWords(answer: answer, question: question).report(), answer)
    }

    private func reason(_ model: AttributionModel, _ totals: PathTotals) -> String {
        if model.needsTimes { return "the rows have no times" }
        if model.needsMilestones { return "no column says which touch made the lead or opened the deal (--map \"Column=milestone\")" }
        return "nothing converted"
    }

    private func model(_ credits: ModelCredits, _ totals: PathTotals) -> AttributionAnswer.Model {
        // Shown in millionths of a conversion and in hundredths of value: both add up to the last digit.
        let millionths = largestRemainder(credits.credits.map(\.conversions), total: Int64(totals.conversions) * 1_000_000)
        let cents = largestRemainder(credits.credits.map(\.value), total: totals.value)
        let channels = read.channels.indices.map { index in
            AttributionAnswer.Channel(
                channel: read.channels[index], conversions: Double(millionths[index]) / 1e6,
                share: Double(millionths[index]) / 1e6 / Double(totals.conversions), value: read.hasValue ? Double(cents[index]) / unit : nil,
                conversionsLow: credits.low?[index].conversions, conversionsHigh: credits.high?[index].conversions,
                valueLow: read.hasValue ? credits.low.map { $0[index].value / unit } : nil,
                valueHigh: read.hasValue ? credits.high.map { $0[index].value / unit } : nil, removalEffect: credits.effects?[index],
                standardError: credits.errors?[index].conversions)
        }
        var model = AttributionAnswer.Model(
            model: credits.model.name, channels: channels.sorted { ($1.conversions, $0.channel) < ($0.conversions, $1.channel) },
            residual: credits.residual, states: credits.states)
        switch credits.model {
        case .markov(let order): model.order = order
        case .timeDecay(let halfLife): model.halfLifeDays = halfLife
        default: break
        }
        return model
    }
}
