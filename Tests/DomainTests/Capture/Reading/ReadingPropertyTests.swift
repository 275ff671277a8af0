// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Testing

func encodeText(_ text: String, _ encoding: FileShape.Encoding, mark: Bool) -> [UInt8] {
    let scalars = (mark && encoding != .windows1252 ? "\u{FEFF}" : "") + text
    switch encoding {
    case .utf8: return Array(scalars.utf8)
    case .windows1252: return text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    case .utf16le: return scalars.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    case .utf16be: return scalars.utf16.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    case .utf32le: return scalars.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> ($0 * 8)) } }
    case .utf32be: return scalars.unicodeScalars.flatMap { scalar in (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> ((3 - $0) * 8)) } }
    }
}

func storedAndBack(_ shape: FileShape) throws -> FileShape { try JSONDecoder().decode(FileShape.self, from: try JSONEncoder().encode(shape)) }

@Suite struct ReadingPropertyTests {
    private static let pieces = ["a", "Zoë", "x y", "1,5", "7", "\"", "\"\"", "\n", "\r\n", ";", "|", "\t", "ü", "\\", ",", "'", "#", "ÿ", "é é"]

    private func cell(_ random: inout ReadingRandom) -> String {
        let text = (0..<Int.random(in: 0...5, using: &random)).compactMap { _ in Self.pieces.randomElement(using: &random) }.joined()
        return text.trimmingCharacters(in: CharacterSet(charactersIn: " \t\r\n"))
    }

    /// A writer of the dialect, as small as it can be and unlike the reader.
    private func write(_ table: [[String]], _ shape: FileShape, end: String, quoteAll: Bool) -> String {
        let delimiter = String(UnicodeScalar(shape.delimiter))
        func quoted(_ text: String, _ quoting: FileShape.Quoting, all: Bool) -> String {
            let special = ["\"", "\n", "\r", delimiter, "\\"]
            guard all || special.contains(where: { text.unicodeScalars.contains($0.unicodeScalars.first ?? " ") }) else { return text }
            let escaped =
                quoting == .backslash
                ? text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
                : text.replacingOccurrences(of: "\"", with: "\"\"")
            return "\"\(escaped)\""
        }
        return table.map { row in
            let line = row.map { quoted($0, shape.quoting, all: quoteAll) }.joined(separator: delimiter)
            return shape.quoting == .wrapped ? quoted(line, .doubled, all: true) : line
        }.joined(separator: end) + end
    }

    @Test(arguments: 1...150 as ClosedRange<UInt64>) func `a table that was written in any dialect reads back equal`(seed: UInt64) throws {
        var random = ReadingRandom(state: seed)
        let columns = Int.random(in: 2...6, using: &random)
        let table = (0..<Int.random(in: 0...12, using: &random)).map { row in
            // The first cell is filled, so that no row is blank; two are, so that none looks like the name of a report.
            ["r\(row)", "n"] + (2..<max(3, columns)).map { _ in cell(&random) }
        }
        let width = max(3, columns)
        let encoding = try #require(FileShape.Encoding.allCases.randomElement(using: &random))
        let mark = encoding == .utf16le && Bool.random(using: &random)
        let shape = FileShape(
            encoding: encoding, bomLength: mark ? 2 : 0, delimiter: try #require([44, 59, 9, 124, 58].randomElement(using: &random)),
            quoting: try #require(FileShape.Quoting.allCases.randomElement(using: &random)), headings: (0..<width).map { "h\($0)" })
        let end = try #require(["\n", "\r\n", "\r"].randomElement(using: &random))
        let text = write([shape.headings] + table, shape, end: end, quoteAll: Bool.random(using: &random))
        let bytes = encodeText(text, encoding, mark: mark)
        let most = Bool.random(using: &random) ? 1 : 40
        let reading = readBytes(bytes, shape) { Int.random(in: 1...most, using: &random) }
        #expect(reading.cells == table, "seed \(seed), \(shape)")
        #expect(reading.rows.allSatisfy { $0.problem == nil }, "seed \(seed)")
    }

    private static let seeds = [
        "id,name,city,x\n1,\"a,b\",c,d\n2,\"e\"\"f\",\"g\nh\",i\n3,j,k,l\n", "a;b;c\r\n1,5;\"x;y\";z\r\n;;\r\n4;5;6\r\n",
        "\"a,b\"\n\"1,\"\"2\"\"\"\n\"3,4\"\n", "a|b\n\"x\\\"y\"|z\n\\\"q\\\"|w\n",
        "Name,Email,Status\nA,b,c\n\nGrand Totals (3 records)\nCopyright (c) 2000-2026 salesforce.com, inc.\n",
        "Source  ↑,Name,Email\nWeb,a,b\n,c,d\nSubtotal,,\n",
    ]

    @Test(arguments: 1...200 as ClosedRange<UInt64>) func `no bytes crash the reader and chunks change nothing`(seed: UInt64) throws {
        var random = ReadingRandom(state: seed &* 7919)
        var bytes: [UInt8]
        if seed.isMultiple(of: 4) {
            let alphabet = Array("\"\",;\n\r\\ a1\t|:é\0".utf8) + [0xFF, 0xC3, 0xE2, 0x80]
            bytes = (0..<Int.random(in: 0...600, using: &random)).compactMap { _ in
                seed.isMultiple(of: 8) ? UInt8.random(in: 0...255, using: &random) : alphabet.randomElement(using: &random)
            }
        } else {
            let text = try #require(Self.seeds.randomElement(using: &random))
            let encoding = try #require(FileShape.Encoding.allCases.randomElement(using: &random))
            bytes = encodeText(String(repeating: text, count: Int.random(in: 1...4, using: &random)), encoding, mark: Bool.random(using: &random))
            for _ in 0..<Int.random(in: 0...8, using: &random) where !bytes.isEmpty {
                let at = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: bytes[at] = [34, 10, 13, 44, 0, 92, 255].randomElement(using: &random) ?? 0
                case 1: bytes.remove(at: at)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
                }
            }
        }
        let guessed = try? FileShape.sniff(bytes, complete: Bool.random(using: &random), name: "report1234567890123.csv")
        let random1 = FileShape(
            encoding: try #require(FileShape.Encoding.allCases.randomElement(using: &random)), bomLength: Int.random(in: 0...4, using: &random),
            delimiter: [44, 59].randomElement(using: &random) ?? 44, quoting: FileShape.Quoting.allCases.randomElement(using: &random) ?? .doubled,
            headings: (0..<Int.random(in: 0...5, using: &random)).map(String.init), hasHeader: Bool.random(using: &random),
            preambleLines: Int.random(in: 0...2, using: &random), fillDown: Bool.random(using: &random) ? [0, 1] : [])
        for shape in [guessed, random1].compactMap(\.self) {
            for limits in [RowLimits.standard, RowLimits(cell: 16, row: 64, columns: 3)] {
                let whole = readBytes(bytes, shape, limits: limits)
                for most in [1, 3, 100] {
                    let chunked = readBytes(bytes, shape, limits: limits) { Int.random(in: 1...most, using: &random) }
                    #expect(chunked == whole, "seed \(seed), \(shape)")
                }
            }
        }
    }
}
