// SPDX-License-Identifier: Apache-2.0

/// The rules that divide each journey by itself: first, last, last non-direct, linear, position, U, W, full path, time decay; all in one pass.
///
/// `add`, `merge`, `result`. Sums are whole numbers (2⁻³² of a conversion, 2⁻¹⁰ of a minor unit), so that merging is associative to the last digit and
/// neither the order nor the number of partitions shows in the result.
/// - Source: as the rules are defined in the field's tools; positions that fall on one touch add their shares, and shares of positions that a
///   journey does not have are divided among the others in proportion (the 50:50 of a journey of two touches).
package struct RuleCredits: Sendable {
    package let models: [AttributionModel]
    private let channels: Int
    private let isDirect: [Bool]
    private var conversions: [Int64]
    private var value: [Int64]

    private static let conversionUnits = 4_294_967_296.0
    private static let valueUnits = 1024.0

    /// - Parameters: `models` those that are rules; `direct` the channels that last non-direct passes over.
    package init(_ models: [AttributionModel], channels: Int, direct: Set<UInt16> = []) {
        (self.models, self.channels) = (models.filter(\.isRule), channels)
        isDirect = (0..<max(1, channels)).map { direct.contains(UInt16($0)) }
        conversions = Array(repeating: 0, count: self.models.count * channels)
        value = conversions
    }

    /// Adds rows of a list.
    /// - Parameter weights: how many of each row's conversions count, as a resample draws them; nil for as they are.
    package mutating func add(_ rows: Range<Int>, of paths: PathList, weights: [UInt32]? = nil) {
        var shares: [Double] = []
        for row in rows {
            let converted = weights.map { $0[row] } ?? paths.conversions[row]
            guard converted > 0 else { continue }
            let steps = paths.range(row)
            guard !steps.isEmpty else { continue }
            let amount = Double(paths.value[row]) * (weights == nil ? 1 : Double(converted) / Double(paths.conversions[row]))
            for (index, model) in models.enumerated() {
                add(model, at: index * channels, row: row, steps, Double(converted), amount, paths, &shares)
            }
        }
    }

    @inline(__always)
    private mutating func add(
        _ model: AttributionModel, at base: Int, row: Int, _ steps: Range<Int>, _ converted: Double, _ amount: Double, _ paths: PathList,
        _ shares: inout [Double]
    ) {
        let last = steps.upperBound - 1
        switch model {
        case .first: give(1, to: paths.steps[steps.lowerBound], base, converted, amount)
        case .last: give(1, to: paths.steps[last], base, converted, amount)
        case .lastNonDirect:
            let step = steps.last { !isDirect[Int(paths.steps[$0])] } ?? last
            give(1, to: paths.steps[step], base, converted, amount)
        case .linear:
            let share = 1 / Double(steps.count)
            for step in steps { give(share, to: paths.steps[step], base, converted, amount) }
        case .timeDecay(let halfLife):
            guard paths.hasTimes else { return }
            timeDecayShares(paths.times[steps], halfLife: halfLife, &shares)
            for (place, step) in steps.enumerated() { give(shares[place], to: paths.steps[step], base, converted, amount) }
        case .position, .uShaped, .wShaped, .fullPath:
            let marks = paths.hasMilestones ? paths.milestones[row] : .none
            positionShares(model, count: steps.count, marks, &shares)
            for (place, step) in steps.enumerated() where shares[place] > 0 { give(shares[place], to: paths.steps[step], base, converted, amount) }
        case .markov, .shapley: break
        }
    }

    @inline(__always)
    private mutating func give(_ share: Double, to channel: UInt16, _ base: Int, _ converted: Double, _ amount: Double) {
        let place = base + Int(channel)
        guard Int(channel) < channels else { return }
        let count = (share * converted * Self.conversionUnits).rounded()
        if count.magnitude < 4e18 { conversions[place] &+= Int64(count) }
        // A sum beyond 9·10¹⁵ minor units is refused where values are read.
        let part = (share * amount * Self.valueUnits).rounded()
        if part.magnitude < 4e18 { value[place] &+= Int64(part) }
    }

    /// Adds what others counted under the same models and channels.
    package mutating func merge(_ other: RuleCredits) {
        for index in conversions.indices where index < other.conversions.count {
            conversions[index] &+= other.conversions[index]
            value[index] &+= other.value[index]
        }
    }

    /// Per model, in the order of `models`, the credit of each channel.
    package func result() -> [[Credit]] {
        models.indices.map { model in
            (0..<channels).map { channel in
                let place = model * channels + channel
                return Credit(conversions: Double(conversions[place]) / Self.conversionUnits, value: Double(value[place]) / Self.valueUnits)
            }
        }
    }
}
