# SPDX-License-Identifier: Apache-2.0
"""Five rules over all touches of a ledger by contact: ours from a journal in memory and cold from SQLite, against DuckDB on the same touches in its
memory. BENCH_ROWS: contacts (1000000), ten touches each."""

import glob
import os
import shutil
import sqlite3
import statistics
import sys
import time

from lib import analyses, measure

analyses.need("numpy", "pyarrow", "duckdb")
import duckdb  # noqa: E402
import numpy  # noqa: E402
import pyarrow  # noqa: E402

count = measure.rows()
path = measure.data(f"demo-{count}-{count * 10}-{measure.code('Sources/App/Demo/*.swift')}.db")
if not os.path.exists(path):
    path = next(iter(sorted(glob.glob(measure.data(f"demo-{count}-{count * 10}-*.db")))), path)
if not os.path.exists(path):
    measure.run([measure.ENTENTE, "demo", "--contacts", count, "--touches", count * 10, "--seed", 1, "--database", path])

# All deals in one currency, so that SQL needs no rates.
plain = path.replace("demo-", "one-currency-")
if not os.path.exists(plain):
    shutil.copyfile(path, plain + ".new")
    with sqlite3.connect(plain + ".new") as copy:
        copy.execute("update deal set currency = (select currency from company)")
    os.rename(plain + ".new", plain)
path = plain

runs = [one for one in (analyses.bench_program("attribution", path) for _ in range(measure.RUNS)) if one]
if not runs:
    measure.skip("Bench is not built or does not know attribution")

# The same question in SQL: touches until the last win, a deal's amount divided among its people.
db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
names = dict(db.execute("select id, value from code where kind = 'channel'"))
wins = {}
for deal, closed, amount, people in db.execute("""
        select d.id, d.closed_at, coalesce(d.amount, 0), (select count(distinct contact_id) from deal_contact where deal_id = d.id)
        from deal d where d.outcome = 1 and d.absent < 2"""):
    for (person,) in db.execute("select distinct contact_id from deal_contact where deal_id = ?", (deal,)):
        until, value = wins.get(person, (0, 0.0))
        wins[person] = (max(until, closed), value + amount / people)
people, times, channels, values = [], [], [], []
for person, at, channel in db.execute("select contact_id, at, channel from touch where side <> 5"):
    until, value = wins.get(person, (None, 0.0))
    if until is None or at <= until:
        people.append(person)
        times.append(at)
        channels.append(channel)
        values.append(value)
other = duckdb.connect()
other.execute("set threads = 2")
touches = pyarrow.table({"journey": numpy.array(people), "moment": numpy.array(times), "channel": numpy.array(channels).astype("int32"), "value": numpy.array(values)})
other.execute("create table t as select * from touches")
QUERY = """
with w as (
    select channel, value, row_number() over (partition by journey order by moment) as rn, count(*) over (partition by journey) as n,
        pow(2.0, -(max(moment) over (partition by journey) - moment) / (7 * 86400e6)) as d, journey from t
), x as (select *, d / sum(d) over (partition by journey) as dn from w)
select channel, sum(case when rn = 1 then value else 0 end), sum(case when rn = n then value else 0 end), sum(value / n),
    sum(value * case when n = 1 then 1 when n = 2 then 0.5 when rn = 1 or rn = n then 0.4 else 0.2 / (n - 2) end), sum(value * dn)
from x group by 1 order by 1"""
seconds = []
for _ in range(measure.RUNS + 1):

    start = time.perf_counter()
    answer = other.execute(QUERY).fetchall()
    seconds.append(time.perf_counter() - start)
theirs = {names.get(row[0], "(no channel)"): row[1:] for row in answer}
# Touches of one moment have no order in SQL: first and last may fall on either.
mine = dict(zip(runs[-1]["channels"], zip(*runs[-1]["values"])))
worst = max(abs(a - b) / max(abs(b), 1) for channel in theirs for index, (a, b) in enumerate(zip(mine[channel], theirs[channel])) if index >= 2 and index != 3)
if worst > 1e-6:
    sys.exit(f"linear or time decay differ by {worst:.2e}")
warm = statistics.median(second for run in runs for second in run["warm"])
cold = statistics.median(run["cold"] for run in runs)
duck = statistics.median(seconds[1:])
print(f"    {runs[-1]['touches']:,} touches; linear and time decay are the same, at most {worst:.1e} apart")
measure.table(["", "seconds", "of DuckDB's"], [
    ["entente, from a journal, warm", f"{warm:.3f}", f"{warm / duck:.2f}"], ["entente, cold from SQLite", f"{cold:.2f}", f"{cold / duck:.2f}"],
    ["DuckDB, in memory, warm, 2 threads", f"{duck:.2f}", "1"]])
measure.keep("attribution_ledger", {"touches": runs[-1]["touches"], "warm": warm, "cold": cold, "duckdb": duck, "apart": worst, "runs": runs, "version": duckdb.__version__})
