// SPDX-License-Identifier: Apache-2.0
import App
import Domain
import Foundation
import Storage
import TestSupport
import Testing

/// A workbook as Excel and its kin write it: an archive of XML, here without compression.
struct WorkbookFile {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// - Parameters: `sheets` name, state and rows as XML; `strings` shared ones as XML; `formats` of cells by number.
    static func make(
        _ sheets: [(name: String, state: String, rows: String)], strings: [String] = [], formats: [String] = [], from1904: Bool = false,
        prefix: String = ""
    ) -> [UInt8] {
        var file = WorkbookFile()
        let p = prefix.isEmpty ? "" : prefix + ":", space = prefix.isEmpty ? "xmlns" : "xmlns:\(prefix)"
        let main = "\(space)=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
        file.add("[Content_Types].xml", "<Types/>")
        let list = sheets.enumerated().map { "<\(p)sheet name=\"\($1.name)\" sheetId=\"\($0 + 1)\" state=\"\($1.state)\" r:id=\"r\($0)\"/>" }.joined()
        file.add(
            "xl/workbook.xml",
            "<\(p)workbook \(main) xmlns:r=\"r\"><\(p)workbookPr date1904=\"\(from1904 ? 1 : 0)\"/><\(p)sheets>\(list)</\(p)sheets></\(p)workbook>")
        let relations = sheets.indices.map { "<Relationship Id=\"r\($0)\" Target=\"\($0 % 2 == 0 ? "worksheets" : "/xl/worksheets")/s\($0).xml\"/>" }
        file.add("xl/_rels/workbook.xml.rels", "<Relationships>\(relations.joined())</Relationships>")
        if !strings.isEmpty {
            file.add(
                "xl/sharedStrings.xml", "<sst \(main.replacing("xmlns:\(prefix)", with: "xmlns"))>\(strings.map { "<si>\($0)</si>" }.joined())</sst>")
        }
        let codes = formats.enumerated().map { "<numFmt numFmtId=\"\(200 + $0)\" formatCode=\"\($1.replacing("\"", with: "&quot;"))\"/>" }
        let styles = formats.indices.map { "<xf numFmtId=\"\(200 + $0)\"/>" }
        file.add(
            "xl/styles.xml",
            "<styleSheet><numFmts>\(codes.joined())</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>\(styles.joined())</cellXfs></styleSheet>"
        )
        for (place, sheet) in sheets.enumerated() {
            file.add("xl/worksheets/s\(place).xml", "<\(p)worksheet \(main)><\(p)sheetData>\(sheet.rows)</\(p)sheetData></\(p)worksheet>")
        }
        return file.whole
    }

    private static func number(_ value: UInt32, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) } }

    private static func check(_ bytes: [UInt8]) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    private mutating func add(_ name: String, _ text: String) {
        let content = Array(text.utf8), size = Self.number(UInt32(content.count), 4), start = UInt32(bytes.count)
        var common = Self.number(20, 2) + Self.number(0, 2) + Self.number(0, 2) + Self.number(0, 4)
        common += Self.number(Self.check(content), 4) + size + size
        common += Self.number(UInt32(name.utf8.count), 2) + Self.number(0, 2)
        bytes += Self.number(0x0403_4B50, 4) + common
        bytes += Array(name.utf8) + content
        directory += Self.number(0x0201_4B50, 4) + Self.number(20, 2) + common
        directory += Self.number(0, 10) + Self.number(start, 4) + Array(name.utf8)
        count += 1
    }

    private var whole: [UInt8] {
        var end = Self.number(0x0605_4B50, 4) + Self.number(0, 4) + Self.number(UInt32(count), 2) + Self.number(UInt32(count), 2)
        end += Self.number(UInt32(directory.count), 4) + Self.number(UInt32(bytes.count), 4) + Self.number(0, 2)
        return bytes + directory + end
    }
}

@Suite struct `An Excel workbook` {
    private static let leads = """
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>Last Name</t></is></c><c r="C1" t="inlineStr"><is><t>Status</t></is></c>\
        <c r="D1" t="inlineStr"><is><t>Created Date</t></is></c></row>\
        <row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="s"><v>2</v></c><c r="C2" t="str"><v>Open</v></c><c r="D2" s="1"><v>45720</v></c></row>\
        <row r="4"><c r="A4" t="inlineStr"><is><t>two@x.example</t></is></c><c r="B4" t="e"><v>#N/A</v></c><c r="C4" t="str"><v>Open</v></c><c r="D4" s="2"><v>45720.5</v></c></row>
        """
    private static let strings = [
        "<t>Email</t>", "<t>one@x.example</t>", "<r><t>Mül</t></r><r><t xml:space=\"preserve\">ler, &quot;M&quot;</t></r><rPh><t>x</t></rPh>",
    ]

    @Test(arguments: ["", "x"]) func `is imported sheet by sheet, without hidden and empty ones`(prefix: String) async throws {
        let p = prefix.isEmpty ? "" : prefix + ":"
        let rows = Self.leads.replacing("</", with: "\u{1}").replacing("<", with: "<\(p)").replacing("\u{1}", with: "</\(p)")
        let secret = "<\(p)row r=\"1\"><\(p)c r=\"A1\" t=\"inlineStr\"><\(p)is><\(p)t>Email</\(p)t></\(p)is></\(p)c></\(p)row>"
        let file = WorkbookFile.make(
            [("Leads", "visible", rows), ("Secret", "hidden", secret), ("Empty", "visible", "")], strings: Self.strings,
            formats: ["dd.mm.yyyy hh:mm"], prefix: prefix)
        try await Files.with { files in
            try await withDatabase(.sqlite) { database in
                // Also by another name.
                let report = try await Load(database: database)([try files.write("export.csv", file)])
                #expect(report.created == 2 && report.rejected == 0 && report.files.map(\.file) == ["export.csv"], "\(report)")
                let names = try await database.read { try $0.rows(as: String.self, "select last_name from contact order by email") }
                #expect(names == ["Müller, \"M\"", ""])
                let opened = try await database.read { try $0.rows(as: Int64.self, "select opened_at from lead order by opened_at") }
                #expect(opened == [1_741_046_400_000_000, 1_741_089_600_000_000], "4 March 2025, midnight and noon")
            }
        }
    }

    @Test func `names its sheets where there are several, and lines as Excel numbers rows`() async throws {
        let bad = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>Opportunity ID</t></is></c><c r="B1" t="inlineStr"><is><t>Stage</t></is></c>\
            <c r="C1" t="inlineStr"><is><t>Amount</t></is></c><c r="D1" t="inlineStr"><is><t>Opportunity Name</t></is></c></row>\
            <row r="7"><c r="A7"><v>17</v></c><c r="B7" t="inlineStr"><is><t>Closed Won</t></is></c><c r="C7" t="inlineStr"><is><t>plenty</t></is></c></row>
            """
        try await Files.with { files in
            try await withDatabase(.sqlite) { database in
                let file = WorkbookFile.make(
                    [("People", "visible", Self.leads), ("Deals", "visible", bad)], strings: Self.strings, formats: ["General"])
                let report = try await Load(database: database)([try files.write("crm.xlsx", file)])
                #expect(Set(report.files.map(\.file)) == ["crm.xlsx (People)", "crm.xlsx (Deals)"])
                let deals = try #require(report.files.first { $0.file == "crm.xlsx (Deals)" })
                #expect(deals.rejected == 1 && deals.firstRejected.first?.contains("line 7") == true, "\(deals.firstRejected)")
            }
        }
    }

    @Test(arguments: [
        ("yyyy-mm-dd", "45720", "2025-03-04"), ("d. mmmm yyyy", "45720.25", "2025-03-04 06:00:00"), ("[$-407]dd/mm/yy;@", "1", "1900-01-01"),
        ("\"day\" 0", "45720", "45720"), ("h:mm:ss", "0.5", "12:00:00"), ("0.00E+00", "45720", "45720"), ("#,##0.00 \"EUR\"", "12.5", "12.5 EUR"),
        ("[$$-409]#,##0.00", "12.5", "12.5 $"), ("\"$\"#,##0.00_);[Red](\"$\"#,##0.00)", "-12.5", "-12.5 $"),
        ("#,##0.00 [$€-407]", "12.5", "12.5 EUR"),
        ("[$£-809]#,##0", "1E+3", "1E+3 GBP"), ("[$USD] #,##0.00", "12.5", "12.5 USD"), ("#,##0\\ \\C\\H\\F", "12", "12 CHF"),
        ("#,##0.00 €", "12.5", "12.5 EUR"),
        ("_-* #,##0.00\\ \"€\"_-;\\-* #,##0.00\\ \"€\"_-", "12.5", "12.5 EUR"), ("[$kr.-406] #,##0", "12", "12 kr"),
        ("[$RM-43E]#,##0", "12", "12 RM"),
        ("_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_)", "12.5", "12.5"), ("[Red]#,##0;[$$-409]0", "12", "12"), ("[>=1000]0", "12", "12"),
        ("00000", "1234", "01234"), ("00", "1234", "1234"), ("00000", "1.5", "1.5"),
        ("[$-F800]dddd, mmmm dd, yyyy", "45720", "2025-03-04"),
        ("General", "45720", "45720"), ("mmm-yy", "45717", "2025-03-01"), ("[h]:mm", "1.5", "1900-01-01 12:00:00"), ("0%", "0.25", "0.25"),
        ("yyyy-mm-dd", "61", "1900-03-01"), ("yyyy-mm-dd", "nonsense", "nonsense"), ("yyyy-mm-dd", "1e300", "1e300"),
    ])
    func `shows a number as its format does`(format: String, number: String, shown: String) async throws {
        let rows = """
            <row><c t="inlineStr"><is><t>Email</t></is></c><c t="inlineStr"><is><t>Remark of ours</t></is></c></row>\
            <row><c t="inlineStr"><is><t>a@x.example</t></is></c><c s="2"><v>\(number)</v></c></row>
            """
        try await Files.with { files in
            try await withDatabase(.sqlite) { database in
                _ = try await Load(database: database)([try files.write("a.xlsx", WorkbookFile.make([("A", "visible", rows)], formats: [format]))])
                let fields = try await database.read { try $0.text("select fields from contact") } ?? ""
                #expect(fields.replacing("\u{A0}", with: " ").contains("\"\(shown)\""), "\(fields)")
            }
        }
    }

    @Test func `with a title above rows that end at different columns is one table`() async throws {
        func row(_ cells: [String]) -> String {
            "<row>" + cells.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
        }
        let rows = [
            ["Deals of the south"], ["as of 26 November"],
            ["Deal ID", "Deal Name", "Amount", "Stage", "Close Date", "Created Date", "Owner", "Lost Reason", "Notes"],
            ["1", "One", "100.5", "Closed Lost", "2025-04-01", "2025-03-01", "Ute Kern", "Price"],
            ["2", "Two", "100.5", "Closed Won", "2025-04-01", "2025-03-01", "Ute Kern"],
            ["3", "Three", "100.5", "Closed Lost", "2025-04-01", "2025-03-01", "Ute Kern", "Price", "call back"], ["4", "Four", "100.5", "Proposal"],
        ].map(row).joined()
        try await Files.with { files in
            try await withDatabase(.sqlite) { database in
                let report = try await Load(database: database)([try files.write("a.xlsx", WorkbookFile.make([("A", "visible", rows)]))])
                #expect(report.created == 4 && report.rejected == 0 && report.files.map(\.kind) == ["deals"], "\(report.files)")
            }
        }
    }

    @Test func `tells the currency of its amounts by their format`() async throws {
        let amounts = [2, 3, 4].map { style in
            "<row><c><v>\(style)</v></c><c t=\"inlineStr\"><is><t>Deal \(style)</t></is></c><c s=\"\(style)\"><v>1234.5</v></c><c t=\"inlineStr\"><is><t>Closed Won</t></is></c></row>"
        }
        let head = ["Deal ID", "Deal Name", "Amount", "Stage"].map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined()
        let file = WorkbookFile.make(
            [("A", "visible", "<row>\(head)</row>" + amounts.joined())], formats: ["[$$-409]#,##0.00", "#,##0.00 \"CHF\"", "#,##0.00"])
        try await Files.with { files in
            try await withDatabase(.sqlite) { database in
                let report = try await Load(database: database)([try files.write("a.xlsx", file)])
                let rows = try await database.read { try $0.rows(as: String.self, "select amount || ' ' || currency from deal order by name") }
                #expect(rows == ["123450 USD", "123450 CHF", "123450 EUR"], "\(report.files)")
            }
        }
    }

    @Test func `believes a column of currencies before the format of its amounts`() async throws {
        let head = ["Deal ID", "Deal Name", "Amount", "Currency", "Stage"].map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined()
        let rows = [("1", "USD"), ("2", "")].map { id, code in
            "<row><c><v>\(id)</v></c><c t=\"inlineStr\"><is><t>Deal \(id)</t></is></c><c s=\"2\"><v>12.5</v></c><c t=\"inlineStr\"><is><t>\(code)</t></is></c><c t=\"inlineStr\"><is><t>Closed Won</t></is></c></row>"
        }
        let file = WorkbookFile.make([("A", "visible", "<row>\(head)</row>" + rows.joined())], formats: ["#,##0.00 \"CHF\""])
        try await Files.with { files in
            try await withDatabase(.sqlite) { database in
                _ = try await Load(database: database)([try files.write("a.xlsx", file)])
                let rows = try await database.read { try $0.rows(as: String.self, "select amount || ' ' || currency from deal order by name") }
                #expect(rows == ["1250 USD", "1250 CHF"])
            }
        }
    }

    @Test func `from an old Mac counts days from 1904`() async throws {
        let rows =
            "<row><c t=\"inlineStr\"><is><t>Email</t></is></c><c t=\"inlineStr\"><is><t>Seen</t></is></c></row><row><c t=\"inlineStr\"><is><t>a@x.example</t></is></c><c s=\"1\"><v>44258</v></c></row>"
        try await Files.with { files in
            try await withDatabase(.sqlite) { database in
                _ = try await Load(database: database)([try files.write("a.xlsx", WorkbookFile.make([("A", "visible", rows)], from1904: true))])
                #expect(try await database.read { try $0.text("select fields from contact") }?.contains("2025-03-04") == true)
            }
        }
    }

    private static let unreadable: [(name: String, file: [UInt8], code: String)] = {
        let whole = WorkbookFile.make([("A", "visible", leads)], strings: strings)
        let entity = "<row><c t=\"inlineStr\"><is><t>&lol;</t></is></c></row>"
        return [
            ("cut short", Array(whole.prefix(whole.count / 2)), "bad_workbook"),
            ("not XML", WorkbookFile.make([("A", "visible", "<row><c></row>")]), "bad_workbook"),
            ("an unknown entity", WorkbookFile.make([("A", "visible", entity)]), "bad_workbook"),
            ("without rows", WorkbookFile.make([("A", "visible", "")]), "empty_workbook"),
            ("only hidden sheets", WorkbookFile.make([("A", "hidden", leads)], strings: strings), "empty_workbook"),
        ]
    }()

    @Test(arguments: unreadable.map(\.name)) func `that can't be read is refused with what to do`(name: String) async throws {
        let (_, file, code) = try #require(Self.unreadable.first { $0.name == name })
        try await Files.with { files in
            try await withDatabase(.sqlite) { database in
                let report = try await Load(database: database)([try files.write("a.xlsx", file)])
                #expect(report.files.map { $0.problem?.code } == [code] && report.files.first?.problem?.remedy != nil, "\(report.files)")
            }
        }
    }
}
