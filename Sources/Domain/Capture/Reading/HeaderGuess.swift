// SPDX-License-Identifier: Apache-2.0

/// Where the table begins, whether its first row names the columns, and what else headings tell.
enum HeaderGuess {
    /// Index of the first row of the table: what is above it is a report's title and filters.
    static func start(of rows: [SampleRow], columns: Int) -> Int {
        guard columns >= 2 else { return 0 }
        var start = rows.firstIndex { $0.cells.count >= max(2, (columns + 1) / 2) } ?? 0
        // `My report,,,,`: a title in a table that was saved by a spreadsheet.
        while columns >= 4, start + 1 < rows.count, start < 30, rows[start].filled <= 2 {
            let (row, next) = (rows[start], rows[start + 1])
            let isApart = next.line > row.line + 1 || next.filled <= 2
            guard isApart, rows[(start + 1)...].prefix(20).contains(where: { $0.filled * 5 >= columns * 3 && $0.filled >= 3 }) else { break }
            start += 1
        }
        return start
    }

    /// Whether a row names columns rather than being data. In doubt it does: exports have headers.
    static func isHeader(_ row: SampleRow, above data: ArraySlice<SampleRow>) -> Bool {
        let filled = row.cells.filter { !$0.isEmpty }
        if filled.isEmpty { return false }
        if filled.contains(where: { known.contains(plain($0)) }) || !MonthColumn.all(in: filled, least: 3).isEmpty { return true }
        if filled.contains(where: isTyped) { return false }
        // `n00` above 0.43, -1.2, 3.1: a word over numbers names them, whatever the other columns hold.
        for (column, cell) in row.cells.enumerated() where !cell.isEmpty {
            let others = data.prefix(50).compactMap { $0.cells.count > column && !$0.cells[column].isEmpty ? $0.cells[column] : nil }
            if others.count >= 2, others.count(where: isTyped) * 5 >= others.count * 4 { return true }
        }
        // `"35, years"` above `"29, years"`: the same pattern with other digits is data.
        for (column, cell) in row.cells.enumerated() where cell.utf8.contains(where: { (48...57).contains($0) }) {
            let others = data.prefix(50).compactMap { $0.cells.count > column && !$0.cells[column].isEmpty ? pattern($0.cells[column]) : nil }
            let own = pattern(cell)
            if others.count >= 2, others.count(where: { $0 == own }) * 5 >= others.count * 4 { return false }
        }
        return true
    }

    /// Trimmed, unique and never blank.
    static func headings(_ cells: [String], count: Int) -> [String] {
        var taken: Set<String> = []
        return (0..<count).map { index in
            var name = index < cells.count ? tidy(cells[index]) : ""
            if name.isEmpty { name = "Column \(index + 1)" }
            var (unique, number) = (name, 2)
            while !taken.insert(unique).inserted {
                unique = "\(name) (\(number))"
                number += 1
            }
            return unique
        }
    }

    /// How sure it is that a file is a grouped report.
    enum Grouping { case no, perhaps, marked }

    /// Group columns of a report: leading, filled in the first row, blank where they repeat the value above.
    /// Without a sign that the file is a grouped report nothing is filled: a sparse column must never spread.
    static func fillDown(raw: [String], data: ArraySlice<SampleRow>, grouping: Grouping, name: String) -> [Int] {
        let hasArrows = raw.contains(where: isArrowed)
        let isSure = hasArrows || grouping == .marked
        guard isSure || grouping == .perhaps || isReportName(name), data.count >= 2, let top = data.first else { return [] }
        var columns: [Int] = []
        for column in raw.indices.dropLast() {
            func cell(_ row: SampleRow) -> String { column < row.cells.count ? row.cells[column] : "" }
            let values = data.map(cell).filter { !$0.isEmpty }
            let blanks = data.count - values.count
            guard !cell(top).isEmpty, blanks > 0, !hasArrows || isArrowed(raw[column]) else { break }
            // Under one outer group an inner value stands once; only the outermost column must never repeat.
            guard !columns.isEmpty || Set(values).count == values.count else { break }
            guard isSure || (values.count >= 2 && blanks * 5 >= data.count * 2 && !isKey(raw[column])) else { break }
            columns.append(column)
        }
        return columns
    }

    private static func isArrowed(_ heading: String) -> Bool { heading.contains("↑") || heading.contains("↓") }

    /// Columns that name one person or record, whose blanks mean "not known".
    private static func isKey(_ heading: String) -> Bool {
        let words = heading.lowercased().split { !$0.isLetter }
        return words.contains { ["id", "email", "mail", "phone", "mobile", "fax", "name", "website", "domain", "url", "number"].contains($0) }
    }

    // MARK: Looking at text

    private static func isReportName(_ name: String) -> Bool {
        let file = name.split(separator: "/").last.map { $0.lowercased() } ?? ""
        guard file.hasPrefix("report") else { return false }
        return file.dropFirst(6).prefix(while: \.isNumber).count >= 10
    }

    private static func tidy(_ text: String) -> String {
        let words = text.split { $0.isWhitespace || $0 == "\u{FEFF}" || $0 == "↑" || $0 == "↓" }
        return words.joined(separator: " ")
    }

    private static func plain(_ text: String) -> String { String(text.lowercased().filter(\.isLetter)) }

    /// A number, date, address or flag.
    private static func isTyped(_ text: String) -> Bool {
        let lower = text.lowercased()
        if lower.hasPrefix("http://") || lower.hasPrefix("https://") || lower == "true" || lower == "false" { return true }
        if let at = text.firstIndex(of: "@"), text[at...].contains("."), !text.contains(" ") { return true }
        var hasDigit = false
        for byte in text.utf8 {
            if (48...57).contains(byte) { hasDigit = true } else if !" +-.,/:%$()TZ".utf8.contains(byte), byte < 0x80 { return false }
        }
        return hasDigit
    }

    private static func pattern(_ text: String) -> String {
        var result = ""
        for character in text where !character.isWhitespace {
            let sign: Character = character.isNumber ? "9" : character.isLetter ? "a" : character
            if result.last != sign || !(sign == "9" || sign == "a") { result.append(sign) }
        }
        return result
    }

    /// Headings that no row of data would hold as a whole cell.
    private static let known: Set<String> = [
        "id", "leadid", "contactid", "accountid", "dealid", "recordid", "externalid", "email", "emailaddress", "workemail", "name", "firstname",
        "lastname", "fullname", "companyname", "accountname", "phonenumber", "createdat", "createddate", "createdate", "dealstage", "leadstatus",
        "leadsource", "lifecyclestage", "dealname", "amount", "currency", "country", "zipcode", "status", "stage", "owner", "closedate", "column",
        "timestamp", "date", "month", "campaign", "industry", "userid",
    ]
}
