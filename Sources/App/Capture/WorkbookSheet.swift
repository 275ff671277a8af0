// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation

/// Writes one sheet as CSV while it is read.
struct WorkbookSheet {
    private let book: WorkbookParts
    private let target: String

    init(_ book: WorkbookParts, _ target: String) { (self.book, self.target) = (book, target) }

    /// Excel has no more columns.
    private static let mostColumns = 16_384
    /// Blank rows that are written, so that lines keep their numbers.
    private static let mostBlank = 1_000

    /// - Returns: false where the sheet has no cell with a value.
    func write(_ archive: OpaquePointer, _ part: String) throws -> Bool {
        let output = try Output(target)
        defer { output.close() }
        let reader = WorkbookXML(), book = book
        var cells: [String] = [], line = 0, row = 0
        var column = 0, type = "", style = 0, value: [UInt8] = [], isPhonetic = false
        reader.start = { name, attribute in
            switch name {
            case "row":
                cells.removeAll(keepingCapacity: true)
                column = -1
                row = attribute("r").flatMap { Int($0) } ?? line + 1
            case "c":
                column = attribute("r").flatMap(Self.column) ?? column + 1
                (type, style) = (attribute("t") ?? "n", attribute("s").flatMap { Int($0) } ?? 0)
                value.removeAll(keepingCapacity: true)
            case "rPh": isPhonetic = true
            default: break
            }
            reader.wantsText = (name == "v" || name == "t") && !isPhonetic
        }
        reader.text = { value.append(contentsOf: $0) }
        reader.end = { name in
            switch name {
            case "v", "t": reader.wantsText = false
            case "rPh": isPhonetic = false
            case "c":
                let text = Self.text(String(decoding: value, as: UTF8.self), type, style, book)
                guard !text.isEmpty, (0..<Self.mostColumns).contains(column) else { return }
                while cells.count <= column { cells.append("") }
                cells[column] = text
            case "row":
                guard !cells.isEmpty else { return }
                if row > line + 1, row - line <= Self.mostBlank { try output.write(String(repeating: "\n", count: row - line - 1)) }
                line = max(row, line + 1)
                try output.write(cells.map(Self.quoted).joined(separator: ",") + "\n")
            default: break
            }
        }
        guard try reader.read(archive, part) else { return false }
        try output.flush()
        return line > 0
    }

    private static func text(_ raw: String, _ type: String, _ style: Int, _ book: WorkbookParts) -> String {
        switch type {
        case "s": Int(raw).flatMap { book.strings.indices.contains($0) ? book.strings[$0] : nil } ?? ""
        case "b": raw == "1" ? "TRUE" : raw == "0" ? "FALSE" : raw
        // #N/A and its like: there is no value.
        case "e": ""
        case "str", "inlineStr": raw
        // A moment as ISO text.
        case "d": raw
        default: book.text(raw, style)
        }
    }

    private static func quoted(_ text: String) -> String {
        text.utf8.contains { $0 == 44 || $0 == 34 || $0 == 10 || $0 == 13 } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    /// The column of `AB12`, from 0.
    private static func column(_ reference: String) -> Int? {
        var number = 0
        for byte in reference.utf8 {
            guard (65...90).contains(byte) else { break }
            number = number * 26 + Int(byte) - 64
            if number > mostColumns { return mostColumns }
        }
        return number == 0 ? nil : number - 1
    }

    /// A file that is written in large pieces.
    private final class Output {
        private let descriptor: Int32
        private var buffer: [UInt8] = []

        init(_ path: String) throws {
            descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw WorkbookError.disk }
        }

        func write(_ text: String) throws {
            buffer.append(contentsOf: text.utf8)
            if buffer.count > 1 << 18 { try flush() }
        }

        func flush() throws {
            var done = 0
            while done < buffer.count {
                let count = buffer[done...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw WorkbookError.disk }
                done += count
            }
            buffer.removeAll(keepingCapacity: true)
        }

        func close() { Foundation.close(descriptor) }
    }
}
