// SPDX-License-Identifier: Apache-2.0

/// The shares of position-based rules: what stands out gets its share, all else divides the rest evenly.
/// - Parameters: `count` touches, ≥ 1; `marks` places of the touches that made the lead and opened the deal; `shares` is filled with one number per
///   touch, together 1. Where the lead's or the deal's touch is unknown its share goes to the others in proportion.
func positionShares(_ model: AttributionModel, count: Int, _ marks: Milestones, _ shares: inout [Double]) {
    shares.removeAll(keepingCapacity: true)
    for _ in 0..<count { shares.append(0) }
    guard count > 0 else { return }
    let (first, lead, deal, last): (Double, Double, Double, Double) =
        switch model {
        case .position(let first, let last): (max(0, first), 0, 0, max(0, last))
        case .uShaped: (0.4, 0.4, 0, 0)
        case .wShaped: (0.3, 0.3, 0.3, 0)
        case .fullPath: (0.225, 0.225, 0.225, 0.225)
        default: (0, 0, 0, 0)
        }
    var outstanding = 0
    @inline(__always) func stand(_ place: Int, _ share: Double) {
        guard share > 0, shares.indices.contains(place) else { return }
        if shares[place] == 0 { outstanding += 1 }
        shares[place] += share
    }
    stand(0, first)
    stand(Int(marks.lead), lead)
    stand(Int(marks.deal), deal)
    stand(count - 1, last)
    let rest = max(0, 1 - first - lead - deal - last)
    if outstanding < count, rest > 0 {
        let each = rest / Double(count - outstanding)
        for place in shares.indices where shares[place] == 0 { shares[place] = each }
    }
    let sum = shares.reduce(0, +)
    guard sum > 0 else {
        for place in shares.indices { shares[place] = 1 / Double(count) }
        return
    }
    if sum != 1 { for place in shares.indices { shares[place] /= sum } }
}

/// Exponentially less the longer ago: 2^(−age / halfLife), divided by its sum.
/// - Parameters: `times` microseconds, ascending; `halfLife` in days, > 0; `shares` is filled, together 1.
func timeDecayShares(_ times: ArraySlice<Int64>, halfLife: Double, _ shares: inout [Double]) {
    shares.removeAll(keepingCapacity: true)
    guard let newest = times.last else { return }
    let rate = -0.693_147_180_559_945_3 / (max(1e-9, halfLife) * 86_400e6)
    var sum = 0.0
    for time in times {
        // Differences of far moments overflow; as fractions they do not.
        let weight = exponential((Double(newest) - Double(time)) * rate)
        shares.append(weight)
        sum += weight
    }
    for place in shares.indices { shares[place] /= sum }
}
