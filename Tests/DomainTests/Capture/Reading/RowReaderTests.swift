// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Testing

@Suite struct RowReaderTests {
    @Test(arguments: ["\n", "\r\n", "\r"]) func `line ends of each kind end rows and stay inside quotes`(end: String) throws {
        let text = ["a,b", "\"x\(end)y\",2", "", "3,\"say \"\"hi\"\"\"", ",", ""].joined(separator: end)
        let reading = try readText(text)
        #expect(
            reading.rows == [
                ReadRow(line: 2, cells: ["x\(end)y", "2"]), ReadRow(line: 5, cells: ["3", "say \"hi\""]),
            ])
        #expect(reading.counts[2] == 2)
    }

    @Test func `whole rows in quotes are unwrapped`() throws {
        let text = "\"id,name,\"\"city\"\"\"\n\"1,\"\"Smith, John\"\",Köln\"\n\"2,Ann,Paris\"\n"
        let shape = try sniffText(text)
        #expect(shape.quoting == .wrapped && shape.headings == ["id", "name", "city"])
        #expect(try readText(text).cells == [["1", "Smith, John", "Köln"], ["2", "Ann", "Paris"]])
        #expect(try readText("id,name,city\n\"1,\"\"Smith, John\"\",Köln\"\n\"2,Ann,Paris\"\n").cells.first == ["1", "Smith, John", "Köln"])
        #expect(try sniffText("Name\n\"Smith, John\"\n\"Doe, Jane\"\n").headings == ["Name"])
    }

    @Test func `quotes inside quotes that nobody doubled stay in their cell`() throws {
        let reading = try readText("id,name,city\n1,\"Dwayne \"The Rock\" Johnson\",LA\n2,\"Acme\" Ltd,Rome\n3,\"x\" ,y\n")
        #expect(reading.cells == [["1", "Dwayne \"The Rock\" Johnson", "LA"], ["2", "Acme\" Ltd", "Rome"], ["3", "x", "y"]])
    }

    @Test func `an unclosed quote costs its own row and says its line`() throws {
        var lines = ["id,name,city,stage", "1,a,b,c", "2,\"oops,b,c"]
        for row in 3..<2000 { lines.append("\(row),a,b,\(row % 100 == 0 ? "\"x, y\"" : "z")") }
        let reading = try readText(lines.joined(separator: "\n"))
        #expect(reading.rows.count == 1999)
        #expect(reading.rows.filter { $0.problem != nil } == [ReadRow(line: 3, cells: [], problem: "unclosed_quote")])
        #expect(reading.rows.last?.line == 2000)
    }

    @Test func `an unclosed quote before the end of the file loses no row after it`() throws {
        let reading = try readText("id,name,city\n1,a,b\n2,\"oops,c\n3,d,e\n4,f,g")
        #expect(reading.rows.map(\.line) == [2, 3, 4, 5])
        #expect(reading.rows.map(\.problem) == [nil, "unclosed_quote", nil, nil])
    }

    @Test func `a missing closing quote in a file of quotes costs one row`() throws {
        var text = "\"id\",\"name\",\"city\"\r\n"
        for row in 1...50 { text += row == 7 ? "\"7\",\"n\",\"c\r\n" : "\"\(row)\",\"n\",\"c\"\r\n" }
        let reading = try readText(text)
        #expect(reading.rows.count == 50)
        #expect(reading.rows.filter { $0.problem != nil }.map(\.line) == [8])
    }

    @Test func `a long note with line breaks and commas is one cell`() throws {
        let note = (0..<3000).map { "line \($0), with a comma, and text that goes on and on" }.joined(separator: "\n")
        let reading = try readText("id,note,city,x,y\n1,\"\(note)\",Paris,1,2\n2,b,c,d,e\n")
        #expect(reading.rows.count == 2 && reading.rows.first?.cells[1] == note)
        #expect(reading.rows.last?.line == 3002)
    }

    @Test func `long cells are cut at a character and long rows are refused`() {
        let shape = FileShape(headings: ["a", "b"])
        let limits = RowLimits(cell: 16, row: 200, columns: 3)
        let long = String(repeating: "é", count: 20)
        let text = "a,b\n\(long),1\n\(String(repeating: "x", count: 5000))\n1,2,3,4\n5,6\n"
        let whole = readBytes(Array(text.utf8), shape, limits: limits)
        #expect(whole.rows.map(\.problem) == [nil, "row_too_long", "too_many_columns", nil])
        #expect(whole.rows.map(\.line) == [2, 3, 4, 5])
        #expect(whole.rows.first?.cells.first == String(repeating: "é", count: 8) && whole.counts[4] == 1)
        for size in [1, 7, 64, 201] { #expect(readBytes(Array(text.utf8), shape, limits: limits, chunk: { size }) == whole) }
    }

    @Test func `extra cells are told and their row is kept`() throws {
        let reading = try readText("a,b\n1,2\n1,2,,\n1,2,3\n5,6\n")
        #expect(reading.rows.map(\.problem) == [nil, nil, "extra_cells", nil])
        #expect(reading.cells[2] == ["1", "2", "3"])
    }

    @Test func `late invalid characters are replaced and their first line is known`() throws {
        var bytes = Array("id,name\n".utf8)
        for row in 0..<5000 { bytes += Array("\(row),José\n".utf8) }
        let shape = try FileShape.sniff(Array(bytes.prefix(4096)), complete: false, name: "f.csv")
        bytes += [0x35, 0x2C, 0x61, 0xFF, 0x62, 0, 10]
        let reading = readBytes(bytes, shape)
        #expect(reading.firstInvalidLine == 5002)
        #expect(reading.rows.last == ReadRow(line: 5002, cells: ["5", "a\u{FFFD}b"]))
        #expect(reading.counts[5] == 1 && reading.counts[6] == 1)
    }

    @Test func `the end of a Salesforce report is no data`() throws {
        let text = """
            "Name","Email","Status"
            "Ann","a@x.de","New"
            "Bob","",""
            "Cy","c@x.de","Won"

            "Grand Totals (3 records)"


            "Leads this quarter"
            "Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."
            "Confidential Information - Do Not Distribute"
            "Generated By:  Ann Example  7/3/2026 4:12 PM"
            "Example Inc."
            """
        let reading = try readText(text)
        #expect(reading.cells.map(\.first) == ["Ann", "Bob", "Cy"])
        #expect(reading.counts[3] == 6)
    }

    @Test func `blanks of a grouped report repeat the value above`() throws {
        let text = """
            Lead Source  ↑,Owner  ↑,Name,Email
            Web,Ann,A,a@x.de
            ,,B,b@x.de
            ,Bob,C,c@x.de
            Subtotal,,3,
            Event,Ann,D,d@x.de
            ,,E,e@x.de
            Total,,5,
            """
        let shape = try sniffText(text)
        #expect(shape.fillDown == [0, 1] && shape.headings.first == "Lead Source")
        let reading = try readText(text)
        #expect(
            reading.cells.map { Array($0.prefix(3)) } == [
                ["Web", "Ann", "A"], ["Web", "Ann", "B"], ["Web", "Bob", "C"], ["Event", "Ann", "D"], ["Event", "Ann", "E"],
            ])
        #expect(try sniffText("Nickname,Name,Email\nAl,Alan,a@x\n,Bob,b@x\n,Cy,c@x\n").fillDown.isEmpty)
    }
}
