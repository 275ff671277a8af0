// SPDX-License-Identifier: Apache-2.0

/// What the cells of a column say where its heading says too little or another thing.
package enum CellSigns {
    static func mend(_ match: inout FileMatch, _ keys: [HeadingKey], _ sample: [[String]]) {
        findAddress(&match, keys, sample)
        findAmount(&match, keys, sample)
        findCurrency(&match, keys, sample)
        findEnds(&match, keys, sample)
    }

    private static func filled(_ column: Int, _ sample: [[String]]) -> [String] {
        sample.compactMap { $0.indices.contains(column) ? $0[column] : nil }.filter { !$0.isEmpty }
    }

    /// Where no column is known as the address of the people, the one that holds nothing but addresses is: "Where can we write to you?".
    private static func findAddress(_ match: inout FileMatch, _ keys: [HeadingKey], _ sample: [[String]]) {
        guard match.kind == .contacts || match.kind == .leads, match.column(of: "email") == nil, match.column(of: "emails") == nil else { return }
        let others = match.mapping,
            columns = keys.indices.filter { column in
                guard others[column] == nil, !isColleague(keys[column]) else { return false }
                let cells = filled(column, sample)
                return !cells.isEmpty && cells.allSatisfy(isAddress) && 2 * Set(cells).count > cells.count
            }
        if let column = columns.first { match.mapping[column] = CanonicalField.named("email") }
    }

    private static func isAddress(_ cell: String) -> Bool {
        var cell = cell
        return cell.withUTF8 { EmailAddress.isAddress(UnsafeRawBufferPointer($0)) }
    }

    /// The address of somebody who works on the record.
    private static func isColleague(_ key: HeadingKey) -> Bool {
        ["owner", "manager", "assign", "user", "creat", "responsib", "salesrep", "agent", "betreuer"].contains(where: key.fullKey.contains)
    }

    /// "Opportunity" above amounts is what the deal is worth, not what it is called: a number with a currency or with decimals beside no other amount.
    private static func findAmount(_ match: inout FileMatch, _ keys: [HeadingKey], _ sample: [[String]]) {
        guard match.kind == .deals || match.kind == .leads, match.column(of: "amount") == nil,
            let column = match.column(of: match.kind == .deals ? "name" : "deal_name"), !keys[column].fullKey.contains("name")
        else { return }
        let cells = filled(column, sample)
        let hasMarks = match.column(of: "currency") != nil || cells.contains { $0.contains { ".,".contains($0) || $0.isCurrencySymbol } }
        if hasMarks, !cells.isEmpty, cells.allSatisfy(isAmount) { match.mapping[column] = CanonicalField.named("amount") }
    }

    /// Codes of currencies beside amounts say what those are in, whatever stands before "currency".
    private static func findCurrency(_ match: inout FileMatch, _ keys: [HeadingKey], _ sample: [[String]]) {
        guard [.deals, .leads, .dealLines, .spend].contains(match.kind), match.column(of: "currency") == nil, let amount = match.column(of: "amount"),
            !KindSigns.companyAmounts.contains(keys[amount].key)
        else { return }
        let mapped = match.mapping, words = ["currency", "wahrung", "devise", "moneda", "moeda", "valuta"]
        let columns = keys.indices.filter { column in
            let cells = filled(column, sample)
            return mapped[column] == nil && words.contains(where: keys[column].key.contains) && !cells.isEmpty
                && cells.allSatisfy { currencyMark($0) != nil }
        }
        if columns.count == 1, let column = columns.first { match.mapping[column] = CanonicalField.named("currency") }
    }

    /// Where no column that is known says which deals are won or lost, one of whose words most are known, and some say so, does.
    private static func findEnds(_ match: inout FileMatch, _ keys: [HeadingKey], _ sample: [[String]]) {
        guard match.kind == .deals, ["outcome", "is_won", "won_at", "lost_at"].allSatisfy({ match.column(of: $0) == nil }) else { return }
        func meanings(_ column: Int) -> [String?] { Set(filled(column, sample)).map { proposeValue($0, in: .dealStage)?.canonical } }
        func tellsEnds(_ column: Int) -> Bool { meanings(column).contains { $0 == "won" || $0 == "lost" } }
        guard !["stage", "status"].compactMap(match.column(of:)).contains(where: tellsEnds),
            let name = ["stage", "status"].first(where: { match.column(of: $0) == nil })
        else { return }
        let mapped = match.mapping
        let column = keys.indices.first { column in
            let meant = meanings(column)
            return mapped[column] == nil && tellsEnds(column) && 2 * meant.count { $0 != nil } > meant.count
        }
        if let column { match.mapping[column] = CanonicalField.named(name) }
    }

    /// Whether a cell may be an amount of money, however it is written.
    package static func isAmount(_ cell: String) -> Bool {
        var cell = cell
        return cell.withUTF8 { parseMoney(UnsafeRawBufferPointer($0), as: NumberFormat(mark: .point)) }.value != nil
    }
}
