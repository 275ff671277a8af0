// SPDX-License-Identifier: Apache-2.0
import Domain

/// Names and values of a form or a query (`application/x-www-form-urlencoded`), in the order in which they came.
package struct Fields: Sendable {
    package struct Pair: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(name: String, value: String) { (self.name, self.value) = (name, value) }
    }

    package let pairs: [Pair]

    package init(_ pairs: [Pair] = []) { self.pairs = pairs }

    package init(_ values: KeyValuePairs<String, String>) { pairs = values.map { Pair(name: $0.key, value: $0.value) } }

    /// - Throws: `Problem` where there are more than 10,000 fields.
    package init(urlEncoded bytes: some Sequence<UInt8>) throws {
        var result: [Pair] = []
        for piece in Array(bytes).split(separator: UInt8(ascii: "&")) {
            guard result.count < 10_000 else { throw Problem("too_many_fields", "The form has more than 10,000 fields.", fault: .usage) }
            let equals = piece.firstIndex(of: UInt8(ascii: "=")) ?? piece.endIndex
            result.append(Pair(name: Self.decode(piece[..<equals]), value: Self.decode(piece[equals...].dropFirst())))
        }
        pairs = result
    }

    /// The first value of that name, without spaces around; nil where it is absent or empty.
    package subscript(name: String) -> String? {
        guard let value = pairs.first(where: { $0.name == name })?.value else { return nil }
        let front = value.drop { $0.isWhitespace }
        let trimmed = String(front.reversed().drop { $0.isWhitespace }.reversed())
        return trimmed.isEmpty ? nil : trimmed
    }

    /// The first value as it was typed; empty where it is absent. For passwords.
    package func exact(_ name: String) -> String { pairs.first { $0.name == name }?.value ?? "" }

    package func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    /// Percent signs that encode nothing stay as they are; NUL and what is no UTF-8 become U+FFFD.
    static func decode(_ bytes: ArraySlice<UInt8>) -> String {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): plain.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                if let high = rest.first.flatMap(hex), let low = rest.dropFirst().first.flatMap(hex) {
                    plain.append(high << 4 | low)
                    rest = rest.dropFirst(2)
                } else {
                    plain.append(byte)
                }
            default: plain.append(byte)
            }
        }
        return String(decoding: plain, as: UTF8.self).replacing("\0", with: "\u{FFFD}")
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }

    /// As the query of a link: what is no letter, digit, `-`, `.`, `_` or `~` is percent-encoded.
    package var urlEncoded: String { pairs.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }.joined(separator: "&") }

    package static func encode(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return result
    }
}
