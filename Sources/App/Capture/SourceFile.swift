// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation

/// A file to be imported, read in chunks.
struct SourceFile: Sendable {
    let path: String
    let name: String
    let size: Int64
    /// Where it lay when it was named.
    let folder: String
    /// Of a workbook, and so written by ourselves: there is no delimiter to guess.
    let isSheet: Bool
    /// What its sheet is called; empty for what is none.
    let sheet: String

    init(path: String, name: String? = nil, folder: String? = nil, sheet: String? = nil) throws(Problem) {
        (self.path, isSheet, self.sheet) = (path, sheet != nil, sheet ?? "")
        self.folder = folder ?? (path as NSString).deletingLastPathComponent
        self.name = name ?? URL(fileURLWithPath: path).lastPathComponent
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Problem("no_file", "There is no file \(path).", remedy: "Check the name.")
        }
        guard !isFolder.boolValue else { throw Problem("is_folder", "\(path) is a folder.", remedy: "Name a file in it.") }
        guard FileManager.default.isReadableFile(atPath: path), let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
            throw Problem("unreadable", "\(path) can't be read.", remedy: "Check its permissions.", fault: .machine)
        }
        size = (attributes[.size] as? NSNumber)?.int64Value ?? 0
    }

    /// Calls `body` with the file's bytes in pieces of `chunk`; stops where it returns false.
    func read(chunk: Int = 1 << 20, _ body: (UnsafeRawBufferPointer, _ isLast: Bool) throws -> Bool) throws {
        let reader = try ChunkReader(path: path)
        defer { reader.close() }
        while true {
            let (bytes, isLast) = try reader.next(chunk)
            if try !body(bytes, isLast) || isLast { return }
        }
    }
}

/// Reads a file, or a range of its bytes, piece by piece into one buffer. Knows when a piece is the last.
final class ChunkReader {
    private let handle: Int32
    private let path: String
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 16)
    private let size: Int64
    private(set) var done: Int64 = 0

    init(path: String, range: Range<Int64>? = nil) throws(Problem) {
        self.path = path
        handle = open(path, O_RDONLY | O_CLOEXEC)
        guard handle >= 0 else { throw Problem("unreadable", "\(path) can't be opened.", remedy: "Check its permissions.", fault: .machine) }
        let end = Int64(lseek(handle, 0, SEEK_END)), start = min(range?.lowerBound ?? 0, end)
        size = min(range?.upperBound ?? end, end) - start
        lseek(handle, off_t(start), SEEK_SET)
    }

    func next(_ count: Int) throws(Problem) -> (UnsafeRawBufferPointer, isLast: Bool) {
        if buffer.count < count {
            buffer.deallocate()
            buffer = .allocate(byteCount: count, alignment: 16)
        }
        var filled = 0
        let wanted = Int(min(Int64(count), max(0, size - done)))
        while filled < wanted {
            let got = Foundation.read(handle, buffer.baseAddress.map { $0 + filled }, wanted - filled)
            if got < 0 {
                if errno == EINTR { continue }
                throw Problem(
                    "unreadable", "\(path) stopped being readable after \(done) bytes.", remedy: "Copy it to a local disk and try again.",
                    fault: .machine)
            }
            if got == 0 { break }
            filled += got
        }
        done += Int64(filled)
        return (UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[0..<filled]), filled < count || done >= size)
    }

    func close() {
        Foundation.close(handle)
        buffer.deallocate()
        buffer = .allocate(byteCount: 0, alignment: 16)
    }

    deinit { buffer.deallocate() }
}
