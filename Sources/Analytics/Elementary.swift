// SPDX-License-Identifier: Apache-2.0

// Analytics imports nothing, and the standard library has no logarithm: these two are enough for intervals.

/// Natural logarithm of a positive finite number, to about 1e-15 relative; −∞ at 0 and below.
/// - Source: argument reduction to [√½, √2) and log m = 2·artanh((m − 1)/(m + 1)); Abramowitz & Stegun (1964), 4.1.27.
func naturalLogarithm(_ x: Double) -> Double {
    guard x > 0 else { return -.infinity }
    guard x.isFinite else { return x }
    var (mantissa, exponent) = (x.significand, Double(x.exponent))
    if mantissa > 1.414_213_562_373_095_1 { (mantissa, exponent) = (mantissa / 2, exponent + 1) }
    let ratio = (mantissa - 1) / (mantissa + 1)
    var (term, sum, odd) = (ratio, ratio, 3.0)
    while true {
        term *= ratio * ratio
        let next = sum + term / odd
        if next == sum { break }
        (sum, odd) = (next, odd + 2)
    }
    return 2 * sum + exponent * 0.693_147_180_559_945_3
}

/// e to the power of `x`, to about 1e-15 relative.
/// - Source: reduction by powers of two and the series; Abramowitz & Stegun (1964), 4.2.1.
func exponential(_ x: Double) -> Double {
    guard x < 709.7 else { return x.isNaN ? x : .infinity }
    guard x > -745 else { return 0 }
    let power = (x / 0.693_147_180_559_945_3).rounded()
    let rest = x - power * 0.693_147_180_369_123_8 - power * 1.908_214_929_270_587_7e-10
    var (term, sum, n) = (1.0, 1.0, 1.0)
    while true {
        term *= rest / n
        let next = sum + term
        if next == sum { break }
        (sum, n) = (next, n + 1)
    }
    return sum * Double(sign: .plus, exponent: Int(power), significand: 1)
}
