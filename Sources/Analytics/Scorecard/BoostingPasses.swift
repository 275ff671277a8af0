// SPDX-License-Identifier: Apache-2.0

// The loops over all rows: everything that costs time in learning is here.

/// Sums of gradients and weights per bin, in two copies so that equal neighbours do not wait for each other.
struct Histogram: Sendable {
    private var sums: [Double]

    init(size: Int) { sums = Array(repeating: 0, count: size * 4) }

    @inline(__always) func gradient(_ bin: Int) -> Double { sums[bin * 4] + sums[bin * 4 + 2] }
    @inline(__always) func weight(_ bin: Int) -> Double { sums[bin * 4 + 1] + sums[bin * 4 + 3] }

    func sum(_ range: Range<Int>) -> (gradient: Double, weight: Double) {
        var (g, h) = (0.0, 0.0)
        for bin in range { (g, h) = (g + gradient(bin), h + weight(bin)) }
        return (g, h)
    }

    /// - Parameters: `bins`, `gradients`, `weights` as many as rows; bins are below `size`, which is at most that of the histogram.
    mutating func count(_ bins: [UInt16], _ gradients: [Float], _ weights: [Float], size: Int) {
        let rows = min(bins.count, gradients.count, weights.count)
        sums.withUnsafeMutableBufferPointer { sums in
            for index in 0..<min(sums.count, size * 4) { sums[index] = 0 }
            bins.withUnsafeBufferPointer { bins in
                gradients.withUnsafeBufferPointer { gradients in
                    weights.withUnsafeBufferPointer { weights in
                        guard let sums = sums.baseAddress, let bins = bins.baseAddress, let g = gradients.baseAddress, let h = weights.baseAddress
                        else { return }
                        var row = 0
                        while row + 1 < rows {
                            let (a, b) = (Int(bins[row]) &* 4, Int(bins[row &+ 1]) &* 4)
                            sums[a] += Double(g[row])
                            sums[a &+ 1] += Double(h[row])
                            sums[b &+ 2] += Double(g[row &+ 1])
                            sums[b &+ 3] += Double(h[row &+ 1])
                            row &+= 2
                        }
                        if row < rows {
                            sums[Int(bins[row]) &* 4] += Double(g[row])
                            sums[Int(bins[row]) &* 4 &+ 1] += Double(h[row])
                        }
                    }
                }
            }
        }
    }
}

/// y − p and p(1 − p) of each row.
func gradients(_ scores: [Float], _ outcomes: [UInt8], _ gradient: inout [Float], _ weight: inout [Float]) {
    var same = scores
    apply([0], Array(repeating: 0, count: scores.count), outcomes, &same, &gradient, &weight)
}

/// Adds a step to the scores and takes the new gradients and weights.
/// - Parameter update: per bin.
func apply(_ update: [Float], _ bins: [UInt16], _ outcomes: [UInt8], _ scores: inout [Float], _ gradient: inout [Float], _ weight: inout [Float]) {
    let rows = min(scores.count, bins.count, outcomes.count, gradient.count, weight.count)
    update.withUnsafeBufferPointer { update in
        bins.withUnsafeBufferPointer { bins in
            outcomes.withUnsafeBufferPointer { outcomes in
                scores.withUnsafeMutableBufferPointer { scores in
                    gradient.withUnsafeMutableBufferPointer { gradient in
                        weight.withUnsafeMutableBufferPointer { weight in
                            guard let update = update.baseAddress, let bins = bins.baseAddress, let y = outcomes.baseAddress,
                                let s = scores.baseAddress, let g = gradient.baseAddress, let h = weight.baseAddress
                            else { return }
                            var row = 0
                            while row + 8 <= rows {
                                var step = SIMD8<Float>(), outcome = SIMD8<Float>()
                                for lane in 0..<8 {
                                    step[lane] = update[Int(bins[row &+ lane])]
                                    outcome[lane] = Float(y[row &+ lane])
                                }
                                let old = UnsafeRawPointer(s + row).loadUnaligned(as: SIMD8<Float>.self)
                                let new = old + step
                                let p = logistic(new)
                                UnsafeMutableRawPointer(s + row).storeBytes(of: new, as: SIMD8<Float>.self)
                                UnsafeMutableRawPointer(g + row).storeBytes(of: outcome - p, as: SIMD8<Float>.self)
                                UnsafeMutableRawPointer(h + row).storeBytes(of: p * (1 - p), as: SIMD8<Float>.self)
                                row &+= 8
                            }
                            while row < rows {
                                s[row] += update[Int(bins[row])]
                                let p = logistic(SIMD8<Float>(repeating: s[row]))[0]
                                g[row] = Float(y[row]) - p
                                h[row] = p * (1 - p)
                                row &+= 1
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Adds a step to scores alone.
func add(_ update: [Float], _ bins: [UInt16], _ scores: inout [Float]) {
    let rows = min(scores.count, bins.count)
    update.withUnsafeBufferPointer { update in
        bins.withUnsafeBufferPointer { bins in
            scores.withUnsafeMutableBufferPointer { scores in
                for row in 0..<rows { scores[row] += update[Int(bins[row])] }
            }
        }
    }
}

/// 1 / (1 + e^−x) of eight numbers, to about 3e-7.
/// - Source: e^x as 2^k times a polynomial of degree 6 on the rest (the series to where it ends below a float's precision).
@inline(__always)
func logistic(_ x: SIMD8<Float>) -> SIMD8<Float> {
    var z = -x
    z.replace(with: 80, where: z .> 80)
    z.replace(with: -80, where: z .< -80)
    // Adding 1.5 · 2²³ rounds to a whole number and leaves it in the lowest bits.
    let shifted = z * 1.442_695_04 + 12_582_912
    let r = z - (shifted - 12_582_912) * 0.693_147_18
    var e = r * (1 / 720) + (1 / 120)
    e = e * r + (1 / 24)
    e = e * r + (1 / 6)
    e = e * r + 0.5
    e = e * r + 1
    e = e * r + 1
    let power = unsafeBitCast(shifted, to: SIMD8<UInt32>.self) &<< 23 &+ 0x3f80_0000
    return 1 / (1 + e * unsafeBitCast(power, to: SIMD8<Float>.self))
}

/// Mean of −log P(outcome) over rows with these log-odds; 0 for no rows.
func logLoss(_ scores: [Float], _ outcomes: [UInt8]) -> Double {
    guard !scores.isEmpty else { return 0 }
    var sum = 0.0
    for (score, outcome) in zip(scores, outcomes) {
        // log(1 + e^−m) of the margin, which neither overflows nor loses the tail.
        let margin = outcome == 1 ? Double(score) : -Double(score)
        sum += margin > 0 ? naturalLogarithm(1 + exponential(-margin)) : -margin + naturalLogarithm(1 + exponential(margin))
    }
    return sum / Double(scores.count)
}
