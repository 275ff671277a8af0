// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation

/// A row as tests compare it.
struct ReadRow: Equatable, CustomStringConvertible {
    var line: Int
    var cells: [String]
    var problem: String?

    var description: String { "\(line): \(cells)\(problem.map { " ! \($0)" } ?? "")" }
}

/// All that a reading gave.
struct ReadingResult: Equatable {
    var rows: [ReadRow] = []
    var counts: [Int] = []
    var firstInvalidLine: Int?

    var cells: [[String]] { rows.map(\.cells) }
}

/// Reads bytes in chunks of the sizes that `chunk` gives.
func readBytes(_ bytes: [UInt8], _ shape: FileShape, limits: RowLimits = .standard, chunk: () -> Int = { .max }) -> ReadingResult {
    var reader = RowReader(shape: shape, limits: limits)
    var reading = ReadingResult()
    bytes.withUnsafeBytes { all in
        var at = 0
        repeat {
            let stop = at + min(all.count - at, max(1, chunk()))
            reader.feed(UnsafeRawBufferPointer(rebasing: all[at..<stop]), isLast: stop == all.count) { row in
                reading.rows.append(ReadRow(line: row.line, cells: (0..<row.count).map { row.string($0) }, problem: row.problem?.code))
            }
            at = stop
        } while at < all.count
    }
    reading.counts = [
        reader.rows, reader.badRows, reader.blankRows, reader.footerRows, reader.cutCells, reader.invalidCharacters, reader.nulBytes,
    ]
    reading.firstInvalidLine = reader.firstInvalidLine
    return reading
}

func sniffText(_ text: String, name: String = "file.csv") throws -> FileShape { try FileShape.sniff(Array(text.utf8), complete: true, name: name) }

/// Sniffs and reads.
func readText(_ text: String, name: String = "file.csv") throws -> ReadingResult { readBytes(Array(text.utf8), try sniffText(text, name: name)) }

/// SplitMix64: the same sequence on each machine for a seed.
struct ReadingRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Public data beside the repository, which is not part of it.
enum ReadingData {
    static let crm = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../../../shared/data/crm").standardizedFileURL
    static let isThere = FileManager.default.fileExists(atPath: crm.path)

    static func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: crm.appending(path: path))) }
}
