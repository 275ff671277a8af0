# SPDX-License-Identifier: Apache-2.0
"""What both import benchmarks share: our command, and what must be equal in both databases."""

import json
import sys

from . import generate, measure

TABLE = ("create table leads (lead_id text primary key, email text, first_name text, last_name text, company text, country text, source text, "
         "stage text, created_at text, score int, budget numeric, notes text)")

# How many leads, addresses and last names there are, by source; of ours and of the other's.
OURS = """
select s.value, count(*), count(distinct c.email), sum(length(c.last_name)), min(c.email), max(c.email)
from lead l join contact c on c.id = l.contact_id join code s on s.id = l.source group by s.value order by s.value
"""
THEIRS = """
select source, count(*), count(distinct email), sum(length(last_name)), min(email), max(email) from leads group by source order by source
"""


def ours(database, path):
    result = measure.run([measure.ENTENTE, "import", path, "--as", "leads", "--json", "--database", database])
    report = json.loads(result.pop("out"))
    return {**result, "report": {key: report[key] for key in ("read", "created", "rejected", "contacts", "leads", "moves", "rows_written", "seconds")}}


def check(count, results, ours_rows, theirs_rows):
    report = results["entente"][-1]["report"]
    measure.same("rows", (report["read"], report["created"], report["rejected"], report["leads"]), (count, count, 0, count))
    texts = lambda rows: [tuple(str(cell) for cell in row) for row in rows]  # noqa: E731
    measure.same("leads by source", texts(ours_rows), texts(theirs_rows))
    if len(ours_rows) != len(generate.SOURCES):
        sys.exit("the import kept other sources than the file has")


def tell(name, count, other, results, limit, extra):
    report = results["entente"][-1]["report"]
    ratio = measure.middle(results["entente"]) / measure.middle(results[other])
    written = report["rows_written"] / count
    print(f"    {count:,} leads x 12 columns; sources, addresses and names are the same in both")
    measure.table(["", "seconds", "cpu s", "peak MB", "leads/s"], [
        [who, f"{measure.middle(runs):.2f}", f"{measure.middle(runs, 'cpu'):.2f}", f"{measure.middle(runs, 'peak_mb'):.0f}",
         f"{count / measure.middle(runs):,.0f}"] for who, runs in results.items()])
    print(f"    ratio {ratio:.2f} (at most {limit}); rows written per lead {written:.2f}: "
          f"{report['contacts']:,} contacts, {report['leads']:,} leads, {report['moves']:,} moves")
    for runs in results.values():
        for run in runs:
            run.pop("out", None)
    measure.keep(name, {"leads": count, "columns": len(generate.COLUMNS), "runs": results, "ratio": ratio, "limit": limit, "rows_per_lead": written, **extra})
