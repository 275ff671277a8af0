// SPDX-License-Identifier: Apache-2.0

/// Files that are not text in rows, told by what is in them and never by their name.
enum FileKind {
    static let saveAsCSV = "Open it in Excel and choose File › Save As › CSV UTF-8."

    /// What the raw bytes say, before any decoding.
    /// - Returns: nil when they may be text.
    static func refusal(bytes: UnsafeRawBufferPointer, name: String) -> Problem? {
        if bytes.isEmpty { return empty(name) }
        if starts(bytes, [0x50, 0x4B, 3, 4]) || starts(bytes, [0x50, 0x4B, 5, 6]) { return zip(bytes, name) }
        if starts(bytes, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            return Problem("xls_workbook", "This is an old Excel workbook, not CSV.", at: name, remedy: saveAsCSV)
        }
        for (magic, what) in compressed where starts(bytes, magic) {
            return Problem("compressed_file", "This is a \(what) file, not CSV.", at: name, remedy: "Unpack it and give the file inside.")
        }
        for (magic, what) in others where starts(bytes, magic) {
            return Problem("binary_file", "This is \(what), not CSV.", at: name, remedy: "Export the table as CSV and give that file.")
        }
        return nil
    }

    /// What the decoded text says.
    static func refusal(text: [UInt8], name: String) -> Problem? {
        guard let first = text.firstIndex(where: { $0 > CSVByte.space }) else { return empty(name) }
        let head = String(decoding: text[first...].prefix(64), as: UTF8.self).lowercased()
        if ["<!doctype", "<html", "<table", "<head", "<meta", "<style", "<?xml", "<body", "<script"].contains(where: head.hasPrefix) {
            return Problem("web_page", "This is a web page or XML saved under another name, not CSV.", at: name, remedy: saveAsCSV)
        }
        if head.hasPrefix("{\"") || head.hasPrefix("[{") || head.hasPrefix("{\n") || head.hasPrefix("{\r") {
            return Problem("json_file", "This is JSON, not CSV.", at: name, remedy: "Export the table as CSV and give that file.")
        }
        if head.hasPrefix("begin:vcard") || head.hasPrefix("begin:vcalendar") {
            return Problem("binary_file", "This is a contact card or calendar, not CSV.", at: name, remedy: "Export the contacts as CSV.")
        }
        return hasControls(text) ? binary(name) : nil
    }

    static func binary(_ name: String) -> Problem {
        Problem("binary_file", "This is not text that can be read as rows.", at: name, remedy: "Export the table as CSV and give that file.")
    }

    private static func empty(_ name: String) -> Problem {
        Problem("empty_file", "The file is empty.", at: name, remedy: "Export it again and check that it has rows.")
    }

    /// More than one control character in fifty is a binary separator or no text at all; a stray one in a cell is only dirt.
    private static func hasControls(_ text: [UInt8]) -> Bool {
        var controls = 0
        for byte in text where byte < CSVByte.space && !(9...13).contains(byte) && byte != 0x1A && byte != 0x1B { controls += 1 }
        return controls > 0 && controls > text.count / 50
    }

    /// A zip: a workbook or another office document by the names of its parts, else an archive that the caller may open.
    private static func zip(_ bytes: UnsafeRawBufferPointer, _ name: String) -> Problem {
        if contains(bytes, "xl/workbook") || contains(bytes, "xl/worksheets") || contains(bytes, "xl/_rels") || contains(bytes, "xl/styles") {
            return workbook(name)
        }
        if contains(bytes, "opendocument.spreadsheet") {
            let remedy = "Open it and choose File › Save As › CSV."
            return Problem("ods_workbook", "This is an OpenDocument workbook, not CSV.", at: name, remedy: remedy)
        }
        if contains(bytes, "word/") || contains(bytes, "ppt/") || contains(bytes, "mimetypeapplication/") {
            return Problem("binary_file", "This is an office document, not CSV.", at: name, remedy: "Export the table as CSV and give that file.")
        }
        if contains(bytes, "[Content_Types].xml") || contains(bytes, "xl/") { return workbook(name) }
        return Problem("zip_archive", "This is a zip archive, not CSV.", at: name, remedy: "Unpack it and give the files inside.")
    }

    private static func workbook(_ name: String) -> Problem {
        Problem("xlsx_workbook", "This is an Excel workbook, not CSV.", at: name, remedy: saveAsCSV)
    }

    private static func starts(_ bytes: UnsafeRawBufferPointer, _ magic: [UInt8]) -> Bool { bytes.starts(with: magic) }

    private static func contains(_ bytes: UnsafeRawBufferPointer, _ text: String) -> Bool {
        let needle = Array(text.utf8)
        guard let first = needle.first, bytes.count >= needle.count else { return false }
        var at = 0
        while at <= bytes.count - needle.count {
            if bytes[at] == first, bytes[at..<(at + needle.count)].elementsEqual(needle) { return true }
            at += 1
        }
        return false
    }

    private static let compressed: [([UInt8], String)] = [
        ([0x1F, 0x8B], "gzip"), ([0x42, 0x5A, 0x68, 0x39], "bzip2"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7z"), ([0x52, 0x61, 0x72, 0x21, 0x1A, 7], "rar"),
    ]

    private static let others: [([UInt8], String)] = [
        (Array("%PDF-".utf8), "a PDF"), ([0x89, 0x50, 0x4E, 0x47, 13, 10], "a picture"), ([0xFF, 0xD8, 0xFF], "a picture"),
        (Array("GIF8".utf8), "a picture"), ([0x52, 0x49, 0x46, 0x46], "a picture, sound or film"),
        (Array("SQLite format 3\0".utf8), "a SQLite database"),
        (Array("PAR1".utf8), "a Parquet file"), ([0x7F, 0x45, 0x4C, 0x46], "a program"), (Array("{\\rtf".utf8), "a text document"),
    ]
}
