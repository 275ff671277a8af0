# SPDX-License-Identifier: Apache-2.0
"""Attribution of raw paths: first, last, linear, and Markov of orders 1 and 3, against ChannelAttribution. Ours is the whole command with the reading of
the CSV; theirs is the call alone, on a DataFrame in memory. BENCH_ROWS limits the paths (10000000)."""

from lib import analyses, measure

analyses.need("numpy", "pandas", "pyarrow", "ChannelAttribution")
from lib import exact, journeys  # noqa: E402  (they need what the line above looks for)

SIZES = (100_000, 1_000_000, 10_000_000)
AGAINST = (1_000_000, 10_000_000)
QUESTIONS = {
    "heuristic": ["--models", "first,last,linear"], "m1": ["--models", "markov", "--order", "1"], "m3": ["--models", "markov", "--order", "3"]}
# What careful simulation leaves of noise: conversions, and value, which is heavier in the tail. Ours has no noise: an exact chain checks it to EXACT.
EXACT, NOISE = 1e-6, (0.05, 0.08)

most = measure.rows(SIZES[-1])
sizes = [size for size in SIZES if size <= most] or [most]
against = [size for size in AGAINST if size <= most] or [sizes[-1]]

report, lines, scaling = [], [], {}
for size in sizes:
    csv, parquet = journeys.paths(size)
    for what, flags in QUESTIONS.items():
        ours = lambda: analyses.ours("attribution", csv, *flags, "--bootstrap", 0)  # noqa: B023, E731
        contenders = {"entente": ours}
        if size in against:
            contenders["ChannelAttribution"] = lambda: analyses.theirs(what, parquet)  # noqa: B023
        print(f"    {size:,} paths, {what}")
        results = measure.interleaved(contenders, runs=measure.RUNS if size <= 1_000_000 else analyses.BIG_RUNS)
        answer = results["entente"][-1]["answer"]
        kept = {"paths": size, "what": what, "residual": next((one.get("residual") for one in answer["models"]), None)}
        if what != "heuristic" and size <= 1_000_000:
            mine = next(channels for key, channels in analyses.models(answer).items() if key[0] == "markov")
            kept["apart_exact"] = analyses.deviation(f"{what} of {size} paths", mine, exact.attribution(parquet, int(what[1:])), EXACT)
        if size in against:
            mine, other = analyses.models(answer), results["ChannelAttribution"][-1]["answer"]["models"]
            if what == "heuristic":
                kept["apart"] = max(analyses.deviation(f"{model} of {size} paths", mine[model, None], other[model], EXACT) for model in other)
            else:
                key = next(key for key in mine if key[0] == "markov")
                kept["apart_at_defaults"] = analyses.deviation(f"{what} of {size} paths", mine[key], other["markov"], None)
                if size == against[0]:
                    # Its defaults cut long walks short and leave much noise: once more with care, untimed.
                    careful = analyses.theirs(what, parquet, "careful")["answer"]["models"]["markov"]
                    kept["apart"] = analyses.deviation(f"{what} of {size} paths", mine[key], careful, NOISE)
            kept["ratio"] = measure.middle(results["entente"]) / measure.middle(results["ChannelAttribution"])
        scaling[what, size] = measure.middle(results["entente"])
        for name, runs in results.items():
            lines.append([f"{size:,} {what} {name}", f"{measure.middle(runs):.2f}", f"{measure.middle(runs, 'cpu'):.2f}", f"{measure.middle(runs, 'peak_mb'):.0f}",
                          f"{size / measure.middle(runs):,.0f}", f"{measure.middle(results['ChannelAttribution']) / measure.middle(runs):.1f}x" if size in against else ""])
        report.append({**kept, "runs": analyses.strip(results)})

measure.table(["paths, models, who", "seconds", "cpu s", "peak MB", "paths/s", "faster"], lines)
for what in QUESTIONS:
    print(f"    {what}: " + ", ".join(f"{size:,} in {scaling[what, size]:.2f} s" for size in sizes))
for one in report:
    for key, whom in (("apart_exact", "the exact chain"), ("apart", "ChannelAttribution"), ("apart_at_defaults", "ChannelAttribution at its defaults")):
        if key in one:
            print(f"    {one['paths']:,} paths, {one['what']}: at most {one[key]:.1e} from {whom}")
measure.keep("attribution_paths", {"results": report, "sizes": sizes, "exact": EXACT, "noise": NOISE})
