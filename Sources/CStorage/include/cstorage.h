// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Before the first use of SQLite: no statistics of memory, which take a lock at every allocation (8 % of an import).
/// sqlite3_config has C varargs, which Swift does not import.
int cstorage_prepare(void);
