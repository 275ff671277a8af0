// SPDX-License-Identifier: Apache-2.0
import Testing

/// A rule that never finds anything proves nothing: each is shown what it must find, and what it must let pass.
@Suite struct RuleControlTests {
    @Test(arguments: [
        ("Sources/App/Ledger/A.swift", "import GRDB"),
        ("Sources/App/A.swift", "package import CPostgres"),
        ("Sources/App/A.swift", "import struct GRDBSQLite.Row"),
        ("Sources/Storage/A.swift", "import Hummingbird"),
        ("Sources/Domain/A.swift", "import Foundation"),
        ("Sources/Domain/A.swift", "import Storage"),
        ("Sources/Domain/Ledger/A.swift", "import Glibc"), ("Sources/Analytics/A.swift", "@preconcurrency import Foundation"),
        ("Sources/Analytics/A.swift", "import Domain"),
        ("Sources/Storage/A.swift", "import App"),
        ("Sources/entente/A.swift", "import Storage"),
    ])
    func `an import across a wall is found`(path: String, source: String) {
        #expect(SourceRules.importFindings(in: SourceFile(path, source)).count == 1)
    }

    @Test(arguments: [
        ("Sources/Storage/A.swift", "import GRDB"),
        ("Sources/App/A.swift", "package import Hummingbird"),
        ("Sources/Domain/A.swift", "package import Analytics"),
        ("Sources/Analytics/A.swift", "import Glibc"),
        ("Sources/App/A.swift", "import Foundation"),
        ("Sources/Domain/A.swift", "// import Foundation"),
        ("Sources/Domain/A.swift", "let text = \"\"\"\nimport Foundation\n\"\"\""), ("Tests/AppTests/A.swift", "import GRDB"),
    ])
    func `an import within its wall passes`(path: String, source: String) {
        #expect(SourceRules.importFindings(in: SourceFile(path, source)) == [])
    }

    @Test(arguments: [
        "let a = b!", "let a = list[0]!.name", "call()!", "var a: Int!", "try! run()", "a as! B", "final class A: @unchecked Sendable {}",
        "nonisolated(unsafe) var a = 1",
        "print(\"\\(a!)\")",
        "public struct A {}",
        "f(a!, b)",
        "{ $0 }()!",
        "print(\"\"\"\n  \\(list[\"x\"]!)\n  \"\"\")",
    ])
    func `what can crash is found`(source: String) {
        #expect(SourceRules.trapFindings(in: SourceFile("Sources/App/A.swift", source)).count == 1)
    }

    @Test(arguments: [
        "a != b",
        "a! = b".replacing("! =", with: " !="),
        "if !a, b {}",
        "\"Stop!\"",
        "// really!",
        "/* yes! /* no! */ */",
        "#\"a \"quoted!\" word\"#",
        "f(!a)",
        "@Test func `it works!`() {}",
        "#if !os(Linux)",
        "a&&(!b)",
        "// Only one lane ever calls it.\nfinal class A: @unchecked Sendable {}",
        "try? run()",
        "\"\\(name)!\"",
    ])
    func `what only looks like a crash passes`(source: String) {
        #expect(SourceRules.trapFindings(in: SourceFile("Sources/App/A.swift", source)) == [])
    }

    @Test func `a long file and one without its licence are found`() {
        let header = "// SPDX-License-Identifier: Apache-2.0\n"
        #expect(SourceRules.shapeFindings(in: SourceFile("Sources/App/A.swift", header + String(repeating: "\n", count: 399))) == [])
        #expect(SourceRules.shapeFindings(in: SourceFile("Sources/App/A.swift", header + String(repeating: "\n", count: 400))).count == 1)
        #expect(SourceRules.shapeFindings(in: SourceFile("Sources/App/A.swift", "import App\n")).count == 1)
    }

    @Test func `text is taken apart into code, comments and strings`() {
        let text = SwiftText("let a = \"x \\(f(\"y\")) z\" // \"no\"\nlet b = #\"\\(q)\"#\nlet c = \"\"\"\n    one\n    \"two\"\n    \"\"\"")
        #expect(text.literals.map(\.text) == ["y", "x \\() z", "\\(q)", "\n    one\n    \"two\"\n    "])
        #expect(text.literals.map(\.line) == [1, 1, 2, 3])
        #expect(text.uncommented[0].hasSuffix("z\"        "))
    }
}
