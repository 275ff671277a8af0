// SPDX-License-Identifier: Apache-2.0

/// One input of a scorecard, for all rows.
package struct FeatureColumn: Sendable {
    package enum Values: Sendable {
        /// Any finite number; NaN where missing. Dates are days since 1970-01-01 with their fraction.
        case numbers([Double], isDate: Bool)
        /// Codes of `levels`; −1 where missing.
        case categories([Int32], levels: [String])
    }

    package let name: String
    package let values: Values

    package init(_ name: String, _ values: Values) { (self.name, self.values) = (name, values) }

    package var count: Int {
        switch values {
        case .numbers(let numbers, _): numbers.count
        case .categories(let codes, _): codes.count
        }
    }

    @inline(__always)
    package func isMissing(_ row: Int) -> Bool {
        switch values {
        case .numbers(let numbers, _): !numbers[row].isFinite
        case .categories(let codes, _): codes[row] < 0
        }
    }
}

/// Which way a feature's points may go.
package enum Monotone: String, Sendable, Codable {
    case rising, falling
}
