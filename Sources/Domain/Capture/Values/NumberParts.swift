// SPDX-License-Identifier: Apache-2.0

/// The mark before the decimals; the other one groups thousands.
package enum DecimalMark: String, Sendable, Codable, CaseIterable {
    case point = ".", comma = ","
}

/// A number as a cell writes it.
package struct NumberCell: Hashable, Sendable {
    /// As written: `50%` is 50.
    package let value: Decimal64
    /// nil where the cell names none, or only with a sign that several share.
    package let currency: Currency?
    package let sign: CurrencySign?
    package let isPercent: Bool

    package init(value: Decimal64, currency: Currency? = nil, sign: CurrencySign? = nil, isPercent: Bool = false) {
        (self.value, self.currency, self.sign, self.isPercent) = (value, currency, sign, isPercent)
    }
}

/// A number taken apart by its shape alone, before its column decided what a lone mark means.
struct NumberParts {
    enum Marks: UInt8 {
        /// Digits only, or grouped by spaces and apostrophes: any column reads it alike.
        case none
        /// The cell proves its decimal mark, by a fraction or by what groups its thousands.
        case point, comma
        /// `1.234` and `1,234`: thousands or decimals.
        case openPoint, openComma
    }

    var marks = Marks.none
    /// The decimal mark that grouped thousands prove, where `marks` says nothing itself.
    var proves: DecimalMark?
    var startsWithZero = false
    var negative = false, percent = false, leadingZero = false, grouped = false
    var currency: CurrencyMark?
    /// All digits without their mark; more than 64 bits keep the first ones, and `dropped` counts the rest.
    var mantissa: Int64 = 0
    var dropped = 0, firstDropped: UInt8 = 0, restDropped = false
    /// Digits before the first mark, after the last one, and in all.
    var leading = 0, after = 0, count = 0
    var exponent = 0

    @inline(__always) mutating func add(_ digit: UInt8) {
        if count == 0 { startsWithZero = digit == 0 }
        count &+= 1
        if dropped == 0 {
            if mantissa < 92_233_720_368_547_758 {
                mantissa = mantissa &* 10 &+ Int64(digit)
                return
            }
            let (product, far) = mantissa.multipliedReportingOverflow(by: 10)
            let (sum, further) = product.addingReportingOverflow(Int64(digit))
            if !far, !further {
                mantissa = sum
                return
            }
            firstDropped = digit
        } else if digit > 0 {
            restDropped = true
        }
        dropped &+= 1
    }

    /// - Parameters: `grouping` reads a lone mark as one of thousands.
    func value(grouping: Bool) -> CellResult<Decimal64> {
        let open = marks == .openPoint || marks == .openComma
        var scale = marks == .none || (open && grouping) ? 0 : after
        if dropped > scale { return .bad(.tooLarge) }
        // Digits behind the point that 64 bits can't hold are rounded, half to even: float noise, never a lost unit.
        scale -= dropped
        var mantissa = mantissa
        if firstDropped > 5 || (firstDropped == 5 && (restDropped || mantissa & 1 == 1)) {
            let (sum, overflow) = mantissa.addingReportingOverflow(1)
            if overflow { return .bad(.tooLarge) }
            mantissa = sum
        }
        scale -= exponent
        while scale < 0, mantissa != 0 {
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
            if overflow { return .bad(.tooLarge) }
            (mantissa, scale) = (product, scale + 1)
        }
        while scale > 18, mantissa != 0 {
            let (quotient, rest) = mantissa.quotientAndRemainder(dividingBy: 10)
            (mantissa, scale) = (quotient + (rest > 5 || (rest == 5 && quotient & 1 == 1) ? 1 : 0), scale - 1)
        }
        return .value(Decimal64(mantissa: negative ? -mantissa : mantissa, scale: scale))
    }
}
