# SPDX-License-Identifier: Apache-2.0
"""Runs the browser tests and writes how many passed, failed and were skipped. Called by script/test."""

import argparse
import json
import sys
import time
import unittest
from pathlib import Path


class Result(unittest.TextTestResult):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.passed = []

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed.append(test)


def tests(suite):
    for one in suite:
        yield from tests(one) if isinstance(one, unittest.TestSuite) else [one]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--summary", required=True)
    options.add_argument("--filter")
    chosen = options.parse_args()
    loader = unittest.TestLoader()
    if chosen.filter:
        loader.testNamePatterns = [f"*{chosen.filter}*"]
    suite = loader.discover(str(Path(__file__).parent), pattern="test_*.py")
    names = [test.id() for test in tests(suite)]
    started = time.monotonic()
    result = unittest.TextTestRunner(stream=sys.stderr, verbosity=2, resultclass=Result).run(suite)
    failed = len({str(test) for test, _ in result.failures + result.errors} | {str(test) for test in result.unexpectedSuccesses})
    skipped = []
    for test, reason in result.skipped:
        # A skipped class is reported once, under its own name, for all its tests.
        within = [name for name in names if name.startswith(str(test)[len("setUpClass ("):-1] + ".")] if str(test).startswith("setUpClass (") else []
        skipped += [{"name": name, "reason": reason} for name in within or [str(test)]]
    summary = {"passed": len(result.passed), "failed": failed, "skipped": skipped, "seconds": time.monotonic() - started}
    Path(chosen.summary).write_text(json.dumps(summary, indent=2))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
