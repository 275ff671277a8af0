# SPDX-License-Identifier: Apache-2.0
"""Markov attribution by removal effects, exact, in plain Python and numpy: FILE ORDER. Slow, and written apart from ours to check it on small data.

Order k (Anderl et al. 2016): a path walks (start) -> (c1 … ck) -> (c2 … ck+1) -> … -> (conversion) or (null); one shorter than k is one state of all its
channels. Removing a channel sends every transition into a state that holds it to (null). A conversion is worth what those from its last state are on average.
"""

import json
import sys

import numpy as np
import pyarrow.parquet

START, CONVERSION, NULL = 0, 1, 2


def attribution(file, order):
    table = pyarrow.parquet.read_table(file).to_pydict()
    states, weight, worth = {"start": START, "conversion": CONVERSION, "null": NULL}, {}, {}
    for path, conversions, value, null in zip(*(table[name] for name in ("path", "conversions", "value", "null"))):
        steps = tuple(path.split(" > "))
        before = START
        for i in range(max(1, len(steps) - order + 1)):
            state = states.setdefault(steps[i:i + order], len(states))
            weight[before, state] = weight.get((before, state), 0) + conversions + null
            before = state
        for end, times in ((CONVERSION, conversions), (NULL, null)):
            if times:
                weight[before, end] = weight.get((before, end), 0) + times
        if conversions:
            had = worth.setdefault(before, [0.0, 0])
            had[0] += value
            had[1] += conversions
    a, b = np.array(list(weight)).T
    w = np.array(list(weight.values()), float)
    chance = w / np.bincount(a, w, minlength=len(states))[a]
    each = np.zeros(len(states))
    for state, (value, conversions) in worth.items():
        each[state] = value / conversions

    def ends(kept):
        """Probability and expected value of a conversion when only `kept` transitions go on."""
        inner = kept & (b > NULL)
        last = b == CONVERSION
        here = np.zeros(len(states))
        here[START] = 1
        hits = np.zeros(len(states))
        while here.sum() > 1e-15:
            hits += np.bincount(a[last], here[a[last]] * chance[last], minlength=len(states))
            here = np.bincount(b[inner], here[a[inner]] * chance[inner], minlength=len(states))
        return np.array([hits.sum(), hits @ each])

    holders = {}
    for state, number in states.items():
        if number > NULL:
            for channel in set(state):
                holders.setdefault(channel, []).append(number)
    whole = ends(np.ones(len(a), bool))
    effects = {channel: 1 - ends(~np.isin(b, numbers)) / whole for channel, numbers in holders.items()}
    totals = np.array([sum(table["conversions"]), sum(table["value"])]) / sum(effects.values())
    return {channel: (effect * totals).tolist() for channel, effect in sorted(effects.items())}


if __name__ == "__main__":
    print(json.dumps(attribution(sys.argv[1], int(sys.argv[2]))))
