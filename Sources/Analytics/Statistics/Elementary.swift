// SPDX-License-Identifier: Apache-2.0
import Glibc

// Analytics stands on the standard library and on the C library's mathematics, which this file alone names.

/// Natural logarithm of a positive number; −∞ at 0 and below.
@inline(__always)
func naturalLogarithm(_ x: Double) -> Double { x > 0 ? Glibc.log(x) : x.isNaN ? x : -.infinity }

/// e to the power of `x`.
@inline(__always)
func exponential(_ x: Double) -> Double { Glibc.exp(x) }

/// ln(1 + x), exact for small `x` too; −∞ at −1 and below.
@inline(__always)
func naturalLogarithm1p(_ x: Double) -> Double { x > -1 ? Glibc.log1p(x) : x.isNaN ? x : -.infinity }

/// sinh of `x`.
func hyperbolicSine(_ x: Double) -> Double { Glibc.sinh(x) }

/// The logarithm of the Gamma function of a positive number.
/// - Source: C. Lanczos (1964), SIAM J. Numer. Anal. 1, 86–96, with g = 7 and nine terms; about 1e-14 relative. The C library's own
///   writes a global variable.
func logGamma(_ x: Double) -> Double {
    guard x >= 0.5 else { return naturalLogarithm(.pi / abs(Glibc.sin(.pi * x))) - logGamma(1 - x) }
    let coefficients = [
        0.999_999_999_999_809_93, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_13, -176.615_029_162_140_6,
        12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_572e-6, 1.505_632_735_149_311_6e-7,
    ]
    let y = x - 1
    var sum = coefficients[0]
    for index in 1...8 { sum += coefficients[index] / (y + Double(index)) }
    let t = y + 7.5
    return 0.918_938_533_204_672_7 + (y + 0.5) * naturalLogarithm(t) - t + naturalLogarithm(sum)
}

/// 1 / (1 + e^−x), in 0...1.
@inline(__always)
func logistic(_ x: Double) -> Double { 1 / (1 + exponential(-x)) }

/// The logarithm of the odds of a share in 0...1.
func logit(_ share: Double) -> Double { naturalLogarithm(share) - naturalLogarithm(1 - share) }
