// SPDX-License-Identifier: Apache-2.0

extension FileShape {
    /// Most columns that a table may have.
    package static let mostColumns = 5000
    /// How much of a prefix is looked at; 64 KiB are enough for most files, more helps where rows are long.
    package static let sniffBytes = 1 << 20

    /// Decides how to read a file.
    /// - Parameters:
    ///   - prefix: its first bytes; more than `sniffBytes` are not looked at.
    ///   - complete: the prefix is the whole file.
    ///   - name: the file's name, for messages; a report's name also tells that it is one.
    ///   - delimiter: where it is known.
    /// - Throws: a `Problem` with one of the codes `empty_file`, `xlsx_workbook`, `xls_workbook`, `ods_workbook`, `zip_archive`, `compressed_file`,
    ///   `binary_file`, `web_page`, `json_file`, `too_many_columns`.
    package static func sniff(_ prefix: UnsafeRawBufferPointer, complete: Bool, name: String, delimiter: UInt8? = nil) throws(Problem) -> FileShape {
        if let problem = FileKind.refusal(bytes: prefix, name: name) { throw problem }
        let head = UnsafeRawBufferPointer(rebasing: prefix.prefix(sniffBytes))
        let isWhole = complete && head.count == prefix.count
        guard let (encoding, bomLength) = EncodingGuess.of(head, complete: isWhole) else { throw FileKind.binary(name) }
        var decoder = TextDecoder(encoding: encoding, bomLength: bomLength)
        var text: [UInt8] = []
        decoder.decode(head, isLast: isWhole, into: &text)
        if let problem = FileKind.refusal(text: text, name: name) { throw problem }

        let named = namedDelimiter(text)
        let dialect = DialectGuess.of(text, complete: isWhole, forced: delimiter ?? named)
        var rows = dialect.rows[...]
        if named != nil { rows = rows.dropFirst() }
        let above = HeaderGuess.start(of: Array(rows), columns: dialect.columns)
        let title = rows.prefix(above).flatMap(\.cells).joined(separator: " ")
        rows = rows.dropFirst(above)
        guard let first = rows.first else { throw FileKind.refusal(text: [], name: name) ?? FileKind.binary(name) }
        let hasHeader = HeaderGuess.isHeader(first, above: rows.dropFirst())
        let data = hasHeader ? rows.dropFirst() : rows
        let width = hasHeader ? width(header: first, data: data) : max(1, dialect.columns)
        guard width <= mostColumns else {
            throw Problem("too_many_columns", "The file has \(width) columns.", at: name, remedy: "Leave out columns that are not needed.")
        }
        let headings = HeaderGuess.headings(hasHeader ? first.cells : [], count: width)
        return FileShape(
            encoding: encoding, bomLength: bomLength, delimiter: dialect.delimiter, quoting: dialect.quoting, headings: headings,
            hasHeader: hasHeader, preambleLines: first.line - 1,
            fillDown: hasHeader ? HeaderGuess.fillDown(raw: first.cells, data: data, grouping: dialect.grouping, name: name) : [],
            months: hasHeader ? MonthColumn.all(in: headings, year: MonthColumn.year(in: fileBase(name)) ?? MonthColumn.year(in: title)) : [])
    }

    /// The same, from an array.
    package static func sniff(_ prefix: [UInt8], complete: Bool, name: String, delimiter: UInt8? = nil) throws(Problem) -> FileShape {
        var answer: Result<FileShape, Problem> = .failure(FileKind.binary(name))
        prefix.withUnsafeBytes { bytes in
            do throws(Problem) { answer = .success(try sniff(bytes, complete: complete, name: name, delimiter: delimiter)) } catch {
                answer = .failure(error)
            }
        }
        return try answer.get()
    }

    private static func fileBase(_ name: String) -> String { name.split(separator: "/").last.map(String.init) ?? name }

    /// As many columns as the header names, and more where nearly all rows have filled cells beyond it.
    private static func width(header: SampleRow, data: ArraySlice<SampleRow>) -> Int {
        let beyond = data.compactMap { row in row.cells.lastIndex { !$0.isEmpty }.map { $0 + 1 } }.filter { $0 > header.cells.count }
        guard !data.isEmpty, beyond.count * 5 >= data.count * 4, let most = beyond.max() else { return header.cells.count }
        return most
    }

    /// Excel's own first line, `sep=;`.
    private static func namedDelimiter(_ text: [UInt8]) -> UInt8? {
        guard text.count > 5, String(decoding: text.prefix(4), as: UTF8.self).lowercased() == "sep=" else { return nil }
        let isLine = text[5] == CSVByte.lineFeed || text[5] == CSVByte.carriageReturn
        return isLine && [CSVByte.comma, UInt8(ascii: ";"), CSVByte.tab, UInt8(ascii: "|"), UInt8(ascii: ":")].contains(text[4]) ? text[4] : nil
    }
}
