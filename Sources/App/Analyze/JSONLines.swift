// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation

/// A file of one JSON object a line, as programs export texts: its top-level fields become the columns of a CSV file.
enum JSONLines {
    /// A field's value as a cell: text, numbers and yes or no as they are, a list joined by "; ", objects left out.
    private enum Cell: Decodable {
        case text(String)
        case list([String])
        case nothing

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let text = try? value.decode(String.self) {
                self = .text(text)
            } else if let flag = try? value.decode(Bool.self) {
                self = .text(flag ? "true" : "false")
            } else if let whole = try? value.decode(Int64.self) {
                self = .text(String(whole))
            } else if let number = try? value.decode(Double.self), number.isFinite {
                self = .text(String(number))
            } else if let list = try? value.decode([Cell].self) {
                self = .list(list.compactMap(\.string))
            } else {
                self = .nothing
            }
        }

        var string: String? {
            switch self {
            case .text(let text): text
            case .list(let parts): parts.joined(separator: "; ")
            case .nothing: nil
            }
        }
    }

    static let mostColumns = 500

    /// The path of a CSV file in `scratch`; nil where the file does not begin with an object.
    static func table(_ path: String, scratch: String) throws -> String? {
        guard begins(path), let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else { return nil }
        let name = (path as NSString).lastPathComponent
        var (columns, headings, rows) = ([String: Int](), [String](), [[(column: Int, text: String)]]())
        let decoder = JSONDecoder()
        for (index, line) in lines(data).enumerated() {
            guard let range = line else { continue }
            let bytes = data[range]
            guard let object = try? decoder.decode([String: Cell].self, from: bytes) else {
                throw Problem(
                    "bad_json_line", "Line \(index + 1) is no JSON object, where each line must be one.", at: name,
                    remedy: "Mend or remove that line; an object must not go over several lines.")
            }
            let unknown = object.keys.filter { columns[$0] == nil }
            for key in unknown.isEmpty ? [] : order(unknown, in: bytes) {
                columns[key] = headings.count
                headings.append(key)
            }
            guard headings.count <= mostColumns else {
                throw Problem(
                    "too_many_fields", "The lines have more than \(mostColumns) different fields.", at: name,
                    remedy: "Keep the fields that are needed.")
            }
            rows.append(object.compactMap { key, cell in cell.string.flatMap { text in columns[key].map { (column: $0, text: text) } } })
        }
        let plain = "\(scratch)/\(name).csv"
        guard write(headings, rows, to: plain) else {
            throw Problem("disk_full", "The disk is full.", at: name, remedy: "Free some space and run it again.", fault: .machine)
        }
        return plain
    }

    private static func begins(_ path: String) -> Bool {
        guard let reader = try? ChunkReader(path: path), let (bytes, _) = try? reader.next(64) else { return false }
        defer { reader.close() }
        var rest = bytes[...]
        if rest.starts(with: [0xef, 0xbb, 0xbf]) { rest = rest.dropFirst(3) }
        let text = rest.drop { $0 == 32 || (9...13).contains($0) }
        guard text.first == UInt8(ascii: "{") else { return false }
        // An object starts with a name in quotes, or is empty.
        let after = text.dropFirst().drop { $0 == 32 || (9...13).contains($0) }.first
        return after == UInt8(ascii: "\"") || after == UInt8(ascii: "}")
    }

    /// Ranges of lines; nil for blank ones.
    private static func lines(_ data: Data) -> [Range<Int>?] {
        var (found, start) = ([Range<Int>?](), data.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0)
        while start < data.count {
            let end = data[start...].firstIndex(of: 10) ?? data.count
            let isBlank = data[start..<end].allSatisfy { $0 == 32 || (9...13).contains($0) }
            found.append(isBlank ? nil : start..<end)
            start = end + 1
        }
        return found
    }

    /// New names as they stand in the line; a decoded object has forgotten their order.
    private static func order(_ names: [String], in line: Data) -> [String] {
        names.map { name in (name: name, place: line.range(of: Data("\"\(name)\":".utf8))?.lowerBound ?? line.endIndex) }
            .sorted { ($0.place, $0.name) < ($1.place, $1.name) }.map(\.name)
    }

    private static func write(_ headings: [String], _ rows: [[(column: Int, text: String)]], to path: String) -> Bool {
        func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\"").replacing("\0", with: " "))\"" }
        var bytes = [UInt8]((headings.map(quoted).joined(separator: ",") + "\n").utf8)
        var cells = [String](repeating: "", count: headings.count)
        for row in rows {
            for (column, text) in row { cells[column] = quoted(text) }
            bytes.append(contentsOf: (cells.joined(separator: ",") + "\n").utf8)
            for (column, _) in row { cells[column] = "" }
        }
        return FileManager.default.createFile(atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
    }
}
