// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct FileShapeTests {
    @Test(arguments: [
        ("", "empty_file"), ("  \r\n\n", "empty_file"), ("\u{FEFF}", "empty_file"),
        ("PK\u{3}\u{4}....[Content_Types].xml....xl/workbook.xml", "xlsx_workbook"), ("PK\u{3}\u{4}........leads.csv", "zip_archive"),
        ("%PDF-1.7 ...", "binary_file"), ("<html><table><tr><td>Email</td></tr></table>", "web_page"), ("{\"rows\": []}", "json_file"),
        ("a\u{1}b\u{1}c\u{2}1\u{1}2\u{1}3\u{2}", "binary_file"), ("SQLite format 3\0 ", "binary_file"),
    ])
    func `what is not CSV is refused with its code`(text: String, code: String) {
        let problem = #expect(throws: Problem.self) { _ = try sniffText(text) }
        #expect(problem?.code == code)
        #expect(problem?.remedy != nil && problem?.sentence.hasSuffix(".") == true)
    }

    @Test func `workbooks say the two clicks`() {
        let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]
        let problem = #expect(throws: Problem.self) { _ = try FileShape.sniff(old, complete: true, name: "leads.csv") }
        #expect(problem?.code == "xls_workbook")
        #expect(problem?.remedy == "Open it in Excel and choose File › Save As › CSV UTF-8.")
        let packed = #expect(throws: Problem.self) { _ = try FileShape.sniff([0x1F, 0x8B, 8, 0], complete: true, name: "leads.csv.gz") }
        #expect(packed?.code == "compressed_file")
    }

    @Test(arguments: [
        ("Email,Amount\na@x.de,\"1,5\"\nb@x.de,2", ","), ("Email;Amount\na@x.de;1,5\nb@x.de;2,5", ";"), ("a\tb\n1\t2", "\t"),
        ("Name,Created\nA,2026-01-01 10:20:30\nB,2026-01-01 10:20:31", ","), ("sep=;\na;b\n1,5;2", ";"), ("a^b^c\n1^2^3\n4^5^6", "^"),
        ("Id,Lists\n1,a;b;c\n2,d;e;f\n3,g;h;i", ","),
    ])
    func `the delimiter is the one on which rows agree`(text: String, delimiter: String) throws {
        #expect(String(UnicodeScalar(try sniffText(text).delimiter)) == delimiter)
    }

    @Test(arguments: FileShape.Encoding.allCases, [true, false]) func `each encoding is told with and without a mark`(
        encoding: FileShape.Encoding, hasMark: Bool
    ) throws {
        let text = "Name,City\r\nJürgen Müller,Köln\r\nZoë,Besançon\r\n"
        let bytes = encodeText(text, encoding, mark: hasMark)
        let shape = try FileShape.sniff(bytes, complete: true, name: "f.csv")
        #expect(shape.encoding == encoding)
        #expect(readBytes(bytes, shape).cells == [["Jürgen Müller", "Köln"], ["Zoë", "Besançon"]])
        for cut in 1..<bytes.count where cut > 24 {
            // A prefix cut inside a character is no other encoding.
            #expect(try FileShape.sniff(Array(bytes.prefix(max(cut, bytes.count / 2))), complete: false, name: "f.csv").encoding == encoding)
        }
    }

    @Test func `headings are trimmed, unique and never blank`() throws {
        let shape = try sniffText(" Email ,,Email,\"Two\nlines\",Email\na@x.de,1,2,3,4\n")
        #expect(shape.headings == ["Email", "Column 2", "Email (2)", "Two lines", "Email (3)"])
    }

    @Test(arguments: [
        ("Channel,Jan 2026,Feb 2026,Mar 2026\nGoogle,1,2,3", 3), ("Channel;2026-01;2026-02;2026-03;2026-04\nGoogle;1;2;3;4", 4),
        ("Channel,January 26,February 26,March 26\nGoogle,1,2,3", 3), ("Channel,01/2026,02/2026,03/2026\nGoogle,1,2,3", 3),
        ("Channel,Jan-26,Feb-26\nGoogle,1,2", 2), ("Channel,Jan-26,Cost\nGoogle,1,2", 0), ("Channel,Market 26,Marble 27,Mayor 28\nGoogle,1,2,3", 0),
    ])
    func `months across are found where there are two`(text: String, count: Int) throws {
        let shape = try sniffText(text)
        #expect(shape.hasHeader && shape.months.count == count)
        guard count > 0 else { return }
        let january = try #require(Day(year: 2026, month: 1, day: 1))
        #expect(shape.months.first == MonthColumn(index: 1, first: january, heading: shape.headings[1]))
    }

    @Test func `a report's title and filters are left out`() throws {
        let title = "\"My leads\"\n\"As of 2026-07-03\"\n\n\"Filtered By\"\n\"   Show: all\"\n\n"
        let text = title + "\"Owner\",\"Email\",\"Status\"\n\"Ann\",\"a@x.de\",\"New\"\n"
        let shape = try sniffText(text)
        #expect(shape.headings == ["Owner", "Email", "Status"])
        #expect(shape.preambleLines == 6)
        #expect(try readText(text).rows == [ReadRow(line: 8, cells: ["Ann", "a@x.de", "New"])])
        #expect(try sniffText("Leads,,,,\n,,,,\nA,B,C,D,E\n1,2,3,4,5\n").preambleLines == 2)
    }

    @Test func `sparse columns of a plain report do not spread`() throws {
        let end = "\n\"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.\"\n\"Confidential Information - Do Not Distribute\"\n"
        #expect(try sniffText("Phone,Name,Status\n1,A,New\n,B,New\n,C,Won\n4,D,New\n" + end).fillDown.isEmpty)
        #expect(try sniffText("Lead Source,Name,Status\nWeb,A,New\n,B,New\n,C,Won\nEvent,D,New\n" + end).fillDown == [0])
        #expect(try sniffText("Owner,Name,Status\nAnn,A,New\n,B,New\nSubtotal,2,\nBob,C,Won\nSubtotal,1,\n").fillDown == [0])
    }

    @Test(arguments: ["Email\na@x.de\nb@x.de\n", "Email\r\n\"a@x.de\"\r\n", "Notes\nHello, world\nfoo\nbar\n"])
    func `a file of one column is one`(text: String) throws {
        let shape = try sniffText(text)
        #expect(shape.headings.count == 1 && shape.hasHeader && shape.preambleLines == 0)
    }

    @Test func `a shape survives being stored`() throws {
        let shape = try sniffText("Channel,Jan 2026,Feb 2026,Mar 2026\nGoogle,1,2,3")
        #expect(try storedAndBack(shape) == shape)
    }
}
