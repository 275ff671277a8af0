# SPDX-License-Identifier: Apache-2.0
"""The funnel by source over BENCH_ROWS leads and five times as many moves, each time in a new process, against DuckDB on its own file."""

import json
import os
import sys

import duckdb

from lib import generate, measure

STAGES = ["inquiry", "mql", "sal", "sql", "opportunity", "won"]


def native(path, leads, moves):
    """DuckDB's own file, in the order of leads, which is the best it can have."""
    if not os.path.exists(path):
        db = duckdb.connect(path + ".new")
        db.execute(f"create table lead as select * from read_csv('{leads}', header = false, columns = "
                   "{'lead_id': 'bigint', 'contact_id': 'bigint', 'opened': 'bigint', 'source': 'varchar'})")
        db.execute(f"create table move as select * from read_csv('{moves}', header = false, columns = "
                   "{'lead_id': 'bigint', 'moment': 'bigint', 'stage': 'tinyint'}) order by lead_id, moment")
        db.execute("checkpoint")
        db.close()
        os.rename(path + ".new", path)
    return path


def rounded(value, digits):
    return None if value is None else round(value, digits)


def of_ours(text):
    report = json.loads(text)["funnel"]
    answer = {}
    for row, name in [(report["total"], None), *[(row, row["label"]) for row in report["rows"]]]:
        for place, line in enumerate(row["stages"]):
            share, time = line.get("conversion") or {}, line["time"]
            if line["stage"] != STAGES[place]:
                sys.exit(f"the stages are others than {STAGES}")
            timed = place < 5
            answer[(name, place + 1)] = (
                line["reached"], time["used"] if timed else None, rounded(time.get("median_seconds"), 3) if timed else None,
                rounded(time.get("p90_seconds"), 3) if timed else None, *(rounded(share.get(key), 9) for key in ("value", "low", "high")))
    return answer


def of_theirs(text):
    return {(source, stage): (reached, stays, rounded(middle, 3), rounded(p90, 3), rounded(share, 9), rounded(low, 9), rounded(high, 9))
            for source, stage, reached, stays, middle, p90, share, low, high in json.loads(text)["rows"]}


count = measure.rows()
ledger, leads, moves, move_count = generate.funnel(count)
duck = native(os.path.join(os.path.dirname(ledger), "native.duckdb"), leads, moves)
ours = [measure.ENTENTE, "funnel", "--by", "source", "--json", "--database", ledger]
theirs = [sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib", "duck.py"), duck, str(os.cpu_count() or 2)]
for command in (ours, theirs):
    measure.run(command)  # so that both files lie in the system's cache
results = measure.interleaved({"entente": lambda: measure.run(ours), "duckdb": lambda: measure.run(theirs)}, runs=max(5, measure.RUNS))
ours_answer, theirs_answer = of_ours(results["entente"][-1]["out"]), of_theirs(results["duckdb"][-1]["out"])
measure.same("groups", sorted(ours_answer, key=str), sorted(theirs_answer, key=str))
for key in theirs_answer:
    measure.same(f"numbers of {key}", ours_answer[key], theirs_answer[key])

ratio = measure.middle(results["entente"]) / measure.middle(results["duckdb"])
inside = [json.loads(result["out"])["query"] for result in results["duckdb"]]
size = {"entente": os.path.getsize(ledger), "duckdb": os.path.getsize(duck)}
print(f"    {count:,} leads, {move_count:,} moves, {len(theirs_answer)} lines of answers are the same")
measure.table(["", "seconds", "cpu s", "peak MB", "file MB"], [
    [name, f"{measure.middle(result):.2f}", f"{measure.middle(result, 'cpu'):.2f}", f"{measure.middle(result, 'peak_mb'):.0f}", f"{size[name] / 1e6:.0f}"]
    for name, result in results.items()])
print(f"    ratio {ratio:.2f} (at most 1.5); DuckDB's query alone, without starting Python: {sorted(inside)[len(inside) // 2]:.2f} s")
for result in results.values():
    for once in result:
        once.pop("out")
measure.keep("funnel", {"leads": count, "moves": move_count, "runs": results, "ratio": ratio, "query_alone": inside, "limit": 1.5, "bytes": size,
                        "duckdb": duckdb.__version__})
