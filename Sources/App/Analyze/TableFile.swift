// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Foundation

/// Any table that is to be analyzed: what its rows and columns are is decided from its first bytes, as imports decide it.
struct TableFile: Sendable {
    let source: SourceFile
    let shape: FileShape
    /// The first rows, at most 1,000 of them.
    let sample: [[String]]

    var name: String { source.name }
    var headings: [String] { shape.headings }

    /// - Parameters: `named` a path, or - for standard input; `scratch` where an archive or a workbook is unpacked; the caller removes it.
    static func open(_ named: String, scratch: String) throws -> TableFile {
        let path = named == "-" ? try standardInput(into: "\(scratch)/standard-input.csv") : named
        let packed = try Unzipping.plain(path, scratch: scratch)
        if let lines = try JSONLines.table(packed, scratch: scratch) {
            return try TableFile(SourceFile(path: lines, name: (packed as NSString).lastPathComponent))
        }
        let files = try Gathering(scratch: scratch).files([packed])
        guard let first = files.first else { throw Problem("empty_folder", "There is no file in \(path).", remedy: "Name a file.") }
        guard files.count == 1 else {
            throw Problem(
                "several_tables", "\(path) holds \(files.count) tables.",
                remedy: "Name one file, or save the sheet that is meant as CSV.", fault: .usage)
        }
        switch first {
        case .failure(let refused): throw refused.problem.at(refused.name)
        case .success(let source): return try TableFile(source)
        }
    }

    /// What comes through a pipe is kept in a file, since a table is looked at before it is read.
    private static func standardInput(into path: String) throws -> String {
        FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        guard let out = FileHandle(forWritingAtPath: path) else {
            throw Problem("no_space", "\(path) can't be written.", remedy: "Check the disk.", fault: .machine)
        }
        defer { try? out.close() }
        while let piece = try FileHandle.standardInput.read(upToCount: 1 << 20), !piece.isEmpty { try out.write(contentsOf: piece) }
        return path
    }

    init(_ source: SourceFile) throws {
        self.source = source
        let reader = try ChunkReader(path: source.path)
        defer { reader.close() }
        let (bytes, isLast) = try reader.next(FileShape.sniffBytes)
        let prefix = [UInt8](bytes)
        var shape = try FileShape.sniff(prefix, complete: isLast, name: source.name, delimiter: source.isSheet ? CSVByte.comma : nil)
        // A table to be analyzed has its rows as they stand: months across and groups are what reports have.
        (shape.months, shape.fillDown) = ([], [])
        self.shape = shape
        var rows: [[String]] = []
        var rowReader = RowReader(shape: shape)
        prefix.withUnsafeBytes { bytes in
            rowReader.feed(bytes, isLast: isLast) { row in
                guard rows.count < 1000, row.count > 0 else { return }
                rows.append((0..<max(row.count, shape.headings.count)).map { row.string($0) })
            }
        }
        sample = rows
        guard !rows.isEmpty else {
            throw Problem("no_rows", "The file has headings and no rows.", at: source.name, remedy: "Export it again with its rows.")
        }
    }

    /// Reads all rows, in up to `workers` parts side by side; each part has a collector of its own.
    /// - Returns: the collectors in the order of the file, and what could not be read.
    func read<Part: Sendable>(
        workers: Int, into empty: @escaping @Sendable () -> Part, row: @escaping @Sendable (inout Part, borrowing Row) throws -> Void
    ) async throws -> (parts: [Part], unread: UnreadRows) {
        let ranges = try parts(workers)
        let read = try await inParallel(ranges.count) { index in
            var (part, unread) = (empty(), UnreadRows())
            var shape = shape
            if index > 0 { (shape.hasHeader, shape.preambleLines, shape.bomLength) = (false, 0, 0) }
            var rows = RowReader(shape: shape)
            let reader = try ChunkReader(path: source.path, range: ranges[index])
            defer { reader.close() }
            var isLast = false
            while !isLast {
                let bytes: UnsafeRawBufferPointer
                (bytes, isLast) = try reader.next(1 << 20)
                try rows.feed(bytes, isLast: isLast) { line in
                    if line.count == 0 || line.problem.map({ $0.code != "extra_cells" }) == true {
                        unread.add(line.problem)
                    } else {
                        try row(&part, line)
                    }
                }
            }
            return (part, unread)
        }
        var unread = UnreadRows()
        for (_, other) in read { unread.merge(other) }
        return (read.map(\.0), unread)
    }

    /// Byte ranges that begin after line ends. Where a quote may hold a line end, or the file is small, there is one.
    private func parts(_ workers: Int) throws -> [Range<Int64>] {
        let whole = [Int64(0)..<source.size]
        guard workers > 1, source.size > 4 << 20, shape.quoting == .doubled, shape.encoding == .utf8 || shape.encoding == .windows1252,
            shape.preambleLines == 0
        else { return whole }
        let data: Data
        do { data = try Data(contentsOf: URL(fileURLWithPath: source.path), options: .alwaysMapped) } catch { return whole }
        return data.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return whole }
            // Quotes around headings alone are usual, and no line end is inside them.
            let head = memchr(base, Int32(CSVByte.lineFeed), bytes.count).map { $0 - UnsafeMutableRawPointer(mutating: base) } ?? bytes.count
            let opened = bytes[..<head].reduce(0) { $0 + ($1 == CSVByte.quote ? 1 : 0) }
            guard opened % 2 == 0, memchr(base + head, Int32(CSVByte.quote), bytes.count - head) == nil else { return whole }
            var (ranges, start) = ([Range<Int64>](), 0)
            for part in 1...workers where start < bytes.count {
                var end = bytes.count
                if part < workers {
                    let wanted = max(start, bytes.count / workers * part)
                    guard let found = memchr(base + wanted, Int32(CSVByte.lineFeed), bytes.count - wanted) else { return whole }
                    end = found - UnsafeMutableRawPointer(mutating: base) + 1
                }
                if end > start { ranges.append(Int64(start)..<Int64(end)) }
                start = end
            }
            return ranges
        }
    }
}

/// Rows that could not be read, counted by what is wrong with them, with one example each.
struct UnreadRows: Sendable {
    private(set) var count = 0
    private var kinds: [String: (count: Int, example: Problem)] = [:]

    mutating func add(_ problem: Problem?) {
        count += 1
        guard let problem else { return }
        kinds[problem.code] = ((kinds[problem.code]?.count ?? 0) + 1, kinds[problem.code]?.example ?? problem)
    }

    mutating func merge(_ other: UnreadRows) {
        count += other.count
        for (code, kind) in other.kinds { kinds[code] = ((kinds[code]?.count ?? 0) + kind.count, kinds[code]?.example ?? kind.example) }
    }

    var sentences: [String] {
        kinds.sorted { $0.key < $1.key }.map { "\(Format.plural($1.count, "row")) left out: \($1.example.sentence)" }
    }
}
