// SPDX-License-Identifier: Apache-2.0

/// Journeys by the set of channels that they met: all that the Shapley value needs. `add`, `merge`; `shapley` gives the result.
package struct CoalitionCounts: Sendable {
    /// Ascending channel codes → what journeys with exactly these came to.
    private(set) var sets: [[UInt16]: Worth] = [:]

    struct Worth: Sendable {
        var conversions = 0.0
        var nulls = 0.0
        var value = 0.0
    }

    package init() {}

    /// Adds rows of a list; `weights` as in `TransitionCounts.add`.
    package mutating func add(_ rows: Range<Int>, of paths: PathList, weights: (conversions: [UInt32], nulls: [UInt32])? = nil) {
        var seen: [UInt16] = []
        for row in rows {
            let conversions = weights.map { $0.conversions[row] } ?? paths.conversions[row]
            let nulls = weights.map { $0.nulls[row] } ?? paths.nulls[row]
            guard conversions > 0 || nulls > 0 else { continue }
            seen.removeAll(keepingCapacity: true)
            for step in paths.range(row) {
                let channel = paths.steps[step]
                // Sets are small: keeping them in order as they grow beats sorting.
                var place = seen.count
                while place > 0, seen[place - 1] > channel { place -= 1 }
                if place == 0 || seen[place - 1] != channel { seen.insert(channel, at: place) }
            }
            guard !seen.isEmpty else { continue }
            var worth = Worth(conversions: Double(conversions), nulls: Double(nulls))
            if conversions > 0 { worth.value = Double(paths.value[row]) * Double(conversions) / Double(max(1, paths.conversions[row])) }
            sets[seen, default: Worth()].add(worth)
        }
    }

    package mutating func merge(_ other: CoalitionCounts) {
        for (set, worth) in other.sets { sets[set, default: Worth()].add(worth) }
    }
}

extension CoalitionCounts.Worth {
    mutating func add(_ other: Self) {
        conversions += other.conversions
        nulls += other.nulls
        value += other.value
    }
}

/// Credit by Shapley value.
package struct Shapley: Sendable {
    package let credits: [Credit]
    /// Standard errors of the credits where orders were drawn and not all counted; nil where the result is exact.
    package let errors: [Credit]?

    /// The most channels for which all coalitions are counted.
    package static let mostExact = 20

    /// - Parameters: `worth` what a coalition is worth; `draws` how many orders of channels are drawn beyond 20 channels.
    /// - Returns: credits that add up to all conversions and all value. By `.conversions` exact for any number of channels: the game is a sum of
    ///   unanimity games, in which a journey's channels share evenly. By `.rate` exact by coalition up to 20 channels.
    /// - Source: L. S. Shapley (1953), "A value for n-person games"; for attribution K. Zhao, S. H. Mahboobi, S. R. Bagheri (2018),
    ///   arXiv:1804.05327; drawing orders J. Castro, D. Gómez, J. Tejada (2009), Computers & OR 36, 1726–1730.
    package init(_ counts: CoalitionCounts, channels: Int, worth: ShapleyWorth, draws: Int = 2000, seed: UInt64 = 1) {
        // In the order of the sets, so that sums do not depend on hashing.
        let sets = counts.sets.sorted { $0.key.lexicographicallyPrecedes($1.key) }.filter { set in set.key.allSatisfy { Int($0) < channels } }
        switch worth {
        case .conversions:
            var credits = Array(repeating: Credit(), count: channels)
            for (set, worth) in sets {
                for channel in set {
                    credits[Int(channel)].conversions += worth.conversions / Double(set.count)
                    credits[Int(channel)].value += worth.value / Double(set.count)
                }
            }
            (self.credits, errors) = (credits, nil)
        case .rate:
            if channels <= Self.mostExact {
                (credits, errors) = (Self.exact(sets, channels), nil)
            } else {
                (credits, errors) = Self.drawn(sets, channels, max(2, draws), seed)
            }
        }
    }

    private typealias Sets = [(key: [UInt16], value: CoalitionCounts.Worth)]

    /// Worth of every coalition by sums over subsets, then each channel's mean marginal contribution.
    private static func exact(_ sets: Sets, _ channels: Int) -> [Credit] {
        let size = 1 << channels
        var conversions = Array(repeating: 0.0, count: size), value = conversions, journeys = conversions
        for (set, worth) in sets {
            let mask = set.reduce(0) { $0 | 1 << Int($1) }
            conversions[mask] += worth.conversions
            value[mask] += worth.value
            journeys[mask] += worth.conversions + worth.nulls
        }
        for channel in 0..<channels {
            for mask in 0..<size where mask >> channel & 1 == 1 {
                conversions[mask] += conversions[mask ^ 1 << channel]
                value[mask] += value[mask ^ 1 << channel]
                journeys[mask] += journeys[mask ^ 1 << channel]
            }
        }
        let all = journeys[size - 1]
        for mask in 0..<size {
            conversions[mask] = journeys[mask] > 0 ? conversions[mask] / journeys[mask] * all : 0
            value[mask] = journeys[mask] > 0 ? value[mask] / journeys[mask] * all : 0
        }
        // s! (n − s − 1)! / n! for a coalition of s without the channel.
        let weights = (0..<max(1, channels)).map { s in
            exponential(logGamma(Double(s) + 1) + logGamma(Double(channels - s)) - logGamma(Double(channels) + 1))
        }
        var credits = Array(repeating: Credit(), count: channels)
        for mask in 0..<size {
            let weight = weights[min(channels - 1, mask.nonzeroBitCount)]
            for channel in 0..<channels where mask >> channel & 1 == 0 {
                credits[channel].conversions += weight * (conversions[mask | 1 << channel] - conversions[mask])
                credits[channel].value += weight * (value[mask | 1 << channel] - value[mask])
            }
        }
        return credits
    }

    /// Orders are drawn; each journey set joins when the last of its channels has come.
    private static func drawn(_ sets: Sets, _ channels: Int, _ draws: Int, _ seed: UInt64) -> ([Credit], [Credit]) {
        let all = sets.reduce(0.0) { $0 + $1.value.conversions + $1.value.nulls }
        var sum = Array(repeating: Credit(), count: channels), squares = sum
        for draw in 0..<draws {
            var random = SeededRandom(seed: seed, stream: UInt64(draw))
            let order = (0..<channels).shuffled(using: &random)
            var turn = Array(repeating: 0, count: channels)
            for (place, channel) in order.enumerated() { turn[channel] = place }
            var joining = Array(repeating: CoalitionCounts.Worth(), count: channels)
            for (set, worth) in sets { joining[set.reduce(0) { max($0, turn[Int($1)]) }].add(worth) }
            var (inside, before) = (CoalitionCounts.Worth(), Credit())
            for (place, channel) in order.enumerated() {
                inside.add(joining[place])
                let journeys = inside.conversions + inside.nulls
                let now = journeys > 0 ? Credit(conversions: inside.conversions / journeys * all, value: inside.value / journeys * all) : Credit()
                let gain = Credit(conversions: now.conversions - before.conversions, value: now.value - before.value)
                sum[channel].conversions += gain.conversions
                sum[channel].value += gain.value
                squares[channel].conversions += gain.conversions * gain.conversions
                squares[channel].value += gain.value * gain.value
                before = now
            }
        }
        let n = Double(draws)
        func error(_ sum: Double, _ squares: Double) -> Double { (max(0, squares / n - sum / n * sum / n) / (n - 1)).squareRoot() }
        let credits = sum.map { Credit(conversions: $0.conversions / n, value: $0.value / n) }
        let errors = zip(sum, squares).map {
            Credit(conversions: error($0.conversions, $1.conversions), value: error($0.value, $1.value))
        }
        return (credits, errors)
    }
}
