// SPDX-License-Identifier: Apache-2.0

/// The audit as one file that needs nothing else.
enum AuditFile {
    static func text(_ answer: AuditAnswer) throws -> String { try JSON.text(answer, pretty: true) }
}
