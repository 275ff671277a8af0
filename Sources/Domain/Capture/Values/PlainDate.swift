// SPDX-License-Identifier: Apache-2.0

/// `2026-07-03`, `2026-07-03 14:05:09` and `2026-07-03T14:05:09.123Z`: nine in ten cells of an export, at half the price of the scan.
/// nil leaves everything unusual to it: other forms, ends of months, years 1 and 9999, midnight as 24:00. Both agree (a test holds them together).
struct PlainDate {
    let day: Int
    private(set) var precision = Precision.day
    /// Microseconds since midnight.
    private(set) var clock = 0
    private(set) var isUTC = false

    @inline(__always) init?(_ cell: UnsafeRawBufferPointer) {
        guard cell.count >= 10, cell[4] == 45, cell[7] == 45 else { return nil }
        var wrong: UInt8 = 0
        let year = pair(cell, 0, &wrong) &* 100 &+ pair(cell, 2, &wrong), month = pair(cell, 5, &wrong), dayOfMonth = pair(cell, 8, &wrong)
        guard wrong == 0, year > 1, year < 9999, month >= 1, month <= 12, dayOfMonth >= 1, dayOfMonth <= 28 else { return nil }
        day = Day.days(fromCivil: year, month, dayOfMonth)
        if cell.count == 10 { return }
        guard cell.count >= 19, cell[10] == 84 || cell[10] == 32, cell[13] == 58, cell[16] == 58 else { return nil }
        let hour = pair(cell, 11, &wrong), minute = pair(cell, 14, &wrong), second = pair(cell, 17, &wrong)
        guard wrong == 0, hour < 24, minute < 60, second < 60 else { return nil }
        clock = ((hour &* 60 &+ minute) &* 60 &+ second) &* 1_000_000
        precision = .second
        var at = 19
        if at < cell.count, cell[at] == 46 {
            var value = 0
            at += 1
            while at < cell.count, cell[at] &- 48 < 10, at < 26 {
                value = value &* 10 &+ Int(cell[at] &- 48)
                at += 1
            }
            switch at {
            case 23: clock &+= value &* 1000
            case 26: clock &+= value
            default: return nil
            }
            precision = .exact
        }
        if at < cell.count {
            guard cell[at] == 90, at + 1 == cell.count else { return nil }
            isUTC = true
        }
    }

    @inline(__always) func timestamp(wholeDays: Bool, zone: Zone) -> Timestamp {
        if precision == .day || (wholeDays && clock == 0) { return Timestamp(zone.first(of: day), .day) }
        let seconds = Int64(day) &* 86_400 &+ Int64(clock / 1_000_000)
        let start = isUTC ? Moment(micros: seconds &* 1_000_000) : zone.wall(seconds)
        return Timestamp(Moment(micros: start.micros &+ Int64(clock % 1_000_000)), precision)
    }
}

/// Two digits; `wrong` is set where there are none.
@inline(__always) private func pair(_ cell: UnsafeRawBufferPointer, _ at: Int, _ wrong: inout UInt8) -> Int {
    let high = cell[at] &- 48, low = cell[at &+ 1] &- 48
    wrong |= (high > 9 ? 1 : 0) | (low > 9 ? 1 : 0)
    return Int(high) &* 10 &+ Int(low)
}
