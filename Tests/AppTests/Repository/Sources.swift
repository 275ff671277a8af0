// SPDX-License-Identifier: Apache-2.0
import Foundation

/// What a rule found: where, and which rule in a sentence.
struct Finding: Hashable, CustomStringConvertible {
    let path: String
    let line: Int
    let sentence: String

    var description: String { "\(path):\(line): \(sentence)" }
}

/// A file of this repository.
struct SourceFile: Sendable {
    /// From the root of the repository, with `/`.
    let path: String
    let text: SwiftText

    init(_ path: String, _ source: String) {
        self.path = path
        text = SwiftText(source)
    }

    /// `Storage` for `Sources/Storage/…`; nil outside of Sources.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// `Ledger` for `Sources/App/Ledger/…`, `Storage` for all of Sources/Storage, `App` for files that lie in Sources/App itself.
    var writingFolder: String? {
        let parts = path.split(separator: "/")
        guard let target else { return nil }
        return target == "App" && parts.count > 3 ? String(parts[2]) : target
    }
}

/// The repository that these tests were compiled from.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let sources: [SourceFile] = swiftFiles(under: "Sources")
    static let tests: [SourceFile] = swiftFiles(under: "Tests")

    static func text(_ path: String) -> String? { try? String(contentsOf: root.appending(path: path), encoding: .utf8) }

    private static func swiftFiles(under folder: String) -> [SourceFile] {
        let all = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        return (all?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }.sorted()
            .compactMap { name in text("\(folder)/\(name)").map { SourceFile("\(folder)/\(name)", $0) } }
    }
}
