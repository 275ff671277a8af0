# SPDX-License-Identifier: Apache-2.0
"""Adds up what the Swift tests and the browser tests counted; says what was skipped and why; ends with 'N passed, N failed'."""

import json
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from pathlib import Path


def swift(path, code):
    """Counts of an xUnit file; a run that ended badly without a failed test (a crash) counts as one failure."""
    passed, failures, skipped = 0, [], []
    try:
        cases = list(ElementTree.parse(path).iter("testcase"))
    except (OSError, ElementTree.ParseError):
        cases = []
    for case in cases:
        name = f"{case.get('classname')}/{case.get('name')}"
        if case.find("failure") is not None or case.find("error") is not None:
            failures.append(name)
        elif (skip := case.find("skipped")) is not None:
            skipped.append((name, (skip.text or "").strip()))
        else:
            passed += 1
    if code != 0 and not failures:
        failures.append(f"the Swift tests ended with code {code} before they could say which test failed")
    return passed, failures, skipped


def browser(path, code):
    try:
        counted = json.loads(Path(path).read_text())
    except (OSError, ValueError):
        return 0, (["the browser tests ended before they could say which test failed"] if code != 0 else []), []
    failures = [f"{counted['failed']} of the browser tests"] * counted["failed"]
    if code != 0 and not failures:
        failures.append(f"the browser tests ended with code {code}")
    return counted["passed"], failures, [(one["name"], one["reason"]) for one in counted["skipped"]]


def main(swift_path, swift_code, browser_path, browser_code):
    results = [swift(swift_path, int(swift_code)), browser(browser_path, int(browser_code))]
    passed = sum(result[0] for result in results)
    failures = [name for result in results for name in result[1]]
    reasons = defaultdict(list)
    for result in results:
        for name, reason in result[2]:
            reasons[reason or "no reason given"].append(name)
    for reason, names in sorted(reasons.items()):
        print(f"Skipped {len(names)}, because {reason}:")
        for name in names:
            print(f"    {name}")
    for name in dict.fromkeys(failures):
        print(f"Failed: {name}")
    if passed == 0 and not failures:
        print("Failed: no test ran; does the filter match any?")
        failures.append("no test ran")
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
