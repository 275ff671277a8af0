# SPDX-License-Identifier: Apache-2.0
"""What the benchmarks of `entente analyze` share: both sides as processes, and the comparison of their answers."""

import importlib.util
import json
import os
import sys

from . import measure

RIVALS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rivals.py")
# Runs where one takes minutes; the JSON says how many there were.
BIG_RUNS = max(1, int(os.environ.get("BENCH_BIG_RUNS", "1")))


def need(*modules):
    """Skips the benchmark where the other side is not installed."""
    for module in modules:
        if importlib.util.find_spec(module) is None:
            measure.skip(f"{module} is not installed: script/bench.d/requirements-rivals.txt")
    # An older binary does not know analyze.
    if not os.path.exists(measure.ENTENTE):
        measure.skip(f"There is no {measure.ENTENTE}.")


def ours(*arguments):
    """`entente analyze …` as a whole: start, reading of the file, answer. Its JSON is under "answer"."""
    result = measure.run([measure.ENTENTE, "analyze", *(str(one) for one in arguments), "--json"])
    return {**result, "answer": json.loads(result.pop("out"))}


def theirs(*arguments):
    """The other's call: seconds of the call alone, peak of its whole process, and how long the process took with starting and loading."""
    result = measure.run([sys.executable, RIVALS, *(str(one) for one in arguments)])
    answer = json.loads(result.pop("out").strip().splitlines()[-1])  # some greet on standard output
    return {"seconds": answer.pop("seconds"), "whole_seconds": result["seconds"], "cpu": result["cpu"], "peak_mb": answer.pop("peak_mb"),
            "loaded_mb": answer.pop("loaded_mb"), "answer": answer}


def bench_program(*arguments):
    """What our program Bench prints as its last line of JSON, or None where it is not built or does not know the question."""
    program = os.path.join(os.path.dirname(measure.ENTENTE), "Bench")
    if not os.path.exists(program):
        return None
    # 64: usage, as of a Bench that is older than the question
    result = measure.run([program, *(str(one) for one in arguments)], ok=(0, 1, 2, 64))
    try:
        answer = json.loads(result["out"].strip().splitlines()[-1])
    except (IndexError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None


def models(answer):
    """{(model, order or None): {channel: (conversions, value)}} of our JSON."""
    return {(one["model"], one.get("order") if one["model"] == "markov" else None):
            {line["channel"]: (line["conversions"], line.get("value") or 0.0) for line in one["channels"]} for one in answer["models"]}


# Ours are shown in millionths of a conversion and hundredths of value.
SHOWN = {"conversions": 0.6e-6, "value": 0.6e-2}


def deviation(what, ours_by_channel, theirs_by_channel, most):
    """The largest relative difference of any channel's conversions and value; ends the benchmark above `most`: one limit for both,
    or one each (None: only measures)."""
    limits = most if isinstance(most, tuple) else (most, most)
    measure.same(f"channels of {what}", sorted(ours_by_channel), sorted(theirs_by_channel))
    worst = 0.0
    for channel, theirs_numbers in theirs_by_channel.items():
        for name, limit, a, b in zip(SHOWN, limits, ours_by_channel[channel], theirs_numbers):
            apart = abs(a - b) / max(abs(b), 1e-12) if abs(a - b) > SHOWN[name] else 0.0
            worst = max(worst, apart)
            if limit is not None and apart > limit:
                sys.exit(f"{what} differ for {channel}: {name} {a} of ours, {b} of the other's, {apart:.2%} apart")
    return worst


def strip(results):
    """Answers are compared, not kept: they are as long as there are channels."""
    for runs in results.values():
        for run in runs:
            run.pop("answer", None)
    return results
