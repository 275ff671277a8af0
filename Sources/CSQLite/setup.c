// SPDX-License-Identifier: Apache-2.0
#include "CSQLite.h"

#include <sqlite3.h>

// In C, because Swift does not import functions with variable arguments.
int entente_sqlite_setup(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
