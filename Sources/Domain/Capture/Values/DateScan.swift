// SPDX-License-Identifier: Apache-2.0

/// A cell taken apart by its shape alone: numbers are not yet checked against the calendar, nor the order of day and month decided.
struct DateParts {
    enum Shape: UInt8 {
        /// Year, month and day are known: ISO, year first, or with a month's name.
        case plain
        /// `month` and `day` hold the first and the second field as written.
        case slashed, dotted, dashed
        /// `number`, `digits` and `fraction` hold a bare number.
        case number
    }

    var shape = Shape.plain
    var precision = Precision.day
    var year = 0, month = 0, day = 0
    /// Wall time since midnight as written, microseconds; a leap second and 24:00 run into the next minute or day.
    var clock = 0
    /// Seconds east of UTC, where the cell says it.
    var offset: Int?
    /// A zone's name ends the cell (`namedZone`).
    var hasNamedZone = false
    var impossibleTime = false
    var number = 0, digits = 0
    /// Of a bare number, in units of 10⁻¹².
    var fraction = 0
}

/// Takes a trimmed cell apart. Never allocates.
/// - Returns: nil where the cell has no shape of a date.
func scanDate(_ cell: UnsafeRawBufferPointer) -> DateParts? {
    var cursor = ByteCursor(cell), parts = DateParts()
    // Longest form met: "Wednesday, 30. September 2026 at 12:59:59.123456789 PM +02:00", with room for accents.
    guard cell.count <= 80 else { return nil }
    let first = cursor.byte &- 48
    guard first < 10 else { return cursor.namedDate(&parts) ? parts : nil }
    let (value, count) = cursor.digits()
    let mark = cursor.byte
    switch (count, mark) {
    case (4, 45), (4, 47), (4, 46):
        if cursor.yearFirst(&parts, year: value, mark: mark) { return parts }
        cursor.at = 0
        return mark == 46 && cursor.bareNumber(&parts) ? parts : nil
    case (1...2, 45), (1...2, 47), (1...2, 46), (1...2, 32), (1...2, 65...122), (1...2, 0xC2), (1...2, 0xC3):
        return cursor.dayOrMonthFirst(&parts, first: value, mark: mark) ? parts : nil
    case (8, 84):
        return cursor.compact(&parts, date: value) ? parts : nil
    case (4, 32):
        cursor.at = 0
        return cursor.namedDate(&parts) ? parts : nil
    default:
        cursor.at = 0
        return cursor.bareNumber(&parts) ? parts : nil
    }
}

extension ByteCursor {
    /// `2026-07-03…`, `2026-7-3`, `2026/07/03`, `2026-07`.
    @inline(__always) fileprivate mutating func yearFirst(_ parts: inout DateParts, year: Int, mark: UInt8) -> Bool {
        at += 1
        let (month, monthDigits) = digits()
        guard monthDigits == 1 || monthDigits == 2 else { return false }
        (parts.year, parts.month) = (year, month)
        if isAtEnd {
            parts.precision = .month
            return mark != 46 && monthDigits == 2
        }
        guard skip(mark) else { return false }
        let (day, dayDigits) = digits()
        guard dayDigits == 1 || dayDigits == 2 else { return false }
        parts.day = day
        return isAtEnd || clockAndZone(&parts)
    }

    /// `12/31/2026`, `31.12.2026`, `31-12-2026`, `31 Dec 2026`, `31. Dezember 2026`, `07/2026`.
    fileprivate mutating func dayOrMonthFirst(_ parts: inout DateParts, first: Int, mark: UInt8) -> Bool {
        let isMark = mark == 45 || mark == 47 || mark == 46, second = self[at + 1]
        guard isMark, second &- 48 < 10 else {
            at = 0
            return namedDate(&parts)
        }
        at += 1
        let (value, count) = digits()
        if count == 4, mark == 47, isAtEnd {
            (parts.year, parts.month, parts.precision) = (value, first, .month)
            return true
        }
        guard count <= 2, skip(mark) else { return false }
        let (year, yearDigits) = digits()
        // Two digits between dashes could be a year first (26-12-31): not guessed.
        guard yearDigits == 4 || (yearDigits == 2 && mark != 45) else { return false }
        parts.shape = mark == 47 ? .slashed : mark == 46 ? .dotted : .dashed
        (parts.year, parts.month, parts.day) = (yearDigits == 2 ? fullYear(year) : year, first, value)
        return isAtEnd || clockAndZone(&parts)
    }

    /// Day, month's name and year in any order: `Dec 31, 2026 3:05 PM`, `31-Dec-26`, `Fri, 31 Dec 2026 …`, `July 2026`.
    fileprivate mutating func namedDate(_ parts: inout DateParts) -> Bool {
        var month = 0, day = 0, year = -1
        fields: while !isAtEnd {
            let byte = byte
            if byte &- 48 < 10 {
                let (value, count) = digits()
                if count == 4, year < 0 {
                    year = value
                } else if count <= 2, day == 0, value > 0 {
                    day = value
                } else if count == 2, year < 0 {
                    year = fullYear(value)
                } else {
                    return false
                }
            } else if byte == 32 || byte == 45 || byte == 44 || byte == 46 || byte == 47 {
                at += 1
            } else if spaceWidth > 0 {
                at += spaceWidth
            } else {
                guard let word = DateWords.words[word()] else { return false }
                if word <= 12, month == 0 { month = word } else if word <= 12 { return false }
            }
            // A day that was not given yet would stand where the time does: "Jul 2026 3".
            if month > 0, year >= 0, day > 0 { break fields }
        }
        guard month > 0, year >= 0 else { return false }
        (parts.year, parts.month, parts.day) = (year, month, day)
        if day == 0 { parts.precision = .month }
        return isAtEnd || clockAndZone(&parts)
    }

    /// `20261231T140500Z`.
    fileprivate mutating func compact(_ parts: inout DateParts, date: Int) -> Bool {
        (parts.year, parts.month, parts.day) = (date / 10_000, date / 100 % 100, date % 100)
        at += 1
        let (time, count) = digits()
        switch count {
        case 4: parts.setClock(time / 100, time % 100, 0)
        case 6: parts.setClock(time / 10_000, time / 100 % 100, time % 100)
        default: return false
        }
        parts.precision = count == 4 ? .minute : .second
        return (count == 4 || fraction(&parts)) && zone(&parts)
    }

    /// Digits with at most one mark: spreadsheet serials, epochs, `20261231`.
    fileprivate mutating func bareNumber(_ parts: inout DateParts) -> Bool {
        let (value, count) = digits()
        guard (1...18).contains(count) else { return false }
        (parts.shape, parts.number, parts.digits) = (.number, value, count)
        if isAtEnd { return true }
        guard byte == 46 || byte == 44 else { return false }
        at += 1
        let (tail, places) = digits()
        guard (1...18).contains(places), isAtEnd else { return false }
        parts.fraction = scaled(tail, from: places, to: 12)
        return true
    }
}

/// The POSIX rule: 69 to 99 lie in the last century.
@inline(__always) private func fullYear(_ two: Int) -> Int { two < 69 ? 2000 + two : 1900 + two }

/// A fraction of `places` digits in units of 10^-`target`, rounded.
func scaled(_ value: Int, from places: Int, to target: Int) -> Int {
    var (value, places) = (value, places)
    while places < target { (value, places) = (value &* 10, places + 1) }
    while places > target + 1 { (value, places) = (value / 10, places - 1) }
    return places > target ? (value + 5) / 10 : value
}
