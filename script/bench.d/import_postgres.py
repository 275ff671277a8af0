# SPDX-License-Identifier: Apache-2.0
"""Import of BENCH_ROWS leads x 12 columns into PostgreSQL, against `\\copy` of the same file into a table with a text primary key."""

from lib import generate, imports, measure, postgres

count = measure.rows()
path = generate.leads_csv(count)

with postgres.server() as url:
    base = url.rsplit("/", 1)[0]

    def fresh(name):
        postgres.sql(url, f"drop database if exists {name}")
        postgres.sql(url, f"create database {name}")
        # What the run before left to be written must not be written in this one's time.
        postgres.sql(url, "checkpoint")
        return f"{base}/{name}"

    def entente():
        return imports.ours(fresh("ours"), path)

    def other():
        database = fresh("theirs")
        postgres.sql(database, imports.TABLE)
        return measure.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", f"\\copy leads from '{path}' with (format csv, header)"])

    results = measure.interleaved({"entente": entente, "psql": other})
    imports.check(count, results, postgres.sql(f"{base}/ours", imports.OURS), postgres.sql(f"{base}/theirs", imports.THEIRS))
    version = postgres.sql(url, "show server_version")[0][0]
    imports.tell("import_postgres", count, "psql", results, 5, {"postgres": version, "settings": postgres.SETTINGS})
