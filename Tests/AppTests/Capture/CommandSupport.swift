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

    final class Running: @unchecked Sendable {
        // Started and waited for by one thread after another.
        let process = Process()
        let name = UInt64.random(in: 0 ... .max)
    }

    static func start(_ arguments: [String], by tool: [String] = [], folder: String) throws -> Running {
        let running = Running()
        let all = tool + [try #require(path)] + arguments
        running.process.executableURL = URL(fileURLWithPath: all[0])
        running.process.arguments = Array(all.dropFirst())
        running.process.currentDirectoryURL = URL(fileURLWithPath: folder)
        running.process.standardInput = FileHandle.nullDevice
        // Files, not pipes: nobody has to read while it runs.
        for (name, isError) in [("out", false), ("err", true)] {
            let file = "\(folder)/.\(running.name).\(name)"
            FileManager.default.createFile(atPath: file, contents: nil)
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
            if isError { running.process.standardError = handle } else { running.process.standardOutput = handle }
        }
        try running.process.run()
        return running
    }

    static func wait(_ running: Running, folder: String) -> Ended {
        running.process.waitUntilExit()
        func text(_ name: String) -> String {
            let path = "\(folder)/.\(running.name).\(name)"
            defer { try? FileManager.default.removeItem(atPath: path) }
            return (try? Data(contentsOf: URL(fileURLWithPath: path))).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        return Ended(
            status: running.process.terminationStatus, isKilled: running.process.terminationReason == .uncaughtSignal, output: text("out"),
            errors: text("err"))
    }
}
