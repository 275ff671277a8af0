// SPDX-License-Identifier: Apache-2.0

extension Moment {
    /// Reads RFC 3339: `2026-07-03T09:30:00Z`, with any offset and any fraction; what is finer than a microsecond is cut off.
    /// A second 60 is the first of the next minute.
    /// - Returns: nil for anything else, and outside the years 1 to 9999.
    package init?(rfc3339 text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"), let day = reader.number(2),
            reader.take("T") || reader.take("t") || reader.take(" "), let hour = reader.number(2), hour < 24, reader.take(":"),
            let minute = reader.number(2), minute < 60, reader.take(":"), let second = reader.number(2), second <= 60,
            let micros = reader.fraction(), let offset = reader.offset(), reader.isAtEnd, let date = Day(year: year, month: month, day: day)
        else { return nil }
        let seconds = Int64(date.number) * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(offset)
        let moment = Moment(micros: seconds * 1_000_000 + micros)
        guard moment >= .earliest, moment <= .latest else { return nil }
        self = moment
    }
}

private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func number(_ digits: Int) -> Int? {
        let piece = rest.prefix(digits)
        guard piece.count == digits, piece.allSatisfy({ (48...57).contains($0) }) else { return nil }
        rest = rest.dropFirst(digits)
        return piece.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// Microseconds of `.25`; 0 where there is none, nil for a point without digits.
    mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        let digits = rest.prefix { (48...57).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let six = Array(digits.prefix(6)) + Array(repeating: 48, count: max(0, 6 - digits.count))
        return six.reduce(0) { $0 * 10 + Int64($1 - 48) }
    }

    /// Seconds east of UTC of `Z` or `+02:00`.
    mutating func offset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(2), hours < 24, take(":"), let minutes = number(2), minutes < 60 else { return nil }
        return (isWest ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
