// SPDX-License-Identifier: Apache-2.0
import Storage

/// All tables, in the order in which folders depend on each other. Applied migrations are never edited.
enum Schema {
    static let migrations: [Migration] = AccessSchema.migrations
}
