// SPDX-License-Identifier: Apache-2.0

/// See ``DateFormat/parse(_:zone:)``.
package func parseDate(_ cell: UnsafeRawBufferPointer, as format: DateFormat, zone: Zone) -> CellResult<Timestamp> {
    if cell.isEmpty { return .absent }
    if let plain = PlainDate(cell) { return .value(plain.timestamp(wholeDays: format.wholeDays, zone: zone)) }
    guard var parts = scanDate(cell) else { return .bad(.notADate) }
    // Only who knows the zones of the world can read it: `namedZone`.
    if parts.hasNamedZone { return .bad(.noSuchTime) }
    switch parts.shape {
    case .plain: break
    case .number: return parts.moment(ofNumber: format, zone: zone)
    case .slashed, .dotted, .dashed:
        if parts.year == 0, parts.month == 0, parts.day == 0 { return .absent }
        if parts.isSpreadsheetZero { return .absent }
        if let fault = parts.settle(parts.shape == .dotted ? format.orderOfDots : format.order) { return .bad(fault) }
    }
    return parts.moment(wholeDays: format.wholeDays, zone: zone)
}

/// The time before and the name of a zone at the end of a cell: `2026-03-01 10:00 America/New_York`, `2026-03-01T10:00[Europe/Berlin]`.
/// - Returns: nil where no such name ends it.
package func namedZone(in cell: UnsafeRawBufferPointer) -> (time: UnsafeRawBufferPointer, name: String)? {
    guard let mark = cell.lastIndex(where: { $0 == 32 || $0 == 91 || $0 == 40 }), scanDate(cell)?.hasNamedZone == true else { return nil }
    let name = cell[(mark + 1)...].filter { $0 != 93 && $0 != 41 }
    return (trimmed(UnsafeRawBufferPointer(rebasing: cell[..<mark])), String(decoding: name, as: UTF8.self))
}

extension DateFormat {
    fileprivate var orderOfDots: DateOrder { isMonthFirstByDots ? .monthFirst : .dayFirst }
}

extension Zone {
    /// The start of a day that is a count since 1970. One search where `moment(wallSeconds:)` makes three.
    @inline(__always) func first(of day: Int) -> Moment { wall(Int64(truncatingIfNeeded: day) &* 86_400) }

    /// As `moment(wallSeconds:)`: far from a change of the clock one offset holds all around.
    @inline(__always) func wall(_ seconds: Int64) -> Moment {
        let index = transitions.isEmpty ? 0 : segment(at: seconds &- 172_800)
        guard index == transitions.count || transitions[index] > seconds &+ 172_800 else { return moment(wallSeconds: seconds) }
        return Moment(micros: (seconds &- Int64(offsets[index])) &* 1_000_000)
    }
}

extension DateParts {
    /// Puts the two fields where they belong. A field above 12 decides for its cell, unless the column says otherwise.
    fileprivate mutating func settle(_ order: DateOrder?) -> BadCell? {
        let (first, second) = (month, day)
        if first > 31 || second > 31 || (first > 12 && second > 12) { return .noSuchDate }
        switch order ?? own {
        case nil: return first == second ? nil : .undecidedOrder
        case .monthFirst: return first > 12 ? .contradictsOrder : nil
        case .dayFirst:
            if second > 12 { return .contradictsOrder }
            (month, day) = (second, first)
            return nil
        }
    }

    /// `1/0/1900` and `00.01.1900`: the day 0 of a spreadsheet, which is what an empty cell becomes.
    var isSpreadsheetZero: Bool { year == 1900 && month + day == 1 }

    /// The order that this cell proves by itself.
    var own: DateOrder? { month > 12 ? .dayFirst : day > 12 ? .monthFirst : nil }

    fileprivate func moment(wholeDays: Bool, zone: Zone) -> CellResult<Timestamp> {
        if year == 9999, month == 12, day == 31 { return .absent }
        if year == 0, month == 0, day == 0 { return .absent }
        // The first day of all: an empty date of .NET and SQL Server.
        if year == 1, month == 1, day == 1 { return .absent }
        guard (1...9999).contains(year) else { return .bad(.yearOutOfRange) }
        if impossibleTime { return .bad(.noSuchTime) }
        guard (1...12).contains(month) else { return .bad(.noSuchDate) }
        let dayOfMonth = precision < .day ? 1 : day
        guard dayOfMonth >= 1, dayOfMonth <= 28 || dayOfMonth <= Day.length(ofMonth: month, year: year) else { return .bad(.noSuchDate) }
        let date = Day.days(fromCivil: year, month, dayOfMonth)
        if precision <= .day || (wholeDays && clock == 0) {
            return checked(zone.first(of: date).micros, min(precision, .day))
        }
        let wall = Int64(date) &* 86_400_000_000 &+ Int64(clock)
        if let offset { return checked(wall &- Int64(offset) &* 1_000_000, precision) }
        let seconds = floorDivide(wall, 1_000_000)
        return checked(zone.wall(seconds).micros &+ (wall &- seconds &* 1_000_000), precision)
    }

    /// The first and the last days reach past years 1 and 9999 in zones away from Greenwich.
    @inline(__always) private func checked(_ micros: Int64, _ precision: Precision) -> CellResult<Timestamp> {
        guard micros >= Moment.earliest.micros, micros <= Moment.latest.micros else { return .bad(.yearOutOfRange) }
        return .value(Timestamp(Moment(micros: micros), precision))
    }

    fileprivate func moment(ofNumber format: DateFormat, zone: Zone) -> CellResult<Timestamp> {
        let numbers = format.numbers
        switch digits {
        case 4 where numbers.contains(.year) && fraction == 0 && (1...9999).contains(number):
            return checked(zone.start(of: Day(number: Int32(truncatingIfNeeded: Day.days(fromCivil: number, 1, 1)))).micros, .year)
        case 8 where numbers.contains(.compact), 14 where numbers.contains(.compact):
            var parts = DateParts()
            let date = digits == 8 ? number : number / 1_000_000
            (parts.year, parts.month, parts.day) = (date / 10_000, date / 100 % 100, date % 100)
            if digits == 14 {
                parts.setClock(number / 10_000 % 100, number / 100 % 100, number % 100)
                parts.precision = .second
            }
            return parts.moment(wholeDays: format.wholeDays, zone: zone)
        case 9...10 where numbers.contains(.seconds):
            return epoch(
                micros: Int64(number) &* 1_000_000 &+ Int64((fraction &+ 500_000) / 1_000_000), fraction > 0 ? .exact : .second, format, zone)
        case 12...13 where numbers.contains(.milliseconds):
            return epoch(micros: Int64(number) &* 1000 &+ Int64(fraction / 1_000_000_000), .exact, format, zone)
        case 1...7 where numbers.contains(.serial): return serial(zone: zone)
        default: return numbers.isEmpty ? .bad(.notADate) : .bad(.yearOutOfRange)
        }
    }

    private func epoch(micros: Int64, _ precision: Precision, _ format: DateFormat, _ zone: Zone) -> CellResult<Timestamp> {
        guard format.wholeDays, micros % 86_400_000_000 == 0 else { return checked(micros, precision) }
        return checked(zone.start(of: Day(number: Int32(clamping: micros / 86_400_000_000))).micros, .day)
    }

    /// Serial 1 is 1900-01-01, and 60 the 29 February 1900 that never was: later ones are one too high, so 61 is 1 March 1900.
    /// Source: ECMA-376 part 1, 18.17.4.1, 1900 date base. A whole number is a day; 0 is what an empty date cell becomes.
    private func serial(zone: Zone) -> CellResult<Timestamp> {
        if number == 0, fraction == 0 { return .absent }
        guard number >= 1, number <= 2_958_465 else { return .bad(.yearOutOfRange) }
        if number == 2_958_465 { return .absent }
        if number == 60 { return .bad(.noSuchDate) }
        let day = number - (number > 60 ? 25_569 : 25_568)
        if fraction == 0 { return checked(zone.start(of: Day(number: Int32(truncatingIfNeeded: day))).micros, .day) }
        // A spreadsheet's clock has seconds; its binary fractions of a day are only near them.
        let seconds = (fraction &* 864 / 10_000 &+ 500_000) / 1_000_000
        let moment = zone.moment(wallSeconds: Int64(day) &* 86_400 &+ Int64(seconds))
        return checked(moment.micros, seconds % 60 == 0 ? .minute : .second)
    }
}
