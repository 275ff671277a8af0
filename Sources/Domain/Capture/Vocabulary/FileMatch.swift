// SPDX-License-Identifier: Apache-2.0

/// What a file was recognized as. Columns are counted from 0.
package struct FileMatch: Sendable, Hashable {
    package var kind: RecordKind
    package var system: SourceSystem
    /// Of a file of no system that is known: those whose headings it has some of.
    package var possibleSystems: Set<SourceSystem> = []
    /// 0...1; below 0.6 a person should look. 1 only for `--as`.
    package var confidence: Double
    /// Column → canonical field; each field at most once.
    package var mapping: [Int: CanonicalField] = [:]
    /// Columns without a field, which become custom fields.
    package var unmatched: [Int] = []
    /// Columns of the other system's machinery (loading stamps, portal numbers), which become nothing.
    package var technical: [Int] = []
    /// Of a history or a merge: what it is the history of (contacts, accounts, leads, deals).
    package var subject: RecordKind?
    /// Of a history: each row is a whole version of the record (`mapping` is that of `subject`, with `from_at` and `to_at`),
    /// not one change of one field.
    package var isVersions = false
    /// Columns across that all hold the same thing: months in spend (`monthHeading`), currencies in rates.
    package var spread: [Int] = []
    /// Columns that say when a record entered a stage → that stage as the source names it (`hs_date_entered_closedwon`).
    package var stageColumns: [Int: String] = [:]
    /// Of activities: what the rows are that do not say it: `call`, `meeting`, `email`, `note` or `task`; nil where nothing tells.
    package var activityKind: String?
    /// Why, as sentences for a reader, the strongest first.
    package var reasons: [String] = []

    /// The column of a canonical field.
    package func column(of field: String) -> Int? { mapping.first { $0.value.name == field }?.key }
}

/// Reads a heading that names a month: `2024-01`, `Jan 2024`, `Jan-24`, `01/2024`, `2024M01`, `Januar`, `février 2024`.
/// - Returns: nil where it names none; `year` is nil where it names a month only.
package func monthHeading(_ heading: String) -> (year: Int?, month: Int)? {
    let parts = heading.lowercased().split { !($0.isLetter || $0.isNumber) }.flatMap(splitDigits)
    guard (1...3).contains(parts.count) else { return nil }
    var year: Int?, month: Int?
    for part in parts {
        if let number = Int(part) {
            if (1900...2199).contains(number), year == nil { year = number; continue }
            if part.count == 2, month != nil, year == nil { year = 2000 + number; continue }
            guard (1...12).contains(number), part.count <= 2, month == nil, parts.count > 1 else { return nil }
            month = number
        } else if part == "m", parts.count == 3 {
            continue
        } else {
            guard month == nil, let named = monthNames[wordKey(part)] else { return nil }
            month = named
        }
    }
    return month.map { (year, $0) }
}

private func splitDigits(_ text: Substring) -> [String] {
    var parts: [String] = []
    var wasDigit: Bool?
    for character in text {
        let digit = character.isASCII && character.isNumber
        if digit == wasDigit, let last = parts.indices.last { parts[last].append(character) } else { parts.append(String(character)) }
        wasDigit = digit
    }
    return parts
}

private let monthNames: [String: Int] = {
    let names = [
        "jan january januar janner janvier janv enero ene gennaio gen", "feb february februar fevrier fevr fev febrero febbraio",
        "mar march marz mrz mars maerz marzo", "apr april avril avr abril abr aprile", "may mai mayo maggio mag",
        "jun june juni juin junio giugno giu", "jul july juli juillet juil julio luglio lug", "aug august aout agosto ago",
        "sep sept september septembre septiembre settembre set", "oct october okt oktober octobre octubre ottobre ott",
        "nov november novembre noviembre", "dec december dez dezember decembre diciembre dic dicembre",
    ]
    var map: [String: Int] = [:]
    for (index, line) in names.enumerated() { for name in line.split(separator: " ") { map[String(name)] = index + 1 } }
    return map
}()
