// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Storage
import TestSupport
import Testing

/// What a file's cells become, and what its report says of them.
@Suite struct `Cells of an import` {
    private static func report(
        _ files: [(String, String)], options: ImportOptions = ImportOptions(), _ look: @escaping @Sendable (Read) throws -> [String] = { _ in [] }
    ) async throws -> (ImportReport, [String]) {
        try await withDatabase(.sqlite) { database in
            let report = try await Load(database: database, options: options).texts(files)
            let found = try await database.read { try look($0) }
            let breaches = try await database.read { try Doctor($0, now: Load.start).examine() }.filter { $0.kind == .breach }
            #expect(breaches == [])
            return (report, found)
        }
    }

    private static func deals(_ read: Read) throws -> [String] {
        var lines: [String] = []
        try read.scan("select name, outcome, amount, currency from deal order by name") {
            lines.append("\($0.text(0)) \($0.int(1)) \($0.isNull(2) ? "-" : String($0.int(2))) \($0.text(3))")
        }
        return lines
    }

    private static func spend(_ read: Read) throws -> [String] {
        var lines: [String] = []
        try read.scan(
            """
            select s.day, s.upto, coalesce(c.value, ''), s.amount, s.currency from spend s left join code c on c.id = s.source
            order by s.day, c.value, s.amount
            """
        ) { lines.append("\(Day(number: Int32($0.int(0))).iso) \(Day(number: Int32($0.int(1))).iso) \($0.text(2)) \($0.int(3)) \($0.text(4))") }
        return lines
    }

    // MARK: Totals

    @Test(arguments: [
        "Total,300.00,,", "Summe,300.00,,", "Grand total,300.00,,", "Total: 2 deals,300.00,,", ",300.00,,", "Total général,300.00,,",
        "Total,\"300.00 \",,", "Total deals,300.00,,",
    ])
    func `a total below the deals is none of them`(last: String) async throws {
        let text = "Deal name,Amount,Stage,Close date\nA,100.00,Closed won,2025-01-02\nB,200.00,Closed won,2025-01-03\n\(last)\n"
        let (report, deals) = try await Self.report([("deals.csv", text)], Self.deals)
        #expect(deals == ["A 1 10000 EUR", "B 1 20000 EUR"] && report.read == 2 && report.rejected == 0)
        #expect(report.files.first?.warnings.contains { $0.contains("1 report row") } == true)
    }

    @Test(arguments: [
        "7,Total,total@total.example,Working,2025-01-03", ",Total,,Working,2025-01-03", ",Total,total@total.example,,", "7,Total,,,",
    ])
    func `a company called Total stays`(row: String) async throws {
        let text = "Lead ID,Company,Email,Lead Status,Created Date\n1,Acme,a@a.example,New,2025-01-02\n\(row)\n3,Bolt,b@b.example,New,2025-01-02\n"
        let (report, _) = try await Self.report([("leads.csv", text)])
        #expect(report.read == 3 && report.created == 3)
    }

    @Test(arguments: [("Total,100000", 3), ("Total,30", 2), ("Total Wine,40", 3), ("Grand total,30", 2), ("Total,", 3)])
    func `in a list of companies a total is one by its numbers`(last: String, read: Int) async throws {
        let (report, _) = try await Self.report([("accounts.csv", "Company name,Number of employees\nAcme,10\nBolt,20\n\(last)\n")])
        #expect(report.read == read && report.created == read)
    }

    @Test func `a deal whose amount is the sum of others stays where it stands among them`() async throws {
        let text = "Deal ID,Deal name,Amount,Stage\n1,A,100,Closed won\n2,B,200,Closed won\n3,C,300,Closed won\n"
        let (report, deals) = try await Self.report([("deals.csv", text)], Self.deals)
        #expect(deals.count == 3 && report.read == 3)
    }

    @Test func `totals of people count rows, and a header in the middle is no lead`() async throws {
        let text =
            "Lead ID,Email,Lead Status,Created Date\n1,a@a.example,New,2025-01-03\nLead ID,Email,Lead Status,Created Date\n2,b@b.example,Working,2025-01-04\nTotal,2,,\nSumme: 2 Leads,,,\n"
        let (report, leads) = try await Self.report([("leads.csv", text)]) { ["\(try $0.int("select count(*) from lead") ?? -1)"] }
        #expect(leads == ["2"] && report.read == 2 && report.rejected == 0)
        #expect(report.files.first?.unknownValues.isEmpty == true)
    }

    // MARK: Spend and rates

    @Test func `spend across leaves its total out and reads channels as sources`() async throws {
        let text = "Channel,Jan 2025,Feb 2025,Total\nGoogle Ads,1000,1100,2100\nTrade show,,5000,5000\nTotal,1000,6100,7100\n"
        let (_, spend) = try await Self.report([("marketing_spend.csv", text)], Self.spend)
        #expect(
            spend == [
                "2025-01-01 2025-01-31 Paid search 100000 EUR", "2025-02-01 2025-02-28 Paid search 110000 EUR",
                "2025-02-01 2025-02-28 Trade show 500000 EUR",
            ])
    }

    @Test func `months without a year are asked for`() async throws {
        let (report, _) = try await Self.report([("spend.csv", "Channel,January,February\nGoogle Ads,1000,1100\n")])
        #expect(report.files.first?.problem?.code == "months_without_year")
    }

    @Test func `a period is spread over its days, in the currency of the heading`() async throws {
        let text =
            "Reporting starts,Reporting ends,Campaign name,Amount spent (USD)\n2025-01-01,2025-01-31,R,310.00\n2025-02-01,2025-02-28,R,280.00\n"
        let (_, spend) = try await Self.report([("fb_spend.csv", text)], Self.spend)
        #expect(spend == ["2025-01-01 2025-01-31  31000 USD", "2025-02-01 2025-02-28  28000 USD"])
    }

    @Test(arguments: [
        // Units of each for one euro, as the European Central Bank writes them.
        ("Date,USD,GBP\n2025-01-03,1.25,0.8\n2025-01-04,N/A,0.8\n", ["GBP 1.25", "GBP 1.25", "USD 0.8"]),
        ("Date,Base,Currency,Rate\n2025-01-03,EUR,USD,1.25\n", ["USD 0.8"]), ("Date,Base,Currency,Rate\n2025-01-03,USD,EUR,0.8\n", ["USD 0.8"]),
        ("Datum;Währung;Kurs\n03.01.2025;USD;0,8\n", ["USD 0.8"]),
    ])
    func `rates are in the company's currency`(text: String, expected: [String]) async throws {
        let (report, rates) = try await Self.report([("rates.csv", text)]) { read in
            var lines: [String] = []
            try read.scan("select currency, rate from fx_rate order by currency, day") { lines.append("\($0.text(0)) \($0.real(1))") }
            return lines
        }
        #expect(rates == expected && report.rejected == 0)
    }

    // MARK: Money

    @Test(arguments: [
        ("Amount", "\"$1,234.50\"", "123450 USD"), ("Amount (USD)", "1000", "100000 USD"), ("Amount in GBP", "1000", "100000 GBP"),
        ("Amount", "£99", "9900 GBP"),
        ("Amount", "CHF 12'000.--", "1200000 CHF"), ("Amount", "EUR 12k", "1200000 EUR"), ("Amount", "N/A", "-"), ("Amount", "null", "-"),
        ("Amount", "--", "-"),
        ("Amount in company currency", "80", "8000 EUR"),
    ])
    func `the currency is that of the cell or the heading`(heading: String, cell: String, expected: String) async throws {
        let text = "Deal ID,Deal Name,\(heading),Stage,Close Date,Create Date\n1,A,\(cell),Closed won,2025-03-01,2025-02-01\n"
        let (_, deals) = try await Self.report([("deals.csv", text)], Self.deals)
        #expect(deals.first?.hasPrefix("A 1 \(expected)") == true, "\(deals)")
    }

    @Test func `a dollar is the one that is said, else the American one, with a warning`() async throws {
        let text = "Deal ID,Deal Name,Amount,Stage\n1,A,$10.00,Closed won\n"
        let (american, guessed) = try await Self.report([("deals.csv", text)], Self.deals)
        #expect(guessed == ["A 1 1000 USD"] && american.files.first?.warnings.contains { $0.contains("--currency") } == true)
        var options = ImportOptions()
        options.currency = "CAD"
        let (canadian, said) = try await Self.report([("deals.csv", text)], options: options, Self.deals)
        #expect(said == ["A 1 1000 CAD"] && canadian.files.first?.warnings.contains { $0.contains("--currency") } == false)
    }

    @Test(arguments: [
        ("Amount,Currency", "kr 10.00,", "ambiguous_currency"), ("Amount,Currency", "10,XXQ", "bad_currency"),
        ("Amount,Currency", "10%,EUR", "bad_cell"),
        ("Amount,Currency", "$10,EUR", "contradicting_currency"), ("Amount,Currency", "kr 10.00,EUR", "contradicting_currency"),
    ])
    func `what could be several currencies or none is rejected with a way on`(headings: String, cells: String, code: String) async throws {
        let text = "Deal ID,Deal Name,Stage,\(headings)\n1,A,Closed won,\(cells)\n2,B,Closed won,5,EUR\n"
        let (report, deals) = try await Self.report([("deals.csv", text)], Self.deals)
        #expect(deals == ["B 1 500 EUR"] && report.rejected == 1, "\(code)")
    }

    @Test(arguments: ["€", "euro", "EUR", "eur"]) func `a column of currencies is read as people fill it`(currency: String) async throws {
        let (_, deals) = try await Self.report(
            [("deals.csv", "Deal ID,Deal Name,Stage,Amount,Currency\n1,A,Closed won,10,\(currency)\n")], Self.deals)
        #expect(deals == ["A 1 1000 EUR"])
    }

    @Test func `amount and currency of a HubSpot deal belong together`() async throws {
        let text = "Record ID,Deal Name,Deal Stage,Amount in company currency,Amount,Currency\n1,A,closedwon,80,800,SEK\n"
        let (_, deals) = try await Self.report([("a.csv", text)], Self.deals)
        #expect(deals == ["A 1 80000 SEK"])
    }

    // MARK: Nothing

    @Test(arguments: ["N/A", "NULL", "-", "(No value)", "--", "none", "#N/A"])
    func `words for nothing are no country, owner, company, campaign, source, status or date`(word: String) async throws {
        let text =
            "Lead ID,Email,Company,Country,Lead Owner,Lead Source,Campaign,Lead Status,Created Date,Converted Date\n1,a@a.example,\(word),\(word),\(word),\(word),\(word),\(word),2025-01-03,\(word)\n"
        let (report, found) = try await Self.report([("leads.csv", text)]) { read in
            try [
                "select count(*) from member", "select count(*) from account", "select country + first_source from contact",
                "select campaign + source + owner_id from lead", "select count(*) from lead",
            ].map { "\(try read.int($0) ?? -1)" }
        }
        #expect(found == ["0", "0", "0", "0", "1"] && report.rejected == 0 && report.files.first?.unknownValues.isEmpty == true)
    }

    @Test func `ids that a spreadsheet shortened make no person of several`() async throws {
        let text = "Lead ID,Email,Lead Status,Created Date\n1.23457E+11,a@a.example,New,2025-01-03\n1.23457E+11,b@b.example,New,2025-01-03\n"
        let (report, found) = try await Self.report([("leads.csv", text)]) { ["\(try $0.int("select count(*) from lead") ?? -1)"] }
        #expect(found == ["2"] && report.files.first?.warnings.contains { $0.contains("1.23457E+11") } == true)
    }

    @Test func `days that stand for none are empty, and days to come are told`() async throws {
        let text =
            "Lead ID,Email,Lead Status,Created Date\n1,a@a.example,New,1899-12-30\n2,b@b.example,New,1900-01-01\n3,c@c.example,New,2031-01-05\n4,d@d.example,New,1970-01-01\n"
        let (report, found) = try await Self.report([("leads.csv", text)]) {
            ["\(try $0.int("select count(*) from lead where opened_at < 1000000000000000") ?? -1)"]
        }
        let warnings = report.files.first?.warnings.joined() ?? ""
        #expect(found == ["0"] && warnings.contains("3 dates") && warnings.contains("1 row was created in the future"))
    }
}
