// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>

// Files embedded in the binary. Functions, not arrays: Swift refuses C global arrays as shared mutable state.
typedef struct {
    const char *name;
    const unsigned char *bytes;
    size_t length;
} entente_asset;

int asset_count(void);
// Name is null outside 0 ..< asset_count().
entente_asset asset_at(int index);
