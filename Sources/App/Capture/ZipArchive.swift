// SPDX-License-Identifier: Apache-2.0
import CZip
import Domain
import Foundation

/// Unpacks the CSV files of an archive into a folder of ours, within limits that a bomb does not pass.
enum ZipArchive {
    static let mostFiles = 2000
    /// Of all files together, and what a byte may become: exports come to a tenth, very repetitive ones to a fiftieth; a bomb to a thousandth.
    static let mostBytes: UInt64 = 40 << 30, mostRatio: UInt64 = 200

    static func unpack(_ path: String, into folder: String) throws(Problem) -> [SourceFile] {
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
            throw Problem("bad_zip", "\(path) is no archive that can be opened.", remedy: "Unpack it and import the files in it.")
        }
        defer { zip_discard(archive) }
        let count = zip_get_num_entries(archive, 0)
        guard count <= mostFiles else {
            throw Problem("zip_too_many", "\(path) holds \(count) files.", remedy: "Unpack it and import the files that matter.")
        }
        var files: [SourceFile] = []
        var total: UInt64 = 0
        for index in 0..<max(0, count) {
            var entry = zip_stat_t()
            guard zip_stat_index(archive, zip_uint64_t(index), 0, &entry) == 0, let raw = entry.name else { continue }
            // Only the last part of a name is used: a path in an archive must not lead out of our folder.
            let name = URL(fileURLWithPath: String(cString: raw)).lastPathComponent
            guard !String(cString: raw).hasSuffix("/"), !name.hasPrefix("."), !name.hasPrefix("__") else { continue }
            let target = "\(folder)/\(index)-\(name.replacing("/", with: "_"))"
            try extract(archive, index, entry, to: target, total: &total, from: path)
            files.append(try SourceFile(path: target, name: name))
        }
        return files
    }

    private static func extract(
        _ archive: OpaquePointer, _ index: Int64, _ entry: zip_stat_t, to target: String, total: inout UInt64, from path: String
    ) throws(Problem) {
        guard let file = zip_fopen_index(archive, zip_uint64_t(index), 0) else {
            throw Problem(
                "zip_entry", "A file in \(path) can't be unpacked; it may have a password.", remedy: "Unpack it and import the files in it.")
        }
        defer { zip_fclose(file) }
        let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw Problem("no_space", "\(target) can't be written.", remedy: "Check the disk.", fault: .machine) }
        defer { Foundation.close(output) }
        var written: UInt64 = 0
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let got = zip_fread(file, buffer, 1 << 18)
            if got == 0 { return }
            guard got > 0 else { throw Problem("zip_entry", "A file in \(path) is damaged.", remedy: "Export it again.") }
            written += UInt64(got)
            total += UInt64(got)
            guard total <= mostBytes, written <= max(64 << 20, entry.comp_size &* mostRatio) else {
                throw Problem("zip_bomb", "\(path) unpacks to far more than an export would.", remedy: "Unpack it yourself if you trust it.")
            }
            guard write(output, buffer, Int(got)) == Int(got) else {
                throw Problem("disk_full", "The disk is full while unpacking \(path).", remedy: "Free some space and run it again.", fault: .machine)
            }
        }
    }
}
