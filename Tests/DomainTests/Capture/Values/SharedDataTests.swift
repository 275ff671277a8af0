// SPDX-License-Identifier: Apache-2.0

import Domain
import Foundation
import Testing

// The shared data lies beside the repository and is not part of it: skipped where it is absent.
private let crm: URL = {
    var root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    for _ in 0..<5 { root.deleteLastPathComponent() }
    return root.deletingLastPathComponent().appendingPathComponent("shared/data/crm")
}()

@Suite(.enabled(if: FileManager.default.fileExists(atPath: crm.path), "the shared data is not there"))
struct SharedDataTests {
    /// Cells without quotes that begin as a date does; good enough to find every form that the files hold.
    private func cells() throws -> [String] {
        let files = try #require(FileManager.default.enumerator(at: crm, includingPropertiesForKeys: nil)).compactMap { $0 as? URL }
        return files.filter { $0.pathExtension == "csv" }.flatMap { file -> [String] in
            guard let data = try? Data(contentsOf: file) else { return [] }
            let text = String(decoding: data, as: UTF8.self)
            return text.split(whereSeparator: { ",;\t|\"".contains($0) || $0.isNewline }).map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    @Test func `every cell of the shared files that looks like a date is one`() throws {
        var count = 0
        for cell in try cells() {
            let shape = cell.prefix(10).map { $0.isASCII && $0.isNumber ? "9" : String($0) }.joined()
            guard shape == "9999-99-99" || shape == "99/99/9999" else { continue }
            count += 1
            let order: DateOrder = .monthFirst
            let result = Cells.with(cell) { DateFormat(order: order).parse($0, zone: .utc) }
            if let fault = result.fault { Issue.record("\(cell): \(fault)") }
        }
        #expect(count > 20_000)
    }

    @Test func `no cell of the shared files traps a reader of numbers`() throws {
        for cell in try cells() { _ = Cells.number(cell, .point) }
    }
}
