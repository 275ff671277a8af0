// SPDX-License-Identifier: Apache-2.0

/// A rule or method that divides the credit for a conversion among the touches before it.
package enum AttributionModel: Hashable, Sendable {
    case first
    case last
    /// The last touch whose channel is none of these; where all are, the last.
    case lastNonDirect
    case linear
    /// Shares of the first and the last touch, the rest spread over those between. 40, 20, 40 by default.
    case position(first: Double, last: Double)
    /// 40 first, 40 the touch that made the lead, 20 the rest.
    case uShaped
    /// 30 first, 30 lead made, 30 deal opened, 10 the rest.
    case wShaped
    /// 22.5 each for first, lead made, deal opened and last; 10 the rest.
    case fullPath
    /// Weight 2^(−age / halfLife), age counted back from the last touch; in days.
    case timeDecay(halfLife: Double)
    /// Removal effect in a Markov chain whose states are the last `order` channels, 1...4.
    case markov(order: Int)
    /// The mean marginal contribution over all orders in which channels could have come.
    case shapley(ShapleyWorth)

    /// As the command line and JSON call it.
    package var name: String {
        switch self {
        case .first: "first"
        case .last: "last"
        case .lastNonDirect: "last-non-direct"
        case .linear: "linear"
        case .position: "position"
        case .uShaped: "u-shaped"
        case .wShaped: "w-shaped"
        case .fullPath: "full-path"
        case .timeDecay: "time-decay"
        case .markov: "markov"
        case .shapley: "shapley"
        }
    }

    /// Divides by the times of touches.
    package var needsTimes: Bool { if case .timeDecay = self { true } else { false } }
    /// Divides by where the lead was made and the deal opened.
    package var needsMilestones: Bool { [.uShaped, .wShaped, .fullPath].contains(self) }
    /// A rule: each journey's credit depends on that journey alone.
    package var isRule: Bool {
        switch self {
        case .markov, .shapley: false
        default: true
        }
    }
}

/// What a coalition of channels is worth.
package enum ShapleyWorth: String, Hashable, Sendable, Codable, CaseIterable {
    /// The conversions of journeys that met no other channel.
    case conversions
    /// The share of journeys that converted among those that met no other channel, times all journeys.
    case rate
}

/// One channel's credit under one model, before it is rounded.
package struct Credit: Hashable, Sendable {
    /// Of conversions, and of value in minor units.
    package var conversions: Double
    package var value: Double

    package init(conversions: Double = 0, value: Double = 0) { (self.conversions, self.value) = (conversions, value) }
}
