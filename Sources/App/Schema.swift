// SPDX-License-Identifier: Apache-2.0
package import Storage

/// All tables, in the order in which folders depend on each other. Applied migrations are never edited.
package enum Schema {
    package static let migrations: [Migration] =
        CompanySchema.migrations + AccessSchema.migrations + LedgerSchema.migrations + CaptureSchema.migrations + LeadsSchema.migrations
        + AuditSchema.migrations
        + OutboxSchema.migrations
}
