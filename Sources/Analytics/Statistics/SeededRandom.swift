// SPDX-License-Identifier: Apache-2.0

/// SplitMix64: the same numbers for the same seed and stream, on every machine. Each part of a work draws from a stream of its own,
/// so that any part can be told without those before it.
/// - Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators" (2014).
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64, stream: UInt64) {
        state = seed &* 0x9e37_79b9_7f4a_7c15 &+ stream &* 0xd1b5_4a32_d192_ed03
        // Neighbouring streams begin alike; two draws take them apart.
        state = next() ^ (stream &+ 0x632b_e59b_d9b4_e019)
        _ = next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z &>> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z &>> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z &>> 31)
    }

    /// In 0..<1.
    package mutating func unit() -> Double { Double(next() &>> 11) * 0x1p-53 }

    /// In 0..<count; 0 where nothing is to choose from.
    package mutating func below(_ count: Int) -> Int { count > 0 ? Int(next().multipliedFullWidth(by: UInt64(count)).high) : 0 }

    package mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    package mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

    /// A position, each as likely as its weight says.
    package mutating func weighted(_ weights: [Double]) -> Int {
        var rest = unit() * weights.reduce(0, +)
        for index in weights.indices {
            rest -= weights[index]
            if rest < 0 { return index }
        }
        return max(0, weights.count - 1)
    }
}
