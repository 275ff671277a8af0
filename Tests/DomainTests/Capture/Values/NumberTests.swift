// SPDX-License-Identifier: Apache-2.0

import Domain
import Testing

@Suite struct NumberTests {
    @Test(arguments: [
        ("0", "0"), ("00", "0"), ("000.000", "0.000"), ("2,34", "2.34"), ("1234", "1234"), ("-12.50", "-12.50"), ("+7", "7"), ("12.50-", "-12.50"),
        ("(1,200.00)", "-1200.00"), ("\u{2212}5", "-5"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1 234,56", "1234.56"),
        ("1\u{A0}234,56", "1234.56"), ("1\u{202F}234\u{202F}567,8", "1234567.8"), ("1'234.56", "1234.56"), ("1’234’567", "1234567"),
        ("1.234.567", "1234567"), ("1,234,567", "1234567"), ("12,34,567.89", "1234567.89"), ("1 234", "1234"), ("0.125", "0.125"), ("0,125", "0.125"),
        (".5", "0.5"), ("12.", "12"), ("1234.567", "1234.567"), ("1.2345", "1.2345"), ("1.5e6", "1500000"), ("8.48E10", "84800000000"),
        ("25E-1", "2.5"),
        ("1.234e3", "1234"), ("50%", "50 %"), ("12,5 %", "12.5 %"), ("", "absent"), ("-", "absent"), ("500000.0", "500000.0"),
    ])
    func `a cell that proves its mark is read in any column`(text: String, expected: String) { #expect(Cells.number(text) == expected) }

    @Test(arguments: [
        ("€ 1.200,00", "1200.00 EUR"), ("€1.200,5", "1200.5 EUR"), ("1.200,00 €", "1200.00 EUR"), ("$1,200.00", "1200.00 $"), ("-$12.00", "-12.00 $"),
        ("$-12.00", "-12.00 $"), ("($12.00)", "-12.00 $"), ("USD 1200", "1200 USD"), ("1200 usd", "1200 USD"), ("1200EUR", "1200 EUR"),
        ("1200 kr", "1200 kr"),
        ("1200 kr.", "1200 kr"), ("R$ 1.200,00", "1200.00 BRL"), ("£99.90", "99.90 GBP"), ("¥1200", "1200 ¥"), ("CHF 1'200.50", "1200.50 CHF"),
        ("1200,50 zł", "1200.50 PLN"), ("US$5.00", "5.00 USD"), ("Rs.1200", "1200 Rs"), ("5.00 Kč", "5.00 CZK"), ("EUR\u{A0}7", "7 EUR"),
    ])
    func `a currency stands before or after`(text: String, expected: String) { #expect(Cells.number(text) == expected) }

    @Test(arguments: [
        "1.2k", "3.4M", "abc", "1.2.3", "1,2,3", "1 2", "2005 4", "415-555-0000", "12:30", "1st", "--5", "-5-", "(5", "5)", "5%%", "$5$", "$5 EUR",
        "NaN", "inf",
        "0x10", "1e", "1e+", "e5", "1,234.567,8", ".", ",", "$", "1 234 56", "1.2345.678", "5 PCS", "１２",
    ])
    func `what is no number is said to be none`(text: String) { #expect(Cells.number(text) == "not_a_number") }

    @Test(arguments: ["99999999999999999999", "9223372036854775808", "1e19", "9e18e", "1e400", "123456789012345678901,5"])
    func `beyond 64 bits is bad and never a trap`(text: String) { #expect(["too_large", "not_a_number"].contains(Cells.number(text))) }

    @Test(arguments: [
        ("9223372036854775807", "9223372036854775807"), ("-9223372036854775807", "-9223372036854775807"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("0.1234567890123456789012", "0.123456789012345679"), ("1e-30", "0.000000000000000000"), ("0e400", "0"),
        ("5.0000000000000000000000", "5.000000000000000000"),
    ])
    func `what fits is exact and longer fractions are rounded`(text: String, expected: String) { #expect(Cells.number(text) == expected) }

    @Test func `a lone mark before three digits is the column's to decide`() {
        #expect(Cells.number("1.234") == "undecided_mark")
        #expect(Cells.number("1.234", .comma) == "1234")
        #expect(Cells.number("1.234", .point) == "1.234")
        #expect(Cells.number("1,234", .comma) == "1.234")
        #expect(Cells.number("€ 1.200", .comma) == "1200 EUR")
    }

    @Test(arguments: [
        (["1.234", "2,5"], DecimalMark.comma), (["1.234", "1.234.567"], .comma), (["1.234", "5.5"], .point), (["1,234", "1,234,567"], .point),
        (["1,234", "0.99"], .point), (["1,234", "7,25"], .comma), (["1 234,5"], .comma),
    ])
    func `one cell that proves it decides the column`(column: [String], mark: DecimalMark) {
        #expect(Cells.numbers(column) == .format(NumberFormat(mark: mark)))
    }

    @Test func `a column that nothing decides is asked about`() {
        let example = [CellExample(text: "1.234", line: 2)]
        #expect(Cells.numbers(["1.234"]) == .ambiguous(likely: nil, examples: example))
        #expect(Cells.numbers(["1.234", "5000"]) == .ambiguous(likely: .point, examples: example))
        #expect(Cells.numbers(["1.234", "7,5", "7.5"]) == .ambiguous(likely: nil, examples: example))
        #expect(Cells.numbers(["1.234"], preference: .comma) == .format(NumberFormat(mark: .comma)))
        // Mixed marks are no question where each cell decides itself.
        #expect(Cells.numbers(["1.234,56", "1,234.56", "7"]) == .format(NumberFormat()))
    }

    @Test func `codes with leading zeros are no numbers unless expected`() {
        #expect(Cells.numbers(["00052878", "00046535"], expected: false) == .none(parsed: 2, of: 2))
        #expect(Cells.numbers(["12", "13.5"], expected: false) == .format(NumberFormat(mark: .point)))
        #expect(Cells.numbers(["12", "Anna"], expected: false) == .none(parsed: 1, of: 2))
    }

    @Test(
        arguments: [
            (12_345, 3, 2, 1234), (12_355, 3, 2, 1236), (-12_345, 3, 2, -1234), (-12_355, 3, 2, -1236), (12_345_001, 6, 2, 1235), (12, 0, 2, 1200),
            (1250, 2, 2, 1250), (5, 1, 0, 0), (15, 1, 0, 2), (1, 18, 2, 0), (1200, 0, 0, 1200),
        ] as [(Int64, Int, Int, Int64)])
    func `minor units are rounded half to even`(mantissa: Int64, scale: Int, exponent: Int, expected: Int64) {
        #expect(Decimal64(mantissa: mantissa, scale: scale).minor(exponent: exponent) == expected)
    }

    @Test func `minor units that do not fit are nil`() {
        #expect(Decimal64(mantissa: .max).minor(exponent: 2) == nil)
        #expect(Decimal64(mantissa: .max, scale: 2).minor(exponent: 2) == .max)
        #expect(Decimal64(mantissa: 1).minor(exponent: 99) == nil)
        #expect(Decimal64(mantissa: .min, scale: 18).minor(exponent: 0) == -9)
    }

    @Test(
        arguments: [
            ("51-200", 51, 200), ("1,001-5,000", 1001, 5000), ("1.001 – 5.000", 1001, 5000), ("51 to 200", 51, 200), ("250", 250, 250),
            ("10,001+", 10_001, nil),
            ("1,200", 1200, 1200), ("250.0", 250, 250), ("10k+", nil, nil), ("200-51", nil, nil), ("many", nil, nil), ("-5", nil, nil),
            ("5-", nil, nil),
        ] as [(String, Int64?, Int64?)])
    func `employees come as numbers and as ranges`(text: String, low: Int64?, high: Int64?) {
        let range = Cells.with(text) { EmployeeRange.parse($0) }.value
        #expect(range?.low == low)
        #expect(range?.high == high)
    }

    @Test(
        arguments: [
            ("42", 42), ("-7", -7), ("123.0", 123), ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9223372036854775808", nil),
            ("1.5", nil), ("", nil),
            ("4 2", nil), ("-", nil),
        ] as [(String, Int64?)])
    func `whole numbers have 64 bits`(text: String, expected: Int64?) { #expect(Cells.with(text) { parseInteger($0) }.value == expected) }

    @Test(
        arguments: [
            ("true", true), ("TRUE", true), ("1", true), ("yes", true), ("Ja", true), ("Oui", true), ("x", true), ("false", false), ("0", false),
            ("No", false),
            ("nein", false), ("NON", false), ("", nil), ("2", nil), ("maybe", nil), ("truetruetrue", nil),
        ] as [(String, Bool?)])
    func `yes and no are known in three languages`(text: String, expected: Bool?) { #expect(Cells.with(text) { parseBoolean($0) }.value == expected) }
}
