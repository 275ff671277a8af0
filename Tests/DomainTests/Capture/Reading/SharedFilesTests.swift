// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Testing

/// What a file is expected to be: `rows` are those that are neither blank nor footers.
struct ExpectedFile: Sendable, CustomTestStringConvertible {
    let file: String
    var delimiter = ","
    var encoding = FileShape.Encoding.utf8
    var quoting = FileShape.Quoting.doubled
    var header = true
    let columns: Int
    let rows: Int
    var preamble = 0

    var testDescription: String { file }
}

private let torture: [ExpectedFile] = [
    .init(file: "auto_fallback_rfc.csv", columns: 2, rows: 1),
    .init(file: "bom_test_0000feff.csv", columns: 3, rows: 2),
    .init(file: "bom_test_feff.csv", columns: 3, rows: 2),
    .init(file: "bom_test_fffe0000.csv", columns: 3, rows: 2),
    .init(file: "carriage_returns_quoted.csv", columns: 3, rows: 2),
    .init(file: "carriage_returns_rn.csv", columns: 3, rows: 8),
    .init(file: "chunked.csv", columns: 2, rows: 12),
    .init(file: "continuation_lines.csv", columns: 6, rows: 2),
    .init(file: "emoji.csv", delimiter: "|", columns: 4, rows: 3),
    .init(file: "empty_columns_1.csv", columns: 4, rows: 1),
    .init(file: "empty_headers.csv", columns: 3, rows: 1),
    .init(file: "escaped_quote_char.csv", quoting: .backslash, columns: 3, rows: 2),
    .init(file: "escaped_quote_char_3.csv", quoting: .backslash, columns: 3, rows: 2),
    .init(file: "extra_columns.csv", columns: 6, rows: 5),
    .init(file: "ignore_comments.csv", columns: 6, rows: 8),
    .init(file: "key_mapping.csv", columns: 3, rows: 1),
    .init(file: "line_endings_r.csv", columns: 3, rows: 3),
    .init(file: "lots_of_columns.csv", columns: 500, rows: 1),
    .init(file: "no_header.csv", header: false, columns: 6, rows: 5),
    .init(file: "pets.csv", columns: 6, rows: 4),
    .init(file: "quoted.csv", columns: 5, rows: 4),
    .init(file: "quoted_header_with_comma.csv", columns: 3, rows: 2),
    .init(file: "sample.csv", columns: 4, rows: 3),
    .init(file: "separator_chars_between_quotes_no_headers.csv", delimiter: ":", header: false, columns: 5, rows: 3),
    .init(file: "separator_colon_no_headers.csv", delimiter: ":", header: false, columns: 4, rows: 3),
    .init(file: "separator_comma_no_headers.csv", header: false, columns: 4, rows: 3),
    .init(file: "separator_pipe.csv", delimiter: "|", columns: 5, rows: 3),
    .init(file: "separator_semi.csv", delimiter: ";", columns: 5, rows: 3),
    .init(file: "separator_tab.csv", delimiter: "\t", columns: 5, rows: 3),
    .init(file: "silence_missing_keys.csv", columns: 2, rows: 1),
    .init(file: "simple_no_header_windows.csv", header: false, columns: 1, rows: 4),
    .init(file: "simple_with_header_utf8.csv", columns: 1, rows: 4),
    .init(file: "simple_with_header_windows.csv", columns: 1, rows: 4),
    .init(file: "skip_lines.csv", columns: 6, rows: 4, preamble: 3),
    .init(file: "transformations.csv", columns: 11, rows: 3),
    .init(file: "user_import.csv", columns: 5, rows: 2),
    .init(file: "with_dashes.csv", columns: 6, rows: 5),
]

private let salesforce: [ExpectedFile] = [
    .init(file: "accountData.csv", encoding: .windows1252, columns: 38, rows: 423),
    .init(file: "opportunityData.csv", columns: 31, rows: 38),
    .init(file: "tests/csvtext.csv", columns: 3, rows: 2),
    .init(file: "tests/csvtext_BOM_UTF16LE.csv", encoding: .utf16le, columns: 3, rows: 2),
    .init(file: "tests/csvtext_BOM_UTF8.csv", columns: 3, rows: 2),
    .init(file: "tests/csvEscapedQuotes.csv", columns: 2, rows: 2),
    .init(file: "tests/acctsWithBinaryDataInRTF.csv", columns: 2, rows: 1),
    .init(file: "tests/timeZoneFormatTesting.csv", columns: 2, rows: 12),
    .init(file: "tests/hardDelete1AccountCsvTemplate.csv", columns: 1, rows: 1),
    .init(file: "tests/dateEndingInZ.csv", columns: 9, rows: 1),
    .init(file: "tests/oneToManySforceFieldsMappingInCsv.csv", columns: 3, rows: 2),
]

private let others: [ExpectedFile] = [
    .init(file: "maven/accounts.csv", columns: 7, rows: 85),
    .init(file: "maven/products.csv", columns: 3, rows: 7),
    .init(file: "maven/sales_pipeline.csv", columns: 8, rows: 8800),
    .init(file: "maven/sales_teams.csv", columns: 3, rows: 36),
    .init(file: "templates/pipedrive_import_header.csv", columns: 13, rows: 0),
    .init(file: "templates/pipedrive_import_with_products.csv", columns: 18, rows: 0),
    .init(file: "templates/krayin_persons.csv", columns: 6, rows: 2),
    .init(file: "templates/mautic_contacts_invalid_date.csv", columns: 4, rows: 1),
]

private func allFiles() -> [ExpectedFile] {
    func placed(_ list: [ExpectedFile], _ folder: String) -> [ExpectedFile] {
        list.map {
            .init(
                file: folder + $0.file, delimiter: $0.delimiter, encoding: $0.encoding, quoting: $0.quoting, header: $0.header, columns: $0.columns,
                rows: $0.rows, preamble: $0.preamble)
        }
    }
    return placed(torture, "csv_torture/") + placed(salesforce, "salesforce/") + others
}

/// Reads public files beside the repository; skipped where they are absent.
@Suite(.enabled(if: ReadingData.isThere))
struct SharedFilesReadingTests {
    @Test(arguments: allFiles()) func `a real file has its shape and its rows`(expected: ExpectedFile) throws {
        let bytes = try ReadingData.bytes(expected.file)
        let shape = try FileShape.sniff(bytes, complete: true, name: expected.file)
        #expect(String(UnicodeScalar(shape.delimiter)) == expected.delimiter || expected.columns == 1)
        #expect(shape.encoding == expected.encoding)
        #expect(shape.quoting == expected.quoting)
        #expect(shape.hasHeader == expected.header)
        #expect(shape.preambleLines == expected.preamble)
        #expect(shape.headings.count == expected.columns, "\(shape.headings)")
        #expect(shape.fillDown.isEmpty && shape.months.isEmpty)
        let reading = readBytes(bytes, shape)
        #expect(reading.rows.count == expected.rows, "\(reading.rows.prefix(20))")
        #expect(reading.rows.allSatisfy { $0.problem == nil || $0.problem == "extra_cells" })
        var size = 0
        let chunked = readBytes(bytes, shape) {
            size = size % 7 + 1
            return size
        }
        #expect(chunked == reading)
    }

    @Test func `every torture file is in the table`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: ReadingData.crm.appending(path: "csv_torture").path)
        #expect(Set(names) == Set(torture.map(\.file) + ["binary.csv"]))
    }

    @Test func `control characters as separators are refused`() throws {
        let problem = #expect(throws: Problem.self) {
            _ = try FileShape.sniff(ReadingData.bytes("csv_torture/binary.csv"), complete: true, name: "binary.csv")
        }
        #expect(problem?.code == "binary_file")
    }

    @Test(arguments: ["hubspot_shapes", "salesforce_shapes", "salesforce", "salesforce/tests"])
    func `every file of a real system is comma separated with a header and sound rows`(folder: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: ReadingData.crm.appending(path: folder).path).filter { $0.hasSuffix(".csv") }
        for name in names {
            let bytes = try ReadingData.bytes("\(folder)/\(name)")
            let shape = try FileShape.sniff(bytes, complete: true, name: name)
            #expect(shape.delimiter == 44 && shape.hasHeader && shape.preambleLines == 0, "\(name)")
            #expect(Set(shape.headings).count == shape.headings.count, "\(name)")
            let reading = readBytes(bytes, shape)
            #expect(reading.rows.allSatisfy { $0.problem == nil }, "\(name): \(reading.rows.filter { $0.problem != nil })")
        }
    }

    @Test func `details of the files that break parsers`() throws {
        func cells(_ file: String) throws -> [[String]] {
            let bytes = try ReadingData.bytes("csv_torture/\(file)")
            return readBytes(bytes, try FileShape.sniff(bytes, complete: true, name: file)).cells
        }
        #expect(
            try cells("escaped_quote_char.csv") == [
                ["Some content", "D\"Angelos", "Some More Content"], ["Some content", "O\"heard", "Some More Content\\"],
            ])
        #expect(try cells("escaped_quote_char_3.csv").first == ["\"Some content\"", "D\"Angelos", "\"Some More Content\""])
        #expect(try cells("carriage_returns_quoted.csv").first?[1] == "Bernard Sumner\rPeter Hook\rStephen Morris\rGillian Gilbert")
        #expect(try cells("sample.csv").first == ["José", "Corüazón", "❤️", "12"])
        #expect(try cells("separator_chars_between_quotes_no_headers.csv").last?[2] == "CTO,")
        let empty = try FileShape.sniff(try ReadingData.bytes("csv_torture/empty_headers.csv"), complete: true, name: "empty_headers.csv")
        #expect(empty.headings == ["name", "Column 2", "Column 3"])
    }
}
