// SPDX-License-Identifier: Apache-2.0

extension MonthColumn {
    /// The month columns of a table: none where fewer than `least` headings are months.
    /// - Parameter year: of months that are named without one; they are none where nobody knows it, or where they run into the next year.
    static func all(in headings: [String], least: Int = 2, year: Int? = nil) -> [MonthColumn] {
        var found: [MonthColumn] = [], last = 0
        for (index, heading) in headings.enumerated() {
            if let first = firstDay(of: heading) {
                found.append(MonthColumn(index: index, first: first, heading: heading))
            } else if let year, let named = monthHeading(heading), named.year == nil {
                guard named.month > last, let first = day(year: year, month: named.month) else { return [] }
                last = named.month
                found.append(MonthColumn(index: index, first: first, heading: heading))
            }
        }
        return found.count >= least && Set(found.map(\.first)).count == found.count ? found : []
    }

    /// Columns whose headings name a month, with or without its year; none where fewer than two do.
    static func named(in headings: [String]) -> [Int] {
        let months = headings.indices.filter { monthHeading(headings[$0]) != nil || firstDay(of: headings[$0]) != nil }
        return months.count >= 2 ? months : []
    }

    /// The one year that a text names, as the name of a file (`budget_2025.csv`) or a title does; nil where it names none, or several.
    static func year(in text: String) -> Int? {
        var years: Set<Int> = []
        for digits in text.split(whereSeparator: { !($0.isASCII && $0.isNumber) }) where digits.utf8.count == 4 {
            if let year = Int(digits), (1970...2100).contains(year) { years.insert(year) }
        }
        return years.count == 1 ? years.first : nil
    }

    /// The first day of the month that a heading names: `Jan 2026`, `January 26`, `Jan-26`, `2026-01`, `01/2026`, `2026-01-01`, `202601`.
    static func firstDay(of heading: String) -> Day? {
        guard heading.utf8.count <= 24 else { return nil }
        var parts: [[UInt8]] = []
        for byte in heading.lowercased().utf8 {
            guard (48...57).contains(byte) || (97...122).contains(byte) || byte >= 0x80 else {
                if parts.last?.isEmpty == false { parts.append([]) }
                continue
            }
            if let last = parts.last?.last, isDigit(last) != isDigit(byte) { parts.append([]) }
            if parts.isEmpty { parts.append([]) }
            parts[parts.count - 1].append(byte)
        }
        parts.removeAll(where: \.isEmpty)
        let words = parts.map { String(decoding: $0, as: UTF8.self) }
        if words.count == 1, words[0].utf8.count == 6, let number = Int(words[0]) { return day(year: number / 100, month: number % 100) }
        if words.count == 3, words[2] == "01" || words[2] == "1", words[0].utf8.count == 4, let year = Int(words[0]), let month = Int(words[1]) {
            return day(year: year, month: month)
        }
        guard words.count == 2 else { return nil }
        if let month = names[words[0]] ?? names[String(words[0].prefix(3))].flatMap({ isName(words[0]) ? $0 : nil }), let year = year(words[1]) {
            return day(year: year, month: month)
        }
        if let month = names[words[1]] ?? names[String(words[1].prefix(3))].flatMap({ isName(words[1]) ? $0 : nil }), let year = year(words[0]) {
            return day(year: year, month: month)
        }
        guard let first = Int(words[0]), let second = Int(words[1]) else { return nil }
        if words[0].utf8.count == 4 { return day(year: first, month: second) }
        return words[1].utf8.count == 4 ? day(year: second, month: first) : nil
    }

    private static func day(year: Int, month: Int) -> Day? { (1970...2100).contains(year) ? Day(year: year, month: month, day: 1) : nil }

    private static func year(_ text: String) -> Int? {
        guard let number = Int(text), text.utf8.count == 2 || text.utf8.count == 4 else { return nil }
        return text.utf8.count == 2 ? 2000 + number : number
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isName(_ word: String) -> Bool { full.contains(word) }

    private static let full = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]

    /// English, and the German, French and Spanish names that differ.
    private static let names: [String: Int] = {
        var table: [String: Int] = ["sept": 9]
        for (index, name) in full.enumerated() {
            table[name] = index + 1
            table[String(name.prefix(3))] = index + 1
        }
        let others: [[String]] = [
            ["januar", "jän", "jänner", "janvier", "janv", "enero", "ene"], ["februar", "février", "févr", "fév", "febrero"],
            ["märz", "mär", "mrz", "mars", "marzo"], ["avril", "avr", "abril", "abr"], ["mai", "mayo"], ["juni", "juin", "junio"],
            ["juli", "juillet", "juil", "julio"], ["août", "agosto", "ago"], ["septembre", "septiembre"], ["oktober", "okt", "octobre", "octubre"],
            ["novembre", "noviembre"], ["dezember", "dez", "décembre", "déc", "diciembre", "dic"],
        ]
        for (index, words) in others.enumerated() { for word in words { table[word] = index + 1 } }
        return table
    }()
}
