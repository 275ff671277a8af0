// SPDX-License-Identifier: Apache-2.0

/// What the cells of a column say where its heading says too little or another thing.
package enum CellSigns {
    static func mend(_ match: inout FileMatch, _ keys: [HeadingKey], _ sample: [[String]]) {
        findAddress(&match, keys, sample)
        findAmount(&match, keys, sample)
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

    /// Whether a cell may be an amount of money, however it is written.
    package static func isAmount(_ cell: String) -> Bool {
        var cell = cell
        return cell.withUTF8 { parseMoney(UnsafeRawBufferPointer($0), as: NumberFormat(mark: .point)) }.value != nil
    }
}
