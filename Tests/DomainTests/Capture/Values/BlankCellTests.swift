// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct `Cells that say nothing` {
    @Test(arguments: [
        "N/A", "n/a", "NA", "#N/A", "#REF!", "NULL", "null", "None", "nan", "-", "--", "—", "(No value)", "(leer)", "(not set)", "Kein Wert", "\\N",
        "#NV",
        "n.a.", "-None-",
    ])
    func `are known in every spelling`(text: String) { #expect(Cells.with(text) { saysNothing($0) }) }

    @Test(arguments: [
        "", "0", "No", "Nadia", "Nullmeier", "None of the above", "-5", "unknown", "N/A (see notes)", "Nan Goldin", "(none) / (direct) and more",
    ])
    func `are no other words`(text: String) { #expect(!Cells.with(text) { saysNothing($0) }) }

    @Test(arguments: [
        ("N/A", true), ("-", true), ("None", true), ("unknown", true), ("Unbekannt", true), ("(No value)", true), ("[[unknown]]", true),
        ("NULL", true),
        ("Na", false), ("Nan", false), ("Nil", false), ("Ng", false), ("Noneman", false), ("Xi", false), ("O", false),
    ])
    func `name nobody where people are named`(text: String, isNobody: Bool) { #expect(Cells.with(text) { namesNobody($0) } == isNobody) }

    @Test(arguments: [
        ("p:+34600", "+34600"), ("'+34 600", "+34 600"), ("tel:+34600", "+34600"), ("TEL: 030/1", "030/1"), ("+34600", "+34600"),
        ("'p:+34600", "+34600"),
        ("Phone 7", "Phone 7"), ("030 1", "030 1"), ("'", ""),
    ])
    func `a telephone number loses what is no part of it`(text: String, number: String) {
        #expect(Cells.with(text) { String(decoding: plainPhone($0), as: UTF8.self) } == number)
    }

    @Test(arguments: [
        ("1.23457E+11", true), ("9.1E+9", true), ("1,23457E+11", true), ("2E+15", true), ("123457000000", false), ("00Q5e0000000001AAA", false),
        ("1.5", false), ("E+11", false), ("12E+3", false), ("1.2E+", false), ("0E+11", false), ("5e0", false),
    ])
    func `an id that a spreadsheet shortened is none`(text: String, isShortened: Bool) {
        #expect(Cells.with(text) { isShortenedID($0) } == isShortened)
    }

    @Test(arguments: ["country", "owner", "company", "campaign", "source", "amount", "created_at", "external_id", "status", "email", "product"])
    func `count as empty where a field is typed or refers to something`(name: String) { #expect(CanonicalField.named(name)?.isFreeText == false) }

    @Test(arguments: ["name", "last_name", "description", "body", "subject", "title", "deal_name", "new_value"])
    func `stay words in free text`(name: String) { #expect(CanonicalField.named(name)?.isFreeText == true) }
}

@Suite struct `Amounts as people write them` {
    private func money(_ text: String, _ mark: DecimalMark? = nil) -> String {
        switch Cells.with(text, { parseMoney($0, as: NumberFormat(mark: mark)) }) {
        case .value(let cell):
            [cell.value.description, cell.currency?.code, cell.sign?.rawValue].compactMap(\.self).joined(separator: " ")
        case .absent: "absent"
        case .bad(let fault): fault.rawValue
        }
    }

    @Test(arguments: [
        ("EUR 12k", "12000 EUR"), ("1.2M", "1200000"), ("1.25M", "1250000"), ("3 Mio. €", "3000000 EUR"), ("2,5 Mio", "2500000"),
        ("12 Tsd. EUR", "12000 EUR"),
        ("CHF 12'000.--", "12000 CHF"), ("1.500,-", "1500"), ("€ 99.-", "99 EUR"), ("$1,234.50", "1234.50 $"), ("1200 kr", "1200 kr"),
        ("USD 1bn", "1000000000 USD"),
        ("0.5k", "500"), ("-2k", "-2000"),
    ])
    func `are read`(text: String, expected: String) { #expect(money(text, text.contains("1.500") ? .comma : nil) == expected) }

    @Test(arguments: [
        ("10%", "a_share"), ("50 %", "a_share"), ("12 km", "not_a_number"), ("10 MXN k", "not_a_number"), ("k", "not_a_number"),
        ("12kk", "not_a_number"),
        ("9223372036854775807k", "too_large"), ("-", "absent"), ("", "absent"), ("1.2.3k", "not_a_number"),
    ])
    func `or said to be none`(text: String, expected: String) { #expect(money(text) == expected) }

    @Test func `of any bytes never trap`() {
        var random = SeededBytes(state: 11)
        let letters = Array("0123456789.,-kKmM€$ EURioTsd%'".utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }
            bytes.withUnsafeBytes {
                _ = parseMoney($0, as: NumberFormat(mark: .point))
                _ = isShortenedID($0)
                _ = saysNothing($0)
                _ = TotalWord.of($0)
            }
        }
    }
}

@Suite struct `Dates of another kind` {
    @Test func `dots are day first beside slashes that are month first`() {
        guard case .format(let format) = Cells.dates(["05.01.2025", "12/31/2024"]) else { return #expect(Bool(false)) }
        #expect(Cells.date("05.01.2025", format) == "2025-01-05T00:00:00Z day")
        #expect(Cells.date("12/31/2024", format) == "2024-12-31T00:00:00Z day")
    }

    @Test func `dots are month first where they prove it`() {
        guard case .format(let format) = Cells.dates(["01.05.2025", "12.31.2024"]) else { return #expect(Bool(false)) }
        #expect(Cells.date("01.05.2025", format) == "2025-01-05T00:00:00Z day")
    }

    @Test(arguments: [
        ("1899-12-30", 1), ("1899-12-31 00:00:00", 1), ("1900-01-01", 1), ("01/01/1900", 1), ("1/0/1900", 1), ("1970-01-01", 1), ("1753-01-01", 1),
        ("0001-01-01", 1), ("1970-01-02", 0), ("1969-07-20", 0), ("2025-01-01", 0), ("5 May 1955", 0), ("not a date", 0),
    ])
    func `days that stand for none are counted`(text: String, zeros: Int) {
        var profile = DateProfile(expected: true)
        Cells.with(text) { profile.see($0, line: 2) }
        #expect(profile.zeros == zeros)
    }
}
