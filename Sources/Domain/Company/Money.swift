// SPDX-License-Identifier: Apache-2.0

/// A currency by its ISO 4217 code: three capital letters.
package struct Currency: Hashable, Sendable, Codable, CustomStringConvertible {
    package let code: String

    /// - Returns: nil unless the text is three ASCII letters.
    package init?(_ text: String) {
        let upper = text.uppercased()
        guard upper.utf8.count == 3, upper.utf8.allSatisfy({ (65...90).contains($0) }) else { return nil }
        code = upper
    }

    private init(trusted: String) { code = trusted }

    package static let eur = Currency(trusted: "EUR")
    package static let usd = Currency(trusted: "USD")

    /// Decimal digits of the minor unit. Source: ISO 4217 list one (2024); 2 unless listed.
    package var exponent: Int { Currency.exponents[code] ?? 2 }
    package var description: String { code }

    /// Its three letters. What was stored before as `{"code": "EUR"}` is still read.
    package init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self), let currency = Currency(text) {
            self = currency
        } else {
            code = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .code)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }

    private enum Key: String, CodingKey { case code }

    private static let exponents: [String: Int] = [
        "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0, "UGX": 0, "UYI": 0,
        "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0, "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
        "CLF": 4, "UYW": 4,
    ]
}

/// An amount in minor units of its currency: `Money(minor: 12_50, .eur)` is € 12.50.
package struct Money: Hashable, Sendable, Codable {
    package let minor: Int64
    package let currency: Currency

    package init(minor: Int64, _ currency: Currency) { (self.minor, self.currency) = (minor, currency) }
}
