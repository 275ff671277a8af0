# SPDX-License-Identifier: Apache-2.0
"""100 interactive writes a second, each durable, while BENCH_ROWS leads are imported in the same process. Measured from the moment each was due."""

import json
import os

from lib import generate, measure

LIMIT_MS = 50
bench = os.path.join(os.path.dirname(measure.ENTENTE), "Bench")
if not os.path.exists(bench):
    measure.skip("The program Bench is not built: swift build -c release --static-swift-stdlib --product Bench")
count = measure.rows()
path = generate.leads_csv(count)
database = measure.data("interactive.db")


def once():
    measure.remove(database)
    result = measure.run([bench, database, path])
    return {**result, "answer": json.loads(result.pop("out"))}


results = measure.interleaved({"entente": once})["entente"]
measure.remove(database)
for result in results:
    measure.same("rows", result["answer"]["read"], count)
lines = []
for name in ("alone", "during"):
    keys = ("count", "p50", "p95", "p99", "most")
    middle = {key: sorted(result["answer"][name][key] for result in results)[len(results) // 2] for key in keys}
    lines.append([name + (" an import" if name == "during" else ""), *(f"{middle[key]:.1f}" if key != "count" else middle[key] for key in keys)])
p99 = sorted(result["answer"]["during"]["p99"] for result in results)[len(results) // 2]
seconds = sorted(result["answer"]["seconds"] for result in results)[len(results) // 2]
measure.table(["100 writes a second", "count", "p50 ms", "p95 ms", "p99 ms", "max ms"], lines)
print(f"    the import of {count:,} leads took {seconds:.1f} s meanwhile; p99 {p99:.1f} ms (at most {LIMIT_MS})")
measure.keep("interactive", {"leads": count, "runs": results, "p99": p99, "limit_ms": LIMIT_MS})
