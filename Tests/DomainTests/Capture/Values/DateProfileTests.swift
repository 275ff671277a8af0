// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct DateProfileTests {
    @Test(arguments: [
        (["03/04/2026", "13/04/2026"], DateOrder.dayFirst), (["03/04/2026", "04/13/2026"], .monthFirst), (["03.04.2026"], .dayFirst),
        (["3/14/2026", "3/15/2026", "15/3/2026"], .monthFirst), (["2026-07-14", "07/15/2009 02:14:45+0800"], .monthFirst),
    ])
    func `one cell above twelve decides the column`(column: [String], order: DateOrder) {
        #expect(Cells.dates(column) == .format(DateFormat(order: order)))
    }

    @Test func `a column that nothing decides is asked about, with its lines`() {
        let decision = Cells.dates(["", "05/05/2026", "03/04/2026", "01/02/2026"])
        let candidates = [DateFormat(order: .dayFirst), DateFormat(order: .monthFirst)]
        let examples = [CellExample(text: "03/04/2026", line: 4), CellExample(text: "01/02/2026", line: 5)]
        #expect(decision == .ambiguous(candidates, examples: examples))
        #expect(Cells.dates(["03/04/2026"], preference: .monthFirst) == .format(DateFormat(order: .monthFirst)))
        #expect(Cells.dates(["13/04/2026"], preference: .monthFirst) == .format(DateFormat(order: .dayFirst)))
    }

    @Test(arguments: [
        (["2026-07-03", "2026-07-04"], DateFormat()), (["20261231", "20260101"], DateFormat(numbers: .compact)),
        (["1751551509", "1751551510"], DateFormat(numbers: .seconds)), (["1751551509123", "1751551510000"], DateFormat(numbers: .milliseconds)),
        (["2026-07-03 00:00:00", "2026-07-04 00:00:00"], DateFormat(wholeDays: true)),
        (["2026-07-03 00:00:00", "2026-07-04 08:00:00"], DateFormat()),
        (["1751500800000", "1751587200000"], DateFormat(numbers: .milliseconds, wholeDays: true)),
        (["2026-07-03", "n/a", "2026-07-04", "2026-07-05", "2026-07-06"], DateFormat()),
    ])
    func `dates are known without being told`(column: [String], format: DateFormat) {
        #expect(Cells.dates(column, expected: false) == .format(format))
    }

    @Test(arguments: [
        ["45631", "45632"], ["2026", "1996"], ["2182162682"], ["415-555-0000"], ["42766805", "38759150"], ["00052878"], ["Anna", "Berta"],
        ["51-200"], ["1751551509", "7"], ["2026-07-03", "x", "y"], [],
    ])
    func `numbers and names are no dates unless the heading says so`(column: [String]) {
        guard case .none = Cells.dates(column, expected: false) else {
            Issue.record("\(column) was taken for dates")
            return
        }
    }

    @Test(arguments: [
        (["45631", "45631.5"], DateNumbers.serial), (["2026", "1996"], .year), (["2026-07-03", "45631"], .serial), (["1751551509"], .seconds),
    ])
    func `a heading that means dates lets numbers be dates`(column: [String], numbers: DateNumbers) {
        #expect(Cells.dates(column) == .format(DateFormat(numbers: numbers)))
    }

    @Test func `a column named a date that holds none says so`() { #expect(Cells.dates(["123456"]) == .none(parsed: 0, of: 1)) }

    @Test func `parts of a column merge to the whole`() {
        let column = ["03/04/2026", "05/06/2026 00:00", "25/06/2026 08:00", "x", ""]
        var (left, right) = (DateProfile(expected: true), DateProfile(expected: true))
        for (index, text) in column.enumerated() {
            Cells.with(text) { cell in index < 2 ? left.see(cell, line: index + 2) : right.see(cell, line: index + 2) }
        }
        left.merge(right)
        #expect(left.decide() == Cells.dates(column))
    }
}
