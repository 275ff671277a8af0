// SPDX-License-Identifier: Apache-2.0

/// A point in time: microseconds since 1970-01-01T00:00:00Z. Range: years 1 to 9999; anything outside is refused at the door.
package struct Moment: Hashable, Comparable, Sendable, Codable {
    package let micros: Int64

    package init(micros: Int64) { self.micros = micros }

    /// 0001-01-01T00:00:00Z, the earliest moment that a file may name.
    package static let earliest = Moment(micros: -62_135_596_800_000_000)
    /// 9999-12-31T23:59:59.999999Z, the latest.
    package static let latest = Moment(micros: 253_402_300_799_999_999)

    package static func < (a: Self, b: Self) -> Bool { a.micros < b.micros }

    /// Seconds from `earlier` to this moment; negative when this one is earlier.
    package func seconds(since earlier: Moment) -> Double { Double(micros - earlier.micros) / 1e6 }

    package func adding(seconds: Int64) -> Moment {
        let (step, overflowed) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, passed) = micros.addingReportingOverflow(step)
        return overflowed || passed ? (seconds < 0 ? .earliest : .latest) : Moment(micros: sum)
    }

    package init(from decoder: any Decoder) throws { micros = try decoder.singleValueContainer().decode(Int64.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(micros)
    }
}

/// How much of a moment its source really said. Stored beside every time that was imported; raw values are stored.
/// A date without a time is `.day`: it never makes a fast answer and never counts in a time-in-stage median of hours.
package enum Precision: Int64, Comparable, Sendable, Codable, CaseIterable {
    /// No time was given; the moment beside it is only a bound or a stand-in for ordering.
    case unknown = 0
    case year = 1, month = 2, day = 3, minute = 4, second = 5, exact = 6

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A moment as its source told it.
package struct Timestamp: Hashable, Sendable {
    package let at: Moment
    package let precision: Precision

    package init(_ at: Moment, _ precision: Precision) { (self.at, self.precision) = (at, precision) }
}
