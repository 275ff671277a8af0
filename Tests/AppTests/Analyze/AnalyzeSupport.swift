// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// `entente analyze` on files that a test makes.
enum Analyzed {
    struct Answer: Sendable {
        let ended: Command.Ended
        /// What --html wrote, where it was asked for as page.html.
        let page: String?
        /// Other files that it wrote, as asked for.
        var kept: [String: String] = [:]

        /// The answer as JSON, which holds no number that is none.
        func json() throws -> [String: Any] {
            let object = try JSONSerialization.jsonObject(with: Data(ended.output.utf8))
            return try #require(object as? [String: Any])
        }
    }

    static func run(_ arguments: [String], _ files: [String: String] = [:], keep: [String] = []) async throws -> Answer {
        let folder = FileManager.default.temporaryDirectory.appending(path: "entente-analyze-\(UInt64.random(in: 0 ... .max))").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in files { try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8) }
        let ended = try await Command.run(["analyze"] + arguments, folder: folder)
        var answer = Answer(ended: ended, page: try? String(contentsOfFile: "\(folder)/page.html", encoding: .utf8))
        for name in keep { answer.kept[name] = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }
        return answer
    }

    /// Data that others published, beside the repository.
    static let data = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../../shared/data").standardizedFileURL.path
    static var hasData: Bool { FileManager.default.fileExists(atPath: "\(data)/survival/rossi.csv") }

    static func isSelfContained(_ page: String) -> Bool {
        let text = page.replacing("http://www.w3.org/2000/svg", with: "")
        return !text.contains("http://") && !text.contains("https://") && !text.contains("<script>alert") && !text.contains("src=")
            && !text.contains("<link")
    }
}
