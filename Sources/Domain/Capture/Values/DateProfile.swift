// SPDX-License-Identifier: Apache-2.0

/// Looks at every cell of one column and decides how its dates are written. Merges, so that parts of a file may be looked at in parallel.
package struct DateProfile: Sendable {
    /// The caller knows from the heading or the mapping that the column holds dates: then bare numbers may be years and spreadsheet days, and
    /// cells that are no dates are bad cells of a date column.
    package let expected: Bool
    private var filled = 0, plain = 0
    private var dayFirst = 0, monthFirst = 0, open = 0
    private var dotsDayFirst = 0, dotsMonthFirst = 0, openDots = 0
    /// Cells with a date that stands for none (`isNoDate`): 1899-12-30, 1970-01-01.
    package private(set) var zeros = 0
    private var years = 0, serials = 0, compacts = 0, seconds = 0, milliseconds = 0, modern = 0
    private var timed = 0, midnights = 0
    private var examples: [CellExample] = []
    private var hopeless = false

    package init(expected: Bool) { self.expected = expected }

    /// - Parameters: `cell` trimmed UTF-8; `line` where it stands in its file, for examples.
    package mutating func see(_ cell: UnsafeRawBufferPointer, line: Int) {
        if cell.isEmpty { return }
        filled += 1
        // A column of text is known after some hundred cells; its millionth must not cost a scan.
        if hopeless { return }
        if let date = PlainDate(cell) {
            plain += 1
            if isNoDate(day: date.day) { zeros += 1 }
            if date.precision > .day {
                timed += 1
                if date.clock == 0 { midnights += 1 }
            }
            return
        }
        guard let parts = scanDate(cell) else {
            if !expected, filled == 512, dates == 0 { hopeless = true }
            return
        }
        switch parts.shape {
        case .number: number(parts)
        case .plain:
            guard parts.year == 0 || (1...12).contains(parts.month) else { return }
            plain += 1
            if (1...12).contains(parts.month), isNoDate(day: Day.days(fromCivil: parts.year, parts.month, max(1, parts.day))) { zeros += 1 }
            clock(parts)
        case .slashed, .dotted, .dashed:
            if parts.isSpreadsheetZero { zeros += 1 } else { slashes(parts, cell, line) }
        }
    }

    @inline(__always) private mutating func clock(_ parts: DateParts) {
        guard parts.precision > .day, parts.year != 9999, parts.year != 0 else { return }
        timed += 1
        if parts.clock == 0 { midnights += 1 }
    }

    private mutating func slashes(_ parts: DateParts, _ cell: UnsafeRawBufferPointer, _ line: Int) {
        let (first, second) = (parts.month, parts.day)
        guard first <= 31, second <= 31, first <= 12 || second <= 12 else { return }
        clock(parts)
        let isDotted = parts.shape == .dotted
        if first == 1, second == 1, isNoDate(day: Day.days(fromCivil: parts.year, 1, 1)) { zeros += 1 }
        switch parts.own {
        case .dayFirst: if isDotted { dotsDayFirst += 1 } else { dayFirst += 1 }
        case .monthFirst: if isDotted { dotsMonthFirst += 1 } else { monthFirst += 1 }
        // 5/5/2026 reads the same either way and decides nothing.
        case nil where first == second: plain += 1
        case nil:
            if isDotted {
                openDots += 1
                return
            }
            open += 1
            if examples.count < 3 { examples.append(CellExample(cell, line: line)) }
        }
    }

    private mutating func number(_ parts: DateParts) {
        let value = parts.number
        switch parts.digits {
        case 4 where (1900...2100).contains(value) && parts.fraction == 0: years += 1
        // 1920-01-01 to 2100-01-01.
        case 4...5 where (7306...73_051).contains(value): serials += 1
        case 8, 14:
            let date = parts.digits == 8 ? value : value / 1_000_000
            guard parts.fraction == 0, (1900...2100).contains(date / 10_000),
                Day(year: date / 10_000, month: date / 100 % 100, day: date % 100) != nil
            else { return }
            compacts += 1
        // 1990-01-01 to 2100-01-01. Below 2 × 10⁹ (May 2033) no telephone number of North America is taken for a moment.
        case 9...10 where (631_152_000..<4_102_444_800).contains(value):
            seconds += 1
            if (1_000_000_000..<2_000_000_000).contains(value) { modern += 1 }
            timed += 1
            if value % 86_400 == 0, parts.fraction == 0 { midnights += 1 }
        case 12...13 where (631_152_000_000..<4_102_444_800_000).contains(value):
            milliseconds += 1
            if (1_000_000_000_000..<2_000_000_000_000).contains(value) { modern += 1 }
            timed += 1
            if value % 86_400_000 == 0, parts.fraction == 0 { midnights += 1 }
        default: break
        }
    }

    private var written: Int { plain + dayFirst + monthFirst + dotsDayFirst + dotsMonthFirst + openDots + open }
    private var dates: Int { written + years + serials + compacts + seconds + milliseconds }

    /// Nothing that was seen is shaped like a date.
    var isBarren: Bool { dates == 0 }

    /// Adds what another part of the same column showed.
    package mutating func merge(_ other: DateProfile) {
        filled += other.filled; plain += other.plain
        dayFirst += other.dayFirst; monthFirst += other.monthFirst; open += other.open; zeros += other.zeros
        dotsDayFirst += other.dotsDayFirst; dotsMonthFirst += other.dotsMonthFirst; openDots += other.openDots
        years += other.years; serials += other.serials; compacts += other.compacts
        seconds += other.seconds; milliseconds += other.milliseconds; modern += other.modern
        timed += other.timed; midnights += other.midnights
        examples = Array((examples + other.examples).sorted { $0.line < $1.line }.prefix(3))
    }

    /// - Parameters: `preference` what a sibling column of the file showed or a person chose; used only where the column itself decides nothing.
    package func decide(preference: DateOrder? = nil) -> DateDecision {
        let numbers = numberForms
        let parsed = written + (numbers.isEmpty ? 0 : dates - written)
        guard parsed > 0, expected || parsed * 5 >= filled * 4 else { return .none(parsed: parsed, of: filled) }
        var format = DateFormat(numbers: numbers, wholeDays: timed > 0 && midnights == timed)
        let proof: DateOrder? = dayFirst > monthFirst ? .dayFirst : monthFirst > dayFirst ? .monthFirst : nil
        // Dots are the European form; a column that means months first shows a 13 sooner or later.
        format.isMonthFirstByDots = dotsMonthFirst > dotsDayFirst
        if let proof {
            format.order = proof
        } else if dayFirst > 0 || open > 0 {
            guard let preference else {
                let candidates = DateOrder.allCases.map { DateFormat(order: $0, numbers: numbers, wholeDays: format.wholeDays) }
                return .ambiguous(candidates, examples: examples)
            }
            format.order = preference
        } else if dotsDayFirst + dotsMonthFirst + openDots > 0 {
            format.order = format.isMonthFirstByDots ? .monthFirst : .dayFirst
        }
        return .format(format)
    }

    /// The order that this column proves, as the preference of columns beside it that prove none.
    package var provenOrder: DateOrder? { dayFirst > monthFirst ? .dayFirst : monthFirst > dayFirst ? .monthFirst : nil }

    private var numberForms: DateNumbers {
        var forms: DateNumbers = []
        if expected {
            if years > 0 { forms.insert(.year) }
            if serials > 0 { forms.insert(.serial) }
            if compacts > 0 { forms.insert(.compact) }
            if seconds > 0 { forms.insert(.seconds) }
            if milliseconds > 0 { forms.insert(.milliseconds) }
            return forms
        }
        // Nobody said that these are dates: only a column that has nothing else is believed.
        if compacts > 0, compacts == filled { return .compact }
        if modern > 0, modern == filled { return seconds == filled ? .seconds : milliseconds == filled ? .milliseconds : [] }
        return []
    }
}
