// SPDX-License-Identifier: Apache-2.0
#ifndef ENTENTE_CSQLITE_H
#define ENTENTE_CSQLITE_H

/// Before the first connection of the process: SQLite stops counting its memory, a lock around each allocation that took a tenth of bulk writes.
/// Returns SQLite's code; a library that is set up already stays as it is.
int entente_sqlite_setup(void);

#endif
