// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The walls of ARCHITECTURE.md, read out of the sources that these tests were built from.
@Suite struct RepositoryTests {
    @Test func `the sources are found`() {
        #expect(Repository.sources.contains { $0.path == "Sources/Domain/Flow.swift" })
        #expect(Repository.tests.contains { $0.path == "Tests/AppTests/Repository/RepositoryTests.swift" })
    }

    @Test func `every module imports only what its wall allows`() {
        #expect(Repository.sources.flatMap(SourceRules.importFindings) == [])
    }

    @Test func `every Swift file begins with its licence and is not too long`() {
        #expect((Repository.sources + Repository.tests).flatMap(SourceRules.shapeFindings) == [])
    }

    @Test func `nothing in Sources crashes on purpose, shares state unproved or is public`() {
        #expect(Repository.sources.flatMap(SourceRules.trapFindings) == [])
    }

    @Test func `each table is written by one folder`() {
        #expect(Repository.sources.flatMap(WritingFolders.findings) == [])
    }

    @Test func `the schema and the SQL can be distributed on Citus`() {
        #expect(Repository.sources.flatMap(SchemaRules.citusFindings) == [])
    }

    @Test func `every column of text says whether it is personal`() {
        #expect(Repository.sources.flatMap(SchemaRules.markFindings) == [])
    }

    @Test func `no table has two owners`() {
        let tables = WritingFolders.owners.values.flatMap(\.self)
        #expect(tables.count == Set(tables).count)
        #expect(SchemaRules.distributed.union(SchemaRules.reference).subtracting(tables) == [])
    }

    @Test func `every script says its licence and can be run`() throws {
        for folder in ["script", ".ci"] {
            let path = Repository.root.appending(path: folder).path
            for name in try FileManager.default.contentsOfDirectory(atPath: path) where !name.hasPrefix("bench.d") {
                let lines = try #require(Repository.text("\(folder)/\(name)")).split(separator: "\n").prefix(2)
                #expect(lines.contains("# SPDX-License-Identifier: Apache-2.0"), "\(folder)/\(name)")
                #expect(name == "lib.sh" || FileManager.default.isExecutableFile(atPath: "\(path)/\(name)"), "\(folder)/\(name)")
            }
        }
    }
}
