// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite(.enabled(if: Command.path != nil)) struct `What was said of a column` {
    private func report(_ files: Files, _ arguments: [String]) async throws -> String {
        let ended = try await Command.run(["import"] + arguments + ["--json", "--database", "test.db"], folder: files.folder)
        #expect(ended.status == 0, "\(ended.errors)")
        return ended.output
    }

    @Test func `is kept for the next export of the source, said in its report, and replaced by what is said anew`() async throws {
        try await Files.with { files in
            try files.write("one.csv", "Lead ID,Email,Herkunft?,Merkmal\nL1,a@x.example,Kiosk Nord,rot\n")
            try files.write("two.csv", "Lead ID,Email,Herkunft?,Merkmal\nL2,b@x.example,Kiosk West,blau\n")
            try files.write("people.csv", "Contact ID,Email,Herkunft?\nC1,c@x.example,Kiosk Ost\n")
            // Tried out, it is not kept.
            _ = try await report(files, ["one.csv", "--dry-run", "--map", "Herkunft?=source"])
            #expect(try await !report(files, ["one.csv", "--dry-run"]).contains("As you said before"))
            _ = try await report(files, ["one.csv", "--map", "Herkunft?=source", "--map", "Merkmal=-"])
            let second = try await report(files, ["two.csv"])
            #expect(second.contains("As you said before: “Herkunft?” is source, “Merkmal” is left out."), "\(second)")
            #expect(try await report(files, ["two.csv", "--dry-run", "--map", "Herkunft?=campaign"]).contains("before: “Merkmal” is left out."))
            // Another kind of rows has columns of its own.
            #expect(try await !report(files, ["people.csv", "--as", "contacts"]).contains("As you said before"))
            let funnel = try await Command.run(["funnel", "--by", "source", "--json", "--database", "test.db"], folder: files.folder)
            #expect(funnel.output.contains("Kiosk Nord") && funnel.output.contains("Kiosk West"))
        }
    }
}
