// SPDX-License-Identifier: Apache-2.0

extension DateParts {
    /// 24:00 is the end of a day (ISO 8601), 23:59:60 a leap second; both run over.
    @inline(__always) mutating func setClock(_ hour: Int, _ minute: Int, _ second: Int) {
        if hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute + second > 0) || (second == 60 && minute != 59) { impossibleTime = true }
        clock = ((hour &* 60 &+ minute) &* 60 &+ second) &* 1_000_000
    }
}

extension ByteCursor {
    /// What follows a date: `T14:05`, ` 3:05 PM`, `, 14:05:09.123 +02:00`, `Z`. The cell must end after it.
    mutating func clockAndZone(_ parts: inout DateParts) -> Bool {
        let mark = byte
        if mark == 84 || mark == 116 {
            at += 1
        } else {
            _ = skip(44)
            let before = at
            skipSpaces()
            if byte | 0x20 == 97 || byte | 0x20 == 117 { skipFiller() }
            if byte &- 48 < 10 {
                guard at > before || mark == 44 else { return false }
            } else {
                // A date with a zone and no time: the zone says nothing that a day could use. A minus would be a range.
                guard byte != 45, parts.precision == .day else { return false }
                return zone(&parts)
            }
        }
        let (hour, hourDigits) = digits()
        guard hourDigits == 1 || hourDigits == 2, parts.precision == .day else { return false }
        var minute = 0, second = 0, precision = Precision.minute
        if skip(58) {
            let (value, count) = digits()
            guard count == 2 || count == 1 else { return false }
            minute = value
            if skip(58) {
                let (value, count) = digits()
                guard count == 2 || count == 1 else { return false }
                (second, precision) = (value, .second)
            }
            parts.setClock(hour, minute, second)
            parts.precision = precision
            if isAtEnd { return true }
            if precision == .second, !fraction(&parts) { return false }
            if !isAtEnd, !halfDay(&parts, hour: hour) { return false }
        } else {
            parts.setClock(hour, 0, 0)
            parts.precision = .minute
            let start = at
            guard halfDay(&parts, hour: hour), at > start else { return false }
        }
        return isAtEnd || zone(&parts)
    }

    /// `.123456789` or `,123`: 1 to 9 digits, to microseconds. Nothing there is fine too.
    @inline(__always) mutating func fraction(_ parts: inout DateParts) -> Bool {
        guard byte == 46 || byte == 44 else { return true }
        at += 1
        let (value, count) = digits()
        guard (1...9).contains(count) else { return false }
        parts.clock &+= count == 3 ? value &* 1000 : count == 6 ? value : scaled(value, from: count, to: 6)
        parts.precision = .exact
        return true
    }

    /// `AM`, `pm`, `p.m.` after a time; steps over nothing where there is none.
    /// - Returns: false where the hour can't be one of twelve.
    private mutating func halfDay(_ parts: inout DateParts, hour: Int) -> Bool {
        let start = at
        skipSpaces()
        let letter = byte | 0x20
        var next = at + 1
        if self[next] == 46 { next += 1 }
        guard letter == 97 || letter == 112, self[next] | 0x20 == 109 else {
            at = start
            return true
        }
        next += 1
        if self[next] == 46 { next += 1 }
        if (97...122).contains(self[next] | 0x20), self[next] & 0x40 != 0 {
            at = start
            return true
        }
        at = next
        guard (1...12).contains(hour) else { return false }
        let shift = letter == 97 ? (hour == 12 ? -12 : 0) : (hour == 12 ? 0 : 12)
        parts.clock &+= shift &* 3_600_000_000
        return true
    }

    private mutating func skipFiller() {
        let start = at
        if DateWords.words[word()] == DateWords.filler { skipSpaces() } else { at = start }
    }

    /// `Z`, `+02:00`, `+0800`, `-8`, ` UTC`, `GMT+1`, `PST`; the cell must end after it.
    mutating func zone(_ parts: inout DateParts) -> Bool {
        if isAtEnd { return true }
        skipSpaces()
        if byte == 90 && at + 1 == bytes.count {
            parts.offset = 0
            return true
        }
        var base: Int?
        if byte != 43, byte != 45 {
            let start = at
            guard let named = DateWords.zones[word()] else { return zoneName(&parts, from: start) }
            base = named
            if isAtEnd {
                parts.offset = named
                return true
            }
            guard named == 0 else { return false }
        }
        let sign = byte == 45 ? -1 : 1
        guard byte == 43 || byte == 45 else { return false }
        at += 1
        var (hours, count) = digits()
        var minutes = 0
        switch count {
        case 1, 2:
            if skip(58) {
                let (value, count) = digits()
                guard count == 2 else { return false }
                minutes = value
            }
        case 4: (hours, minutes) = (hours / 100, hours % 100)
        default: return false
        }
        if hours > 15 || minutes > 59 { parts.impossibleTime = true }
        count = sign &* (hours &* 3600 &+ minutes &* 60)
        parts.offset = (base ?? 0) &+ count
        return isAtEnd
    }

    /// `America/New_York`, also in brackets: letters around a slash to the end of the cell.
    private mutating func zoneName(_ parts: inout DateParts, from start: Int) -> Bool {
        let isBracketed = bytes[start] == 91 && bytes[bytes.count - 1] == 93 || bytes[start] == 40 && bytes[bytes.count - 1] == 41
        let name = isBracketed ? bytes[(start + 1)..<(bytes.count - 1)] : bytes[start...]
        guard parts.precision > .day, name.contains(47), let first = name.first, (65...90).contains(first),
            name.allSatisfy({ $0 | 0x20 &- 97 < 26 || $0 &- 48 < 10 || $0 == 43 || $0 == 45 || $0 == 47 || $0 == 95 })
        else { return false }
        (parts.hasNamedZone, at) = (true, bytes.count)
        return true
    }
}
