# SPDX-License-Identifier: Apache-2.0
"""Kaplan-Meier over BENCH_ROWS (1000000) rows with continuous durations: the whole command and, from our program Bench, the fit alone, against lifelines."""

import math

from lib import analyses, measure

analyses.need("numpy", "pandas", "pyarrow", "lifelines")
from lib import labelled  # noqa: E402  (they need what the line above looks for)


def inside(csv):
    """Our program Bench: {"fit_seconds": the fit alone on arrays in memory, "median": …}."""
    answer = analyses.bench_program("survival", csv)
    return answer if answer and "fit_seconds" in answer else None


def median(answer):
    """The median of the first curve, wherever the answer has it: a number, or {"value": …}."""
    if isinstance(answer, dict):
        for key in ("median", "median_days"):
            if key in answer:
                found = answer[key]
                found = found.get("value") if isinstance(found, dict) else found
                if isinstance(found, (int, float)):
                    return float(found)
        answer = list(answer.values())
    if isinstance(answer, list):
        return next((found for found in map(median, answer) if found is not None), None)
    return None


count = measure.rows(1_000_000)
csv = labelled.survival(count)
results = measure.interleaved({
    "entente": lambda: analyses.ours("lag", csv, "--duration", "d", "--event", "e"), "lifelines": lambda: analyses.theirs("lifelines", csv)})
own = [one for one in (inside(csv) for _ in range(measure.RUNS)) if one]
mine, other = median(results["entente"][-1]["answer"]), results["lifelines"][-1]["answer"]
if mine is None or not math.isclose(mine, other["median"], rel_tol=1e-6):
    measure.same("medians", mine, other["median"])

fit = sorted(one["fit_seconds"] for one in own)[len(own) // 2] if own else None
lines = [["entente, whole command from CSV", measure.middle(results["entente"]), measure.middle(results["entente"], "peak_mb")],
         *([["entente, fit alone", fit, None]] if own else []),
         ["lifelines, fit alone", measure.middle(results["lifelines"]), measure.middle(results["lifelines"], "peak_mb")],
         ["lifelines, whole process from CSV", measure.middle(results["lifelines"], "whole_seconds"), measure.middle(results["lifelines"], "peak_mb")]]
print(f"    {count:,} rows, {other['points'] - 1:,} distinct times; the median is the same: {other['median']:.6f}")
measure.table(["", "seconds", "peak MB"], [[name, f"{seconds:.3f}", "" if peak is None else f"{peak:.0f}"] for name, seconds, peak in lines])
if not own:
    print("    Bench is not built or does not know survival: no time of the fit alone")
measure.keep("survival", {"rows": count, "median": other["median"], "lines": {name: {"seconds": seconds, "peak_mb": peak} for name, seconds, peak in lines},
                          "ratio_fit": fit / measure.middle(results["lifelines"]) if own else None, "inside": own, "lifelines": other["version"],
                          "runs": analyses.strip(results)})
