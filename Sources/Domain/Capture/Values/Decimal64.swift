// SPDX-License-Identifier: Apache-2.0

/// An exact decimal number: `mantissa × 10^-scale`. `scale` is 0...18, so `12.50` is 1250 with scale 2.
package struct Decimal64: Hashable, Sendable {
    package let mantissa: Int64
    package let scale: Int

    /// - Parameters: `scale` is kept within 0...18.
    package init(mantissa: Int64, scale: Int = 0) { (self.mantissa, self.scale) = (mantissa, min(18, max(0, scale))) }

    /// The amount in units of 10^-`exponent`, half rounded to even: `12.345` with exponent 2 is 1234.
    /// - Returns: nil where it does not fit into 64 bits, or `exponent` is outside 0...18.
    package func minor(exponent: Int) -> Int64? {
        guard (0...18).contains(exponent) else { return nil }
        if exponent >= scale {
            let (result, overflow) = mantissa.multipliedReportingOverflow(by: Decimal64.power(exponent - scale))
            return overflow ? nil : result
        }
        let unit = Decimal64.power(scale - exponent)
        let (quotient, rest) = mantissa.quotientAndRemainder(dividingBy: unit)
        let twice = rest.magnitude &* 2
        let up = twice > unit.magnitude || (twice == unit.magnitude && quotient & 1 == 1)
        return up ? quotient &+ (mantissa < 0 ? -1 : 1) : quotient
    }

    /// The nearest double; exact as text shows it up to 15 digits.
    package var double: Double { Double(mantissa) / Double(Decimal64.power(scale)) }

    /// The whole number, where there is nothing after the mark but zeros.
    package var integer: Int64? {
        let (quotient, rest) = mantissa.quotientAndRemainder(dividingBy: Decimal64.power(scale))
        return rest == 0 ? quotient : nil
    }

    /// 10^`n` for `n` 0...18.
    @inline(__always) static func power(_ n: Int) -> Int64 {
        var (result, n): (Int64, Int) = (1, n)
        while n >= 6 { (result, n) = (result &* 1_000_000, n - 6) }
        while n > 0 { (result, n) = (result &* 10, n - 1) }
        return result
    }
}

extension Decimal64: CustomStringConvertible {
    /// `-12.50`.
    package var description: String {
        let digits = String(mantissa.magnitude), sign = mantissa < 0 ? "-" : ""
        guard scale > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        return "\(sign)\(padded.dropLast(scale)).\(padded.suffix(scale))"
    }
}
