// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The real command, as a process of its own.
struct Command: Sendable {
    struct Ended: Sendable {
        let status: Int32
        /// Whether a signal ended it: a trap.
        let isKilled: Bool
        let output: String
        let errors: String
    }

    /// Beside the test's own binary.
    static let path: String? = {
        let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(4).joined(separator: "/").replacing("//", with: "/")
        let own = URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent().path
        return [own, "\(root)/.build/debug"].map { "\($0)/entente" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    static func find(_ tool: String) -> String? {
        ["/usr/bin", "/bin", "/usr/local/bin"].map { "\($0)/\(tool)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs to its end on a thread of its own: a process that is waited for must not hold one of the few that tests share.
    static func run(_ arguments: [String], by tool: [String] = [], folder: String) async throws -> Ended {
        let process = try start(arguments, by: tool, folder: folder)
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: wait(process, folder: folder)) }
        }
    }

    struct Running: Sendable {
        let process: ChildProcess
        let name: UInt64
    }

    static func start(_ arguments: [String], by tool: [String] = [], folder: String) throws -> Running {
        let all = tool + [try #require(path)] + arguments, name = UInt64.random(in: 0 ... .max)
        let process = try ChildProcess(
            all[0], Array(all.dropFirst()), folder: folder, output: "\(folder)/.\(name).out", errors: "\(folder)/.\(name).err")
        return Running(process: process, name: name)
    }

    static func wait(_ running: Running, folder: String) -> Ended {
        let end = running.process.wait()
        func text(_ name: String) -> String {
            let path = "\(folder)/.\(running.name).\(name)"
            defer { try? FileManager.default.removeItem(atPath: path) }
            return (try? Data(contentsOf: URL(fileURLWithPath: path))).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        return Ended(status: end.status, isKilled: end.isKilled, output: text("out"), errors: text("err"))
    }
}
