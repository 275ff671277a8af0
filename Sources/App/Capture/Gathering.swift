// SPDX-License-Identifier: Apache-2.0
import Domain
import Foundation

/// Finds the files behind what the user named: files, folders, archives.
struct Gathering {
    struct Refused: Error {
        let name: String
        let problem: Problem
    }

    /// Where archives are unpacked.
    let scratch: String

    func files(_ paths: [String]) throws -> [Result<SourceFile, Refused>] { paths.flatMap { files(at: $0, depth: 0) } }

    private func files(at path: String, depth: Int) -> [Result<SourceFile, Refused>] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return single(path) }
        guard isFolder.boolValue else { return opened(path) }
        let entries = ((try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []).sorted()
            .filter { !($0.split(separator: "/").contains { $0.hasPrefix(".") }) }.map { "\(path)/\($0)" }
            .filter {
                var folder: ObjCBool = false; return FileManager.default.fileExists(atPath: $0, isDirectory: &folder) && !folder.boolValue
            }
        guard !entries.isEmpty else {
            return [
                .failure(
                    Refused(
                        name: path,
                        problem: Problem("empty_folder", "There is no file in \(path).", remedy: "Name the folder that holds the exports.")))
            ]
        }
        return entries.flatMap { depth < 1 ? opened($0) : single($0) }
    }

    /// The files in an archive, the sheets of a workbook; else the file itself.
    private func opened(_ path: String) -> [Result<SourceFile, Refused>] {
        switch container(path) {
        case "zip_archive": unpack(path).flatMap { found in (try? found.get()).map(sheets) ?? [found] }
        case "xlsx_workbook": single(path).flatMap { found in (try? found.get()).map(sheets) ?? [found] }
        default: single(path)
        }
    }

    private func sheets(_ file: SourceFile) -> [Result<SourceFile, Refused>] {
        guard container(file.path) == "xlsx_workbook" else { return [.success(file)] }
        let folder = "\(scratch)/\(UInt64.random(in: 0 ... .max))"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            return try Workbook.unpack(file.path, name: file.name, into: folder).map { .success($0) }
        } catch let problem as Problem {
            return [.failure(Refused(name: file.name, problem: problem))]
        } catch {
            return [
                .failure(
                    Refused(name: file.name, problem: Problem("no_space", "\(folder) can't be made.", remedy: "Check the disk.", fault: .machine)))
            ]
        }
    }

    private func single(_ path: String) -> [Result<SourceFile, Refused>] {
        do throws(Problem) { return [.success(try SourceFile(path: path))] } catch { return [.failure(Refused(name: path, problem: error))] }
    }

    /// By content: `zip_archive` or `xlsx_workbook`, which is an archive too; nil for all else.
    private func container(_ path: String) -> String? {
        guard let reader = try? ChunkReader(path: path), let (bytes, isLast) = try? reader.next(1 << 18) else { return nil }
        defer { reader.close() }
        do throws(Problem) { _ = try FileShape.sniff(bytes, complete: isLast, name: path) } catch { return error.code }
        return nil
    }

    private func unpack(_ path: String) -> [Result<SourceFile, Refused>] {
        let folder = "\(scratch)/\(UInt64.random(in: 0 ... .max))"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            return try ZipArchive.unpack(path, into: folder).map { .success($0) }
        } catch let problem as Problem {
            return [.failure(Refused(name: path, problem: problem))]
        } catch {
            return [
                .failure(Refused(name: path, problem: Problem("no_space", "\(folder) can't be made.", remedy: "Check the disk.", fault: .machine)))
            ]
        }
    }
}
