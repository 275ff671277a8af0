// SPDX-License-Identifier: Apache-2.0
import Domain
import Testing

@Suite struct `Rows that are no data` {
    @Test(arguments: [
        ("Total", TotalWord?.some(.plain)), ("TOTAL", .plain), ("Summe", .plain), ("Totale", .plain), ("Gesamt", .plain), ("Sum", .plain),
        ("Grand Total", .sure), ("Total général", .sure), ("Gesamtsumme", .sure), ("Total: Account", .sure), ("Summe: 2 Leads", .sure),
        ("Total (3)", .sure),
        ("Zwischensumme", .sure), ("Subtotal", .sure), ("Total:", .sure), ("TotalEnergies", nil), ("Total Wine & More", .perhaps),
        ("Sum Corp", .perhaps), ("Total deals", .perhaps),
        ("Gesamtverband", nil), ("", nil), ("Zoe", nil), ("Gerd", nil),
    ])
    func `are told by their first word`(text: String, word: TotalWord?) { #expect(Cells.with(text) { TotalWord.of($0) } == word) }

    @Test func `a header that is repeated is left out and counted`() throws {
        let read = try readText("Lead ID,Email,Lead Status\n1,a@x.de,New\nLead ID,Email,Lead Status\n2,b@x.de,New\nLead ID,c@x.de,New\n")
        #expect(read.rows == [["1", "a@x.de", "New"], ["2", "b@x.de", "New"], ["Lead ID", "c@x.de", "New"]] && read.footers == 1)
    }

    @Test func `what a grouped report counts is left out`() throws {
        let text =
            "Stage  ↑,Owner,Name,Amount\nOpen,Ute,A,10\n,Max,B,20\nSubtotal,,,30\n,Count,2,\nWon,Ute,C,5\nSubtotal,,,5\n,Count,1,\nTotal,,,35\n,Count,3,\n"
        let read = try readText(text)
        #expect(read.rows.map(\.first) == ["Open", "Open", "Won"] && read.footers == 6)
    }

    @Test func `lines that were found to be totals are left out`() throws {
        let bytes = Array("Name,Amount\nA,1\nTotal,1\nB,2\n".utf8)
        var shape = try FileShape.sniff(bytes, complete: true, name: "a.csv")
        shape.totals = [3]
        var reader = RowReader(shape: shape), rows: [String] = []
        bytes.withUnsafeBytes { reader.feed($0, isLast: true) { rows.append($0.string(0)) } }
        #expect(rows == ["A", "B"] && reader.footerRows == 1 && reader.rows == 2)
    }

    @Test func `a quote that opens by mistake and one inside a word lose one row`() throws {
        let text = "Id,Email,Company\n1,a@x.de,\"Foo\n2,b@x.de,Bar\n3,c@x.de,5\" pipe\n4,d@x.de,\"Baz\" GmbH\n"
        #expect(try readText(text).rows.map(\.first) == ["2", "3", "4"])
    }

    @Test(arguments: [
        ("spend_2025.csv", "Channel,January,February", 2), ("spend.csv", "Channel,January,February", 0),
        ("spend_2024_2025.csv", "Channel,Jan,Feb", 0),
        ("budget_2025.csv", "Kanal,Januar,Februar,März", 3), ("spend.csv", "Channel,Jan-25,Feb-25", 2), ("fy_2025.csv", "Channel,Nov,Dec,Jan", 0),
    ])
    func `months across have a year from their headings or the file's name`(name: String, header: String, months: Int) throws {
        let bytes = Array("\(header)\nGoogle,1,2,3\n".utf8)
        #expect(try FileShape.sniff(bytes, complete: true, name: name).months.count == months)
    }

    private func readText(_ text: String) throws -> (rows: [[String]], footers: Int) {
        let bytes = Array(text.utf8)
        var reader = RowReader(shape: try FileShape.sniff(bytes, complete: true, name: "a.csv")), rows: [[String]] = []
        bytes.withUnsafeBytes { bytes in
            reader.feed(bytes, isLast: true) { row in if row.problem == nil { rows.append((0..<row.count).map { row.string($0) }) } }
        }
        return (rows, reader.footerRows)
    }
}
