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

    /// For the API and `--json` as RFC 3339 in UTC; else as the number that is stored.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let key = CodingUserInfoKey.momentsAsText, encoder.userInfo[key] as? Bool == true {
            try container.encode(rfc3339)
        } else {
            try container.encode(micros)
        }
    }

    /// `2026-07-03T09:30:00Z`, with a fraction where there is one.
    package var rfc3339: String {
        let seconds = floorDivide(micros, 1_000_000), rest = micros - seconds * 1_000_000
        let days = floorDivide(seconds, 86_400), time = Int(seconds - days * 86_400)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let fraction = rest == 0 ? "" : "." + String(String(1_000_000 + rest).dropFirst())
        return "\(Day(number: Int32(clamping: days)).iso)T\(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60))\(fraction)Z"
    }
}

extension CodingUserInfoKey {
    /// Set to true on an encoder whose moments are for readers.
    package static let momentsAsText: CodingUserInfoKey? = CodingUserInfoKey(rawValue: "entente.momentsAsText")
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
