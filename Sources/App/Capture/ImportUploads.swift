// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation
import Storage

extension Problem {
    /// Without the folder that a file lies in on the server.
    fileprivate func named(_ path: String) -> Problem {
        Problem(code, sentence.replacing(path, with: (path as NSString).lastPathComponent), at: place, remedy: remedy, fault: fault)
    }
}

/// Files that came by browser: `uploads/<random>/files/<name>` beside the database, readable by the server's user only.
/// They live until their import is done, or for a week. They hold people's data: `Forgetting` gives up those that hold an erased person.
struct ImportUploads: Sendable {
    /// Where uploads go; made when needed.
    let folder: String

    static let mostBytes = 4 << 30
    static let mostFiles = 200
    private static let files = "files"
    /// For whatever waits for the disk.
    static let lane = Lane("upload", threads: 2)

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// The names of the files in one of the folders.
    func names(in name: String) -> [String] {
        ((try? FileManager.default.subpathsOfDirectory(atPath: path(name))) ?? []).filter { $0.contains("/") && !$0.hasPrefix(".") }
            .map { ($0 as NSString).lastPathComponent }.sorted()
    }

    /// The files of one of the folders, wherever they lie in it.
    func paths(in name: String) -> [String] {
        ((try? FileManager.default.subpathsOfDirectory(atPath: path(name))) ?? []).map { "\(path(name))/\($0)" }
    }

    func remove(_ name: String) { try? FileManager.default.removeItem(atPath: path(name)) }

    /// Folders that no draft knows: left by uploads that broke off together with the server.
    func removeUnknown(_ known: Set<String>) {
        let yesterday = Date().addingTimeInterval(-86_400)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where !known.contains(name) {
            // A young one may be on its way to another server that shares the folder.
            let changed = (try? FileManager.default.attributesOfItem(atPath: path(name)))?[.modificationDate] as? Date
            if let changed, changed < yesterday { remove(name) }
        }
    }

    /// Streams the files of a form to disk and unpacks archives. Memory does not grow with them.
    /// - Returns: the name of the new folder, for `path`.
    /// - Throws: `Problem`; nothing is left then.
    func receive(_ visit: Visit) async throws -> String {
        let name = try Digest.random(16).hex
        do {
            try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw Self.unwritable }
        do {
            var limits = MultipartParser.Limits()
            limits.total = Self.mostBytes
            let receiving = Receiving(folder: path(name), lane: Self.lane)
            do { try await visit.multipart(limits: limits) { try await receiving.take($0) } } catch {
                receiving.close()
                throw error
            }
            guard receiving.count > 0 else {
                throw Problem("no_files", "No file was chosen.", remedy: "Choose one or more files, then read them.", fault: .usage)
            }
            try await Self.lane.run { [folder = path(name)] in try Self.unpack(folder) }
            return name
        } catch {
            remove(name)
            throw error
        }
    }

    static let unwritable = Problem(
        "disk_full", "The files can't be written on the server.", remedy: "Check the disk and the permissions of its folder.", fault: .machine)

    /// Archives become the files in them; every name stands once, since what is said about a file is kept by its name.
    private static func unpack(_ folder: String) throws {
        let scratch = "\(folder)/.unpacked", files = FileManager.default
        defer { try? files.removeItem(atPath: scratch) }
        var names: Set<String> = [], number = 0
        for found in try Gathering(scratch: scratch).files([folder]) {
            let file: SourceFile
            switch found {
            case .success(let one): file = one
            case .failure(let refused): throw refused.problem.named(refused.name)
            }
            number += 1
            guard number <= mostFiles else {
                throw Problem("too_many_files", "These are more than \(mostFiles) files.", remedy: "Import them in several goes.")
            }
            let name = unique(file.name, &names)
            // One folder for all: whose exports lie beside a file tells whose ids it holds.
            let target = "\(folder)/\(Self.files)"
            do {
                try files.createDirectory(atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                try files.moveItem(atPath: file.path, toPath: "\(target)/\(name)")
            } catch { throw unwritable }
        }
        guard number > 0 else { throw Problem("empty_archive", "There is no file in the archive.", remedy: "Choose the exports themselves.") }
        // What is left are the archives, and the folders that they and the other files came in.
        for left in (try? files.contentsOfDirectory(atPath: folder)) ?? [] where left != Self.files {
            try? files.removeItem(atPath: "\(folder)/\(left)")
        }
    }

    private static func unique(_ name: String, _ names: inout Set<String>) -> String {
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        var candidate = name, number = 2
        while !names.insert(candidate).inserted {
            candidate = "\(name[..<dot]) (\(number))\(name[dot...])"
            number += 1
        }
        return candidate
    }

    /// Writes one file after another, a megabyte at a time, on a thread that may wait for the disk.
    private final class Receiving {
        private let folder: String
        private let lane: Lane
        private var handle: Int32 = -1
        private var held: [UInt8] = []
        private(set) var count = 0

        init(folder: String, lane: Lane) { (self.folder, self.lane) = (folder, lane) }

        func take(_ event: MultipartParser.Event) async throws {
            switch event {
            case .begin(let part):
                // A form without a chosen file sends one without a name.
                guard let name = part.fileName.map(Self.safe), !name.isEmpty else { return }
                guard count < ImportUploads.mostFiles else {
                    throw Problem(
                        "too_many_files", "These are more than \(ImportUploads.mostFiles) files.",
                        remedy: "Put them into a ZIP file, or import them in several goes.")
                }
                count += 1
                let place = "\(folder)/\(count)"
                handle = try await lane.run {
                    guard mkdir(place, 0o700) == 0 else { throw ImportUploads.unwritable }
                    let handle = open("\(place)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
                    guard handle >= 0 else { throw ImportUploads.unwritable }
                    return handle
                }
            case .data(let bytes):
                guard handle >= 0 else { return }
                held.append(contentsOf: bytes)
                if held.count >= 1 << 20 { try await flush() }
            case .end:
                guard handle >= 0 else { return }
                try await flush()
                close()
            }
        }

        func close() {
            if handle >= 0 { Foundation.close(handle) }
            handle = -1
        }

        private func flush() async throws {
            let bytes = held, handle = handle
            held.removeAll(keepingCapacity: true)
            try await lane.run {
                try bytes.withUnsafeBytes { buffer in
                    var done = 0
                    while done < buffer.count {
                        let wrote = Foundation.write(handle, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                        if wrote < 0, errno == EINTR { continue }
                        guard wrote > 0 else {
                            throw Problem(
                                "disk_full", "The disk is full, so the files were not kept.", remedy: "Free some space and try again.",
                                fault: .machine)
                        }
                        done += wrote
                    }
                }
            }
        }

        /// A name that hides nothing and fits a file system.
        private static func safe(_ name: String) -> String {
            var plain = String(name.drop { $0 == "." || $0 == " " })
            while plain.utf8.count > 180 { plain.removeFirst() }
            return plain
        }
    }
}
