// SPDX-License-Identifier: Apache-2.0
import Analytics

/// Journeys for tests.
enum Paths {
    static func list(_ journeys: [ExactChain.Journey], times: [[Int64]]? = nil) -> PathList {
        var paths = PathList()
        for (index, journey) in journeys.enumerated() {
            for (place, step) in journey.steps.enumerated() {
                if let times { paths.add(step: UInt16(step), at: times[index][place]) } else { paths.add(step: UInt16(step)) }
            }
            paths.close(conversions: UInt32(journey.conversions), nulls: UInt32(journey.nulls), value: Int64(journey.value))
        }
        return paths
    }

    static func random(_ seed: UInt64, channels: Int, journeys: Int, longest: Int = 7) -> [ExactChain.Journey] {
        var random = SeededRandom(seed: seed, stream: 1)
        var all = (0..<journeys).map { _ in
            let conversions = random.chance(0.5) ? random.below(4) : 0
            return ExactChain.Journey(
                steps: (0..<1 + random.below(longest)).map { _ in random.below(channels) }, conversions: conversions, nulls: random.below(5),
                value: conversions > 0 ? Double(random.below(100_000)) : 0)
        }
        all.append(ExactChain.Journey(steps: [0, channels - 1], conversions: 1, nulls: 1, value: 12_345))
        return all
    }

    /// Credits of one model.
    static func credits(_ model: AttributionModel, _ paths: PathList, channels: Int, workers: Int = 1, withNulls: Bool = true) async -> ModelCredits?
    {
        var question = AttributionQuestion(models: [model], channels: channels)
        (question.workers, question.withNulls) = (workers, withNulls)
        return await attribute(paths, question).first
    }
}
