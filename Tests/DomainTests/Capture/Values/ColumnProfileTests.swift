// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct ColumnProfileTests {
    private func type(_ column: [String]) -> ColumnType {
        var profile = ColumnProfile()
        for (index, text) in column.enumerated() { Cells.with(text) { profile.see($0, line: index + 2) } }
        return profile.decide()
    }

    @Test(arguments: [
        ([], ColumnType.empty), (["", ""], .empty), (["Anna", "Berta"], .text), (["true", "false", ""], .boolean), (["yes", "no"], .boolean),
        (["0", "1"], .number(.format(NumberFormat()))), (["a@b.de", "c@d.de"], .email), (["2026-07-03"], .date(.format(DateFormat()))),
        (["1,5", "2"], .number(.format(NumberFormat(mark: .comma)))), (["00052878", "00046535"], .text), (["415-555-0000"], .text),
        (["51-200"], .text),
        (["1751551509123"], .date(.format(DateFormat(numbers: .milliseconds)))), (["2182162682", "11809143696"], .number(.format(NumberFormat()))),
        (["1996", "2001"], .number(.format(NumberFormat()))),
    ])
    func `an unknown column has the type that its cells agree on`(column: [String], expected: ColumnType) { #expect(type(column) == expected) }

    @Test func `a long column of text stays text, and a late exception does not change it`() {
        #expect(type(Array(repeating: "Anna", count: 2000) + ["2026-07-03"]) == .text)
    }
}
