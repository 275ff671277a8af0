// SPDX-License-Identifier: Apache-2.0

import Domain

/// Cells as the importer hands them over, and answers as a test reads them.
enum Cells {
    static func with<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var text = text
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }

    static func date(_ text: String, _ format: DateFormat = DateFormat(), _ zone: Zone = .utc) -> String {
        switch with(text, { format.parse($0, zone: zone) }) {
        case .value(let stamp): "\(stamp.at.text) \(stamp.precision)"
        case .absent: "absent"
        case .bad(let fault): fault.rawValue
        }
    }

    static func number(_ text: String, _ mark: DecimalMark? = nil) -> String {
        switch with(text, { NumberFormat(mark: mark).parse($0) }) {
        case .value(let cell):
            [cell.value.description, cell.currency?.code, cell.sign?.rawValue, cell.isPercent ? "%" : nil].compactMap(\.self).joined(separator: " ")
        case .absent: "absent"
        case .bad(let fault): fault.rawValue
        }
    }

    static func dates(_ column: [String], expected: Bool = true, preference: DateOrder? = nil) -> DateDecision {
        var profile = DateProfile(expected: expected)
        for (index, text) in column.enumerated() { with(text) { profile.see($0, line: index + 2) } }
        return profile.decide(preference: preference)
    }

    static func numbers(_ column: [String], expected: Bool = true, preference: DecimalMark? = nil) -> NumberDecision {
        var profile = NumberProfile(expected: expected)
        for (index, text) in column.enumerated() { with(text) { profile.see($0, line: index + 2) } }
        return profile.decide(preference: preference)
    }

    /// Europe/Berlin from 2025 to 2027, by EU directive 2000/84/EC: last Sundays of March and October, 01:00 UTC.
    static let berlin: Zone = {
        let changes = [(2025, 3, 30), (2025, 10, 26), (2026, 3, 29), (2026, 10, 25), (2027, 3, 28), (2027, 10, 31)]
        return Zone(
            name: "Europe/Berlin", transitions: changes.map { Int64(Day.days(fromCivil: $0, $1, $2)) * 86_400 + 3600 },
            offsets: [3600, 7200, 3600, 7200, 3600, 7200, 3600])
    }()
}

extension Moment {
    /// `2026-07-03T14:05:09Z`, with six digits of fraction where there are any.
    var text: String {
        let seconds = floorDivide(micros, 1_000_000), day = floorDivide(seconds, 86_400), rest = Int(seconds - day * 86_400)
        let fraction = Int(micros - seconds * 1_000_000)
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        let tail = fraction == 0 ? "" : "." + String(String(1_000_000 + fraction).dropFirst())
        return "\(Day(number: Int32(day)).iso)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))\(tail)Z"
    }
}

/// SplitMix64: Steele, Lea, Flood (2014). The seed is printed by the test that uses it.
struct SeededBytes: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
