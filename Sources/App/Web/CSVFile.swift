// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore

/// A table as a file that spreadsheets read: UTF-8 with its mark, commas, CRLF (RFC 4180). Cells that a spreadsheet would run are disarmed.
enum CSVFile {
    static let mark = "\u{FEFF}"

    static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// A leading `=`, `+`, `-`, `@`, tab or return makes a spreadsheet compute; an apostrophe before it stops that. Plain numbers are harmless.
    static func cell(_ text: String) -> String {
        var guarded = text
        if let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first), !isNumber(text) { guarded = "'" + text }
        guard guarded.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }) else { return guarded }
        return "\"" + guarded.replacing("\"", with: "\"\"") + "\""
    }

    private static func isNumber(_ text: String) -> Bool {
        let digits = text.dropFirst(text.first == "-" ? 1 : 0)
        return !digits.isEmpty && digits.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 } && digits.utf8.count { $0 == 46 } <= 1
    }

    /// Sends a long table piece by piece, so that memory does not grow with it and no transaction waits for the network.
    /// - Parameter next: the lines from a place on; empty after the last.
    static func stream(
        _ name: String, columns: [String], count: Int, step: Int = 500, next: @escaping @Sendable (Range<Int>) async throws -> [[String]]
    ) -> Answer {
        var headers: HTTPFields = [:]
        headers.set("content-type", "text/csv; charset=utf-8")
        headers.set("content-disposition", "attachment; filename*=UTF-8''\(Fields.encode(name))")
        return .response(
            Response(
                status: .ok, headers: headers,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: mark + line(columns)))
                    for start in stride(from: 0, to: count, by: step) {
                        let lines = try await next(start..<min(count, start + step))
                        try await writer.write(ByteBuffer(string: lines.map(line).joined()))
                    }
                    try await writer.finish(nil)
                }))
    }
}
