// SPDX-License-Identifier: Apache-2.0
#include "cstorage.h"
#include <sqlite3.h>

int cstorage_prepare(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
