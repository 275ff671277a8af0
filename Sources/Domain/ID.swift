// SPDX-License-Identifier: Apache-2.0

/// A 63-bit identifier of one noun, so that a lead's id can't be passed where a contact's is meant.
/// Ids are leased in blocks per process and known before the insert; 0 means "none" only in storage.
package struct ID<Of>: Hashable, Comparable, Sendable {
    package let raw: Int64

    package init(_ raw: Int64) { self.raw = raw }

    package static func < (a: Self, b: Self) -> Bool { a.raw < b.raw }
}

extension ID: Codable {
    package init(from decoder: any Decoder) throws { raw = try decoder.singleValueContainer().decode(Int64.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(raw)
    }
}

extension ID: CustomStringConvertible {
    package var description: String { String(raw) }
}
