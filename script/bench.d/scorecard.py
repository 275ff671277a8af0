# SPDX-License-Identifier: Apache-2.0
"""A score from BENCH_ROWS (1000000) rows x 30 columns, 6 of them categories: time against LightGBM, and ranking (AUC on rows that none has seen) against
LightGBM and InterpretML's EBM, which is as readable as ours. EBM runs on BENCH_EBM_ROWS (100000; 0 leaves it out) rows with BENCH_EBM_SEEDS (5) seeds:
a million takes it hours. Its answers are kept in BENCH_DATA."""

import json
import os
import statistics

from lib import analyses, measure

analyses.need("numpy", "pandas", "pyarrow", "lightgbm", "sklearn")
from lib import labelled  # noqa: E402  (they need what the line above looks for)

count = measure.rows(1_000_000)
few, seeds = min(count, int(os.environ.get("BENCH_EBM_ROWS", "100000"))), int(os.environ.get("BENCH_EBM_SEEDS", "5"))
train, train_parquet = labelled.rows(count)
test, test_parquet = labelled.rows(max(1000, min(200_000, count // 5)), 1000)
table = measure.data("scorecard.json")


def auc_on_others(train_csv, seed):
    """AUC of a score of ours on the rows that nobody has seen, and what it thinks of itself on its own rows."""
    measure.remove(table)
    made = analyses.ours("score", train_csv, "--label", "y", "--seed", seed, "--save", table)
    held = analyses.ours("score", test, "--label", "y", "--apply", table)
    return held["answer"]["judged"]["auc"]["value"], made["answer"]["judged"]["auc"], made


def kept(name, once):
    """An answer of the other's that takes minutes and never changes: from BENCH_DATA where it lies there."""
    path = measure.data(name + ".json")
    if not os.path.exists(path):
        result = once()
        with open(path, "w") as file:
            json.dump(result, file)
    with open(path) as file:
        return json.load(file)


results = measure.interleaved({
    "entente": lambda: analyses.ours("score", train, "--label", "y", "--seed", 1),
    "lightgbm": lambda: analyses.theirs("lightgbm", train_parquet, test_parquet, 0, 0)})
ours_auc, own, _ = auc_on_others(train, 1)
their_auc = results["lightgbm"][-1]["answer"]["auc"]
ratio = measure.middle(results["entente"]) / measure.middle(results["lightgbm"])
print(f"    {count:,} rows x 30 columns")
measure.table(["", "seconds", "cpu s", "peak MB", "AUC on others"], [
    [name, f"{measure.middle(runs):.2f}", f"{measure.middle(runs, 'cpu'):.2f}", f"{measure.middle(runs, 'peak_mb'):.0f}", f"{auc:.4f}"]
    for (name, runs), auc in zip(results.items(), (ours_auc, their_auc))])
print(f"    ratio {ratio:.2f}; ours with reading the CSV, LightGBM's fit alone. Ours says of itself: AUC {own['value']:.4f} ({own['low']:.4f} to {own['high']:.4f})")

scoring = analyses.bench_program("scoring")
if scoring:
    binned, raw = (scoring["rows"] / statistics.median(scoring[key]) / 1e6 for key in ("binned_seconds", "raw_seconds"))
    print(f"    a table of 30 fields and 3 pairs scores {binned:.1f} M rows a second on one core from bins (goal 20), {raw:.1f} M from raw numbers (goal 3)")

small = []
if few > 0:
    import importlib.util
    with_ebm = importlib.util.find_spec("interpret") is not None
    for seed in range(seeds):
        part, part_parquet = labelled.rows(few, seed + 1)
        line = {"seed": seed}
        line["entente"], line["itself"], made = auc_on_others(part, seed + 1)
        line["entente_seconds"] = made["seconds"]
        light = analyses.theirs("lightgbm", part_parquet, test_parquet, 0, 0)
        line["lightgbm"], line["lightgbm_seconds"] = light["answer"]["auc"], light["seconds"]
        if with_ebm:
            ebm = kept(f"ebm-{few}-{seed + 1}-{os.path.basename(test)}", lambda: analyses.theirs("ebm", part_parquet, test_parquet, 0, 0))  # noqa: B023
            line["ebm"], line["ebm_seconds"] = ebm["answer"]["auc"], ebm["seconds"]
        small.append(line)
        print(f"    {few:,} rows, seed {seed}: " + ", ".join(f"{name} {line[name]:.4f} in {line[name + '_seconds']:.1f} s" for name in ("entente", "lightgbm", "ebm") if name in line), flush=True)
    for name in ("lightgbm", "ebm"):
        apart = [line["entente"] - line[name] for line in small if name in line]
        if apart:
            spread = statistics.stdev(apart) / len(apart) ** 0.5 if len(apart) > 1 else float("nan")
            print(f"    ours less {name}: AUC {statistics.mean(apart):+.4f} on average of {len(apart)} seeds (standard error {spread:.4f})")
measure.keep("scorecard", {"rows": count, "columns": 30, "ratio": ratio, "auc": {"entente": ours_auc, "lightgbm": their_auc}, "itself": own, "scoring": scoring,
                           "small": {"rows": few, "seeds": small}, "runs": analyses.strip(results)})
