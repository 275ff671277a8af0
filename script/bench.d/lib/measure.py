# SPDX-License-Identifier: Apache-2.0
"""What the benchmarks share: sizes, timed processes, interleaved runs, tables and JSON."""

import glob
import hashlib
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time

ENTENTE = os.environ.get("ENTENTE", ".build/release/entente")
DATA = os.environ.get("BENCH_DATA", "var/bench/data")
RESULTS = os.environ.get("BENCH_RESULTS", "var/bench")
RUNS = max(1, int(os.environ.get("BENCH_RUNS", "3")))
os.makedirs(DATA, exist_ok=True)
os.makedirs(RESULTS, exist_ok=True)


def rows(default=1_000_000):
    """How many leads; BENCH_ROWS makes a quick check of it."""
    return int(os.environ.get("BENCH_ROWS", default))


def skip(why):
    print(why)
    sys.exit(77)


def data(*parts):
    return os.path.join(DATA, *parts)


def remove(path):
    """A database with all that lies beside it."""
    for suffix in ("", "-wal", "-shm", ".wal"):
        try:
            os.unlink(path + suffix)
        except FileNotFoundError:
            pass


def run(command, *, env=None, stdin=None, ok=(0,), cwd=None):
    """Runs a process under GNU time. Returns {seconds, cpu, peak_mb, out}; ends the benchmark when it fails."""
    with tempfile.NamedTemporaryFile("r") as note, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        timed = ["/usr/bin/time", "-q", "-o", note.name, "-f", "%e %U %S %M", *command]
        start = time.perf_counter()
        code = subprocess.run(timed, stdin=stdin or subprocess.DEVNULL, stdout=out, stderr=err, env={**os.environ, **(env or {})}, cwd=cwd).returncode
        seconds = time.perf_counter() - start
        out.seek(0)
        err.seek(0)
        if code not in ok:
            sys.stdout.write(err.read().decode(errors="replace")[-3000:])
            sys.stdout.write(out.read().decode(errors="replace")[-1000:])
            sys.exit(f"{' '.join(command)[:200]} ended with code {code}")
        _, user, system, peak = note.read().split()[-4:]
        return {"seconds": seconds, "cpu": float(user) + float(system), "peak_mb": int(peak) / 1024, "out": out.read().decode(errors="replace")}


def interleaved(contenders, runs=None):
    """contenders: {name: function without arguments that returns what `run` returns}. One after the other, so that noise meets all alike."""
    results = {name: [] for name in contenders}
    for index in range(runs or RUNS):
        for name, once in contenders.items():
            result = once()
            results[name].append(result)
            print(f"    run {index + 1}: {name}: {result['seconds']:.2f} s, {result.get('peak_mb', 0):.0f} MB", flush=True)
    return results


def middle(results, key="seconds"):
    return statistics.median(result[key] for result in results)


def percentile(values, share):
    """Nearest rank: a latency that was measured, not one between two."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)] if ordered else None


def machine():
    try:
        with open(os.path.join(RESULTS, "machine.txt")) as file:
            return dict(line.strip().split(": ", 1) for line in file if ": " in line)
    except FileNotFoundError:
        return {"cores": str(os.cpu_count())}


def table(head, lines):
    texts = [[str(cell) for cell in line] for line in [head, *lines]]
    widths = [max(len(line[column]) for line in texts) for column in range(len(head))]
    for index, line in enumerate(texts):
        print("    " + "  ".join(cell.ljust(width) if column == 0 else cell.rjust(width) for column, (cell, width) in enumerate(zip(line, widths))))
        if index == 0:
            print("    " + "  ".join("-" * width for width in widths))
    sys.stdout.flush()


def keep(name, result):
    """Writes the run's JSON: what was measured, on which machine."""
    path = os.path.join(RESULTS, f"{name}.json")
    with open(path, "w") as file:
        json.dump({"benchmark": name, "machine": machine(), **result}, file, indent=1, sort_keys=True, default=str)
        file.write("\n")


def code(*patterns):
    """Changes with the files of ours that made data depends on: a ledger of an older schema is made again."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in ("Sources/App/**/*Schema.swift", *patterns) for path in glob.glob(pattern, recursive=True)):
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()[:12]


def same(what, ours, theirs):
    """Ends the benchmark where two answers differ: a time of another answer says nothing."""
    if ours != theirs:
        sys.exit(f"{what} differ: ours {str(ours)[:400]}, the other's {str(theirs)[:400]}")
