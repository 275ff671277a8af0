// SPDX-License-Identifier: Apache-2.0

/// The audit as one file that needs nothing else: style and script are in it, and no address leads anywhere.
enum AuditFile {
    static func text(_ answer: AuditAnswer) throws -> String {
        let pages = try Pages(assets: Assets())
        return try pages.file(AuditPageMaking(answer: answer).page(), named: answer.company.isEmpty ? "Audit" : "\(answer.company): audit")
    }
}
