# SPDX-License-Identifier: Apache-2.0
"""From the start of the process to /readyz and to the first contact page, on a sample company of BENCH_ROWS contacts with ten times as many touches."""

import sqlite3
import statistics

from lib import measure, serving

contacts = measure.rows()
path, _ = serving.company(contacts, contacts * 10)
serving.warm(path)
with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
    low, high = db.execute("select min(id), max(id) from contact").fetchone()
    some = [db.execute("select id from contact where id >= ? order by id limit 1", (low + (high - low) * part // 20,)).fetchone()[0] for part in range(20)]
db.close()

first = serving.Server(path)
try:
    first.wait()
    cookie = first.sign_in()
finally:
    first.stop()

ready, page, funnel = [], [], []
for run in range(max(5, measure.RUNS)):
    server = serving.Server(path)
    try:
        ready.append(server.wait())
        page.append(server.wait(f"/contacts/{some[run % len(some)]}", cookie=cookie, limit=20))
        funnel.append(server.wait("/funnel", cookie=cookie, limit=60, without=b'http-equiv="refresh"'))
    finally:
        server.stop()
    print(f"    run {run + 1}: ready {ready[-1]:.3f} s, contact page {page[-1]:.3f} s, funnel {funnel[-1]:.3f} s", flush=True)
middle = {"readyz": statistics.median(ready), "contact": statistics.median(page), "funnel": statistics.median(funnel)}
measure.table(["", "seconds, median", "most"], [[name, f"{value:.3f}", f"{max(values):.3f}"] for (name, value), values in zip(middle.items(), (ready, page, funnel))])
print("    at most 1 s for /readyz and the contact page; until its columns are there the funnel says how far it is")
measure.keep("start", {"contacts": contacts, "touches": contacts * 10, "median": middle, "readyz": ready, "contact": page, "funnel": funnel, "limit": 1})
