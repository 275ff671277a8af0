// SPDX-License-Identifier: Apache-2.0
package import Domain
import Foundation

/// Numbers as pages write them: English words, a comma for thousands, a space before units.
package enum Format {
    /// `1 lead`, `2,000 leads`.
    static func plural(_ number: Int, _ noun: String) -> String { "\(count(number)) \(noun)\(number == 1 ? "" : "s")" }

    /// `4,812`.
    package static func count(_ number: Int) -> String { grouped(String(number.magnitude), negative: number < 0) }

    /// `27 %`; one decimal below 10 % where it says something: `7.2 %`. The share is 0 to 1.
    package static func percent(_ share: Double, decimals: Int? = nil) -> String {
        guard share.isFinite else { return "–" }
        return fixed(share * 100, decimals ?? (share > 0 && share < 0.0995 ? 1 : 0)) + " %"
    }

    /// `€ 1,204,500` without minor units, or with them: `€ 12.50`.
    package static func money(_ money: Money, minor: Bool = false) -> String {
        let scale = (0..<money.currency.exponent).reduce(1.0) { result, _ in result * 10 }
        let sign = ["EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"][money.currency.code] ?? money.currency.code
        let value = Double(money.minor) / scale
        return "\(value < 0 ? "−" : "")\(sign) \(fixed(abs(value), minor ? money.currency.exponent : 0))"
    }

    /// Two digits of an estimate, rounded away from what it would flatter: `€ 2,900,000`.
    static func rough(_ money: Money, up: Bool) -> String {
        var scale = 1.0
        while abs(Double(money.minor)) / scale >= 100 { scale *= 10 }
        let value = (Double(money.minor) / scale).rounded(up ? .up : .down) * scale
        return Format.money(Money(minor: Int64(exactly: value) ?? money.minor, money.currency))
    }

    /// `€ 1,200,000 to € 2,600,000`.
    static func range(_ low: Money, _ high: Money) -> String { "\(rough(low, up: false)) to \(rough(high, up: true))" }

    /// The two largest units that say something: `45 s`, `12 min`, `3.1 h`, `1.9 d`, `31 d`. Seconds in.
    package static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "–" }
        return switch abs(seconds) {
        case ..<60: fixed(seconds, 0) + " s"
        case ..<3_600: fixed(seconds / 60, 0) + " min"
        case ..<86_400: fixed(seconds / 3_600, 1) + " h"
        case ..<864_000: fixed(seconds / 86_400, 1) + " d"
        default: fixed(seconds / 86_400, 0) + " d"
        }
    }

    /// `12 Mar 2026`.
    package static func day(_ day: Day) -> String {
        let (year, month, date) = day.civil
        return "\(date) \(months.indices.contains(month - 1) ? months[month - 1] : "?") \(year)"
    }

    /// `12 Mar 2026, 09:31`, or less where the source said less.
    package static func moment(_ moment: Moment, in zone: Zone, precision: Precision = .exact) -> String {
        let day = zone.day(of: moment)
        switch precision {
        case .unknown: return "no date"
        case .year: return String(day.civil.year)
        case .month: return String(Format.day(day).drop { $0 != " " }.dropFirst())
        case .day: return Format.day(day)
        case .minute, .second, .exact:
            let wall = floorDivide(moment.micros, 60_000_000) + Int64(zone.offset(at: moment)) / 60
            let minute = Int(wall - floorDivide(wall, 1_440) * 1_440)
            return "\(Format.day(day)), \(two(minute / 60)):\(two(minute % 60))"
        }
    }

    /// `1.2 MB`.
    package static func bytes(_ count: Int) -> String {
        switch count {
        case ..<1_000: "\(count) bytes"
        case ..<1_000_000: fixed(Double(count) / 1e3, 0) + " kB"
        case ..<1_000_000_000: fixed(Double(count) / 1e6, 1) + " MB"
        default: fixed(Double(count) / 1e9, 1) + " GB"
        }
    }

    /// With so many decimals, half away from zero, thousands grouped. Beyond 10^15 it is rounded to what a number holds.
    package static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return value.isFinite ? "\(value)" : "–" }
        let places = min(max(0, decimals), 3)
        let scale = (0..<places).reduce(1.0) { result, _ in result * 10 }
        let scaled = (abs(value) * scale).rounded()
        let whole = Int64((scaled / scale).rounded(.down)), rest = Int64(scaled - Double(whole) * scale)
        let digits = String(rest)
        let fraction = places == 0 ? "" : "." + String(repeating: "0", count: max(0, places - digits.count)) + digits
        return grouped(String(whole), negative: value < 0 && scaled > 0) + fraction
    }

    /// With three significant digits at least, no more than are needed: `0.0123`, `4.56`, `12,300`.
    package static func compact(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let size = abs(value)
        if size >= 1e15 { return String(format: "%.3g", value) }
        if size >= 100 || value == value.rounded() { return fixed(value, 0) }
        if size >= 10 { return trimmed(fixed(value, 1)) }
        if size >= 0.1 { return trimmed(fixed(value, 2)) }
        return size >= 0.001 ? trimmed(fixed(value, 3)) : (value < 0 ? "−" : "") + String(format: "%.2g", size)
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last == "0" { text = text.dropLast() }
        return String(text.last == "." ? text.dropLast() : text)
    }

    private static func grouped(_ digits: String, negative: Bool) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return (negative ? "−" : "") + result
    }

    private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
