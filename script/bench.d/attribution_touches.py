# SPDX-License-Identifier: Apache-2.0
"""Five models over touches, one a row: ours from the CSV, against DuckDB on a table in its memory. `attribution_ledger` has the journal.
BENCH_ROWS limits the touches (10000000)."""

from lib import analyses, measure

analyses.need("numpy", "pyarrow", "duckdb")
from lib import journeys  # noqa: E402  (they need what the line above looks for)

MODELS = "first,last,linear,time-decay,position"


csv, parquet, count = journeys.touches(measure.rows(10_000_000))
results = measure.interleaved({
    "entente": lambda: analyses.ours("attribution", csv, "--models", MODELS, "--half-life", 7, "--bootstrap", 0),
    "duckdb": lambda: analyses.theirs("touches", parquet)}, runs=measure.RUNS)
mine, other = analyses.models(results["entente"][-1]["answer"]), results["duckdb"][-1]["answer"]
apart = max(analyses.deviation(model, mine[model, None], other["models"][model], 1e-6) for model in other["models"])

print(f"    {count:,} touches; five models are the same, at most {apart:.1e} apart")
lines = [["entente, whole command from CSV", measure.middle(results["entente"]), measure.middle(results["entente"], "peak_mb")],
         ["DuckDB, query alone, converted journeys", measure.middle(results["duckdb"]), measure.middle(results["duckdb"], "peak_mb")],
         ["DuckDB, query alone, all journeys", sorted(run["answer"]["all_journeys_seconds"] for run in results["duckdb"])[len(results["duckdb"]) // 2], None],
         ["DuckDB, process with load and all queries", measure.middle(results["duckdb"], "whole_seconds"), None]]
measure.table(["", "seconds", "peak MB"], [[name, f"{seconds:.2f}", "" if peak is None else f"{peak:.0f}"] for name, seconds, peak in lines])
measure.keep("attribution_touches", {
    "touches": count, "apart": apart, "lines": {name: {"seconds": seconds, "peak_mb": peak} for name, seconds, peak in lines},
    "duckdb": other["version"], "runs": analyses.strip(results)})
