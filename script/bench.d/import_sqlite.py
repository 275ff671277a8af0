# SPDX-License-Identifier: Apache-2.0
"""Import of BENCH_ROWS leads x 12 columns into SQLite, against `sqlite3 .import` of the same file into a table with a text primary key."""

import os
import sqlite3

from lib import generate, imports, measure

count = measure.rows()
path = generate.leads_csv(count)
ours, theirs = measure.data("import.db"), measure.data("import-other.db")


def entente():
    measure.remove(ours)
    return imports.ours(ours, path)


def other():
    # Its own way to be fast in WAL; ours also syncs each of its commits.
    measure.remove(theirs)
    return measure.run(["sqlite3", theirs, "pragma journal_mode = wal", "pragma synchronous = normal", imports.TABLE, f".import --csv --skip 1 {path} leads"])


def rows(database, query):
    with sqlite3.connect(database) as db:
        return db.execute(query).fetchall()


with open(path, "rb") as file:  # so that it lies in the system's cache
    while file.read(1 << 24):
        pass
results = measure.interleaved({"entente": entente, "sqlite3": other})
imports.check(count, results, rows(ours, imports.OURS), rows(theirs, imports.THEIRS))
size = {"file": os.path.getsize(path), "entente": os.path.getsize(ours), "sqlite3": os.path.getsize(theirs)}
imports.tell("import_sqlite", count, "sqlite3", results, 4, {"bytes": size, "peak_limit_mb": 300, "sqlite": sqlite3.sqlite_version})
measure.remove(ours)
measure.remove(theirs)
